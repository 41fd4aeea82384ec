//! `/body/pets/0/name`: where in the event a value comes from.

use std::collections::HashMap;
use std::rc::Rc;

use crate::gateway::Event;
use crate::interpreter::Variable;
use crate::program::Method;
use crate::value::object::ViewKind;
use crate::value::{Known, Object, Value};

/// A JSON pointer into the event; see [`Reference::place`](super::Reference::place).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pointer: Rc<str>,
    /// It is from somewhere in there: nothing more is known of what it holds.
    vague: bool,
}

impl Place {
    fn at(pointer: impl Into<Rc<str>>) -> Place {
        Place { pointer: pointer.into(), vague: false }
    }

    /// Somewhere in there.
    pub fn vague(mut self) -> Place {
        self.vague = true;
        self
    }

    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The place of a key or an index in it.
    pub fn below(&self, key: &str) -> Place {
        match (self.vague, key.contains(['~', '/'])) {
            (true, _) => self.clone(),
            (false, true) => Place::at(format!("{}/{}", self.pointer, key.replace('~', "~0").replace('/', "~1"))),
            (false, false) => Place::at(format!("{}/{key}", self.pointer)),
        }
    }
}

/// What is known of where values come from. Lists and maps are told by their address, which no other value gets while the
/// render lasts; other values by the variable that holds them.
#[derive(Default)]
pub(super) struct Places {
    containers: HashMap<usize, Place>,
    variables: HashMap<usize, Option<Place>>,
}

impl Places {
    /// The place of a variable's value. Those that nobody set are the gateway's or the event's.
    pub fn of_variable(&self, name: &str, variable: Variable<'_>, value: Value<'_>, event: &Event) -> Option<Place> {
        if let Some(known) = address(value).and_then(|at| self.containers.get(&at)) {
            return Some(known.clone());
        }
        match self.variables.get(&key(variable)) {
            Some(set) => set.clone(),
            None => match (name, value) {
                ("input", Value::Object(Object::Host(_))) => Some(Place::at("")),
                ("context" | "stageVariables", Value::Map(_)) => Some(Place::at(format!("/{name}"))),
                _ if event.has_variable(name) => Some(Place::at("/vars").below(name)),
                _ => None,
            },
        }
    }

    /// A variable gets a value that comes from there.
    pub fn set(&mut self, variable: Variable<'_>, place: Option<Place>) {
        self.variables.insert(key(variable), place);
    }

    /// What is known of a variable, for [`restore`](Places::restore).
    pub fn saved(&self, variable: Variable<'_>) -> Option<Option<Place>> {
        self.variables.get(&key(variable)).cloned()
    }

    /// A variable has again the value that it had.
    pub fn restore(&mut self, variable: Variable<'_>, saved: Option<Option<Place>>) {
        match saved {
            Some(place) => self.variables.insert(key(variable), place),
            None => self.variables.remove(&key(variable)),
        };
    }

    /// A value was found at a place.
    pub fn found(&mut self, value: Value<'_>, place: &Option<Place>) {
        if let (Some(at), Some(place)) = (address(value), place) {
            self.containers.entry(at).or_insert_with(|| place.clone());
        }
    }
}

fn key(variable: Variable<'_>) -> usize {
    std::ptr::from_ref(variable) as usize
}

fn address(value: Value<'_>) -> Option<usize> {
    match value {
        Value::List(list) => Some(std::ptr::from_ref(list) as usize),
        Value::Map(map) => Some(std::ptr::from_ref(map) as usize),
        _ => None,
    }
}

/// `$object.name`
pub(super) fn of_property(object: Value<'_>, place: &Place, name: &str) -> Option<Place> {
    match object {
        Value::Object(Object::Host(_)) if matches!(name, "body" | "Body") => Some(Place::at("/body")),
        Value::Object(Object::Host(_)) => None,
        Value::Object(Object::Entry(entry)) => of_entry(entry.key, place),
        Value::Map(_) => Some(place.below(name)),
        _ => Some(place.clone()),
    }
}

/// `$object[index]`
pub(super) fn of_index(object: Value<'_>, place: &Place, index: Value<'_>) -> Option<Place> {
    match (object, index) {
        (Value::List(list), Value::Integer(index)) => {
            let index = if index < 0 { i64::from(index) + list.len() as i64 } else { i64::from(index) };
            Some(place.below(&index.to_string()))
        }
        (Value::Map(_), Value::String(key)) => Some(place.below(key)),
        _ => Some(place.clone()),
    }
}

