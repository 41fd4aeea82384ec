//! What the README shows is what the command and the library do.
#![cfg(feature = "cli")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use vtl::{Dialect, Event, Limits, Options};

fn readme() -> String {
    file("README.md")
}

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// The text of the fenced blocks of a language.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let fence = format!("```{language}\n");
    let block = |(at, _)| {
        let rest: &str = &readme[at + fence.len()..];
        rest.split("```").next().unwrap_or(rest)
    };
    readme.match_indices(&fence).map(block).collect()
}

/// The cells of the table under a heading's first cell, without its two first lines.
fn table<'r>(readme: &'r str, heading: &str) -> Vec<Vec<&'r str>> {
    let lines = readme.lines().skip_while(|line| !line.starts_with(&format!("| {heading} |")));
    let rows = lines.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// What a shell prints for a line, with our command on its path.
fn shell(line: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_vtl")).parent().expect("the command is in a folder");
    let path = env::join_paths(
        std::iter::once(folder.to_owned()).chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())),
    );
    let line = line.replace("cargo run --quiet -- ", "vtl ");
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("({line}) 2>&1")).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    let output = command.env("PATH", path.expect("a path")).output().expect("a shell");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

#[cfg(unix)]
#[test]
fn every_command_prints_what_is_shown() {
    let readme = readme();
    let blocks = blocks(&readme, "console");
    assert!(blocks.len() >= 4);
    for command in blocks.iter().flat_map(|block| block.strip_prefix("$ ").expect("a command first").split("\n$ ")) {
        let (line, shown) = command.split_once('\n').expect("a command and its output");
        assert_eq!(shell(line).trim_end(), shown.trim_end(), "$ {line}");
    }
}

#[test]
fn the_first_files_are_those_shown() {
    let readme = readme();
    assert_eq!(blocks(&readme, "vtl")[0], file("fixtures/readme/passthrough.vtl"));
    assert_eq!(blocks(&readme, "json")[0], file("fixtures/readme/event.json"));
}

#[test]
fn every_row_of_the_dialects_is_true() {
    let readme = readme();
    let rows = table(&readme, "What");
    assert!(rows.len() > 40);
    let event = Event::from_json(&file("fixtures/readme/table.json")).expect("an event");
    let code = |cell: &str| cell.trim_matches('`').replace('⏎', "\n");
    for row in rows {
        let [what, template, gateway, velocity] = row[..] else { panic!("{row:?} has not four cells") };
        let template = code(template);
        for (dialect, cell) in [(Dialect::ApiGateway, gateway), (Dialect::Velocity, velocity)] {
            let options = Options::new().dialect(dialect);
            let options = options.loader(|name| (name == "other.vtl").then(|| "other: $name".to_owned()));
            let got = options.parse(&template).and_then(|template| template.render(&event));
            let shown = match cell {
                "an error" => None,
                "nothing" => Some(String::new()),
                "itself" => Some(template.clone()),
                text => Some(code(text)),
            };
            assert_eq!(got.as_ref().ok().map(|output| &output.body), shown.as_ref(), "{what}, {dialect:?}: {got:?}");
        }
    }
}

#[test]
fn the_limits_are_those_shown() {
    let limits = Limits::default();
    let known = [
        ("template_bytes", limits.template_bytes as u64),
        ("loop_iterations", limits.loop_iterations.map_or(0, u64::from)),
        ("steps", limits.steps),
        ("depth", u64::from(limits.depth)),
        ("output_bytes", limits.output_bytes as u64),
        ("value_bytes", limits.value_bytes as u64),
    ];
    let readme = readme();
    let rows = table(&readme, "Limit");
    let shown: Vec<_> = rows.iter().map(|row| (row[0].trim_matches('`'), row[1].parse().expect("a number"))).collect();
    assert_eq!(shown, known);
}

#[test]
fn every_option_is_shown() {
    let readme = readme();
    let help = shell("vtl render --help");
    for option in help.split_whitespace().filter(|word| word.starts_with("--") && *word != "--help") {
        assert!(readme.contains(option), "{option} is not in the README");
    }
}
