//! `docs/mapping.md` names a test for each rule; each test that it names is there.

use std::fs;
use std::path::{Path, PathBuf};

/// The names of the table's last column: `requests::the_template_is_chosen_by_content_type`.
fn named(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.trim_end_matches('|').rsplit('|').next());
    cells.filter_map(|cell| cell.trim().strip_prefix('`')?.strip_suffix('`')?.rsplit_once("::"))
}

/// The files that may hold a module's tests.
fn files<'r>(root: &'r Path, module: &'r str) -> impl Iterator<Item = PathBuf> + 'r {
    let folders = ["tests", "tests/rest", "src/gateway", "src/gateway/http", "src/gateway/websocket"];
    let module = module.replace("::", "/");
    folders.into_iter().flat_map(move |folder| {
        [format!("{module}.rs"), format!("{module}/mod.rs"), format!("tests/{module}.rs")]
            .map(|file| root.join(folder).join(file))
    })
}

#[test]
fn every_test_that_the_table_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/mapping.md")).unwrap();
    let mut count = 0;
    for (module, test) in named(&page) {
        let mut sources = files(root, module).filter_map(|file| fs::read_to_string(file).ok());
        let function = format!("#[test]\nfn {test}()");
        let is_there = sources
            .any(|source| source.lines().map(str::trim_start).collect::<Vec<_>>().join("\n").contains(&function));
        assert!(is_there, "no test `{module}::{test}`");
        count += 1;
    }
    assert!(count > 80, "the table has {count} rows");
}
