//! The registry, and the examples of every page.

use super::*;

/// The examples under a heading of a page: what stands in its blocks of VTL.
fn examples(page: &str, heading: &str) -> Vec<String> {
    let Some((_, section)) = page.split_once(&format!("\n## {heading}\n")) else { return Vec::new() };
    let section = section.split("\n## ").next().unwrap_or("");
    let blocks = section.split("```vtl\n").skip(1);
    blocks.filter_map(|block| block.split("\n```").next()).map(ToOwned::to_owned).collect()
}

/// The codes that a template is found to have, with every rule as the settings have it by default and `this` on.
fn codes(source: &str, this: &Rule) -> Vec<&'static str> {
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

#[test]
fn wrong_examples_have_this_fault_and_no_other() {
    for rule in rules() {
        for example in examples(rule.documentation, "Wrong") {
            let codes = codes(&example, rule);
            assert!(
                !codes.is_empty() && codes.iter().all(|code| *code == rule.code),
                "{}: {codes:?}\n{example}",
                rule.code
            );
        }
    }
}

#[test]
fn right_examples_have_no_fault() {
    for rule in rules() {
        for example in examples(rule.documentation, "Right") {
            let codes = codes(&example, rule);
            assert!(codes.is_empty(), "{}: {codes:?}\n{example}", rule.code);
        }
    }
}
