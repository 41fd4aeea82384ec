//! A regular expression, a text and a replacement through everything that takes them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vtl::{Dialect, Event};
use vtl_fuzz::{parts, run};

/// One template each, so that an error in one does not hide the others.
const USES: [&str; 5] = [
    "$s.matches($p)",
    "$s.replaceAll($p, $r)",
    "$s.replaceFirst($p, $r)",
    "$s.split($p)$s.split($p, 2)$s.split($p, -1)",
    "$p.replace($s, $r)$s.format($p, $s, 1, 2.5, true)$p.matches($s)",
];

fuzz_target!(|data: &[u8]| {
    let [pattern, text, replacement] = parts::<3>(data);
    let event = Event::new()
        .variable("p", pattern.as_str().into())
        .variable("s", text.into())
        .variable("r", replacement.into());
    for template in USES {
        run(template, Dialect::ApiGateway, &event);
    }
    // a pattern that is a literal may be read once for all renders
    if !pattern.contains('\'') {
        let literal = format!("$s.replaceAll('{pattern}', $r)");
        let (literal, variable) =
            (run(&literal, Dialect::ApiGateway, &event), run(USES[1], Dialect::ApiGateway, &event));
        if let (Some(Ok(literal)), Some(Ok(variable))) = (literal, variable) {
            assert_eq!(literal.body, variable.body, "a literal pattern differs");
        }
    }
});
