//! A number for each value of a document, the same for equal values.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Number, Value as Json};

/// Of each value in the documents that were given, so that comparing a list's elements costs nothing each time.
#[derive(Default)]
pub(super) struct Fingerprints {
    by_address: HashMap<*const Json, u64>,
}

impl Fingerprints {
    /// Takes a document in. It has to outlive the questions.
    pub fn take(&mut self, json: &Json) -> u64 {
        let mut hasher = DefaultHasher::new();
        std::mem::discriminant(json).hash(&mut hasher);
        match json {
            Json::Null => {}
            Json::Bool(b) => b.hash(&mut hasher),
            Json::Number(number) => hash_number(number, &mut hasher),
            Json::String(text) => text.hash(&mut hasher),
            Json::Array(items) => items.iter().for_each(|item| self.take(item).hash(&mut hasher)),
            Json::Object(entries) => {
                // a sum, because the order of keys does not matter
                let sum = entries.iter().fold(0_u64, |sum, (key, value)| {
                    let mut entry = DefaultHasher::new();
                    (key, self.take(value)).hash(&mut entry);
                    sum.wrapping_add(entry.finish())
                });
                (entries.len(), sum).hash(&mut hasher);
            }
        }
        let print = hasher.finish();
        self.by_address.insert(json, print);
        print
    }

    /// Of a value in a document that was taken in.
    pub fn of(&self, json: &Json) -> u64 {
        self.by_address.get(&std::ptr::from_ref(json)).copied().unwrap_or_default()
    }

    pub fn same(&self, a: &Json, b: &Json) -> bool {
        self.of(a) == self.of(b)
    }
}

/// `1`, `1.0` and `1e0` are one number.
fn hash_number(number: &Number, hasher: &mut impl Hasher) {
    let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    let float = number.as_f64().unwrap_or_default();
    match whole {
        Some(whole) => whole.hash(hasher),
        // exact: a double without a fraction, and small enough to be an i128
        None if float.fract() == 0.0 && float.abs() < 1e38 => (float as i128).hash(hasher),
        None => float.to_bits().hash(hasher),
    }
}
