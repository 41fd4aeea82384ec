use std::time::Instant;
use vtl::*;
fn rss() -> usize {
    let s = std::fs::read_to_string("/proc/self/statm").unwrap();
    s.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4
}
fn peak() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned()
}
fn main() {
    for unit in [
        "$a",
        "$a.b",
        "$a.b()",
        "#set($a=1)",
        "#{end}",
        "#if(1)#end",
        "$a[1]",
        "x$a",
        "#a()",
        "##\n",
        "#stop",
        "#break",
        "#[[]]#",
        "$a.b.c.d.e.f.g.h",
        "\\$a",
        "#set($a=[1,1,1,1,1,1,1])",
        "#set($a=1+1+1+1+1+1)",
        "#set($a=\"$a$a$a$a\")",
    ] {
        let t = unit.repeat(300_000 / unit.len());
        let before = rss();
        let s = Instant::now();
        let p = Options::new().dialect(Dialect::Velocity).parse(&t);
        println!(
            "{unit:?} {} KB, peak {} {:?} {:?}",
            rss() - before,
            peak(),
            s.elapsed(),
            p.as_ref().err().map(|e| e.message().to_owned())
        );
        std::mem::forget(p);
    }
    for (name, piece) in [("refs", "$q"), ("set", "#set($q=1)"), ("set strings", "#set($a=\"$a$a$a$a\")")] {
        let t = format!(
            "#set($d='$')#set($h='#')#set($s='{}')#foreach($i in [1..1000])#evaluate($s)#end",
            piece.repeat(300)
        );
        let e = Options::new().dialect(Dialect::Velocity).parse(&t).unwrap();
        let s = Instant::now();
        let r = e.render(&Event::new());
        println!(
            "evaluate {name} {:?} {} {:?}",
            s.elapsed(),
            peak(),
            r.map(|o| o.body.len()).map_err(|e| e.message().to_owned())
        );
    }
}
