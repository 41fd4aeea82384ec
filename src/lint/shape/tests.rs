//! What the rules of this room say, and what they keep silent about.

use super::random::{body, template};
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
fn every_fixture_has_the_findings_of_its_snapshot() {
    insta::glob!("../../../fixtures/lint/json", "*.vtl", |path| {
        let source = std::fs::read_to_string(path).expect("a fixture is UTF-8");
        let found = findings(&source);
        insta::with_settings!({ description => source, omit_expression => true }, {
            insta::assert_snapshot!(if found.is_empty() { "nothing\n".to_owned() } else { found });
        });
    });
}

/// What somebody might feed a linter to hurt the process it runs in.
fn hostile() -> Vec<(&'static str, String)> {
    let many =
        |pattern: &str, times: usize| -> String { (0..times).map(|n| pattern.replace("{}", &n.to_string())).collect() };
    let around = |open: &str, inside: &str, close: &str, times: usize| -> String {
        format!("{}{inside}{}", many(open, times), close.repeat(times))
    };
    vec![
        ("10,000 ifs in a row", format!("[{}0]", many("#if($input.path('$.a{}') == 1){},#end", 10_000))),
        ("10,000 ifs that ask the same", format!("[{}0]", many("#if($input.path('$.a') == 1){},#end", 10_000))),
        ("3,000 loops in a row", format!("[{}0]", many("#foreach($x in $input.path('$.a{}'))\"$x\",#end", 3_000))),
        ("190 loops in each other", around("#foreach($x{} in $input.path('$.a{}'))[", "1", "]#end", 190)),
        ("190 ifs in each other", format!("{{\"a\":{}}}", around("#if($input.path('$.a{}'))[", "1", "]#end", 190))),
        ("300 KB of values", format!("[{}0]", "\"$input.params('a')\",".repeat(14_000))),
        ("300 KB of text", format!("[{}0]", "\"some text\",".repeat(25_000))),
        ("300 KB of keys", format!("{{{}\"a\":0}}", many("\"k{}\":{},", 20_000))),
        ("300 KB of troubles", format!("{{\"a\":[{}]}}", ",".repeat(290_000))),
        ("300 KB of brackets", format!("{{\"a\":{}", "[".repeat(290_000))),
        ("a text that doubles", format!("#set($a='x$y'){}{{\"a\":\"$a\"}}", "#set($a=\"$a$a\")".repeat(200))),
        (
            "an unknown text that doubles",
            format!("#set($a=$input.body){}{{\"a\":\"$a\"}}", "#set($a=\"$a$a\")".repeat(200)),
        ),
        ("a block in itself", "#define($a)[$a,$a]#end{\"a\":$a}".to_owned()),
        ("a list in itself", "#set($a=[])#set($b=$a.add($a))#set($b=$a.add($a)){\"a\":$a}".to_owned()),
        ("a chain of sums", format!("#set($a=1{}){{\"a\":$a}}", "+$input.path('$.a')".repeat(195))),
        ("a chain of calls", format!("{{\"a\":\"$input.body{}\"}}", ".trim()".repeat(5_000))),
        ("a chain of properties", format!("{{\"a\":\"$input.path('$'){}\"}}", ".a".repeat(50_000))),
        ("a chain of conditions", format!("{{\"a\":#if($a{})1#end}}", "||$input.path('$.a')==1".repeat(190))),
        ("a long path", format!("{{\"a\":$input.path('$.{}')}}", "a.".repeat(50_000))),
        ("3,000 texts escaped", format!("[{}0]", many("\"$util.escapeJavaScript('{}')\",", 3_000))),
        ("many numbers compared", format!("[{}0]", many("#if($input.path('$.a') > {})1,#end", 6_000))),
    ]
}

#[test]
fn one_fault_among_3_000_branches_is_found() {
    let branch = |n: usize| format!("#if($input.path('$.a{n}') == 1){n},#end\n");
    let mut source: Vec<String> = (0..1_500).map(branch).collect();
    source.push("#if($input.path('$.b') == 1)\"seven\"#end\n".to_owned());
    source.extend((1_500..3_000).map(branch));
    let found = findings(&format!("[{}0]", source.concat()));
    assert!(found.contains("VTL082 error: a comma is missing"), "{found}");
}

