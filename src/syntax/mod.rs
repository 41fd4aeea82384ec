//! Text → tree, with nom. Knows no values.

pub(crate) mod ast;
