//! Expressions: their values, and whether `#if` takes them for true.

use super::arithmetic;
use super::signal::Exec;
use super::{Interpreter, Observer, Scope};
use crate::program::{Block, Expression, Kind, Operator};
use crate::value::{List, ListKind, MapKind, Object, Value, equal, print};

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// The value of an expression, put where it is wanted; see `resolve_to`.
    #[inline]
    pub(super) fn value_to(&'a self, scope: Scope<'a>, expression: &'a Expression, value: &mut Value<'a>) -> Exec<()> {
        match &expression.kind {
            Kind::String(text) => *value = Value::String(scope.text(*text)),
            Kind::Integer(number) => *value = Value::Integer(*number),
            Kind::Reference(reference) if reference.computable => {
                self.resolve_to(scope, reference, value).map_err(|s| s.at(reference.span))?;
            }
            _ => *value = self.value(scope, expression)?,
        }
        Ok(())
    }

    /// The value of an expression.
    pub(super) fn value(&'a self, scope: Scope<'a>, expression: &'a Expression) -> Exec<Value<'a>> {
        Ok(match &expression.kind {
            Kind::String(text) => Value::String(scope.text(*text)),
            Kind::Boolean(value) => Value::Boolean(*value),
            Kind::Integer(value) => Value::Integer(*value),
            Kind::Long(value) => Value::Long(*value),
            Kind::Double(value) => Value::Double(*value),
            Kind::BigInteger(value) => Value::BigInteger(value),
            Kind::Null => Value::Null,
            Kind::Reference(reference) => {
                if !reference.computable {
                    return Ok(Value::Null);
                }
                self.resolve(scope, reference).map_err(|s| s.at(reference.span))?
            }
            Kind::Interpolated { body, padded } => return self.nested(|| self.interpolate(scope, body, *padded)),
            Kind::List(items) => return self.nested(|| self.list(scope, items)),
            Kind::Map(entries) => return self.nested(|| self.map(scope, entries)),
            Kind::Range(ends) => return self.nested(|| self.range(scope, ends)),
            Kind::Not(inner) => Value::Boolean(self.not(scope, inner)?),
            Kind::Binary(..) => match self.quick_integer(scope, expression) {
                Some(value) => {
                    self.tell_variables(scope, expression);
                    Value::Integer(value)
                }
                None => return self.side(scope, expression),
            },
        })
    }

    /// What `#if` makes of an expression: a reference is true unless it is null or `false`; comparisons, logic and
    /// `true` speak for themselves; any other literal is false.
    pub(super) fn test(&'a self, scope: Scope<'a>, expression: &'a Expression) -> Exec<bool> {
        Ok(match &expression.kind {
            Kind::Boolean(value) => *value,
            Kind::Reference(reference) => match self.resolve(scope, reference).map_err(|s| s.at(reference.span))? {
                Value::Null => false,
                Value::Boolean(value) => value,
                Value::Object(Object::Block(block)) => block.render()?.is_some(),
                _ => true,
            },
            Kind::Not(inner) => self.not(scope, inner)?,
            Kind::Binary(operator, sides) => {
                self.nested(|| self.test_binary(scope, *operator, sides)).map_err(|s| s.at(expression.span))?
            }
            _ => false,
        })
    }

    /// The value of whole arithmetic on Integers, which most arithmetic is: nothing but literals, plain variables and
    /// operators. `None` for anything else, which is then evaluated with all care; nothing here has an effect.
    fn quick_integer(&self, scope: Scope<'a>, expression: &Expression) -> Option<i32> {
        match &expression.kind {
            Kind::Integer(value) => Some(*value),
            Kind::Reference(reference) if reference.is_variable() && scope.frame.is_none() => {
                match scope.unit.variables[reference.slot as usize].get() {
                    Value::Integer(value) => Some(value),
                    _ => None,
                }
            }
            Kind::Binary(operator, sides) => {
                self.heap.charge(1).ok()?;
                let left = self.quick_integer(scope, &sides.0)?;
                let right = self.quick_integer(scope, &sides.1)?;
                match arithmetic::integers(*operator, left, right) {
                    Some(Value::Integer(value)) => Some(value),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Tells an observer of the variables that the quick way looked at.
    fn tell_variables(&self, scope: Scope<'a>, expression: &'a Expression) {
        if !O::WATCHES {
            return;
        }
        match &expression.kind {
            Kind::Reference(reference) => {
                let value = scope.unit.variables[reference.slot as usize].get();
                self.observer.resolving(scope.unit, reference);
                self.observer.root(scope.unit, reference, value);
                self.observer.resolved(reference, value);
            }
            Kind::Binary(_, sides) => {
                self.tell_variables(scope, &sides.0);
                self.tell_variables(scope, &sides.1);
            }
            _ => {}
        }
    }

    /// The value of an operator's side, of which the quick way was tried already.
    fn side(&'a self, scope: Scope<'a>, side: &'a Expression) -> Exec<Value<'a>> {
        match &side.kind {
            Kind::Binary(operator, sides) => {
                self.nested(|| self.binary(scope, *operator, sides)).map_err(|s| s.at(side.span))
            }
            _ => self.value(scope, side),
        }
    }

    fn not(&'a self, scope: Scope<'a>, inner: &'a Expression) -> Exec<bool> {
        self.heap.charge(1)?;
        Ok(!self.nested(|| self.test(scope, inner))?)
    }

    fn binary(&'a self, scope: Scope<'a>, operator: Operator, sides: &'a (Expression, Expression)) -> Exec<Value<'a>> {
        use Operator::*;
        self.heap.charge(1)?;
        if !matches!(operator, Add | Subtract | Multiply | Divide | Remainder) {
            return Ok(Value::Boolean(self.test_binary(scope, operator, sides)?));
        }
        let left = self.side(scope, &sides.0)?;
        let right = self.side(scope, &sides.1)?;
        if let (Value::Integer(x), Value::Integer(y)) = (left, right)
            && let Some(value) = arithmetic::integers(operator, x, y)
        {
            return Ok(value);
        }
        if operator == Add && (matches!(left, Value::String(_)) || matches!(right, Value::String(_))) {
            return self.concatenate(scope, (left, right), sides);
        }
        if !left.is_number() || !right.is_number() {
            return Ok(Value::Null);
        }
        Ok(arithmetic::compute(self.heap, operator, left, right)?)
    }

    /// `+` with a string: a side that is null is its own source.
    fn concatenate(
        &'a self,
        scope: Scope<'a>,
        (left, right): (Value<'a>, Value<'a>),
        sides: &'a (Expression, Expression),
    ) -> Exec<Value<'a>> {
        let mut text = String::new();
        self.heap.making_text(|| -> Exec<()> {
            for (value, side) in [(left, &sides.0), (right, &sides.1)] {
                if value.is_null() { text.push_str(Self::literal(scope, side)) } else { self.print(value, &mut text)? }
            }
            Ok(())
        })?;
        Ok(self.heap.string(&text)?)
    }

    fn test_binary(&'a self, scope: Scope<'a>, operator: Operator, sides: &'a (Expression, Expression)) -> Exec<bool> {
        use Operator::*;
        self.heap.charge(1)?;
        match operator {
            And => return Ok(self.test(scope, &sides.0)? && self.test(scope, &sides.1)?),
            Or => return Ok(self.test(scope, &sides.0)? || self.test(scope, &sides.1)?),
            // never looked at, so that nothing in it is evaluated either
            Add | Subtract | Multiply | Divide | Remainder => return Ok(false),
            _ => {}
        }
        if let Some(left) = self.quick_integer(scope, &sides.0)
            && let Some(right) = self.quick_integer(scope, &sides.1)
        {
            self.tell_variables(scope, &sides.0);
            self.tell_variables(scope, &sides.1);
            return Ok(arithmetic::Compared::of(left, right).satisfies(operator));
        }
        let left = self.side(scope, &sides.0)?;
        let right = self.side(scope, &sides.1)?;
        if left.is_number() && right.is_number() {
            return Ok(arithmetic::compare(left, right)?.satisfies(operator));
        }
        match operator {
            Equal => self.equal(left, right),
            NotEqual => Ok(!self.equal(left, right)?),
            _ => Ok(false),
        }
    }

    /// `==`: values of one class by `equals`, others by what they print.
    fn equal(&'a self, left: Value<'a>, right: Value<'a>) -> Exec<bool> {
        if left.is_null() || right.is_null() {
            return Ok(left.is_null() && right.is_null());
        }
        if same_class(left, right) {
            return Ok(equal::equals(self.heap, left, right)?);
        }
        let text = |value| match value {
            Value::Object(Object::Block(block)) => block.render(),
            _ => print::to_text(self.heap, value).map(Some),
        };
        Ok(text(left)? == text(right)?)
    }

    fn interpolate(&'a self, scope: Scope<'a>, body: &'a Block, padded: bool) -> Exec<Value<'a>> {
        let mut text = String::new();
        self.aside(|| self.heap.making_text(|| self.block(scope, body, &mut text)))?;
        if padded {
            text.pop();
        }
        Ok(self.heap.string(&text)?)
    }

    fn list(&'a self, scope: Scope<'a>, items: &'a [Expression]) -> Exec<Value<'a>> {
        self.heap.charge(items.len() as u64)?;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.value(scope, item)?);
        }
        Ok(self.heap.list(ListKind::ArrayList, &values)?)
    }

    fn map(&'a self, scope: Scope<'a>, entries: &'a [(Expression, Expression)]) -> Exec<Value<'a>> {
        let map = self.heap.map(MapKind::LinkedHashMap)?;
        for (key, value) in entries {
            let key = self.value(scope, key)?;
            let value = self.value(scope, value)?;
            map.put(self.heap, key, value)?;
        }
        Ok(Value::Map(map))
    }

    fn range(&'a self, scope: Scope<'a>, ends: &'a (Expression, Expression)) -> Exec<Value<'a>> {
        let first = self.value(scope, &ends.0)?;
        let last = self.value(scope, &ends.1)?;
        let (Some(first), Some(last)) = (arithmetic::int_value(first), arithmetic::int_value(last)) else {
            return Ok(Value::Null);
        };
        // the items are made one by one, but a list of so many is refused as Java would run out of memory
        let len = (i64::from(first) - i64::from(last)).unsigned_abs() as usize;
        self.heap.reserve(len.saturating_mul(size_of::<Value>()))?;
        Ok(Value::List(self.heap.arena().alloc(List::range(first, last))))
    }
}

/// True where Java's `equals` decides: the class of one side is that of the other or extends it.
fn same_class(left: Value<'_>, right: Value<'_>) -> bool {
    use ListKind::*;
    use MapKind::{Context, HashMap, LinkedHashMap};
    match (left, right) {
        (Value::List(a), Value::List(b)) => {
            a.kind() == b.kind() || matches!((a.kind(), b.kind()), (ArrayList, JsonArray) | (JsonArray, ArrayList))
        }
        (Value::Map(a), Value::Map(b)) => {
            a.kind() == b.kind()
                || matches!(
                    (a.kind(), b.kind()),
                    (HashMap, LinkedHashMap | Context) | (LinkedHashMap | Context, HashMap)
                )
        }
        _ => left.class_name() == right.class_name(),
    }
}
