//! What `Byte` and `Short` do alike, written once for both widths.

/// Reading, order and hash.
macro_rules! narrow_functions {
    ($type:ty) => {
        const MIN: i32 = <$type>::MIN as i32;
        const MAX: i32 = <$type>::MAX as i32;

        /// `parseByte("7f", 16)`, and `valueOf`
        pub(crate) fn parse(text: &str, radix: i32) -> Result<$type, NumberError> {
            text::narrow(text, radix, MIN, MAX).map(|value| value as $type)
        }

        /// `decode("-0x1F")` is -31
        pub(crate) fn decode(text: &str) -> Result<$type, NumberError> {
            text::decode_narrow(text, MIN, MAX).map(|value| value as $type)
        }

        /// `compare`: the difference, not just its sign.
        pub(crate) fn compare(a: $type, b: $type) -> i32 {
            i32::from(a) - i32::from(b)
        }

        /// `hashCode`
        pub(crate) fn hash_code(value: $type) -> i32 {
            i32::from(value)
        }
    };
}
