//! Random templates and events, odd on purpose.

mod constructs;

use serde_json::{Map, Value, json};

/// A small random generator (splitmix64), so that a seed gives the same cases everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// True `percent` times of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const NAMES: &[&str] =
    &["map", "list", "str", "num", "a", "b", "x", "item", "foo-bar", "foo_bar", "missing", "foreach", "d"];
const KEYS: &[&str] = &[
    "id",
    "name",
    "price",
    "tags",
    "nested",
    "ok",
    "none",
    "n",
    "list",
    "a-b",
    "size",
    "weird key",
    "empty",
    "length",
];
const WORDS: &[&str] = &[
    "text",
    " ",
    "\n",
    "\r\n",
    "  \n",
    "\t",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\"k\": ",
    "$",
    "#",
    "\\",
    "!",
    "$5.00",
    "100%",
    "#13ff93",
    "é☃",
    "😀",
    "(",
    ")",
    ".",
    "..",
    "-",
    "'",
    "\"",
    "]]#",
    "*#",
    "$$",
    "##c\n",
    "#* c *#",
    "#** d *#",
    "#[[raw $a #if]]#",
    "a@b",
    "{}",
    "$.",
    "$[",
    "#foo",
    "\\$",
    "\\#",
    "\\\\",
];
const METHODS: &[&str] = &[
    "size()",
    "length()",
    "isEmpty()",
    "keySet()",
    "entrySet()",
    "values()",
    "toString()",
    "hashCode()",
    "get('id')",
    "get(0)",
    "get('list')",
    "contains('a')",
    "contains('t ')",
    "containsKey('id')",
    "containsValue(1)",
    "indexOf('l')",
    "substring(1)",
    "substring(1, 2)",
    "toUpperCase()",
    "toLowerCase()",
    "replace('l', 'L')",
    "replaceAll('l+','<$0>')",
    "replaceAll('(a)(b)?', '$2$1')",
    "replaceFirst('o', '0')",
    "split(',')",
    "split(' ')",
    "split('', 2)",
    "trim()",
    "concat('z')",
    "equals('x')",
    "equals($a)",
    "equalsIgnoreCase('X')",
    "startsWith('a')",
    "endsWith('d')",
    "matches('.*')",
    "charAt(0)",
    "intValue()",
    "doubleValue()",
    "longValue()",
    "add('q')",
    "add(1)",
    "addAll([1,2])",
    "remove('id')",
    "remove(0)",
    "put('k', $str)",
    "put('k', null)",
    "putAll({'z': 1})",
    "nope()",
    "nope(1, 'a')",
    "getOrDefault('id', 'x')",
    "putIfAbsent('p', 2)",
    "subList(0, 1)",
    "clear()",
    "iterator()",
    "iterator().next()",
    "compareTo('m')",
    "compareTo(3)",
    "lastIndexOf('l')",
    "repeat(2)",
    "isBlank()",
    "strip()",
    "codePointAt(0)",
    "toCharArray()",
    "parseInt('7')",
    "parseInt('z')",
    "valueOf(1)",
    "valueOf('12')",
    "format('%05d', 7)",
    "format('%s-%.2f', 'a', 1.5)",
    "join('-', $list)",
    "getClass().getName()",
    "class.name",
    "class.simpleName",
    "entrySet().iterator().next().getKey()",
    "keySet().toArray()",
    "set(0, 'S')",
    "containsAll([1])",
    "removeAll([1])",
    "retainAll(['a'])",
    "toArray()",
    "abs()",
    "negate()",
    "signum()",
    "bitCount()",
    "toHexString(255)",
    "max(1, 2)",
    "sum(1, 2)",
    "compare(1, 2)",
    "isNaN()",
    "floatValue()",
    "shortValue()",
    "byteValue()",
    "booleanValue()",
    "and(true)",
];
const PATHS: &[&str] = &[
    "$",
    "$.id",
    "$.list",
    "$.list[0]",
    "$.list[0].id",
    "$.list[*].name",
    "$..id",
    "$.nested.list",
    "$.missing",
    "$['weird key']",
    "$.list[-1]",
    "$.list[0,1]",
    "$.list[0:1]",
    "$.list[?(@.id == 1)]",
    "$.list[?(@.name)]",
    "name",
    "nested.name",
    "$.*",
    "$.list.length()",
    "$.nested['n','name']",
    "$.list[?(@.price > 1 && @.id < 3)].name",
    "$.tags[?(@ == 'u')]",
    "$.list[9]",
    "$.a-b",
    "$[",
    "$.list[?(@.id in [1,2])]",
    "$.list.size()",
    "$..list[0]",
    "$.",
    "",
    " ",
    "$.nested.keys()",
    "$.list[1:].price",
    "$.list[?(!@.name)]",
    "$.list[?(@.name =~ /n.*/)]",
];

