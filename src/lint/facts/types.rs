//! What sort of value an expression has in every render, where that is known.

use super::*;
use crate::lint::rules::context_names::is_known;

/// A sort of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    /// Not known yet: of a variable that is set to itself.
    Bottom,
    /// Nobody knows.
    Unknown,
    /// A value of the body: any JSON, or missing, which is the empty string.
    Json,
    String,
    /// `Integer`, `Long` or `BigInteger`.
    Whole,
    /// `Double` or `BigDecimal`.
    Decimal,
    Boolean,
    /// `[1, 2]`
    List,
    /// `$s.split(',')`
    Array,
    /// `{'a': 1}`
    Map,
    /// `$map.keySet()`, `.values()`, `.entrySet()`
    Collection,
    /// `$input`, `$util`
    Input,
    Util,
    Context,
    /// `$context.identity`, `$context.authorizer`, the overrides
    ContextMap,
    /// `$stageVariables`, and the three maps of `$input.params()`: names and strings
    Strings,
    /// `$input.params()`
    Params,
    /// `$foreach`
    Loop,
}

impl Type {
    /// The type of what has either.
    fn or(self, other: Type) -> Type {
        match (self, other) {
            (Type::Bottom, one) | (one, Type::Bottom) => one,
            (a, b) if a == b => a,
            _ => Type::Unknown,
        }
    }

    /// It is known, and no value of the body.
    pub fn is_certain(self) -> bool {
        !matches!(self, Type::Bottom | Type::Unknown | Type::Json)
    }

    pub fn is_number(self) -> bool {
        matches!(self, Type::Whole | Type::Decimal)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Type::Bottom | Type::Unknown | Type::Json => "a value",
            Type::String => "a string",
            Type::Whole => "a whole number",
            Type::Decimal => "a decimal number",
            Type::Boolean => "a boolean",
            Type::List => "a list",
            Type::Array => "an array",
            Type::Map | Type::ContextMap | Type::Strings | Type::Params => "a map",
            Type::Collection => "a collection",
            Type::Input => "`$input`",
            Type::Util => "`$util`",
            Type::Context => "`$context`",
            Type::Loop => "`$foreach`",
        }
    }
}

/// The types of the variables, found by looking at what they are set to until nothing changes.
pub(super) fn collect(facts: &mut Facts<'_>) {
    const ROUNDS: usize = 8;
    for _ in 0..ROUNDS {
        let mut next: HashMap<&str, Type> = HashMap::with_capacity(facts.types.len());
        for (name, variable) in &facts.names {
            if variable.is_set() {
                next.insert(name, facts.type_of_variable(variable));
            }
        }
        if next == facts.types {
            return;
        }
        facts.types = next;
    }
    facts.types.values_mut().for_each(|of| *of = Type::Unknown);
}

impl<'s> Facts<'s> {
    fn type_of_variable(&self, variable: &Variable) -> Type {
        if variable.is_argument || !variable.defines.is_empty() {
            return Type::Unknown;
        }
        let sets = variable.sets.iter().map(|set| self.type_of(&self.sets[*set].node.value));
        let items = variable.items.iter().map(|each| self.item_type(&self.loops[*each].node.list));
        sets.chain(items).fold(Type::Bottom, Type::or)
    }

