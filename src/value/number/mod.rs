//! Java's numbers.
use num_bigint::BigInt;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BigDecimal {
    pub unscaled: BigInt,
    pub scale: i32,
}
pub(crate) fn print_long(i: i64, out: &mut String) {
    out.push_str(&i.to_string())
}
pub(crate) fn print_double(d: f64, out: &mut String) {
    out.push_str(&format!("{d:?}"))
}
pub(crate) fn print_float(d: f32, out: &mut String) {
    out.push_str(&format!("{d:?}"))
}
pub(crate) fn print_bigdecimal(d: &BigDecimal, out: &mut String) {
    out.push_str(&format!("{}e-{}", d.unscaled, d.scale))
}
pub(crate) fn biginteger_hash(_: &BigInt) -> i32 {
    0
}
pub(crate) fn bigdecimal_hash(_: &BigDecimal) -> i32 {
    0
}

use crate::error::Result;
pub(crate) fn compare_decimals(_: &BigDecimal, _: &BigDecimal) -> std::cmp::Ordering {
    std::cmp::Ordering::Equal
}
pub(crate) fn decimal_int_value(_: &BigDecimal) -> i32 {
    0
}
pub(crate) fn big_long_value(_: &BigInt) -> i64 {
    0
}
pub(crate) fn decimal_of_double(_: f64) -> Result<BigDecimal> {
    Ok(BigDecimal { unscaled: BigInt::from(0), scale: 0 })
}
pub(crate) fn big_product(x: &BigInt, y: &BigInt) -> Result<BigInt> {
    Ok(x * y)
}
pub(crate) fn big_mod(x: &BigInt, y: &BigInt) -> Result<BigInt> {
    Ok(x % y)
}
pub(crate) fn decimal_add(x: &BigDecimal, _: &BigDecimal) -> Result<BigDecimal> {
    Ok(x.clone())
}
pub(crate) fn decimal_subtract(x: &BigDecimal, _: &BigDecimal) -> Result<BigDecimal> {
    Ok(x.clone())
}
pub(crate) fn decimal_multiply(x: &BigDecimal, _: &BigDecimal) -> Result<BigDecimal> {
    Ok(x.clone())
}
pub(crate) fn decimal_divide_half_down(x: &BigDecimal, _: &BigDecimal) -> Result<BigDecimal> {
    Ok(x.clone())
}
