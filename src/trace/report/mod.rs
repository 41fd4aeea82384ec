//! Traces for people and machines: as a tree for the terminal, as JSON, as one page. `vtl explain` prints them.

mod event_pane;
mod html;
mod json;
mod pieces;
mod tree;
mod words;

pub use html::html;
pub use json::json;
pub use tree::{TreeOptions, tree};

/// Text as HTML shows it, in an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no place for these
            '\n' | '\t' => out.push(c),
            '\r' => out.push('␍'),
            '\0' => out.push('\u{FFFD}'),
            c if (c as u32) < 0x20 => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}')),
            c => out.push(c),
        }
    }
    out
}

/// JSON that can stand in a `<script>`.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A whole page, which loads nothing from anywhere.
pub(crate) fn page(title: &str, css: &str, body: &str, script: &str) -> String {
    let script = if script.is_empty() { String::new() } else { format!("<script>{script}</script>\n") };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>{}{css}</style></head>\n<body>\n{body}{script}</body></html>\n",
        escape(title),
        include_str!("base.css"),
    )
}