/// `$object.name(args)`: of `$input` what it reads; of a list or map the item; of anything else where the object comes from.
pub(super) fn of_call(
    object: Value<'_>,
    place: &Place,
    call: &Method,
    args: &[Value<'_>],
    of: &Event,
) -> Option<Place> {
    match (object, call.known, args) {
        (Value::Object(Object::Host(_)), Known::path | Known::json, [Value::String(path)]) => Some(of_path(path)),
        (Value::Object(Object::Host(_)), Known::params, []) => Some(Place::at("/params")),
        (Value::Object(Object::Host(_)), Known::params, [Value::String(name)]) => {
            let within = of.param_place(name).unwrap_or("path");
            Some(Place::at(format!("/params/{within}")).below(name))
        }
        (Value::Object(Object::Host(_)), Known::getBody, []) => Some(Place::at("/body")),
        (Value::Object(Object::Host(_)), ..) => None,
        (Value::Object(Object::Entry(entry)), Known::getKey | Known::getValue, []) => of_entry(entry.key, place),
        (Value::List(_), Known::get, [index]) => of_index(object, place, *index),
        (Value::Map(_), Known::get | Known::getOrDefault, [Value::String(key), ..]) => Some(place.below(key)),
        _ => Some(place.clone()),
    }
}

/// True for the calls that give a list or map that is in the event, where others give a new one.
pub(super) fn finds(call: &Method) -> bool {
    use Known::*;
    matches!(call.known, path | params | get | getOrDefault | getValue | parseJson)
}

/// The item of a loop's turn.
pub(super) fn of_item(list: Value<'_>, place: &Place, number: u32, item: Value<'_>) -> Option<Place> {
    match (list, item) {
        (Value::List(_), _) => Some(place.below(&number.to_string())),
        (Value::Object(Object::View(view)), Value::String(key)) if view.kind == ViewKind::Keys => {
            Some(place.below(key))
        }
        (Value::Object(Object::View(view)), _) if view.kind == ViewKind::Entries => Some(place.clone()),
        _ => Some(place.clone().vague()),
    }
}

fn of_entry(key: Value<'_>, place: &Place) -> Option<Place> {
    Some(key.as_str().map_or_else(|| place.clone(), |key| place.below(key)))
}

/// Where a path leads in the body, as far as it names one place: `$.a[0]['b c']`.
fn of_path(path: &str) -> Place {
    let mut place = Place::at("/body");
    let mut rest = path.trim();
    rest = rest.strip_prefix('$').unwrap_or(rest);
    while let Some((key, behind)) = link(rest) {
        place = place.below(key);
        rest = behind;
    }
    if rest.is_empty() { place } else { place.vague() }
}

/// The first link of a path and what stands behind it.
fn link(path: &str) -> Option<(&str, &str)> {
    if let Some(inside) = path.strip_prefix('[') {
        let (key, behind) = inside.split_once(']')?;
        let key = key.trim();
        let quoted = |quote| key.strip_prefix(quote)?.strip_suffix(quote);
        let key = match quoted('\'').or_else(|| quoted('"')) {
            Some(name) if !name.contains(['\'', '"', '\\']) => name,
            Some(_) => return None,
            None if !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit()) => key,
            None => return None,
        };
        return Some((key, behind));
    }
    let name = path.strip_prefix('.').unwrap_or(path);
    let end = name.find(['.', '[', '(', ' ']).unwrap_or(name.len());
    match &name[..end] {
        "" | "*" => None,
        _ if name[end..].starts_with(['(', ' ']) => None,
        key => Some((key, &name[end..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_as_far_as_it_names_one_place() {
        let cases = [
            ("$", "/body"),
            ("$.a.b", "/body/a/b"),
            ("a.b", "/body/a/b"),
            ("$['a b'][0].c", "/body/a b/0/c"),
            ("$.x/y.a~b", "/body/x~1y/a~0b"),
            ("$.pets[*].name", "/body/pets"),
            ("$..name", "/body"),
            ("$.pets[?(@.id == 1)]", "/body/pets"),
            ("$.pets[-1]", "/body/pets"),
            ("$.pets.length()", "/body/pets"),
        ];
        for (path, place) in cases {
            assert_eq!(of_path(path).pointer(), place, "{path}");
        }
        assert_eq!(of_path("$.a").below("b").pointer(), "/body/a/b");
        assert_eq!(of_path("$..a").below("0").pointer(), "/body", "which of them it is, is not known");
    }
}
