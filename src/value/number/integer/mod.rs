//! `java.lang.Integer`, `Long`, `Short` and `Byte`: a module of functions for each, for `methods/`; printing
//! ([`write()`]) is for whoever prints a whole number.

#[macro_use]
mod bits;
#[macro_use]
mod narrow;

pub(crate) mod byte;
pub(crate) mod int;
pub(crate) mod long;
mod parse;
mod radix;
pub(crate) mod short;

pub(crate) use radix::write;
