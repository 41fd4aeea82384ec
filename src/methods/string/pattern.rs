//! The methods that take a regular expression.

use super::super::args::missing;
use crate::error::Result;
use crate::value::{Heap, Outcome};

pub(super) fn found(_: &Heap<'_>, _: &str, _: &str) -> Result<bool> {
    Ok(false)
}
pub(super) fn matches<'a>(_: &Heap<'a>, _: &'a str, _: &str) -> Result<Outcome<'a>> {
    missing()
}
pub(super) fn replace_all<'a>(_: &Heap<'a>, _: &'a str, _: &str, _: &str) -> Result<Outcome<'a>> {
    missing()
}
pub(super) fn replace_first<'a>(_: &Heap<'a>, _: &'a str, _: &str, _: &str) -> Result<Outcome<'a>> {
    missing()
}
pub(super) fn split<'a>(_: &Heap<'a>, _: &'a str, _: &str, _: i32) -> Result<Outcome<'a>> {
    missing()
}
