//! Pieces of the source, and where they stand.

impl<'s> super::Facts<'s> {
    /// Where a piece of the source starts; nothing if it is no piece of it.
    pub fn offset_of(&self, text: &str) -> Option<u32> {
        let at = (text.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        (at + text.len() <= self.source.len()).then_some(at as u32)
    }
}
