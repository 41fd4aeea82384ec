//! `java.lang.String`, by what its methods do: `search`, `slice` and `build`; `pattern` has those that take a regular
//! expression. Positions count UTF-16 units, as Java's do. Called by `methods/` alone.

mod build;
mod encode;
mod fold;
mod format;
mod lines;
mod pattern;
mod search;
mod slice;

pub(super) use slice::{bad_index, code_point_count, is_whitespace, offset_by_code_points, point_at, point_before};

use super::args::{answer, char_array, chars, int, made, missing, text};
use super::exception::{class_cast, null_because, offset_count, thrown};
use crate::error::Result;
use crate::value::{Heap, Known, ListKind, Outcome, Value, print, utf16};

/// `$s.length()`, `$s.substring(1, 3)`, `$s.format('%05d', 7)`
pub(super) fn call<'a>(heap: &Heap<'a>, s: &'a str, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    if s.is_ascii() {
        heap.charge_bytes(s.len())?
    } else {
        heap.charge_text(s.len())?
    }
    match (method, args) {
        (Known::format, args) => format::format(heap, args),
        (Known::formatted, args) => format::formatted(heap, s, args),
        (Known::join, args) => build::join(heap, args),
        (Known::valueOf | Known::copyValueOf, args) => value_of(heap, method, args),
        (_, []) => plain(heap, s, method),
        (_, [a]) => one(heap, s, method, *a),
        (_, [a, b]) => two(heap, s, method, *a, *b),
        (_, args) => many(heap, s, method, args),
    }
}

/// `$s.trim()`
fn plain<'a>(heap: &Heap<'a>, s: &'a str, method: Known) -> Result<Outcome<'a>> {
    match method {
        Known::length => answer(utf16::len(s) as i32),
        Known::isEmpty => answer(s.is_empty()),
        Known::isBlank => {
            let rest = s.trim_start_matches(slice::is_whitespace);
            heap.charge_text(s.len() - rest.len())?;
            answer(rest.is_empty())
        }
        Known::trim => trimmed(heap, s, s.trim_matches(|c| c <= ' ')),
        Known::strip => trimmed(heap, s, s.trim_matches(slice::is_whitespace)),
        Known::stripLeading => trimmed(heap, s, s.trim_start_matches(slice::is_whitespace)),
        Known::stripTrailing => trimmed(heap, s, s.trim_end_matches(slice::is_whitespace)),
        Known::toLowerCase => fold::to_lower(heap, s),
        Known::toUpperCase => fold::to_upper(heap, s),
        Known::toString | Known::intern => answer(s),
        Known::getBytes => encode::encoded(heap, s, encode::Charset::Utf8),
        Known::toCharArray => {
            heap.reserve(s.len().saturating_mul(2 * size_of::<Value>()))?;
            char_array(heap, &utf16::encode(s).collect::<Vec<_>>())
        }
        Known::stripIndent => lines::strip_indent(heap, s),
        Known::translateEscapes => lines::translate_escapes(heap, s),
        _ => missing(),
    }
}

/// `$s.trim()`: the work is that of what goes.
fn trimmed<'a>(heap: &Heap<'a>, s: &str, rest: &'a str) -> Result<Outcome<'a>> {
    heap.charge_text(s.len() - rest.len())?;
    answer(rest)
}

/// `$s.indexOf('x')`
fn one<'a>(heap: &Heap<'a>, s: &'a str, method: Known, arg: Value<'a>) -> Result<Outcome<'a>> {
    if let Some(i) = int(arg) {
        return match method {
            Known::charAt => slice::char_at(s, i),
            Known::substring => slice::substring(heap, s, i, utf16::len(s) as i32),
            Known::codePointAt => slice::code_point_at(s, i),
            Known::codePointBefore => slice::code_point_before(s, i),
            Known::indexOf => answer(search::index_of_char(heap, s, i, 0)?),
            Known::lastIndexOf => answer(search::last_index_of_char(heap, s, i, i32::MAX)?),
            Known::repeat => build::repeat(heap, s, i),
            Known::indent => lines::indent(heap, s, i),
            Known::compareTo => Err(class_cast(arg, "java.lang.String")),
            _ => missing(),
        };
    }
    match (method, arg) {
        (Known::compareTo, Value::String(_) | Value::Null) => {}
        (Known::compareTo, other) => return Err(class_cast(other, "java.lang.String")),
        (Known::resolveConstantDesc, Value::Null) => return answer(s),
        (Known::toLowerCase | Known::toUpperCase, Value::Null) => {
            return Err(null_because("Cannot invoke \"java.util.Locale.getLanguage()\" because \"locale\" is null"));
        }
        _ => {}
    }
    match text(arg) {
        Some(Some(t)) => one_text(heap, s, method, t),
        Some(None) => null_argument(method),
        None => missing(),
    }
}

