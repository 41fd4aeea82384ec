//! `java.math.BigDecimal`. Templates cannot make a `MathContext` or a `RoundingMode`; the methods that take one are there
//! for null only, which throws.

use super::super::args::{answer, double, int, long, missing};
use super::super::exception::null_because;
use super::big_integer;
use super::{charge_product, not_comparable, tried};
use crate::error::{Fault, Result};
use crate::value::number::NumberError;
use crate::value::number::decimal::RoundingMode;
use crate::value::{BigDecimal, Heap, Known, ListKind, Outcome, Value};

/// `$d.setScale(2, 4)`, `$d.add($e)`, `$d.toPlainString()`
pub(super) fn call<'a>(heap: &Heap<'a>, d: &'a BigDecimal, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    heap.charge_bytes(size(d) as usize)?;
    match args {
        [Value::Null] if method == Known::sqrt && d.signum() == 0 => made(heap, Ok(BigDecimal::new(0, d.scale() / 2))),
        [] => plain(heap, d, method),
        [Value::BigDecimal(e)] => with_other(heap, d, method, e),
        [other] if method == Known::compareTo => Err(not_comparable(Value::BigDecimal(d), *other)),
        [Value::Null] => null_argument(d, method),
        [number] if method == Known::valueOf => value_of(heap, *number),
        [i] => match int(*i) {
            Some(i) => with_int(heap, d, method, i),
            None => missing(),
        },
        [a, b] => two(heap, d, method, *a, *b),
        [divisor @ (Value::BigDecimal(_) | Value::Null), scale, mode] if method == Known::divide => {
            let Some(scale) = int(*scale) else { return missing() };
            let mode = match (int(*mode), *mode) {
                (Some(mode), _) => mode,
                (_, Value::Null) => return Err(null_mode()),
                _ => return missing(),
            };
            divide(heap, d, *divisor, scale, mode)
        }
        _ => missing(),
    }
}

/// The bits of a number's digits.
fn size(d: &BigDecimal) -> u64 {
    d.unscaled_value().bits()
}

fn made<'a>(heap: &Heap<'a>, number: std::result::Result<BigDecimal, NumberError>) -> Result<Outcome<'a>> {
    let number = number?;
    heap.charge_bytes(size(&number) as usize)?;
    heap.reserve(size(&number) as usize / 4 + size_of::<BigDecimal>())?;
    answer(heap.big_decimal(number)?)
}

fn plain<'a>(heap: &Heap<'a>, d: &'a BigDecimal, method: Known) -> Result<Outcome<'a>> {
    match method {
        Known::abs => made(heap, Ok(d.abs())),
        Known::negate => made(heap, Ok(d.negate())),
        Known::plus => answer(Value::BigDecimal(d)),
        Known::ulp => made(heap, Ok(d.ulp())),
        Known::stripTrailingZeros => {
            charge_product(heap, size(d), size(d))?;
            made(heap, Ok(d.strip_trailing_zeros()))
        }
        Known::signum => answer(d.signum()),
        Known::scale => answer(d.scale()),
        Known::precision => answer(d.precision() as i32),
        Known::unscaledValue => big_integer::made(heap, Ok(d.unscaled_value().clone())),
        Known::toBigInteger => big_integer::made(heap, d.to_big_integer()),
        Known::toBigIntegerExact => big_integer::made(heap, d.to_big_integer_exact()),
        Known::toPlainString => answer(heap.string(&d.to_plain_string()?)?),
        Known::toEngineeringString => answer(heap.string(&d.to_engineering_string())?),
        Known::intValue => answer(d.int_value()),
        Known::longValue => answer(d.long_value()),
        Known::shortValue => answer(d.int_value() as i16),
        Known::byteValue => answer(d.int_value() as i8),
        Known::doubleValue => answer(d.double_value()),
        Known::floatValue => answer(d.float_value()),
        Known::intValueExact => tried(d.int_value_exact()),
        Known::longValueExact => tried(d.long_value_exact()),
        Known::shortValueExact => tried(d.short_value_exact()),
        Known::byteValueExact => tried(d.byte_value_exact()),
        _ => missing(),
    }
}

fn with_other<'a>(heap: &Heap<'a>, d: &'a BigDecimal, method: Known, e: &'a BigDecimal) -> Result<Outcome<'a>> {
    charge_product(heap, size(d), size(e))?;
    match method {
        Known::add => made(heap, d.add(e)),
        Known::subtract => made(heap, d.subtract(e)),
        Known::multiply => made(heap, d.multiply(e)),
        Known::divide => made(heap, d.divide(e)),
        Known::divideToIntegralValue => made(heap, d.divide_to_integral_value(e)),
        Known::remainder => made(heap, d.remainder(e)),
        Known::divideAndRemainder => {
            let (quotient, rest) = d.divide_and_remainder(e)?;
            heap.reserve((size(&quotient) + size(&rest)) as usize / 4)?;
            let items = [heap.big_decimal(quotient)?, heap.big_decimal(rest)?];
            answer(heap.list(ListKind::ObjectArray, &items)?)
        }
        Known::min => answer(Value::BigDecimal(d.min(e))),
        Known::max => answer(Value::BigDecimal(d.max(e))),
        Known::compareTo => answer(d.compare(e)),
        _ => missing(),
    }
}

