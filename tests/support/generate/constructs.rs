//! What a random walk over the grammar rarely makes: constructs of several parts that belong together.

use super::Maker;

/// What a loop's scope answers to.
const SCOPE: &[&str] = &[
    "$foreach.parent.count",
    "$foreach.parent.index",
    "$foreach.parent.hasNext",
    "$foreach.parent.first",
    "$foreach.topmost.index",
    "$foreach.topmost.last",
    "$foreach.parent.parent.count",
    "$foreach.info.line:$foreach.info.column",
    "$foreach.info.depth",
    "$foreach.parent.info.depth",
    "$foreach.info.name.length()$foreach.info.type",
    "$foreach.getCount()$foreach.isLast()$foreach.hasNext()",
    "#set($foreach.seen = $a)$foreach.seen",
    "$!foreach.seen",
    "#set($foreach = 5)$foreach",
    "$foreach.size()",
    "$foreach.replaced",
    "#if($foreach.first)first#elseif($foreach.last)last#end",
    "#if($foreach.index % 2 == 0)even#{else}odd#end",
    "#break($foreach)",
    "#if($foreach.count > 1)#break($foreach.parent)#end",
    "#if($foreach.last)#break($foreach.topmost)#end",
    "#if($foreach.count == 2)#break#end",
    "#if($foreach.count == 2)#stop('enough')#end",
    "#if($velocityCount > 1), #end",
];

/// Strings as templates write them.
const STRINGS: &[&str] = &[
    "\"it's $a\"",
    "'say \"$a\"'",
    "'a''b'",
    "\"a\"\"b$!missing\"",
    "\"\\u00e9\\u2603$b\"",
    "\"\\n\\t\\\\$a\"",
    "\"\\$a \\\\$a \\$!a\"",
    "\"#set($z = 'q')$z#if($a)y#{else}n#end\"",
    "\"#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end\"",
    "\"$str.substring(0, 3)$str.length()\"",
    "\"${str}s $!{map.id} $map.nested.list[1]\"",
    "\"$map.nested.get(\"\"name\"\")\"",
    "\"a #* b *# c ## d\"",
    "\"# $ #a \\# $5 @\"",
    "\"\t$a\n$b\r\n\"",
    "'\\u0041 $a #end'",
    "\"#[[ $a ]]#\"",
    "\"🙂é$a\"",
    "\"{\"\"k\"\": \"\"$b\"\"}\"",
    "'{\"a\": \"{\\\"b\\\": [1, \\\"c\\\"]}\", \"n\": 1.50}'",
    "'[1, 2.5, \"x\", null, {\"a\": {}}]'",
    "'\"quoted\"'",
    "'%7B%22a%22%3A1%7D'",
];

const STRING_METHODS: &[&str] = &[
    "length()",
    "toUpperCase()",
    "substring(1)",
    "substring(0, 2)",
    "replace('a', '')",
    "replaceAll('[^a-z]', '_')",
    "replaceAll('\\\\', '/')",
    "replaceAll(\"\\'\", \"'\")",
    "split(' ')",
    "split('\"').size()",
    "indexOf('\"')",
    "matches('(?s).*a.*')",
    "trim().isEmpty()",
    "hashCode()",
    "equals(\"x$a\")",
    "concat($b).concat(\"$a\")",
    "contains(\"$a\")",
    "charAt(0).toString()",
    "lastIndexOf('a', 3)",
    "compareTo('b')",
    "toCharArray().size()",
    "getBytes().size()",
    "codePointAt(1)",
    "strip().isBlank()",
];

const FORMATS: &[&str] = &[
    "format('%,d', 1234567)",
    "format('%x %X %o', 255, 255, 8)",
    "format('%08.3f|%-8s|%8s', 3.14159, 'ab', 'cd')",
    "format('%e %g', 12345.678, 0.00012)",
    "format('%+d % d (%d', 5, 5)",
    "format('%s %S %b %c', $map, 'up', true, 'c')",
    "format('%5d%%', 42)",
    "format('%2$s %1$s', 'a', 'b')",
    "format('%.3s|%10.2s', 'abcdef', 'xyz')",
    "format('%d', 1.5)",
    "format('%f', 1)",
    "format('%s', $missing)",
    "format('%s-%s', [1, 'a'])",
    "format('%h', 'hi')",
    "format('%n')",
    "format('%05d', -7)",
    "format('%,.2f', 1234567.891)",
    "format('%x', -1)",
    "valueOf(1.0E10)",
    "valueOf($map)",
];

