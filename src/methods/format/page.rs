//! What has been printed, and no more than allowed.

use super::{Done, FormatError};

pub(super) struct Page {
    pub(super) text: String,
    max: usize,
}

impl Page {
    pub(super) fn new(max: usize) -> Self {
        Page { text: String::new(), max }
    }

    pub(super) fn push(&mut self, text: &str) -> Done {
        self.reserve(text.len())?;
        self.text.push_str(text);
        Ok(())
    }

    pub(super) fn pad(&mut self, spaces: usize) -> Done {
        self.reserve(spaces)?;
        self.text.extend(std::iter::repeat_n(' ', spaces));
        Ok(())
    }

    /// Refuses what would not fit.
    pub(super) fn reserve(&self, more: usize) -> Done {
        if more > self.max - self.text.len() {
            return Err(FormatError::TooLarge);
        }
        Ok(())
    }
}
