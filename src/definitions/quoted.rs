//! `\"`, `\\n`: the escapes that the double quotes of YAML, JSON and HCL have in common.

/// A text as it stands between double quotes; `other` says what else its language escapes.
pub(super) fn escaped(text: &str, other: impl Fn(char) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => match other(c) {
                Some(escape) => out.push_str(&escape),
                None => out.push(c),
            },
        }
    }
    out
}

/// `\u001f`
pub(super) fn by_number(c: char) -> String {
    format!("\\u{:04x}", c as u32)
}
