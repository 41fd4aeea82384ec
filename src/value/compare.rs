//! Java's natural order, `compareTo`, and sorting by it.

use super::{Heap, Value, number, utf16};
use crate::error::{ErrorKind, Fault, Result};

/// `((Comparable) a).compareTo(b)`: throws unless both are of one class that has an order.
pub(crate) fn natural<'a>(heap: &Heap<'a>, a: Value<'a>, b: Value<'a>) -> Result<i32> {
    heap.charge(1)?;
    let order = match (a, b) {
        (Value::String(x), Value::String(y)) => {
            heap.charge_bytes(x.len().min(y.len()))?;
            return Ok(utf16::compare(x, y));
        }
        (Value::Integer(x), Value::Integer(y)) => x.cmp(&y),
        (Value::Long(x), Value::Long(y)) => x.cmp(&y),
        (Value::Short(x), Value::Short(y)) => x.cmp(&y),
        (Value::Byte(x), Value::Byte(y)) => x.cmp(&y),
        (Value::Character(x), Value::Character(y)) => x.cmp(&y),
        (Value::Boolean(x), Value::Boolean(y)) => x.cmp(&y),
        (Value::Double(x), Value::Double(y)) => number::double::compare(x, y).cmp(&0),
        (Value::Float(x), Value::Float(y)) => number::float::compare(x, y).cmp(&0),
        (Value::BigInteger(x), Value::BigInteger(y)) => x.cmp(y),
        (Value::BigDecimal(x), Value::BigDecimal(y)) => x.compare(y).cmp(&0),
        (Value::Null, _) => return Err(null_pointer()),
        (Value::List(_) | Value::Map(_) | Value::Object(_), _) => {
            return Err(no_cast(a.class_name(), "java.lang.Comparable"));
        }
        (_, Value::Null) => return Err(null_pointer()),
        _ => return Err(no_cast(b.class_name(), a.class_name())),
    };
    Ok(order as i32)
}

/// Sorts by the natural order and keeps equal items as they were; what has no order throws as in Java.
pub(crate) fn sort<'a>(heap: &Heap<'a>, items: &mut Vec<Value<'a>>) -> Result<()> {
    if items.len() < 2 {
        return Ok(());
    }
    natural(heap, items[1], items[0])?; // Java's first question, and so its complaint
    let mut width = 1;
    let mut merged = Vec::with_capacity(items.len());
    while width < items.len() {
        merged.clear();
        for pair in items.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([l, ..], [r, ..]) = (left, right) {
                if natural(heap, *r, *l)? < 0 {
                    merged.push(*r);
                    right = &right[1..];
                } else {
                    merged.push(*l);
                    left = &left[1..];
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(items, &mut merged);
        width *= 2;
    }
    Ok(())
}

fn null_pointer() -> Box<Fault> {
    Fault::new(ErrorKind::Exception, "java.lang.NullPointerException").help("null cannot be put in order")
}

/// `ClassCastException` as Java words it.
pub(crate) fn no_cast(from: &str, to: &str) -> Box<Fault> {
    let place = |class: &str| {
        if class.starts_with("java.") || class.starts_with('[') {
            "in module java.base of loader 'bootstrap'"
        } else {
            "in unnamed module of loader 'app'"
        }
    };
    let places = if place(from) == place(to) {
        format!("{from} and {to} are {}", place(from))
    } else {
        format!("{from} is {}; {to} is {}", place(from), place(to))
    };
    Fault::exception("java.lang.ClassCastException", format!("class {from} cannot be cast to class {to} ({places})"))
        .help("only values of one class, such as all strings or all Integers, can be put in order")
}