const TABBED: &[&str] = &[
    "#set(\t$x\t=\t1\t)\t$x",
    "\t#set($x = 2)\t\n$x",
    "#if\t($a)y#end",
    "#if (\n$a\n)\n\ty\t\n#end",
    "#foreach\t( $i\tin\t[1..2]\t)\t$i\t#end\t\n",
    "#foreach(\n$i in\n[1, 2]\n)$i#end",
    "# set($x = 1)",
    "#set\n($x = 3)$x",
    "#set ($x = 3)$x",
    "#SET($x = 4)",
    "#if($a)\ry\r#end\rz",
    "#if($a)\r\ny\r\n#else\r\nn\r\n#end\r\nz",
    "$a\r$b\r\n$a\n\r",
    "#set($x = 1)\r#set($y = 2)\r\n  #set($z = 3)\n\r$x$y$z",
    "## c\r$a## c\r\n$b",
    "#* a\r\n *#\r\n",
    "#end\t ",
    "#@nope()\tx\t#end",
    "#elseif",
    "\u{a0}$a\u{2028}#if($a)\u{a0}\n#end",
    "\u{c}#set($x = 1)\u{b}",
];

const IDENTIFIERS: &[&str] = &[
    "$é",
    "$aé",
    "${aé}",
    "$map.é",
    "$a_b-c.d",
    "$_a",
    "$a-",
    "$a--b",
    "$1a",
    "$a1.b2",
    "#é()",
    "#ifé",
    "$map.é()",
    "$a.",
    "$a..b",
    "${map.id}s",
    "$map.id.",
    "$map._id",
    "$map.-id",
    "${_}",
    "$A",
    "#foo_bar-1(1)",
    "#{foo}(1)",
    "#{endé}",
    "$a$b$!a$!{b}${a}",
    "$!missing.x.y()",
    "$map['é']",
    "$map[\"$b\"]",
    "$list[$num]",
    "$map.nested['list'][0]",
    "$map.nested.list.get(1).toString().length()",
    "$map.get('nested').get('list')[-1]",
    "$map.nested.list.subList(0, 2)[1]",
    "#[[$a]]",
    "#[[a]]#]]#",
    "$!",
    "$!{",
    "${",
    "#{",
    "$!$a",
    "$!#if($a)y#end",
    "#$a",
    "##$a\n",
    "#*$a*#",
    "#**$a*#$b",
    "@a #@a",
    "\\$map.id \\${map.id} \\$!map.id \\\\$!{map.id}",
    "\\#if($a)y\\#end",
    "\\\\#if($a)y#end",
    "\\#foo \\#set",
];

/// What stands for `#if` to look at.
const CONDITIONS: &[&str] = &[
    "$map.id",
    "$map.none",
    "$map.ok",
    "$map.missing",
    "!$map.ok",
    "$map.ok == true",
    "$map.id == ''",
    "$map.id == $null",
    "$map.list.isEmpty()",
    "$map.list.size() > 1",
    "$map.containsKey('id') && !$map.get('none')",
    "$list",
    "[]",
    "{}",
    "''",
    "0",
    "1",
    "1.0",
    "'a' == \"a\"",
    "1 == 1.0",
    "1 == '1'",
    "true == 'true'",
    "[1, 2] == [1, 2]",
    "{'a': 1} == {'a': 1}",
    "$list == $map.list",
    "$a < $num && $num <= 4 || false",
    "!(1 > 2)",
    "!!$a",
    "! $a",
    "not $a or $b and true",
    "'a' < 'b'",
    "$str.length() gt 3",
    "$str eq 'hello world'",
    "$map.nested.n ge 5",
    "($a)",
    "(($a == 1))",
    "\"\"",
    "\"$missing\" == ''",
    "$a == $b",
    "$num % 2 == 0",
    "$num / 0",
    "1 + 1 == 2",
    "null == $missing",
    "$map == $map",
    "$map.class.name == 'java.util.LinkedHashMap'",
];

