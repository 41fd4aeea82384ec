//! Templates in definitions: what is found, where it stands, and how it is put back.
#![cfg(feature = "cli")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use vtl::definitions::{Definition, Located};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/definitions").join(name)
}

fn relative(text: &str) -> String {
    text.replace(&format!("{}/", fixture("").display().to_string().trim_end_matches('/')), "")
}

/// A template as a reader of a snapshot wants it: what is known, and each line with its place in the file.
fn shown(located: &Located) -> String {
    let mut out = format!("{}\n", relative(located.address()));
    let known = [
        Some(located.role().name()),
        located.kind().map(|kind| kind.name()),
        located.integration().map(|kind| kind.name()),
        located.method(),
        located.path(),
        located.response(),
        located.content_type(),
        located.reference(),
    ];
    let _ = writeln!(out, "  {}", known.map(|known| known.unwrap_or("-")).join(" | "));
    for hole in located.holes() {
        let _ = writeln!(out, "  hole {} says {:?}", hole.number, hole.says);
    }
    let mut at = 0;
    for line in located.source().split_inclusive('\n') {
        let place = located.place(at);
        let _ = writeln!(out, "  {}:{} {line:?}", place.line, place.column);
        at += line.len();
    }
    out
}

fn listing(path: &Path) -> String {
    let definition = Definition::read(path).unwrap_or_else(|error| panic!("{error}"));
    let mut out: String = definition.templates().iter().map(|located| shown(located) + "\n").collect();
    for note in definition.notes() {
        let _ = writeln!(out, "note: line {}: {}: {}", note.line, note.pointer, note.message);
    }
    out
}

#[test]
fn every_fixture_lists_its_templates() {
    insta::glob!("../fixtures/definitions", "*/*.*", |path| {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(listing(path));
        });
    });
}

#[test]
fn every_fixture_lists_its_apis() {
    insta::glob!("../fixtures/definitions", "*/*.*", |path| {
        let apis = Definition::read(path).and_then(|definition| definition.apis()).unwrap_or_else(|e| panic!("{e}"));
        let mut out = String::new();
        for api in apis {
            let _ = writeln!(out, "{} | {}", relative(&api.name), api.kind.name());
            let _ = writeln!(out, "  binary: {:?}", api.binary_media_types);
            let _ = writeln!(out, "  gateway responses: {}", api.gateway_responses);
            let _ = writeln!(out, "  selection: {:?}", api.route_selection_expression);
            for operation in api.operations {
                let key = operation.route_key.unwrap_or_default();
                let _ = writeln!(out, "  {} {} {key} {:?}", operation.method, operation.path, operation.shape);
                let _ = writeln!(out, "    {}", relative(&operation.address));
                let _ = writeln!(out, "    {}", operation.integration);
                let _ = writeln!(out, "    {:?}", operation.integration_responses);
                let _ = writeln!(out, "    {}", operation.method_settings);
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(out);
        });
    });
}

/// Ways in which people change templates.
fn changes(source: &str) -> Vec<String> {
    let middle = source.char_indices().map(|(at, _)| at).nth(source.chars().count() / 2).unwrap_or(0);
    let (before, after) = source.split_at(middle);
    let inserted =
        if source.contains('⟦') { source.replacen('⟦', "#set($x = 1)⟦", 1) } else { format!("{before}!{after}") };
    vec![
        inserted,
        format!("{source}\n## the end"),
        format!("{source}one more line\n"),
        format!("  indented {source}"),
        format!("'it''s' \"quoted\" \\\\ ${{x}} $!{{y}} %{{z}} é: # - {source}"),
        source.replacen('\n', "\n\n  ## more\n", 1),
        format!("\n{source}\n\n"),
        format!("#set($tab = \"\t\")\r\n{source}"),
        source.replace("  ", " "),
        source.trim_end().to_owned(),
    ]
}

