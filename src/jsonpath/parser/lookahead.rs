//! Looking ahead as Jayway does: for the end of the path, and for the bracket that closes another.

/// True if at most one UTF-16 unit is left, which Jayway takes for the end: `$.a[` is `$.a`.
pub(super) fn is_tail(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_none_or(|c| c.len_utf16() == 1) && chars.next().is_none()
}

/// Where the quote (or slash) at the start of `text` is closed.
pub(super) fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    loop {
        at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
        if bytes[at] == quote {
            return Some(at);
        }
        at += 2;
    }
}

/// What a search for a closing bracket found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Close {
    At(usize),
    Missing,
    /// A quote or slash at this place is never closed.
    Quote(usize),
}

/// Where the bracket at the start of `text` is closed. Strings are skipped, and regular expressions if asked for; of two
/// strings without anything between them Jayway skips the first only.
pub(super) fn closing_bracket(text: &str, open: u8, close: u8, skip_regex: bool) -> Close {
    let bytes = text.as_bytes();
    let (mut opened, mut at) = (1, 1);
    while at < bytes.len() {
        if matches!(bytes[at], b'\'' | b'"') {
            match closing_quote(&text[at..]) {
                Some(end) => at += end + 1,
                None => return Close::Quote(at),
            }
        }
        if skip_regex && bytes.get(at) == Some(&b'/') {
            match closing_quote(&text[at..]) {
                Some(end) => at += end + 1,
                None => return Close::Quote(at),
            }
        }
        match bytes.get(at) {
            Some(&b) if b == open => opened += 1,
            Some(&b) if b == close => {
                opened -= 1;
                if opened == 0 {
                    return Close::At(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Close::Missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_unit_of_a_path_does_not_count() {
        assert!(is_tail("") && is_tail("[") && is_tail("é"));
        assert!(!is_tail("ab") && !is_tail("😀"));
    }

    #[test]
    fn closing() {
        assert_eq!(closing_quote(r"'a\'b'c"), Some(5));
        assert_eq!(closing_bracket("(a(b)')')c", b'(', b')', false), Close::At(8));
        assert_eq!(closing_bracket("(/)/)", b'(', b')', true), Close::At(4));
        assert_eq!(closing_bracket("('a", b'(', b')', true), Close::Quote(1));
        assert_eq!(closing_bracket("(a", b'(', b')', true), Close::Missing);
    }
}
