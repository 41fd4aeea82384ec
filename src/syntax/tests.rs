//! Every case of the reference, parsed; and what a parse promises.

use bumpalo::Bump;

use super::ast::{Block, Kind, Node, Operator, Step};
use super::{ParseOptions, parse};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Fault};

fn with<R>(source: &str, dialect: Dialect, see: impl FnOnce(Result<Block<'_>, Box<Fault>>) -> R) -> R {
    let arena = Bump::new();
    let options = ParseOptions { dialect, depth: 200, macros: &|_| false };
    see(parse(&arena, source, &options))
}

fn fault(source: &str) -> Error {
    with(source, Dialect::ApiGateway, |parsed| Error::new(*parsed.expect_err(source), "t", source))
}

/// What a block prints when nothing is defined; nothing if that takes an interpreter.
fn printed(block: Block<'_>) -> Option<String> {
    let mut out = String::new();
    for node in block {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Reference(reference) if reference.runt => out.push_str(reference.root),
            Node::Reference(reference) => {
                out.push_str(reference.backslashes);
                if reference.escaped {
                    out.push('\\');
                } else {
                    out.push_str(reference.backslashes);
                    out.push_str(reference.prefix);
                }
                out.push_str(reference.null_text);
            }
            Node::Call(call) => out.push_str(call.literal),
            Node::If(statement) => {
                let taken = statement.arms.iter().map(|(condition, block)| {
                    let value = match condition.kind {
                        Kind::Boolean(value) => value,
                        Kind::Reference(_) | Kind::String(_) | Kind::Integer(_) => false,
                        _ => return Err(()),
                    };
                    Ok((value, *block))
                });
                let taken: Vec<_> = taken.collect::<Result<_, ()>>().ok()?;
                let taken = taken.iter().find(|arm| arm.0).map(|arm| arm.1);
                out.push_str(&printed(taken.or(statement.otherwise).unwrap_or(&[]))?);
            }
            _ => return None,
        }
    }
    Some(out)
}

fn prints(source: &str, output: &str) {
    with(source, Dialect::Velocity, |parsed| {
        let block = parsed.unwrap_or_else(|fault| panic!("{source}: {fault:?}"));
        assert_eq!(printed(block).as_deref(), Some(output), "{source}");
    });
}

// ---- text -----------------------------------------------------------------------------------------------------------

#[test]
fn plain_text_is_one_slice_of_the_source() {
    let source = "a line\nand another, \u{1f600} 100%";
    with(source, Dialect::ApiGateway, |parsed| match parsed.unwrap() {
        [Node::Text(text)] => assert!(std::ptr::eq(*text, source)),
        other => panic!("{other:?}"),
    });
}

#[test]
fn what_only_looks_like_a_reference_is_text() {
    for text in ["$5.00", "$ x", "${", "${}", "$-", "$[0]", "$.a", "#", "# x", "#5", "a#$ b"] {
        let text = format!("{text} ");
        prints(&text, &text);
    }
    prints("$!5", "$5");
}

#[test]
fn comments_print_what_was_gathered_before_them() {
    prints("a ## b\nc", "a c");
    prints("a#* b *#c#** d *#e", "ace");
    prints("$#**#", "$");
    prints("$#* *#", "");
    prints("a #* open", "a ");
}

#[test]
fn a_text_block_is_text() {
    prints("#[[ $a #if ]]#", " $a #if ");
    prints("$#[[abc]]#", "[abc");
}

#[test]
fn backslashes_before_a_directive_halve() {
    prints("\\#if \\\\\\#end \\#foo", "#if \\#end \\#foo");
    prints("\\\\#foo", "\\\\#foo");
    prints("\\\\#if(false)#end", "\\");
}

#[test]
fn an_unknown_directive_prints_as_it_was_written() {
    prints("#foo( $a , 'b' [1..2] c)\nd", "#foo( $a , 'b' [1..2] c)\nd");
    prints("#foo(\\$a)#{bar}", "#foo($a)#{bar}");
    prints("#foo($ $a)", "#foo( $a)");
    prints("#foo(\"$\" '#')", "#foo(\"$\" '#')");
    prints("#@foo() x ## y\n $5 #end", "#@foo() x ##\n 5 #end");
    prints("#literal()a$5b#* x *#c$u#end", "a$5bc$u");
}

