//! A template, a body and an event's JSON, in both dialects.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vtl::{Dialect, Event};
use vtl_fuzz::{parts, run};

fuzz_target!(|data: &[u8]| {
    let [template, body, event] = parts::<3>(data);
    let event = Event::from_json(&event).unwrap_or_default();
    let event = if body.is_empty() { event } else { event.body(body) };
    let before = event.clone();
    for dialect in [Dialect::ApiGateway, Dialect::Velocity] {
        run(&template, dialect, &event);
    }
    assert!(event == before, "a render changed its event");
});
