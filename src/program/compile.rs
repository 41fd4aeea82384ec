//! Tree → program.

use std::cell::Cell;
use std::collections::HashMap;

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use super::*;
use crate::dialect::Dialect;
use crate::error::{ErrorKind, Fault};
use crate::limits::Limit;
use crate::syntax::ast;
use crate::value::number::{MAX_BITS, NumberError};

/// Resolves a tree. `source` is what the tree was read from; what is needed for the work alone is put in the tree's arena.
pub(crate) fn compile<'s>(
    arena: &'s Bump,
    tree: ast::Block<'s>,
    source: &'s str,
    dialect: Dialect,
    depth: u32,
) -> Result<Program> {
    let mut text = String::with_capacity(source.len() + source.len() / 16 + 16);
    text.push_str(source);
    let mut compiler = Compiler {
        dialect,
        depth,
        source,
        text,
        tables: Tables::sized(source),
        arena,
        nodes: ArenaVec::with_capacity_in(tree.len() + 16, arena),
        steps: ArenaVec::with_capacity_in(8, arena),
        expressions: ArenaVec::with_capacity_in(16, arena),
        arms: ArenaVec::new_in(arena),
        names: Names { list: ArenaVec::with_capacity_in(16, arena), index: HashMap::default(), last: Cell::new(0) },
        macros: Vec::new(),
        hints: 0,
        owners: 0,
        static_bytes: 0,
        nested: false,
        effects: 0,
        inside_arithmetic: false,
    };
    let body = compiler.block(tree)?;
    let nested = compiler.nested;
    let mut slot = |name| if nested { Some(compiler.names.slot(name)) } else { compiler.names.find(name) };
    let foreach =
        ForeachSlots { foreach: slot("foreach"), count: slot("velocityCount"), has_next: slot("velocityHasNext") };
    let list = std::mem::replace(&mut compiler.names.list, ArenaVec::new_in(arena));
    let names = list.iter().map(|name| compiler.text(name)).collect();
    Ok(Program {
        bytes: compiler.tables.bytes() + compiler.text.capacity(),
        text: compiler.text,
        source_len: source.len(),
        body,
        tables: compiler.tables,
        names,
        foreach,
        macros: compiler.macros,
        hints: compiler.hints as usize,
        usage: Usage::new(compiler.static_bytes),
    })
}

impl Tables {
    /// With room for what a source that begins with so many signs has, so that few tables grow.
    fn sized(source: &str) -> Tables {
        let start = &source.as_bytes()[..source.len().min(8 * 1024)];
        // a source of signs alone has little else
        let most = start.len() / 8 + 2;
        let times = source.len() / start.len().max(1);
        let scaled = |count: usize| count.min(most) * times.max(1);
        let count = |sign| scaled(memchr::memchr_iter(sign, start).count());
        let (references, calls) = (count(b'$'), count(b'('));
        let paths = count(b'\'') / 2;
        let (mut directives, mut sets, mut ifs) = (0, 0, 0);
        for at in memchr::memchr_iter(b'#', start) {
            directives += 1;
            match start[at + 1..] {
                [b's', ..] => sets += 1,
                [b'i', ..] => ifs += 1,
                _ => {}
            }
        }
        let (directives, sets, ifs) = (scaled(directives), scaled(sets), scaled(ifs));
        Tables {
            nodes: Table::with_capacity(2 * references + directives + 2),
            references: Table::with_capacity(references),
            steps: Table::with_capacity(references + calls),
            methods: Table::with_capacity(calls),
            expressions: Table::with_capacity(2 * calls),
            paths: Table::with_capacity(paths),
            keys: Table::with_capacity(paths),
            sets: Table::with_capacity(sets),
            ifs: Table::with_capacity(ifs),
            arms: Table::with_capacity(ifs),
            ..Tables::default()
        }
    }