#[test]
fn a_change_is_put_back_and_touches_nothing_else() {
    insta::glob!("../fixtures/definitions", "*/*.*", |path| {
        let definition = Definition::read(path).unwrap();
        let mut count = 0;
        for located in definition.templates() {
            let source = located.source();
            for change in changes(source) {
                let what = format!("{}\nold {source:?}\nnew {change:?}", located.address());
                if change == source {
                    continue;
                }
                let text = match definition.replace(located.pointer(), &change) {
                    Ok(text) => text,
                    // an expression, or text between a placeholder and the delimiter of an `Fn::Join`
                    Err(error) if error.help_text().is_some_and(|help| help.starts_with("change the")) => continue,
                    Err(error) => panic!("{error}\n{what}"),
                };
                let new = Definition::parse(path, &text).unwrap();
                let now = new.at(located.pointer()).unwrap();
                assert_eq!(now.shown(now.source()), located.shown(&change), "{what}");
                let own = located.file_range(0..source.len());
                // the header of a block stands in the line before its text
                let old = definition.text();
                let line = old[..own.start].trim_end().rfind('\n').unwrap_or(0);
                let next = old[own.end..].find('\n').map_or(old.len(), |at| own.end + at + 1);
                assert!(text.starts_with(&old[..line]), "{what}\n{text}");
                assert!(text.ends_with(&old[next..]), "{what}\n{text}");
                count += 1;
            }
        }
        assert!(count > 0 || definition.templates().is_empty(), "{}", path.display());
    });
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_can_be_put_in_any_string(text in "[ \\t\\n\\r\"'\\\\#:|>&*!%@{}$⟦⟧é\u{1f43e}\u{85}\u{0}a-c1-2-]{0,30}", which in 0..64usize) {
        let paths = ["openapi/styles.yaml", "openapi/pets.json", "terraform/main.tf", "terraform/body.tf", "sam/template.yaml"];
        let path = fixture(paths[which % paths.len()]);
        let definition = Definition::read(&path).unwrap();
        let texts = ["encoded", "file", "other"].map(|name| format!("text~1{name}"));
        let is_text = |located: &&Located| !texts.iter().any(|name| located.pointer().ends_with(name));
        let all: Vec<&Located> = definition.templates().iter().filter(is_text).collect();
        let located = all[which / paths.len() % all.len()];
        let marks = located.holes().iter().map(|hole| &located.source()[hole.range.clone()]);
        let text = text + &marks.collect::<Vec<_>>().join("-");
        let changed = match definition.replace(located.pointer(), &text) {
            Ok(changed) => changed,
            // neither an `Fn::Sub` nor Terraform has a way to say that
            Err(_) if ["${", "$⟦", "%⟦"].iter().any(|it| text.contains(it)) && !located.holes().is_empty() => return Ok(()),
            Err(error) => panic!("{error}\n{text:?} at {}", located.address()),
        };
        let new = Definition::parse(&path, &changed).unwrap();
        assert_eq!(new.at(located.pointer()).unwrap().shown(new.at(located.pointer()).unwrap().source()), located.shown(&text));
        let now = new.at(located.pointer()).unwrap();
        let back = new.replace(now.pointer(), located.source());
        // placeholders may have other numbers now
        if now.holes() == located.holes() || located.holes().is_empty() {
            let back = Definition::parse(&path, &back.unwrap()).unwrap();
            assert_eq!(back.at(located.pointer()).unwrap().source(), located.source());
        }
    }
}

