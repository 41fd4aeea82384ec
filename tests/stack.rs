//! The deepest nestings, on a thread with a 512 KB stack (more without optimisation). `VTL_STACK_KB` takes another size, `VTL_STACK_ONLY` one case by
//! name, to find what each needs.

use std::fmt::Write as _;

use vtl::{Dialect, Event, Options};

/// More than any stack holds, so that whatever has a bound meets it; and just under the bound of 200.
const DEPTHS: [usize; 8] = [20_000, 300, 199, 197, 98, 65, 48, 30];

/// What is nested: what opens a level, what is innermost, what closes a level.
const TEMPLATES: [(&str, &str, &str, &str, &str); 40] = [
    ("if", "", "#if(true)", "x", "#end"),
    ("else", "", "#if(false)a#else", "x", "#end"),
    ("elseif", "", "#if(false)a#elseif(true)", "x", "#end"),
    ("foreach", "", "#foreach($i in [1])", "$i", "#end"),
    ("foreach over null", "", "#foreach($i in [$n])", "$i", "#end"),
    ("define", "", "#define($d)", "x", "#end$d"),
    ("macro", "", "#macro(m)", "x", "#end"),
    ("block macro", "#macro(m)$bodyContent#end", "#@m()", "x", "#end"),
    ("parentheses", "#set($a = ", "(", "1", ")"),
    ("parentheses with sums", "#set($a = ", "(1 + ", "1", ")"),
    ("sums to the right", "#set($a = 1", " + 1", "", ""),
    ("conditions", "#set($a = true", " && true", "", ""),
    ("mixed operators", "#set($a = 1", " + 1 * 2 == 3 || 1", "", ""),
    ("not", "#if(", "!", "$a", ""),
    ("not in parentheses", "#if(", "!(", "$a", ")"),
    ("lists", "#set($a = ", "[", "1", "]"),
    ("maps", "#set($a = ", "{'k': ", "1", "}"),
    ("maps as keys", "#set($a = ", "{", "1", ": 2}"),
    ("ranges", "#set($a = ", "[1..", "1", "]"),
    ("arguments", "", "$input.path(", "'$'", ")"),
    ("arguments of any method", "#set($a = 'abc')", "$a.concat(", "'x'", ")"),
    ("arguments of a list", "#set($a = [1])", "$a.contains(", "'x'", ")"),
    ("indexes", "#set($a = [0])", "$a[", "0", "]"),
    ("indexes of set", "#set($a = [0])#set(", "$a[", "0", "]"),
    ("formal indexes", "#set($a = [0])", "${a[", "0", "]}"),
    ("chains", "#set($a = {})$a", ".b.c()", "", ""),
    ("indexes one after the other", "#set($a = [])$a", "[0]", "", ""),
    ("if in strings", "", "#set($a = \"#if(true)", "x", "#end\")"),
    ("macro arguments", "#macro(m $p)$p#end", "#m(\"", "x", "\")"),
    ("comments", "", "#*", "x", "*#"),
    ("literal blocks", "", "#[[", "x", "]]#"),
    ("open if", "", "#if(true)", "", ""),
    ("open parentheses", "#set($a = ", "(", "", ""),
    ("open lists", "#set($a = ", "[", "", ""),
    ("open maps", "#set($a = ", "{'k':", "", ""),
    ("open arguments", "", "$a.b(", "", ""),
    ("open indexes", "", "$a[", "", ""),
    ("open strings", "", "#set($a = \"", "", ""),
    ("open definitions", "", "#define($d)", "", ""),
    ("backslashes", "", "\\", "$a", ""),
];

fn nested_templates() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for depth in DEPTHS {
        for (name, before, open, inner, close) in TEMPLATES {
            let end = if before.contains("#set($a = ") || before.contains("#set(") && before.ends_with('(') {
                ")$a"
            } else if before.ends_with("#if(") {
                ")x#end"
            } else {
                ""
            };
            let end = if before.ends_with("#set(") { " = 1)" } else { end };
            let template = format!("{before}{}{inner}{}{end}", open.repeat(depth), close.repeat(depth));
            all.push((format!("{name} {depth}"), template));
        }
        all.push((format!("strings {depth}"), nested_strings(depth)));
        all.push((format!("evaluate {depth}"), evaluates(depth)));
        for (name, make) in [("list", "[$a]"), ("map", "{'k': $a}"), ("map as key", "{$a: 1}")] {
            for (what, end) in USES {
                let turns = depth.min(1000);
                let template = format!(
                    "#set($a = 1)#foreach($i in [1..{turns}])#set($a = {make})#end#set($b = 1)#foreach($i in [1..{turns}])#set($b = {})#end{end}",
                    make.replace("$a", "$b")
                );
                all.push((format!("{name} {what} {depth}"), template));
            }
        }
    }
    all
}