    fn bytes(&self) -> usize {
        self.nodes.bytes()
            + self.references.bytes()
            + self.steps.bytes()
            + self.methods.bytes()
            + self.paths.bytes() * 4
            + self.keys.bytes()
            + self.expressions.bytes()
            + self.numbers.bytes() * 4
            + self.operations.bytes()
            + self.sets.bytes()
            + self.ifs.bytes()
            + self.arms.bytes()
            + self.loops.bytes()
            + self.calls.bytes()
            + self.texts.bytes()
    }
}

struct Compiler<'s> {
    dialect: Dialect,
    depth: u32,
    source: &'s str,
    arena: &'s Bump,
    text: String,
    tables: Tables,
    /// Parts of lists that are still open, the innermost last.
    nodes: ArenaVec<'s, Node>,
    steps: ArenaVec<'s, Step>,
    expressions: ArenaVec<'s, Expression>,
    arms: ArenaVec<'s, Arm>,
    names: Names<'s>,
    macros: Vec<Macro>,
    hints: u32,
    owners: u32,
    static_bytes: usize,
    /// It holds templates that are read when it runs, which may name any variable.
    nested: bool,
    /// How many parts were met that may change a variable or an object.
    effects: u32,
    /// The expression at hand is a side of an operator that calculates.
    inside_arithmetic: bool,
}

/// Variables' names and their slots; an index once there are many.
struct Names<'s> {
    list: ArenaVec<'s, &'s str>,
    index: HashMap<&'s str, Slot, foldhash::fast::RandomState>,
    /// The place of the last name found.
    last: Cell<usize>,
}

impl<'s> Names<'s> {
    const FEW: usize = 12;

    fn find(&self, name: &str) -> Option<Slot> {
        if self.list.len() > Self::FEW {
            return self.index.get(name).copied();
        }
        // the same name is often met several times in a row
        match self.list.get(self.last.get()) {
            Some(last) if *last == name => Some(self.last.get() as Slot),
            _ => {
                let at = self.list.iter().position(|n| *n == name)?;
                self.last.set(at);
                Some(at as Slot)
            }
        }
    }

    fn slot(&mut self, name: &'s str) -> Slot {
        if let Some(slot) = self.find(name) {
            return slot;
        }
        let slot = self.list.len() as Slot;
        self.list.push(name);
        if self.list.len() == Self::FEW + 1 {
            self.index = self.list.iter().enumerate().map(|(i, n)| (*n, i as Slot)).collect();
        } else if self.list.len() > Self::FEW {
            self.index.insert(name, slot);
        }
        slot
    }
}

fn span(start: u32, end: u32) -> Span {
    Span::new(start, end)
}

impl<'s> Compiler<'s> {
    /// The place of a text in the program's: where it stands in the source, or behind it.
    fn text(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text::default();
        }
        let start = (text.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        let start = if start < self.source.len() { start } else { self.added_text(text) };
        Text { start: start as u32, end: (start + text.len()) as u32 }
    }

    /// `$name`
    fn dollar_name(&mut self, name: &str) -> Text {
        let text = self.text(name);
        match self.text.as_bytes().get((text.start as usize).wrapping_sub(1)) {
            Some(b'$') => Text { start: text.start - 1, ..text },
            _ => self.text(&format!("${name}")),
        }
    }

    #[cold]
    fn added_text(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        self.text.len() - text.len()
    }

    fn owner(&mut self) -> u32 {
        self.owners += 1;
        self.owners
    }

    fn block(&mut self, nodes: ast::Block<'s>) -> Result<Block> {
        let base = self.nodes.len();
        for node in nodes {
            if let Some(node) = self.node(node)? {
                self.nodes.push(node);
            }
        }
        Ok(self.tables.nodes.close(&mut self.nodes, base))
    }

