//! Bodies, made anew at each start and always the same.

use serde_json::{Value, json};

use super::random::Random;

const SUBJECTS: [&str; 6] = ["history", "poetry", "botany", "sailing", "music", "travel"];
const FIRST: [&str; 6] = ["Distant", "Quiet", "Northern", "Broken", "Golden", "Hidden"];
const SECOND: [&str; 6] = ["Harbour", "Garden", "Letters", "Tide", "Bridge", "Winter"];
const SHELVES: [&str; 7] = ["cellar", "gallery", "annex", "atrium", "north wing", "tower", "desk"];
const CENTS: [f64; 5] = [0.25, 0.5, 0.75, 0.9, 0.49];

/// A search's `count` hits, 9 members and a nested object each: about 200 bytes.
pub fn books(count: usize) -> String {
    let mut random = Random::new(11);
    let books: Vec<Value> = (0..count).map(|i| book(i, &mut random)).collect();
    json!({"hits": count, "books": books}).to_string()
}

fn book(i: usize, random: &mut Random) -> Value {
    json!({
        "number": 500_001 + i,
        "isbn": format!("978-{:06}-{}", random.below(1_000_000), random.below(10)),
        "title": format!("{} {}, volume {}", random.pick(&FIRST), random.pick(&SECOND), 1 + random.below(40)),
        "subject": random.pick(&SUBJECTS),
        "price": 1.0 + random.below(400) as f64 + random.pick(&CENTS),
        "copies": random.below(30),
        "lent": random.coin(),
        "place": {"shelf": random.pick(&SHELVES), "row": random.below(60) as f64 / 2.0},
        "added": format!("20{:02}-{:02}-{:02}T08:00:00Z", random.below(26), 1 + random.below(12), 1 + random.below(28)),
    })
}

/// An order of books: 2 KB with escapes, null and more than ASCII.
pub fn order() -> String {
    let mut random = Random::new(5);
    let lines: Vec<Value> = (1..17)
        .map(|line| {
            json!({
                "line": line,
                "isbn": format!("978-{:06}", random.below(1_000_000)),
                "price": 3.0 + random.below(90) as f64 + 0.5,
                "marks": [format!("m{}", random.below(9)), "new"],
                "gift": random.coin(),
            })
        })
        .collect();
    json!({
        "loan": "l-90210",
        "note": "Ring \"twice\",\nthen wait.",
        "voucher": null,
        "fee": 7.5,
        "urgent": true,
        "reader": {"name": "Inês Conceição", "street": "Rua da Saudade 14", "town": "Évora", "code": "7000-901"},
        "lines": lines,
    })
    .to_string()
}

pub fn loan() -> String {
    json!({
        "loan": "l-90210", "title": "Letters from the Tide", "author": "M. Harbour", "branch": "harbour",
        "state": "OPEN", "due": "2026-02-01T18:00:00Z", "fee": 7.5, "renewals": 2, "digital": true,
        "reader": {
            "name": "Ines Conceicao", "mail": "ines@example.org",
            "address": {"street": "Rua da Saudade 14", "town": "Evora", "code": "7000-901", "country": "PT"},
        },
        "remark": "Handle with care", "marks": ["first edition", "signed"],
    })
    .to_string()
}

pub fn reader() -> String {
    json!({"reader": {"name": "Ines Conceicao", "town": "Evora"}}).to_string()
}
