//! `docs/mapping.md` names a test for each rule. Each is there, in the room of its section, stands for one rule only, and
//! has all words of the rule's code.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

/// Where the tests of a section are, by the beginning of its heading.
const ROOMS: [(&str, &[&str]); 6] = [
    ("REST", &["tests/rest", "src/gateway/rest"]),
    ("WebSocket", &["src/gateway/websocket/tests", "src/gateway"]),
    ("HTTP APIs", &["src/gateway/http/tests", "src/gateway/http"]),
    ("Access logs", &["src/gateway"]),
    ("Definitions", &["tests/rest"]),
    ("The command", &["tests"]),
];

/// What stands in code for something else.
const PLACEHOLDERS: [&str; 6] = ["JSONPATH", "name", "property", "regex", "static", "vtl"];

/// A row of a table, and the folders that may have its test.
struct Row<'p> {
    rule: &'p str,
    test: &'p str,
    folders: &'static [&'static str],
}

fn rows(page: &str) -> Vec<Row<'_>> {
    let (mut rows, mut folders): (Vec<Row<'_>>, &[&str]) = (Vec::new(), &[]);
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let room = ROOMS.iter().find(|(section, _)| heading.starts_with(section));
            folders = room.unwrap_or_else(|| panic!("`{heading}` has no room")).1;
        }
        let Some(row) = line.strip_prefix("| ").filter(|row| !row.starts_with("rule |")) else { continue };
        let (rule, test) = row.trim_end_matches(" |").rsplit_once(" | ").unwrap_or_else(|| panic!("no test: {line}"));
        let test = test.strip_prefix('`').and_then(|test| test.strip_suffix('`'));
        rows.push(Row { rule, test: test.unwrap_or_else(|| panic!("no test: {line}")), folders });
    }
    rows
}

/// The source of a test with that of the helpers in its file and its room; other tests are not in it.
fn source(root: &Path, row: &Row<'_>) -> Option<String> {
    let (module, test) = row.test.rsplit_once("::")?;
    row.folders.iter().find_map(|folder| {
        let file = fs::read_to_string(root.join(folder).join(format!("{module}.rs"))).ok()?;
        let (own, helpers) = (functions(&file, |name| name == test), functions(&file, |name| name.is_empty()));
        let room = ["main.rs", "mod.rs"].map(|name| fs::read_to_string(root.join(folder).join(name)));
        (!own.is_empty()).then(|| [own, helpers, room.into_iter().flatten().collect()].concat())
    })
}

/// The lines that stand in tests of such names; an empty name is that of no test.
fn functions(file: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let (mut found, mut within, mut is_test) = (String::new(), None::<(&str, usize)>, false);
    for line in file.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let is_heading = is_test;
        if is_heading {
            let name = text.strip_prefix("fn ").and_then(|text| text.split('(').next());
            within = name.map(|name| (name, indent));
        }
        is_test = text == "#[test]";
        // what a test is called shows nothing
        if !is_heading && is_wanted(within.map_or("", |(name, _)| name)) {
            found.push_str(line);
            found.push('\n');
        }
        within = within.filter(|(_, start)| !(text == "}" && indent == *start));
    }
    found
}

/// `method.request.path.N` → `method`, `request`, `path`
fn words(rule: &str) -> impl Iterator<Item = String> {
    let code = rule.split('`').skip(1).step_by(2);
    let words = code.flat_map(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    words.filter(|word| word.len() > 2 && !PLACEHOLDERS.iter().any(|known| known.eq_ignore_ascii_case(word))).map(plain)
}

/// `WHEN_NO_MATCH`, `when_no_match` and `whenNoMatch` are one word.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('_', "")
}

#[test]
fn every_row_has_a_test_that_has_the_words_of_its_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/mapping.md")).unwrap();
    let (rows, mut named, mut wrong) = (rows(&page), HashSet::new(), Vec::new());
    for row in &rows {
        let Some(source) = source(root, row).map(|source| plain(&source)) else {
            wrong.push(format!("there is no test `{}` in {:?}", row.test, row.folders));
            continue;
        };
        if !named.insert((row.test, row.folders)) {
            wrong.push(format!("`{}` stands for two rules", row.test));
        }
        let missing: Vec<String> = words(row.rule).filter(|word| !source.contains(word.as_str())).collect();
        if !missing.is_empty() {
            wrong.push(format!("`{}` lacks {missing:?} of `{}`", row.test, row.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows.len() > 200, "the table has {} rows", rows.len());
}