/// A random case in a random dialect.
pub fn case(random: &mut Random, id: usize) -> Value {
    let velocity = random.chance(35);
    let mut maker = Maker { random, velocity, loops: 0, id };
    let mut template = String::new();
    if maker.random.chance(85) {
        template.push_str(if velocity {
            ""
        } else {
            "#set($map = $input.path('$'))#set($list = $input.path('$.list'))"
        });
        template.push_str("#set($str = 'hello world')#set($num = 4)#set($a = 1)#set($b = 'b')");
    }
    let pieces = 1 + maker.random.below(8);
    template.push_str(&maker.block(pieces, 0));
    // whole templates with the line ends of other systems
    match maker.random.below(20) {
        0..=1 => template = template.replace('\n', "\r\n"),
        2 => template = template.replace('\n', "\r"),
        _ => {}
    }
    let document = maker.document();
    let mut case = json!({"id": id, "template": template, "dialect": if velocity { "velocity" } else { "apigateway" }});
    if velocity {
        let list = document["list"].clone();
        case["vars"] = json!({"map": document, "list": list, "str": "hello world", "num": 4, "a": 1, "b": "b"});
    } else {
        case["body"] = Value::String(maker.body(&document));
        case["params"] = json!({"path": {"id": "42"}, "querystring": {"q": "a b&c", "e": ""}, "header": {"X-H": "v'1", "Accept": "*/*"}});
        case["context"] = json!({"requestId": "r-1", "identity": {"sourceIp": "127.0.0.1", "user": null}, "authorizer": {"claims": {"sub": "s"}}});
        case["stageVariables"] = json!({"env": "dev", "n": "1"});
    }
    case
}

struct Maker<'r> {
    random: &'r mut Random,
    velocity: bool,
    /// Nesting of loops, so that a case ends soon.
    loops: usize,
    /// The case's number, for names of macros: the reference remembers them from case to case.
    id: usize,
}