    fn node(&mut self, node: &ast::Node<'s>) -> Result<Option<Node>> {
        if !matches!(node, ast::Node::Text(_) | ast::Node::Reference(_) | ast::Node::If(_)) {
            self.effects += 1;
        }
        Ok(Some(match node {
            ast::Node::Text("") => return Ok(None),
            ast::Node::Text(text) => {
                self.static_bytes += text.len();
                Node::Text(self.text(text))
            }
            ast::Node::Reference(reference) => Node::Reference(self.reference(reference)?),
            ast::Node::Set(set) => Node::Set(self.set(set)?),
            ast::Node::If(directive) => Node::If(self.if_directive(directive)?),
            ast::Node::Foreach(directive) => {
                let part = Foreach {
                    span: span(directive.offset, directive.end),
                    owner: self.owner(),
                    item: self.names.slot(directive.item),
                    list: self.expression(&directive.list)?,
                    body: self.block(directive.body)?,
                };
                Node::Foreach(self.tables.loops.add(part))
            }
            ast::Node::Define(directive) => Node::Define {
                at: directive.offset,
                slot: self.names.slot(directive.name),
                owner: self.owner(),
                body: self.block(directive.body)?,
            },
            ast::Node::Macro(directive) => {
                self.define_macro(directive)?;
                return Ok(None);
            }
            ast::Node::Call(call) => self.call(call)?,
            ast::Node::Break(directive) => {
                Node::Break(span(directive.offset, directive.end), self.optional(directive.argument.as_ref())?)
            }
            ast::Node::Stop(directive) => {
                Node::Stop(span(directive.offset, directive.end), self.optional(directive.argument.as_ref())?)
            }
            ast::Node::Evaluate(directive) => {
                self.nested = true;
                let at = span(directive.offset, directive.end);
                match self.optional(directive.argument.as_ref())? {
                    Some(argument) => Node::Evaluate(at, argument),
                    None => return Err(Fault::new(ErrorKind::Syntax, "`#evaluate` takes one argument").at(at)),
                }
            }
            ast::Node::Include(directive) => {
                Node::Include(span(directive.offset, directive.end), self.expressions(directive.args)?)
            }
            ast::Node::Parse(directive) => {
                self.nested = true;
                Node::Parse(span(directive.offset, directive.end), self.expressions(directive.args)?)
            }
            ast::Node::Raise(raise) => Node::Raise(span(raise.offset, raise.end), self.text(raise.message)),
        }))
    }

    fn optional(&mut self, expression: Option<&ast::Expression<'s>>) -> Result<Option<Id<Expression>>> {
        expression.map(|expression| self.expression(expression)).transpose()
    }

    fn set(&mut self, set: &ast::Set<'s>) -> Result<Id<Set>> {
        let value = self.expression(&set.value)?;
        let target = if set.target.steps.is_empty() {
            Target::Variable(self.names.slot(set.key))
        } else {
            Target::Chain(self.reference(set.target)?)
        };
        Ok(self.tables.sets.add(Set { span: span(set.offset, set.end), target, value }))
    }

    fn if_directive(&mut self, directive: &ast::If<'s>) -> Result<Id<If>> {
        let end = directive.arms.first().map_or(directive.offset, |(condition, _)| condition.end);
        let base = self.arms.len();
        for (condition, body) in directive.arms {
            let arm = Arm { condition: self.expression(condition)?, body: self.block(body)? };
            self.arms.push(arm);
        }
        let arms = self.tables.arms.close(&mut self.arms, base);
        let otherwise = directive.otherwise.map(|body| self.block(body)).transpose()?;
        Ok(self.tables.ifs.add(If { span: span(directive.offset, end), arms, otherwise }))
    }