/// What is done with a deep value `$a`, of which `$b` is a copy.
const USES: [(&str, &str); 12] = [
    ("printed", "$a"),
    ("hashed", "$a.hashCode()"),
    ("compared", "$a.equals($b)"),
    ("compared with ==", "#if($a == $b)x#end"),
    ("as JSON", "$util.toJson($a)$input.json('$')"),
    ("cloned", "$a.clone()"),
    ("searched", "$a.contains($b)$a.containsKey($b)$a.containsValue($b)"),
    ("in a string", "#set($c = \"$a\")$c.length()"),
    ("as a key", "#set($m = {$a: 1})$m.get($b)"),
    ("as an override", "#set($context.responseOverride.header.x = $a)$context"),
    ("sorted", "$a.sort(null)$a.toArray()$a.retainAll($b)"),
    ("added to itself", "$a.add($a)$a.put('k', $a)$a"),
];

/// `"#set($a = 'x')"` in strings in strings: quotes double at each level, so that it grows fast; only a few levels.
fn nested_strings(depth: usize) -> String {
    let mut text = String::from("x");
    for _ in 0..depth.min(14) {
        text = format!("#set($a = \"{}\")$a", text.replace('"', "\"\""));
    }
    text
}

/// Strings in `#evaluate` in strings.
fn evaluates(depth: usize) -> String {
    let mut template = String::from("#set($s0 = 'x')#set($h = '#')#set($q = '$')");
    for level in 1..=depth.min(500) {
        let _ = write!(template, "#set($s{level} = \"${{h}}evaluate(${{q}}s{})\")", level - 1);
    }
    let _ = write!(template, "#evaluate($s{})", depth.min(500));
    template
}

/// Recursion that no nesting in the source shows.
const RECURSIVE: [(&str, &str); 16] = [
    ("define names itself", "#define($d)$d#end$d"),
    ("defines name each other", "#define($a)$b#end#define($b)$a#end$a"),
    ("define in a condition", "#define($d)#if($d)x#end#end#if($d)x#end"),
    ("define in a string", "#define($d)#set($x = \"$d\")$x#end$d"),
    ("define compared", "#define($d)#if($d == $d)x#end#end$d"),
    ("define as an argument", "#define($d)$d.toString()$x.concat($d)#end#set($x = 'a')$x.concat($d)$d.toString()"),
    ("macro calls itself", "#macro(m)#m()#end#m()"),
    ("macro names its argument", "#macro(m $p)$p#m($p)#end#m($p)"),
    ("macro passes a longer argument", "#macro(m $p)#m(\"$p$p\")#end#m('x')"),
    ("macro passes its own parameter", "#macro(m $p)#m($p.a($p))#end#m($p)"),
    ("macros call each other", "#macro(a $p)#b([$p])#end#macro(b $p)#a({'k': $p})#end#a(1)"),
    ("block macro calls itself", "#macro(m)$bodyContent#@m()$bodyContent#end#end#@m()x#end"),
    ("evaluate evaluates itself", "#set($s = '#evaluate($s)')#evaluate($s)"),
    ("parse parses itself", "#parse('self')"),
    ("macro evaluates", "#macro(m)#set($s = '#m()')#evaluate($s)#end#m()"),
    ("a list in itself", "#set($l = [])#set($x = $l.add($l))$l $l.hashCode() $l.equals($l) #if($l == [$l])x#end"),
];

/// Bodies and the paths to read them with.
fn bodies() -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for depth in [100_000, 5_000, 401, 400, 300, 201, 200, 199] {
        let shapes = [
            ("[", format!("{}1{}", "[".repeat(depth), "]".repeat(depth))),
            ("{", format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth))),
            ("[{", format!("{}1{}", "[{\"a\":".repeat(depth / 2), "}]".repeat(depth / 2))),
            ("open [", "[".repeat(depth)),
            ("open {", "{\"a\":".repeat(depth)),
        ];
        for (shape, body) in shapes {
            for path in [
                "$",
                "$..a",
                "$..*",
                "$..[0]",
                "$.*.*.*",
                "$[*][*]",
                "$..[?(@.a)]",
                "$[?(@.a.a)]",
                "$..length()",
                "$[?(@ == @)]",
                "$[?(@ in [1, 2])]",
                "$[?(@.a == {'a': 1})]",
            ] {
                all.push((format!("body {shape} {depth} {path}"), body.clone(), path.to_owned()));
            }
        }
    }
    let nested = [
        ("filters", "$[?(@.a", ")]"),
        ("parentheses", "$[?(", "@.a)]"),
        ("not", "$[?(!", "@.a)]"),
        ("calls", "$.sum(", ")"),
        ("functions", "$.concat($.a, ", ")"),
        ("ands", "$[?(@.a && ", "@.a)]"),
        ("dots", "$..", "a"),
        ("lists", "$[?(@ in [", "])]"),
        ("maps", "$[?(@ == {'a':", "})]"),
    ];
    for (name, open, close) in nested {
        for depth in DEPTHS {
            let (head, again) = open.split_at(open.find(['@', '(', '!', '.']).map_or(1, |at| at + 1));
            for path in [
                format!("{}x{}", open.repeat(depth), close.repeat(depth)),
                format!("{head}{}@.a{}", again.repeat(depth), close.repeat(depth)),
                format!("{open}{}{close}", "(".repeat(depth)),
                format!("{open}{}{close}", "[".repeat(depth)),
            ] {
                all.push((format!("path {name} {depth}"), "{\"a\": [[1], {\"a\": 2}]}".to_owned(), path));
            }
        }
    }
    all
}

