//! The rules of `vtl check`, one by one: `fixtures/lint/VTL012/wrong.vtl` has what the rule finds, and its snapshot is the
//! report; `right.vtl` is as near to it as can be and has nothing. The rules about the JSON that is printed have fixtures of
//! their own, `fixtures/lint/json`, where each is about many rules.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use vtl::lint::{Checked, Defaults, Family, Level, Rule, Settings, report, rule, rules};

/// The fixtures of a side, each with its rule.
fn fixtures(side: &str) -> Vec<(PathBuf, &'static Rule)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
    let folders = std::fs::read_dir(&root).expect("a folder of fixtures").flatten().map(|entry| entry.path());
    let mut found = Vec::new();
    for folder in folders.filter(|folder| !folder.ends_with("json")) {
        let code = folder.file_name().and_then(|name| name.to_str()).expect("a code");
        let rule = rule(code).unwrap_or_else(|| panic!("there is no rule {code}"));
        for file in std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path()) {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("");
            if name.starts_with(side) && name.ends_with(".vtl") {
                found.push((file, rule));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn checked(file: &Path, settings: &Settings) -> Checked {
    let source = std::fs::read_to_string(file).expect("a fixture is UTF-8");
    Checked::of_text(&file.file_name().unwrap_or_default().to_string_lossy(), &source, Defaults::default(), settings)
}

/// With all rules as they are by default, but this one on.
fn with(rule: &Rule) -> Settings {
    let level = if rule.level == Level::Off { Level::Warning } else { rule.level };
    Settings::default().level(rule.code, level)
}

#[test]
fn what_is_wrong_is_found() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (file, rule) in fixtures("wrong") {
        let mut checked = checked(&file, &with(rule));
        checked.found.retain(|placed| placed.finding.rule == rule);
        assert!(!checked.found.is_empty(), "{}: nothing was found", file.display());
        settings.set_snapshot_path(file.parent().expect("a folder"));
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, report::pretty(&[checked], false)));
    }
}