    fn define_macro(&mut self, directive: &ast::Macro<'s>) -> Result<()> {
        let before = self.effects;
        let body = self.block(directive.body)?;
        let steady = self.effects == before;
        if self.dialect.has_macros() {
            let parameters = directive.parameters.iter().map(|name| self.names.slot(name)).collect();
            let mut literals = ArenaVec::new_in(self.arena);
            literals.extend(directive.parameters.iter().map(|name| self.dollar_name(name)));
            let literals = self.tables.texts.close(&mut literals, 0);
            let name = self.text(directive.name);
            self.macros.push(Macro { name, parameters, literals, body, steady });
        }
        Ok(())
    }

    fn call(&mut self, call: &ast::Call<'s>) -> Result<Node> {
        if !self.dialect.has_macros() {
            self.expressions(call.args)?;
            self.static_bytes += call.literal.len();
            return Ok(Node::Text(self.text(call.literal)));
        }
        let before = self.effects;
        let args = self.expressions(call.args)?;
        let part = Call {
            span: span(call.offset, call.end),
            name: self.text(call.name),
            args,
            // a body is rendered where the macro prints it, and may do anything
            steady: self.effects == before && call.body.is_none(),
            body: call.body.map(|body| self.block(body)).transpose()?,
            body_slot: self.names.slot("bodyContent"),
            owner: self.owner(),
            literal: self.text(call.literal),
            bad_argument: call.bad_argument.map(|text| self.text(text)),
        };
        Ok(Node::Call(self.tables.calls.add(part)))
    }

    fn reference(&mut self, reference: &ast::Reference<'s>) -> Result<Id<Reference>> {
        let steps = self.steps(reference.steps)?;
        let part = Reference {
            span: span(reference.offset, reference.end),
            slot: self.names.slot(reference.root),
            way: self.way_of(steps, reference),
            steps,
            null_text: self.text(reference.null_text),
            backslashes: self.text(reference.backslashes),
            prefix: self.text(reference.prefix),
            root: self.text(reference.root),
            escaped: reference.escaped,
            computable: reference.computable,
            runt: reference.runt,
            plain: !reference.escaped
                && !reference.runt
                && reference.backslashes.is_empty()
                && reference.prefix.is_empty(),
        };
        Ok(self.tables.references.add(part))
    }

