//! Tree → program.

use std::collections::HashMap;

use super::*;
use crate::dialect::Dialect;
use crate::error::{ErrorKind, Fault};
use crate::limits::Limit;
use crate::syntax::ast;
use crate::value::number::{MAX_BITS, NumberError};

/// Resolves a tree. `source` is what the tree was read from.
pub(crate) fn compile<'s>(tree: ast::Block<'s>, source: &'s str, dialect: Dialect, depth: u32) -> Result<Program> {
    let mut compiler = Compiler {
        dialect,
        depth,
        source,
        text: source.to_owned(),
        names: Names::default(),
        macros: Vec::new(),
        hints: 0,
        owners: 0,
        static_bytes: 0,
        bytes: 0,
        nested: false,
    };
    let body = compiler.block(tree)?;
    let nested = compiler.nested;
    let mut slot = |name| if nested { Some(compiler.names.slot(name)) } else { compiler.names.find(name) };
    let foreach =
        ForeachSlots { foreach: slot("foreach"), count: slot("velocityCount"), has_next: slot("velocityHasNext") };
    Ok(Program {
        bytes: compiler.bytes + compiler.text.len(),
        text: compiler.text,
        source_len: source.len(),
        body,
        names: compiler.names.list.into_iter().map(Box::from).collect(),
        foreach,
        macros: compiler.macros,
        hints: compiler.hints as usize,
        static_bytes: compiler.static_bytes,
    })
}

struct Compiler<'s> {
    dialect: Dialect,
    depth: u32,
    source: &'s str,
    text: String,
    names: Names<'s>,
    macros: Vec<Macro>,
    hints: u32,
    owners: u32,
    static_bytes: usize,
    bytes: usize,
    /// It holds templates that are read when it runs, which may name any variable.
    nested: bool,
}

/// Variables' names and their slots; an index once there are many.
#[derive(Default)]
struct Names<'s> {
    list: Vec<&'s str>,
    index: HashMap<&'s str, Slot>,
}

impl<'s> Names<'s> {
    const FEW: usize = 12;

    fn find(&self, name: &str) -> Option<Slot> {
        if self.list.len() > Self::FEW {
            return self.index.get(name).copied();
        }
        self.list.iter().position(|n| *n == name).map(|i| i as Slot)
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
        let (source, at) = (self.source.as_ptr() as usize, text.as_ptr() as usize);
        let start = if at >= source && at + text.len() <= source + self.source.len() && !text.is_empty() {
            at - source
        } else {
            self.text.push_str(text);
            self.text.len() - text.len()
        };
        Text { start: start as u32, end: (start + text.len()) as u32 }
    }

    fn owner(&mut self) -> u32 {
        self.owners += 1;
        self.owners
    }

    fn block(&mut self, nodes: ast::Block<'s>) -> Result<Block> {
        self.bytes += size_of_val(nodes) + nodes.len() * size_of::<Set>();
        let mut block = Vec::with_capacity(nodes.len());
        for node in nodes {
            block.extend(self.node(node)?);
        }
        Ok(block.into_boxed_slice())
    }

