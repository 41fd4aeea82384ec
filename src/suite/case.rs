//! Runs one case.

use super::capture::Capture;
use super::check::{self, Answer, Finding, Subject as Looked};
use super::model::{Case, Content, Expect, Pipeline, Subject};
use super::origin;
use super::pipeline::{self, Response};
use super::report::{CaseReport, Failure};
use super::snapshot::Store;
use super::templates::TemplateFile;
use crate::error::Error;
use crate::gateway::{Event, Output};

/// Runs a case, and writes down what is not as expected.
pub(super) fn run(case: &Case, ci: bool, snapshots: &mut Store, report: &mut CaseReport) {
    if ci && case.only {
        let message = "`only` is left in the suite: other cases would not be run";
        report.failures.push(Failure::new("only", case.mark, message));
    }
    match &case.subject {
        Subject::Template(file, expect) => {
            let result = file.render(&case.event);
            let step = Step { case, name: None, file: Some(file), event: &case.event, expect };
            step.look(&result, None, report);
            if report.failures.is_empty()
                && let Some(mut capture) = Capture::of(case, &file.name)
            {
                match &result {
                    Ok(output) => capture.output(["output", "overrides"], output),
                    Err(error) => capture.error(error),
                }
                let body = result.as_ref().map_or("", |output| output.body.as_str());
                let finding = capture.check(case, snapshots, body);
                step.write(finding, &result, report);
            }
        }
        Subject::Pipeline(pipeline) => run_pipeline(case, pipeline, snapshots, report),
    }
}

fn run_pipeline(case: &Case, pipeline: &Pipeline, snapshots: &mut Store, report: &mut CaseReport) {
    let ran = pipeline::run(pipeline, &case.event);
    let file = pipeline.request.as_deref();
    let expect = &pipeline.expect_request;
    let request = Step { case, name: Some("request"), file, event: &case.event, expect };
    request.look(&ran.request, None, report);
    let mut capture = Capture::of(case, file.map_or("", |file| &file.name));
    if let Some(capture) = &mut capture {
        match &ran.request {
            Ok(output) => capture.output(["request", "request overrides"], output),
            Err(error) => capture.error(error),
        }
    }
    match ran.response {
        None => {}
        Some(Response::None) => report.failures.push(not_chosen(case, pipeline)),
        Some(Response::Chosen { by, event, output, status, headers }) => {
            let answer = Answer { status, headers: &headers, integration_response: &by.name };
            let (file, expect) = (by.template.as_deref(), &pipeline.expect_response);
            Step { case, name: Some("response"), file, event: &event, expect }.look(&output, Some(answer), report);
            if let (Some(capture), Ok(output)) = (&mut capture, &output) {
                capture.answer(status, &headers);
                capture.output(["response", "response overrides"], output);
            }
        }
    }
    if let (true, Some(capture)) = (report.failures.is_empty(), capture) {
        let finding = capture.check(case, snapshots, "");
        report.failures.extend(finding.map(|finding| finding.failure));
    }
}

fn not_chosen(case: &Case, pipeline: &Pipeline) -> Failure {
    let what = match &pipeline.backend.error {
        Some(message) => format!("message {message:?}"),
        None => format!("status {}", pipeline.backend.status),
    };
    let message = format!("no integration response matches the backend's {what}, and none is the default");
    let mut failure = Failure::new("integration_response", case.mark, message);
    failure.help = Some("API Gateway answers 500; add an integration response without `pattern`".to_owned());
    failure
}

/// One render, and what is expected of it.
struct Step<'s> {
    case: &'s Case,
    name: Option<&'static str>,
    /// What was rendered; nothing where the body passed through.
    file: Option<&'s TemplateFile>,
    event: &'s Event,
    expect: &'s Expect,
}

impl Step<'_> {
    fn look(&self, result: &Result<Output, Error>, answer: Option<Answer<'_>>, report: &mut CaseReport) {
        let findings = match result {
            Err(error) => {
                let shown = self.file.map_or_else(|| error.clone(), |file| file.in_file(error));
                check::error(self.expect, error, shown, self.case.mark)
            }
            Ok(output) => {
                report.warnings.extend(output.warnings.iter().map(|warning| self.shown(warning)));
                // what passes through is none of a template's making
                let content = if self.file.is_some() { self.case.content } else { Content::Text };
                Looked::new(output, answer).findings(self.expect, content, self.case.mark)
            }
        };
        self.write(findings, result, report);
    }

    /// Adds findings to the report, with the lines of the template that they are about.
    fn write(
        &self,
        findings: impl IntoIterator<Item = Finding>,
        result: &Result<Output, Error>,
        report: &mut CaseReport,
    ) {
        for Finding { mut failure, ranges } in findings {
            failure.step = self.name;
            match (self.file, result) {
                (Some(file), Ok(_)) if !ranges.is_empty() => failure.origins = origin::of(file, self.event, &ranges),
                (Some(file), Err(error)) => {
                    let values = |line| origin::values(file, self.event, line);
                    failure.values = error.line().map_or(Vec::new(), values);
                }
                _ => {}
            }
            report.failures.push(failure);
        }
    }

    fn shown(&self, warning: &crate::Warning) -> String {
        match self.file {
            Some(file) => format!("{}:{warning}", file.name),
            None => warning.to_string(),
        }
    }
}
