//! `java.math.BigInteger`

use num_bigint::BigInt;

use super::super::args::{answer, byte_array, int, long, missing};
use super::super::exception::null_because;
use super::{charge_power, charge_product, not_comparable, tried};
use crate::error::Result;
use crate::value::number::{NumberError, big};
use crate::value::{Heap, Known, ListKind, Outcome, Value};

/// `$b.add($c)`, `$b.pow(3)`, `$b.valueOf(7)`
pub(super) fn call<'a>(heap: &Heap<'a>, b: &'a BigInt, method: Known, args: &[Value<'a>]) -> Result<Outcome<'a>> {
    heap.charge_bytes(b.bits() as usize)?;
    match (method, args) {
        (_, []) => plain(heap, b, method),
        (_, [Value::BigInteger(c)]) => with_other(heap, b, method, c),
        (Known::compareTo, [other]) => Err(not_comparable(Value::BigInteger(b), *other)),
        (_, [Value::Null]) => null_argument(method),
        (Known::valueOf, [i]) => match long(*i) {
            Some(i) => made(heap, Ok(BigInt::from(i))),
            None => missing(),
        },
        (_, [i]) => match int(*i) {
            Some(i) => with_int(heap, b, method, i),
            None => missing(),
        },
        (Known::modPow, [Value::BigInteger(exponent), Value::BigInteger(modulus)]) => {
            charge_power(heap, exponent.bits(), modulus.bits())?;
            made(heap, big::mod_pow(b, exponent, modulus))
        }
        (Known::modPow, [Value::BigInteger(_) | Value::Null, Value::Null]) => null_argument(Known::r#mod),
        (Known::modPow, [Value::Null, Value::BigInteger(_)]) => {
            Err(null_because("Cannot read field \"signum\" because \"exponent\" is null"))
        }
        _ => missing(),
    }
}

/// A new `BigInteger`.
pub(super) fn made<'a>(heap: &Heap<'a>, number: std::result::Result<BigInt, NumberError>) -> Result<Outcome<'a>> {
    let number = number?;
    heap.charge_bytes(number.bits() as usize)?;
    heap.reserve(number.bits() as usize / 4 + size_of::<BigInt>())?;
    answer(heap.big_integer(number)?)
}

fn plain<'a>(heap: &Heap<'a>, b: &'a BigInt, method: Known) -> Result<Outcome<'a>> {
    match method {
        Known::abs => made(heap, Ok(BigInt::from(b.magnitude().clone()))),
        Known::negate => made(heap, Ok(-b)),
        Known::not => made(heap, Ok(big::not(b))),
        Known::sqrt => made(heap, big::sqrt(b)),
        Known::sqrtAndRemainder => {
            let root = big::sqrt(b)?;
            let rest = b - &root * &root;
            pair(heap, root, rest)
        }
        Known::nextProbablePrime => {
            charge_power(heap, b.bits().saturating_mul(64), b.bits())?;
            made(heap, big::next_probable_prime(b))
        }
        Known::signum => answer(big::signum(b)),
        Known::bitLength => answer(big::bit_length(b)),
        Known::bitCount => answer(big::bit_count(b)),
        Known::getLowestSetBit => answer(big::lowest_set_bit(b)),
        Known::toByteArray => byte_array(heap, &big::to_bytes(b)),
        Known::intValue => answer(big::int_value(b)),
        Known::longValue => answer(big::long_value(b)),
        Known::shortValue => answer(big::short_value(b)),
        Known::byteValue => answer(big::byte_value(b)),
        Known::doubleValue => answer(big::double_value(b)),
        Known::floatValue => answer(big::float_value(b)),
        Known::intValueExact => tried(big::int_value_exact(b)),
        Known::longValueExact => tried(big::long_value_exact(b)),
        Known::shortValueExact => tried(big::short_value_exact(b)),
        Known::byteValueExact => tried(big::byte_value_exact(b)),
        _ => missing(),
    }
}

fn with_other<'a>(heap: &Heap<'a>, b: &'a BigInt, method: Known, c: &'a BigInt) -> Result<Outcome<'a>> {
    charge_product(heap, b.bits(), c.bits())?;
    match method {
        Known::add => made(heap, big::add(b, c)),
        Known::subtract => made(heap, big::subtract(b, c)),
        Known::multiply => made(heap, big::multiply(b, c)),
        Known::divide => made(heap, big::divide(b, c)),
        Known::remainder => made(heap, big::remainder(b, c)),
        Known::r#mod => made(heap, big::modulo(b, c)),
        Known::modInverse => made(heap, big::mod_inverse(b, c)),
        Known::gcd => made(heap, Ok(big::gcd(b, c))),
        Known::and => made(heap, Ok(big::and(b, c))),
        Known::or => made(heap, Ok(big::or(b, c))),
        Known::xor => made(heap, Ok(big::xor(b, c))),
        Known::andNot => made(heap, Ok(big::and_not(b, c))),
        Known::min => answer(Value::BigInteger(b.min(c))),
        Known::max => answer(Value::BigInteger(b.max(c))),
        Known::compareTo => answer(big::compare(b, c)),
        Known::divideAndRemainder => {
            let (quotient, rest) = big::divide_and_remainder(b, c)?;
            pair(heap, quotient, rest)
        }
        _ => missing(),
    }
}

fn pair<'a>(heap: &Heap<'a>, first: BigInt, second: BigInt) -> Result<Outcome<'a>> {
    heap.reserve((first.bits() + second.bits()) as usize / 4)?;
    let items = [heap.big_integer(first)?, heap.big_integer(second)?];
    answer(heap.list(ListKind::ObjectArray, &items)?)
}

fn with_int<'a>(heap: &Heap<'a>, b: &'a BigInt, method: Known, i: i32) -> Result<Outcome<'a>> {
    match method {
        Known::pow => {
            let bits = b.bits().saturating_mul(i.unsigned_abs().into()).min(1 << 18);
            charge_product(heap, bits, bits)?;
            made(heap, big::pow(b, i))
        }
        Known::shiftLeft => made(heap, big::shift_left(b, i)),
        Known::shiftRight => made(heap, big::shift_right(b, i)),
        Known::testBit => tried(big::test_bit(b, i)),
        Known::setBit => made(heap, big::set_bit(b, i)),
        Known::clearBit => made(heap, big::clear_bit(b, i)),
        Known::flipBit => made(heap, big::flip_bit(b, i)),
        Known::isProbablePrime => {
            charge_power(heap, b.bits().saturating_mul(u64::from(i.unsigned_abs().min(100))), b.bits())?;
            tried(big::is_probable_prime(b, i))
        }
        Known::toString => answer(heap.string(&big::to_string(b, i))?),
        _ => missing(),
    }
}

#[cold]
fn null_argument<'a>(method: Known) -> Result<Outcome<'a>> {
    Err(null_because(match method {
        Known::add | Known::subtract | Known::multiply | Known::gcd | Known::min | Known::max => {
            "Cannot read field \"signum\" because \"val\" is null"
        }
        Known::divide | Known::remainder | Known::divideAndRemainder => {
            "Cannot read field \"mag\" because \"val\" is null"
        }
        Known::and | Known::or | Known::xor | Known::andNot => {
            "Cannot invoke \"java.math.BigInteger.intLength()\" because \"val\" is null"
        }
        Known::r#mod | Known::modInverse => "Cannot read field \"signum\" because \"m\" is null",
        _ => return missing(),
    }))
}
