//! `java.lang.Byte`.

use super::parse as text;
use crate::value::number::NumberError;

narrow_functions!(i8);
