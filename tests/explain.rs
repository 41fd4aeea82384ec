//! `vtl explain`: the templates in `fixtures/explain/`, each with the event beside it, as a tree, as JSON and as a page. The
//! dialect is plain Velocity where the file's name says so.
#![cfg(feature = "cli")]

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::path::Path;

use folder::Folder;
use vtl::trace::report::{TreeOptions, html, json, tree};
use vtl::{Dialect, Event, Options, Template};

fn fixture(path: &Path) -> (String, Template, Event) {
    let name = path.file_stem().and_then(|name| name.to_str()).expect("the name is UTF-8").to_owned();
    let dialect = if name.ends_with(".velocity") { Dialect::Velocity } else { Dialect::ApiGateway };
    let source = fs::read_to_string(path).expect("a fixture is UTF-8");
    let template = Options::new().name(format!("{name}.vtl")).dialect(dialect).parse(&source).expect("it parses");
    let event = fs::read_to_string(path.with_extension("json"))
        .map_or(Event::new(), |json| Event::from_json(&json).expect("an event"));
    (name, template, event)
}

fn named(name: &str) -> (Template, Event) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/explain").join(name);
    let (_, template, event) = fixture(&path);
    (template, event)
}

#[test]
fn every_fixture_as_a_tree() {
    insta::glob!("../fixtures/explain", "*.vtl", |path| {
        let (_, template, event) = fixture(path);
        insta::assert_snapshot!(
            "tree",
            tree(&template.trace(&event), &TreeOptions { turns: 3, ..TreeOptions::default() })
        );
    });
}

#[test]
fn every_fixture_as_a_page() {
    insta::glob!("../fixtures/explain", "*.vtl", |path| {
        let (_, template, event) = fixture(path);
        let page = html(&template.trace(&event), &event);
        let body = page.split_once("<body>").expect("it has a body").1;
        let (body, _) = body.split_once("<script>").expect("it has a script");
        // of a loop with many turns what matters is that the page is small
        if body.len() < 20_000 {
            insta::assert_snapshot!("page", body);
        }
    });
}

#[test]
fn a_render_as_json() {
    for name in ["order", "broken"] {
        let (template, event) = named(&format!("{name}.vtl"));
        let text = json(&template.trace(&event));
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(value["steps"][0]["kind"], if name == "order" { "set" } else { "text" });
        insta::assert_snapshot!(format!("json_{name}"), text);
    }
}

/// Everything between `<` and `>` that is not in a script or a style.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, behind) = tag.split_once('>').expect("every `<` starts a tag");
        tags.push(tag);
        rest = match tag.split(' ').next() {
            Some(raw @ ("script" | "style")) => behind.split_once(&format!("</{raw}>")).expect("it ends").1,
            _ => behind,
        };
    }
    tags
}

#[test]
fn nothing_in_a_template_or_an_event_becomes_html() {
    let (template, event) = named("hostile.vtl");
    let page = html(&template.trace(&event), &event);
    let ours = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "main", "section", "h2",
        "pre", "span", "code", "aside", "script", "i", "br",
    ];
    for tag in tags(&page) {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        assert!(ours.contains(&name), "<{tag}>");
        let attribute = |name: &str| tag.contains(&format!(" {name}="));
        assert!(!["src", "href", "onerror", "onload"].iter().any(|name| attribute(name)), "<{tag}>");
    }
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    assert_eq!(scripts.len(), 2, "the data, and the page's own");
    let (data, _) = scripts[0].split_once("</script>").expect("it ends");
    let data = data.split_once('>').expect("the tag ends").1;
    serde_json::from_str::<serde_json::Value>(data).expect("the data is JSON");
}

#[test]
fn a_page_of_a_large_render_is_small_and_says_what_it_left_out() {
    let pets: Vec<String> = (0..20_000).map(|n| format!(r#"{{"id": {n}, "name": "{}"}}"#, "x".repeat(80))).collect();
    let event = Event::new().body(format!(r#"{{"pets": [{}]}}"#, pets.join(",")));
    let source = "#foreach($p in $input.path('$.pets'))$p.id $p.name $input.json('$.pets[0]')\n#end";
    let trace = Template::parse(source).expect("it parses").trace(&event);
    let page = html(&trace, &event);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert!(page.contains("This render is large: parts of the event that nothing read are left out"));
    let shown = tree(&trace, &TreeOptions::default());
    assert!(shown.lines().count() < 60, "{shown}");
    assert!(shown.contains("995 more turns"));
}

#[test]
fn the_command_shows_a_tree_json_or_a_page() {
    let folder = Folder::new().with("t.vtl", "Hi $input.params('who')");
    let explain =
        |arguments: &[&str]| folder.vtl(&[&["explain", "t.vtl", "--param", "path.who=Rex"], arguments].concat());
    explain(&[]).prints(
        "1  ├ text `Hi `\n1  └ $input.params('who') → \"Rex\"  String  ← params.path.who\n\n6 bytes were printed.\n",
    );
    let json = explain(&["--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!((&json["output"], &json["sources"][0]["name"]), (&"Hi Rex".into(), &"t.vtl".into()));
    explain(&["--html", "page.html"]).prints("");
    let page = folder.read("page.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("$input.params(&#39;who&#39;)"));
}

#[test]
fn exit_codes_are_those_of_render() {
    let folder = Folder::new().with("open.vtl", "#if($x").with("fails.vtl", "ab#set($l = [])$l[1]");
    let explain = |arguments: &[&str]| folder.vtl(&[&["explain"], arguments].concat());
    let open = explain(&["open.vtl"]);
    assert_eq!((open.code, open.out.as_str()), (3, ""));
    let fails = explain(&["fails.vtl"]);
    assert_eq!(fails.code, 4);
    assert!(fails.out.contains("└ $l[1]  ✗ java.lang.IndexOutOfBoundsException"), "{}", fails.out);
    assert!(fails.err.contains("--> fails.vtl:1:18"), "{}", fails.err);
    assert_eq!(explain(&["no-such.vtl"]).code, 5);
    assert_eq!(explain(&["fails.vtl", "--json", "--html", "x"]).code, 2);
    explain(&["fails.vtl", "--html", "no/such/page.html"]).fails(1, "cannot write the output: no/such/page.html: ");
}

#[test]
fn explain_tells_the_lines_of_the_definition() {
    let definition = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n      \
        x-amazon-apigateway-integration:\n        type: mock\n        requestTemplates:\n          \
        application/json: |\n            {\"statusCode\": 200,\n             \"x\": \"$input.params('x')\"}\n";
    let address = "api.yaml#/paths/~1a/post/x-amazon-apigateway-integration/requestTemplates/application~1json";
    let out = Folder::new().with("api.yaml", definition).vtl(&["explain", address, "--query", "x=1"]).out;
    assert!(out.contains("11  ├ $input.params('x') → \"1\"  String  ← params.querystring.x"), "{out}");
}
