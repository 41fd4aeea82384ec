//! `java.lang.Character`, whose methods take a `char` or, as `int`, a code point. Called by `methods/` alone.

mod case;
mod category;
mod sequence;

pub(super) use case::{lower, upper};

use self::category::{Property, has};
use super::args::{answer, char_array, int, made, missing};
use super::exception::{class_cast, illegal_argument, null_because};
use crate::error::{Fault, Result};
use crate::value::{Heap, Known, Outcome, Value, utf16};

/// `$c.isDigit($c)`, `$c.toUpperCase($c)`, `$c.compareTo($d)`
pub(super) fn call<'a>(heap: &Heap<'a>, c: u16, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match (method, args) {
        (Known::charValue, []) => answer(c),
        (Known::compareTo, [Value::Character(d)]) => answer(i32::from(c) - i32::from(*d)),
        (Known::compareTo, [Value::Null]) => {
            Err(null_because("Cannot read field \"value\" because \"anotherCharacter\" is null"))
        }
        (Known::compareTo, [other]) => Err(class_cast(*other, "java.lang.Character")),
        (_, [Value::Character(d)]) => of_char(heap, *d, method),
        (_, [code]) if int(*code).is_some() => of_code(heap, int(*code).unwrap_or(0), method),
        (_, [Value::Character(a), Value::Character(b)]) => of_pair(*a, *b, method),
        (Known::digit, [Value::Character(d), radix]) => match int(*radix) {
            Some(radix) => answer(digit(u32::from(*d), radix)),
            None => missing(),
        },
        (Known::digit | Known::forDigit, [code, radix]) => match (int(*code), int(*radix)) {
            (Some(code), Some(radix)) if method == Known::digit => answer(digit(code as u32, radix)),
            (Some(digit), Some(radix)) => answer(for_digit(digit, radix)),
            _ => missing(),
        },
        (_, args) => sequence::call(heap, method, args),
    }
}

/// `$c.isLetter($c)` of a `char`: what answers a character or exists for no code point.
fn of_char<'a>(heap: &Heap<'a>, c: u16, method: Known) -> Result<Outcome<'a>> {
    match method {
        Known::valueOf => answer(c),
        Known::hashCode => answer(i32::from(c)),
        Known::toString => to_text(heap, u32::from(c)),
        Known::toLowerCase => answer(mapped(u32::from(c), lower) as u16),
        Known::toUpperCase => answer(mapped(u32::from(c), upper) as u16),
        Known::toTitleCase => answer(mapped(u32::from(c), case::title) as u16),
        Known::reverseBytes => answer(c.swap_bytes()),
        Known::isHighSurrogate => answer((0xD800..0xDC00).contains(&c)),
        Known::isLowSurrogate => answer((0xDC00..0xE000).contains(&c)),
        Known::isSurrogate => answer((0xD800..0xE000).contains(&c)),
        Known::isSpace => answer(matches!(c, 9 | 10 | 12 | 13 | 32)),
        Known::isJavaLetter => of_code(heap, c.into(), Known::isJavaIdentifierStart),
        Known::isJavaLetterOrDigit => of_code(heap, c.into(), Known::isJavaIdentifierPart),
        // Only for code points.
        Known::isAlphabetic
        | Known::isIdeographic
        | Known::charCount
        | Known::toChars
        | Known::isValidCodePoint
        | Known::isBmpCodePoint
        | Known::isSupplementaryCodePoint
        | Known::highSurrogate
        | Known::lowSurrogate => missing(),
        _ => of_code(heap, c.into(), method),
    }
}

/// `$c.isLetter(97)`
fn of_code<'a>(heap: &Heap<'a>, code: i32, method: Known) -> Result<Outcome<'a>> {
    let code = code as u32;
    let kind = || category::of(code);
    answer(match method {
        Known::isLetter => matches!(kind(), 1..=5),
        Known::isDigit => kind() == 9,
        Known::isLetterOrDigit => matches!(kind(), 1..=5 | 9),
        Known::isAlphabetic => has(code, Property::Alphabetic),
        Known::isIdeographic => has(code, Property::Ideographic),
        Known::isLowerCase => has(code, Property::Lowercase),
        Known::isUpperCase => has(code, Property::Uppercase),
        Known::isTitleCase => kind() == 3,
        Known::isDefined => kind() != 0,
        Known::isSpaceChar => matches!(kind(), 12..=14),
        Known::isWhitespace => char::from_u32(code).is_some_and(super::string::is_whitespace),
        Known::isISOControl => code <= 0x1F || (0x7F..=0x9F).contains(&code),
        Known::isIdentifierIgnorable => is_ignorable(code),
        Known::isJavaIdentifierStart => matches!(kind(), 1..=5 | 10 | 23 | 26),
        Known::isJavaIdentifierPart => matches!(kind(), 1..=6 | 8..=10 | 23 | 26) || is_ignorable(code),
        Known::isUnicodeIdentifierStart => has(code, Property::IdStart),
        Known::isUnicodeIdentifierPart => has(code, Property::IdContinue) || is_ignorable(code),
        Known::isValidCodePoint => code <= 0x10_FFFF,
        Known::isBmpCodePoint => code <= 0xFFFF,
        Known::isSupplementaryCodePoint => (0x1_0000..=0x10_FFFF).contains(&code),
        _ => return number_of(heap, code, method),
    })
}