fn one_text<'a>(heap: &Heap<'a>, s: &'a str, method: Known, t: &'a str) -> Result<Outcome<'a>> {
    heap.charge_bytes(t.len())?;
    match method {
        Known::indexOf => answer(search::index_of(heap, s, t, 0)?),
        Known::lastIndexOf => answer(search::last_index_of(heap, s, t, i32::MAX)?),
        Known::contains => answer(search::index_of(heap, s, t, 0)? >= 0),
        Known::startsWith => answer(search::starts_with(heap, s, t, 0)?),
        Known::endsWith => answer(search::ends_with(heap, s, t)?),
        Known::concat => build::concat(heap, s, t),
        Known::contentEquals => answer(s == t),
        Known::compareTo => answer(utf16::compare(s, t)),
        Known::compareToIgnoreCase => answer(fold::compare(heap, s, t)?),
        Known::equalsIgnoreCase => answer(fold::equal(heap, s, t)?),
        Known::matches => pattern::matches(heap, s, t),
        Known::split => pattern::split(heap, s, t, 0),
        Known::getBytes => encode::get_bytes(heap, s, t),
        _ => missing(),
    }
}

/// `$s.contains(null)`
#[cold]
fn null_argument<'a>(method: Known) -> Result<Outcome<'a>> {
    Err(null_because(match method {
        Known::equalsIgnoreCase => return answer(false),
        Known::indexOf => "Cannot invoke \"String.coder()\" because \"str\" is null",
        Known::lastIndexOf => "Cannot read field \"value\" because \"tgtStr\" is null",
        Known::contains => "Cannot invoke \"java.lang.CharSequence.toString()\" because \"s\" is null",
        Known::startsWith => "Cannot invoke \"String.length()\" because \"prefix\" is null",
        Known::endsWith => "Cannot invoke \"String.length()\" because \"suffix\" is null",
        Known::concat => "Cannot invoke \"String.isEmpty()\" because \"str\" is null",
        Known::contentEquals => "Cannot invoke \"java.lang.CharSequence.length()\" because \"cs\" is null",
        Known::compareTo => "Cannot read field \"value\" because \"anotherString\" is null",
        Known::compareToIgnoreCase => "Cannot read field \"value\" because \"s2\" is null",
        Known::matches => "Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null",
        Known::split => "Cannot invoke \"String.length()\" because \"regex\" is null",
        Known::transform => "Cannot invoke \"java.util.function.Function.apply(Object)\" because \"f\" is null",
        _ => return missing(),
    }))
}

/// `$s.substring(1, 3)`, `$s.replace('a', 'b')`
fn two<'a>(heap: &Heap<'a>, s: &'a str, method: Known, a: Value<'a>, b: Value<'a>) -> Result<Outcome<'a>> {
    if let (Some(i), Some(j)) = (int(a), int(b)) {
        return match method {
            Known::substring | Known::subSequence => slice::substring(heap, s, i, j),
            Known::indexOf => answer(search::index_of_char(heap, s, i, j)?),
            Known::lastIndexOf => answer(search::last_index_of_char(heap, s, i, j)?),
            Known::codePointCount => slice::code_point_count(s, i, j),
            Known::offsetByCodePoints => slice::offset_by_code_points(s, i, j),
            _ => missing(),
        };
    }
    if let (Value::Character(from), Value::Character(to), Known::replace) = (a, b, method) {
        return build::replace_unit(heap, s, from, to);
    }
    match (text(a), text(b), int(b)) {
        (Some(Some(a)), Some(Some(b)), _) => {
            heap.charge_bytes(a.len().saturating_add(b.len()))?;
            match method {
                Known::replace => build::replace(heap, s, a, b),
                Known::replaceAll => pattern::replace(heap, s, a, b, usize::MAX),
                Known::replaceFirst => pattern::replace(heap, s, a, b, 1),
                Known::compare => answer(utf16::compare(a, b)),
                _ => missing(),
            }
        }
        (Some(Some(a)), None, Some(i)) => match method {
            Known::indexOf => answer(search::index_of(heap, s, a, i)?),
            Known::lastIndexOf => answer(search::last_index_of(heap, s, a, i)?),
            Known::startsWith => answer(search::starts_with(heap, s, a, i)?),
            Known::split => pattern::split(heap, s, a, i),
            _ => missing(),
        },
        (Some(a), Some(_), None) => null_pair(heap, s, method, a),
        (Some(None), None, Some(i)) => match method {
            Known::startsWith if i < 0 => answer(false),
            Known::indexOf => Err(null_because("Cannot read field \"value\" because \"tgtStr\" is null")),
            Known::lastIndexOf | Known::startsWith | Known::split => null_argument(method),
            _ => missing(),
        },
        _ => missing(),
    }
}

