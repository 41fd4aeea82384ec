//! `&anchor !Tag |2-`: what stands before a scalar's content.

/// Where the content of a node starts, whose tag and anchor start at `at`.
pub(in crate::definitions) fn skip(text: &str, at: usize, end: usize) -> usize {
    let mut at = at;
    loop {
        let rest = &text[at..end];
        at += match rest.as_bytes().first() {
            Some(b' ' | b'\t' | b'\r' | b'\n') => 1,
            Some(b'!' | b'&') => rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
            Some(b'#') => rest.find('\n').unwrap_or(rest.len()),
            _ => return at,
        };
    }
}

/// Where the header of a block scalar, or the tag before it, starts: between the end of what came before and the content.
pub(super) fn find_block(text: &str, from: usize, content: usize) -> Option<usize> {
    let mut at = from;
    let mut properties = None;
    let end = if text[content..].starts_with(['!', '&', '|', '>']) { text.len() } else { content };
    loop {
        let rest = &text[at..end];
        at += match rest.as_bytes().first()? {
            b'|' | b'>' => return Some(properties.unwrap_or(at)),
            b'#' => rest.find('\n')?,
            b'!' | b'&' => {
                properties.get_or_insert(at);
                rest.find([' ', '\t', '\r', '\n'])?
            }
            // the indicators before a value: `key: |`, `- |`, `? |`
            b' ' | b'\t' | b'\r' | b'\n' | b':' | b'-' | b'?' => 1,
            // the end of a quoted key
            b'"' | b'\'' => 1,
            _ => return None,
        };
    }
}
