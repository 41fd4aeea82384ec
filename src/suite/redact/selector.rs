//! `$.items[*].ts`: which values of a document.

use crate::suite::diff::Segment;

/// `$.items[*].ts`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selector {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// `.name`
    Key(String),
    /// `[1]`
    Index(usize),
    /// `.*`, `[*]` or `[]`
    Any,
    /// `..` or `.**`: any number of steps
    Deep,
}

/// How far a selector has come: the numbers of the parts that may match the next step.
pub(super) type States = Vec<usize>;

impl Selector {
    pub fn parse(text: &str) -> Result<Selector, String> {
        let wrong = |what: &str| Err(format!("the selector `{text}` {what}"));
        let mut parts = Vec::new();
        let mut rest = text.strip_prefix('$').unwrap_or(text);
        if text == "." || text == "$" {
            return Ok(Selector { parts });
        }
        if !rest.starts_with(['.', '[']) {
            return wrong("must start with `$`, `.` or `[`, or with `/` if it is a pattern");
        }
        while !rest.is_empty() {
            rest = if let Some(inside) = rest.strip_prefix('[') {
                let Some((part, after)) = bracket(inside) else {
                    return wrong("has brackets that are not `[1]`, `[*]` or `['name']`");
                };
                parts.push(part);
                after
            } else if let Some(after) = rest.strip_prefix(".**") {
                parts.push(Part::Deep);
                after
            } else if let Some(after) = rest.strip_prefix("..") {
                parts.push(Part::Deep);
                let Some((part, after)) = name(after) else { return wrong("ends after `..`: which name?") };
                parts.extend(part);
                after
            } else if let Some(after) = rest.strip_prefix('.') {
                let Some((Some(part), after)) = name(after) else { return wrong("has a `.` without a name") };
                parts.push(part);
                after
            } else {
                return wrong("has something other than `.` or `[` after a bracket");
            };
        }
        if parts.last() == Some(&Part::Deep) {
            return wrong("ends with what stands for any number of steps: which name?");
        }
        Ok(Selector { parts })
    }

    /// At the document's root.
    pub fn start(&self) -> States {
        self.with_deep(vec![0])
    }

    /// One step further.
    pub fn step(&self, states: &States, segment: &Segment) -> States {
        let mut next = Vec::new();
        for &at in states {
            match (self.parts.get(at), segment) {
                (Some(Part::Deep), _) => next.push(at),
                (Some(Part::Any), _) => next.push(at + 1),
                (Some(Part::Key(name)), Segment::Key(key)) if name == key => next.push(at + 1),
                (Some(Part::Index(wanted)), Segment::Index(index)) if wanted == index => next.push(at + 1),
                _ => {}
            }
        }
        self.with_deep(next)
    }

    /// Whether these states stand on a value that it selects.
    pub fn is_found(&self, states: &States) -> bool {
        states.contains(&self.parts.len())
    }

    /// A step of any number may be none.
    fn with_deep(&self, mut states: States) -> States {
        let mut at = 0;
        while let Some(&state) = states.get(at) {
            if self.parts.get(state) == Some(&Part::Deep) {
                states.push(state + 1);
            }
            at += 1;
        }
        states.sort_unstable();
        states.dedup();
        states
    }
}

/// `name` or `*`; none of them before a bracket.
fn name(text: &str) -> Option<(Option<Part>, &str)> {
    if text.starts_with('[') {
        return Some((None, text));
    }
    let end = text.find(['.', '[']).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    match name {
        "" => None,
        "*" => Some((Some(Part::Any), after)),
        name => Some((Some(Part::Key(name.to_owned())), after)),
    }
}

/// `1]`, `*]`, `]`, `'name']`, and what follows.
fn bracket(text: &str) -> Option<(Part, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let mut key = String::new();
        let mut chars = text.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => key.push(chars.next()?.1),
                c if c == quote => return Some((Part::Key(key), text[at + 1..].strip_prefix(']')?)),
                c => key.push(c),
            }
        }
        return None;
    }
    let (inside, after) = text.split_once(']')?;
    match inside.trim() {
        "" | "*" => Some((Part::Any, after)),
        number => Some((Part::Index(number.parse().ok()?), after)),
    }
}
