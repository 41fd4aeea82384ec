//! A file as a tree of nodes that know where they stand: the one shape that YAML, JSON and HCL are read into.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::error::{DefinitionErrorKind, Fault};
use super::text::Text;

/// The deepest nesting of mappings, sequences, blocks and expressions.
pub(super) const DEPTH: usize = 200;

/// The largest file; API Gateway imports definitions of up to 6 MB.
pub(super) const BYTES: usize = 16 << 20;

/// How far aliases and merged mappings are followed.
const HOPS: usize = 32;

pub(super) type NodeId = usize;

/// A text and its tree.
#[derive(Debug)]
pub(super) struct Document {
    pub text: String,
    pub language: Language,
    pub nodes: Vec<Node>,
    pub root: NodeId,
    /// Set for a document in a string of another document.
    pub outer: Option<Outer>,
    /// The entries of large mappings by their keys.
    index: OnceLock<HashMap<NodeId, HashMap<String, usize>>>,
}

/// Smaller mappings are searched.
const LARGE: usize = 64;

/// Where a document within a document stands.
#[derive(Debug)]
pub(super) struct Outer {
    pub node: NodeRef,
    /// The string's value, which is the inner document's text.
    pub text: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Json,
    Hcl,
}

#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// Of a scalar all of it, with quotes, header and tag; of collections at least the start.
    pub span: Range<usize>,
    /// `Sub` for `!Sub`
    pub tag: Option<String>,
    /// Where the placeholders of a string stand, if that is a matter of the language.
    pub holes: Vec<Range<usize>>,
}

#[derive(Debug)]
pub(super) enum Kind {
    Scalar {
        style: Style,
        value: String,
    },
    Sequence(Vec<NodeId>),
    Mapping(Vec<Entry>),
    Alias(NodeId),
    /// `jsonencode({…})` of Terraform: the text that the node is as JSON.
    Encoded(NodeId),
    /// `file("x.vtl")` and `templatefile("x.vtl", {…})` of Terraform.
    File {
        function: String,
        path: String,
    },
    /// An expression of the host language whose value is not known.
    Expression,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: NodeId,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// YAML's `text`, and the numbers and words of all languages
    Plain,
    /// YAML's `'it''s'`
    Single,
    /// YAML's `"a\nb"`
    Double,
    /// YAML's `|`
    Literal,
    /// YAML's `>`
    Folded,
    /// `"a\nb"` of JSON
    Json,
    /// `"a ${b}"` of HCL
    Quoted,
    /// `<<EOF` and `<<-EOF` of HCL
    Heredoc,
}

/// A node of a document; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct NodeRef {
    pub document: Arc<Document>,
    pub id: NodeId,
    /// The node without its tag: what `!Sub` is applied to.
    bare: bool,
}

impl NodeRef {
    pub fn root(document: Arc<Document>) -> NodeRef {
        let id = document.root;
        NodeRef { document, id, bare: false }.resolved()
    }

    /// Another node of the same document, with aliases followed.
    pub fn node(&self, id: NodeId) -> NodeRef {
        NodeRef { document: self.document.clone(), id, bare: false }.resolved()
    }

    fn resolved(mut self) -> NodeRef {
        for _ in 0..HOPS {
            match self.raw().kind {
                Kind::Alias(id) => self.id = id,
                _ => break,
            }
        }
        self
    }

    pub fn raw(&self) -> &Node {
        &self.document.nodes[self.id]
    }

    pub fn kind(&self) -> &Kind {
        &self.raw().kind
    }

    pub fn span(&self) -> Range<usize> {
        self.raw().span.clone()
    }

    /// The entries of a mapping, those that `<<` merges into it at the end; of `jsonencode({…})` what it encodes.
    pub fn entries(&self) -> Vec<(String, NodeRef)> {
        self.entries_within(HOPS)
    }