/// `$s.replace('a', null)`: one of two texts is null; `first` is the first of them.
#[cold]
fn null_pair<'a>(heap: &Heap<'a>, s: &'a str, method: Known, first: Option<&'a str>) -> Result<Outcome<'a>> {
    let pattern = "Cannot invoke \"String.isEmpty()\" because \"this.pattern\" is null";
    Err(match (method, first) {
        (Known::replace, Some(_)) => {
            null_because("Cannot invoke \"java.lang.CharSequence.toString()\" because \"replacement\" is null")
        }
        (Known::replace, None) => {
            null_because("Cannot invoke \"java.lang.CharSequence.toString()\" because \"target\" is null")
        }
        (Known::replaceAll | Known::replaceFirst, None) => null_because(pattern),
        (Known::replaceFirst, Some(regex)) => {
            pattern::matches(heap, "", regex)?;
            null_because("replacement")
        }
        (Known::replaceAll, Some(regex)) => {
            if !pattern::found(heap, s, regex)? {
                return answer(s);
            }
            null_because("Cannot invoke \"String.length()\" because \"replacement\" is null")
        }
        (Known::compare, _) => thrown("java.lang.NullPointerException"),
        _ => return missing(),
    })
}

/// `$s.regionMatches(true, 0, 'abc', 1, 2)`, `$s.getChars(0, 2, $chars, 0)`
fn many<'a>(heap: &Heap<'a>, s: &'a str, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::regionMatches, [from, other, at, len]) => {
            fold::region_matches(heap, s, false, [*from, *other, *at, *len])
        }
        (Known::regionMatches, [Value::Boolean(ignore), from, other, at, len]) => {
            fold::region_matches(heap, s, *ignore, [*from, *other, *at, *len])
        }
        (Known::getChars | Known::getBytes, [begin, end, array, at]) => match (int(*begin), int(*end), int(*at)) {
            (Some(begin), Some(end), Some(at)) => encode::copy(heap, s, method, (begin, end), *array, at),
            _ => missing(),
        },
        _ => missing(),
    }
}

