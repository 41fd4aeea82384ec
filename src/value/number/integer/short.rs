//! `java.lang.Short`.

use super::parse as text;
use crate::value::number::NumberError;

narrow_functions!(i16);
