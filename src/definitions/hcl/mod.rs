//! HCL, Terraform's language, as a tree with places. hcl-edit reads it; it bounds the depth of what it takes.
//!
//! The tree has the shape of Terraform's own JSON form: `resource "type" "name" {…}` is `resource` → `type` → `name`.

mod string;

use std::collections::HashMap;
use std::ops::Range;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall, ObjectKey};
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::Element;

use super::document::{Entry, Kind, Node, NodeId, Style};
use super::error::{DefinitionErrorKind, Fault};

pub(super) use string::{decode, heredoc, write_heredoc, write_quoted};

/// What the deepest tree that hcl-edit takes needs, with room to spare.
const STACK: usize = 32 << 20;

/// Reads a file.
pub(super) fn parse(text: &str, nodes: &mut Vec<Node>) -> Result<NodeId, Fault> {
    let without_bom = text.trim_start_matches('\u{feff}');
    let shift = text.len() - without_bom.len();
    let work = || {
        let body = hcl_edit::parser::parse_body(without_bom).map_err(|error| {
            let message = format!("not HCL: {}", error.message());
            let limit = error.message().contains("at most");
            let kind = if limit { DefinitionErrorKind::Limit } else { DefinitionErrorKind::Syntax };
            Fault::new(kind, Some(error.location().offset() + shift), message)
        })?;
        let mut tree = Tree { text, shift, nodes, members: HashMap::new() };
        Ok(tree.body(&body, 0..text.len()))
    };
    // callers may have little stack, the parser is recursive
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let failed = || Fault::new(DefinitionErrorKind::Io, None, "no thread can be had to read it");
        thread.map_err(|_| failed())?.join().map_err(|_| failed())?
    })
}

struct Tree<'t> {
    text: &'t str,
    /// The length of the byte order mark, which hcl-edit does not see.
    shift: usize,
    nodes: &'t mut Vec<Node>,
    /// The blocks in a body, by their ident or label.
    members: HashMap<(NodeId, String), NodeId>,
}

