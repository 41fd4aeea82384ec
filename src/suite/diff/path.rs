//! `$.Item.tags[1]`

use std::fmt;

/// One step into a JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// `.name`
    Key(String),
    /// `[1]`
    Index(usize),
}

/// Where a value stands in a JSON document; prints as JSONPath.
///
/// ```
/// use vtl::suite::diff::{Path, Segment};
///
/// let path = Path::from(vec![Segment::Key("Item".into()), Segment::Key("a b".into()), Segment::Index(1)]);
/// assert_eq!(path.to_string(), "$.Item['a b'][1]");
/// assert_eq!(Path::default().to_string(), "$");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Path {
    segments: Vec<Segment>,
}

impl Path {
    /// From the document's root to the value.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The path one step further.
    pub(in crate::suite) fn then(&self, segment: Segment) -> Path {
        let mut segments = self.segments.clone();
        segments.push(segment);
        Path { segments }
    }
}

impl From<Vec<Segment>> for Path {
    fn from(segments: Vec<Segment>) -> Path {
        Path { segments }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        self.segments.iter().try_for_each(|segment| match segment {
            Segment::Key(key) if is_plain(key) => write!(f, ".{key}"),
            Segment::Key(key) => write!(f, "['{}']", quoted(key)),
            Segment::Index(index) => write!(f, "[{index}]"),
        })
    }
}

fn is_plain(key: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || c == '_';
    key.chars().next().is_some_and(letter) && key.chars().all(|c| letter(c) || c.is_numeric() || c == '-')
}

/// For single quotes; control characters, which a terminal would take for its own, are spelt out.
fn quoted(key: &str) -> String {
    let mut text = String::new();
    for c in key.chars() {
        match c {
            '\\' | '\'' => text.extend(['\\', c]),
            c if c.is_control() => text.extend(c.escape_default()),
            c => text.push(c),
        }
    }
    text
}
