//! `java.util.Collection`: what lists and the views of maps have in common.

pub(super) use super::args::int;
use super::exception::{null_pointer, wrong_number_of_arguments};
use super::view;
use crate::error::{Fault, Result};
use crate::value::object::View;
use crate::value::{Heap, Known, List, ListKind, Name, Object, Outcome, Value, equal, hash, print};

/// A value that Java calls a `Collection`; arrays are none.
#[derive(Clone, Copy)]
pub(super) enum Collection<'a> {
    List(&'a List<'a>),
    View(&'a View<'a>),
}

/// What a method gives where its arguments fit, `None` where they do not.
pub(super) type Answer<'a> = Option<Result<Outcome<'a>>>;

pub(super) fn boolean<'a>(b: bool) -> Result<Outcome<'a>> {
    Ok(Outcome::Value(Value::Boolean(b)))
}

pub(super) fn integer<'a>(i: usize) -> Result<Outcome<'a>> {
    Ok(Outcome::Value(Value::Integer(i32::try_from(i).unwrap_or(i32::MAX))))
}

pub(super) fn value<'a>(value: Value<'a>) -> Result<Outcome<'a>> {
    Ok(Outcome::Value(value))
}

/// The outcome of an answer. No arguments that fit is no method, but arguments for one of the `nullary` methods, which
/// have a form without parameters, are an error.
pub(super) fn outcome<'a>(
    answer: Answer<'a>,
    name: Name<'a>,
    args: &[Value<'a>],
    nullary: &[Known],
) -> Result<Outcome<'a>> {
    match answer {
        Some(result) => result,
        None if !args.is_empty() && nullary.contains(&name.known) => {
            Err(wrong_number_of_arguments().help(format!("`{}` takes no such arguments", name.text)))
        }
        None => Ok(Outcome::Missing),
    }
}

/// Methods of `Collection` and `Object` with a form without parameters.
pub(super) const NULLARY: &[Known] = &[
    Known::size,
    Known::isEmpty,
    Known::iterator,
    Known::toArray,
    Known::clear,
    Known::hashCode,
    Known::toString,
    Known::getClass,
    Known::stream,
    Known::parallelStream,
    Known::spliterator,
];

/// Methods of `Object` without parameters.
pub(super) const NULLARY_OBJECT: &[Known] = &[Known::hashCode, Known::toString, Known::getClass];

impl<'a> Collection<'a> {
    pub fn of(value: Value<'a>) -> Option<Collection<'a>> {
        match value {
            Value::List(list) if !list.kind().is_array() => Some(Collection::List(list)),
            Value::Object(Object::View(view)) => Some(Collection::View(view)),
            _ => None,
        }
    }

    /// An argument for a parameter `Collection`: `Some(None)` is Java's null.
    pub fn argument(value: Value<'a>) -> Option<Option<Collection<'a>>> {
        if value.is_null() { Some(None) } else { Self::of(value).map(Some) }
    }

    /// The items as they are now.
    pub fn items(self, heap: &Heap<'a>) -> Result<Vec<Value<'a>>> {
        match self {
            Collection::List(list) => {
                list.check_part()?;
                list.to_vec(heap)
            }
            Collection::View(view) => view::items(heap, view),
        }
    }

    pub fn len(self) -> usize {
        match self {
            Collection::List(list) => list.len(),
            Collection::View(view) => view.map.len(),
        }
    }

    /// `contains(item)`
    pub fn contains(self, heap: &Heap<'a>, item: Value<'a>) -> Result<bool> {
        match self {
            Collection::List(list) => {
                if item.is_null() && matches!(list.kind(), ListKind::Immutable | ListKind::ImmutablePart) {
                    return Err(null_pointer());
                }
                list.check_part()?;
                Ok(position(heap, list, item)?.is_some())
            }
            Collection::View(view) => view::contains(heap, view, item),
        }
    }

    /// `containsAll(items)`
    fn contains_all(self, heap: &Heap<'a>, items: Option<Collection<'a>>) -> Result<Outcome<'a>> {
        for item in items.ok_or_else(null_pointer)?.items(heap)? {
            if !self.contains(heap, item)? {
                return boolean(false);
            }
        }
        boolean(true)
    }

    /// The methods that all collections answer alike. `this` is the collection, or the array seen as one.
    pub fn call(self, heap: &Heap<'a>, this: Value<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
        Some(match (name.known, args) {
            (Known::size, []) => integer(self.len()),
            (Known::isEmpty, []) => boolean(self.len() == 0),
            (Known::contains, [item]) => self.contains(heap, *item).and_then(boolean),
            (Known::containsAll, [items]) => self.contains_all(heap, Collection::argument(*items)?),
            (Known::toArray, []) => {
                self.items(heap).and_then(|items| heap.list(ListKind::ObjectArray, &items)).and_then(value)
            }
            (Known::toArray, args) => self.to_array_like(heap, args)?,
            (Known::forEach | Known::removeIf, [Value::Null]) => Err(null_pointer()),
            _ => return of_object(heap, this, name, args),
        })
    }

    /// `toArray(array)`; Velocity also makes an array of arguments that are none.
    fn to_array_like(self, heap: &Heap<'a>, args: &[Value<'a>]) -> Answer<'a> {
        let target = match args {
            [Value::Null] => return Some(Err(null_pointer())),
            [Value::List(list)] if list.kind().is_array() => {
                if !matches!(list.kind(), ListKind::ObjectArray | ListKind::StringArray) {
                    return None;
                }
                list
            }
            args => match heap.list(ListKind::ObjectArray, args) {
                Ok(Value::List(list)) => list,
                Ok(_) => return None,
                Err(fault) => return Some(Err(fault)),
            },
        };
        let whole = matches!(self, Collection::List(list) if !matches!(list.root(), ListKind::ArraysAsList) && !list.root().is_array());
        Some(self.items(heap).and_then(|items| fill(heap, target, &items, whole)))
    }
}

