//! `$seen.property`, `$seen.method(args)`, `$seen[0]`: one step from what is known of a value.

use super::path::{self, Step as PathStep};
use super::reads::{Reads, Seen, literal};
use super::shape::{Hint, Id};
use crate::syntax::ast::{Expression, Kind, Node, Step};

/// Methods of strings alone.
const TEXT_METHODS: &[&str] = &[
    "charAt",
    "concat",
    "endsWith",
    "equalsIgnoreCase",
    "getBytes",
    "lastIndexOf",
    "length",
    "matches",
    "replace",
    "replaceAll",
    "replaceFirst",
    "split",
    "startsWith",
    "substring",
    "toLowerCase",
    "toUpperCase",
    "trim",
];

const NUMBER_METHODS: &[&str] = &["doubleValue", "floatValue", "intValue", "longValue"];

impl<'s> Reads<'s> {
    pub fn step(&mut self, seen: Seen, step: &Step<'s>) -> Seen {
        match step {
            Step::Property { name, .. } => self.property(seen, name),
            Step::Method { name, args, .. } => self.method(seen, name, args),
            Step::Index { index, .. } => self.at(seen, index),
        }
    }

    fn property(&mut self, seen: Seen, name: &str) -> Seen {
        match (seen, name) {
            (Seen::Input, "body" | "Body") => Seen::Body,
            (Seen::Value(_), "class" | "empty") => Seen::Unknown,
            // what a template sets there is no input
            (Seen::Value(id), "requestOverride" | "responseOverride") if id == self.context => Seen::Unknown,
            (Seen::Value(id), name) => Seen::Value(self.shapes.field(id, name)),
            (Seen::Entry(id), "key") => Seen::Key(id),
            (Seen::Entry(id), "value") => Seen::Value(self.shapes.entry(id)),
            _ => Seen::Unknown,
        }
    }

