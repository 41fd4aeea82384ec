//! `$.a.b[0].c`: a path of names and indexes, walked without a detour.

use jsonpath_rust::parser::model::{Segment, Selector};

use super::evaluate::item;
use super::model::{Body, Query};
use crate::error::Result;
use crate::value::{Heap, SlotHint, Value};

/// The steps of a path of names and indexes; none for `$`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Walk {
    steps: Box<[Step]>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Name(Box<str>, SlotHint),
    Index(i64),
}

impl Walk {
    /// The walk that is the same as `query`, if there is one.
    pub fn of(query: &Query) -> Option<Walk> {
        let Body::Standard(query) = &query.body else { return None };
        let step = |segment: &Segment| match segment {
            Segment::Selector(Selector::Name(name)) => Some(Step::Name(name.as_str().into(), SlotHint::default())),
            Segment::Selector(Selector::Index(index)) => Some(Step::Index(*index)),
            _ => None,
        };
        Some(Walk { steps: query.segments.iter().map(step).collect::<Option<_>>()? })
    }

    /// The names on the way; `None` for an index.
    #[cfg(test)]
    pub fn names(&self) -> impl Iterator<Item = Option<&str>> {
        self.steps.iter().map(|step| match step {
            Step::Name(name, _) => Some(&**name),
            Step::Index(_) => None,
        })
    }

    #[inline]
    pub fn read<'a>(&self, heap: &Heap<'a>, root: Value<'a>) -> Result<Option<Value<'a>>> {
        heap.charge(1 + self.steps.len() as u64 / 4)?;
        if root.is_null() {
            return Ok(None);
        }
        let mut at = root;
        for step in &self.steps {
            let next = match (step, at) {
                (Step::Name(name, hint), Value::Map(map)) => hint.look(|slot| map.get_str(heap, name, slot)),
                (Step::Index(index), Value::List(list)) => item(list, *index),
                _ => None,
            };
            match next {
                Some(value) => at = value,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}
