//! JUnit's XML, as build servers read it.

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::{CaseReport, Report, Status, SuiteReport, show};
use crate::terminal::Paint;

pub(super) fn render(report: &Report) -> String {
    let mut document = Document::new("vtl test");
    document.set_time(report.duration);
    for suite in &report.suites {
        document.add_test_suite(test_suite(suite));
    }
    if !report.complaints.is_empty() {
        let mut suite = TestSuite::new("snapshots");
        suite.add_test_cases(report.complaints.iter().map(|complaint| {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(complaint.as_str());
            TestCase::new("orphaned", status)
        }));
        document.add_test_suite(suite);
    }
    document.to_string().unwrap_or_default()
}

fn test_suite(suite: &SuiteReport) -> TestSuite {
    let mut read = TestSuite::new(suite.name.as_str());
    read.set_time(suite.duration);
    if let Some(problem) = &suite.problem {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(problem.message.as_str()).set_description(problem.to_string());
        let mut case = TestCase::new("the suite reads", status);
        case.set_classname(suite.name.as_str());
        read.add_test_case(case);
    }
    read.add_test_cases(suite.cases.iter().filter(|case| case.status != Status::NotRun).map(|c| test_case(suite, c)));
    read
}

fn test_case(suite: &SuiteReport, case: &CaseReport) -> TestCase {
    let status = match &case.status {
        Status::Failed => failed(suite, case),
        Status::Skipped(reason) => {
            let mut status = TestCaseStatus::skipped();
            if !reason.is_empty() {
                status.set_message(reason.as_str());
            }
            status
        }
        Status::Passed | Status::NotRun => TestCaseStatus::success(),
    };
    let mut read = TestCase::new(case.name.as_str(), status);
    read.set_classname(suite.name.as_str()).set_time(case.duration);
    if !case.warnings.is_empty() {
        read.set_system_err(case.warnings.join("\n"));
    }
    read
}

fn failed(suite: &SuiteReport, case: &CaseReport) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    if let Some(first) = case.failures.first() {
        status.set_message(format!("{}: {}", show::expectation(first), first.message));
        status.set_type(first.expectation.as_str());
    }
    let described = case.failures.iter().map(|failure| {
        let (place, expectation) = (show::place(suite, failure.mark), show::expectation(failure));
        format!("{place}: {expectation}: {}\n{}", failure.message, show::details(failure, Paint::Plain))
    });
    status.set_description(described.collect::<Vec<_>>().join("\n"));
    status
}
