//! The names of Java's classes that a template may ask for by name.

/// Public classes and interfaces of the JDK, sorted.
const TABLE: &[(&str, Kind)] = &[
    ("java.lang.Appendable", Interface),
    ("java.lang.ArithmeticException", Class),
    ("java.lang.AutoCloseable", Interface),
    ("java.lang.Boolean", Class),
    ("java.lang.Byte", Class),
    ("java.lang.CharSequence", Interface),
    ("java.lang.Character", Class),
    ("java.lang.Class", Class),
    ("java.lang.ClassCastException", Class),
    ("java.lang.ClassLoader", Class),
    ("java.lang.Cloneable", Interface),
    ("java.lang.Comparable", Interface),
    ("java.lang.Double", Class),
    ("java.lang.Enum", Class),
    ("java.lang.Error", Class),
    ("java.lang.Exception", Class),
    ("java.lang.Float", Class),
    ("java.lang.IllegalArgumentException", Class),
    ("java.lang.IllegalStateException", Class),
    ("java.lang.IndexOutOfBoundsException", Class),
    ("java.lang.Integer", Class),
    ("java.lang.Iterable", Interface),
    ("java.lang.Long", Class),
    ("java.lang.Math", Class),
    ("java.lang.NullPointerException", Class),
    ("java.lang.Number", Class),
    ("java.lang.NumberFormatException", Class),
    ("java.lang.Object", Class),
    ("java.lang.Process", Class),
    ("java.lang.ProcessBuilder", Class),
    ("java.lang.Runnable", Interface),
    ("java.lang.Runtime", Class),
    ("java.lang.RuntimeException", Class),
    ("java.lang.Short", Class),
    ("java.lang.StrictMath", Class),
    ("java.lang.String", Class),
    ("java.lang.StringBuffer", Class),
    ("java.lang.StringBuilder", Class),
    ("java.lang.System", Class),
    ("java.lang.Thread", Class),
    ("java.lang.ThreadLocal", Class),
    ("java.lang.Throwable", Class),
    ("java.lang.Void", Class),
    ("java.math.BigDecimal", Class),
    ("java.math.BigInteger", Class),
    ("java.math.MathContext", Class),
    ("java.util.AbstractCollection", Class),
    ("java.util.AbstractList", Class),
    ("java.util.AbstractMap", Class),
    ("java.util.AbstractSet", Class),
    ("java.util.ArrayDeque", Class),
    ("java.util.ArrayList", Class),
    ("java.util.Arrays", Class),
    ("java.util.Base64", Class),
    ("java.util.BitSet", Class),
    ("java.util.Calendar", Class),
    ("java.util.Collection", Interface),
    ("java.util.Collections", Class),
    ("java.util.Comparator", Interface),
    ("java.util.Currency", Class),
    ("java.util.Date", Class),
    ("java.util.Deque", Interface),
    ("java.util.Enumeration", Interface),
    ("java.util.Formatter", Class),
    ("java.util.GregorianCalendar", Class),
    ("java.util.HashMap", Class),
    ("java.util.HashSet", Class),
    ("java.util.Hashtable", Class),
    ("java.util.Iterator", Interface),
    ("java.util.LinkedHashMap", Class),
    ("java.util.LinkedHashSet", Class),
    ("java.util.LinkedList", Class),
    ("java.util.List", Interface),
    ("java.util.ListIterator", Interface),
    ("java.util.Locale", Class),
    ("java.util.Map", Interface),
    ("java.util.NavigableMap", Interface),
    ("java.util.NoSuchElementException", Class),
    ("java.util.Objects", Class),
    ("java.util.Optional", Class),
    ("java.util.PriorityQueue", Class),
    ("java.util.Properties", Class),
    ("java.util.Queue", Interface),
    ("java.util.Random", Class),
    ("java.util.Scanner", Class),
    ("java.util.Set", Interface),
    ("java.util.SimpleTimeZone", Class),
    ("java.util.SortedMap", Interface),
    ("java.util.SortedSet", Interface),
    ("java.util.Stack", Class),
    ("java.util.StringJoiner", Class),
    ("java.util.StringTokenizer", Class),
    ("java.util.TimeZone", Class),
    ("java.util.Timer", Class),
    ("java.util.TreeMap", Class),
    ("java.util.TreeSet", Class),
    ("java.util.UUID", Class),
    ("java.util.Vector", Class),
];

use Kind::{Class, Interface};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Class,
    Interface,
}

fn find(name: &str) -> Option<&'static (&'static str, Kind)> {
    TABLE.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| &TABLE[at])
}

/// `forName("java.util.List")`: the name, if a public class or interface of the JDK is known by it.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    find(name).map(|(name, _)| *name)
}

/// True for what prints as `interface …`; the classes of values are none.
pub(crate) fn is_interface(name: &str) -> bool {
    find(name).is_some_and(|(_, kind)| *kind == Interface)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(TABLE.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn interfaces_are_told_from_classes() {
        assert!(is_interface("java.util.List"));
        assert!(!is_interface("java.util.ArrayList"));
        assert_eq!(known("java.lang.Nothing"), None);
    }
}