const ITERATORS: &[&str] = &[
    "#set($it = $map.keySet().iterator())#foreach($k in $it)$k#if($it.hasNext()),#end#end[$it.hasNext()]",
    "#set($it = $list.iterator())#if($it.hasNext())$it.next()#end#foreach($k in $it)$k;#end#foreach($k in $it)$k;#end",
    "#set($it = $map.entrySet().iterator())#foreach($i in [1..2])#if($it.hasNext())#set($e = $it.next())$e.key=$e.value #end#end",
    "#foreach($e in $map.entrySet())$e.getKey():$!e.value#if($e.value.size())($e.value.size())#end;#end",
    "#foreach($k in $map.keySet())$k=$map.get($k)$map[$k]$!map.get(\"$k\")\n#end",
    "#foreach($v in $map.values())[$!v]#end",
    "#foreach($v in $map)[$!v]#end",
    "#foreach($p in $str.split(' '))<$p>#end",
    "#foreach($c in $str.toCharArray())$c.#end",
    "#foreach($x in $list)#foreach($y in $x)$!y#if($foreach.parent.hasNext)|#end#end#end",
    "#foreach($x in $missing)no#end$!x",
    "#foreach($x in 'abc')no#end",
    "#foreach($x in {'a': 1, 'b': null})$!x.#end",
    "#foreach($x in [$missing, 1, null])[$x]#end",
    "#foreach($x in [1..5])#set($sum = $sum + $x)#end$sum",
    "#set($sum = 0)#foreach($x in [5..1])#set($sum = $sum + $x)#end$sum",
    "#set($l = [])#foreach($x in $list)#set($ok = $l.add($x.id))#end$l",
    "#set($o = {})#foreach($x in $list)#set($o[\"k$foreach.index\"] = $x.name)#end$o",
    "#foreach($x in $list)#set($list[0] = $x)#end",
    "#foreach($x in $list)$list.add(1)#end",
    "#set($m = {})$!m.put($map, 1)$!m.put([1, 2], 'l')$m.get([1, 2])$m.containsKey($map)$m.size()",
    "#set($m = {$list: 'x', 1: 'i', true: 'b', $missing: 'n'})$m.get(1)$m.get(true)$m.get($list) $m[1]",
    "#set($m = {'a': {'b': [1, {'c': 2}]}})$m.a.b[1].c$m.a.b.get(0)$m",
    "#set($m = {'a': 1})#set($n = $m)#set($n.b = 2)$m $m.equals($n) $m.hashCode()",
    "#set($m.x = 1)$m#set($map.new.x = 1)$map.new#set($map.new = {})#set($map.new.x = [1])$map.new",
];

