//! Runs one case.

use super::capture::Capture;
use super::check::{self, Finding, Message, Subject as Looked};
use super::model::{Case, Content, Expect, Pipeline, Subject};
use super::origin;
use super::pipeline::{self, Stopped};
use super::report::{CaseReport, Difference, Failure};
use super::snapshot::Store;
use super::templates::TemplateFile;
use crate::error::Error;
use crate::gateway::{Event, Output};

/// Runs a case, and writes down what is not as expected.
pub(super) fn run(case: &Case, snapshots: &mut Store, report: &mut CaseReport) {
    match &case.subject {
        Subject::Template(file, expect) => {
            let result = file.render(&case.event);
            let step = Step { case, name: None, file: Some(file), event: &case.event, expect };
            step.look(&result.as_ref(), Message::default(), report);
            if report.failures.is_empty()
                && let Some(mut capture) = Capture::of(case, &file.name)
            {
                match &result {
                    Ok(output) => capture.output(["output", "overrides"], output),
                    Err(error) => capture.error(error),
                }
                let body = result.as_ref().map_or("", |output| output.body.as_str());
                let finding = capture.check(case, snapshots, body);
                step.write(finding, &result.as_ref(), report);
            }
        }
        Subject::Pipeline(pipeline) => run_pipeline(case, pipeline, snapshots, report),
    }
}

fn run_pipeline(case: &Case, pipeline: &Pipeline, snapshots: &mut Store, report: &mut CaseReport) {
    let ran = pipeline::run(pipeline, &case.event);
    let mut capture = Capture::of(case, ran.request.file.map_or("", |file| &file.name));
    // who says what the gateway answers to a failure expects the failure, as long as that is the answer
    let is_said =
        ran.request.result.is_err() && pipeline.expect_request.is_empty() && pipeline.expect_response.is_of_gateway();
    if !is_said {
        walk(case, "request", &ran.request, &pipeline.expect_request, &mut capture, report);
    }
    let before = report.failures.len();
    if let Some(response) = &ran.response {
        // where nothing is said of the gateway's own answer, the request's failure says it all
        let is_answer = ran.request.result.is_ok() || !pipeline.expect_response.is_empty();
        if is_answer {
            walk(case, "response", response, &pipeline.expect_response, &mut capture, report);
        }
        if is_said && report.failures.len() > before {
            let of_response = report.failures.split_off(before);
            walk(case, "request", &ran.request, &pipeline.expect_request, &mut capture, report);
            report.failures.extend(of_response);
        }
    } else if report.failures.is_empty() {
        let message = "nothing fails, and the case does not say what the backend answers";
        report.failures.push(Failure::new("backend", case.mark, message));
    }
    if let (true, Some(capture)) = (report.failures.is_empty(), capture) {
        let finding = capture.check(case, snapshots, "");
        report.failures.extend(finding.map(|finding| finding.failure));
    }
}

/// Looks at one step of a pipeline, and takes it down.
fn walk(
    case: &Case,
    name: &'static str,
    ran: &pipeline::Step<'_>,
    expect: &Expect,
    capture: &mut Option<Capture<'_>>,
    report: &mut CaseReport,
) {
    let step = Step { case, name: Some(name), file: ran.file, event: &ran.event, expect };
    let message = Message {
        url: ran.url.as_deref(),
        status: ran.status,
        headers: &ran.headers,
        integration_response: ran.integration_response,
        gateway_response: ran.gateway_response,
    };
    if let (Some(capture), Some(status)) = (capture.as_mut(), ran.status) {
        capture.answer(status, &ran.headers);
    }
    match &ran.result {
        Ok(output) => {
            if let Some(capture) = capture {
                let of_request = name == "request";
                let names =
                    if of_request { ["request", "request overrides"] } else { ["response", "response overrides"] };
                capture.output(names, output);
            }
            step.look(&Ok(output), message, report);
        }
        Err(stopped) => {
            if let (Some(capture), Stopped::Template(error)) = (capture, stopped) {
                capture.error(error);
            }
            // what is expected of the body is expected of the gateway's; an error is the template's
            let is_answer = |said| Looked::new(said, message).findings(expect, Content::Text, case.mark).is_empty();
            let is_said = expect.is_of_gateway() && expect.error().is_none();
            if !is_said || !ran.said.as_ref().is_some_and(is_answer) {
                step.stopped(stopped, message, report);
            }
        }
    }
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
    fn look(&self, result: &Result<&Output, &Error>, message: Message<'_>, report: &mut CaseReport) {
        let findings = match result {
            Err(error) => {
                let shown = self.file.map_or_else(|| (*error).clone(), |file| file.in_file(error));
                check::error(self.expect, error, shown, &message, self.case.mark)
            }
            Ok(output) => {
                report.warnings.extend(output.warnings.iter().map(|warning| self.shown(warning)));
                // what passes through is none of a template's making
                let content = if self.file.is_some() { self.case.content } else { Content::Text };
                Looked::new(output, message).findings(self.expect, content, self.case.mark)
            }
        };
        self.write(findings, result, report);
    }

    /// A step without an output.
    fn stopped(&self, stopped: &Stopped, message: Message<'_>, report: &mut CaseReport) {
        match stopped {
            Stopped::Template(error) => self.look(&Err(error), message, report),
            Stopped::Otherwise(why) => {
                let mut finding = Finding::new("output", self.case.mark, format!("there is none: {why}"));
                if let (Some(status), Some(name)) = (message.status, message.gateway_response) {
                    let help =
                        format!("API Gateway answers {status}; if that is meant, expect `gateway_response: {name}`");
                    finding.failure.help = Some(help);
                }
                let findings = std::iter::once(finding).chain(message.findings(self.expect));
                self.write(findings, &Ok(&Output::default()), report);
            }
        }
    }

    /// Adds findings to the report, with the lines of the template that they are about.
    fn write(
        &self,
        findings: impl IntoIterator<Item = Finding>,
        result: &Result<&Output, &Error>,
        report: &mut CaseReport,
    ) {
        for Finding { mut failure, ranges } in findings {
            failure.step = self.name;
            match (self.file, result) {
                (Some(file), Ok(_)) if !ranges.is_empty() => failure.origins = origin::of(file, self.event, &ranges),
                (Some(file), Err(error)) if failure.difference != Difference::None => {
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
