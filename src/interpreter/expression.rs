//! Expressions: their values, and whether `#if` takes them for true.

use super::arithmetic;
use super::{Interpreter, Observer, Scope};
use crate::error::{ErrorKind, Fault, Result};
use crate::program::{Block, Expression, Kind, Operator, Pair};
use crate::value::{List, ListKind, MapKind, Object, Value, equal, print};

impl<'a, O: Observer<'a> + 'a> Interpreter<'a, O> {
    /// The value of an expression, put where it is wanted; see `resolve_to`.
    #[inline(always)]
    pub(super) fn value_to(
        &'a self,
        scope: Scope<'a>,
        expression: &'a Expression,
        value: &mut Value<'a>,
    ) -> Result<()> {
        match expression.kind {
            Kind::String(text) => *value = Value::String(scope.text(text)),
            Kind::Integer(number) => *value = Value::Integer(number),
            _ => return self.worked_out_to(scope, expression, value),
        }
        Ok(())
    }

    /// The same of what is no literal.
    fn worked_out_to(&'a self, scope: Scope<'a>, expression: &'a Expression, value: &mut Value<'a>) -> Result<()> {
        match expression.kind {
            Kind::Variable(_, reference) => {
                let reference = &scope.unit.program[reference];
                self.variable_to(scope, reference, value).map_err(|f| f.at(reference.span))?;
            }
            Kind::Reference(reference) => {
                let reference = &scope.unit.program[reference];
                match reference.computable {
                    true => self.resolve_to(scope, reference, value).map_err(|f| f.at(reference.span))?,
                    false => *value = Value::Null,
                }
            }
            Kind::Binary(..) => match self.quick_integer(scope, expression) {
                Some(number) => {
                    self.tell_variables(scope, expression);
                    *value = Value::Integer(number);
                }
                None => *value = self.side(scope, expression)?,
            },
            _ => *value = self.value(scope, expression)?,
        }
        Ok(())
    }

