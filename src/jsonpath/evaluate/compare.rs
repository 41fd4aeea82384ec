//! `==`, `in`, `=~`, `size` …: what an operator says of two operands.

use super::node::{Json, Node};
use super::{Flow, Reading, Stop, as_list, class_cast};
use crate::jsonpath::model::Operator;
use crate::jsonpath::pattern::Pattern;
use crate::value::{Value, utf16};

impl<'a> Reading<'_, 'a> {
    pub(super) fn relation<'n>(&self, left: Node<'n, 'a>, operator: Operator, right: Node<'n, 'a>) -> Flow<bool> {
        use std::cmp::Ordering;
        match operator {
            Operator::Eq => self.equal(&left, &right),
            Operator::Ne => Ok(!self.equal(&left, &right)?),
            Operator::Same => self.same(&left, &right),
            Operator::NotSame => Ok(!self.same(&left, &right)?),
            Operator::Lt => self.ordered(&left, &right, Ordering::is_lt),
            Operator::Le => self.ordered(&left, &right, Ordering::is_le),
            Operator::Gt => self.ordered(&left, &right, Ordering::is_gt),
            Operator::Ge => self.ordered(&left, &right, Ordering::is_ge),
            Operator::Regex => self.regex(&left, &right),
            Operator::In => self.is_in(&left, &right),
            Operator::Nin => Ok(!self.is_in(&left, &right)?),
            Operator::Contains => self.contains(&left, &right),
            Operator::Size => self.has_size(&left, &right),
            Operator::Empty => self.is_empty(&left, &right),
            Operator::SubsetOf => self.lists(&left, &right, |left, right| self.is_subset(left, right)),
            Operator::AnyOf => self.lists(&left, &right, |left, right| self.have_common(left, right)),
            Operator::NoneOf => self.lists(&left, &right, |left, right| Ok(!self.have_common(left, right)?)),
            Operator::Exists => exists(&left, &right),
            // only Jayway's Java API makes what these operators want on their right
            Operator::All => Err(Stop::invalid("Expected value list node")),
            Operator::Type => Err(Stop::invalid("Expected class node")),
            Operator::Matches => Err(Stop::invalid("Expected predicate node")),
        }
    }

    /// `==`: a literal of JSON on the left is compared as its text, which equals no list or map.
    fn equal(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        match (left, right) {
            (Node::Json(Json::Value(_)), Node::Json(right)) => {
                self.equals(left, &Node::Json(Json::Value(self.value_of(*right)?)))
            }
            (Node::Json(Json::Text(_)), Node::Json(right)) => self.value_of(*right).map(|_| false),
            _ => self.equals(left, right),
        }
    }

    /// `===`
    fn same(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        Ok(std::mem::discriminant(left) == std::mem::discriminant(right) && self.equal(left, right)?)
    }

    /// Numbers and strings have an order, each among themselves.
    fn ordered(
        &self,
        left: &Node<'_, 'a>,
        right: &Node<'_, 'a>,
        wanted: impl Fn(std::cmp::Ordering) -> bool,
    ) -> Flow<bool> {
        Ok(match (left, right) {
            (Node::Number(a), Node::Number(b)) => wanted(a.compare(b)),
            (Node::Text(a), Node::Text(b)) => {
                self.heap.charge_bytes(a.len().min(b.len()))?;
                wanted(utf16::compare(a, b).cmp(&0))
            }
            _ => false,
        })
    }

    /// `@.a size 2`: the length of a string, the size of a list; of anything else -1.
    fn has_size(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        let Node::Number(wanted) = right else { return Ok(false) };
        Ok(match left {
            Node::Text(text) => {
                self.heap.charge_bytes(text.len())?;
                utf16::len(text) as i64 == i64::from(wanted.int_value())
            }
            Node::Json(json) => {
                let size = as_list(self.value_of(*json)?).map_or(-1, |list| list.len() as i64);
                size == i64::from(wanted.int_value())
            }
            _ => false,
        })
    }

    /// `@.a empty true`: Jayway takes a map for a collection here, and fails.
    fn is_empty(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        let empty = match left {
            Node::Text(text) => text.is_empty(),
            Node::Json(json) => match self.value_of(*json)? {
                map @ Value::Map(_) => return Err(class_cast(map, "java.util.Collection")),
                Value::String(text) => text.is_empty(),
                value => as_list(value).is_none_or(|list| list.len() == 0),
            },
            _ => return Ok(false),
        };
        match right {
            Node::Boolean(wanted) => Ok(empty == *wanted),
            _ => Err(Stop::invalid("Expected boolean node")),
        }
    }

    /// `@.a in ['x', 'y']`
    fn is_in(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        match self.list_of(right)? {
            Some(items) => self.has(&items, left),
            None => Ok(false),
        }
    }

    /// `@.a contains 'x'`: a part of a string, an item of a list.
    fn contains(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        match (left, right) {
            (Node::Text(text), Node::Text(part)) => {
                self.heap.charge_bytes(text.len())?;
                Ok(text.contains(&**part))
            }
            (Node::Json(json), _) => match self.items(*json)? {
                Some(items) => self.has(&items, right),
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }

    /// Operators of two lists; false if one is a map.
    fn lists<'n>(
        &self,
        left: &Node<'n, 'a>,
        right: &Node<'n, 'a>,
        holds: impl Fn(&[Node<'n, 'a>], &[Node<'n, 'a>]) -> Flow<bool>,
    ) -> Flow<bool>
    where
        'a: 'n,
    {
        let Some(right) = self.list_of(right)? else { return Ok(false) };
        let Some(left) = self.list_of(left)? else { return Ok(false) };
        holds(&left, &right)
    }

    /// The items of a list, `None` of a map; anything else is an error that makes the filter false.
    fn list_of<'n>(&self, node: &Node<'n, 'a>) -> Flow<Option<Vec<Node<'n, 'a>>>>
    where
        'a: 'n,
    {
        match node {
            Node::Json(json) => self.items(*json),
            _ => Err(Stop::invalid("Expected value list node")),
        }
    }

    fn has(&self, items: &[Node<'_, 'a>], wanted: &Node<'_, 'a>) -> Flow<bool> {
        for item in items {
            if self.equals(wanted, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_subset(&self, left: &[Node<'_, 'a>], right: &[Node<'_, 'a>]) -> Flow<bool> {
        for item in left {
            if !self.has(right, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn have_common(&self, left: &[Node<'_, 'a>], right: &[Node<'_, 'a>]) -> Flow<bool> {
        for item in left {
            if self.has(right, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `@.a =~ /x.*/i`, either way round: the whole text, or any item of a list.
    fn regex(&self, left: &Node<'_, 'a>, right: &Node<'_, 'a>) -> Flow<bool> {
        let (pattern, node) = match (left, right) {
            (Node::Pattern(_), Node::Pattern(_)) => return Ok(false),
            (Node::Pattern(pattern), node) | (node, Node::Pattern(pattern)) => (pattern, node),
            _ => return Ok(false),
        };
        if let Node::Json(json) = node
            && let Some(items) = self.items(*json)?
        {
            for item in items {
                if self.matches(pattern, &item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        self.matches(pattern, node)
    }

    /// What is neither string, number nor boolean counts as an empty text.
    fn matches(&self, pattern: &Pattern, node: &Node<'_, 'a>) -> Flow<bool> {
        Ok(match node {
            Node::Text(text) => pattern.matches(text, self.heap)?,
            Node::Number(number) => pattern.matches(&number.print(), self.heap)?,
            Node::Boolean(b) => pattern.matches(if *b { "true" } else { "false" }, self.heap)?,
            _ => pattern.matches("", self.heap)?,
        })
    }
}

/// `@.a exists true`: whether both are the same boolean.
fn exists(left: &Node<'_, '_>, right: &Node<'_, '_>) -> Flow<bool> {
    match (left, right) {
        (Node::Boolean(a), Node::Boolean(b)) => Ok(a == b),
        (Node::Boolean(_), _) | (_, Node::Boolean(_)) => Err(Stop::invalid("Expected boolean node")),
        _ => Err(Stop::fault("Failed to evaluate exists expression")),
    }
}
