//! What a number's method throws.

use std::fmt;

/// A Java exception: its class and `getMessage()`, which is empty where Java's is null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JavaError {
    pub(crate) class: &'static str,
    pub(crate) message: String,
}

/// Why a number could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// Java throws too.
    Exception(JavaError),
    /// Java would go on (or run out of memory); this library does not make numbers of more than
    /// [`MAX_BITS`](super::MAX_BITS) bits.
    TooLarge,
}

impl JavaError {
    pub(crate) fn new(class: &'static str, message: impl Into<String>) -> Self {
        JavaError { class, message: message.into() }
    }

    pub(crate) fn number_format(message: impl Into<String>) -> Self {
        JavaError::new("java.lang.NumberFormatException", message)
    }

    pub(crate) fn arithmetic(message: impl Into<String>) -> Self {
        JavaError::new("java.lang.ArithmeticException", message)
    }

    pub(crate) fn illegal_argument(message: impl Into<String>) -> Self {
        JavaError::new("java.lang.IllegalArgumentException", message)
    }

    /// What most parsers say of a text in base ten.
    pub(crate) fn for_input(text: &str) -> Self {
        JavaError::number_format(format!("For input string: \"{text}\""))
    }

    /// As [`for_input`](Self::for_input), naming a radix that is not ten.
    pub(crate) fn for_input_radix(text: &str, radix: i32) -> Self {
        let mut error = JavaError::for_input(text);
        if radix != 10 {
            error.message.push_str(&format!(" under radix {radix}"));
        }
        error
    }
}

impl fmt::Display for JavaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class)?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}

impl From<JavaError> for NumberError {
    fn from(error: JavaError) -> Self {
        NumberError::Exception(error)
    }
}

impl From<NumberError> for Box<crate::error::Fault> {
    fn from(error: NumberError) -> Self {
        use crate::error::Fault;
        use crate::limits::Limit;
        match error {
            NumberError::Exception(error) => Fault::exception(error.class, error.message),
            NumberError::TooLarge => Fault::limit(Limit::ValueBytes, format!("{} bits for a number", super::MAX_BITS)),
        }
    }
}