fn with_int<'a>(heap: &Heap<'a>, d: &'a BigDecimal, method: Known, i: i32) -> Result<Outcome<'a>> {
    match method {
        Known::setScale => made(heap, d.set_scale(i, RoundingMode::Unnecessary)),
        Known::movePointLeft => made(heap, d.move_point_left(i)),
        Known::movePointRight => made(heap, d.move_point_right(i)),
        Known::scaleByPowerOfTen => made(heap, d.scale_by_power_of_ten(i)),
        Known::pow => {
            let bits = size(d).saturating_mul(i.unsigned_abs().into()).min(1 << 18);
            charge_product(heap, bits, bits)?;
            made(heap, d.pow(i))
        }
        _ => missing(),
    }
}

/// `$d.valueOf(7)`, `$d.valueOf(1.5)`
fn value_of<'a>(heap: &Heap<'a>, number: Value<'a>) -> Result<Outcome<'a>> {
    match (long(number), double(number)) {
        (Some(i), _) => made(heap, Ok(BigDecimal::new(i, 0))),
        (_, Some(d)) => made(heap, BigDecimal::value_of_double(d)),
        _ => missing(),
    }
}

fn two<'a>(heap: &Heap<'a>, d: &'a BigDecimal, method: Known, a: Value<'a>, b: Value<'a>) -> Result<Outcome<'a>> {
    match (method, a, b) {
        (Known::valueOf, a, b) => match (long(a), int(b)) {
            (Some(unscaled), Some(scale)) => made(heap, Ok(BigDecimal::new(unscaled, scale))),
            _ => missing(),
        },
        (Known::setScale, scale, mode) => match (int(scale), int(mode), mode) {
            (Some(scale), Some(mode), _) => made(heap, d.set_scale(scale, RoundingMode::from_number(mode)?)),
            (Some(_), None, Value::Null) => Err(null_mode()),
            _ => missing(),
        },
        (Known::divide, divisor @ (Value::BigDecimal(_) | Value::Null), mode) if int(mode).is_some() => {
            divide(heap, d, divisor, d.scale(), int(mode).unwrap_or(0))
        }
        (
            Known::add
            | Known::subtract
            | Known::multiply
            | Known::divideToIntegralValue
            | Known::remainder
            | Known::divideAndRemainder,
            Value::BigDecimal(_) | Value::Null,
            Value::Null,
        ) => Err(null_context()),
        (Known::pow, exponent, Value::Null) if int(exponent).is_some() => Err(null_context()),
        _ => missing(),
    }
}

fn divide<'a>(heap: &Heap<'a>, d: &'a BigDecimal, divisor: Value<'a>, scale: i32, mode: i32) -> Result<Outcome<'a>> {
    let mode = RoundingMode::from_number(mode)?;
    let Value::BigDecimal(divisor) = divisor else {
        return Err(null_because("Cannot read field \"intCompact\" because \"divisor\" is null"));
    };
    charge_product(heap, size(d), size(divisor))?;
    made(heap, d.divide_to_scale(divisor, scale, mode))
}

#[cold]
fn null_context() -> Box<Fault> {
    null_because("Cannot read field \"precision\" because \"mc\" is null")
}

#[cold]
fn null_mode() -> Box<Fault> {
    null_because("Cannot read field \"oldMode\" because \"roundingMode\" is null")
}

#[cold]
fn null_argument<'a>(d: &BigDecimal, method: Known) -> Result<Outcome<'a>> {
    Err(null_because(match method {
        Known::add => "Cannot read field \"intCompact\" because \"augend\" is null",
        Known::subtract => "Cannot read field \"intCompact\" because \"subtrahend\" is null",
        Known::multiply => "Cannot read field \"scale\" because \"multiplicand\" is null",
        Known::divide => "Cannot invoke \"java.math.BigDecimal.signum()\" because \"divisor\" is null",
        Known::divideToIntegralValue | Known::remainder | Known::divideAndRemainder => {
            "Cannot read field \"scale\" because \"divisor\" is null"
        }
        Known::min | Known::max => "Cannot read field \"scale\" because \"val\" is null",
        Known::abs | Known::negate | Known::plus | Known::round => return Err(null_context()),
        Known::sqrt if d.signum() >= 0 => {
            "Cannot invoke \"java.math.MathContext.getPrecision()\" because \"mc\" is null"
        }
        Known::sqrt => {
            return Err(Fault::exception(
                "java.lang.ArithmeticException",
                "Attempted square root of negative BigDecimal",
            ));
        }
        _ => return missing(),
    }))
}