    /// The value of an expression.
    pub(super) fn value(&'a self, scope: Scope<'a>, expression: &'a Expression) -> Result<Value<'a>> {
        Ok(match &expression.kind {
            Kind::String(text) => Value::String(scope.text(*text)),
            Kind::Boolean(value) => Value::Boolean(*value),
            Kind::Integer(value) => Value::Integer(*value),
            Kind::Long(value) => Value::Long(*value),
            Kind::Double(value) => Value::Double(*value),
            Kind::BigInteger(value) => Value::BigInteger(&scope.unit.program[*value]),
            Kind::Null => Value::Null,
            Kind::Interpolated { body, padded } => return self.nested(|| self.interpolate(scope, *body, *padded)),
            Kind::List(items) => return self.nested(|| self.list(scope, &scope.unit.program[*items])),
            Kind::Map(entries) => return self.nested(|| self.map(scope, &scope.unit.program[*entries])),
            Kind::Range(ends) => return self.nested(|| self.range(scope, &scope.unit.program[*ends])),
            Kind::Not(inner) => Value::Boolean(self.not(scope, &scope.unit.program[*inner])?),
            Kind::Variable(..) | Kind::Reference(_) | Kind::Binary(..) => {
                let mut value = Value::Null;
                self.worked_out_to(scope, expression, &mut value)?;
                value
            }
        })
    }

    /// What `#if` makes of an expression: a reference is true unless it is null or `false`; comparisons, logic and
    /// `true` speak for themselves; any other literal is false.
    pub(super) fn test(&'a self, scope: Scope<'a>, expression: &'a Expression) -> Result<bool> {
        Ok(match &expression.kind {
            Kind::Boolean(value) => *value,
            Kind::Variable(_, reference) | Kind::Reference(reference) => {
                let reference = &scope.unit.program[*reference];
                match self.resolve(scope, reference).map_err(|f| f.at(reference.span))? {
                    Value::Null => false,
                    Value::Boolean(value) => value,
                    Value::Object(Object::Block(block)) => block.render()?.is_some(),
                    _ => true,
                }
            }
            Kind::Not(inner) => self.not(scope, &scope.unit.program[*inner])?,
            Kind::Binary(operator, sides, _) => {
                if let Some(holds) = self.quick_comparison(scope, *operator, *sides) {
                    return Ok(holds);
                }
                self.nested(|| self.test_binary(scope, *operator, *sides)).map_err(|f| f.at(expression.span))?
            }
            _ => false,
        })
    }

    /// The value of whole arithmetic on Integers, which most arithmetic is: nothing but literals, plain variables and
    /// operators. `None` for anything else, which is then evaluated with all care; nothing here has an effect.
    #[inline(always)]
    fn quick_integer(&self, scope: Scope<'a>, expression: &Expression) -> Option<i32> {
        match expression.kind {
            Kind::Integer(value) => Some(value),
            _ if scope.frame.is_some() => None,
            Kind::Variable(slot, _) => match scope.unit.variables[slot as usize].get() {
                Value::Integer(value) => Some(value),
                _ => None,
            },
            Kind::Binary(_, _, operations) if !operations.is_empty() => {
                self.heap.charge(operations.len() as u64).ok()?;
                arithmetic::calculate(&scope.unit.program[operations], scope.unit.variables)
            }
            _ => None,
        }
    }

    /// A comparison of whole arithmetic on Integers.
    #[inline]
    fn quick_comparison(&self, scope: Scope<'a>, operator: Operator, sides: Sides) -> Option<bool> {
        if !operator.compares() {
            return None;
        }
        self.heap.charge(1).ok()?;
        let [left, right] = &scope.unit.program[sides];
        let x = self.quick_integer(scope, left)?;
        let y = self.quick_integer(scope, right)?;
        self.tell_variables(scope, left);
        self.tell_variables(scope, right);
        Some(arithmetic::Compared::of(x, y).satisfies(operator))
    }

    /// Tells an observer of the variables that the quick way looked at.
    fn tell_variables(&self, scope: Scope<'a>, expression: &'a Expression) {
        if !O::WATCHES {
            return;
        }
        match &expression.kind {
            Kind::Variable(slot, reference) => {
                let reference = &scope.unit.program[*reference];
                let value = scope.unit.variables[*slot as usize].get();
                self.observer.resolving(scope.unit, reference);
                self.observer.root(scope.unit, reference, value);
                self.observer.resolved(scope.unit, reference, value);
            }
            Kind::Binary(_, sides, _) => {
                let [left, right] = &scope.unit.program[*sides];
                self.tell_variables(scope, left);
                self.tell_variables(scope, right);
            }
            _ => {}
        }
    }

    /// The value of an operator's side, of which the quick way was tried already.
    fn side(&'a self, scope: Scope<'a>, side: &'a Expression) -> Result<Value<'a>> {
        match &side.kind {
            Kind::Binary(operator, sides, _) => {
                self.nested(|| self.binary(scope, *operator, *sides)).map_err(|f| f.at(side.span))
            }
            _ => self.value(scope, side),
        }
    }

    fn not(&'a self, scope: Scope<'a>, inner: &'a Expression) -> Result<bool> {
        self.heap.charge(1)?;
        Ok(!self.nested(|| self.test(scope, inner))?)
    }

    fn binary(&'a self, scope: Scope<'a>, operator: Operator, sides: Sides) -> Result<Value<'a>> {
        use Operator::*;
        self.heap.charge(1)?;
        if !operator.calculates() {
            return Ok(Value::Boolean(self.test_binary(scope, operator, sides)?));
        }
        let sides = &scope.unit.program[sides];
        let left = self.side(scope, &sides[0])?;
        let right = self.side(scope, &sides[1])?;
        if let (Value::Integer(x), Value::Integer(y)) = (left, right)
            && let Some(value) = arithmetic::integers(operator, x, y)
        {
            return Ok(Value::Integer(value));
        }
        if operator == Add && (matches!(left, Value::String(_)) || matches!(right, Value::String(_))) {
            return self.concatenate(scope, [left, right], sides);
        }
        if !left.is_number() || !right.is_number() {
            return Ok(Value::Null);
        }
        arithmetic::compute(self.heap, operator, left, right)
    }

    /// `+` with a string: a side that is null is its own source.
    fn concatenate(
        &'a self,
        scope: Scope<'a>,
        values: [Value<'a>; 2],
        sides: &'a [Expression; 2],
    ) -> Result<Value<'a>> {
        let mut text = String::new();
        self.heap.making_text(|| -> Result<()> {
            for (value, side) in values.into_iter().zip(sides) {
                match value {
                    Value::Null => text.push_str(Self::literal(scope, side)),
                    Value::Object(Object::Block(block)) => {
                        self.print_text(block.render()?.ok_or_else(no_text)?, &mut text)?;
                    }
                    _ => self.print(value, &mut text)?,
                }
            }
            Ok(())
        })?;
        self.heap.string(&text)
    }

    fn test_binary(&'a self, scope: Scope<'a>, operator: Operator, sides: Sides) -> Result<bool> {
        use Operator::*;
        self.heap.charge(1)?;
        let [left, right] = &scope.unit.program[sides];
        match operator {
            And => return Ok(self.test(scope, left)? && self.test(scope, right)?),
            Or => return Ok(self.test(scope, left)? || self.test(scope, right)?),
            // never looked at, so that nothing in it is evaluated either
            Add | Subtract | Multiply | Divide | Remainder => return Ok(false),
            _ => {}
        }
        let left = self.side(scope, left)?;
        let right = self.side(scope, right)?;
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
    fn equal(&'a self, left: Value<'a>, right: Value<'a>) -> Result<bool> {
        if left.is_null() || right.is_null() {
            return Ok(left.is_null() && right.is_null());
        }
        if same_class(left, right) {
            return equal::equals(self.heap, left, right);
        }
        let text = |value| match value {
            Value::Object(Object::Block(block)) => block.render(),
            _ => print::to_text(self.heap, value).map(Some),
        };
        Ok(text(left)? == text(right)?)
    }

    fn interpolate(&'a self, scope: Scope<'a>, body: Block, padded: bool) -> Result<Value<'a>> {
        let mut text = String::new();
        self.aside(|| self.heap.making_text(|| self.block(scope, body, &mut text)))?;
        if padded {
            text.pop();
        }
        self.heap.string(&text)
    }

    fn list(&'a self, scope: Scope<'a>, items: &'a [Expression]) -> Result<Value<'a>> {
        self.heap.charge(items.len() as u64)?;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.value(scope, item)?);
        }
        self.heap.list(ListKind::ArrayList, &values)
    }