#[test]
fn what_is_right_is_left_alone() {
    let mut failures = String::new();
    for (file, rule) in fixtures("right") {
        let mut checked = checked(&file, &with(rule));
        checked.found.retain(|placed| placed.finding.rule.family != Family::Json);
        if !checked.found.is_empty() {
            failures += &format!("{}:\n{}\n", file.display(), report::pretty(&[checked], false));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_rule_has_fixtures_on_both_sides() {
    // a template of 300 KB is made where it is needed
    let made = BTreeSet::from(["VTL024"]);
    let own = rules().iter().filter(|rule| rule.family != Family::Json).map(|rule| rule.code);
    for side in ["wrong", "right"] {
        let there: BTreeSet<&str> = fixtures(side).iter().map(|(_, rule)| rule.code).collect();
        let missing: Vec<&str> = own.clone().filter(|code| !there.contains(code) && !made.contains(code)).collect();
        assert!(missing.is_empty(), "no {side} fixture: {missing:?}");
    }
}

#[test]
fn a_template_near_300_kb_is_a_warning_and_over_it_an_error() {
    let check = |kilobytes: usize, settings: Settings| {
        let source = "x".repeat(1023) + "\n";
        let checked = Checked::of_text("t", &source.repeat(kilobytes), Defaults::default(), &settings);
        let found = checked.found.iter().map(|placed| (placed.finding.level, placed.finding.message.clone()));
        found.collect::<Vec<_>>()
    };
    let near = "the template has 280 KB of the 300 KB that are allowed".to_owned();
    let over = "the template has 301 KB, and 300 KB are allowed".to_owned();
    assert_eq!(check(250, Settings::default()), []);
    assert_eq!(check(280, Settings::default()), [(Level::Warning, near.clone())]);
    assert_eq!(check(301, Settings::default()), [(Level::Error, over)]);
    assert_eq!(check(280, Settings::default().level("VTL024", Level::Note)), [(Level::Note, near)]);
}

/// `docs/rules/README.md`: `INSTA_UPDATE=always cargo test --test lint` writes it.
#[test]
fn the_index_of_the_pages_is_that_of_the_rules() {
    let mut index = String::from(
        "# The rules of `vtl check`\n\n`vtl check --explain VTL013` prints a page. What is *off* is a matter of opinion, and speaks when \
         `--level`, `--select`\nor `vtl.toml` ask for it. A rule with *fix* can repair some of what it finds.\n",
    );
    let mut family = None;
    for rule in rules() {
        if family != Some(rule.family) {
            index += &format!("\n## {}\n\n| | | level | | finds |\n|---|---|---|---|---|\n", rule.family.title());
            family = Some(rule.family);
        }
        let fix = if rule.fixable { "fix" } else { "" };
        let summary = rule.summary.replace('|', "\\|");
        index +=
            &format!("| [{0}]({0}.md) | {1} | {2} | {fix} | {summary} |\n", rule.code, rule.name, rule.level.name());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules/README.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&file, &index).expect("the index is written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == index, "{} is not that of the rules", file.display());
}

/// Every template that other tests have: none may stop a check, and a repair must end where it started.
#[test]
fn hostile_templates_are_checked_too() {
    for source in hostile() {
        let settings = Settings::default().level("VTL034", Level::Note).level("VTL057", Level::Note);
        let subject = vtl::lint::Subject::new(&source);
        for finding in vtl::lint::check(&subject, &settings) {
            assert!(source.get(finding.span.clone()).is_some(), "{finding:?}");
            assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
        }
        let fixed = vtl::lint::fix(&subject, &settings, true).source;
        let again = vtl::lint::fix(&vtl::lint::Subject::new(&fixed), &settings, true);
        assert_eq!(again.source, fixed, "a second repair changes nothing");
    }
}

/// Pieces of templates put together in all sorts of ways, and cut where it hurts.
fn hostile() -> Vec<String> {
    let pieces = [
        "$x",
        "${x}",
        "$!{x.y",
        "$x-1",
        "$x._id",
        "$",
        "#",
        "#if(",
        "$x)",
        "#if($x)",
        "#else if($y)",
        "#elseif(1)",
        "#end",
        "#endif",
        "#else",
        "#foreach($i in ",
        "[1..5])",
        "#foreach($i in $x)",
        "#set($x = ",
        "1 - $y)",
        "null)",
        "\"a\\\"b\")",
        "\"$x",
        "'",
        "$util.toJson(",
        "$util.urlencode($x)",
        "$input.json('$.')",
        "$input.body.a.b",
        "$context.requestID",
        "$context['a']",
        "$stageVariables.a-b",
        "## vtl-ignore VTL001",
        "## vtl: api=x",
        "\n",
        "é⟦1:x⟧",
        "#[[",
        "]]#",
        "#*",
        "*#",
        "\\",
        "#macro(m $a)",
        "#m($x)",
        "#define($d)",
        "$d",
        "#stop",
        "#break",
        "{",
        "}",
        "{'a': [1, $x]})",
        "$x.split(\".\")",
        "$x.replaceAll('(', '$')",
        "$context.responseOverride.status = 700)",
        "$foreach.hasNext",
        "$x[0]",
        "$x.get(",
        "!$x",
        "&& $x",
        "|| 'a'",
        "== 5)",
        "/ 0)",
    ];
    // a simple generator of numbers: the same templates in every run
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut found: Vec<String> = Vec::new();
    for _ in 0..3000 {
        let mut source = String::new();
        for _ in 0..next(12) + 1 {
            source.push_str(pieces[next(pieces.len())]);
            source.push_str(["", " ", "\n", ""][next(4)]);
        }
        found.push(source);
    }
    found
}

/// A large template of one thing, however often rules have something to say about it.
#[test]
fn time_grows_with_the_template_and_no_faster() {
    let lines = [
        "#set($a$n = $b$n)",
        "$b$n",
        "#if($x == 1)#set($x = 2)#end",
        "#set($x = $x - 1 / 2)",
        "#stop\ntext",
        "#macro(m$n)#m$n()#end",
        "$context.nope$n ## vtl-ignore VTL042",
        "#set($context.responseOverride.header.A = 1)",
        "#foreach($i in [1..2000])$i.b #end",
        "#if($flag)#set($flag = true)#end",
        "## vtl: a=b ",
        "$x._id$x-y",
        "$util.nope$n($x)",
    ];
    for line in lines {
        let mut source = String::new();
        let mut n = 0;
        while source.len() < 60_000 {
            source.push_str(&line.replace("$n", &n.to_string()));
            source.push('\n');
            n += 1;
        }
        fast(&source, line);
    }
    fast(&format!("#set($x = 1{})", " + 1 / 2 - $y".repeat(5_000)), "a chain of sums");
    fast(&format!("#if($y{})#end", " && $x".repeat(10_000)), "a chain of conditions");
    fast(&"#".repeat(60_000), "hashes");
    fast(&"## vtl-ignore VTL001 ".repeat(3_000), "comments in one line");
    fast(&format!("{}{}", "#if($x)".repeat(150), "#end".repeat(150)), "nested conditions");
}

fn fast(source: &str, what: &str) {
    let start = std::time::Instant::now();
    let findings = vtl::lint::check(&vtl::lint::Subject::new(source), &Settings::default());
    // unoptimised and on a busy machine this takes a few tenths; what grows with the square takes far longer
    assert!(start.elapsed().as_secs() < 5, "{what}: {} findings in {:?}", findings.len(), start.elapsed());
    if std::env::var_os("SHOW_TIMES").is_some() {
        println!("{:?} {} {what}", start.elapsed(), findings.len());
    }
}