    fn node(&mut self, node: &ast::Node<'s>) -> Result<Option<Node>> {
        Ok(Some(match node {
            ast::Node::Text("") => return Ok(None),
            ast::Node::Text(text) => {
                self.static_bytes += text.len();
                Node::Text(self.text(text))
            }
            ast::Node::Reference(reference) => Node::Reference(Box::new(self.reference(reference)?)),
            ast::Node::Set(set) => Node::Set(Box::new(self.set(set)?)),
            ast::Node::If(directive) => Node::If(Box::new(self.if_directive(directive)?)),
            ast::Node::Foreach(directive) => Node::Foreach(Box::new(Foreach {
                span: span(directive.offset, directive.end),
                owner: self.owner(),
                item: self.names.slot(directive.item),
                list: self.expression(&directive.list)?,
                body: self.block(directive.body)?,
            })),
            ast::Node::Define(directive) => Node::Define(Box::new(Define {
                at: directive.offset,
                slot: self.names.slot(directive.name),
                owner: self.owner(),
                body: self.block(directive.body)?,
            })),
            ast::Node::Macro(directive) => {
                self.define_macro(directive)?;
                return Ok(None);
            }
            ast::Node::Call(call) => self.call(call)?,
            ast::Node::Break(directive) => {
                Node::Break(span(directive.offset, directive.end), self.boxed(directive.argument.as_ref())?)
            }
            ast::Node::Stop(directive) => {
                Node::Stop(span(directive.offset, directive.end), self.boxed(directive.argument.as_ref())?)
            }
            ast::Node::Evaluate(directive) => {
                self.nested = true;
                let at = span(directive.offset, directive.end);
                match self.boxed(directive.argument.as_ref())? {
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

    fn boxed(&mut self, expression: Option<&ast::Expression<'s>>) -> Result<Option<Box<Expression>>> {
        expression.map(|e| self.expression(e).map(Box::new)).transpose()
    }

    fn set(&mut self, set: &ast::Set<'s>) -> Result<Set> {
        let value = self.expression(&set.value)?;
        let target = if set.target.steps.is_empty() {
            Target::Variable(self.names.slot(set.key))
        } else {
            Target::Chain(self.reference(set.target)?)
        };
        Ok(Set { span: span(set.offset, set.end), target, value })
    }

    fn if_directive(&mut self, directive: &ast::If<'s>) -> Result<If> {
        let mut arms = Vec::with_capacity(directive.arms.len());
        for (condition, body) in directive.arms {
            arms.push((self.expression(condition)?, self.block(body)?));
        }
        let otherwise = directive.otherwise.map(|body| self.block(body)).transpose()?;
        let end = arms.first().map_or(directive.offset, |(condition, _)| condition.span.end);
        Ok(If { span: span(directive.offset, end), arms: arms.into(), otherwise })
    }

    fn define_macro(&mut self, directive: &ast::Macro<'s>) -> Result<()> {
        let body = self.block(directive.body)?;
        if self.dialect.has_macros() {
            let parameters = directive.parameters.iter().map(|name| self.names.slot(name)).collect();
            let literals = directive.parameters.iter().map(|name| self.text(&format!("${name}"))).collect();
            let name = self.text(directive.name);
            self.macros.push(Macro { name, parameters, literals, body });
        }
        Ok(())
    }

    fn call(&mut self, call: &ast::Call<'s>) -> Result<Node> {
        if !self.dialect.has_macros() {
            self.expressions(call.args)?;
            self.static_bytes += call.literal.len();
            return Ok(Node::Text(self.text(call.literal)));
        }
        Ok(Node::Call(Box::new(Call {
            span: span(call.offset, call.end),
            name: self.text(call.name),
            args: self.expressions(call.args)?,
            body: call.body.map(|body| self.block(body)).transpose()?,
            body_slot: self.names.slot("bodyContent"),
            owner: self.owner(),
            literal: self.text(call.literal),
            bad_argument: call.bad_argument.map(|text| self.text(text)),
        })))
    }

    fn reference(&mut self, reference: &ast::Reference<'s>) -> Result<Reference> {
        self.bytes += size_of::<Reference>() + reference.steps.len() * (size_of::<Step>() + size_of::<Method>());
        let mut steps = Vec::with_capacity(reference.steps.len());
        for step in reference.steps {
            steps.push(self.step(step)?);
        }
        Ok(Reference {
            span: span(reference.offset, reference.end),
            slot: self.names.slot(reference.root),
            steps: steps.into(),
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
        })
    }

    fn step(&mut self, step: &ast::Step<'s>) -> Result<Step> {
        Ok(match step {
            ast::Step::Property { name, offset } => {
                self.hints += 1;
                Step::Property {
                    span: span(*offset, offset + name.len() as u32),
                    name: self.text(name),
                    known: Known::of_text(name),
                    hint: self.hints - 1,
                    plain: !matches!(*name, "class" | "Class"),
                }
            }
            ast::Step::Method { name, args, offset } => {
                let path = match args {
                    [ast::Expression { kind: ast::Kind::String(path), .. }] if matches!(*name, "path" | "json") => {
                        Some(Path::parse(path))
                    }
                    _ => None,
                };
                Step::Method(Box::new(Method {
                    span: span(*offset, offset + name.len() as u32),
                    name: self.text(name),
                    known: Known::of_text(name),
                    args: self.expressions(args)?,
                    path,
                }))
            }
            ast::Step::Index { index, offset } => {
                Step::Index { span: span(*offset, index.end + 1), index: self.expression(index)? }
            }
        })
    }

    fn expressions(&mut self, list: &[ast::Expression<'s>]) -> Result<Box<[Expression]>> {
        list.iter().map(|e| self.expression(e)).collect()
    }

    fn expression(&mut self, expression: &ast::Expression<'s>) -> Result<Expression> {
        self.bytes += size_of::<Expression>();
        let span = span(expression.offset, expression.end);
        let kind = match &expression.kind {
            ast::Kind::String(text) => Kind::String(self.text(text)),
            ast::Kind::Interpolated(inner) => {
                Kind::Interpolated { body: self.block(inner.body)?, padded: inner.padded }
            }
            ast::Kind::Integer(digits) => integer(digits).map_err(|fault| fault.at(span))?,
            ast::Kind::Float(digits) => Kind::Double(digits.parse().map_err(|_| number_fault(digits, span))?),
            ast::Kind::Boolean(value) => Kind::Boolean(*value),
            ast::Kind::Reference(reference) => Kind::Reference(Box::new(self.reference(reference)?)),
            ast::Kind::List(items) => Kind::List(self.expressions(items)?),
            ast::Kind::Range(ends) => Kind::Range(Box::new((self.expression(&ends.0)?, self.expression(&ends.1)?))),
            ast::Kind::Map(entries) => {
                let mut map = Vec::with_capacity(entries.len());
                for (key, value) in *entries {
                    map.push((self.expression(key)?, self.expression(value)?));
                }
                Kind::Map(map.into())
            }
            ast::Kind::Not(inner) => Kind::Not(Box::new(self.expression(inner)?)),
            ast::Kind::Binary(operator, sides) => {
                self.check_chain(expression)?;
                Kind::Binary(*operator, Box::new((self.expression(&sides.0)?, self.expression(&sides.1)?)))
            }
            ast::Kind::Word(_) => Kind::Null,
        };
        Ok(Expression { span, literal: self.text(expression.literal), kind })
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

/// `12` is an Integer, `3000000000` a Long, anything larger a BigInteger.
fn integer(digits: &str) -> Result<Kind> {
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
    Ok(Kind::BigInteger(Box::new(value)))
}

#[cold]
fn number_fault(digits: &str, span: Span) -> Box<Fault> {
    Fault::new(ErrorKind::Syntax, format!("`{digits}` is no number")).at(span)
}
