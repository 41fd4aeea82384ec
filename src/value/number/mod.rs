//! Java's numbers as pure functions: what JDK 17 parses, computes and prints, byte for byte.
//! For `value/`, which holds numbers, and for `methods/`, which calls them. Nothing here knows either.
//!
//! Java's `null` never comes in here: a caller that holds one raises Java's exception for it itself.

pub(crate) mod big;
pub(crate) mod decimal;
pub(crate) mod digit;
pub(crate) mod double;
mod dtoa;
mod error;
pub(crate) mod float;
mod float_text;
pub(crate) mod integer;
mod limit;
mod wide;

pub(crate) use decimal::BigDecimal;
pub(crate) use dtoa::Digits;
pub(crate) use error::{JavaError, NumberError};
pub(crate) use limit::MAX_BITS;
