//! Steps over bytes that ordinary JSON is made of.

/// json-smart's mark of the end, which it takes for the end inside a text as well.
pub(super) const END: u8 = 0x1A;

/// The byte at `at`, or [`END`].
#[inline(always)]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(END)
}

/// Past blanks, tabs and line breaks.
#[inline(always)]
pub(super) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    if byte(bytes, at) > b' ' { at } else { skip_blanks(bytes, at) }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match byte(bytes, at) {
            b'\n' => {
                at += 1;
                while bytes[at..].starts_with(b"        ") {
                    at += 8;
                }
            }
            b' ' | b'\r' | b'\t' => at += 1,
            _ => return at,
        }
    }
}

/// Past everything that Java's `trim` takes for blank; json-smart skips that after a key or a value.
pub(super) fn skip_control(bytes: &[u8], mut at: usize) -> usize {
    while byte(bytes, at) <= b' ' && byte(bytes, at) != END {
        at += 1;
    }
    at
}

/// Java's `trim`.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of `word` that are `b`; exact up to the first.
#[inline(always)]
fn equal_bytes(word: u64, b: u8) -> u64 {
    let x = word ^ (ONES * b as u64);
    x.wrapping_sub(ONES) & !x & TOPS
}

/// The first `"` or `\` from `at`, or the end. Most strings are short, so that eight bytes at a time are faster than
/// a call of `memchr2`.
#[inline(always)]
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> usize {
    for _ in 0..4 {
        let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) else { break };
        let word = u64::from_le_bytes(*chunk);
        let found = equal_bytes(word, b'"') | equal_bytes(word, b'\\');
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    long_string_end(bytes, at)
}

fn long_string_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'"', b'\\', &bytes[at..]).map_or(bytes.len(), |n| at + n)
}

/// Marks the control characters of `word`; exact up to the first.
#[inline(always)]
fn control_bytes(word: u64) -> u64 {
    (word.wrapping_sub(ONES * 0x20) & !word & TOPS) | equal_bytes(word, 0x7F)
}

/// Past whole groups of eight bytes without a control character, one of `stops` or, if `ASCII`, anything beyond ASCII.
/// What is left, up to seven bytes or from such a byte on, is for a closer look.
#[inline(always)]
pub(crate) fn skip_plain<const ASCII: bool, const N: usize>(bytes: &[u8], mut at: usize, stops: [u8; N]) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let mut found = control_bytes(word) | if ASCII { word & TOPS } else { 0 };
        for stop in stops {
            found |= equal_bytes(word, stop);
        }
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at
}
