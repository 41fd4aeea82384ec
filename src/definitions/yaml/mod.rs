//! YAML as a tree with places. saphyr reads it; what a scalar's bytes come from is worked out here, by its style.

mod block;
mod flow;
mod properties;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::document::{DEPTH, Entry, Kind, Node, NodeId, Style, too_deep};
use super::error::{DefinitionErrorKind, Fault};
use super::text::Text;

pub(super) use block::{indent, is_printable, write as write_block};
pub(super) use properties::skip as skip_properties;

/// Reads the first document of a file.
pub(super) fn parse(text: &str, nodes: &mut Vec<Node>) -> Result<NodeId, Fault> {
    let offsets = Offsets::new(text);
    let mut joined = Cow::Borrowed(text);
    for _ in 0..(WORK / (text.len() + 1)).min(JOINED) {
        nodes.clear();
        match attempt(&joined, &offsets, nodes) {
            Err((_, Some(start))) if joined.as_bytes().get(start..).is_some() => match flow::joined(&joined, start) {
                Some(text) => joined = Cow::Owned(text),
                None => break,
            },
            done => return done.map_err(|(fault, _)| fault),
        }
    }
    nodes.clear();
    attempt(&joined, &offsets, nodes).map_err(|(fault, _)| fault)
}

/// Reads a text; an error comes with the flow collection that is less indented than it should be.
fn attempt(text: &str, offsets: &Offsets, nodes: &mut Vec<Node>) -> Result<NodeId, (Fault, Option<usize>)> {
    let mut tree = Tree { text, nodes, open: Vec::new(), root: None, anchors: HashMap::new(), last_end: 0 };
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = offsets.byte(error.marker().index());
                let message = format!("not YAML: {}", error.info());
                return Err(match error.info() {
                    "recursion limit exceeded" => (too_deep(at), None),
                    info => {
                        let flow = info.contains("invalid indentation").then(|| tree.flow()).flatten();
                        (Fault::new(DefinitionErrorKind::Syntax, Some(at), message), flow)
                    }
                });
            }
        };
        let span = offsets.byte(span.start.index())..offsets.byte(span.end.index());
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        tree.event(event, span).map_err(|fault| (fault, None))?;
    }
    let nothing = || Fault::new(DefinitionErrorKind::Syntax, Some(0), "there is nothing in it");
    tree.root.ok_or_else(|| (nothing(), None))
}

/// How many flow collections may be less indented than they should be.
const JOINED: usize = 100;

/// How many bytes are read again for their sake.
const WORK: usize = 64 << 20;

/// Where a scalar's bytes come from; as one unit if that cannot be told.
pub(super) fn decode(file: &str, span: Range<usize>, style: Style, value: &str) -> Text {
    let start = properties::skip(file, span.start, span.end);
    let text = match style {
        Style::Plain => Some(flow::plain(file, start..span.end)),
        Style::Single => Some(flow::single(file, start..span.end)),
        Style::Double => flow::double(file, start..span.end),
        Style::Literal | Style::Folded => block::decode(file, start, value),
        _ => None,
    };
    match text {
        Some(text) if text.value == value => text,
        _ => Text::unit(value, start..span.end),
    }
}

/// The scanner counts characters, a text bytes.
struct Offsets(Option<Vec<u32>>);

impl Offsets {
    fn new(text: &str) -> Offsets {
        let table = || text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        Offsets((!text.is_ascii()).then(table))
    }

    fn byte(&self, index: usize) -> usize {
        self.0.as_ref().map_or(index, |table| table[index.min(table.len() - 1)] as usize)
    }
}

/// A tree that grows from the scanner's events.
struct Tree<'t> {
    text: &'t str,
    nodes: &'t mut Vec<Node>,
    open: Vec<Open>,
    root: Option<NodeId>,
    /// Anchors whose node is complete.
    anchors: HashMap<usize, NodeId>,
    /// Where the last event ended.
    last_end: usize,
}

