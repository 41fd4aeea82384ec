//! The registry, and the examples of every page.

use super::*;

/// The examples under a heading of a page: what stands in its blocks of VTL.
fn examples(page: &str, heading: &str) -> Vec<String> {
    let (mut examples, mut under, mut block) = (Vec::new(), false, None::<Vec<&str>>);
    for line in page.lines() {
        match (&mut block, line) {
            (None, "```vtl") => block = Some(Vec::new()),
            (None, line) if line.starts_with("## ") => under = &line[3..] == heading,
            (None, _) => {}
            (Some(lines), "```") => {
                if under {
                    examples.push(lines.join("\n"));
                }
                block = None;
            }
            (Some(lines), line) => lines.push(line),
        }
    }
    examples
}

/// The codes that a template is found to have, with every rule as the settings have it by default and `this` on.
fn codes(source: &str, this: &Rule) -> Vec<&'static str> {
    let large = "{}\n".repeat(100 * 1024 + 1);
    let source = if source.starts_with("## vtl-test: 300 KB") { &large } else { source };
    let level = if this.level == Level::Off { Level::Warning } else { this.level };
    let findings = check(&Subject::new(source), &Settings::default().level(this.code, level));
    findings.iter().map(Finding::code).collect()
}

#[test]
fn codes_and_names_are_unique_and_of_their_family() {
    let mut seen = std::collections::HashSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.code) && seen.insert(rule.name), "{} {}", rule.code, rule.name);
        let number: u32 = rule.code.strip_prefix("VTL").and_then(|digits| digits.parse().ok()).expect("VTLnnn");
        let family = match number {
            1..=39 => Family::Language,
            40..=69 => Family::Gateway,
            70..=99 => Family::Json,
            _ => panic!("{} is of no family", rule.code),
        };
        assert_eq!(rule.family, family, "{}", rule.code);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && rule.why.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn every_rule_has_a_page_that_says_why_with_examples() {
    for rule in rules() {
        let title = format!("# {} `{}`\n\n{}.\n\n## Why it matters\n\n", rule.code, rule.name, rule.summary);
        assert!(rule.documentation.starts_with(&title), "the page of {} starts with\n{title}", rule.code);
        assert!(!examples(rule.documentation, "Wrong").is_empty(), "{} has no wrong example", rule.code);
        assert!(!examples(rule.documentation, "Right").is_empty(), "{} has no right example", rule.code);
    }
}

/// All examples under a heading must have codes that are right for their rule.
fn expect(heading: &str, is_right: impl Fn(&Rule, &[&str]) -> bool) {
    let mut failures = String::new();
    for rule in rules() {
        for example in examples(rule.documentation, heading) {
            let codes = codes(&example, rule);
            if !is_right(rule, &codes) {
                failures += &format!("{}: {codes:?}\n{example}\n\n", rule.code);
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn wrong_examples_have_this_fault_and_no_other() {
    expect("Wrong", |rule, codes| !codes.is_empty() && codes.iter().all(|code| *code == rule.code));
}

#[test]
fn right_examples_have_no_fault() {
    expect("Right", |_, codes| codes.is_empty());
}
