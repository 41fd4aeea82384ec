//! `.length()`, `.max()`, `.concat("a", $.b)`: the functions.

use super::{Flow, Run, Scope, Stop, as_list, number};
use crate::error::{ErrorKind, Fault};
use crate::jsonpath::model::{Argument, Call, Query};
use crate::value::object::{Origin, View, ViewKind};
use crate::value::{Object, Value, json, print};

/// An argument: paths are evaluated before the call, JSON is read when the function looks at it.
enum Bound<'a, 'p> {
    Value(Value<'a>),
    Json(&'p str),
}

impl<'a, 'p> Run<'_, '_, 'a, 'p> {
    pub(super) fn call(&mut self, call: &'p Call, model: Value<'a>) -> Flow<Value<'a>> {
        let Some(function) = Function::of_name(&call.name) else {
            return Err(Stop::invalid(format!("Function with name: {} does not exist.", shown(&call.name))));
        };
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            self.heap().charge(1)?;
            arguments.push(match argument {
                Argument::Json(text) => Bound::Json(text),
                Argument::Query(query) => Bound::Value(self.argument(query, self.scope.root, false)?),
            });
        }
        match function {
            Function::Length => self.length(call, model),
            Function::Keys => self.keys(model),
            Function::Append => self.append(model, &arguments),
            Function::Concat => self.concat(model, &arguments),
            Function::Number(aggregate) => self.aggregate(aggregate, model, &arguments),
            Function::First => self.nth(model, |_| Ok(0)),
            Function::Last => self.nth(model, |_| Ok(-1)),
            Function::Index => self.nth(model, |run| {
                let numbers = run.flatten(&arguments, true)?;
                let first = numbers.first().copied().ok_or_else(|| out_of_bounds(0, 0))?;
                Ok(number::int_value(first))
            }),
        }
    }

    fn argument(&self, query: &Query, root: Value<'a>, children: bool) -> Flow<Value<'a>> {
        let scope = Scope { root, ..self.scope.deeper() };
        self.reading.evaluate(query, &scope, root, children)
    }

    fn bound(&self, argument: &Bound<'a, 'p>) -> Flow<Value<'a>> {
        match argument {
            Bound::Value(value) => Ok(*value),
            Bound::Json(text) => Ok(json::read(self.heap(), self.heap().text(text)?)?),
        }
    }

