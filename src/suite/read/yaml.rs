//! YAML 1.2 as a tree: anchors and aliases are expanded within bounds, `<<` merges.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::node::{Complaint, DEPTH, Key, Kind, Mark, Node, Room, too_deep, twice};

/// Reads the only document of a file.
pub(crate) fn read(text: &str) -> Result<Node, Complaint> {
    let mut builder = Builder { room: Room::new(), anchors: HashMap::new(), open: Vec::new(), root: None };
    for step in Parser::new_from_str(text) {
        let (event, span) = step.map_err(|error| not_yaml(text, mark(error.marker()), error.info()))?;
        builder.take(event, mark(&span.start))?;
    }
    Ok(builder.root.unwrap_or(Node { mark: Mark { line: 1, column: 1 }, kind: Kind::Null }))
}

fn not_yaml(text: &str, mark: Mark, why: &str) -> Complaint {
    let complaint = Complaint::at(mark, format!("this is not YAML: {why}"));
    let line = text.lines().nth(mark.line - 1).unwrap_or_default();
    let rest: String = line.chars().skip(mark.column - 1).collect();
    match rest.split([',', '}', ']', ' ']).next().filter(|word| word.starts_with('@')) {
        Some(word) => complaint.help(format!("YAML keeps `@` for itself: write `\"{word}\"`")),
        None => complaint,
    }
}

fn mark(marker: &Marker) -> Mark {
    Mark { line: marker.line().max(1), column: marker.col() + 1 }
}

/// A list or a map whose end has not come.
struct Open {
    mark: Mark,
    anchor: usize,
    /// Of a map: keys and values by turns.
    is_map: bool,
    items: Vec<Node>,
}

struct Builder {
    room: Room,
    anchors: HashMap<usize, Node>,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, mark: Mark) -> Result<(), Complaint> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(Complaint::at(mark, "a second document begins here").help("a suite is one document: remove `---`"))
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.room.spend(mark, &text)?;
                let node = Node { mark, kind: scalar(text, style, tag.as_ref()) };
                self.remember(anchor, &node)?;
                self.add(node);
                Ok(())
            }
            Event::SequenceStart(anchor, _) => self.open(mark, anchor, false),
            Event::MappingStart(anchor, _) => self.open(mark, anchor, true),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(Complaint::at(mark, "this alias is used inside of its own anchor"));
                };
                self.room.spend_again(mark, node)?;
                let node = node.clone();
                check_depth(&node, self.open.len(), mark)?;
                self.add(node);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, mark: Mark, anchor: usize, is_map: bool) -> Result<(), Complaint> {
        self.room.spend(mark, "")?;
        if self.open.len() >= DEPTH {
            return Err(too_deep(mark));
        }
        self.open.push(Open { mark, anchor, is_map, items: Vec::new() });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Complaint> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let kind = if open.is_map { map(open.items)? } else { Kind::List(open.items) };
        let node = Node { mark: open.mark, kind };
        self.remember(open.anchor, &node)?;
        self.add(node);
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Complaint> {
        if anchor > 0 {
            self.room.spend_again(node.mark, node)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(())
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}

fn check_depth(node: &Node, above: usize, mark: Mark) -> Result<(), Complaint> {
    if above > DEPTH {
        return Err(too_deep(mark));
    }
    match &node.kind {
        Kind::List(items) => items.iter().try_for_each(|item| check_depth(item, above + 1, mark)),
        Kind::Map(entries) => entries.iter().try_for_each(|(_, node)| check_depth(node, above + 1, mark)),
        _ => Ok(()),
    }
}

/// Keys and values by turns; `<<` adds what is not there.
fn map(items: Vec<Node>) -> Result<Kind, Complaint> {
    let mut entries: Vec<(Key, Node)> = Vec::with_capacity(items.len() / 2);
    let mut places: HashMap<String, Mark> = HashMap::new();
    let mut merged = Vec::new();
    let mut items = items.into_iter();
    while let (Some(key), Some(node)) = (items.next(), items.next()) {
        let Some(name) = name(&key) else {
            return Err(Complaint::at(key.mark, format!("a key must be a string, but this is {}", key.what())));
        };
        if name == "<<" {
            merged.push(node);
            continue;
        }
        let key = Key { name, mark: key.mark };
        if let Some(first) = places.insert(key.name.clone(), key.mark) {
            return Err(twice(&key, first));
        }
        entries.push((key, node));
    }
    for node in merged {
        let nodes = if let Kind::List(nodes) = node.kind { nodes } else { vec![node] };
        for node in nodes {
            let Kind::Map(more) = node.kind else {
                let message = format!("`<<` merges objects, but this is {}", node.what());
                return Err(Complaint::at(node.mark, message));
            };
            for (key, node) in more {
                if places.insert(key.name.clone(), key.mark).is_none() {
                    entries.push((key, node));
                }
            }
        }
    }
    Ok(Kind::Map(entries))
}

/// `404:` is the key `404`.
fn name(key: &Node) -> Option<String> {
    if key.is_null() { Some("null".to_owned()) } else { key.scalar() }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> Kind {
    let written = text.clone().into_owned();
    match Scalar::parse_from_cow_and_metadata(text, style, tag) {
        Some(Scalar::Null) => Kind::Null,
        Some(Scalar::Boolean(b)) => Kind::Bool(b),
        Some(Scalar::Integer(_) | Scalar::FloatingPoint(_)) if is_json_number(&written) => Kind::Number(written),
        Some(Scalar::Integer(i)) => Kind::Number(i.to_string()),
        // `.5`, `+1e3`; infinities are no numbers of JSON
        Some(Scalar::FloatingPoint(f)) if f.is_finite() => Kind::Number(serde_json::Value::from(f.0).to_string()),
        _ => Kind::Text(written),
    }
}

/// `-1.50e3`, written as JSON writes numbers.
pub(crate) fn is_json_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok_and(|raw| raw.get().len() == text.len())
}
