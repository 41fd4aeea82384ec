//! What the rules of this room say, and what they keep silent about.

use crate::lint::{Finding, Settings, Subject, check};

fn shown(source: &str, finding: &Finding) -> String {
    let before = &source[..finding.span.start];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    let mut text = format!("{line}:{column} {} {}: {}\n", finding.code(), finding.level, finding.message);
    text.push_str(&format!("  help: {}\n", finding.help));
    if let Some(fix) = &finding.fix {
        let mut fixed = source.to_owned();
        for edit in fix.edits.iter().rev() {
            fixed.replace_range(edit.span.clone(), &edit.text);
        }
        let line = fixed[..finding.span.start.min(fixed.len())].rfind('\n').map_or(0, |at| at + 1);
        let name = if fix.safe { "fix" } else { "unsafe fix" };
        text.push_str(&format!("  {name}: {}\n", fixed[line..].lines().next().unwrap_or("").trim()));
    }
    text
}

fn findings(source: &str) -> String {
    let found = check(&Subject::new(source), &Settings::default());
    found.iter().filter(|f| f.code() >= "VTL070").map(|finding| shown(source, finding)).collect()
}

#[test]
#[ignore]
fn scratch() {
    let start = std::time::Instant::now();
    for i in 1..=115 {
        let file = format!("/work/shared/realworld/{i:03}.vtl");
        let text = std::fs::read_to_string(&file).unwrap();
        println!("== {i:03}\n{}", findings(&text));
    }
    println!("took {:?}", start.elapsed());
}
