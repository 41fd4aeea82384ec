//! The operands of a filter when they have their values, and how they compare.

use std::borrow::Cow;

use jsonpath_rust::parser::model::{Comparable, Literal, SingularQuery, SingularQuerySegment};

use super::number::Number;
use super::{Flow, KEPT, Reading, Scope, Stop, as_list, item, member};
use crate::jsonpath::model::{Operand, Query, Root};
use crate::jsonpath::{parser, pattern::Pattern};
use crate::value::{Value, equal, json};

/// A side of a comparison.
#[derive(Debug, Clone)]
pub(super) enum Node<'n, 'a> {
    Null,
    /// A path that leads nowhere.
    Undefined,
    Boolean(bool),
    Number(Number<'n>),
    Text(Cow<'n, str>),
    Json(Json<'n, 'a>),
    Pattern(&'n Pattern),
    /// A text in a list that looks like a path: equals nothing.
    Path,
}

/// A list or map.
#[derive(Debug, Clone, Copy)]
pub(super) enum Json<'n, 'a> {
    /// Of the document.
    Value(Value<'a>),
    /// As a literal, or as a text in a list.
    Text(&'n str),
}

/// What a filter is applied to.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub scope: Scope<'a>,
    /// What `@` means.
    pub item: Value<'a>,
}

impl<'a> Reading<'_, 'a> {
    pub(super) fn operand<'n>(&self, operand: &'n Operand, subject: &Subject<'a>) -> Flow<Node<'n, 'a>>
    where
        'a: 'n,
    {
        match operand {
            Operand::Standard(comparable) => self.comparable(comparable, subject),
            Operand::Number(decimal) => Ok(Node::Number(Number::Decimal(Cow::Borrowed(decimal)))),
            Operand::Json(text) => Ok(Node::Json(Json::Text(text))),
            Operand::Pattern(pattern) => Ok(Node::Pattern(pattern)),
            Operand::Query(query) => self.query(query, subject),
        }
    }

    pub(super) fn comparable<'n>(&self, comparable: &'n Comparable, subject: &Subject<'a>) -> Flow<Node<'n, 'a>>
    where
        'a: 'n,
    {
        match comparable {
            Comparable::Literal(literal) => Ok(match literal {
                Literal::Int(i) => Node::Number(Number::Int(*i)),
                Literal::Float(d) => Node::Number(Number::Double(*d)),
                Literal::String(text) => Node::Text(Cow::Borrowed(text)),
                Literal::Bool(b) => Node::Boolean(*b),
                Literal::Null => Node::Null,
            }),
            Comparable::SingularQuery(SingularQuery::Current(segments)) => self.singular(segments, subject.item),
            Comparable::SingularQuery(SingularQuery::Root(segments)) => self.singular(segments, subject.scope.root),
            Comparable::Function(_) => Ok(Node::Undefined), // never made by our parser
        }
    }

    /// `@.a[0]`
    fn singular<'n>(&self, segments: &[SingularQuerySegment], from: Value<'a>) -> Flow<Node<'n, 'a>>
    where
        'a: 'n,
    {
        self.heap.charge(1 + segments.len() as u64)?;
        let mut at = from;
        for segment in segments {
            let next = match (segment, at) {
                (SingularQuerySegment::Name(name), Value::Map(map)) => member(self.heap, map, name)?,
                (SingularQuerySegment::Index(index), Value::List(list)) => item(list, *index),
                _ => None,
            };
            match next {
                Some(value) => at = value,
                None => return Ok(Node::Undefined),
            }
        }
        self.node(at)
    }

    fn query<'n>(&self, query: &Query, subject: &Subject<'a>) -> Flow<Node<'n, 'a>>
    where
        'a: 'n,
    {
        match self.query_value(query, subject) {
            Ok(value) => self.node(value),
            Err(Stop::NotFound) => Ok(Node::Undefined),
            Err(stop) => Err(stop),
        }
    }

    fn query_value(&self, query: &Query, subject: &Subject<'a>) -> Flow<Value<'a>> {
        let scope = Scope { strict: false, ..subject.scope.deeper() };
        if query.root == Root::Item {
            return self.evaluate(query, &scope, subject.item, false);
        }
        let place = std::ptr::from_ref(query) as usize;
        let same_root = super::identical(scope.root, self.root);
        if let Some((_, value)) = self.constants.borrow().iter().find(|(known, _)| same_root && *known == place) {
            return Ok(*value);
        }
        let value = self.evaluate(query, &scope, scope.root, false)?;
        let mut constants = self.constants.borrow_mut();
        if same_root && constants.len() < KEPT {
            constants.push((place, value));
        }
        Ok(value)
    }

    /// The node of a value that a path found.
    fn node<'n>(&self, value: Value<'a>) -> Flow<Node<'n, 'a>>
    where
        'a: 'n,
    {
        Ok(match value {
            Value::Null => Node::Null,
            Value::Boolean(b) => Node::Boolean(b),
            Value::String(text) => Node::Text(Cow::Borrowed(text)),
            value if value.is_number() => Node::Number(Number::of_value(self.heap, value)?),
            Value::Map(_) => Node::Json(Json::Value(value)),
            value if as_list(value).is_some() => Node::Json(Json::Value(value)),
            value => return Err(Stop::fault(format!("Could not convert {} to a ValueNode", value.class_name()))),
        })
    }

    /// The node of a list's item: strings that look like paths or JSON are taken for that, others lose their quotes.
    fn item_node<'n>(&self, value: Value<'a>) -> Flow<Node<'n, 'a>>
    where
        'a: 'n,
    {
        let text = match value {
            Value::String(text) => text,
            Value::Null | Value::Boolean(_) => return self.node(value),
            value if value.is_number() => return self.node(value),
            Value::Character(_) => {
                let mut out = String::new();
                crate::value::print::print(self.heap, value, &mut out)?;
                return Ok(Node::Text(Cow::Owned(out)));
            }
            _ => return Err(Stop::fault("Could not determine value type")),
        };
        self.heap.charge(1)?;
        let trimmed = text.trim_matches(|c| c <= ' ');
        if trimmed.starts_with(['$', '@']) {
            self.heap.charge_bytes(trimmed.len().saturating_mul(8))?;
            if parser::is_path(trimmed) {
                return Ok(Node::Path);
            }
        }
        let bracketed = |open, close| trimmed.len() > 1 && trimmed.starts_with(open) && trimmed.ends_with(close);
        if (bracketed('[', ']') || bracketed('{', '}')) && self.is_json(trimmed)? {
            return Ok(Node::Json(Json::Text(text)));
        }
        if text.len() < 2 || !(text.contains(['\\']) || text.starts_with(['\'', '"'])) {
            return Ok(Node::Text(Cow::Borrowed(text)));
        }
        let quoted = |quote| text.chars().count() > 1 && text.starts_with(quote) && text.ends_with(quote);
        let bare = if quoted('\'') || quoted('"') { &text[1..text.len() - 1] } else { text };
        self.heap.charge_bytes(bare.len().saturating_mul(2))?;
        match crate::jsonpath::literal::unescape(bare) {
            Some(plain) => Ok(Node::Text(Cow::Owned(plain))),
            None => Err(Stop::fault("Unable to parse unicode value")),
        }
    }