/// The definition with another text for a template.
fn replaced(path: &Path, address: &str, source: &str) -> String {
    let definition = Definition::read(path).unwrap();
    let ends = |located: &&Located| located.pointer().ends_with(address);
    let located = definition.templates().iter().find(ends).unwrap_or_else(|| panic!("no template {address}"));
    definition.replace(located.pointer(), source).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_comment_behind_a_string_stays() {
    let path = fixture("openapi/comments.yaml");
    let before = std::fs::read_to_string(&path).unwrap();
    let cases = [
        ("text~1double", "say \"$input.path('$.x')\"", "$.a", "$.x"),
        ("text~1single", "it's $input.path('$.x')", "$.b", "$.x"),
        ("text~1blanks", "blanks after it", "behind it\"   \n", "after it\"   \n"),
        ("text~1lines", "two lines, one text", "one string", "one text"),
        ("text~1tagged", "marked", "\"tagged\"", "\"marked\""),
        ("text~1quoted", "#1", "'#quoted'", "'#1'"),
        ("text~1tab", "a\nb", "'tab'", "\"a\\nb\""),
        ("text~1flow", "flew", "\"flow\"  ,", "\"flew\"  ,"),
        ("text~1last", "least", "'last'   }", "'least'   }"),
    ];
    for (address, source, from, to) in cases {
        assert_eq!(replaced(&path, address, source), before.replacen(from, to, 1), "{address}");
    }
}

#[test]
fn control_characters_are_escaped_where_they_are_put_back() {
    const HCL: &str = "\"a\\u0001b\\u007f\u{feff}\u{2028}c\\td\\n\\u0085e\"";
    let text = "a\u{1}b\u{7f}\u{feff}\u{2028}c\td\n\u{85}e";
    let cases = [
        ("openapi/comments.yaml", "text~1double", r#""a\x01b\x7f\ufeff\u2028c\td\n\x85e""#),
        ("openapi/comments.yaml", "text~1single", r#""a\x01b\x7f\ufeff\u2028c\td\n\x85e""#),
        (
            "openapi/pets.json",
            "default/responseTemplates/application~1json",
            "\"a\\u0001b\u{7f}\u{feff}\u{2028}c\\td\\n\u{85}e\"",
        ),
        ("terraform/main.tf", "invalid/response_templates/application~1json", HCL),
        ("terraform/main.tf", "(var.type)", HCL),
    ];
    for (file, address, written) in cases {
        let path = fixture(file);
        let new = replaced(&path, address, text);
        assert!(new.contains(written), "{file}:\n{new}");
        let read = Definition::parse(&path, &new).unwrap();
        let ends = |located: &&Located| located.pointer().ends_with(address);
        assert_eq!(read.templates().iter().find(ends).unwrap().source(), text, "{file}");
    }
}

/// A folder with copies of fixtures, in which the command runs.
struct Work(tempfile::TempDir);

impl Work {
    fn with(fixtures: &[&str]) -> Work {
        let folder = tempfile::tempdir().unwrap();
        for name in fixtures {
            let to = folder.path().join(name);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(fixture(name), to).unwrap();
        }
        Work(folder)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Exit code, stdout, stderr.
    fn vtl(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vtl"));
        let output = command.args(arguments).current_dir(self.0.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// As `vtl`, of a run that must succeed.
    fn prints(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.vtl(arguments);
        assert_eq!(code, 0, "{err}");
        out
    }

    /// As `vtl`, of a run that must fail with this code.
    fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let (found, out, err) = self.vtl(arguments);
        assert_eq!((found, out.as_str()), (code, ""), "{err}");
        assert!(!err.contains("panicked"), "{err}");
        err
    }
}

const ORDERS: &str = "sam/template.yaml#/Resources/Api/Properties/DefinitionBody/paths/~1orders~1{id}/get/x-amazon-apigateway-integration/requestTemplates/application~1json";

#[test]
fn extract_lists_a_line_for_each_template() {
    let work = Work::with(&["openapi/pets.json"]);
    let lines = work.prints(&["extract", "openapi"]);
    let first = lines.lines().next().unwrap();
    let address =
        "openapi/pets.json#/paths/~1pets~1{id}/get/x-amazon-apigateway-integration/requestTemplates/application~1json";
    assert_eq!(first, format!("{address}\trequest\tapplication/json\t72"));
    assert_eq!(lines.lines().count(), 5);
    assert_eq!(work.prints(&["extract"]), lines);
}

#[test]
fn extract_json_has_all_that_is_known() {
    let work = Work::with(&["sam/template.yaml"]);
    let json: serde_json::Value =
        serde_json::from_str(&work.prints(&["extract", "--json", "sam/template.yaml"])).unwrap();
    let first = &json["templates"][0];
    assert_eq!(first["address"], ORDERS);
    assert_eq!((&first["line"], &first["column"]), (&27.into(), &23.into()));
    assert_eq!(first["holes"][0], serde_json::json!({"mark": "⟦1:Orders⟧", "says": "${Orders}"}));
    assert_eq!(json["notes"][0]["line"], 49);
}

#[test]
fn extract_prints_the_template_at_an_address() {
    let work = Work::with(&["sam/template.yaml"]);
    let out = work.prints(&["extract", ORDERS]);
    assert!(out.starts_with("{\n  \"TableName\": \"⟦1:Orders⟧\",\n"), "{out}");
    // as far as it leads to one template
    assert_eq!(work.prints(&["extract", ORDERS.strip_suffix("/application~1json").unwrap()]), out);
}

#[test]
fn an_address_that_leads_nowhere_says_which_is_near() {
    let work = Work::with(&["sam/template.yaml"]);
    let err = work.fails(5, &["extract", &ORDERS.replace("orders", "order")]);
    assert!(err.contains("did you mean `sam/template.yaml#/Resources/Api/"), "{err}");
    let err = work.fails(5, &["extract", "sam/template.yaml#/Resources/Api"]);
    assert!(err.contains("there are 7 templates below"), "{err}");
}

#[test]
fn render_takes_an_address_and_names_the_file_and_the_line_in_errors() {
    let work = Work::with(&["sam/template.yaml"]);
    assert!(work.prints(&["render", ORDERS, "--param", "path.id=7"]).contains(r#""id": {"S": "7"}"#));
    work.write(
        "sam/template.yaml",
        work.read("sam/template.yaml").replace("$input.params('id')\"}}", "$input.params('id'\"}}"),
    );
    let err = work.fails(3, &["render", ORDERS]);
    assert!(err.contains("sam/template.yaml:29:"), "{err}");
    assert!(err.contains(r#"29 |                         "Key": {"id": {"S": "$input.params('id'"}},"#), "{err}");
}

#[test]
fn render_refuses_what_is_no_vtl() {
    let work = Work::with(&["openapi/pets.json", "terraform/main.tf"]);
    let err = work.fails(5, &["render", "openapi/pets.json#/x-amazon-apigateway-gateway-responses"]);
    assert!(err.contains("the body of a gateway response is no VTL"), "{err}");
    let file = "terraform/main.tf#/resource/aws_api_gateway_integration/put/request_templates/text~1file";
    let err = work.fails(5, &["render", file]);
    assert!(err.contains("the template is in another file: ${path.module}/templates/put.vtl"), "{err}");
    let err = work.fails(5, &["render", "openapi/pets.json"]);
    assert!(err.contains("there are 5 templates in it"), "{err}");
}

#[test]
fn templates_are_written_out_changed_and_put_back() {
    let work = Work::with(&["sam/template.yaml", "terraform/main.tf", "cdk/pets.template.json"]);
    let before = work.read("sam/template.yaml");
    let listed = work.prints(&["extract", ".", "--out", "out"]);
    assert!(listed.starts_with("out/cdk/pets.template.json/post.request.application-json.vtl\tcdk/"), "{listed}");
    assert_eq!(work.prints(&["extract", "--write", "out"]), "");

    let file = "out/sam/template.yaml/get-orders-id.request.application-json.vtl";
    work.write(file, work.read(file).replace("\"both\"", "\"all\""));
    assert_eq!(work.prints(&["extract", "--write", "out"]), "sam/template.yaml: 1 template put back\n");
    assert_eq!(work.read("sam/template.yaml"), before.replace("\"both\"", "\"all\""));
    // `head` shares it by an alias
    assert!(work.read("out/sam/template.yaml/head-orders-id.request.application-json.vtl").contains("\"all\""));

    // and again, without writing out anew
    work.write(file, work.read(file).replace("\"all\"", "\"both\""));
    work.prints(&["extract", "--write", "out"]);
    assert_eq!(work.read("sam/template.yaml"), before);
}

#[test]
fn put_back_refuses_a_definition_that_has_changed() {
    let work = Work::with(&["sam/template.yaml"]);
    work.prints(&["extract", ".", "--out", "out"]);
    let changed = work.read("sam/template.yaml") + "# changed\n";
    work.write("sam/template.yaml", &changed);
    work.write("out/sam/template.yaml/get-orders-id.request.application-json.vtl", "x");
    let err = work.fails(5, &["extract", "--write", "out"]);
    assert!(err.contains("it has changed since its templates were written out"), "{err}");
    assert_eq!(work.read("sam/template.yaml"), changed);
}

#[test]
fn put_back_refuses_when_a_placeholder_was_lost() {
    let work = Work::with(&["sam/template.yaml"]);
    work.prints(&["extract", ".", "--out", "out"]);
    let before = work.read("sam/template.yaml");
    let file = "out/sam/template.yaml/get-orders-id.request.application-json.vtl";
    work.write(file, work.read(file).replace("⟦1:Orders⟧", "orders"));
    let err = work.fails(5, &["extract", "--write", "out"]);
    assert!(err.contains("the placeholder `${Orders}` was lost") && err.contains("⟦1:Orders⟧"), "{err}");
    work.write(file, "⟦1:Orders⟧ ⟦2:⟧ ⟦3:more⟧");
    let err = work.fails(5, &["extract", "--write", "out"]);
    assert!(err.contains("there is no placeholder with the number 3"), "{err}");
    assert_eq!(work.read("sam/template.yaml"), before);
}

#[test]
fn a_folder_is_not_written_over() {
    let work = Work::with(&["sam/template.yaml"]);
    work.prints(&["extract", ".", "--out", "out"]);
    let err = work.fails(5, &["extract", ".", "--out", "out"]);
    assert!(err.contains("is there already"), "{err}");
}
