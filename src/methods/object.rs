use crate::error::Result;
use crate::value::{Heap, Name, Outcome, Value};
pub(crate) fn call<'a, T>(_heap: &Heap<'a>, _receiver: T, _name: Name<'a>, _args: &[Value<'a>]) -> Result<Outcome<'a>> {
    Ok(Outcome::Missing)
}