/// `toArray(target)`: into the target where there is room, with a null behind. Java copies some collections as a
/// `whole`, others item by item.
fn fill<'a>(heap: &Heap<'a>, target: &'a List<'a>, items: &[Value<'a>], whole: bool) -> Result<Outcome<'a>> {
    let misfit = items.iter().find(|item| !matches!(item, Value::String(_) | Value::Null));
    if let (ListKind::StringArray, Some(item)) = (target.kind(), misfit) {
        let message = if whole {
            "arraycopy: element type mismatch: can not cast one of the elements of java.lang.Object[] to the type of the \
             destination array, java.lang.String"
        } else {
            item.class_name()
        };
        return Err(Fault::exception("java.lang.ArrayStoreException", message));
    }
    if items.len() > target.len() {
        return value(heap.list(target.kind(), items)?);
    }
    for (i, &item) in items.iter().enumerate() {
        target.set(heap, i, item)?;
    }
    if items.len() < target.len() {
        target.set(heap, items.len(), Value::Null)?;
    }
    value(Value::List(target))
}

/// `equals`, `hashCode`, `toString` and `getClass`.
pub(super) fn of_object<'a>(heap: &Heap<'a>, this: Value<'a>, name: Name<'a>, args: &[Value<'a>]) -> Answer<'a> {
    Some(match (name.known, args) {
        (Known::equals, [other]) => equal::equals(heap, this, *other).and_then(boolean),
        (Known::hashCode, []) => hash::code(heap, this).and_then(|h| value(Value::Integer(h))),
        (Known::toString, []) => match this {
            Value::Object(Object::Block(block)) => {
                block.render().and_then(|s| value(s.map_or(Value::Null, Value::String)))
            }
            this => print::to_text(heap, this).and_then(|s| value(Value::String(s))),
        },
        (Known::getClass, []) => heap.object(Object::Class(this.class_name())).and_then(value),
        _ => return None,
    })
}

/// `indexOf(item)`
pub(super) fn position<'a>(heap: &Heap<'a>, list: &List<'a>, item: Value<'a>) -> Result<Option<usize>> {
    let mut at = 0;
    while let Some(other) = list.get(at) {
        if equal::equals(heap, item, other)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

/// `Object[]` arguments of a method with `E...`: those of a lone array, else the arguments themselves.
pub(super) fn spread<'a>(heap: &Heap<'a>, args: &[Value<'a>]) -> Result<Vec<Value<'a>>> {
    match args {
        [Value::List(list)] if list.kind() == ListKind::ObjectArray => list.to_vec(heap),
        args => Ok(args.to_vec()),
    }
}

/// An item for a list, set or map made with `of` or `copyOf`.
pub(super) fn not_null(item: Value<'_>) -> Result<Value<'_>> {
    if item.is_null() {
        return Err(null_pointer().help("lists, sets and maps made with `of` and `copyOf` hold no null"));
    }
    Ok(item)
}

/// The items, none of which may be null.
pub(super) fn without_null(items: Vec<Value<'_>>) -> Result<Vec<Value<'_>>> {
    items.into_iter().map(not_null).collect()
}

#[cfg(test)]
pub(super) mod testing {
    //! Calls and what they print, as examples.

    use super::*;
    use crate::limits::Limits;
    use crate::methods::{list, map, object};
    use bumpalo::Bump;

    /// Runs `test` with a heap.
    pub fn with_heap(test: impl for<'a> FnOnce(&Heap<'a>)) {
        let arena = Bump::new();
        let limits = Limits::default();
        test(&Heap::new(&arena, &limits, 0));
    }

    pub fn text(s: &str) -> Value<'_> {
        Value::String(s)
    }

    /// An `ArrayList` of strings.
    pub fn strings<'a>(heap: &Heap<'a>, items: &[&'static str]) -> Value<'a> {
        let items: Vec<_> = items.iter().map(|s| Value::String(s)).collect();
        heap.list(ListKind::ArrayList, &items).expect("there is room")
    }

    /// `$receiver.name(args)`
    pub fn call<'a>(
        heap: &Heap<'a>,
        receiver: Value<'a>,
        name: &'static str,
        args: &[Value<'a>],
    ) -> Result<Outcome<'a>> {
        match receiver {
            Value::List(of) => list::call(heap, of, Name::new(name), args),
            Value::Map(of) => map::call(heap, of, Name::new(name), args),
            Value::Object(of) => object::call(heap, of, Name::new(name), args),
            _ => Ok(Outcome::Missing),
        }
    }

    /// The value of a call that gives one.
    pub fn get<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: &'static str, args: &[Value<'a>]) -> Value<'a> {
        match call(heap, receiver, name, args) {
            Ok(Outcome::Value(value)) => value,
            other => panic!("{name} gave {other:?}"),
        }
    }

    /// What a call prints: its value, nothing for a method without a result, `?` for no method, `!` and the exception.
    pub fn shown<'a>(heap: &Heap<'a>, receiver: Value<'a>, name: &'static str, args: &[Value<'a>]) -> String {
        match call(heap, receiver, name, args) {
            Ok(Outcome::Value(value)) => printed(heap, value),
            Ok(Outcome::Void) => String::new(),
            Ok(Outcome::Missing) => "?".to_owned(),
            Err(fault) => format!("!{}", fault.message),
        }
    }

    pub fn printed<'a>(heap: &Heap<'a>, value: Value<'a>) -> String {
        print::to_text(heap, value).expect("it prints").to_owned()
    }
}