impl Maker<'_> {
    fn block(&mut self, pieces: usize, depth: usize) -> String {
        (0..pieces).map(|_| self.piece(depth)).collect()
    }

    fn inner(&mut self, depth: usize) -> String {
        let pieces = self.random.below(4);
        self.block(pieces, depth + 1)
    }

    fn piece(&mut self, depth: usize) -> String {
        if depth > 3 {
            return self.reference(2);
        }
        match self.random.below(26) {
            20..=25 => self.construct(depth),
            0..=3 => self.random.pick(WORDS).to_owned(),
            4..=8 => self.reference(2),
            9..=10 => self.set(),
            11..=12 => self.condition(depth),
            13..=14 => self.each(depth),
            15 => self.call(depth),
            16 => format!("#define(${}){}#end", self.random.pick(NAMES), self.inner(depth)),
            17 => self.escape(),
            18 => self
                .random
                .pick(&[
                    "#stop",
                    "#break",
                    "#end",
                    "#else",
                    "#{end}",
                    "#set($x = )",
                    "#elseif(true)",
                    "#literal()$a#end",
                    "#set($x=1)\n",
                    "#if(true)\n",
                    "#{if}(true)y#{end}",
                ])
                .to_owned(),
            _ => format!("{}{}", self.random.pick(WORDS), self.reference(1)),
        }
    }

    fn set(&mut self) -> String {
        let blank = self.random.pick(&["", " ", "  ", "\n"]);
        let target = match self.random.below(10) {
            0 => "$context.requestOverride.header.h".to_owned(),
            1 => "$context.responseOverride.status".to_owned(),
            2 => "$context.requestOverride.querystring['q']".to_owned(),
            3 => format!("$map.{}", self.random.pick(KEYS)),
            4 => format!("$list[{}]", self.random.pick(&["0", "-1", "7", "'a'", "$num"])),
            5 => format!("${{{}}}", self.random.pick(NAMES)),
            _ => format!("${}", self.random.pick(NAMES)),
        };
        let end = self.random.pick(&["", "\n", " \n", " ", "\r\n"]);
        format!("{}#set({blank}{target} = {})", self.random.pick(&["", " ", "  ", "\t"]), self.expression(2)) + end
    }

    fn condition(&mut self, depth: usize) -> String {
        let mut text = format!("#if({}){}", self.expression(2), self.random.pick(&["", "\n", " \n", " "]));
        text += &self.inner(depth);
        while self.random.chance(20) {
            text += &format!("#elseif({}){}", self.expression(1), self.inner(depth));
        }
        if self.random.chance(40) {
            text += self.random.pick(&["#else", "#{else}", "#else\n"]);
            text += &self.inner(depth);
        }
        text + self.random.pick(&["#end", "#end\n", "#{end}", "  #end \n", "#end "])
    }

    fn each(&mut self, depth: usize) -> String {
        if self.loops > 1 {
            return self.reference(2);
        }
        self.loops += 1;
        let item = self.random.pick(&["x", "item", "a", "foo-bar"]);
        let list = match self.random.below(6) {
            0 => "[1..3]".to_owned(),
            1 => "$list".to_owned(),
            2 => "$map".to_owned(),
            3 => "$map.entrySet()".to_owned(),
            4 => "$map.keySet()".to_owned(),
            _ => self.operand(2),
        };
        let comma = self.random.pick(&[
            "",
            "#if($foreach.hasNext),#end",
            "$foreach.index",
            "$velocityCount",
            "#if($velocityHasNext);#end",
            "$foreach.parent.count",
        ]);
        let text = format!(
            "#foreach(${item} in {list}){}{}{comma}#end{}",
            self.random.pick(&["", "\n", " "]),
            self.inner(depth),
            self.random.pick(&["", "\n", " \n"])
        );
        self.loops -= 1;
        text
    }

    fn call(&mut self, depth: usize) -> String {
        let own = format!("m{}", self.id);
        let name = self.random.pick(&[&own, &own, "nope", "evaluate", "include", "parse", "macro"]).to_owned();
        match self.random.below(5) {
            0 if name == own => format!("#macro({name} $x $p){}#end", self.inner(depth)),
            1 => format!("#@{name}({}){}#end", self.operand(1), self.inner(depth)),
            2 => format!("#{name}({} {})", self.operand(1), self.operand(1)),
            3 if name == own => self.block_call(&name, depth),
            _ => format!("#{name}({}){}", self.operand(1), self.random.pick(&["", "\n", " "])),
        }
    }

    /// A macro and a call of it whose body changes what an argument is.
    fn block_call(&mut self, name: &str, depth: usize) -> String {
        let variable = self.random.pick(&["a", "b", "num", "str", "missing"]);
        let parameters = self.random.pick(&["$x $p", "$p $p", "$p $bodyContent", "$a $p"]);
        let body = format!("$p{}$bodyContent$x$p", self.inner(depth));
        let call = format!("${variable} {}", self.operand(1));
        let change = format!("#set(${variable} = {})", self.operand(1));
        format!("#macro({name} {parameters}){body}#end#@{name}({call}){change}{}#end", self.inner(depth))
    }

    fn escape(&mut self) -> String {
        let slashes = self.random.pick(&["\\", "\\\\", "\\\\\\", "$", "$$", "$\\"]);
        let what = self.random.pick(&[
            "$a",
            "$missing",
            "$!a",
            "${a}",
            "#if",
            "#set($a = 2)",
            "#end",
            "#else",
            "#foo",
            "#foreach",
            "#m",
            "$!missing",
            "!a",
            "#{if}",
            "#m(1)",
            "x",
            "#define",
        ]);
        format!("{slashes}{what}")
    }

    fn reference(&mut self, depth: usize) -> String {
        let quiet = self.random.pick(&["", "", "", "!"]);
        let inside = self.chain(depth);
        if self.random.chance(35) { format!("${quiet}{{{inside}}}") } else { format!("${quiet}{inside}") }
    }

    fn chain(&mut self, depth: usize) -> String {
        let mut text = match self.random.below(10) {
            0 if !self.velocity => format!("input.path('{}')", self.random.pick(PATHS)),
            1 if !self.velocity => format!("input.json('{}')", self.random.pick(PATHS)),
            2 if !self.velocity => {
                let name = self.random.pick(&[
                    "escapeJavaScript",
                    "parseJson",
                    "urlEncode",
                    "urlDecode",
                    "base64Encode",
                    "base64Decode",
                ]);
                format!("util.{name}({})", self.operand(depth.min(1)))
            }
            3 if !self.velocity => self
                .random
                .pick(&[
                    "input.body",
                    "input.params('id')",
                    "input.params().header",
                    "input.params()",
                    "context.requestId",
                    "context.identity.sourceIp",
                    "context",
                    "context.authorizer.claims.sub",
                    "stageVariables.env",
                    "stageVariables",
                    "input.params('no')",
                    "context.requestOverride",
                    "context.identity.keySet()",
                    "input",
                    "util",
                ])
                .to_owned(),
            _ => self.random.pick(NAMES).to_owned(),
        };
        for _ in 0..self.random.below(3) {
            match self.random.below(6) {
                0..=1 => text += &format!(".{}", self.random.pick(KEYS)),
                2..=4 => {
                    let mut method = self.random.pick(METHODS);
                    if method == "hashCode()" && !text.contains('.') {
                        method = "toString()"; // that of an identity is another in every run
                    } else if method.contains("lass") && text.starts_with("context") {
                        method = "isEmpty()"; // the service's name of it is not the reference's
                    }
                    text += &format!(".{method}");
                    if method.contains("lass") {
                        break; // reflection ends with the class's name
                    }
                }
                _ if depth > 0 => {
                    let index =
                        self.random.pick(&["0", "1", "-1", "9", "'id'", "\"name\"", "$num", "$a", "true", " 0 "]);
                    text += &format!("[{index}]");
                }
                _ => {}
            }
        }
        text
    }

    fn operand(&mut self, depth: usize) -> String {
        match self.random.below(if depth == 0 { 8 } else { 13 }) {
            0 => self
                .random
                .pick(&[
                    "0",
                    "1",
                    "2",
                    "-7",
                    "42",
                    "2147483647",
                    "2147483648",
                    "9223372036854775807",
                    "12345678901234567890",
                ])
                .to_owned(),
            1 => self
                .random
                .pick(&[
                    "1.5",
                    ".5",
                    "1.",
                    "2.50",
                    "1e3",
                    "0.1",
                    "1e-7",
                    "100000000.5",
                    "-0.0",
                    "12345678901234567890.5",
                ])
                .to_owned(),
            2 => self.random.pick(&["true", "false"]).to_owned(),
            3 => self
                .random
                .pick(&[
                    "'a'",
                    "''",
                    "'it''s'",
                    "'x y'",
                    "'$a'",
                    "'\\d'",
                    "'a,b,c'",
                    "'é'",
                    "'12'",
                    "'{\"a\":1}'",
                    "'aGk='",
                    "'%41+'",
                    "'😀'",
                ])
                .to_owned(),
            4 => self
                .random
                .pick(&[
                    "\"$a\"",
                    "\"\"",
                    "\"x$!{b}y\"",
                    "\"#if($a)z#end\"",
                    "\"say \"\"hi\"\"\"",
                    "\"\\u0041\"",
                    "\"$missing\"",
                    "\"a##b\"",
                    "\"$map.id \"",
                    "\"#set($q = 1)$q\"",
                ])
                .to_owned(),
            5..=7 => self.reference(depth.saturating_sub(1)),
            8 => format!("[{}]", self.operands(depth)),
            9 => format!(
                "[{}..{}]",
                self.random.pick(&["1", "0", "-2", "$num", "$a"]),
                self.random.pick(&["3", "1", "$num", "-1", " 2 "])
            ),
            10 => format!("{{'k': {}, {}: 2}}", self.operand(depth - 1), self.operand(depth - 1)),
            11 => "{}".to_owned(),
            _ => "null".to_owned(),
        }
    }

    fn operands(&mut self, depth: usize) -> String {
        (0..self.random.below(4)).map(|_| self.operand(depth - 1)).collect::<Vec<_>>().join(", ")
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.operand(1);
        }
        match self.random.below(8) {
            0..=3 => self.operand(2),
            4 => format!("!{}", self.expression(depth - 1)),
            5 => format!("({})", self.expression(depth - 1)),
            _ => {
                let operator = self.random.pick(&[
                    "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "and", "or", "eq", "ne",
                    "lt", "gt", "le", "ge",
                ]);
                let blank = if self.random.chance(90) { " " } else { "" };
                format!("{}{blank}{operator}{blank}{}", self.expression(depth - 1), self.expression(depth - 1))
            }
        }
    }

    fn scalar(&mut self) -> Value {
        let texts = [
            "12",
            "3.0",
            "hello world",
            "it's",
            "say \"hi\"",
            "back\\slash",
            "</script>",
            "a,b,c",
            "tab\tnl\n",
            "$notref",
            "ünïcödé ☃",
            "",
            "true",
            "😀x",
            "a/b",
        ];
        match self.random.below(8) {
            0 => json!(null),
            1 => json!(self.random.chance(50)),
            2 => json!([0i64, 1, -7, 42, 2_147_483_647, 2_147_483_648, 9_007_199_254_740_993][self.random.below(7)]),
            3 => json!([1.5, -0.25, 100.0, 1e10, 1e-7, 0.1][self.random.below(6)]),
            _ => json!(texts[self.random.below(texts.len())]),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.random.below(if depth == 0 { 1 } else { 4 }) {
            0..=1 => self.scalar(),
            2 => Value::Array((0..self.random.below(4)).map(|_| self.value(depth - 1)).collect()),
            _ => {
                let mut map = Map::new();
                for _ in 0..self.random.below(4) {
                    let value = self.value(depth - 1);
                    map.insert(self.random.pick(KEYS).to_owned(), value);
                }
                Value::Object(map)
            }
        }
    }

    fn document(&mut self) -> Value {
        let mut map = Map::new();
        for key in KEYS.iter().take(12) {
            if self.random.chance(70) {
                map.insert((*key).to_owned(), self.value(2));
            }
        }
        let items = (0..self.random.below(4)).map(|i| json!({"id": i, "name": if i == 1 { Value::Null } else { json!(format!("n{i}")) }, "price": i as f64 * 1.5}));
        map.insert("list".into(), items.collect());
        map.insert("nested".into(), json!({"name": "deep", "n": self.random.below(10), "list": [1, 2, 3]}));
        Value::Object(map)
    }

    /// Mostly JSON; now and then what is nearly JSON, or none at all.
    fn body(&mut self, document: &Value) -> String {
        match self.random.below(24) {
            0 => self
                .random
                .pick(&[
                    "",
                    "not json",
                    "a=1&b=2",
                    "[1, 2",
                    "{\"a\":",
                    "{'id': 1, list: [1,2,], }",
                    "\"text\"",
                    "12",
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "<x/>",
                    "{a",
                    "[1,{\"id\":2}]",
                    " {\"id\": 1} x",
                ])
                .to_owned(),
            _ => {
                let text = document.to_string();
                if self.random.chance(70) {
                    return text;
                };
                text.replacen('{', &format!("{{\"nums\": [{}], ", self.numbers()), 1)
            }
        }
    }
}