impl Tree<'_> {
    fn push(&mut self, kind: Kind, span: Range<usize>) -> NodeId {
        self.nodes.push(Node { kind, span, tag: None, holes: Vec::new() });
        self.nodes.len() - 1
    }

    fn span(&self, of: &impl Span) -> Range<usize> {
        of.span().map_or(0..0, |span| span.start + self.shift..span.end + self.shift)
    }

    fn body(&mut self, body: &Body, span: Range<usize>) -> NodeId {
        let id = self.push(Kind::Mapping(Vec::new()), span);
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let value = self.expression(&attribute.value);
                    let key_span = self.span(&attribute.key);
                    self.enter(id, attribute.key.as_str().to_owned(), key_span, value);
                }
                Structure::Block(block) => {
                    let (span, key_span) = (self.span(block), self.span(&block.ident));
                    let names: Vec<&str> = [block.ident.as_str()]
                        .into_iter()
                        .chain(block.labels.iter().map(|label| label.as_str()))
                        .collect();
                    let value = self.body(&block.body, span);
                    let (last, groups) = names.split_last().unwrap_or((&"", &[]));
                    let group = groups.iter().fold(id, |group, name| self.group(group, name, &key_span));
                    self.block(group, last, key_span, value);
                }
            }
        }
        id
    }

    fn enter(&mut self, mapping: NodeId, key: String, key_span: Range<usize>, value: NodeId) {
        if let Kind::Mapping(entries) = &mut self.nodes[mapping].kind {
            entries.push(Entry { key, key_span, value });
        }
    }

    /// `resource` → `type`: the mapping that blocks with this label are gathered in.
    fn group(&mut self, parent: NodeId, name: &str, key_span: &Range<usize>) -> NodeId {
        if let Some(id) = self.members.get(&(parent, name.to_owned())) {
            return *id;
        }
        let id = self.push(Kind::Mapping(Vec::new()), key_span.clone());
        self.enter(parent, name.to_owned(), key_span.clone(), id);
        self.members.insert((parent, name.to_owned()), id);
        id
    }

    /// A block's body; a block that is there again makes a list.
    fn block(&mut self, parent: NodeId, name: &str, key_span: Range<usize>, body: NodeId) {
        let Some(first) = self.members.get(&(parent, name.to_owned())).copied() else {
            self.members.insert((parent, name.to_owned()), body);
            self.enter(parent, name.to_owned(), key_span, body);
            return;
        };
        if let Kind::Sequence(items) = &mut self.nodes[first].kind {
            items.push(body);
            return;
        }
        let list = self.push(Kind::Sequence(vec![first, body]), key_span);
        self.members.insert((parent, name.to_owned()), list);
        if let Kind::Mapping(entries) = &mut self.nodes[parent].kind {
            entries.iter_mut().filter(|entry| entry.key == name).for_each(|entry| entry.value = list);
        }
    }

    fn expression(&mut self, expression: &Expression) -> NodeId {
        let span = self.span(expression);
        match expression {
            Expression::Null(_) | Expression::Bool(_) | Expression::Number(_) => {
                let value = self.text.get(span.clone()).unwrap_or_default().to_owned();
                self.push(Kind::Scalar { style: Style::Plain, value }, span)
            }
            Expression::String(_) => self.string(Style::Quoted, span, Vec::new()),
            Expression::StringTemplate(template) => {
                let holes = self.holes(template.iter());
                self.string(Style::Quoted, span, holes)
            }
            Expression::HeredocTemplate(heredoc) => {
                let holes = self.holes(heredoc.template.iter());
                self.string(Style::Heredoc, span, holes)
            }
            Expression::Array(items) => {
                let items = items.iter().map(|item| self.expression(item)).collect();
                self.push(Kind::Sequence(items), span)
            }
            Expression::Object(object) => {
                let mut entries = Vec::new();
                for (key, value) in object.iter() {
                    let (key, key_span) = self.key(key);
                    entries.push(Entry { key, key_span, value: self.expression(value.expr()) });
                }
                self.push(Kind::Mapping(entries), span)
            }
            Expression::Parenthesis(inner) => self.expression(inner.inner()),
            Expression::FuncCall(call) => self.call(call, span),
            _ => self.push(Kind::Expression, span),
        }
    }

    fn string(&mut self, style: Style, span: Range<usize>, holes: Vec<Range<usize>>) -> NodeId {
        let value = decode(self.text, span.clone(), style, &holes).value;
        let id = self.push(Kind::Scalar { style, value }, span);
        self.nodes[id].holes = holes;
        id
    }

    /// Where interpolations and directives stand.
    fn holes<'e>(&self, elements: impl Iterator<Item = &'e Element>) -> Vec<Range<usize>> {
        elements.filter(|element| !element.is_literal()).map(|element| self.span(element)).collect()
    }

    fn key(&self, key: &ObjectKey) -> (String, Range<usize>) {
        match key {
            ObjectKey::Ident(ident) => (ident.as_str().to_owned(), self.span(ident)),
            ObjectKey::Expression(Expression::String(text)) => (text.as_str().to_owned(), self.span(text)),
            ObjectKey::Expression(expression) => {
                let span = self.span(expression);
                (self.text.get(span.clone()).unwrap_or_default().to_owned(), span)
            }
        }
    }

    /// `jsonencode({…})`, `file("x.vtl")`
    fn call(&mut self, call: &FuncCall, span: Range<usize>) -> NodeId {
        let argument = (!call.name.is_namespaced()).then(|| call.args.get(0)).flatten();
        match (call.name.name.as_str(), argument) {
            ("jsonencode" | "yamlencode", Some(argument)) => {
                let value = self.expression(argument);
                self.push(Kind::Encoded(value), span)
            }
            (function @ ("file" | "templatefile"), Some(path)) => {
                let path = self.text.get(self.span(path)).unwrap_or_default().trim_matches('"').to_owned();
                self.push(Kind::File { function: function.to_owned(), path }, span)
            }
            _ => self.push(Kind::Expression, span),
        }
    }
}
