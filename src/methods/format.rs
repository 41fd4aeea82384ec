use crate::value::number::JavaError;
