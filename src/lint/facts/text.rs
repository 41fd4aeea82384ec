//! The text that is parsed: the template, with something in place of what is not known.

use bumpalo::Bump;

use super::Subject;

/// What stands for a placeholder of the host language: text of the same length that neither is nor ends VTL.
const FILL: char = 'h';

/// The source, with every hole filled.
pub(super) fn without_holes<'s>(arena: &'s Bump, subject: &'s Subject<'s>) -> &'s str {
    let source = subject.source;
    if subject.holes.is_empty() {
        return source;
    }
    let mut text = bumpalo::collections::String::with_capacity_in(source.len(), arena);
    let mut at = 0;
    for hole in &subject.holes {
        let (Some(before), Some(inside)) = (source.get(at..hole.start), source.get(hole.clone())) else { continue };
        text.push_str(before);
        text.extend(inside.bytes().map(|byte| if byte == b'\n' { '\n' } else { FILL }));
        at = hole.end;
    }
    text.push_str(&source[at..]);
    text.into_bump_str()
}

impl<'s> super::Facts<'s> {
    /// Where a piece of the source starts; nothing if it is no piece of it.
    pub fn offset_of(&self, text: &str) -> Option<u32> {
        let at = (text.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        (at + text.len() <= self.source.len()).then_some(at as u32)
    }
}