/// A collection that is being read.
struct Open {
    start: usize,
    tag: Option<String>,
    anchor: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<NodeId>),
    Mapping { entries: Vec<Entry>, names: HashSet<String>, key: Option<(String, Range<usize>)> },
}

impl Tree<'_> {
    /// Where the outermost flow collection starts that is being read.
    fn flow(&self) -> Option<usize> {
        let content = |open: &Open| properties::skip(self.text, open.start, self.text.len());
        self.open.iter().map(content).find(|at| self.text[*at..].starts_with(['{', '[']))
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Fault> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(value.into_owned(), style, anchor, name(tag), span)?
            }
            Event::Alias(anchor) => {
                let Some(id) = self.anchors.get(&anchor).copied() else {
                    let message = "an alias inside of what it stands for";
                    return Err(Fault::new(DefinitionErrorKind::Syntax, Some(span.start), message));
                };
                self.last_end = span.end;
                self.add(Node { kind: Kind::Alias(id), span, tag: None, holes: Vec::new() }, 0)?;
            }
            Event::SequenceStart(anchor, tag) => self.start(Content::Sequence(Vec::new()), anchor, tag, span)?,
            Event::MappingStart(anchor, tag) => {
                let content = Content::Mapping { entries: Vec::new(), names: HashSet::new(), key: None };
                self.start(content, anchor, tag, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let kind = match open.content {
                        Content::Sequence(items) => Kind::Sequence(items),
                        Content::Mapping { entries, .. } => Kind::Mapping(entries),
                    };
                    // a block collection is closed by what comes after it
                    let end = if span.is_empty() { self.last_end } else { span.end };
                    let span = open.start..end.max(open.start);
                    self.last_end = span.end;
                    self.add(Node { kind, span, tag: open.tag, holes: Vec::new() }, open.anchor)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, content: Content, anchor: usize, tag: Tagged<'_>, span: Range<usize>) -> Result<(), Fault> {
        if self.open.len() >= DEPTH {
            return Err(too_deep(span.start));
        }
        self.last_end = span.end.max(self.last_end);
        self.open.push(Open { start: span.start, tag: name(tag), anchor, content });
        Ok(())
    }

    fn scalar(
        &mut self,
        value: String,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<String>,
        mut span: Range<usize>,
    ) -> Result<(), Fault> {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        if matches!(style, Style::Literal | Style::Folded) {
            // the scanner's span starts behind the header, and may end behind the blank lines that follow
            let start = properties::find_block(self.text, self.last_end.min(span.start), span.start);
            let start = start.unwrap_or(span.start);
            let end = block::end(self.text, start, span.end);
            span = start..end;
        }
        if matches!(style, Style::Single | Style::Double) {
            // the scanner's span runs on over the blanks and the comment that follow
            span.end = flow::closed(self.text, span.clone());
        }
        self.last_end = span.end.max(self.last_end);
        self.add(Node { kind: Kind::Scalar { style, value }, span, tag, holes: Vec::new() }, anchor)
    }

    /// Puts a complete node where it belongs.
    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        let id = self.nodes.len();
        let Some(open) = self.open.last_mut() else {
            self.nodes.push(node);
            self.root = Some(id);
            return Ok(());
        };
        match &mut open.content {
            Content::Sequence(items) => items.push(id),
            Content::Mapping { entries, names, key } => match key.take() {
                None => {
                    let (name, span) = (key_of(&node), node.span.clone());
                    if name != "<<" && !names.insert(name.clone()) {
                        let message = format!("the key `{name}` is there twice");
                        return Err(Fault::new(DefinitionErrorKind::Syntax, Some(span.start), message));
                    }
                    *key = Some((name, span));
                }
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: id }),
            },
        }
        self.nodes.push(node);
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        Ok(())
    }
}

type Tagged<'t> = Option<Cow<'t, Tag>>;

/// `!Sub` is `Sub`; `!!str` is no function.
fn name(tag: Tagged<'_>) -> Option<String> {
    tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty()).map(|tag| tag.suffix.clone())
}

fn key_of(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar { value, .. } => value.clone(),
        _ => String::new(),
    }
}