/// `$s.valueOf(7)`, `$s.valueOf($chars)`, `$s.valueOf($chars, 0, 2)`, `$s.valueOf($char, $char)`
fn value_of<'a>(heap: &Heap<'a>, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    let null = || null_because("Cannot read the array length because \"value\" is null");
    match args {
        [Value::Null] if method == Known::copyValueOf => Err(null()),
        [array @ Value::List(list)] if list.kind() == ListKind::CharArray => {
            made(heap, &utf16::decode(chars(heap, *array)?.unwrap_or_default()))
        }
        [any] if method == Known::valueOf => answer(print::to_text(heap, *any)?),
        [array, offset, count] if int(*offset).is_some() && int(*count).is_some() => {
            let (offset, count) = (int(*offset).unwrap_or(0), int(*count).unwrap_or(0));
            if array.is_null() {
                return Err(null());
            }
            let Some(units) = chars(heap, *array)? else { return missing() };
            let part = usize::try_from(offset).ok().zip(usize::try_from(count).ok());
            match part.and_then(|(o, c)| units.get(o..o.checked_add(c)?)) {
                Some(part) => {
                    encode::mark_halves(heap, part);
                    made(heap, &utf16::decode(part.iter().copied()))
                }
                None => Err(offset_count(offset, count, units.len())),
            }
        }
        characters => {
            let unit = |v: &Value<'_>| if let Value::Character(c) = v { Some(*c) } else { None };
            match characters.iter().map(unit).collect::<Option<Vec<u16>>>() {
                Some(units) => {
                    encode::mark_halves(heap, &units);
                    made(heap, &utf16::decode(units))
                }
                None => missing(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::truth::ask;

    #[test]
    fn parts() {
        assert_eq!(ask("s:hello", "substring", &["i:1", "i:3"]), "el");
        assert_eq!(ask("s:hello", "charAt", &["i:1"]), "e");
        assert_eq!(ask("s:a€😀x", "length", &[]), "5");
        assert_eq!(ask("s:a€😀x", "substring", &["i:4"]), "x");
        assert_eq!(ask("s:a€😀x", "substring", &["i:2", "i:3"]), "?");
        assert_eq!(
            ask("s:hello", "substring", &["i:2", "i:99"]),
            "java.lang.StringIndexOutOfBoundsException: begin 2, end 99, length 5"
        );
        assert_eq!(
            ask("s:hello", "charAt", &["i:99"]),
            "java.lang.StringIndexOutOfBoundsException: String index out of range: 99"
        );
    }

    #[test]
    fn arguments_are_not_converted() {
        assert_eq!(ask("s:hello", "substring", &["s:1"]), "no method");
        assert_eq!(ask("s:hello", "substring", &["d:1"]), "no method");
        assert_eq!(ask("s:hello", "indexOf", &["c:101"]), "no method");
        assert_eq!(ask("s:hello", "indexOf", &["i:101"]), "1");
        assert_eq!(ask("s:hello", "replace", &["c:108", "s:L"]), "no method");
        assert_eq!(ask("s:hello", "replace", &["c:108", "c:76"]), "heLLo");
    }

    #[test]
    fn a_method_without_parameters_refuses_arguments() {
        assert_eq!(ask("s:hello", "length", &["i:1"]), "java.lang.IllegalArgumentException: wrong number of arguments");
        assert_eq!(ask("s:hello", "nope", &["i:1"]), "no method");
        assert_eq!(ask("s:hello", "getBytes", &["n"]), "no method");
    }

    #[test]
    fn null_arguments() {
        assert_eq!(
            ask("s:hello", "contains", &["n"]),
            "java.lang.NullPointerException: \
             Cannot invoke \"java.lang.CharSequence.toString()\" because \"s\" is null"
        );
        assert_eq!(ask("s:hello", "equalsIgnoreCase", &["n"]), "false");
        assert_eq!(ask("s:hello", "valueOf", &["n"]), "null");
    }

    #[test]
    fn search() {
        assert_eq!(ask("s:abcabc", "indexOf", &["s:c", "i:3"]), "5");
        assert_eq!(ask("s:abcabc", "lastIndexOf", &["s:c", "i:4"]), "2");
        assert_eq!(ask("s:abcabc", "startsWith", &["s:ca", "i:2"]), "true");
        assert_eq!(ask("s:a€😀x", "indexOf", &["s:x"]), "4");
        assert_eq!(ask("s:a€😀x", "indexOf", &["i:56832"]), "3");
    }

    #[test]
    fn building() {
        assert_eq!(ask("s:a.b.c", "replace", &["s:.", "s:/"]), "a/b/c");
        assert_eq!(ask("s:ab", "replace", &["s:", "s:-"]), "-a-b-");
        assert_eq!(ask("s:ab", "repeat", &["i:3"]), "ababab");
        assert_eq!(ask("s:", "join", &["s:,", "s:a", "n"]), "a,null");
        assert_eq!(ask("s:", "join", &["s:,", "L"]), "a,b");
        assert_eq!(ask("s:", "format", &["s:%05d|%s", "i:7", "b:true"]), "00007|true");
        assert_eq!(ask("s:%s", "formatted", &["n"]), "null");
        assert_eq!(ask("s:", "indent", &["i:2147483647"]), "");
    }

    #[test]
    fn patterns() {
        assert_eq!(ask("s:a1b22", "replaceAll", &["s:[0-9]+", "s:<$0>"]), "a<1>b<22>");
        assert_eq!(ask("s:a1b22", "replaceFirst", &["s:[0-9]+", "s:"]), "ab22");
        assert_eq!(ask("s:a1b22", "matches", &["s:[a-z0-9]+"]), "true");
        assert_eq!(ask("s:a,b,,", "split", &["s:,"]), "a b");
        assert_eq!(ask("s:a,b,,", "split", &["s:,", "i:-1"]), "a b  ");
    }

    #[test]
    fn letter_case() {
        assert_eq!(ask("s:Straße", "toUpperCase", &[]), "STRASSE");
        assert_eq!(ask("s:ΟΔΟΣ", "toLowerCase", &[]), "οδος");
        assert_eq!(ask("s:Hello", "equalsIgnoreCase", &["s:hELLO"]), "true");
        assert_eq!(ask("s:b", "compareToIgnoreCase", &["s:A"]), "1");
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let limit = "limit `value_bytes` of 50331648 reached";
        assert_eq!(ask("s:ab", "repeat", &["i:2147483647"]), limit);
        assert_eq!(ask("s:ab", "indent", &["i:2147483647"]), limit);
        assert_eq!(ask("s:", "format", &["s:%999999999d", "i:1"]), limit);
    }
}
