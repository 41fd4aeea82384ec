//! JUnit's XML, for CI servers.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Checked, Placed};
use crate::lint::settings::Level;

/// A test suite for each template, with a failure for each finding; a template without one is a test that passed. Notes
/// are tests that were skipped.
pub fn junit(checked: &[Checked]) -> String {
    let mut report = Report::new("vtl check");
    for template in checked {
        let name = template.address.as_deref().unwrap_or(&template.file);
        let mut suite = TestSuite::new(name);
        if template.found.is_empty() {
            suite.add_test_case(TestCase::new("no findings", TestCaseStatus::success()));
        }
        for placed in &template.found {
            suite.add_test_case(case(template, placed));
        }
        report.add_test_suite(suite);
    }
    report.to_string().unwrap_or_default()
}

fn case(template: &Checked, placed: &Placed) -> TestCase {
    let finding = &placed.finding;
    let mut status = match finding.level {
        Level::Error | Level::Warning => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Level::Note | Level::Off => TestCaseStatus::skipped(),
    };
    let place = format!("{}:{}:{}", template.file, placed.start.line, placed.start.column);
    status.set_message(finding.message.as_str()).set_type(finding.code());
    status.set_description(format!("{place}: {}\n{}\nhelp: {}", finding.message, finding.why, finding.help));
    let mut case = TestCase::new(format!("{} {place}", finding.code()), status);
    case.set_classname(finding.rule.name);
    case
}