    /// The type of what `#foreach` takes out of a list.
    fn item_type(&self, list: &Expression<'s>) -> Type {
        match list.kind {
            Kind::Range(_) => Type::Whole,
            Kind::List(items) => items.iter().map(|item| self.type_of(item)).fold(Type::Bottom, Type::or),
            Kind::Reference(reference) => match (reference.steps.split_last(), self.type_of(list)) {
                (_, Type::Json) => Type::Json,
                (_, Type::Array | Type::Strings) => Type::String,
                (Some((Step::Method { name: "keySet", .. }, _)), Type::Collection) => Type::String,
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }

    /// The type of an expression.
    pub fn type_of(&self, expression: &Expression<'s>) -> Type {
        match expression.kind {
            Kind::String(_) | Kind::Interpolated(_) => Type::String,
            Kind::Integer(_) => Type::Whole,
            Kind::Float(_) => Type::Decimal,
            Kind::Boolean(_) | Kind::Not(_) => Type::Boolean,
            Kind::List(_) | Kind::Range(_) => Type::List,
            Kind::Map(_) => Type::Map,
            Kind::Reference(reference) => self.type_of_reference(reference),
            Kind::Binary(operator, _) => self.type_of_operation(operator, expression),
            Kind::Word(_) => Type::Unknown,
        }
    }

    fn type_of_operation(&self, operator: Operator, mut expression: &Expression<'s>) -> Type {
        use Operator::*;
        if !matches!(operator, Add | Subtract | Multiply | Divide | Remainder) {
            return Type::Boolean;
        }
        let mut sum = Type::Bottom;
        let mut adds_only = true;
        while let Kind::Binary(operator, (left, right)) = &expression.kind {
            adds_only &= *operator == Add;
            sum = add(self.type_of(right), sum);
            expression = left;
        }
        match add(self.type_of(expression), sum) {
            Type::String if !adds_only => Type::Unknown,
            of => of,
        }
    }

    /// The type of a reference.
    pub fn type_of_reference(&self, reference: &Reference<'s>) -> Type {
        let Some((root, steps)) = reference.path() else { return Type::Unknown };
        steps.iter().fold(self.type_of_root(root), |of, step| self.type_of_step(of, step))
    }

    /// The types on the way: of the root, and after each step.
    pub fn types_along(&self, reference: &Reference<'s>) -> Vec<Type> {
        let Some((root, steps)) = reference.path() else { return vec![Type::Unknown] };
        let mut types = vec![self.type_of_root(root)];
        for step in steps {
            let last = types[types.len() - 1];
            types.push(self.type_of_step(last, step));
        }
        types
    }

    fn type_of_root(&self, root: &str) -> Type {
        if let Some(of) = self.types.get(root) {
            return *of;
        }
        match root {
            "input" => Type::Input,
            "util" => Type::Util,
            "context" => Type::Context,
            "stageVariables" => Type::Strings,
            "foreach" => Type::Loop,
            "velocityCount" => Type::Whole,
            "velocityHasNext" => Type::Boolean,
            _ if self.variable(root).is_some_and(Variable::is_set) => Type::Bottom,
            _ => Type::Unknown,
        }
    }

    fn type_of_step(&self, of: Type, step: &Step<'s>) -> Type {
        match (of, step) {
            (Type::Bottom, _) => Type::Bottom,
            (Type::Json, Step::Property { .. } | Step::Index { .. }) => Type::Json,
            (_, Step::Method { name: "get", args: [_], .. }) if of == Type::Json => Type::Json,
            (_, Step::Method { name, args, .. }) => method(of, name, args.len()),
            (Type::Input, Step::Property { name: "body", .. }) => Type::String,
            (Type::Context, step) => context(step.name()),
            (Type::ContextMap, Step::Property { name: "claims" | "header" | "path" | "querystring", .. }) => {
                Type::ContextMap
            }
            (Type::Strings, _) => Type::String,
            (Type::Params, step) => match step.name() {
                Some("path" | "querystring" | "header") | None => Type::Strings,
                Some(_) => Type::Unknown,
            },
            (Type::Loop, Step::Property { name: "index" | "count", .. }) => Type::Whole,
            (Type::Loop, Step::Property { name: "hasNext" | "first" | "last", .. }) => Type::Boolean,
            (Type::Loop, Step::Property { name: "parent" | "topmost", .. }) => Type::Loop,
            (Type::Array, Step::Index { .. }) => Type::String,
            _ => Type::Unknown,
        }
    }
}

fn add(left: Type, right: Type) -> Type {
    match (left, right) {
        (Type::Bottom, one) | (one, Type::Bottom) => one,
        (Type::String, _) | (_, Type::String) => Type::String,
        (Type::Decimal, b) if b.is_number() => Type::Decimal,
        (a, Type::Decimal) if a.is_number() => Type::Decimal,
        (Type::Whole, Type::Whole) => Type::Whole,
        _ => Type::Unknown,
    }
}

fn context(name: Option<&str>) -> Type {
    match name {
        Some("identity" | "authorizer" | "requestOverride" | "responseOverride" | "error") => Type::ContextMap,
        Some("requestTimeEpoch" | "connectedAt" | "status" | "isCanaryRequest") | None => Type::Unknown,
        Some(name) if is_known(name) => Type::String,
        Some(_) => Type::Unknown,
    }
}

/// What a method gives.
fn method(of: Type, name: &str, args: usize) -> Type {
    match (of, name, args) {
        (Type::Util, "parseJson", 1) => Type::Json,
        (Type::Util, "escapeJavaScript" | "urlEncode" | "urlDecode" | "base64Encode" | "base64Decode", 1) => {
            Type::String
        }
        (Type::Input, "path", 1) => Type::Json,
        (Type::Input, "json", 1) => Type::String,
        (Type::Input, "params", 0) => Type::Params,
        (Type::Input, "params", 1) => Type::String,
        (Type::Params, "get", 1) => Type::Strings,
        (Type::Strings, "get", 1) => Type::String,
        (
            Type::Params | Type::Strings | Type::Map | Type::ContextMap | Type::Json,
            "keySet" | "values" | "entrySet",
            0,
        ) => Type::Collection,
        (Type::Loop, "hasNext", 0) => Type::Boolean,
        (Type::Unknown, _, _) => Type::Unknown,
        (_, "toString", 0) => Type::String,
        (_, "equals" | "isEmpty" | "contains" | "containsKey" | "containsValue", _) => Type::Boolean,
        (Type::Json, _, _) => of_any_json(name),
        (_, "size" | "hashCode" | "indexOf" | "lastIndexOf", _) => Type::Whole,
        (Type::String, ..) => of_string(name),
        _ => Type::Unknown,
    }
}

fn of_string(name: &str) -> Type {
    match name {
        "length" | "compareTo" | "compareToIgnoreCase" => Type::Whole,
        "startsWith" | "endsWith" | "matches" | "equalsIgnoreCase" => Type::Boolean,
        "split" => Type::Array,
        "substring" | "replace" | "replaceAll" | "replaceFirst" | "trim" | "toLowerCase" | "toUpperCase" | "concat"
        | "strip" | "repeat" => Type::String,
        _ => Type::Unknown,
    }
}

/// A method that only one type of JSON value has: the value has that type, or the method gives nothing.
fn of_any_json(name: &str) -> Type {
    match name {
        "split" => Type::Array,
        "substring" | "replace" | "replaceAll" | "replaceFirst" | "trim" | "toLowerCase" | "toUpperCase" | "concat" => {
            Type::String
        }
        _ => Type::Unknown,
    }
}
