//! A path and a body: read when the template is parsed and read when it runs, a path gives the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vtl::{Dialect, Event};
use vtl_fuzz::{parts, run};

const VARIABLE: &str = "$input.json($p)\n$input.path($p)\n$input.path('$').get(0)";

fuzz_target!(|data: &[u8]| {
    let [path, body] = parts::<2>(data);
    let event = Event::new().body(body).variable("p", path.as_str().into());
    let dynamic = run(VARIABLE, Dialect::ApiGateway, &event).expect("it parses");
    if !path.contains('\'') {
        let literal = VARIABLE.replace("$p", &format!("'{path}'"));
        if let Some(constant) = run(&literal, Dialect::ApiGateway, &event) {
            match (&dynamic, &constant) {
                (Ok(dynamic), Ok(constant)) => assert_eq!(dynamic.body, constant.body, "{path:?}"),
                (Err(_), Err(_)) => {}
                _ => panic!("{path:?}: {dynamic:?} but as a literal {constant:?}"),
            }
        }
    }
});