/// Debug frames are some times as large as those of a release, in which 512 KB are enough.
const STACK: usize = if cfg!(debug_assertions) { 2048 * 1024 } else { 512 * 1024 };

#[test]
fn hostile_templates_are_checked_in_bounded_time_on_a_small_stack() {
    for (name, source) in hostile() {
        let started = std::time::Instant::now();
        let arena = bumpalo::Bump::new();
        let work = move || {
            let subject = Subject::new(&source);
            let facts = crate::lint::facts::Facts::of(&arena, &subject);
            facts.shape().reported.len()
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
        let reported = thread.join().unwrap_or_else(|_| panic!("{name}"));
        let took = started.elapsed();
        println!("{name}: {reported} findings, {took:?}");
        assert!(took.as_secs() < 10, "{name} took {took:?}");
    }
}

/// The findings of a template for which no event is found that proves them.
fn unproven(source: &str) -> (usize, Vec<String>) {
    let arena = bumpalo::Bump::new();
    let subject = Subject::new(source);
    let subject = subject.with_comments();
    let facts = crate::lint::facts::Facts::of(&arena, &subject);
    let proofs = super::witness::proofs(&facts);
    let all = proofs.len();
    (all, proofs.into_iter().filter(|(_, event)| event.is_none()).map(|(name, _)| name).collect())
}

#[test]
fn an_event_proves_each_finding() {
    let mut proven = 0;
    let mut without = Vec::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint/json");
    for entry in std::fs::read_dir(folder).expect("the fixtures are there").flatten() {
        let source = std::fs::read_to_string(entry.path()).expect("a fixture is UTF-8");
        let (all, missing) = unproven(&source);
        proven += all - missing.len();
        without.extend(missing.into_iter().map(|name| format!("{}: {name}", entry.file_name().display())));
    }
    without.sort();
    println!("{proven} proven");
    insta::assert_snapshot!(without.join("\n"), @"");
}

#[test]
fn an_event_proves_nearly_every_finding_in_the_wild() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/realworld");
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: the templates are not here");
        return;
    };
    let mut all = 0;
    let mut without = Vec::new();
    for entry in entries.flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "vtl")) {
        let source = std::fs::read_to_string(entry.path()).expect("a template is UTF-8");
        let (found, missing) = unproven(&source);
        all += found;
        without.extend(missing.into_iter().map(|name| format!("{}: {name}", entry.file_name().display())));
    }
    println!("{all} findings, {} without a proof:\n{}", without.len(), without.join("\n"));
    assert!(without.len() * 10 < all, "{without:#?}");
}

/// More of them with `VTL_SEEDS=1000..2000`.
fn seeds() -> std::ops::Range<u64> {
    let asked = std::env::var("VTL_SEEDS").unwrap_or_default();
    let asked = asked.split_once("..").and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    asked.unwrap_or(0..60)
}

#[test]
fn an_event_proves_each_finding_in_random_templates() {
    let mut all = 0;
    for seed in seeds() {
        let source = template(seed);
        let (found, missing) = unproven(&source);
        all += found;
        assert!(missing.is_empty(), "{seed}: {source}\n{missing:#?}");
    }
    assert!(all > 60, "only {all} findings");
}

#[test]
fn random_events_break_no_random_template_without_findings() {
    let mut clean = 0;
    for seed in seeds() {
        // three items of a list are one more than is tried
        let source = template(seed).replace("size() > 2", "size() > 1").replace("[1..1200]", "[1..4]");
        if !findings(&source).is_empty() {
            continue;
        }
        clean += 1;
        let template = crate::Template::parse(&source).expect("it is VTL");
        for number in 0..50 {
            let body = body(seed * 50 + number);
            let printed = template.render(&crate::Event::new().body(&body)).expect("it renders").body;
            let read = serde_json::from_str::<serde_json::Value>(&printed);
            assert!(read.is_ok(), "{seed}: {source}\n{body}\n{printed}");
        }
    }
    assert!(clean > 2, "only {clean} without findings");
}
