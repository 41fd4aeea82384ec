//! References: what they resolve to, how they print, and how they are set.

use super::{Assigned, Interpreter, Observer, Scope};
use crate::error::{ErrorKind, Fault, Result, Span};
use crate::methods;
use crate::program::{Expression, Id, Key, List, Method, Reference, Step, Way};
use crate::value::object::{HostCall, Scope as LoopScope};
use crate::value::{Known, Map, Name, Object, Outcome, Value, number};

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// The value of a reference, with what the dialect makes of null.
    #[inline]
    pub(super) fn resolve(&'a self, scope: Scope<'a>, reference: &'a Reference) -> Result<Value<'a>> {
        let mut value = Value::Null;
        self.resolve_to(scope, reference, &mut value)?;
        Ok(value)
    }

    /// The same, put where it is wanted. What is resolved for every reference is written in place, link by link: a value
    /// handed up by return is copied at each step, and each copy waits for the one before.
    #[inline(always)]
    pub(super) fn resolve_to(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        value: &mut Value<'a>,
    ) -> Result<()> {
        match reference.way {
            Way::Variable => self.variable_to(scope, reference, value),
            _ => {
                let found = self.look(scope, reference);
                self.chain_to(scope, reference, found, value)
            }
        }
    }

    /// The value of `$name`.
    #[inline]
    pub(super) fn variable_to(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        value: &mut Value<'a>,
    ) -> Result<()> {
        self.observer.resolving(scope.unit, reference);
        self.get_to(scope, reference.slot, value)?;
        self.observer.root(scope.unit, reference, *value);
        self.resolved(scope, reference, value);
        Ok(())
    }

    /// The value of a reference with links, for which `look` found this.
    fn chain_to(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        found: Option<&'a Value<'a>>,
        value: &mut Value<'a>,
    ) -> Result<()> {
        self.observer.resolving(scope.unit, reference);
        match found {
            Some(found) => *value = *found,
            None => self.walk(scope, reference, value)?,
        }
        self.resolved(scope, reference, value);
        Ok(())
    }

    /// The dialect makes something of null.
    #[inline]
    fn resolved(&self, scope: Scope<'a>, reference: &'a Reference, value: &mut Value<'a>) {
        self.observer.resolved(scope.unit, reference, *value);
        if value.is_null() && self.setup.dialect.null_is_empty() && !reference.runt {
            *value = Value::String("");
        }
    }

    /// What `$item.name.first` or `$input.path('$.a')` leads to, where it goes through maps from JSON alone, as most
    /// references do.
    #[inline(always)]
    fn look(&'a self, scope: Scope<'a>, reference: &'a Reference) -> Option<&'a Value<'a>> {
        match reference.way {
            _ if O::WATCHES || scope.frame.is_some() => None,
            Way::Links | Way::Variable => None,
            Way::Properties => match scope.unit.variables[reference.slot as usize].get() {
                Value::Map(map) => self.look_at_properties(scope, reference, map),
                _ => None,
            },
            Way::Body(keys) if reference.steps.len() == 1 => self.look_into_body(scope, reference, keys),
            Way::Body(_) => None,
        }
    }

    #[inline(never)]
    fn look_into_body(&self, scope: Scope<'a>, reference: &Reference, keys: List<Key>) -> Option<&'a Value<'a>> {
        if O::WATCHES || scope.frame.is_some() {
            return None;
        }
        let unit = scope.unit;
        let Value::Object(Object::Host(host)) = unit.variables[reference.slot as usize].get() else { return None };
        let Value::Map(mut map) = host.body()? else { return None };
        let mut found: Option<&'a Value<'a>> = None;
        for key in &unit.program[keys] {
            if let Some(value) = found {
                let Value::Map(inner) = *value else { return Some(&Value::Null) };
                map = inner;
            }
            found = Some(map.look_for(unit.program.bytes(key.name), &key.hint)?);
        }
        found
    }

    #[inline(never)]
    fn look_at_properties(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        mut map: &'a Map<'a>,
    ) -> Option<&'a Value<'a>> {
        let unit = scope.unit;
        let mut found: Option<&'a Value<'a>> = None;
        for step in &unit.program[reference.steps] {
            let Step::Property { name, hint, .. } = step else { return None };
            if let Some(value) = found {
                let Value::Map(inner) = *value else { return None };
                map = inner;
            }
            found = Some(map.look(unit.program.text(*name), &unit.hints[*hint as usize])?);
        }
        found
    }

    fn walk(&'a self, scope: Scope<'a>, reference: &'a Reference, value: &mut Value<'a>) -> Result<()> {
        if reference.runt {
            return Ok(());
        }
        if reference.steps.len() > 8 {
            self.heap.charge(reference.steps.len() as u64)?;
        }
        let mut steps = &scope.unit.program[reference.steps];
        let start = match reference.way {
            // if it is the only link, it was tried
            Way::Body(keys) if reference.steps.len() > 1 => self.look_into_body(scope, reference, keys),
            _ => None,
        };
        match start {
            Some(found) => {
                *value = *found;
                steps = &steps[1..];
            }
            None => self.get_to(scope, reference.slot, value)?,
        }
        self.observer.root(scope.unit, reference, *value);
        for step in steps {
            if value.is_null() {
                break;
            }
            self.step(scope, value, step)?;
            self.observer.link(scope.unit, step, *value);
        }
        Ok(())
    }

    /// One link of a chain: from a value that is not null to what it leads to; null if the value has no such thing.
    #[inline(always)]
    pub(super) fn step(&'a self, scope: Scope<'a>, value: &mut Value<'a>, step: &'a Step) -> Result<()> {
        match (step, *value) {
            (Step::Property { name, hint, plain: true, .. }, Value::Map(map)) => {
                let (name, hint) = (scope.text(*name), &scope.unit.hints[*hint as usize]);
                *value = map.get_hinted(self.heap, name, hint).unwrap_or(Value::Null);
                Ok(())
            }
            (Step::Property { name, offset, known, .. }, _) => {
                let name = Name { known: *known, text: scope.text(*name) };
                self.property_step(value, name, *offset)
            }
            (Step::Method(method), _) => self.method(scope, value, &scope.unit.program[*method]),
            (Step::Index { span, index }, _) => self.index_step(scope, value, *index, *span),
        }
    }

    #[inline(never)]
    fn property_step(&'a self, value: &mut Value<'a>, name: Name<'a>, offset: u32) -> Result<()> {
        if let Value::Object(Object::Scope(of)) = *value
            && let Some(found) = loop_property(of, name.known)
        {
            *value = found;
            return Ok(());
        }
        self.place(self.property(*value, name), value, name_span(offset, name.text))
    }

    #[inline(never)]
    fn index_step(&'a self, scope: Scope<'a>, value: &mut Value<'a>, index: Id<Expression>, span: Span) -> Result<()> {
        let index = self.value(scope, &scope.unit.program[index])?;
        self.observer.indexed(index);
        self.place(self.index(*value, index), value, span)
    }

    /// Puts what a property or an index gave where it is wanted.
    #[inline]
    fn place(&self, outcome: Result<Outcome<'a>>, value: &mut Value<'a>, span: Span) -> Result<()> {
        *value = match outcome.map_err(|f| f.at(span))? {
            Outcome::Value(found) => found,
            Outcome::Void => Value::String(""),
            Outcome::Missing => {
                self.observer.missing();
                Value::Null
            }
        };
        Ok(())
    }

    fn property(&'a self, value: Value<'a>, name: Name<'a>) -> Result<Outcome<'a>> {
        Ok(match value {
            Value::Object(Object::Host(host)) => host.property(self.heap, name)?,
            _ => methods::property(self.heap, value, name)?,
        })
    }

    #[inline(always)]
    fn method(&'a self, scope: Scope<'a>, value: &mut Value<'a>, method: &'a Method) -> Result<()> {
        const FEW: usize = 3;
        let arguments = &scope.unit.program[method.args];
        if arguments.len() > FEW {
            return self.method_of_many(scope, value, method);
        }
        let mut args = [Value::Null; FEW];
        for (slot, argument) in args.iter_mut().zip(arguments) {
            self.value_to(scope, argument, slot)?;
        }
        let args = &args[..arguments.len()];
        self.heap.charge(1)?;
        self.observer.called(*value, method, args);
        let done = methods::quick(self.heap, *value, method.known, args, value);
        if done { Ok(()) } else { self.call_method(scope, value, method, args) }
    }

    #[inline(never)]
    fn method_of_many(&'a self, scope: Scope<'a>, value: &mut Value<'a>, method: &'a Method) -> Result<()> {
        self.heap.charge(1 + method.args.len() as u64)?;
        let args = scope.unit.program[method.args]
            .iter()
            .map(|argument| self.value(scope, argument))
            .collect::<Result<Vec<_>>>()?;
        self.observer.called(*value, method, &args);
        self.call_method(scope, value, method, &args)
    }

    #[inline(never)]
    fn call_method(
        &'a self,
        scope: Scope<'a>,
        value: &mut Value<'a>,
        method: &'a Method,
        args: &[Value<'a>],
    ) -> Result<()> {
        let name = Name { known: method.known, text: scope.text(method.name) };
        let outcome = match *value {
            Value::Object(Object::Host(host)) => {
                host.call(self.heap, &HostCall { name, args, path: method.path.map(|path| &scope.unit.program[path]) })
            }
            object => methods::call(self.heap, object, name, args),
        };
        self.place(outcome, value, method.span)
    }

    fn index(&'a self, value: Value<'a>, index: Value<'a>) -> Result<Outcome<'a>> {
        let index = self.counted_from_end(value, index)?;
        match (value, index) {
            (Value::List(list), Value::Integer(i)) => {
                let item = usize::try_from(i).ok().and_then(|i| list.get(i));
                match item {
                    Some(item) => Ok(Outcome::Value(item)),
                    None => Err(out_of_range(i, list.len())),
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
    fn counted_from_end(&'a self, value: Value<'a>, index: Value<'a>) -> Result<Value<'a>> {
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
                Err(Fault::new(ErrorKind::Exception, message))
            }
        }
    }

    /// Prints a reference.
    #[inline]
    pub(super) fn render_reference(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        out: &mut String,
    ) -> Result<()> {
        if !reference.plain {
            return self.render_escaped(scope, reference, out);
        }
        let mut value = Value::Null;
        let shown = if let Way::Variable = reference.way {
            self.variable_to(scope, reference, &mut value)?;
            &value
        } else {
            match self.look(scope, reference) {
                Some(found) if !found.is_null() => found,
                found => {
                    self.chain_to(scope, reference, found, &mut value)?;
                    &value
                }
            }
        };
        self.print_found(scope, reference, shown, out)
    }

    /// Prints what a plain reference is.
    #[inline]
    fn print_found(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        value: &Value<'a>,
        out: &mut String,
    ) -> Result<()> {
        match *value {
            Value::String(text) => self.print_text(text, out),
            Value::Integer(value) => {
                let before = out.len();
                number::integer::write(i64::from(value), out);
                self.check_output(out.len()).inspect_err(|_| out.truncate(before))
            }
            _ => self.print_other(scope, reference, value, out),
        }
    }

    #[inline(never)]
    fn print_other(
        &'a self,
        scope: Scope<'a>,
        reference: &'a Reference,
        value: &Value<'a>,
        out: &mut String,
    ) -> Result<()> {
        match self.print_value(scope, *value, out)? {
            true => Ok(()),
            false => self.print_text(self.null_text(scope, scope.text(reference.null_text))?, out),
        }
    }

    /// Prints a reference with backslashes, dollars or an escape before it.
    fn render_escaped(&'a self, scope: Scope<'a>, reference: &'a Reference, out: &mut String) -> Result<()> {
        if reference.runt {
            out.push_str(scope.text(reference.root));
            return Ok(());
        }
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
            if self.aside(|| self.print_value(scope, value, &mut printed))? {
                out.push_str(scope.text(reference.prefix));
                out.push_str(&printed);
            } else {
                out.push_str(backslashes);
                out.push_str(scope.text(reference.prefix));
                out.push_str(self.null_text(scope, null_text)?);
            }
        }
        self.check_output(out.len())?;
        Ok(())
    }

    /// Prints a value; false if it prints as null does.
    fn print_value(&'a self, scope: Scope<'a>, value: Value<'a>, out: &mut String) -> Result<bool> {
        match value {
            Value::Null => return Ok(false),
            Value::Object(Object::Block(block)) => return self.print_block(scope, *block, out),
            _ => self.print(value, out)?,
        }
        Ok(true)
    }

    /// Sets what a chain leads to. Without effect if it leads nowhere.
    pub(super) fn set_chain(&'a self, scope: Scope<'a>, target: Id<Reference>, value: Value<'a>) -> Result<Assigned> {
        let target = &scope.unit.program[target];
        let Some((last, steps)) = scope.unit.program[target.steps].split_last() else { return Ok(Assigned::Nowhere) };
        let mut object = self.get(scope, target.slot)?;
        self.observer.resolving(scope.unit, target);
        self.observer.root(scope.unit, target, object);
        for step in steps {
            if object.is_null() {
                break;
            }
            self.step(scope, &mut object, step)?;
            self.observer.link(scope.unit, step, object);
        }
        if object.is_null() {
            self.observer.resolved(scope.unit, target, object);
            return Ok(Assigned::Nowhere);
        }
        match last {
            Step::Index { span, index } => {
                let index = self.value(scope, &scope.unit.program[*index])?;
                self.observer.indexed(index);
                self.set_index(object, index, value).map_err(|f| f.at(*span))?;
            }
            Step::Property { name, offset, .. } => {
                self.observer.sets(scope.unit, *name);
                let name = scope.text(*name);
                self.set_property(object, name, value).map_err(|f| f.at(name_span(*offset, name)))?;
            }
            // `#set($a.b() = 1)` sets the property `b`
            Step::Method(method) => {
                let method = &scope.unit.program[*method];
                self.observer.sets(scope.unit, method.name);
                self.set_property(object, scope.text(method.name), value).map_err(|f| f.at(method.span))?;
            }
        }
        self.observer.resolved(scope.unit, target, object);
        Ok(Assigned::Set)
    }

    fn set_index(&'a self, object: Value<'a>, index: Value<'a>, value: Value<'a>) -> Result<()> {
        let index = self.counted_from_end(object, index)?;
        for (known, text) in [(Known::set, "set"), (Known::put, "put")] {
            let outcome = self.call(object, Name { known, text }, &[index, value])?;
            if !matches!(outcome, Outcome::Missing) {
                break;
            }
        }
        Ok(())
    }

    fn set_property(&'a self, object: Value<'a>, name: &'a str, value: Value<'a>) -> Result<()> {
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

    fn call(&'a self, object: Value<'a>, name: Name<'a>, args: &[Value<'a>]) -> Result<Outcome<'a>> {
        if let Value::Object(Object::Host(host)) = object {
            return host.call(self.heap, &HostCall { name, args, path: None });
        }
        methods::call(self.heap, object, name, args)
    }
}

fn name_span(offset: u32, name: &str) -> Span {
    Span::new(offset, offset + name.len() as u32)
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
#[inline]
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
