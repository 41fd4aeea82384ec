//! Names of methods and properties, resolved once when a template is parsed.

/// A name in a template: its text, and which of the names that Java's classes know it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    pub known: Known,
    pub text: &'a str,
}

#[cfg(test)]
impl<'a> Name<'a> {
    pub fn new(text: &'a str) -> Name<'a> {
        Name { known: Known::of_text(text), text }
    }
}

macro_rules! known {
    ($($name:ident)*) => {
        /// The names of methods and properties that any class here has, spelled as in Java.
        #[allow(non_camel_case_types, missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Known {
            /// No class here has it.
            Unknown,
            $($name,)*
        }

        /// Sorted by text.
        const TABLE: &[(&str, Known)] = &[$((stringify!($name), Known::$name),)*];
    };
}

impl Known {
    /// The name that a text is.
    #[inline]
    pub fn of_text(text: &str) -> Known {
        let mut bucket = bucket(text.as_bytes());
        loop {
            match BUCKETS[bucket] {
                EMPTY => return Known::Unknown,
                at if plain(TABLE[at as usize].0) == text => return TABLE[at as usize].1,
                _ => bucket = (bucket + 1) % BUCKETS.len(),
            }
        }
    }
}

/// Without the mark that Rust asks for where a name is one of its keywords.
const fn plain(name: &str) -> &str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

const EMPTY: u16 = u16::MAX;

/// The places of names in the table, by hash: a template asks for every name in it.
const BUCKETS: [u16; 2048] = {
    let mut buckets = [EMPTY; 2048];
    let mut at = 0;
    while at < TABLE.len() {
        let mut bucket = bucket(plain(TABLE[at].0).as_bytes());
        while buckets[bucket] != EMPTY {
            bucket = (bucket + 1) % buckets.len();
        }
        buckets[bucket] = at as u16;
        at += 1;
    }
    buckets
};

/// Where a name is looked for first: by its length and a few of its letters.
const fn bucket(name: &[u8]) -> usize {
    let len = name.len();
    if len == 0 {
        return 0;
    }
    let letters = [name[0], name[len / 3], name[len / 2], name[len - 1]];
    let word = u32::from_le_bytes(letters) ^ (len as u32) << 5;
    (word.wrapping_mul(0x9E37_79B1) >> 21) as usize
}

known! {
    abs accumulateAndGet add addAll addFirst addLast and andNot any append appendElement asList base64Decode
    base64Encode bitCount bitLength body booleanValue byteValue byteValueExact bytes capacity ceil ceiling
    ceilingEntry ceilingKey charAt charCount charValue chars class clear clearBit clone codePointAt codePointBefore
    codePointCount codePoints collect column comparator compare compareTo compareToIgnoreCase compareUnsigned
    comparingByKey comparingByValue compress compute computeIfAbsent computeIfPresent concat contains containsAll
    containsKey containsValue contentEquals copyOf copyOfRange copyValueOf count decode depth descendingIterator
    descendingKeySet descendingMap descendingSet describeConstable digit divide divideAndRemainder
    divideToIntegralValue divideUnsigned doubleToLongBits doubleToRawLongBits doubleValue doubleValueExact element
    empty endsWith ensureCapacity entries entry entrySet equals equalsIgnoreCase escapeJavaScript filter findFirst
    first firstEntry firstKey flipBit floatToIntBits floatToRawIntBits floatValue floor floorEntry floorKey
    forDigit forEach forEachRemaining forName format formatted gcd get getBody getBoolean getBytes getCanonicalName
    getChars getClass getColumn getCount getDeclaringClass getDepth getEmpty getFirst getHasNext getIndex getInfo
    getInteger getKey getLast getLine getLong getLowestSetBit getName getNumericValue getOrDefault getPackage
    getPackageName getParent getReplaced getSimpleName getSuperclass getTemplate getTopmost getType getTypeName
    getValue hasNext hasNextValue hasPrevious hash hashCode hashValue headMap headSet highSurrogate higher
    higherEntry higherKey highestOneBit indent index indexOf info intBitsToFloat intValue intValueExact intern
    isAlphabetic isArray isBlank isBmpCodePoint isDefined isDigit isEmpty isFinite isFirst isHighSurrogate
    isISOControl isIdentifierIgnorable isIdeographic isInfinite isInstance isInterface isJavaIdentifierPart
    isJavaIdentifierStart isJavaLetter isJavaLetterOrDigit isLast isLetter isLetterOrDigit isLowSurrogate
    isLowerCase isNaN isProbablePrime isSpace isSpaceChar isSupplementaryCodePoint isSurrogate isSurrogatePair
    isTitleCase isUnicodeIdentifierPart isUnicodeIdentifierStart isUpperCase isValidCodePoint isWhitespace isnull
    iterator join json key keySet keys last lastEntry lastIndexOf lastKey length line lines listIterator logicalAnd
    logicalOr logicalXor longBitsToDouble longValue longValueExact lowSurrogate lower lowerEntry lowerKey
    lowestOneBit map matches max merge merges min r#mod modInverse modPow movePointLeft movePointRight multiply
    name navigableKeySet negate next nextDown nextIndex nextProbablePrime nextUp nope not notify notifyAll
    numberOfLeadingZeros numberOfTrailingZeros of ofEntries offsetByCodePoints or parallelStream params parent
    parse parseBoolean parseByte parseDouble parseFloat parseInt parseJson parseLong parseShort parseUnsignedInt
    parseUnsignedLong path peek plus pollFirst pollFirstEntry pollLast pollLastEntry pow precision previous
    previousIndex put putAll putFirst putIfAbsent putLast regionMatches remainder remainderUnsigned remove
    removeAll removeFirst removeIf removeLast removeRange repeat replace replaceAll replaceFirst replaced
    resolveConstantDesc retainAll reverse reverseBytes reversed rotateLeft rotateRight round scale
    scaleByPowerOfTen set setBit setLength setScale setValue shiftLeft shiftRight shortValue shortValueExact signum
    size sort split splitWithDelimiters spliterator sqrt sqrtAndRemainder startsWith stop stream strip stripIndent
    stripLeading stripTrailing stripTrailingZeros subList subMap subSequence subSet substring subtract sum sumOf
    tailMap tailSet template testBit toArray toBigInteger toBigIntegerExact toBinaryString toByteArray toCharArray
    toChars toChronoUnit toCodePoint toDegrees toEngineeringString toHexString toIntExact toJSON toJSONString
    toJSONStringValue toList toLowerCase toOctalString toPlainString toString toTitleCase toUnsignedBigInteger
    toUnsignedInt toUnsignedLong toUnsignedString toUpperCase topmost transform translateEscapes trim trimToSize
    r#type ulp unscaledValue urlDecode urlEncode value valueOf values wait writeJSONString xor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TABLE.is_sorted_by(|a, b| plain(a.0) < plain(b.0)));
    }

    #[test]
    fn every_name_is_found() {
        for (name, known) in TABLE {
            assert_eq!(Known::of_text(plain(name)), *known);
        }
        assert_eq!([Known::of_text(""), Known::of_text("r#mod"), Known::of_text("siz")], [Known::Unknown; 3]);
    }
}
