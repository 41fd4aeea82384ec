//! What Java's methods do when a template calls them.

pub(crate) mod regex;
