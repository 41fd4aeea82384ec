//! Velocity's arithmetic on Java's numbers.
//!
//! Whole numbers stay whole and grow from Integer to Long to BigInteger when they overflow; with a Double the result is a
//! Double; with a BigDecimal, or a BigInteger beside a fraction, a BigDecimal. Dividing by zero gives null.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{NumOps, Zero};

use super::Variable;
use crate::error::{Fault, Result};
use crate::program::{Operation, Operator, Slot};
use crate::value::number::big;
use crate::value::number::decimal::RoundingMode;
use crate::value::{BigDecimal, Heap, Value};

/// Two Integers that give an Integer, which is nearly always all there is; `None` for what needs more care.
#[inline]
pub(super) fn integers(operator: Operator, x: i32, y: i32) -> Option<i32> {
    match operator {
        Operator::Add => x.checked_add(y),
        Operator::Subtract => x.checked_sub(y),
        Operator::Multiply => x.checked_mul(y),
        Operator::Divide => x.checked_div(y),
        Operator::Remainder => x.checked_rem(y),
        _ => None,
    }
}

/// The result of operations on Integers alone; `None` for what needs more care.
pub(super) fn calculate(operations: &[Operation], variables: &[Variable<'_>]) -> Option<i32> {
    let mut stack = [0; Operation::STACK];
    let (mut height, mut last) = (0, 0);
    let variable = |slot: Slot| match variables[slot as usize].get() {
        Value::Integer(value) => Some(value),
        _ => None,
    };
    for operation in operations {
        let value = match *operation {
            Operation::WithLiteral(operator, value) => {
                last = integers(operator, last, value)?;
                continue;
            }
            Operation::WithVariable(operator, slot) => {
                last = integers(operator, last, variable(slot)?)?;
                continue;
            }
            Operation::WithLast(operator) => {
                height -= 1;
                last = integers(operator, stack[height], last)?;
                continue;
            }
            Operation::Literal(value) => value,
            Operation::Variable(slot) => variable(slot)?,
        };
        stack[height] = last;
        (height, last) = (height + 1, value);
    }
    Some(last)
}

/// How two numbers compare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Compared(Ordering);

impl Compared {
    /// Two Integers.
    #[inline]
    pub fn of(left: i32, right: i32) -> Compared {
        Compared(left.cmp(&right))
    }

    pub fn satisfies(self, operator: Operator) -> bool {
        match operator {
            Operator::Equal => self.0.is_eq(),
            Operator::NotEqual => self.0.is_ne(),
            Operator::Less => self.0.is_lt(),
            Operator::LessOrEqual => self.0.is_le(),
            Operator::Greater => self.0.is_gt(),
            Operator::GreaterOrEqual => self.0.is_ge(),
            _ => false,
        }
    }
}

/// Compares two numbers of any classes; NaN compares as equal, as Velocity's subtraction-free test has it.
pub(super) fn compare<'a>(left: Value<'a>, right: Value<'a>) -> Result<Compared> {
    Ok(Compared(match base(left, right) {
        Base::Long => long(left).cmp(&long(right)),
        Base::Float => (double(left) as f32).partial_cmp(&(double(right) as f32)).unwrap_or(Ordering::Equal),
        Base::Double => double(left).partial_cmp(&double(right)).unwrap_or(Ordering::Equal),
        Base::BigInteger => big_integer(left).cmp(&big_integer(right)),
        Base::BigDecimal => decimal(left)?.compare(&decimal(right)?).cmp(&0),
    }))
}

/// `left operator right` on two numbers; null for a division by zero.
pub(super) fn compute<'a>(heap: &Heap<'a>, operator: Operator, left: Value<'a>, right: Value<'a>) -> Result<Value<'a>> {
    if matches!(operator, Operator::Divide | Operator::Remainder) && is_zero(right) {
        return Ok(Value::Null);
    }
    match base(left, right) {
        Base::Long => longs(heap, operator, left, right),
        Base::Float => Ok(Value::Float(fractions(operator, double(left) as f32, double(right) as f32))),
        Base::Double => Ok(Value::Double(fractions(operator, double(left), double(right)))),
        Base::BigInteger => big_integers(heap, operator, &big_integer(left), &big_integer(right)),
        Base::BigDecimal => big_decimals(heap, operator, &decimal(left)?, &decimal(right)?),
    }
}

/// `Number.intValue()`; `None` for what is no number.
pub(super) fn int_value(value: Value<'_>) -> Option<i32> {
    Some(match value {
        Value::Double(d) => d as i32,
        Value::Float(f) => f as i32,
        Value::BigDecimal(d) => d.int_value(),
        v if v.is_number() => long(v) as i32,
        _ => return None,
    })
}

/// In which of Java's types two numbers are calculated.
#[derive(PartialEq, Eq)]
enum Base {
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
}

