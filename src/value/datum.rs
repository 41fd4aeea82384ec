//! Values that an event holds: owned, shared by every render of it, never changed.

use num_bigint::BigInt;

use super::BigDecimal;

/// One value of an event's `params`, `context`, `stageVariables` or free variables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Datum {
    Null,
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Double(f64),
    BigInteger(BigInt),
    BigDecimal(BigDecimal),
    String(String),
    List(Vec<Datum>),
    /// Keys are distinct and in document order.
    Map(Vec<(String, Datum)>),
}

impl From<&serde_json::Value> for Datum {
    fn from(json: &serde_json::Value) -> Datum {
        use serde_json::Value as Json;
        match json {
            Json::Null => Datum::Null,
            Json::Bool(b) => Datum::Boolean(*b),
            Json::Number(n) => number(n),
            Json::String(s) => Datum::String(s.clone()),
            Json::Array(items) => Datum::List(items.iter().map(Datum::from).collect()),
            Json::Object(map) => Datum::Map(map.iter().map(|(k, v)| (k.clone(), Datum::from(v))).collect()),
        }
    }
}

/// Java's class by size: Integer, Long, BigInteger; Double for the rest.
fn number(n: &serde_json::Number) -> Datum {
    match (n.as_i64(), n.as_u64()) {
        (Some(i), _) => i32::try_from(i).map_or(Datum::Long(i), Datum::Integer),
        (None, Some(u)) => Datum::BigInteger(BigInt::from(u)),
        (None, None) => Datum::Double(n.as_f64().unwrap_or(f64::NAN)),
    }
}
