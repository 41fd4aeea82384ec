//! References: what they resolve to, how they print, and how they are set.

use super::signal::Exec;
use super::{Interpreter, Observer, Scope};
use crate::error::{ErrorKind, Fault};
use crate::methods;
use crate::program::{Method, Reference, Step};
use crate::value::object::{HostCall, Scope as LoopScope};
use crate::value::{Known, Name, Object, Outcome, Value};

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// The value of a reference, with what the dialect makes of null.
    #[inline]
    pub(super) fn resolve(&'a self, scope: Scope<'a>, reference: &'a Reference) -> Exec<Value<'a>> {
        let value = self.walk(scope, reference)?;
        if value.is_null() && self.setup.dialect.null_is_empty() && !reference.runt {
            return Ok(Value::String(""));
        }
        Ok(value)
    }

    fn walk(&'a self, scope: Scope<'a>, reference: &'a Reference) -> Exec<Value<'a>> {
        if reference.runt {
            return Ok(Value::Null);
        }
        if reference.steps.len() > 8 {
            self.heap.charge(reference.steps.len() as u64)?;
        }
        let mut value = self.get(scope, reference.slot)?;
        for step in &reference.steps {
            if value.is_null() {
                return Ok(Value::Null);
            }
            value = self.step(scope, value, step)?;
        }
        Ok(value)
    }

    /// One link of a chain on a value that is not null; null if the value has no such thing.
    #[inline]
    pub(super) fn step(&'a self, scope: Scope<'a>, value: Value<'a>, step: &'a Step) -> Exec<Value<'a>> {
        let (outcome, span) = match step {
            Step::Property { span, name, known, hint, plain } => {
                if *plain && let Value::Map(map) = value {
                    let hint = &scope.unit.hints[*hint as usize];
                    return Ok(map.get_str(self.heap, scope.text(*name), hint).unwrap_or(Value::Null));
                }
                let name = Name { known: *known, text: scope.text(*name) };
                (self.property(value, name), *span)
            }
            Step::Method(method) => (self.method(scope, value, method), method.span),
            Step::Index { span, index } => {
                let index = self.value(scope, index)?;
                (self.index(value, index), *span)
            }
        };
        match outcome.map_err(|s| s.at(span))? {
            Outcome::Value(value) => Ok(value),
            Outcome::Void => Ok(Value::String("")),
            Outcome::Missing => Ok(Value::Null),
        }
    }

    fn property(&'a self, value: Value<'a>, name: Name<'a>) -> Exec<Outcome<'a>> {
        Ok(match value {
            Value::Object(Object::Host(host)) => host.property(self.heap, name)?,
            Value::Object(Object::Scope(scope)) => match loop_property(scope, name.known) {
                Some(value) => Outcome::Value(value),
                None => methods::property(self.heap, value, name)?,
            },
            _ => methods::property(self.heap, value, name)?,
        })
    }

    fn method(&'a self, scope: Scope<'a>, value: Value<'a>, method: &'a Method) -> Exec<Outcome<'a>> {
        self.heap.charge(1 + method.args.len() as u64)?;
        let mut few = [Value::Null; 4];
        let many: Vec<Value<'a>>;
        let args = if method.args.len() <= few.len() {
            for (slot, argument) in few.iter_mut().zip(&method.args) {
                *slot = self.value(scope, argument)?;
            }
            &few[..method.args.len()]
        } else {
            many = method.args.iter().map(|argument| self.value(scope, argument)).collect::<Exec<_>>()?;
            &many
        };
        let name = Name { known: method.known, text: scope.text(method.name) };
        if let Value::Object(Object::Host(host)) = value {
            let call = HostCall { name, args, path: method.path.as_ref() };
            return Ok(host.call(self.heap, &call)?);
        }
        Ok(methods::call(self.heap, value, name, args)?)
    }

    fn index(&'a self, value: Value<'a>, index: Value<'a>) -> Exec<Outcome<'a>> {
        let index = self.from_end(value, index)?;
        match (value, index) {
            (Value::List(list), Value::Integer(i)) => {
                let item = usize::try_from(i).ok().and_then(|i| list.get(i));
                match item {
                    Some(item) => Ok(Outcome::Value(item)),
                    None => Err(out_of_range(i, list.len()).into()),
                }
            }
            (Value::Object(Object::Host(host)), index) => {
                let call = HostCall { name: Name { known: Known::get, text: "get" }, args: &[index], path: None };
                Ok(host.call(self.heap, &call)?)
            }
            _ => Ok(methods::call(self.heap, value, Name { known: Known::get, text: "get" }, &[index])?),
        }
    }

    /// `$list[-1]` counts from the end, of whatever has a size.
    fn from_end(&'a self, value: Value<'a>, index: Value<'a>) -> Exec<Value<'a>> {
        let Value::Integer(i @ i32::MIN..=-1) = index else { return Ok(index) };
        let size = match value {
            Value::Object(Object::Host(_)) => Outcome::Missing,
            _ => methods::call(self.heap, value, Name { known: Known::size, text: "size" }, &[])?,
        };
        match size {
            Outcome::Value(Value::Integer(size)) => Ok(Value::Integer(size.wrapping_add(i))),
            _ => {
                let message =
                    format!("the negative index {i} needs something with a `size()`; {} has none", value.class_name());
                Err(Fault::new(ErrorKind::Exception, message).into())
            }
        }
    }

    /// Prints a reference.
    #[inline]
    pub(super) fn render_reference(&'a self, scope: Scope<'a>, reference: &'a Reference, out: &mut String) -> Exec<()> {
        let from = out.len();
        if reference.plain {
            let value = self.resolve(scope, reference)?;
            if let Value::String(text) = value {
                self.check_output(out.len() + text.len())?;
                out.push_str(text);
            } else if !self.print_value(scope, value, out)? {
                let text = self.null_text(scope, scope.text(reference.null_text))?;
                self.check_output(out.len() + text.len())?;
                out.push_str(text);
            }
            self.observer.printed(reference.span, value, from..out.len());
            return Ok(());
        }
        self.render_escaped(scope, reference, out)
    }

    /// Prints a reference with backslashes, dollars or an escape before it.
    fn render_escaped(&'a self, scope: Scope<'a>, reference: &'a Reference, out: &mut String) -> Exec<()> {
        if reference.runt {
            out.push_str(scope.text(reference.root));
            return Ok(());
        }
        let from = out.len();
        let value = self.resolve(scope, reference)?;
        // a block prints itself and nothing of what stands before the reference
        if !reference.escaped
            && let Value::Object(Object::Block(block)) = value
            && self.print_block(scope, *block, out)?
        {
            return Ok(());
        }
        let (backslashes, null_text) = (scope.text(reference.backslashes), scope.text(reference.null_text));
        out.push_str(backslashes);
        if reference.escaped {
            if value.is_null() {
                out.push('\\');
            }
            out.push_str(self.null_text(scope, null_text)?);
        } else {
            let mut printed = String::new();
            if self.print_value(scope, value, &mut printed)? {
                out.push_str(scope.text(reference.prefix));
                out.push_str(&printed);
            } else {
                out.push_str(backslashes);
                out.push_str(scope.text(reference.prefix));
                out.push_str(self.null_text(scope, null_text)?);
            }
        }
        self.check_output(out.len())?;
        self.observer.printed(reference.span, value, from..out.len());
        Ok(())
    }

    /// Prints a value; false if it prints as null does.
    fn print_value(&'a self, scope: Scope<'a>, value: Value<'a>, out: &mut String) -> Exec<bool> {
        match value {
            Value::Null => return Ok(false),
            Value::Object(Object::Block(block)) => return self.print_block(scope, *block, out),
            _ => self.print(value, out)?,
        }
        Ok(true)
    }

    /// Sets what a chain leads to. Without effect if it leads nowhere.
    pub(super) fn set_chain(&'a self, scope: Scope<'a>, target: &'a Reference, value: Value<'a>) -> Exec<()> {
        let Some((last, steps)) = target.steps.split_last() else { return Ok(()) };
        let mut object = self.get(scope, target.slot)?;
        for step in steps {
            if object.is_null() {
                return Ok(());
            }
            object = self.step(scope, object, step)?;
        }
        if object.is_null() {
            return Ok(());
        }
        match last {
            Step::Index { span, index } => {
                let index = self.value(scope, index)?;
                self.set_index(object, index, value).map_err(|s| s.at(*span))
            }
            Step::Property { span, name, .. } => {
                self.set_property(object, scope.text(*name), value).map_err(|s| s.at(*span))
            }
            // `#set($a.b() = 1)` sets the property `b`
            Step::Method(method) => {
                self.set_property(object, scope.text(method.name), value).map_err(|s| s.at(method.span))
            }
        }
    }

    fn set_index(&'a self, object: Value<'a>, index: Value<'a>, value: Value<'a>) -> Exec<()> {
        let index = self.from_end(object, index)?;
        for (known, text) in [(Known::set, "set"), (Known::put, "put")] {
            let outcome = self.call(object, Name { known, text }, &[index, value])?;
            if !matches!(outcome, Outcome::Missing) {
                break;
            }
        }
        Ok(())
    }

    fn set_property(&'a self, object: Value<'a>, name: &'a str, value: Value<'a>) -> Exec<()> {
        if let Value::Map(map) = object {
            map.put(self.heap, Value::String(name), value)?;
            return Ok(());
        }
        self.heap.charge_bytes(name.len())?;
        let mut setter = format!("set{name}");
        for _ in 0..2 {
            let known = Known::of_text(&setter);
            if known != Known::Unknown {
                let outcome = self.call(object, Name { known, text: self.heap.text(&setter)? }, &[value])?;
                if !matches!(outcome, Outcome::Missing) {
                    return Ok(());
                }
            }
            toggle_case(&mut setter, 3);
        }
        self.call(object, Name { known: Known::put, text: "put" }, &[Value::String(name), value])?;
        Ok(())
    }

    fn call(&'a self, object: Value<'a>, name: Name<'a>, args: &[Value<'a>]) -> Exec<Outcome<'a>> {
        if let Value::Object(Object::Host(host)) = object {
            return Ok(host.call(self.heap, &HostCall { name, args, path: None })?);
        }
        Ok(methods::call(self.heap, object, name, args)?)
    }
}

