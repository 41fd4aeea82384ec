//! Java's natural order, `compareTo`, and sorting by it.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};

use super::{BigDecimal, Heap, Value, utf16};
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
        (Value::Double(x), Value::Double(y)) => double(x, y),
        (Value::Float(x), Value::Float(y)) => double(f64::from(x), f64::from(y)),
        (Value::BigInteger(x), Value::BigInteger(y)) => x.cmp(y),
        (Value::BigDecimal(x), Value::BigDecimal(y)) => decimal(heap, x, y)?,
        (Value::Null, _) => return Err(null_pointer()),
        (Value::List(_) | Value::Map(_) | Value::Object(_), _) => {
            return Err(no_cast(a.class_name(), "java.lang.Comparable"));
        }
        (_, Value::Null) => return Err(null_pointer()),
        _ => return Err(no_cast(b.class_name(), a.class_name())),
    };
    Ok(order as i32)
}

/// `Double.compare`: NaN is above all, and -0.0 below 0.0.
fn double(x: f64, y: f64) -> Ordering {
    x.partial_cmp(&y).filter(|&o| o != Ordering::Equal || x != 0.0).unwrap_or_else(|| {
        (x.is_nan(), !x.is_sign_negative() || x.is_nan()).cmp(&(y.is_nan(), !y.is_sign_negative() || y.is_nan()))
    })
}

/// Numbers of different magnitude are told apart without the zeros between them.
fn decimal(heap: &Heap<'_>, x: &BigDecimal, y: &BigDecimal) -> Result<Ordering> {
    if x.scale == y.scale || x.unscaled.sign() != y.unscaled.sign() || x.unscaled.sign() == Sign::NoSign {
        return Ok(match x.unscaled.sign().cmp(&y.unscaled.sign()) {
            Ordering::Equal => x.unscaled.cmp(&y.unscaled),
            other => other,
        });
    }
    heap.charge_bytes((x.unscaled.bits() + y.unscaled.bits()) as usize)?;
    let digits = |d: &BigDecimal| d.unscaled.magnitude().to_string();
    let (dx, dy) = (digits(x), digits(y));
    let exponent = |text: &str, scale: i32| text.len() as i64 - i64::from(scale);
    let magnitude = exponent(&dx, x.scale).cmp(&exponent(&dy, y.scale)).then_with(|| {
        let len = dx.len().max(dy.len());
        dx.bytes().chain(std::iter::repeat(b'0')).take(len).cmp(dy.bytes().chain(std::iter::repeat(b'0')).take(len))
    });
    Ok(if is_negative(&x.unscaled) { magnitude.reverse() } else { magnitude })
}

fn is_negative(i: &BigInt) -> bool {
    i.sign() == Sign::Minus
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