    fn entries_within(&self, hops: usize) -> Vec<(String, NodeRef)> {
        let entries = match self.kind() {
            Kind::Mapping(entries) if !self.is_intrinsic() => entries,
            Kind::Encoded(id) if hops > 0 => return self.node(*id).entries_within(hops - 1),
            _ => return Vec::new(),
        };
        let mut found: Vec<(String, NodeRef)> = Vec::with_capacity(entries.len());
        let mut merged = Vec::new();
        for entry in entries {
            let value = self.node(entry.value);
            if entry.key == "<<" && self.document.language == Language::Yaml {
                merged.push(value);
            } else {
                found.push((entry.key.clone(), value));
            }
        }
        if hops > 0 && !merged.is_empty() {
            let mut names: std::collections::HashSet<String> = found.iter().map(|(key, _)| key.clone()).collect();
            let mappings = merged.iter().flat_map(|node| match node.kind() {
                Kind::Sequence(_) => node.items(),
                _ => vec![node.clone()],
            });
            for entry in mappings.take(HOPS).flat_map(|mapping| mapping.entries_within(hops / 4)) {
                if names.insert(entry.0.clone()) {
                    found.push(entry);
                }
            }
        }
        found
    }

    /// True for `!Sub …` and for `{"Fn::Sub": …}`, which are no mappings of their own.
    fn is_intrinsic(&self) -> bool {
        self.intrinsic().is_some()
    }

    /// The value of a key; of a key that stands twice the last, as readers of JSON have it.
    pub fn get(&self, key: &str) -> Option<NodeRef> {
        match self.kind() {
            Kind::Mapping(entries) if !self.is_intrinsic() => match self.document.entry(self.id, entries, key) {
                Some(entry) => Some(self.node(entry.value)),
                None if self.document.entry(self.id, entries, "<<").is_some() => {
                    self.entries().into_iter().find(|(name, _)| name == key).map(|(_, node)| node)
                }
                None => None,
            },
            Kind::Encoded(id) => self.node(*id).get(key),
            _ => None,
        }
    }

    /// The value at the end of a path of keys.
    pub fn path(&self, keys: &[&str]) -> Option<NodeRef> {
        keys.iter().try_fold(self.clone(), |node, key| node.get(key))
    }

    pub fn items(&self) -> Vec<NodeRef> {
        match self.kind() {
            Kind::Sequence(items) => items.iter().map(|id| self.node(*id)).collect(),
            Kind::Encoded(id) => self.node(*id).items(),
            _ => Vec::new(),
        }
    }

    pub fn is_mapping(&self) -> bool {
        match self.kind() {
            Kind::Mapping(_) => !self.is_intrinsic(),
            Kind::Encoded(id) => self.node(*id).is_mapping(),
            _ => false,
        }
    }

    /// A scalar's value, where it is not the argument of an intrinsic function.
    pub fn as_str(&self) -> Option<&str> {
        match self.kind() {
            Kind::Scalar { value, .. } if self.bare || self.raw().tag.is_none() => Some(value),
            _ => None,
        }
    }

    /// The string at a key.
    pub fn string(&self, key: &str) -> Option<String> {
        self.get(key)?.as_str().map(ToOwned::to_owned)
    }