/// Turns the case of the ASCII letter at a byte.
fn toggle_case(text: &mut str, at: usize) {
    if let Some(letter) = text.get_mut(at..at + 1) {
        if letter.bytes().all(|b| b.is_ascii_lowercase()) {
            letter.make_ascii_uppercase();
        } else {
            letter.make_ascii_lowercase();
        }
    }
}

/// The properties of `$foreach` that loops ask for at every turn.
fn loop_property<'a>(scope: &'a LoopScope<'a>, property: Known) -> Option<Value<'a>> {
    let index = scope.index.as_ref()?.get();
    Some(match property {
        Known::index => Value::Integer(index),
        Known::count => Value::Integer(index + 1),
        Known::hasNext => Value::Boolean(scope.has_next.get()),
        Known::first => Value::Boolean(index < 1),
        Known::last => Value::Boolean(!scope.has_next.get()),
        _ => return None,
    })
}

#[cold]
fn out_of_range(index: i32, size: usize) -> Box<Fault> {
    let help = match size {
        0 => "the list is empty".to_owned(),
        1 => "the list has one item, of index 0".to_owned(),
        n => format!("the list has {n} items, of index 0 to {}; `[-1]` is the last", n - 1),
    };
    Fault::exception("java.lang.IndexOutOfBoundsException", format!("Index {index} out of bounds for length {size}"))
        .help(help)
}
