//! What Unicode 13, Java 17's, says of a code point.

use std::sync::OnceLock;

use regex_syntax::hir::{Class, HirKind};

/// `Character.getType`: Java's numbers, by the names of Unicode's categories.
const TYPES: [(&str, u8); 28] = [
    ("Lu", 1),
    ("Ll", 2),
    ("Lt", 3),
    ("Lm", 4),
    ("Lo", 5),
    ("Mn", 6),
    ("Me", 7),
    ("Mc", 8),
    ("Nd", 9),
    ("Nl", 10),
    ("No", 11),
    ("Zs", 12),
    ("Zl", 13),
    ("Zp", 14),
    ("Cc", 15),
    ("Cf", 16),
    ("Co", 18),
    ("Pd", 20),
    ("Ps", 21),
    ("Pe", 22),
    ("Pc", 23),
    ("Po", 24),
    ("Sm", 25),
    ("Sc", 26),
    ("Sk", 27),
    ("So", 28),
    ("Pi", 29),
    ("Pf", 30),
];

/// Ranges of characters, sorted.
type Ranges = Vec<(u32, u32)>;

/// The ranges of a class in the syntax of regular expressions.
fn ranges(class: &str) -> Ranges {
    match regex_syntax::parse(class).map(|hir| hir.into_kind()) {
        Ok(HirKind::Class(Class::Unicode(class))) => {
            class.iter().map(|r| (u32::from(r.start()), u32::from(r.end()))).collect()
        }
        Ok(HirKind::Literal(literal)) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            text.chars().map(|c| (u32::from(c), u32::from(c))).collect()
        }
        _ => Vec::new(),
    }
}

/// `Character.getType($code)`
pub(super) fn of(code: u32) -> u8 {
    static TABLE: OnceLock<Vec<(u32, u32, u8)>> = OnceLock::new();
    if (0xD800..0xE000).contains(&code) {
        return 19;
    }
    let table = TABLE.get_or_init(|| {
        let typed = |(name, number): (&str, u8)| {
            let class = format!(r"[\p{{gc={name}}}&&\p{{age=13.0}}]");
            ranges(&class).into_iter().map(move |(first, last)| (first, last, number))
        };
        let mut table: Vec<_> = TYPES.into_iter().flat_map(typed).collect();
        table.sort_unstable();
        table
    });
    let at = table.partition_point(|&(_, last, _)| last < code);
    table.get(at).filter(|&&(first, ..)| first <= code).map_or(0, |&(.., number)| number)
}

/// A property that is no category.
#[derive(Clone, Copy)]
pub(super) enum Property {
    Alphabetic,
    Lowercase,
    Uppercase,
    Ideographic,
    IdStart,
    IdContinue,
}

/// True if a code point has a property.
pub(super) fn has(code: u32, property: Property) -> bool {
    const CLASSES: [&str; 6] = ["Alphabetic", "Lowercase", "Uppercase", "Ideographic", "ID_Start", "ID_Continue"];
    static TABLES: [OnceLock<Ranges>; 6] = [const { OnceLock::new() }; 6];
    let which = property as usize;
    let table = TABLES[which].get_or_init(|| ranges(&format!(r"[\p{{{}}}&&\p{{age=13.0}}]", CLASSES[which])));
    let at = table.partition_point(|&(_, last)| last < code);
    table.get(at).is_some_and(|&(first, _)| first <= code)
}
