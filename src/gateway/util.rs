//! `$util`

use std::borrow::Cow;
use std::fmt::Write;

use super::{base64, common, url, utf8};
use crate::error::{ErrorKind, Result};
use crate::value::object::{Host, HostCall};
use crate::value::{Heap, Known, Name, Outcome, Value, json, print, utf16};

/// `$util`
pub(crate) struct Util;

impl<'a> Host<'a> for Util {
    fn class_name(&self) -> &'static str {
        "Util"
    }

    fn property(&self, heap: &Heap<'a>, name: Name<'a>) -> Result<Outcome<'a>> {
        common::property(heap, self, name.text)
    }

    fn call(&self, heap: &Heap<'a>, call: &HostCall<'_, 'a>) -> Result<Outcome<'a>> {
        let [argument] = *call.args else { return common::call(heap, self, call) };
        let value = match call.name.known {
            Known::escapeJavaScript => escape_java_script(heap, argument)?,
            Known::parseJson => parse_json(heap, argument)?,
            Known::urlEncode | Known::urlDecode | Known::base64Encode | Known::base64Decode => {
                let text = match argument {
                    Value::String(text) => text,
                    Value::Null => return Err(common::null_argument()),
                    _ => return Ok(Outcome::Missing),
                };
                heap.string(&recoded(heap, call.name.known, text)?)?
            }
            _ => return common::call(heap, self, call),
        };
        Ok(Outcome::Value(value))
    }
}

fn recoded(heap: &Heap<'_>, by: Known, text: &str) -> Result<String> {
    heap.charge_text(text.len())?;
    match by {
        Known::urlDecode => url::decode(text),
        Known::base64Decode => base64::decode(text),
        Known::urlEncode => {
            let text = utf8::encodable(heap, text);
            heap.reserve(url::encoded_len(&text))?;
            Ok(url::encode(&text))
        }
        _ => {
            let text = utf8::encodable(heap, text);
            heap.reserve(base64::len(&text))?;
            Ok(base64::encode(&text))
        }
    }
}

/// `$util.parseJson("{\"a\":1}")`: null for what is no string, or no JSON.
fn parse_json<'a>(heap: &Heap<'a>, argument: Value<'a>) -> Result<Value<'a>> {
    let Value::String(text) = argument else { return Ok(Value::Null) };
    match json::read(heap, text) {
        Err(fault) if !matches!(fault.kind, ErrorKind::Limit(_)) => Ok(Value::Null),
        result => result,
    }
}

/// `$util.escapeJavaScript("it's")`: any object, as it prints.
fn escape_java_script<'a>(heap: &Heap<'a>, argument: Value<'a>) -> Result<Value<'a>> {
    if argument.is_null() {
        return Ok(Value::Null);
    }
    let text = print::to_text(heap, argument)?;
    heap.charge_text(text.len())?;
    match escaped(heap, text)? {
        Cow::Borrowed(text) => Ok(Value::String(text)),
        Cow::Owned(text) => heap.string(&text),
    }
}

/// The text as the inside of a JavaScript string, by the rules of commons-lang 2.
fn escaped<'t>(heap: &Heap<'_>, text: &'t str) -> Result<Cow<'t, str>> {
    let Some(first) = next_special(text, 0) else { return Ok(text.into()) };
    let growth: usize = text[first..].bytes().map(growth).sum();
    // each escape is written by itself
    heap.charge(growth as u64 / 4)?;
    heap.reserve(text.len() + growth)?;
    let mut out = String::with_capacity(text.len() + growth);
    let mut plain_from = 0;
    let mut special = Some(first);
    while let Some(at) = special {
        out.push_str(&text[plain_from..at]);
        let c = text[at..].chars().next().unwrap_or_default();
        plain_from = at + c.len_utf8();
        push_escaped(c, &text[at..plain_from], &mut out);
        special = next_special(text, plain_from);
    }
    out.push_str(&text[plain_from..]);
    Ok(out.into())
}

/// Where the next character starts that is not written as it is.
fn next_special(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let from = json::skip_plain::<true, 4>(bytes, from, *b"'\"\\/");
    bytes[from..].iter().position(|&b| growth(b) > 0).map(|at| from + at)
}

/// How much longer a byte can make the text: nothing, if it is written as it is.
const fn growth(byte: u8) -> usize {
    match byte {
        b'\'' | b'"' | b'\\' | b'/' => 1,
        b' '..=0x7F => 0,
        0..b' ' => 5,
        _ => 3, // two bytes at least become six
    }
}

fn push_escaped(c: char, as_text: &str, out: &mut String) {
    match c {
        '\'' | '"' | '\\' | '/' => {
            out.push('\\');
            out.push(c);
        }
        '\u{8}' => out.push_str("\\b"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        _ => {
            for unit in utf16::encode(as_text) {
                let _ = write!(out, "\\u{unit:04X}");
            }
        }
    }
}