    fn is_json(&self, text: &'a str) -> Flow<bool> {
        match json::read(self.heap, text) {
            Ok(_) => Ok(true),
            Err(fault) if matches!(fault.kind, crate::error::ErrorKind::Limit(_)) => Err(Stop::Fault(fault)),
            Err(_) => Ok(false),
        }
    }

    /// The value of a list or map; that of a literal is read once in a read.
    pub(super) fn value_of(&self, json: Json<'_, 'a>) -> Flow<Value<'a>> {
        let text = match json {
            Json::Value(value) => return Ok(value),
            Json::Text(text) => text,
        };
        let place = text.as_ptr() as usize;
        let known = self.json.borrow().iter().find(|(known, _)| *known == place).map(|(_, value)| *value);
        if let Some(value) = known {
            return Ok(value);
        }
        let value = json::read(self.heap, self.heap.text(text)?)?;
        let mut cache = self.json.borrow_mut();
        if cache.len() < KEPT {
            cache.push((place, value));
        }
        Ok(value)
    }

    /// The items of a list as nodes; `None` of a map.
    pub(super) fn items<'n>(&self, json: Json<'n, 'a>) -> Flow<Option<Vec<Node<'n, 'a>>>>
    where
        'a: 'n,
    {
        let value = self.value_of(json)?;
        let Some(list) = as_list(value) else { return Ok(None) };
        self.heap.charge(list.len() as u64 / 4)?;
        self.heap.reserve(list.len().saturating_mul(size_of::<Node>()))?;
        (0..list.len()).map_while(|i| list.get(i)).map(|item| self.item_node(item)).collect::<Flow<_>>().map(Some)
    }

    /// `left.equals(right)`
    pub(super) fn equals(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        self.heap.charge(1)?;
        Ok(match (left, right) {
            (Node::Null, Node::Null) => true,
            (Node::Boolean(a), Node::Boolean(b)) => a == b,
            (Node::Text(a), Node::Text(b)) => {
                self.heap.charge_bytes(a.len().min(b.len()))?;
                a == b
            }
            (Node::Text(a), Node::Number(b)) => *a == b.print(),
            (Node::Number(a), Node::Number(b)) => a.compare(b).is_eq(),
            (Node::Number(a), Node::Text(b)) => {
                self.heap.charge_bytes(b.len().saturating_mul(8))?;
                Number::of_text(b).is_some_and(|b| a.compare(&b).is_eq())
            }
            (Node::Json(Json::Value(a)), Node::Json(Json::Value(b))) => equal::equals(self.heap, *a, *b)?,
            (Node::Json(Json::Text(a)), Node::Json(Json::Text(b))) => a == b,
            _ => false,
        })
    }
}