/// `$c.toUpperCase(97)`: what answers no boolean.
fn number_of<'a>(heap: &Heap<'a>, code: u32, method: Known) -> Result<Outcome<'a>> {
    match method {
        Known::getType => answer(i32::from(category::of(code))),
        Known::getNumericValue => answer(numeric_value(code)),
        Known::toLowerCase => answer(mapped(code, lower) as i32),
        Known::toUpperCase => answer(mapped(code, upper) as i32),
        Known::toTitleCase => answer(mapped(code, case::title) as i32),
        Known::charCount => answer(if code as i32 >= 0x1_0000 { 2 } else { 1 }),
        Known::highSurrogate => answer(high_surrogate(code)),
        Known::lowSurrogate => answer(0xDC00 + (code & 0x3FF) as u16),
        Known::toChars | Known::toString | Known::getName if code > 0x10_FFFF => Err(invalid(code)),
        Known::toString => to_text(heap, code),
        Known::toChars => match char::from_u32(code) {
            Some(c) => char_array(heap, c.encode_utf16(&mut [0; 2])),
            None => char_array(heap, &[code as u16]),
        },
        _ => missing(),
    }
}

fn of_pair<'a>(a: u16, b: u16, method: Known) -> Result<Outcome<'a>> {
    match method {
        Known::compare => answer(i32::from(a) - i32::from(b)),
        Known::isSurrogatePair => answer((0xD800..0xDC00).contains(&a) && (0xDC00..0xE000).contains(&b)),
        Known::toCodePoint => answer((i32::from(a) << 10) + i32::from(b) + 0x1_0000 - (0xD800 << 10) - 0xDC00),
        _ => missing(),
    }
}

fn high_surrogate(code: u32) -> u16 {
    ((code >> 10).wrapping_add(0xD800 - (0x1_0000 >> 10))) as u16
}

#[cold]
fn invalid(code: u32) -> Box<Fault> {
    illegal_argument(format_args!("Not a valid Unicode code point: 0x{code:X}"))
}

/// The string of a code point; half a pair is remembered.
fn to_text<'a>(heap: &Heap<'a>, code: u32) -> Result<Outcome<'a>> {
    match char::from_u32(code) {
        Some(c) => made(heap, c.encode_utf8(&mut [0; 4])),
        None => {
            heap.lone_surrogates.set(true);
            made(heap, utf16::char_of(code as u16).encode_utf8(&mut [0; 4]))
        }
    }
}

fn mapped(code: u32, map: fn(char) -> char) -> u32 {
    char::from_u32(code).map_or(code, |c| map(c) as u32)
}

fn is_ignorable(code: u32) -> bool {
    matches!(code, 0..=8 | 0xE..=0x1B | 0x7F..=0x9F) || category::of(code) == 16
}

/// `$c.digit($c, 16)`
fn digit(code: u32, radix: i32) -> i32 {
    if !(2..=36).contains(&radix) {
        return -1;
    }
    let value = match code {
        0x41..=0x5A => code - 0x41 + 10,
        0x61..=0x7A => code - 0x61 + 10,
        0xFF21..=0xFF3A => code - 0xFF21 + 10,
        0xFF41..=0xFF5A => code - 0xFF41 + 10,
        _ => match decimal(code) {
            Some(value) => value,
            None => return -1,
        },
    };
    if value < radix as u32 { value as i32 } else { -1 }
}

/// The value of a decimal digit of any script: ten of them stand in a row.
fn decimal(code: u32) -> Option<u32> {
    if code < 0x80 {
        return char::from_u32(code)?.to_digit(10);
    }
    if category::of(code) != 9 {
        return None;
    }
    if (0x1_D7CE..=0x1_D7FF).contains(&code) {
        return Some((code - 0x1_D7CE) % 10);
    }
    let mut zero = code;
    while code - zero < 9 && category::of(zero.wrapping_sub(1)) == 9 {
        zero -= 1;
    }
    Some(code - zero)
}

/// `$c.getNumericValue($c)` of digits and Latin letters.
fn numeric_value(code: u32) -> i32 {
    digit(code, 36)
}

/// `$c.forDigit(11, 16)`
fn for_digit(digit: i32, radix: i32) -> u16 {
    match u32::try_from(digit) {
        Ok(d) if (2..=36).contains(&radix) => char::from_digit(d, radix as u32).map_or(0, |c| c as u16),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::truth::ask;

    #[test]
    fn of_a_char_and_of_a_code_point() {
        assert_eq!(ask("c:32", "isDigit", &["c:55"]), "true");
        assert_eq!(ask("c:32", "isLetter", &["c:228"]), "true");
        assert_eq!(ask("c:32", "isLetter", &["s:x"]), "no method");
        assert_eq!(ask("c:32", "toUpperCase", &["c:97"]), "A");
        assert_eq!(ask("c:32", "toUpperCase", &["i:97"]), "65");
        assert_eq!(ask("c:32", "isAlphabetic", &["c:97"]), "no method");
        assert_eq!(ask("c:32", "getNumericValue", &["c:55"]), "7");
        assert_eq!(ask("c:32", "toString", &["i:128512"]), "😀");
    }
}