    fn method(&mut self, seen: Seen, name: &str, args: &[Expression<'s>]) -> Seen {
        match seen {
            Seen::Input => self.input(name, args),
            Seen::Util => self.util(name, args),
            Seen::Value(id) => self.of_value(id, name, args),
            Seen::ListOf(id) if name == "get" => Seen::Value(id),
            Seen::Entry(id) if name == "getKey" => Seen::Key(id),
            Seen::Entry(id) if name == "getValue" => Seen::Value(self.shapes.entry(id)),
            Seen::Body => {
                self.body_is_text |= TEXT_METHODS.contains(&name);
                self.all(args)
            }
            _ => self.all(args),
        }
    }

    fn input(&mut self, name: &str, args: &[Expression<'s>]) -> Seen {
        match (name, args) {
            ("path", [argument]) => self.follow(argument),
            ("json", [argument]) => match self.follow(argument) {
                Seen::Value(id) | Seen::ListOf(id) => Seen::Json(id),
                seen => seen,
            },
            ("params", []) => Seen::Value(self.params),
            ("params", [argument]) => match self.constant(argument) {
                Some(name) => self.parameter(&name),
                None => self.all(args),
            },
            ("getBody", []) => Seen::Body,
            _ => self.all(args),
        }
    }

    fn util(&mut self, name: &str, args: &[Expression<'s>]) -> Seen {
        let [argument] = args else { return self.all(args) };
        let seen = self.expression(argument);
        match (name, seen) {
            ("parseJson", Seen::Body) => Seen::Value(self.body),
            ("parseJson", Seen::Json(id)) => Seen::Value(id),
            ("parseJson", Seen::Value(id)) => {
                self.shapes.hint(id, Hint::JsonText);
                Seen::Value(id)
            }
            ("base64Decode", Seen::Value(id)) => {
                self.shapes.hint(id, Hint::Base64);
                Seen::Unknown
            }
            ("escapeJavaScript" | "urlEncode" | "urlDecode" | "base64Encode", Seen::Value(id)) => {
                self.shapes.hint(id, Hint::Quoted);
                Seen::Unknown
            }
            (_, Seen::Body) => {
                self.body_is_read = true;
                Seen::Unknown
            }
            _ => Seen::Unknown,
        }
    }

    fn of_value(&mut self, id: Id, name: &str, args: &[Expression<'s>]) -> Seen {
        match (name, args) {
            ("get" | "getOrDefault", [key, ..]) => self.at(Seen::Value(id), key),
            ("containsKey", [key]) => {
                self.at(Seen::Value(id), key);
                Seen::Unknown
            }
            ("keySet" | "entrySet" | "values", []) => {
                let entry = self.shapes.entry(id);
                match name {
                    "keySet" => Seen::Keys(id),
                    "entrySet" => Seen::Entries(id),
                    _ => Seen::ListOf(entry),
                }
            }
            ("size", []) => {
                self.shapes.hint(id, Hint::List);
                Seen::Unknown
            }
            ("equals", [other]) => {
                if let Some(literal) = literal(other) {
                    self.shapes.literal(id, literal);
                }
                self.all(args)
            }
            ("toString", []) => {
                self.shapes.hint(id, Hint::Quoted);
                Seen::Value(id)
            }
            _ => {
                if TEXT_METHODS.contains(&name) {
                    self.shapes.hint(id, Hint::Text);
                } else if NUMBER_METHODS.contains(&name) {
                    self.shapes.hint(id, Hint::Number);
                }
                self.all(args)
            }
        }
    }

    /// `[0]`, `['name']`, `.get($key)`
    fn at(&mut self, seen: Seen, index: &Expression<'s>) -> Seen {
        let id = match seen {
            Seen::Value(id) => id,
            Seen::ListOf(id) => return Seen::Value(id),
            _ => {
                self.expression(index);
                return Seen::Unknown;
            }
        };
        match index.kind {
            Kind::Integer(_) | Kind::Binary(..) => {
                self.expression(index);
                Seen::Value(self.shapes.element(id))
            }
            Kind::String(name) => Seen::Value(self.shapes.field(id, name)),
            _ => {
                let is_key = matches!(self.expression(index), Seen::Key(_));
                let shape = self.shapes.get(id);
                let is_list = shape.element.is_some() || shape.hint == Hint::List;
                let found = if is_list && !is_key { self.shapes.element(id) } else { self.shapes.entry(id) };
                Seen::Value(found)
            }
        }
    }

    fn all(&mut self, args: &[Expression<'s>]) -> Seen {
        for argument in args {
            let seen = self.expression(argument);
            if let Seen::Body = seen {
                self.body_is_read = true;
            }
        }
        Seen::Unknown
    }

    /// `$input.path('$.a.b')`
    fn follow(&mut self, argument: &Expression<'s>) -> Seen {
        let Some(path) = self.constant(argument) else {
            self.expression(argument);
            return Seen::Unknown;
        };
        let (steps, all) = path::steps(&path);
        let mut id = self.body;
        let mut several = false;
        for step in steps {
            id = match step {
                PathStep::Key(name) => self.shapes.field(id, &name),
                PathStep::Index => self.shapes.element(id),
                PathStep::Every => {
                    several = true;
                    self.shapes.element(id)
                }
            };
        }
        match (all, several) {
            (false, _) => Seen::Unknown,
            (true, true) => Seen::ListOf(id),
            (true, false) => Seen::Value(id),
        }
    }

    /// A constant string. A reference in it is most likely an index.
    fn constant(&mut self, expression: &Expression<'s>) -> Option<String> {
        match expression.kind {
            Kind::String(text) => Some(text.to_owned()),
            Kind::Interpolated(inner) => {
                self.expression(expression);
                let piece = |node: &Node<'_>| match node {
                    Node::Text(text) => Some((*text).to_owned()),
                    Node::Reference(_) => Some("0".to_owned()),
                    _ => None,
                };
                inner.body.iter().map(piece).collect::<Option<String>>().map(|text| text.trim_end().to_owned())
            }
            Kind::Integer(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}
