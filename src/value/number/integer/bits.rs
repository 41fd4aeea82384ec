//! What `Integer` and `Long` do alike, written once for both widths.

/// The functions on bits, and those on two numbers.
macro_rules! bit_functions {
    ($signed:ty, $unsigned:ty) => {
        /// `bitCount(255)` is 8
        pub(crate) fn bit_count(value: $signed) -> i32 {
            value.count_ones() as i32
        }

        /// `reverse(1)` is `MIN_VALUE`
        pub(crate) fn reverse(value: $signed) -> $signed {
            value.reverse_bits()
        }

        /// `reverseBytes(1)` is `0x01000000` as an int
        pub(crate) fn reverse_bytes(value: $signed) -> $signed {
            value.swap_bytes()
        }

        /// `rotateLeft(1, -1)` is `MIN_VALUE`: any distance, modulo the width.
        pub(crate) fn rotate_left(value: $signed, distance: i32) -> $signed {
            value.rotate_left(distance.rem_euclid(<$signed>::BITS as i32) as u32)
        }

        /// `rotateRight(1, 1)` is `MIN_VALUE`
        pub(crate) fn rotate_right(value: $signed, distance: i32) -> $signed {
            value.rotate_right(distance.rem_euclid(<$signed>::BITS as i32) as u32)
        }

        /// `highestOneBit(100)` is 64
        pub(crate) fn highest_one_bit(value: $signed) -> $signed {
            match value {
                0 => 0,
                _ => 1 << (<$signed>::BITS - 1 - value.leading_zeros()),
            }
        }

        /// `lowestOneBit(100)` is 4
        pub(crate) fn lowest_one_bit(value: $signed) -> $signed {
            value & value.wrapping_neg()
        }

        /// `numberOfLeadingZeros(0)` is the width
        pub(crate) fn number_of_leading_zeros(value: $signed) -> i32 {
            value.leading_zeros() as i32
        }

        /// `numberOfTrailingZeros(8)` is 3
        pub(crate) fn number_of_trailing_zeros(value: $signed) -> i32 {
            value.trailing_zeros() as i32
        }

        /// `signum(-7)` is -1
        pub(crate) fn signum(value: $signed) -> i32 {
            value.signum() as i32
        }

        /// `compare(3, 5)` is -1
        pub(crate) fn compare(a: $signed, b: $signed) -> i32 {
            a.cmp(&b) as i32
        }

        /// `compareUnsigned(-1, 1)` is 1
        pub(crate) fn compare_unsigned(a: $signed, b: $signed) -> i32 {
            (a as $unsigned).cmp(&(b as $unsigned)) as i32
        }

        /// `divideUnsigned(-1, 2)` is `MAX_VALUE`
        pub(crate) fn divide_unsigned(a: $signed, b: $signed) -> Result<$signed, NumberError> {
            let quotient = (a as $unsigned).checked_div(b as $unsigned);
            quotient.map(|n| n as $signed).ok_or_else(by_zero)
        }

        /// `remainderUnsigned(-1, 10)` is 5
        pub(crate) fn remainder_unsigned(a: $signed, b: $signed) -> Result<$signed, NumberError> {
            let rest = (a as $unsigned).checked_rem(b as $unsigned);
            rest.map(|n| n as $signed).ok_or_else(by_zero)
        }

        fn by_zero() -> NumberError {
            JavaError::arithmetic("/ by zero").into()
        }

        /// `sum(MAX_VALUE, 1)` is `MIN_VALUE`
        pub(crate) fn sum(a: $signed, b: $signed) -> $signed {
            a.wrapping_add(b)
        }

        /// `min(1, 2)`
        pub(crate) fn min(a: $signed, b: $signed) -> $signed {
            a.min(b)
        }

        /// `max(1, 2)`
        pub(crate) fn max(a: $signed, b: $signed) -> $signed {
            a.max(b)
        }

        /// `toHexString(-1)` is all `f`
        pub(crate) fn to_hex_string(value: $signed) -> String {
            radix::unsigned((value as $unsigned).into(), 16)
        }

        /// `toOctalString(8)` is `10`
        pub(crate) fn to_octal_string(value: $signed) -> String {
            radix::unsigned((value as $unsigned).into(), 8)
        }

        /// `toBinaryString(5)` is `101`
        pub(crate) fn to_binary_string(value: $signed) -> String {
            radix::unsigned((value as $unsigned).into(), 2)
        }

        /// `toUnsignedString(-1, 10)`
        pub(crate) fn to_unsigned_string(value: $signed, radix: i32) -> String {
            radix::unsigned((value as $unsigned).into(), radix)
        }

        /// `toString(255, 16)` is `ff`. A radix Java does not know counts as ten.
        pub(crate) fn to_string(value: $signed, radix: i32) -> String {
            radix::signed(value.into(), radix)
        }
    };
}
