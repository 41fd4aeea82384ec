//! `$name.replaceAll("a", "b")`: the methods of unknown values and of text.

use super::chains::{Chain, Link};
use super::path::Path;
use super::reference::Asked;
use super::value::{Collection, Origin, Piece, Source, Test, Unknown, Value, What};
use crate::error::Span;

impl<'p> Path<'p, '_> {
    /// A step from an unknown value.
    pub fn step_of_unknown(&mut self, unknown: Unknown, asked: &Asked<'p>, at: Span) -> Value<'p> {
        if let Some(known) = self.equal.get(&unknown.id()).cloned()
            && unknown.origin.is_text()
        {
            let Value::Text(pieces) = self.constant(&known, at) else { return Value::Nothing };
            return self.step_of_text(pieces, asked, at);
        }
        let json = matches!(unknown.origin, Origin::JsonValue | Origin::PresentValue) && unknown.chain == Chain::NONE;
        match asked {
            Asked::Property("class") => self.anything(at),
            Asked::Property(_) | Asked::Index(_) if json && self.falses.contains(&unknown.id()) => Value::Nothing,
            Asked::Property(name) if json => match self.collection(unknown) {
                Some(of) => self.child(of, name, at),
                None => self.anything(at),
            },
            Asked::Index(key) if json => match self.collection(unknown) {
                Some(of) => self.child_of(of, *key, at),
                None => self.anything(at),
            },
            Asked::Method(name, arguments) => self.call_of_text(unknown, name, arguments, at),
            // text has no properties
            Asked::Property("bytes" | "empty") => self.anything(at),
            Asked::Property(_) if unknown.origin.is_text() => Value::Nothing,
            _ => self.anything(at),
        }
    }

    fn call_of_text(&mut self, unknown: Unknown, name: &'p str, arguments: &[Value<'p>], at: Span) -> Value<'p> {
        if matches!(unknown.origin, Origin::Anything | Origin::Number | Origin::Boolean | Origin::Size) {
            return self.anything(at);
        }
        let json = matches!(unknown.origin, Origin::JsonValue | Origin::PresentValue) && unknown.chain == Chain::NONE;
        if json && let Some(value) = self.call_of_container(unknown, name, arguments, at) {
            return value;
        }
        match (name, arguments) {
            ("toString", []) if unknown.origin.is_text() => Value::Unknown(unknown),
            ("trim" | "toString" | "toLowerCase" | "toUpperCase", [])
            | ("replaceAll" | "replace" | "replaceFirst" | "substring" | "concat", _) => {
                let Some(constants) = self.constants(arguments) else { return self.anything(at) };
                let link = Link::Method(format!(".{name}({constants})").into());
                match self.chained(unknown, link, at) {
                    Some(unknown) => Value::Unknown(unknown),
                    None => self.anything(at),
                }
            }
            ("split", _) => {
                let Some(constants) = self.constants(arguments) else { return self.anything(at) };
                let Some(chain) =
                    self.world.chains.push(unknown.chain, Link::Method(format!(".split({constants})").into()))
                else {
                    return self.anything(at);
                };
                Value::Values(Collection { of: Source::Split(unknown.origin), term: unknown.term, chain, made: at })
            }
            ("equals", [other]) => match self.known_text(*other) {
                Some(text) => Value::Test(Test::Equal(unknown, self.arena.alloc_str(&text))),
                None => self.other_test(unknown, name, arguments, at),
            },
            ("isEmpty", []) => Value::Test(Test::Equal(unknown, "")),
            ("matches", [_]) => self.matches(unknown, arguments, at),
            ("contains" | "startsWith" | "endsWith" | "equalsIgnoreCase", [_]) => {
                self.other_test(unknown, name, arguments, at)
            }
            ("length" | "indexOf" | "lastIndexOf" | "hashCode" | "compareTo", _) => {
                match self.part(unknown, name, arguments, at) {
                    // text is always there, a value of the body may not be
                    Value::Unknown(part) => {
                        let origin = if unknown.origin.is_text() { Origin::Number } else { Origin::Size };
                        Value::Unknown(Unknown { origin, ..part })
                    }
                    other => other,
                }
            }
            // a text has no such method
            ("size" | "get" | "keySet" | "entrySet" | "values" | "count" | "push" | "add" | "put", _)
                if unknown.origin.is_text() =>
            {
                Value::Nothing
            }
            _ => self.anything(at),
        }
    }

    /// Methods of lists and maps, of a value that may be one.
    fn call_of_container(
        &mut self,
        unknown: Unknown,
        name: &str,
        arguments: &[Value<'p>],
        at: Span,
    ) -> Option<Value<'p>> {
        Some(match (name, arguments) {
            ("get", [key]) => {
                let of = self.collection(unknown)?;
                self.child_of(of, *key, at)
            }
            ("keySet", []) => Value::Keys(self.collection(unknown)?),
            ("values", []) => Value::Values(self.collection(unknown)?),
            ("entrySet", []) => Value::Entries(self.collection(unknown)?),
            ("size", []) => Value::Size(self.collection(unknown)?),
            ("isEmpty", []) => {
                let (term, chain) = unknown.id();
                Value::Test(Test::Empty(Collection { of: Source::Json, term, chain, made: at }))
            }
            ("containsKey", [_]) => {
                self.collection(unknown)?;
                self.other_test(unknown, name, arguments, at)
            }
            _ => return None,
        })
    }

    fn other_test(&mut self, unknown: Unknown, name: &str, arguments: &[Value<'p>], at: Span) -> Value<'p> {
        match self.part(unknown, name, arguments, at) {
            Value::Unknown(part) => Value::Test(Test::Other(part)),
            other => other,
        }
    }

    fn matches(&mut self, unknown: Unknown, arguments: &[Value<'p>], at: Span) -> Value<'p> {
        let test = self.other_test(unknown, "matches", arguments, at);
        let Some(constants) = self.constants(arguments) else { return test };
        let call = self.world.chains.push(unknown.chain, Link::Method(format!(".matches({constants})").into()));
        match (test, call) {
            (Value::Test(Test::Other(answer)), Some(call)) => Value::Test(Test::Matches(answer, unknown.term, call)),
            (test, _) => test,
        }
    }

    /// What a method makes of a value, by name.
    fn part(&mut self, unknown: Unknown, name: &str, arguments: &[Value<'p>], at: Span) -> Value<'p> {
        let Some(constants) = self.constants(arguments) else { return self.anything(at) };
        let call = self.world.chains.expression(unknown.chain, "");
        let term = self.world.terms.child(unknown.term, &format!("{call}.{name}({constants})"));
        Value::Unknown(Unknown::new(Origin::Boolean, term, at))
    }

    /// A step from a text that the template made.
    pub fn step_of_text(&mut self, pieces: &'p [Piece<'p>], asked: &Asked<'p>, at: Span) -> Value<'p> {
        if let [Piece { what: What::Unknown(unknown), .. }] = *pieces {
            // one unknown text in quotes: the text of that value
            let unknown = match unknown.origin {
                Origin::JsonValue | Origin::PresentValue => {
                    match self.chained(unknown, Link::Method(".toString()".into()), at) {
                        Some(unknown) => unknown,
                        None => return self.anything(at),
                    }
                }
                _ => unknown,
            };
            return self.step_of_unknown(unknown, asked, at);
        }
        let Asked::Method(name, arguments) = asked else { return Value::Nothing };
        let known = self.known_text(Value::Text(pieces));
        match (*name, &arguments[..]) {
            ("toString", []) => Value::Text(pieces),
            ("trim" | "substring" | "concat", _) if known.is_none() => self.anything(at),
            ("trim" | "toLowerCase" | "toUpperCase", [])
            | ("replaceAll" | "replace" | "replaceFirst" | "substring" | "concat", _) => {
                let Some(constants) = self.constants(arguments) else { return self.anything(at) };
                let link = Link::Method(format!(".{name}({constants})").into());
                let pieces = match known {
                    Some(text) => match self.constant(&text, at) {
                        Value::Text(pieces) => pieces,
                        _ => pieces,
                    },
                    None => pieces,
                };
                self.each_piece(pieces, &link, at).unwrap_or_else(|| self.anything(at))
            }
            ("length" | "indexOf" | "lastIndexOf", _) => self.applied_number(known, name, arguments, at),
            ("equals" | "contains" | "startsWith" | "endsWith" | "isEmpty" | "equalsIgnoreCase" | "matches", _) => {
                self.applied_test(known, name, arguments, at)
            }
            ("split", _) => self.anything(at),
            ("size" | "get" | "keySet" | "entrySet" | "values" | "add" | "put", _) => Value::Nothing,
            _ => self.anything(at),
        }
    }

    fn applied_to(&mut self, known: Option<String>, name: &str, arguments: &[Value<'p>]) -> Option<std::rc::Rc<str>> {
        let constants = self.constants(arguments)?;
        self.applied(Link::Method(format!(".{name}({constants})").into()), &known?)
    }

    fn applied_number(&mut self, known: Option<String>, name: &str, arguments: &[Value<'p>], at: Span) -> Value<'p> {
        let number = self.applied_to(known, name, arguments).and_then(|text| text.parse().ok());
        number.map_or_else(
            || match self.anything(at) {
                Value::Unknown(unknown) => Value::Unknown(Unknown { origin: Origin::Number, ..unknown }),
                other => other,
            },
            Value::Integer,
        )
    }

    fn applied_test(&mut self, known: Option<String>, name: &str, arguments: &[Value<'p>], at: Span) -> Value<'p> {
        match self.applied_to(known, name, arguments).as_deref() {
            Some("true") => Value::Boolean(true),
            Some("false") => Value::Boolean(false),
            _ => match self.anything(at) {
                Value::Unknown(unknown) => Value::Test(Test::Other(unknown)),
                other => other,
            },
        }
    }
}
