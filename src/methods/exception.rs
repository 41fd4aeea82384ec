//! The exceptions that methods throw, in Java's own words.

use crate::error::{ErrorKind, Fault, Result};
use crate::value::{Heap, Value, compare};

/// An exception without a message.
#[cold]
pub(super) fn thrown(class: &str) -> Box<Fault> {
    Fault::new(ErrorKind::Exception, class)
}

#[cold]
pub(super) fn null_pointer() -> Box<Fault> {
    thrown("java.lang.NullPointerException").help("null is not allowed here")
}

#[cold]
pub(super) fn unsupported(class: &str) -> Box<Fault> {
    thrown("java.lang.UnsupportedOperationException").help(format!("a `{class}` cannot be changed in this way"))
}

/// `remove()` of an iterator whose class has none.
#[cold]
pub(super) fn no_remove() -> Box<Fault> {
    Fault::exception("java.lang.UnsupportedOperationException", "remove")
        .help("what `of` and `copyOf` give cannot be changed")
}

/// A list or map was changed while it was gone through.
#[cold]
pub(super) fn concurrent() -> Box<Fault> {
    thrown("java.util.ConcurrentModificationException").help(
        "a list or map must not get or lose items while it is gone through; collect the changes and make them after",
    )
}

#[cold]
pub(super) fn no_such_element() -> Box<Fault> {
    thrown("java.util.NoSuchElementException").help("there are no more items; ask `hasNext()` or `isEmpty()` before")
}

#[cold]
pub(super) fn illegal_state() -> Box<Fault> {
    thrown("java.lang.IllegalStateException").help("call `next()` before, once for each `remove()` or `set(…)`")
}

/// An index that a list of `len` items does not have.
#[cold]
pub(super) fn out_of_bounds(index: i32, len: usize) -> Box<Fault> {
    let message = format!("Index {index} out of bounds for length {len}");
    Fault::exception("java.lang.IndexOutOfBoundsException", message).help(indexes(len))
}

/// Which indexes a list of `len` items has, in words.
pub(super) fn indexes(len: usize) -> String {
    match len {
        0 => "the list is empty".to_owned(),
        1 => "the list has 1 item, index 0; -1 counts from the end in `$list[-1]`, not in methods".to_owned(),
        n => format!(
            "the list has {n} items, indexes 0 to {}; -1 counts from the end in `$list[-1]`, not in methods",
            n - 1
        ),
    }
}

/// Velocity takes a method without parameters for one that fits any arguments, and Java then refuses them.
#[cold]
pub(super) fn wrong_number_of_arguments() -> Box<Fault> {
    Fault::exception("java.lang.IllegalArgumentException", "wrong number of arguments")
}

/// Null where a method of a single value allows none: `Cannot invoke "String.length()" because "suffix" is null`.
#[cold]
pub(super) fn null_because(message: &str) -> Box<Fault> {
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

/// An index that an array inside one of Java's own methods does not have.
#[cold]
pub(super) fn array_index(index: i64, length: usize) -> Box<Fault> {
    let message = format_args!("Index {index} out of bounds for length {length}");
    Fault::exception("java.lang.ArrayIndexOutOfBoundsException", message)
}

/// `$s.codePointCount(0, 99)`: a range that is none.
#[cold]
pub(super) fn bad_range() -> Box<Fault> {
    thrown("java.lang.IndexOutOfBoundsException")
}

/// `$s.compareTo(1)`: a value of another class than the one asked for.
#[cold]
pub(super) fn class_cast(value: Value<'_>, wanted: &str) -> Box<Fault> {
    let mut fault = compare::no_cast(value.class_name(), wanted);
    fault.help = None;
    fault
}

/// Reserves room for a string that is about to be made.
pub(super) fn reserve_text(heap: &Heap<'_>, pieces: usize, each: usize) -> Result<()> {
    let bytes = pieces.saturating_mul(each);
    heap.reserve(bytes)?;
    heap.charge_text(bytes)
}