// ---- references -----------------------------------------------------------------------------------------------------

#[test]
fn an_undefined_reference_prints_its_source() {
    for source in ["$a", "${a.b}", "$a.b($c, 'd')[0].e", "$a-b_1", "\\$a"] {
        prints(source, source);
    }
    prints("$!a $!{a.b}", " ");
    prints("$a.", "$a.");
    prints("$a{b}", "$a{");
    prints("$a.b##c", "$a.b##c");
    prints("$\\!{a}x", "$!{x");
}

#[test]
fn a_chain_has_steps() {
    with("$a.b(1)['c']", Dialect::ApiGateway, |parsed| {
        let [Node::Reference(reference)] = parsed.unwrap() else { panic!() };
        assert_eq!((reference.root, reference.offset, reference.end), ("a", 0, 12));
        let [Step::Method { name: "b", args, offset: 3 }, Step::Index { index, .. }] = reference.steps else {
            panic!("{:?}", reference.steps)
        };
        assert_eq!(args[0].kind, Kind::Integer("1"));
        assert_eq!(index.kind, Kind::String("c"));
    });
}

// ---- expressions ----------------------------------------------------------------------------------------------------

fn shown(kind: Kind<'_>) -> String {
    match kind {
        Kind::Integer(text) | Kind::Float(text) | Kind::Word(text) => text.to_owned(),
        Kind::String(text) => format!("'{text}'"),
        Kind::Boolean(value) => value.to_string(),
        Kind::Reference(reference) => reference.literal.to_owned(),
        Kind::Interpolated(_) => "\"…\"".to_owned(),
        Kind::Not(inner) => format!("!{}", shown(inner.kind)),
        Kind::List(values) => {
            let values: Vec<_> = values.iter().map(|value| shown(value.kind)).collect();
            format!("[{}]", values.join(","))
        }
        Kind::Range((first, last)) => format!("[{}..{}]", shown(first.kind), shown(last.kind)),
        Kind::Map(pairs) => {
            let pairs = pairs.iter().map(|(k, v)| format!("{}:{}", shown(k.kind), shown(v.kind)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        Kind::Binary(operator, (left, right)) => {
            format!("({} {operator:?} {})", shown(left.kind), shown(right.kind))
        }
    }
}

#[track_caller]
fn reads(expression: &str, tree: &str) {
    let source = format!("#set($x = {expression})");
    with(&source, Dialect::ApiGateway, |parsed| match parsed.unwrap() {
        [Node::Set(set)] => assert_eq!(shown(set.value.kind), tree),
        other => panic!("{other:?}"),
    });
}

#[test]
fn operators_bind_as_in_java() {
    reads("1 + 2 * 3 - 4", "((1 Add (2 Multiply 3)) Subtract 4)");
    reads("!$a && $b || $c", "((!$a And $b) Or $c)");
    reads("!($a == 1 or $b lt 2)", "!(($a Equal 1) Or ($b Less 2))");
    reads("! ! $a", "!!$a");
}

#[test]
fn literals() {
    reads("[ 1 , 'a' , [] ]", "[1,'a',[]]");
    reads("[ -1 .. $n ]", "[-1..$n]");
    reads("{ 'a' : 1, $b:{} }", "{'a':1,$b:{}}");
    reads("{ }", "{}");
    reads("'it''s'", "'it's'");
    reads("\"say \"\"hi\"\"\"", "'say \"hi\"'");
    reads("\"\\u0041\\ud83d\\ude00\"", "'A\u{1f600}'");
    reads("1.5e3", "1.5e3");
}

#[test]
fn the_literal_of_an_operation_is_its_right_side() {
    with("#set($x = 'a' + 5 / 0)", Dialect::Velocity, |parsed| {
        let [Node::Set(set)] = parsed.unwrap() else { panic!() };
        let Kind::Binary(Operator::Add, (_, division)) = set.value.kind else { panic!() };
        assert_eq!(division.literal, " 0");
    });
}

#[test]
fn a_string_knows_where_it_stands() {
    let source = "ab#set($x = \"cd$e.f\")";
    with(source, Dialect::ApiGateway, |parsed| {
        let [_, Node::Set(set)] = parsed.unwrap() else { panic!() };
        let Kind::Interpolated(string) = set.value.kind else { panic!() };
        let [Node::Text("cd"), Node::Reference(reference), Node::Text(" ")] = string.body else {
            panic!("{:?}", string.body)
        };
        assert_eq!(&source[reference.offset as usize..reference.end as usize], "$e.f");
    });
}

// ---- errors ---------------------------------------------------------------------------------------------------------

#[test]
fn an_error_says_what_was_found_and_what_would_be_right() {
    let error = fault("a\n#if($x");
    assert_eq!((error.line(), error.column()), (Some(2), Some(7)));
    let error = fault("#set($a = [1 + 2])");
    assert_eq!(error.message(), "found `+`, expected `,` or `]`");
    assert!(error.help().unwrap().contains("simple values"));
    let error = fault("x\n #if($a)\n#foreach($b in $c)\n#end");
    assert_eq!(error.message(), "`#if` is never closed: expected `#end`");
    assert_eq!(error.help(), Some("it was opened at line 2, column 2"));
    assert_eq!(fault("total: $").message(), "a lone `$` at the end of the template");
    assert_eq!(fault("a#end").message(), "`#end` closes nothing");
}

#[test]
fn an_error_in_a_string_is_one_of_the_template() {
    let error = fault("#set($x = \"ab#if\")");
    assert_eq!(error.column(), Some(17));
}

#[test]
fn nesting_is_bounded_and_length_is_not() {
    let deep = |open: &str, close: &str| {
        let source = format!("#set($x = {}1{})", open.repeat(10_000), close.repeat(10_000));
        assert!(matches!(fault(&source).kind(), ErrorKind::Limit(_)), "{open}");
    };
    deep("(", ")");
    deep("[", "]");
    deep("!", "");
    deep("{1:", "}");
    deep("$a.b(", ")");
    deep("$a[", "]");
    let blocks = "#if($a)".repeat(10_000);
    assert!(matches!(fault(&blocks).kind(), ErrorKind::Limit(_)));
    // a chain of operators is a deep tree
    let long = format!("#set($x = 1{})", " + 1".repeat(50_000));
    assert!(matches!(fault(&long).kind(), ErrorKind::Limit(_)));
    let long = format!("#if($a){}#end", "#elseif($b)c".repeat(20_000));
    with(&long, Dialect::ApiGateway, |parsed| assert!(parsed.is_ok()));
    for unit in [
        "\\", "$", "#", "$#", "#$", "\\\\$", "$!", "#* ", "\"", "#end", "$a[", "#{", "\\#{a", "$a.", "#a(", "#set(",
        "'",
    ] {
        let long = unit.repeat(20_000);
        with(&long, Dialect::Velocity, |parsed| {
            let _ = parsed;
        });
        let long = format!("#set($x=\"{}\")", long.replace('"', "'"));
        with(&long, Dialect::Velocity, |parsed| {
            let _ = parsed;
        });
    }
}

#[test]
fn half_a_megabyte_of_stack_is_enough() {
    let nest = |depth: usize, open: &str, close: &str, inner: &str| {
        let mut source = inner.to_owned();
        for _ in 0..depth {
            source = format!("{open}{source}{close}");
        }
        source
    };
    let mut string = "$a".to_owned();
    for _ in 0..40 {
        let quoted = string.replace("\\u", "\\u005cu").replace('"', "\\u0022");
        string = format!("#if($a)$a.b([[\"{quoted}\"]])#end");
    }
    let sources = [
        nest(190, "#if($a)", "#end", ""),
        nest(65, "#foreach($a in [$b[$c])", "#end", ""),
        format!("#set($x = {})", nest(190, "(1 + ", ")", "1")),
        format!("#set($x = {})", nest(190, "!(", ")", "1")),
        format!("#set($x = {})", nest(90, "{1:[", "]}", "1")),
        format!("#set($x = {})", nest(90, "$a.b([", "])", "1")),
        format!("#set($x = {})", nest(190, "(1 || 1 && 1 == 1 < 1 + 1 * ", ")", "1")),
        nest(190, "$a[", "]", "1"),
        string,
    ];
    // a debug build's frames are several times as large
    let size = if cfg!(debug_assertions) { 2048 } else { 512 };
    let small = std::thread::Builder::new().stack_size(size * 1024);
    let read = small.spawn(move || {
        for source in sources {
            with(&source, Dialect::ApiGateway, |parsed| {
                if let Err(fault) = parsed {
                    let limited = matches!(fault.kind, ErrorKind::Limit(_));
                    assert!(limited || source.contains("foreach"), "{fault:?} {source:.300}");
                }
            });
        }
    });
    read.unwrap().join().unwrap();
}

// ---- macros ---------------------------------------------------------------------------------------------------------

#[test]
fn a_macro_that_is_defined_can_be_escaped() {
    with("\\#m #macro(m $a)$a#end\\#m", Dialect::ApiGateway, |parsed| match parsed.unwrap() {
        [Node::Text("\\#m "), Node::Macro(definition), Node::Text("#m")] => {
            assert_eq!((definition.name, definition.parameters), ("m", &["a"][..]));
        }
        other => panic!("{other:?}"),
    });
}

#[test]
fn a_string_knows_the_macros_behind_it() {
    with("#set($x = \"\\#m\")#macro(m)#end", Dialect::Velocity, |parsed| {
        let [Node::Set(set), _] = parsed.unwrap() else { panic!() };
        let Kind::Interpolated(string) = set.value.kind else { panic!() };
        assert_eq!(string.body, &[Node::Text("#m ")]);
    });
}

// ---- the reference --------------------------------------------------------------------------------------------------

/// Line and column as Velocity counts them: UTF-16 units, and tabs to the next multiple of eight.
fn velocity_place(source: &str, offset: usize) -> (usize, usize) {
    let (mut line, mut column) = (1, 0);
    let mut chars = source.char_indices().peekable();
    let mut place = (1, 1);
    while let Some((at, c)) = chars.next() {
        column += 1;
        if c == '\t' {
            column += (8 - (column & 7)) % 8;
        }
        place = (line, column);
        if at >= offset {
            return place;
        }
        match c {
            '\n' => (line, column) = (line + 1, 0),
            '\r' if chars.peek().map(|next| next.1) != Some('\n') => (line, column) = (line + 1, 0),
            c => column += c.len_utf16() - 1,
        }
        if chars.peek().is_none() && c.len_utf16() == 2 {
            place.1 += 1;
        }
    }
    place
}

fn is_parse_error(error: &str) -> bool {
    if error.contains("Invalid arg '") {
        return false; // found when the macro is called
    }
    ["Encountered \"", "Lexical error", "Failed to parse String", "TemplateInitException", "MacroParseException"]
        .iter()
        .any(|sign| error.contains(sign))
        || error.starts_with("ParseErrorException")
        || error.starts_with("NullPointerException")
        || error.starts_with("StringIndexOutOfBoundsException: begin 2, end 6")
        || error.contains("only accepts a single")
        || error.contains("parameter missing: block name")
        || error.contains("under radix 16")
}

/// `(line, column)` of an error that has one and that is the place of a token.
fn place_in(error: &str) -> Option<(usize, usize)> {
    // a `!` before something wrong, and a comment's end: ours point at what is wrong, and at the comment's start
    let found = error.strip_prefix("ParseErrorException: Encountered \"")?;
    if ["!\"", "not\"", "*#\"", "#**#\""].iter().any(|other| found.starts_with(other)) {
        return None;
    }
    let at = &error[error.find("[line ")? + 6..];
    let line = at[..at.find(',')?].parse().ok()?;
    let at = &at[at.find("column ")? + 7..];
    Some((line, at[..at.find(']')?].parse().ok()?))
}

struct Case {
    id: String,
    dialect: Dialect,
    template: String,
    error: Option<String>,
    output: Option<String>,
    bare: bool,
}

fn cases(path: &str) -> Vec<Case> {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let read = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        Case {
            id: text(&case["id"]).unwrap_or_default(),
            dialect: match case["dialect"].as_str() {
                Some("velocity") => Dialect::Velocity,
                _ => Dialect::ApiGateway,
            },
            template: text(&case["template"]).unwrap(),
            error: text(&case["expected_error"]),
            output: text(&case["expected"]),
            bare: case["bare"].as_bool().unwrap_or(false),
        }
    };
    std::fs::read_to_string(path).unwrap().lines().map(read).collect()
}

/// What is wrong with our reading of a case.
fn disagreement(case: &Case) -> Option<String> {
    let rejected = case.error.as_deref().filter(|error| is_parse_error(error));
    with(&case.template, case.dialect, |parsed| match (parsed, rejected) {
        (Err(fault), Some(error)) => {
            let (line, column) = place_in(error)?;
            let at = fault.span.map_or(0, |span| span.start as usize);
            let ours = velocity_place(&case.template, at);
            (ours != (line, column)).then(|| format!("at {ours:?}: {}", fault.message))
        }
        (Ok(_), Some(_)) if case.template.contains("#evaluate") => None,
        (Ok(_), Some(_)) => Some("parses".to_owned()),
        (Err(fault), None) => Some(format!("fails: {}", fault.message)),
        (Ok(block), None) if case.bare && !case.template.contains("#macro(") => {
            let (printed, expected) = (printed(block)?, case.output.as_deref()?);
            (printed != expected).then(|| format!("prints {printed:?}"))
        }
        (Ok(_), None) => None,
    })
}

#[test]
fn reads_what_velocity_reads_and_rejects_what_it_rejects() {
    let folder = std::env::var("VTL_CONFORMANCE")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance").to_owned());
    if !std::path::Path::new(&folder).is_dir() {
        println!("skipped: {folder} is not there");
        return;
    }
    let mut wrong = 0;
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "jsonl")) {
        let cases = cases(file.to_str().unwrap());
        let before = wrong;
        for case in &cases {
            if let Some(how) = disagreement(case) {
                wrong += 1;
                println!(
                    "{} {:?}: {:?}\n  wanted {:?} {:?}\n  {how}",
                    case.id, case.dialect, case.template, case.error, case.output
                );
            }
        }
        println!("{}: {} of {} agree", file.display(), cases.len() - (wrong - before), cases.len());
    }
    assert_eq!(wrong, 0, "cases disagree");
}

/// `cargo test --release --lib speed -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn speed() {
    let folder = std::env::var("VTL_CONFORMANCE")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance").to_owned());
    let real: Vec<String> = cases(&format!("{folder}/realworld.jsonl")).into_iter().map(|case| case.template).collect();
    let line = "  \"name\": \"$input.path('$.name')\", #if($x.y == 1)yes#{else}no#end\n";
    let set = "#set($x = $util.parseJson(\"a $b.c\") + 1)\n";
    for (what, templates) in [
        ("text", vec!["plain text, nothing else here\n".repeat(10_000)]),
        ("line", vec![line.repeat(4_000)]),
        ("set", vec![set.repeat(4_000)]),
        ("real", real),
    ] {
        let bytes: usize = templates.iter().map(String::len).sum();
        let mut best = f64::MAX;
        let mut arena = Bump::new();
        for _ in 0..50 {
            let start = std::time::Instant::now();
            for template in &templates {
                arena.reset();
                let options = ParseOptions { dialect: Dialect::ApiGateway, depth: 200, macros: &|_| false };
                let _ = std::hint::black_box(parse(&arena, template, &options));
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{what}: {:.0} MB/s ({bytes} bytes)", bytes as f64 / best / 1e6);
    }
}
