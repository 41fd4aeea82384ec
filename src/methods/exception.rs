//! The Java exceptions that methods throw, with Java's own words.

use crate::error::{ErrorKind, Fault};
use crate::limits::Limit;
use crate::value::number::{self, NumberError};
use crate::value::{Heap, Value};

/// An exception whose message is null.
#[cold]
pub(super) fn silent(class: &str) -> Box<Fault> {
    Fault::new(ErrorKind::Exception, class)
}

#[cold]
pub(super) fn null_pointer(message: &str) -> Box<Fault> {
    Fault::exception("java.lang.NullPointerException", message)
}

#[cold]
pub(super) fn illegal_argument(message: impl std::fmt::Display) -> Box<Fault> {
    Fault::exception("java.lang.IllegalArgumentException", message)
}

#[cold]
pub(super) fn string_index(message: impl std::fmt::Display) -> Box<Fault> {
    Fault::exception("java.lang.StringIndexOutOfBoundsException", message)
}

#[cold]
pub(super) fn index(message: impl std::fmt::Display) -> Box<Fault> {
    Fault::exception("java.lang.IndexOutOfBoundsException", message)
}

/// `$s.substring(9, 1)`
#[cold]
pub(super) fn begin_end(begin: i32, end: i32, length: usize) -> Box<Fault> {
    string_index(format_args!("begin {begin}, end {end}, length {length}"))
}

/// `$s.valueOf($chars, 9, 1)`
#[cold]
pub(super) fn offset_count(offset: i32, count: i32, length: usize) -> Box<Fault> {
    string_index(format_args!("offset {offset}, count {count}, length {length}"))
}

/// `$array.set(9, …)` and the like inside Java's own methods.
#[cold]
pub(super) fn array_index(index: i64, length: usize) -> Box<Fault> {
    let message = format_args!("Index {index} out of bounds for length {length}");
    Fault::exception("java.lang.ArrayIndexOutOfBoundsException", message)
}

/// `$s.compareTo(1)`: a value of another class than the one asked for.
#[cold]
pub(super) fn class_cast(value: Value<'_>, wanted: &str) -> Box<Fault> {
    let class = value.class_name();
    let base = "module java.base of loader 'bootstrap'";
    let place = if class.starts_with("java.") || class.starts_with('[') {
        format!("{class} and {wanted} are in {base}")
    } else {
        format!("{class} is in unnamed module of loader 'app'; {wanted} is in {base}")
    };
    Fault::exception(
        "java.lang.ClassCastException",
        format_args!("class {class} cannot be cast to class {wanted} ({place})"),
    )
}

/// Reserves room for a string that is about to be made.
pub(super) fn reserve_text(heap: &Heap<'_>, pieces: usize, each: usize) -> crate::error::Result<()> {
    let bytes = pieces.saturating_mul(each);
    heap.reserve(bytes)?;
    heap.charge_bytes(bytes)
}

impl From<NumberError> for Box<Fault> {
    fn from(error: NumberError) -> Box<Fault> {
        match error {
            NumberError::Exception(exception) => Fault::new(ErrorKind::Exception, exception.to_string()),
            NumberError::TooLarge => Fault::limit(Limit::ValueBytes, format_args!("{} bits a number", number::MAX_BITS)),
        }
    }
}
