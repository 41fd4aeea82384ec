//! JSON as json-smart 2.2 reads and writes it, permissively and with Java's classes of numbers.
//!
//! `$input` reads a body with [`read()`], an event its parts with [`read_datum`]; [`write()`] is for `$input.json` and for
//! everything that prints a `JSONArray`. The rest of the room is its own.
//!
//! [`mod@read`] holds the reader's way through lists and objects. What ordinary JSON consists of it takes in fast steps
//! (`scan`, `number`); whatever those do not know goes to the slow ones beside them (`string`, `token`), which follow
//! json-smart to the letter. No text is read twice.

mod datum;
mod escape;
mod fault;
mod keys;
mod number;
mod read;
mod scan;
mod shapes;
mod string;
#[cfg(test)]
mod tests;
mod token;
mod write;

pub(crate) use datum::read_datum;
pub(crate) use read::read;
pub(crate) use scan::skip_plain;
pub(crate) use write::{Style, nested, write};