const GATEWAY: &[&str] = &[
    "$input.params().querystring.get('q')",
    "$input.params().header.get('X-H')$input.params().get('header').get('accept')",
    "$input.params().path.id$input.params().path['id']$!input.params().nope",
    "#foreach($t in $input.params().keySet())#foreach($k in $input.params().get($t).keySet())$t.$k=$util.escapeJavaScript($input.params().get($t).get($k));#end#end",
    "#foreach($e in $input.params().header.entrySet())$e.key: $e.value\n#end",
    "$input.params('X-H').replaceAll(\"'\", '')$input.params('q').split(' ').size()",
    "$input.params('e')|$input.params('nope').length()",
    "$input.params(\"$b\")$input.params($missing)$input.params(1)",
    "$context.requestOverride.header.put('h', $map.id)",
    "$context.requestOverride.path.put('p', \"$a/$b\")$context.requestOverride.path.p",
    "#set($context.responseOverride.header = {'a': 1})",
    "#set($context.responseOverride.header['X-Y'] = $list)",
    "#set($context.responseOverride.header.a-b = true)",
    "#set($context.responseOverride.status = $num)#set($context.responseOverride.status = '404')",
    "#set($context[\"requestOverride\"].querystring[\"$b\"] = 1.50)$context.requestOverride.querystring",
    "#set($x = $context.requestOverride.querystring.remove('q'))$!context.requestOverride.querystring.putAll({'q': [1]})",
    "#set($context.requestOverride = {'header': {'z': 1}})$context.requestOverride.header.z",
    "#set($context.requestOverride.deep = {'a': {'b': [{'c': 1}]}})$context.requestOverride.deep.a.b[0].c",
    "$context.keySet().size()$context.containsKey('identity')$context.get('requestId')",
    "#foreach($k in $context.keySet())$k:$!context.get($k);#end",
    "$context.identity.user|$context.authorizer.claims['sub']|$context.authorizer.get('claims').sub",
    "#foreach($k in $stageVariables.keySet())$k=$stageVariables[$k]#end${stageVariables.env}",
    "$util.parseJson($util.escapeJavaScript($input.json('$')))",
    "$util.parseJson('{\"a\": \"{\\\"b\\\": 1}\"}').a",
    "$util.parseJson($util.parseJson('{\"a\": \"{\\\"b\\\": 1}\"}').a).b",
    "$util.parseJson($input.body).nested.list[0]",
    "$util.parseJson('[1, 2.0, 1e400, 12345678901234567890, 1.2345678901234567890]')",
    "$util.parseJson($input.json('$.nested')).keySet()",
    "$util.parseJson('{a: 1, \"b\": [1,], c: \\'x\\'}')",
    "$util.base64Decode($util.base64Encode($input.body))",
    "$util.urlDecode($util.urlEncode(\"$str &=é😀\"))",
    "$util.escapeJavaScript($input.path('$.name')).replaceAll(\"\\\\'\", \"'\")",
    "$input.path('$.nums')",
    "$input.json('$.nums')",
    "#foreach($n in $input.path('$.nums'))$n $n.class.simpleName;#end",
    "#foreach($n in $input.path('$.nums'))#set($r = $n + 1)$r,#set($r = $n * 2)$r,#set($r = $n / 3)$r,#set($r = $n % 2)$r;#end",
    "#foreach($n in $input.path('$.nums'))#if($n > 1)>#elseif($n == 1)=#else<#end#end",
    "#foreach($n in $input.path('$.nums'))$n.intValue() $n.doubleValue() $n.hashCode();#end",
    "$input.path('$.nums[0]').compareTo($input.path('$.nums[1]'))",
    "$input.path(\"$.list[$a].name\")$input.path(\"$['list'][0]['id']\")",
    "#set($p = '$.nested')$input.path($p).name$input.json(\"$p.list\")",
    "#set($root = $input.path('$'))#foreach($x in $root.list){\"id\": $x.id, \"name\": \"$!x.name\"}#if($foreach.hasNext),#end\n#end",
    "{\"body\": $input.json('$'), \"raw\": \"$util.escapeJavaScript($input.body)\"}",
    "#set($x = $input.path('$.nested'))#set($x.added = 1)$input.json('$.nested')",
    "#set($x = $input.path('$.list'))$x.add({'a': \"q\"})$input.json('$.list')",
    "$input.path('$.list')[0].keySet()$input.path('$.list').get(0).entrySet()",
    "$input.path('$..id').size()$input.path('$.list[*].id').contains(1)",
    "$input.body.length()$input.body.contains('id')",
    "#if($input.path('$.missing') == '')empty#end#if($input.path('$.missing'))true#end",
    "#if($input.json('$.missing') == '\"\"')quoted#end$input.json('$.none')",
];

