//! What one would write by hand for one template: the body into structs that borrow from it, the output into a string
//! that was made large enough.

mod compute;
mod dynamodb;
mod list;
mod literal;
mod passthrough;

pub use compute::compute;
pub use dynamodb::dynamodb_put;
pub use list::list;
pub use literal::literal;
pub use passthrough::passthrough;

fn integer(out: &mut String, number: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(number));
}

fn double(out: &mut String, number: f64) {
    out.push_str(zmij::Buffer::new().format(number));
}

fn boolean(out: &mut String, truth: bool) {
    out.push_str(if truth { "true" } else { "false" });
}

/// Escapes for JSON: what `$util.escapeJavaScript` does, without `\/`, `\'` and `\u`.
pub fn escape_javascript(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escape);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