    fn map(&'a self, scope: Scope<'a>, entries: &'a [Expression]) -> Result<Value<'a>> {
        let map = self.heap.map(MapKind::LinkedHashMap)?;
        for entry in entries.chunks_exact(2) {
            let (key, value) = (&entry[0], &entry[1]);
            let key = self.value(scope, key)?;
            let value = self.value(scope, value)?;
            map.put(self.heap, key, value)?;
        }
        Ok(Value::Map(map))
    }

    fn range(&'a self, scope: Scope<'a>, [first, last]: &'a [Expression; 2]) -> Result<Value<'a>> {
        let first = self.value(scope, first)?;
        let last = self.value(scope, last)?;
        let (Some(first), Some(last)) = (arithmetic::int_value(first), arithmetic::int_value(last)) else {
            return Ok(Value::Null);
        };
        // the items are made one by one, but a list of so many is refused as Java would run out of memory
        let len = (i64::from(first) - i64::from(last)).unsigned_abs() as usize;
        self.heap.reserve(len.saturating_mul(size_of::<Value>()))?;
        Ok(Value::List(self.heap.arena().alloc(List::range(first, last))))
    }
}

/// A block that is nested in itself too deep has no text.
#[cold]
fn no_text() -> Box<Fault> {
    Fault::new(ErrorKind::Exception, "java.lang.NullPointerException").help("the block adds its own text to something")
}

/// The two sides of an operator.
type Sides = Pair<Expression>;

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
