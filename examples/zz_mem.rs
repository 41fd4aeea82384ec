use std::time::Instant;
use vtl::*;
fn peak() -> String { std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned() }
fn main() {
    let only: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let long = |piece: &str, n: usize| piece.repeat(n / piece.len());
    let mut cases: Vec<(String, String)> = Vec::new();
    for piece in ["$q", "#set($q=1)", "$q.a.b", "x$q", "#if($q)#end", "#define($q)#end", "$q.json(0)", "#macro(m)#end", "$q[1][1]"] {
        let p = piece.replace('#', "${h}").replace('$', "${d}").replace("${d}{h}", "${h}");
        for n in [600, 20_000, 250_000] {
            cases.push((format!("evaluate {piece} {n}"), format!("#set($d='$')#set($h='#')#foreach($i in [1..1000])#set($s=\"{}$i\")#evaluate($s)#end", long(&p, n))));
        }
    }
    cases.push(("digits".into(), format!("#set($n = {})$n", "9".repeat(290_000))));
    cases.push(("digits times".into(), format!("#set($n = {})#set($n = $n * $n)#set($n = $n * $n)#set($n=$n*$n).", "9".repeat(290_000))));
    cases.push(("square".into(), "#set($n = 7)#foreach($i in [1..60])#set($n = $n * $n)#end".into()));
    cases.push(("literals".into(), format!("{}x{}", "#set($a = \"".repeat(14), "\")".repeat(14))));
    cases.push(("iterators".into(), "#set($l = [])#foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = $l.iterator().hashCode())#end#end".into()));
    cases.push(("text in strings".into(), format!("#foreach($i in [1..1000])#foreach($j in [1..1000])#if(\"{}\")#end#end#end", "x".repeat(250_000))));
    cases.push(("text in strings with $".into(), format!("#foreach($i in [1..1000])#foreach($j in [1..1000])#if($j == \"{}$i\")#end#end#end", "x".repeat(250_000))));
    cases.push(("define printed and dropped".into(), format!("#define($d){}#end#foreach($i in [1..1000])#foreach($j in [1..1000])#if($d)#end#end#end", "x".repeat(250_000))));
    cases.push(("null texts".into(), format!("#macro(m $p)#foreach($i in [1..1000])#foreach($j in [1..1000])$p#end#end#end#m($nothing.{})", "x".repeat(250_000))));
    cases.push(("macro arguments".into(), format!("#macro(m {})#foreach($i in [1..1000])#foreach($j in [1..1000])$nothing#end#end#end#m({})", (0..10_000).map(|i| format!("$p{i} ")).collect::<String>(), "$a ".repeat(10_000))));
    cases.push(("locals".into(), format!("#macro(m){}#foreach($i in [1..1000])#foreach($j in [1..1000])$nothing#set($z = 1)#end#end#end#m()", (0..10_000).map(|i| format!("#set($p{i}=1)")).collect::<String>())));
    cases.push(("elseif".into(), format!("#foreach($i in [1..1000])#foreach($j in [1..1000])#if(false){}#end#end#end", "#elseif(false)".repeat(15_000))));
    cases.push(("null list".into(), "#foreach($i in [1..1000])#foreach($n in [$a, $a, $a])#foreach($m in [$a])$n#end#end#end".into()));
    cases.push(("many names".into(), (0..25_000).map(|i| format!("$v{i} ")).collect()));
    cases.push(("hash marks".into(), "#".repeat(300_000)));
    cases.push(("dollars".into(), "$".repeat(300_000)));
    cases.push(("slashes".into(), "\\".repeat(299_000) + "$a"));
    cases.push(("bang".into(), "$!".repeat(150_000)));
    cases.push(("open quotes".into(), "#set($a = \"".repeat(25_000)));
    cases.push(("comments".into(), "#*".repeat(150_000)));
    cases.push(("literal".into(), "#[[".repeat(100_000)));
    cases.push(("brace".into(), "${".repeat(150_000)));
    cases.push(("index".into(), "$a[".repeat(100_000)));
    cases.push(("call".into(), "#m(".repeat(100_000)));
    cases.push(("strings unsure".into(), "#macro(a)#end".to_owned() + &"#set($a = \"\\#b\")".repeat(15_000)));
    cases.push(("parens".into(), "#if(1".to_owned() + &" ".repeat(290_000)));
    cases.push(("newlines".into(), "#set($a = 1)\n\n\n \n".repeat(15_000)));

    let turns = "#foreach($i in [1..1000])#foreach($j in [1..1000])";
    cases = cases.split_off(34);
    for piece in ["#set($q=1)", "$q"] { let p = piece.replace('#', "${h}").replace('$', "${d}").replace("${d}{h}", "${h}"); cases.push((format!("evaluate {piece}"), format!("#set($d='$')#set($h='#')#foreach($i in [1..1000])#set($s=\"{}$i\")#evaluate($s)#end", long(&p, 20_000)))); }
    cases.push(("last elseif".into(), format!("{turns}#if(false){}#elseif(true)#end#end#end", "#elseif(false)".repeat(15_000))));
    cases.push(("ands".into(), format!("{turns}#if(1 == 1{})#end#end#end", " && 1 == 1".repeat(190))));
    cases.push(("sums".into(), format!("{turns}#set($a = 1{})#end#end", " + 1".repeat(190))));
    cases.push(("nots".into(), format!("{turns}#if({}$i)#end#end#end", "!".repeat(190))));
    cases.push(("chain".into(), format!("#set($m = {{}})#set($x = $m.put('b', $m)){turns}#set($x = $m{})#end#end", ".b".repeat(100_000))));
    cases.push(("chain of indexes".into(), format!("#set($m = [1])#set($x = $m.add($m)){turns}#set($x = $m{})#end#end", "[1]".repeat(90_000))));
    cases.push(("arguments".into(), format!("{turns}#set($x = $i.x({}1))#end#end", "1,".repeat(100_000))));
    cases.push(("macro constants".into(), format!("#macro(m $a){turns}$a#end#end#end#m({})", "1 ".repeat(100_000))));
    cases.push(("call in a loop".into(), format!("#macro(m $a)$a#end{turns}#m({})#end#end", "1 ".repeat(100_000))));
    cases.push(("unknown macro".into(), format!("{turns}#m({})#end#end", "1 ".repeat(100_000))));
    cases.push(("list literal".into(), format!("{turns}#set($x = [{}1])#end#end", "1,".repeat(100_000))));
    cases.push(("long keys".into(), format!("#set($m = {{}}){turns}#set($x = $m.{})#end#end", "k".repeat(250_000))));
    cases.push(("long unknown method".into(), format!("#set($m = 'a'){turns}#set($x = $m.{}())#end#end", "k".repeat(250_000))));
    cases.push(("long unknown property".into(), format!("#set($m = 'a'){turns}#set($x = $m.{})#end#end", "k".repeat(250_000))));
    cases.push(("long property of set".into(), format!("#set($m = 'a'){turns}#set($m.{} = 1)#end#end", "k".repeat(250_000))));
    cases.push(("long keys of a body".into(), format!("{turns}$input.path('$.{}')#end#end", "k".repeat(250_000))));
    cases.push(("long strings compared".into(), format!("#set($a = '{0}')#set($b = '{0}'){turns}#if($a == $b)#end#end#end", "k".repeat(120_000))));
    cases.push(("long params".into(), format!("#set($a = '{0}'){turns}$input.params($a)#end#end", "k".repeat(120_000))));
    cases.push(("long compared".into(), format!("#set($a = '{0}')#set($b = '{0}'){turns}#set($x = $a.compareTo($b))#end#end", "k".repeat(120_000))));
    cases.push(("long paths".into(), format!("{turns}$!input.path('$.{}')#end#end", ".a".repeat(100_000))));
    cases.push(("break".into(), format!("{turns}#break#end#end")));
    cases.push(("null items".into(), format!("{}$q#set($q = $n)#end{}", "#foreach($q in [$n, $n, $n])".repeat(15), "#end".repeat(14))));
    cases.push(("context".into(), format!("{turns}#set($context.responseOverride.header.h = $context)$!context.responseOverride.header.h#end#end")));
    if only < cases.len() {
        let (name, t) = &cases[only];
        for d in [Dialect::ApiGateway, Dialect::Velocity] {
            let s = Instant::now();
            let p = Options::new().dialect(d).parse(t);
            let parsed = s.elapsed();
            let s = Instant::now();
            let r = p.as_ref().map_err(|e| e.message().to_owned()).and_then(|e| e.render(&Event::new()).map(|o| o.body.len()).map_err(|e| e.message().chars().take(60).collect()));
            println!("{name:30} {d:?} parse {parsed:?} render {:?} {} {r:?}", s.elapsed(), peak());
        }
    } else { std::process::exit(9) }
}