fn base<'a>(left: Value<'a>, right: Value<'a>) -> Base {
    let whole = |v| !matches!(v, Value::Double(_) | Value::Float(_) | Value::BigDecimal(_));
    let either = |is: fn(Value<'a>) -> bool| is(left) || is(right);
    let all_whole = whole(left) && whole(right);
    let big_integer = either(|v| matches!(v, Value::BigInteger(_)));
    if either(|v| matches!(v, Value::BigDecimal(_))) || (!all_whole && big_integer) {
        Base::BigDecimal
    } else if all_whole {
        if big_integer { Base::BigInteger } else { Base::Long }
    } else if either(|v| matches!(v, Value::Double(_))) {
        Base::Double
    } else {
        Base::Float
    }
}

fn is_zero(value: Value<'_>) -> bool {
    match value {
        Value::BigInteger(i) => i.is_zero(),
        Value::BigDecimal(d) => d.unscaled_value().is_zero(),
        other => double(other) == 0.0,
    }
}

/// `longValue()` of a whole number: its low 64 bits.
fn long(value: Value<'_>) -> i64 {
    match value {
        Value::Integer(i) => i64::from(i),
        Value::Long(i) => i,
        Value::Short(i) => i64::from(i),
        Value::Byte(i) => i64::from(i),
        Value::BigInteger(i) => big::long_value(i),
        _ => 0,
    }
}

fn double(value: Value<'_>) -> f64 {
    match value {
        Value::Double(d) => d,
        Value::Float(f) => f64::from(f),
        Value::BigInteger(i) => big::double_value(i),
        other => long(other) as f64,
    }
}

fn big_integer(value: Value<'_>) -> BigInt {
    match value {
        Value::BigInteger(i) => i.clone(),
        other => BigInt::from(long(other)),
    }
}

/// Velocity makes any but the big numbers a decimal by way of a double.
fn decimal(value: Value<'_>) -> Result<BigDecimal> {
    match value {
        Value::BigDecimal(d) => Ok(d.clone()),
        Value::BigInteger(i) => Ok(BigDecimal::new(i.clone(), 0)),
        other => Ok(BigDecimal::from_double(double(other))?),
    }
}

/// The result has the class of the wider side, or a wider one if it does not fit.
fn longs<'a>(heap: &Heap<'a>, operator: Operator, left: Value<'a>, right: Value<'a>) -> Result<Value<'a>> {
    let (x, y) = (long(left), long(right));
    let result = match operator {
        Operator::Add => x.checked_add(y),
        Operator::Subtract => x.checked_sub(y),
        // Velocity tests the product by dividing it again, which misses this one
        Operator::Multiply if (x, y) == (i64::MIN, -1) => Some(i64::MIN),
        Operator::Multiply => x.checked_mul(y),
        Operator::Divide => Some(x.wrapping_div(y)),
        _ => Some(x.wrapping_rem(y)),
    };
    let Some(result) = result else {
        return big_integers(heap, operator, &BigInt::from(x), &BigInt::from(y));
    };
    let mut width = width(left).max(width(right));
    if width == 0 && i8::try_from(result).is_err() {
        width = 1;
    }
    if width == 1 && i16::try_from(result).is_err() {
        width = 2;
    }
    Ok(match (width, i32::try_from(result)) {
        (0, Ok(i)) => Value::Byte(i as i8),
        (1, Ok(i)) => Value::Short(i as i16),
        (2, Ok(i)) => Value::Integer(i),
        _ => Value::Long(result),
    })
}

fn width(value: Value<'_>) -> u8 {
    match value {
        Value::Byte(_) => 0,
        Value::Short(_) => 1,
        Value::Integer(_) => 2,
        _ => 3,
    }
}

/// Two Doubles, or two Floats.
fn fractions<T: NumOps>(operator: Operator, x: T, y: T) -> T {
    match operator {
        Operator::Add => x + y,
        Operator::Subtract => x - y,
        Operator::Multiply => x * y,
        Operator::Divide => x / y,
        _ => x % y,
    }
}

fn big_integers<'a>(heap: &Heap<'a>, operator: Operator, x: &BigInt, y: &BigInt) -> Result<Value<'a>> {
    heap.charge((x.bits() + y.bits()) / 512)?;
    let result = match operator {
        Operator::Add => big::add(x, y),
        Operator::Subtract => big::subtract(x, y),
        Operator::Multiply => big::multiply(x, y),
        Operator::Divide => big::divide(x, y),
        _ => big::modulo(x, y),
    };
    heap.big_integer(result?)
}

fn big_decimals<'a>(heap: &Heap<'a>, operator: Operator, x: &BigDecimal, y: &BigDecimal) -> Result<Value<'a>> {
    heap.charge((x.unscaled_value().bits() + y.unscaled_value().bits()) / 512)?;
    let result = match operator {
        Operator::Add => x.add(y),
        Operator::Subtract => x.subtract(y),
        Operator::Multiply => x.multiply(y),
        Operator::Divide => x.divide_to_scale(y, x.scale(), RoundingMode::HalfDown),
        _ => {
            let message = "Cannot calculate the modulo of BigDecimals.";
            return Err(Fault::exception("java.lang.ArithmeticException", message));
        }
    };
    heap.big_decimal(result?)
}
