//! Runs one case.

use super::check::{self, Answer, Finding, Subject as Looked};
use super::model::{Case, Content, Expect, Pipeline, Subject};
use super::pipeline::{self, Response};
use super::read::Mark;
use super::report::{CaseReport, Failure};
use super::templates::TemplateFile;
use crate::error::Error;
use crate::gateway::{Event, Output};

/// Runs a case, and writes down what is not as expected.
pub(super) fn run(case: &Case, ci: bool, report: &mut CaseReport) {
    if ci && case.only {
        let message = "`only` is left in the suite: other cases would not be run";
        report.failures.push(Failure::new("only", case.mark, message));
    }
    match &case.subject {
        Subject::Template(file, expect) => {
            let result = match &file.parsed {
                Ok(template) => template.render(&case.event),
                Err(error) => Err(error.clone()),
            };
            let step = Step { case, name: None, file: Some(file), event: &case.event, expect, answer: None };
            step.look(&result, report);
        }
        Subject::Pipeline(pipeline) => run_pipeline(case, pipeline, report),
    }
}

fn run_pipeline(case: &Case, pipeline: &Pipeline, report: &mut CaseReport) {
    let ran = pipeline::run(pipeline, &case.event);
    let expect = &pipeline.expect_request;
    let request = Step {
        case,
        name: Some("request"),
        file: pipeline.request.as_deref(),
        event: &case.event,
        expect,
        answer: None,
    };
    request.look(&ran.request, report);
    match ran.response {
        None => {}
        Some(Response::None) => {
            let message = format!(
                "no integration response matches the backend's {}, and none is the default",
                pipeline.backend.error.as_ref().map_or_else(
                    || format!("status {}", pipeline.backend.status),
                    |message| format!("message {message:?}")
                )
            );
            let mut failure = Failure::new("response", case.mark, message);
            failure.help = Some("API Gateway answers 500; add an integration response without `pattern`".to_owned());
            report.failures.push(failure);
        }
        Some(Response::Chosen { by, event, output, status, headers }) => {
            let answer = Some(Answer { status, headers: &headers, integration_response: &by.name });
            let expect = &pipeline.expect_response;
            let file = by.template.as_deref();
            Step { case, name: Some("response"), file, event: &event, expect, answer }.look(&output, report);
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
    answer: Option<Answer<'s>>,
}

impl Step<'_> {
    fn look(self, result: &Result<Output, Error>, report: &mut CaseReport) {
        let case: Mark = self.case.mark;
        let findings = match result {
            Err(error) => check::error(self.expect, error, case),
            Ok(output) => {
                report.warnings.extend(output.warnings.iter().map(|warning| self.shown(warning)));
                // what passes through is none of a template's making
                let content = if self.file.is_some() { self.case.content } else { Content::Text };
                Looked::new(output, self.answer).findings(self.expect, content, case)
            }
        };
        for Finding { mut failure, ranges } in findings {
            failure.step = self.name;
            let _ = (&ranges, self.event);
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
