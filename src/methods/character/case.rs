//! One character's other cases, where they are one character too.

/// `Character.toLowerCase`
pub(in super::super) fn lower(c: char) -> char {
    if c == '\u{130}' {
        return 'i';
    }
    single(c.to_lowercase()).unwrap_or(c)
}

/// `Character.toUpperCase`
pub(in super::super) fn upper(c: char) -> char {
    single(c.to_uppercase()).unwrap_or_else(|| titled(c))
}

/// `Character.toTitleCase`
pub(super) fn title(c: char) -> char {
    match c {
        '\u{1C4}'..='\u{1C6}' => '\u{1C5}',
        '\u{1C7}'..='\u{1C9}' => '\u{1C8}',
        '\u{1CA}'..='\u{1CC}' => '\u{1CB}',
        '\u{1F1}'..='\u{1F3}' => '\u{1F2}',
        '\u{10D0}'..='\u{10FA}' | '\u{10FD}'..='\u{10FF}' => c,
        c if titled(c) != c => titled(c),
        c => upper(c),
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// Greek letters with a iota below, whose capital is one character and whose full upper case is two.
fn titled(c: char) -> char {
    let code = c as u32;
    let capital = match code {
        0x1F80..=0x1F87 | 0x1F90..=0x1F97 | 0x1FA0..=0x1FA7 => code + 8,
        0x1FB3 | 0x1FC3 | 0x1FF3 => code + 9,
        _ => code,
    };
    char::from_u32(capital).unwrap_or(c)
}