impl Maker<'_> {
    pub(super) fn construct(&mut self, depth: usize) -> String {
        match self.random.below(if self.velocity { 10 } else { 14 }) {
            0 => self.macros(depth),
            1 => self.nested_loops(depth),
            2 => self.deferred(depth),
            3 => format!("#set($q = {})$q.{}", self.random.pick(STRINGS), self.random.pick(STRING_METHODS)),
            4 => format!("[$str.{}]", self.random.pick(FORMATS)),
            5 => self.random.pick(TABBED).to_owned(),
            6 => self.random.pick(IDENTIFIERS).to_owned(),
            7 => {
                let (first, second) = (self.random.pick(CONDITIONS), self.random.pick(CONDITIONS));
                format!("#if({first})1#elseif({second})2#{{else}}3#end")
            }
            8 => self.random.pick(ITERATORS).to_owned(),
            9 => format!("#set($q = {})$q", self.expression(3)),
            _ => self.random.pick(GATEWAY).to_owned(),
        }
    }

    /// Macros that call each other, set their parameters, and print the block they are given.
    fn macros(&mut self, depth: usize) -> String {
        let (outer, inner) = (format!("o{}", self.id), format!("i{}", self.id));
        let arguments = (self.operand(1), self.operand(1), self.operand(1));
        let set = self.random.pick(&["#set($p = 9)", "#set($x = $p)", "#set($a = 'set')", "", "#set($x.k = 1)"]);
        let body = self.random.pick(&[
            "$!bodyContent",
            "$bodyContent",
            "$bodyContent$bodyContent",
            "#set($c = \"$bodyContent\")$c",
        ]);
        let call = self.random.pick(&["$p", "$x", "\"$p\"", "$p.id", "$missing", "[$x, $p]", "$!x"]);
        let content = self.inner(depth.max(2));
        let defined = format!(
            "#macro({inner} $p $y)<$p|$!y|$!a>{set}<$p>#end#macro({outer} $x){set}($x #{inner}({call} $x) {body})#end"
        );
        let used = match self.random.below(4) {
            0 => format!("#@{outer}({}){content}#end", arguments.0),
            1 => format!("#{outer}({})#{inner}({} {})", arguments.0, arguments.1, arguments.2),
            2 => format!("#@{outer}({})#@{inner}(1 2){content}#end#end", arguments.0),
            _ => format!("#foreach($a in [1..2])#@{outer}($a)$a{content}#end#end$!x$!p"),
        };
        if self.random.chance(80) { defined + &used } else { used + &defined }
    }

    fn nested_loops(&mut self, depth: usize) -> String {
        let (outer, inner) = (self.random.pick(SCOPE), self.random.pick(SCOPE));
        let list = self.random.pick(&["[1..3]", "$list", "$map", "['a', 'b']", "$map.nested.list", "[[1, 2], [3]]"]);
        let content = self.inner(depth.max(2));
        format!("#foreach($i in {list})\n {outer}#foreach($j in [1..2]){inner}{content}#end$foreach.count#end$!foreach")
    }

    /// A block that is used later, when what it names is something else.
    fn deferred(&mut self, depth: usize) -> String {
        let content = self.inner(depth.max(2));
        let list = self.random.pick(&["[1..2]", "$list", "$map.keySet()"]);
        let used = self.random.pick(&[
            "$d",
            "$d$d",
            "\"$d\"",
            "#if($d)$d#end",
            "$d.toString().length()",
            "#set($s = $d)$s",
            "#set($s = \"$d\")$s.length()",
            "#foreach($x in [7])$d#end",
            "${d}x$!d",
        ]);
        format!(
            "#define($d)#foreach($x in {list})$!x$!a#if($foreach.hasNext),#end#end{content}#end#set($a = 'new'){used}"
        )
    }

    /// Numbers of every class, as JSON may write them.
    pub(super) fn numbers(&mut self) -> String {
        let all = [
            "0",
            "1",
            "-1",
            "1.0",
            "1.50",
            "0.1",
            "-0.0",
            "1E5",
            "1e-7",
            "100000000.5",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "12345678901234567890",
            "1.2345678901234567",
            "1.23456789012345678901",
            "1e400",
            "123456.789e3",
            "007",
            "3.0e0",
        ];
        let count = self.random.below(6);
        (0..count).map(|_| self.random.pick(&all)).collect::<Vec<_>>().join(", ")
    }
}