    /// The arguments, lists opened: the numbers among them, or all but nulls.
    fn flatten(&self, arguments: &[Bound<'a, 'p>], numbers: bool) -> Flow<Vec<Value<'a>>> {
        let mut values = Vec::new();
        for argument in arguments {
            let value = self.bound(argument)?;
            match as_list(value) {
                Some(list) => values.extend(list.to_vec(self.heap())?),
                None => values.push(value),
            }
        }
        values.retain(|value| if numbers { value.is_number() } else { !value.is_null() });
        Ok(values)
    }

    /// `length()`, `size()`: of a list or map; of anything else null. With a path as argument, the number of values
    /// below what it finds in the model.
    fn length(&self, call: &Call, model: Value<'a>) -> Flow<Value<'a>> {
        match call.arguments.first() {
            Some(Argument::Json(_)) => {
                return Err(Stop::fault(format!("{}() takes a path, not a literal", call.name)));
            }
            Some(Argument::Query(query)) => {
                let inner = self.argument(query, model, !query.ends_in_call())?;
                if let Some(list) = as_list(inner) {
                    return Ok(Value::Integer(list.len() as i32));
                }
            }
            None => {}
        }
        Ok(match (model, as_list(model)) {
            (_, Some(list)) => Value::Integer(list.len() as i32),
            (Value::Map(map), _) => Value::Integer(map.len() as i32),
            _ => Value::Null,
        })
    }

    /// `keys()`: a view of the map's keys.
    fn keys(&self, model: Value<'a>) -> Flow<Value<'a>> {
        let Value::Map(map) = model else { return Ok(Value::Null) };
        Ok(self.heap().object(Object::View(View { map, kind: ViewKind::Keys, origin: Origin::Map }))?)
    }

    /// `append(1, $.a)`: adds to the document's own list.
    fn append(&self, model: Value<'a>, arguments: &[Bound<'a, 'p>]) -> Flow<Value<'a>> {
        if let Some(list) = as_list(model) {
            for argument in arguments {
                list.push(self.heap(), self.bound(argument)?)?;
            }
        }
        Ok(model)
    }

    /// `concat("a", $.b)`: the strings of the list, then the arguments as they print.
    fn concat(&self, model: Value<'a>, arguments: &[Bound<'a, 'p>]) -> Flow<Value<'a>> {
        let mut out = String::new();
        if let Some(list) = as_list(model) {
            for value in list.to_vec(self.heap())? {
                if let Value::String(text) = value {
                    self.heap().charge_bytes(text.len())?;
                    print::print(self.heap(), value, &mut out)?;
                }
            }
        }
        for value in self.flatten(arguments, false)? {
            self.heap().charge(1)?;
            print::print(self.heap(), value, &mut out)?;
        }
        Ok(self.heap().string(&out)?)
    }

    fn aggregate(&self, aggregate: Aggregate, model: Value<'a>, arguments: &[Bound<'a, 'p>]) -> Flow<Value<'a>> {
        let mut numbers = match as_list(model) {
            Some(list) => list.to_vec(self.heap())?,
            None => Vec::new(),
        };
        numbers.retain(|value| value.is_number());
        numbers.extend(self.flatten(arguments, true)?);
        self.heap().charge(numbers.len() as u64)?;
        if numbers.is_empty() {
            return Err(empty());
        }
        Ok(Value::Double(aggregate.of(numbers.into_iter().map(number::double_value))))
    }

    /// `first()`, `last()`, `index(-2)`
    fn nth(&self, model: Value<'a>, index: impl FnOnce(&Self) -> Flow<i32>) -> Flow<Value<'a>> {
        let Some(list) = as_list(model) else { return Err(empty()) };
        let index = i64::from(index(self)?);
        let len = list.len() as i64;
        let at = if index >= 0 { index } else { len + index };
        if index < 0 && at <= 0 {
            return Err(Stop::fault(format!("Target index:{index} larger than object count:{len}")));
        }
        list.get(at as usize).ok_or_else(|| out_of_bounds(at, len))
    }
}

#[cold]
fn empty() -> Stop {
    Stop::Fault(
        Fault::new(ErrorKind::JsonPath, "Aggregation function attempted to calculate value using empty array").help(
            "the function needs a list with values in it; `$.a[*].b.sum()` is applied to each b, `$..b.sum()` to all",
        ),
    )
}

#[cold]
fn out_of_bounds(index: i64, len: i64) -> Stop {
    Stop::OutOfBounds(Fault::new(
        ErrorKind::JsonPath,
        format!("java.lang.IndexOutOfBoundsException: Index {index} out of bounds for length {len}"),
    ))
}

fn shown(name: &str) -> String {
    name.chars().take(50).collect()
}

/// The functions that there are.
#[derive(Clone, Copy)]
enum Function {
    Number(Aggregate),
    Concat,
    Length,
    Append,
    Keys,
    First,
    Last,
    Index,
}

impl Function {
    fn of_name(name: &str) -> Option<Function> {
        Some(match name {
            "avg" => Function::Number(Aggregate::Avg),
            "stddev" => Function::Number(Aggregate::Stddev),
            "sum" => Function::Number(Aggregate::Sum),
            "min" => Function::Number(Aggregate::Min),
            "max" => Function::Number(Aggregate::Max),
            "concat" => Function::Concat,
            "length" | "size" => Function::Length,
            "append" => Function::Append,
            "keys" => Function::Keys,
            "first" => Function::First,
            "last" => Function::Last,
            "index" => Function::Index,
            _ => return None,
        })
    }
}

/// The functions of numbers; all of them calculate with doubles.
#[derive(Clone, Copy)]
enum Aggregate {
    Avg,
    Stddev,
    Sum,
    Min,
    Max,
}

impl Aggregate {
    fn of(self, numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
        let count = numbers.len() as f64;
        match self {
            Aggregate::Sum => numbers.fold(0.0, |sum, x| sum + x),
            Aggregate::Avg => numbers.fold(0.0, |sum, x| sum + x) / count,
            Aggregate::Min => numbers.fold(f64::MAX, |min, x| if min > x { x } else { min }),
            // Jayway starts from Java's Double.MIN_VALUE, which is the smallest number above zero
            Aggregate::Max => numbers.fold(f64::from_bits(1), |max, x| if max < x { x } else { max }),
            Aggregate::Stddev => {
                let (sum, squares) = numbers.fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
                (squares / count - sum * sum / count / count).sqrt()
            }
        }
    }
}