    /// `!Sub x` and `{"Fn::Sub": x}`: the function's full name and its argument.
    pub fn intrinsic(&self) -> Option<(String, NodeRef)> {
        let node = self.raw();
        if let (Some(tag), false) = (&node.tag, self.bare) {
            let name = match tag.as_str() {
                "Ref" | "Condition" => tag.clone(),
                _ => format!("Fn::{tag}"),
            };
            return Some((name, NodeRef { bare: true, ..self.clone() }));
        }
        match &node.kind {
            Kind::Mapping(entries) => match entries.as_slice() {
                [entry] if entry.key.starts_with("Fn::") || entry.key == "Ref" => {
                    Some((entry.key.clone(), self.node(entry.value)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What the file says where the node stands.
    pub fn source(&self) -> &str {
        self.document.text.get(self.span()).unwrap_or("")
    }

    /// A scalar's value with its way back to its document.
    pub fn own_text(&self) -> Option<Text> {
        let Kind::Scalar { style, value } = self.kind() else { return None };
        Some(self.document.decode(self.raw(), *style, value))
    }

    /// A scalar's value with its way back to the file.
    pub fn text(&self) -> Option<Text> {
        let text = self.own_text()?;
        Some(match &self.document.outer {
            Some(outer) => text.within(&outer.text),
            None => text,
        })
    }

    /// The document that this string's value is.
    ///
    /// # Errors
    /// As the language's reader, with the place in the file.
    pub fn embedded(&self) -> Result<Option<NodeRef>, Fault> {
        if self.document.outer.as_ref().is_some_and(|outer| outer.node.document.outer.is_some()) {
            return Ok(None);
        }
        let Some(text) = self.text() else { return Ok(None) };
        // YAML takes what is almost JSON: a placeholder that will be a number
        let json = Document::parse(text.value.clone(), Language::Json);
        let document = json.or_else(|_| Document::parse(text.value.clone(), Language::Yaml));
        let mut document = document.map_err(|fault| Fault { at: fault.at.map(|at| text.raw_start(at)), ..fault })?;
        document.outer = Some(Outer { node: self.clone(), text });
        Ok(Some(NodeRef::root(Arc::new(document))))
    }

    /// The place in the file, whatever documents stand between.
    pub fn file_offset(&self) -> usize {
        self.file_range().start
    }

    /// What the node is in the file.
    pub fn file_range(&self) -> Range<usize> {
        match &self.document.outer {
            Some(outer) => outer.text.raw_range(&self.span()),
            None => self.span(),
        }
    }
}

impl Document {
    /// Reads a text.
    pub fn parse(text: String, language: Language) -> Result<Document, Fault> {
        if text.len() > BYTES {
            let message = format!("larger than {} MB", BYTES >> 20);
            let fault = Fault::new(DefinitionErrorKind::Limit, None, message);
            return Err(fault.help("API Gateway imports definitions of up to 6 MB"));
        }
        let mut document = Document { text, language, nodes: Vec::new(), root: 0, outer: None, index: OnceLock::new() };
        document.root = match language {
            Language::Yaml => super::yaml::parse(&document.text, &mut document.nodes)?,
            Language::Json => super::json::parse(&document.text, &mut document.nodes)?,
            Language::Hcl => super::hcl::parse(&document.text, &mut document.nodes)?,
        };
        Ok(document)
    }

    /// The entry of a mapping with a key.
    fn entry<'e>(&self, id: NodeId, entries: &'e [Entry], key: &str) -> Option<&'e Entry> {
        if entries.len() <= LARGE {
            return entries.iter().rev().find(|entry| entry.key == key);
        }
        let index = self.index.get_or_init(|| {
            let keys =
                |entries: &[Entry]| entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
            let large = self.nodes.iter().enumerate().filter_map(|(id, node)| match &node.kind {
                Kind::Mapping(entries) if entries.len() > LARGE => Some((id, keys(entries))),
                _ => None,
            });
            large.collect()
        });
        entries.get(*index.get(&id)?.get(key)?)
    }

    fn decode(&self, node: &Node, style: Style, value: &str) -> Text {
        match style {
            Style::Json => super::json::decode(&self.text, node.span.clone()),
            Style::Quoted | Style::Heredoc => super::hcl::decode(&self.text, node.span.clone(), style, &node.holes),
            _ => super::yaml::decode(&self.text, node.span.clone(), style, value),
        }
    }
}

/// Adds nodes to a document and guards its depth.
pub(super) fn too_deep(at: usize) -> Fault {
    Fault::new(DefinitionErrorKind::Limit, Some(at), format!("nested more than {DEPTH} levels deep"))
}

/// `a/b~c` as a part of a JSON pointer: `a~1b~0c`
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key that a part of a JSON pointer stands for.
pub(super) fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}
