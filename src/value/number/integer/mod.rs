//! `java.lang.Integer`, `Long`, `Short` and `Byte`: a module of functions for each.

#[macro_use]
mod bits;
pub(crate) mod byte;
pub(crate) mod int;
pub(crate) mod long;
mod parse;
mod radix;
pub(crate) mod short;

pub(crate) use radix::write;
