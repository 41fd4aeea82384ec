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
