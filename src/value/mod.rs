//! What a template sees: Java's null, booleans, numbers, strings, lists, maps and objects.
//!
//! A [`Value`] is a small `Copy` handle into the arena of one render; lists and maps are shared, so that a change through
//! one name is seen through every other. The interpreter, the Java methods, JSONPath and the gateway's objects all work
//! on it; it knows none of them.

pub(crate) mod class_name;
pub(crate) mod compare;
pub(crate) mod datum;
pub(crate) mod equal;
pub(crate) mod hash;
pub(crate) mod heap;
pub(crate) mod hint;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod map;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod print;
pub(crate) mod scope_info;
pub(crate) mod utf16;

use num_bigint::BigInt;

pub(crate) use datum::Datum;
pub(crate) use heap::Heap;
pub(crate) use hint::{Hint, SlotHint};
pub(crate) use list::{List, ListKind};
pub(crate) use map::{Map, MapKind};
pub(crate) use name::{Known, Name};
pub(crate) use number::BigDecimal;
pub(crate) use object::{Object, Outcome};

/// A Java value.
///
/// Strings are UTF-8; a lone surrogate, which Java's strings can hold, is kept as a private character (see [`utf16`]).
// a tag of a whole word keeps every payload on a word of its own: copies are two plain moves, not many odd ones
#[derive(Clone, Copy)]
#[repr(u64)]
pub(crate) enum Value<'a> {
    Null,
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Double(f64),
    Float(f32),
    Short(i16),
    Byte(i8),
    /// One UTF-16 unit.
    Character(u16),
    BigInteger(&'a BigInt),
    BigDecimal(&'a BigDecimal),
    String(&'a str),
    List(&'a List<'a>),
    Map(&'a Map<'a>),
    /// Everything rarer: entries, views, iterators, classes, scopes, blocks, host objects.
    Object(&'a Object<'a>),
}

impl<'a> Value<'a> {
    pub fn is_null(self) -> bool {
        matches!(self, Value::Null)
    }

    pub fn is_number(self) -> bool {
        use Value::*;
        matches!(self, Integer(_) | Long(_) | Double(_) | Float(_) | Short(_) | Byte(_) | BigInteger(_) | BigDecimal(_))
    }

    /// The full name of the value's Java class; `null` has none.
    pub fn class_name(self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Boolean(_) => "java.lang.Boolean",
            Value::Integer(_) => "java.lang.Integer",
            Value::Long(_) => "java.lang.Long",
            Value::Double(_) => "java.lang.Double",
            Value::Float(_) => "java.lang.Float",
            Value::Short(_) => "java.lang.Short",
            Value::Byte(_) => "java.lang.Byte",
            Value::Character(_) => "java.lang.Character",
            Value::BigInteger(_) => "java.math.BigInteger",
            Value::BigDecimal(_) => "java.math.BigDecimal",
            Value::String(_) => "java.lang.String",
            Value::List(list) => list.class_name(),
            Value::Map(map) => map.class_name(),
            Value::Object(object) => object.class_name(),
        }
    }

    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Value::String(s) => Some(s),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Value<'_> {
    /// For the debugger only; what a template sees is in [`mod@print`].
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Boolean(b) => write!(f, "{b}"),
            Value::Integer(i) => write!(f, "{i}"),
            Value::Long(i) => write!(f, "{i}L"),
            Value::Double(d) => write!(f, "{d:?}"),
            Value::String(s) => write!(f, "{s:?}"),
            other => write!(f, "<{}>", other.class_name()),
        }
    }
}