/// Patterns and texts for `replaceAll`, `matches` and `split`.
fn patterns() -> Vec<(String, String, String)> {
    let long = "a".repeat(5_000);
    let mut all = Vec::new();
    for (name, pattern) in [
        ("groups in a loop", "(a|b)*".to_owned()),
        ("lazy", "(?:a|b)*?c".to_owned()),
        ("catastrophe", "(a*)*b".to_owned()),
        ("catastrophe with alternatives", "(a|a)*b".to_owned()),
        ("back references", "(a*)\\1*b".to_owned()),
        ("possessive", "(?:a|b)*+c".to_owned()),
        ("look ahead", "(?:(?=a)a)*b".to_owned()),
        ("look behind", "(?:(?<=a)a|a)*b".to_owned()),
    ] {
        all.push((name.to_owned(), pattern, long.clone()));
    }
    for depth in DEPTHS {
        for (open, close) in [
            ("(", ")"),
            ("(?:", ")*"),
            ("[a", "]"),
            ("[a&&", "]"),
            ("(?=", ")"),
            ("(?<=", ")"),
            ("(?>", ")"),
            ("a|", ""),
            ("(a|", ")"),
            ("a*", ""),
        ] {
            all.push((
                format!("{open}{close} {depth}"),
                format!("{}a{}", open.repeat(depth), close.repeat(depth)),
                long.clone(),
            ));
            all.push((format!("open {open} {depth}"), open.repeat(depth), "aaa".to_owned()));
        }
    }
    all
}

fn run(name: &str, template: &str, dialect: Dialect, event: &Event) {
    let only = std::env::var("VTL_STACK_ONLY");
    if only.is_ok_and(|only| only != name) {
        return;
    }
    if std::env::var_os("VTL_STACK_TRACE").is_some() {
        eprintln!("{dialect:?} {name}");
    }
    let options = Options::new().dialect(dialect).loader(|name| (name == "self").then(|| "#parse('self')".to_owned()));
    let rendered = options.parse(template).and_then(|template| template.render(event));
    if std::env::var_os("VTL_STACK_ONLY").is_some() {
        let end = |text: &str| text.chars().take(80).collect::<String>();
        eprintln!("  {}", rendered.map_or_else(|e| e.message().to_owned(), |o| end(&o.body)));
    }
}

fn everything() {
    for dialect in [Dialect::ApiGateway, Dialect::Velocity] {
        let event = Event::new().body(r#"{"a": [1, {"b": null}]}"#);
        for (name, template) in nested_templates() {
            run(&name, &template, dialect, &event);
        }
        for (name, template) in RECURSIVE {
            run(name, template, dialect, &event);
        }
    }
    for (name, body, path) in bodies() {
        let event = Event::new().body(body).variable("p", path.into());
        let template = "$input.json($p)#set($b = $input.path($p))$b $b.hashCode() $b.equals($input.path($p))";
        run(&name, template, Dialect::ApiGateway, &event);
    }
    for (name, pattern, text) in patterns() {
        let event = Event::new().variable("p", pattern.into()).variable("s", text.into());
        for template in ["$s.replaceAll($p, 'x').length()", "$s.matches($p)", "$s.split($p).size()"] {
            run(&name, template, Dialect::ApiGateway, &event);
        }
    }
}

#[test]
fn the_deepest_nestings_fit_a_small_stack() {
    let kilobytes = std::env::var("VTL_STACK_KB")
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(if cfg!(debug_assertions) { 3072 } else { 512 });
    std::thread::Builder::new().stack_size(kilobytes * 1024).spawn(everything).unwrap().join().unwrap();
}
