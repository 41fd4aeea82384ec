//! Any bytes as a template, in both dialects.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vtl::{Dialect, Event};
use vtl_fuzz::{parse, render};

fuzz_target!(|data: &[u8]| {
    let source = String::from_utf8_lossy(data);
    for dialect in [Dialect::ApiGateway, Dialect::Velocity] {
        let (once, again) = (parse(&source, dialect), parse(&source, dialect));
        match (once, again) {
            (Ok(once), Ok(again)) => {
                assert_eq!(once.source(), source);
                let event = Event::new();
                assert_eq!(
                    render(&once, &event),
                    render(&again, &event),
                    "two parses of one source render differently"
                );
            }
            (Err(once), Err(again)) => assert_eq!(once, again),
            _ => panic!("parses only sometimes"),
        }
    }
});
