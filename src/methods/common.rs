//! The methods that every Java object has.

use super::args::{int, long, missing};
use super::collection::of_object;
use super::exception::illegal_argument;
use crate::error::{Fault, Result};
use crate::value::{Heap, Known, Name, Outcome, Value};

/// `$x.equals($y)`, `$x.hashCode()`, `$x.toString()`, `$x.getClass()`, and what waits for other threads.
pub(super) fn call<'a>(
    heap: &Heap<'a>,
    receiver: Value<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
) -> Result<Outcome<'a>> {
    match (name.known, args) {
        (Known::notify | Known::notifyAll, []) => Err(not_owner()),
        (Known::wait, args) => wait(args),
        _ => of_object(heap, receiver, name, args).unwrap_or_else(missing),
    }
}

/// `$x.wait()`: no template owns a monitor.
fn wait<'a>(args: &[Value<'a>]) -> Result<Outcome<'a>> {
    match args {
        [] => Err(not_owner()),
        [a] => match long(*a) {
            Some(timeout) if timeout < 0 => Err(illegal_argument("timeout value is negative")),
            Some(_) => Err(not_owner()),
            None => missing(),
        },
        [a, b] => match (long(*a), int(*b)) {
            (Some(timeout), Some(_)) if timeout < 0 => Err(illegal_argument("timeoutMillis value is negative")),
            (Some(_), Some(nanos)) if !(0..=999_999).contains(&nanos) => {
                Err(illegal_argument("nanosecond timeout value out of range"))
            }
            (Some(_), Some(_)) => Err(not_owner()),
            _ => missing(),
        },
        _ => missing(),
    }
}

#[cold]
fn not_owner() -> Box<Fault> {
    Fault::exception("java.lang.IllegalMonitorStateException", "current thread is not owner")
}