    fn steps(&mut self, steps: &[ast::Step<'s>]) -> Result<List<Step>> {
        if let [step] = steps {
            let step = self.step(step)?;
            return Ok(self.tables.steps.add_one(step));
        }
        let base = self.steps.len();
        for step in steps {
            let step = self.step(step)?;
            self.steps.push(step);
        }
        Ok(self.tables.steps.close(&mut self.steps, base))
    }

    /// How a reference is followed that has these steps.
    fn way_of(&mut self, steps: List<Step>, reference: &ast::Reference<'s>) -> Way {
        if !reference.computable || reference.runt {
            return Way::Links;
        }
        match self.tables.steps.list(steps) {
            [] => Way::Variable,
            [Step::Method(method), ..] => self.way_of_path(*method).unwrap_or(Way::Links),
            steps @ [_, ..]
                if steps.len() <= 8 && steps.iter().all(|step| matches!(step, Step::Property { plain: true, .. })) =>
            {
                Way::Properties
            }
            _ => Way::Links,
        }
    }

    fn way_of_path(&mut self, method: Id<Method>) -> Option<Way> {
        let Tables { methods, paths, expressions, keys, .. } = &mut self.tables;
        let method = methods.get(method);
        let (Known::path, [Expression { kind: Kind::String(text), .. }]) =
            (method.known, expressions.list(method.args))
        else {
            return None;
        };
        let names = paths.get(method.path?).as_ref().ok()?.names()?;
        let keys = keys.add_all(names.map(|(start, end)| {
            let name = Text { start: text.start + u32::from(start), end: text.start + u32::from(end) };
            Key { name, hint: SlotHint::default() }
        }));
        (!keys.is_empty()).then_some(Way::Body(keys))
    }

    fn step(&mut self, step: &ast::Step<'s>) -> Result<Step> {
        Ok(match step {
            ast::Step::Property { name, offset } => {
                self.hints += 1;
                Step::Property {
                    name: self.text(name),
                    offset: *offset,
                    known: Known::of_text(name),
                    hint: self.hints - 1,
                    plain: !matches!(*name, "class" | "Class"),
                }
            }
            ast::Step::Method { name, args, offset } => {
                let path = match args {
                    [ast::Expression { kind: ast::Kind::String(path), .. }] if matches!(*name, "path" | "json") => {
                        Some(self.tables.paths.add(Path::parse(path)))
                    }
                    _ => None,
                };
                let known = Known::of_text(name);
                self.effects += u32::from(!only_looks(known));
                let part = Method {
                    span: span(*offset, offset + name.len() as u32),
                    name: self.text(name),
                    known,
                    args: self.expressions(args)?,
                    path,
                };
                Step::Method(self.tables.methods.add(part))
            }
            ast::Step::Index { index, offset } => {
                Step::Index { span: span(*offset, index.end + 1), index: self.expression(index)? }
            }
        })
    }

    /// Expressions one behind the other.
    fn expressions(&mut self, list: &[ast::Expression<'s>]) -> Result<List<Expression>> {
        if let [expression] = list {
            let expression = self.part(expression)?;
            return Ok(self.tables.expressions.add_one(expression));
        }
        let base = self.expressions.len();
        for expression in list {
            let expression = self.part(expression)?;
            self.expressions.push(expression);
        }
        Ok(self.tables.expressions.close(&mut self.expressions, base))
    }

    /// Keys and values in turn.
    fn entries(&mut self, entries: &[(ast::Expression<'s>, ast::Expression<'s>)]) -> Result<List<Expression>> {
        let base = self.expressions.len();
        for (key, value) in entries {
            for part in [key, value] {
                let part = self.part(part)?;
                self.expressions.push(part);
            }
        }
        Ok(self.tables.expressions.close(&mut self.expressions, base))
    }

    /// An operator, which may be `inside` of another that calculates: the outermost of them has the operations of all.
    fn binary(
        &mut self,
        operator: Operator,
        sides: &(ast::Expression<'s>, ast::Expression<'s>),
        inside: bool,
    ) -> Result<Kind> {
        let mut side = |side| {
            self.inside_arithmetic = operator.calculates();
            self.part(side)
        };
        let sides = [side(&sides.0)?, side(&sides.1)?];
        let start = self.tables.operations.len();
        if operator.calculates() && !inside && !self.gather(operator, &sides, 0) {
            self.tables.operations.truncate(start);
        }
        Ok(Kind::Binary(operator, self.tables.expressions.add_pair(sides), self.tables.operations.since(start)))
    }

    /// The operations of an operator, above `below` values of the stack; false if it has none.
    fn gather(&mut self, operator: Operator, [left, right]: &[Expression; 2], below: usize) -> bool {
        let operation = match right.kind {
            _ if !self.gather_side(left, below) => return false,
            Kind::Integer(value) => Operation::WithLiteral(operator, value),
            Kind::Variable(slot, _) => Operation::WithVariable(operator, slot),
            _ if !self.gather_side(right, below + 1) => return false,
            _ => Operation::WithLast(operator),
        };
        self.tables.operations.add(operation);
        true
    }

    fn gather_side(&mut self, side: &Expression, below: usize) -> bool {
        let operation = match side.kind {
            Kind::Binary(operator, sides, _) if operator.calculates() => {
                let sides = *self.tables.expressions.pair(sides);
                return self.gather(operator, &sides, below);
            }
            Kind::Integer(value) => Operation::Literal(value),
            Kind::Variable(slot, _) => Operation::Variable(slot),
            _ => return false,
        };
        self.tables.operations.add(operation);
        below < Operation::STACK
    }

    fn pair(&mut self, pair: &(ast::Expression<'s>, ast::Expression<'s>)) -> Result<Pair<Expression>> {
        let pair = [self.part(&pair.0)?, self.part(&pair.1)?];
        Ok(self.tables.expressions.add_pair(pair))
    }

    fn expression(&mut self, expression: &ast::Expression<'s>) -> Result<Id<Expression>> {
        let part = self.part(expression)?;
        Ok(self.tables.expressions.add(part))
    }

    fn part(&mut self, expression: &ast::Expression<'s>) -> Result<Expression> {
        let span = span(expression.offset, expression.end);
        let inside = std::mem::take(&mut self.inside_arithmetic);
        let kind = match &expression.kind {
            ast::Kind::String(text) => Kind::String(self.text(text)),
            ast::Kind::Interpolated(inner) => {
                Kind::Interpolated { body: self.block(inner.body)?, padded: inner.padded }
            }
            ast::Kind::Integer(digits) => self.integer(digits).map_err(|fault| fault.at(span))?,
            ast::Kind::Float(digits) => Kind::Double(digits.parse().map_err(|_| number_fault(digits, span))?),
            ast::Kind::Boolean(value) => Kind::Boolean(*value),
            ast::Kind::Reference(reference) => {
                let id = self.reference(reference)?;
                match self.tables.references.get(id) {
                    Reference { way: Way::Variable, slot, .. } => Kind::Variable(*slot, id),
                    _ => Kind::Reference(id),
                }
            }
            ast::Kind::List(items) => Kind::List(self.expressions(items)?),
            ast::Kind::Range(ends) => Kind::Range(self.pair(ends)?),
            ast::Kind::Map(entries) => Kind::Map(self.entries(entries)?),
            ast::Kind::Not(inner) => Kind::Not(self.expression(inner)?),
            ast::Kind::Binary(operator, sides) => {
                self.check_chain(expression)?;
                self.binary(*operator, sides, inside)?
            }
            ast::Kind::Word(_) => Kind::Null,
        };
        Ok(Expression { span, literal: self.text(expression.literal), kind })
    }

    /// `12` is an Integer, `3000000000` a Long, anything larger a BigInteger.
    fn integer(&mut self, digits: &str) -> Result<Kind> {
        if let Ok(i) = digits.parse::<i32>() {
            return Ok(Kind::Integer(i));
        }
        if let Ok(i) = digits.parse::<i64>() {
            return Ok(Kind::Long(i));
        }
        // reading a number takes the square of its length
        if digits.len() * 3 > MAX_BITS as usize {
            return Err(NumberError::TooLarge.into());
        }
        let value = digits.parse().map_err(|_| Fault::new(ErrorKind::Syntax, format!("`{digits}` is no number")))?;
        Ok(Kind::BigInteger(self.tables.numbers.add(value)))
    }
}

impl Compiler<'_> {
    /// `1 + 2 + 3 + …` leans to the left as deep as it is long.
    fn check_chain(&self, expression: &ast::Expression<'_>) -> Result<()> {
        let mut left = expression;
        let mut operators = 0;
        while let ast::Kind::Binary(_, sides) = left.kind {
            left = &sides.0;
            operators += 1;
            if operators > self.depth {
                let at = span(expression.offset, expression.end);
                let help = "set parts of a long expression to variables of their own";
                return Err(Fault::limit(Limit::Depth, self.depth).help(help).at(at));
            }
        }
        Ok(())
    }
}

/// No class has a method of this name that changes anything.
fn only_looks(method: Known) -> bool {
    use Known::*;
    matches!(
        method,
        contains
            | containsKey
            | endsWith
            | equals
            | get
            | indexOf
            | isEmpty
            | length
            | size
            | startsWith
            | substring
            | toLowerCase
            | toString
            | toUpperCase
            | trim
    )
}

#[cold]
fn number_fault(digits: &str, span: Span) -> Box<Fault> {
    Fault::new(ErrorKind::Syntax, format!("`{digits}` is no number")).at(span)
}
