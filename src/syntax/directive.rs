//! `#set`, `#if`, `#foreach`, `#define`, `#macro`, and what may be a macro's call

use super::ast::{
    Arguments, Block, Call, Define, Expression, Foreach, If, Kind, Macro, Node, Raise, Reference, Scoped, Set,
};
use super::expression::Place;
use super::literal::Reading;
use super::parser::Parser;
use super::token::{Token, TokenKind, VALUE};
use crate::dialect::Dialect;
use crate::error::{Fault, Result};

/// A directive that is no part of the grammar itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    Foreach,
    Define,
    Macro,
    /// `#literal()…#end` prints what stands in it.
    Literal,
    Break,
    Stop,
    Evaluate,
    Include,
    Parse,
}

impl Directive {
    pub fn named(name: &str, dialect: Dialect) -> Option<Directive> {
        let directive = match name {
            "foreach" => Directive::Foreach,
            "define" => Directive::Define,
            "macro" => Directive::Macro,
            "literal" => Directive::Literal,
            "break" => Directive::Break,
            "stop" => Directive::Stop,
            "evaluate" => Directive::Evaluate,
            "include" => Directive::Include,
            "parse" => Directive::Parse,
            _ => return None,
        };
        use Directive::{Evaluate, Include, Parse};
        match directive {
            Evaluate | Include | Parse if !dialect.has_nested_templates() => None,
            _ => Some(directive),
        }
    }

    fn has_body(self) -> bool {
        use Directive::*;
        matches!(self, Foreach | Define | Macro | Literal)
    }
}

/// A directive as far as it is read.
#[derive(Clone, Copy)]
struct Opened<'s> {
    token: Token,
    name: &'s str,
    directive: Option<Directive>,
    /// How many edits there were.
    since: usize,
}

impl<'s> Parser<'_, 's, '_> {
    // ---- #set and #if -------------------------------------------------------------------------------------------

    /// `#set($a.b = 1 + 2)`
    #[inline(never)]
    pub fn set_statement(&mut self) -> Result<()> {
        let open = self.take()?;
        self.skip_whitespace()?;
        let (target, key) = match self.plain_target() {
            Some(target) => (target, target.root),
            None => self.target()?,
        };
        let value = self.expression()?;
        self.close("an operator or `)`", "close `#set(` with `)`")?;
        self.lexer.leave_set();
        let set = self.arena.alloc(Set {
            offset: self.origin.offset(self.hash_of(open)),
            end: self.origin.end(self.last_end),
            key,
            target,
            value,
        });
        self.push(Node::Set(set));
        Ok(())
    }

    /// `$a.b =`, and what `#set` takes for the name.
    fn target(&mut self) -> Result<(&'s Reference<'s>, &'s str)> {
        let first = self.peek()?;
        if !matches!(first.kind, TokenKind::Identifier | TokenKind::ReferenceOpen) {
            return Err(self.unexpected(first, "a reference", "`#set` sets a reference: `#set($name = value)`"));
        }
        let target = self.reference()?;
        let key = self.key(first);
        self.skip_whitespace()?;
        self.expect(TokenKind::Assign, "`=`", "`#set` takes one `=`: `#set($name = value)`")?;
        Ok((target, key))
    }

    /// A reference's first token behind its `$`, which is what `#set` and `#define` take for the name.
    fn key(&self, first: Token) -> &'s str {
        let image = &self.source[first.begin as usize..first.end as usize];
        let image = match image.contains("\\!") {
            true => image,
            false => &image[image.rfind('$').unwrap_or(0)..],
        };
        behind_first(image)
    }

    /// Where a `#set` starts behind its blanks.
    fn hash_of(&self, open: Token) -> u32 {
        let text = &self.source[open.begin as usize..open.end as usize];
        open.begin + text.find('#').unwrap_or(0) as u32
    }

    /// `#if(…) … #elseif(…) … #else … #end`
    #[inline(never)]
    pub fn if_statement(&mut self) -> Result<()> {
        let open = self.take()?;
        self.flush_text();
        let base = self.session.scratch.arms.len();
        self.arm()?;
        while self.at(TokenKind::ElseIf)? {
            self.take()?;
            self.arm()?;
        }
        let otherwise = match self.take_if(TokenKind::Else)? {
            true => Some(self.block()?),
            false => None,
        };
        self.expect_end(open)?;
        let arms = self.arena.alloc_slice_copy(&self.session.scratch.arms[base..]);
        self.session.scratch.arms.truncate(base);
        let statement = self.arena.alloc(If { offset: self.origin.offset(open.begin), arms, otherwise });
        self.push(Node::If(statement));
        Ok(())
    }

    /// `(condition) block`
    #[inline(never)]
    fn arm(&mut self) -> Result<()> {
        self.open("a condition stands in parentheses: `#if($a)`")?;
        let condition = self.expression()?;
        self.close("an operator or `)`", "close the condition with `)`; equality is `==`")?;
        let block = self.block()?;
        self.session.scratch.arms.push((condition, block));
        Ok(())
    }

    fn expect_end(&mut self, open: Token) -> Result<()> {
        let token = self.peek()?;
        if token.kind != TokenKind::End {
            return Err(self.unclosed(token, open));
        }
        self.take().map(|_| ())
    }

    // ---- the other directives -----------------------------------------------------------------------------------

    /// `#name`, `#name(…)` or `#name(…) … #end`
    #[inline(never)]
    pub fn directive(&mut self) -> Result<()> {
        let since = self.session.scratch.edits.len();
        let token = self.take()?;
        let since = since.max(self.session.scratch.edits.len());
        let image = &self.source[token.begin as usize..token.end as usize];
        let name = match token.kind {
            TokenKind::BracketedWord => image.get(2..image.len() - 1).unwrap_or(""),
            _ => behind_first(image),
        };
        let opened = Opened { token, name, directive: Directive::named(name, self.session.options.dialect), since };
        self.lexer.enter_directive();
        if !self.lexer.parenthesis_follows() {
            if opened.directive == Some(Directive::Macro) {
                return Err(self.fault(token, "a macro needs a name").help("write `#macro(name $argument …) … #end`"));
            }
            self.lexer.leave_directive();
            return self.bare(opened);
        }
        let base = self.session.scratch.values.len();
        self.arguments(&opened, base)?;
        let block_call = opened.directive.is_none() && name.starts_with('@');
        let args: &'s [Expression<'s>] = self.arena.alloc_slice_copy(&self.session.scratch.values[base..]);
        self.session.scratch.values.truncate(base);
        let last_word = args.iter().rev().find_map(|arg| match arg.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        });
        match opened.directive {
            Some(directive) if directive.has_body() => self.with_body(opened, directive, args),
            Some(directive) => self.without_body(opened, directive, args),
            None => self.call(opened, args, last_word, block_call),
        }
    }

    /// `($a, 'b' [1])`: values with blanks or commas between them, or nothing.
    #[inline(never)]
    fn arguments(&mut self, opened: &Opened<'s>, base: usize) -> Result<()> {
        self.enter()?;
        self.open("")?;
        loop {
            let is_name = opened.directive == Some(Directive::Macro) && self.session.scratch.values.len() == base;
            if !is_name && let Some(argument) = self.plain_argument() {
                self.session.scratch.values.push(argument);
                continue;
            }
            if opened.directive == Some(Directive::Foreach)
                && self.session.scratch.values.len() == base + 1
                && let Some(word) = self.plain_in()
            {
                self.session.scratch.values.push(word);
                continue;
            }
            if self.sign_follows(b')') || !self.argument_follows()? {
                break;
            }
            self.skip_whitespace()?;
            if self.take_comma()? {
                self.skip_whitespace()?;
            }
            let token = self.peek()?;
            let value = self.value(Place::Directive)?;
            let position = self.session.scratch.values.len() - base;
            let word = matches!(value.kind, Kind::Word(_));
            self.check_argument(opened, token, position, word)?;
            self.session.scratch.values.push(value);
        }
        self.skip_whitespace()?;
        self.close(
            "an argument or `)`",
            "arguments are simple values, even of an unknown directive; there is no arithmetic among them",
        )?;
        self.leave();
        Ok(())
    }

    /// The next two tokens may be the start of an argument.
    fn argument_follows(&mut self) -> Result<bool> {
        use TokenKind::*;
        let starts = |kind: TokenKind| VALUE.has(kind) || kind == Word;
        let first = self.kind()?;
        Ok(match first {
            Whitespace => {
                let second = self.kind_at(1)?;
                starts(second) || second == Comma
            }
            Comma => {
                let second = self.kind_at(1)?;
                starts(second) || second == Whitespace
            }
            ReferenceOpen => self.kind_at(1)? == Identifier,
            ListOpen => {
                let second = self.kind_at(1)?;
                VALUE.has(second) || matches!(second, Whitespace | ListClose)
            }
            MapOpen => {
                let second = self.kind_at(1)?;
                VALUE.has(second) || matches!(second, Whitespace | MapClose | ReferenceClose)
            }
            _ => starts(first),
        })
    }

    /// Bare words are allowed only as a macro's name, as the `in` of `#foreach`, and for what is no directive.
    fn check_argument(&self, opened: &Opened<'s>, token: Token, position: usize, word: bool) -> Result<()> {
        let allowed = match (opened.directive, position) {
            (Some(Directive::Macro), 0) => {
                if !word {
                    return Err(self
                        .fault(token, format!("a macro's name is a bare word, not {}", self.name_of(token)))
                        .help("write `#macro(name $argument …)`"));
                }
                true
            }
            (Some(Directive::Foreach), 1) => true,
            (Some(_), _) => false,
            (None, _) => opened.name.starts_with('@') || !self.calls_macro(opened.name),
        };
        match word && !allowed {
            true => Err(self
                .fault(token, format!("the bare word {} is no argument of `#{}`", self.name_of(token), opened.name))
                .help("references start with `$`, strings stand in quotes")),
            false => Ok(()),
        }
    }

    /// `#name` with nothing behind it.
    fn bare(&mut self, opened: Opened<'s>) -> Result<()> {
        let token = opened.token;
        let span = (self.origin.offset(token.begin), self.origin.end(token.end));
        let scoped = Scoped { offset: span.0, end: span.1, argument: None };
        let node = match opened.directive {
            Some(Directive::Break) => Node::Break(self.arena.alloc(scoped)),
            Some(Directive::Stop) => Node::Stop(self.arena.alloc(scoped)),
            Some(Directive::Include) => self.include(opened, &[]),
            Some(Directive::Parse) => self.parse(opened, &[]),
            Some(_) => {
                let fault = self
                    .fault(token, format!("`#{}` needs arguments", opened.name))
                    .help("write `\\#` or `#[[#]]#` for a `#` that is text");
                self.session.defer(fault);
                return Ok(());
            }
            None if opened.name.starts_with('@') => {
                let mut begin = token.begin;
                if token.kind == TokenKind::Word && !self.source[begin as usize..].starts_with('#') {
                    // a word behind `#$…`, whose first character was taken for the `#`
                    self.flush_text();
                    self.session.scratch.nodes.push(Node::Text("#"));
                    begin = token.end - opened.name.len() as u32;
                }
                self.print(begin, token.end);
                return Ok(());
            }
            None => return self.call(opened, &[], None, false),
        };
        self.push(node);
        Ok(())
    }

    /// `#foreach($a in $b) … #end` and its like.
    #[inline(never)]
    fn with_body(&mut self, opened: Opened<'s>, directive: Directive, args: &'s [Expression<'s>]) -> Result<()> {
        self.flush_text();
        let quoted = directive == Directive::Literal;
        self.quoted_blocks += u32::from(quoted);
        // without arguments Velocity takes what the body starts with for one
        let first = if args.is_empty() { self.peek()? } else { opened.token };
        let since = self.session.scratch.edits.len();
        let body = self.block()?;
        let last = self.last_end;
        self.quoted_blocks -= u32::from(quoted);
        self.expect_end(opened.token)?;
        let offset = self.origin.offset(opened.token.begin);
        let node = match directive {
            Directive::Foreach => self.foreach(opened, args, body, first),
            Directive::Define => match args {
                [name] => {
                    Node::Define(self.arena.alloc(Define { offset, name: behind_first(first_image(name)), body }))
                }
                _ => {
                    return self.wrong_arguments(opened, "exactly one argument", "write `#define($name) … #end`");
                }
            },
            Directive::Macro => self.define_macro(opened, args, body)?,
            _ => {
                let text = match args {
                    [argument, ..] => argument.literal,
                    // the block is empty, which Velocity stumbles over
                    [] if last <= first.begin => {
                        return self.wrong_arguments(
                            opened,
                            "something to print",
                            "nothing stands between it and `#end`",
                        );
                    }
                    [] => self.literal(self.literal_start(first), last, since, Reading::Node),
                };
                Node::Text(text)
            }
        };
        self.push(node);
        Ok(())
    }

    /// The first argument is the item, the third the list, and the fourth stands for the body if there is one.
    fn foreach(&mut self, opened: Opened<'s>, args: &'s [Expression<'s>], body: Block<'s>, first: Token) -> Node<'s> {
        let (offset, end) = (self.origin.offset(opened.token.begin), self.origin.end(self.last_end));
        let nothing = Expression { offset, end: offset, literal: "", kind: Kind::Word("") };
        let item = match args.first().map(|arg| (arg, arg.kind)) {
            Some((_, Kind::Reference(reference))) => reference.root,
            Some((arg, _)) => behind_first(first_image(arg)),
            None => behind_first(&self.source[first.start as usize..first.end as usize]),
        };
        let (list, body) = match args {
            [] | [_] => {
                return Node::Raise(self.arena.alloc(Raise {
                    offset,
                    end,
                    message: "`#foreach` has no list: write `#foreach($item in $list)`",
                }));
            }
            [_, _] => (nothing, body),
            [_, _, list] => (*list, body),
            [_, _, list, instead, ..] => (*list, self.rendered(instead)),
        };
        Node::Foreach(self.arena.alloc(Foreach { offset, end, item, list, body }))
    }

    /// What an argument prints when it is rendered like a block: the references in it.
    fn rendered(&mut self, value: &Expression<'s>) -> Block<'s> {
        let base = self.session.scratch.nodes.len();
        self.render_references(value);
        let block = self.arena.alloc_slice_copy(&self.session.scratch.nodes[base..]);
        self.session.scratch.nodes.truncate(base);
        block
    }

    fn render_references(&mut self, value: &Expression<'s>) {
        match value.kind {
            Kind::Reference(reference) => self.session.scratch.nodes.push(Node::Reference(reference)),
            Kind::List(values) => {
                for value in values {
                    self.render_references(value);
                }
            }
            Kind::Map(pairs) => {
                for (key, value) in pairs {
                    self.render_references(key);
                    self.render_references(value);
                }
            }
            Kind::Range((first, last)) => {
                self.render_references(first);
                self.render_references(last);
            }
            _ => {}
        }
    }

    fn define_macro(&mut self, opened: Opened<'s>, args: &'s [Expression<'s>], body: Block<'s>) -> Result<Node<'s>> {
        let Some((name, parameters)) = args.split_first() else {
            return Err(self
                .fault(opened.token, "a macro needs a name")
                .help("write `#macro(name $argument …) … #end`"));
        };
        let name = name.literal;
        let place = self.session.macros.len();
        self.session.macros.entry(name).or_insert(place);
        let mut names = bumpalo::collections::Vec::with_capacity_in(parameters.len(), self.arena);
        for parameter in parameters {
            let image = first_image(parameter);
            names.push(image.strip_prefix('$').unwrap_or(image));
        }
        Ok(Node::Macro(self.arena.alloc(Macro {
            offset: self.origin.offset(opened.token.begin),
            name,
            parameters: names.into_bump_slice(),
            body,
        })))
    }

    /// `#break`, `#stop`, `#evaluate`, `#include`, `#parse` with arguments.
    #[inline(never)]
    fn without_body(&mut self, opened: Opened<'s>, directive: Directive, args: &'s [Expression<'s>]) -> Result<()> {
        let scoped = Scoped {
            offset: self.origin.offset(opened.token.begin),
            end: self.origin.end(self.last_end),
            argument: args.first().copied(),
        };
        let node = match (directive, args) {
            (Directive::Include, _) => self.include(opened, args),
            (Directive::Parse, _) => self.parse(opened, args),
            (Directive::Break, [] | [_]) => Node::Break(self.arena.alloc(scoped)),
            (Directive::Stop, [] | [_]) => Node::Stop(self.arena.alloc(scoped)),
            (Directive::Break | Directive::Stop, _) => {
                return self.wrong_arguments(opened, "at most one argument", "");
            }
            (_, [argument]) => match argument.kind {
                Kind::String(_) | Kind::Interpolated(_) | Kind::Reference(_) => {
                    Node::Evaluate(self.arena.alloc(scoped))
                }
                _ => return self.wrong_arguments(opened, "a string or a reference", ""),
            },
            _ => return self.wrong_arguments(opened, "exactly one argument", ""),
        };
        self.push(node);
        Ok(())
    }

    fn include(&mut self, opened: Opened<'s>, args: &'s [Expression<'s>]) -> Node<'s> {
        Node::Include(self.arena.alloc(Arguments {
            offset: self.origin.offset(opened.token.begin),
            end: self.origin.end(self.last_end),
            args,
        }))
    }

    fn parse(&mut self, opened: Opened<'s>, args: &'s [Expression<'s>]) -> Node<'s> {
        let (offset, end) = (self.origin.offset(opened.token.begin), self.origin.end(self.last_end));
        match args {
            [] => Node::Raise(self.arena.alloc(Raise { offset, end, message: "`#parse` has no argument" })),
            _ => Node::Parse(self.arena.alloc(Arguments { offset, end, args })),
        }
    }

    /// What is no directive: a macro's call, or text.
    #[inline(never)]
    fn call(
        &mut self,
        opened: Opened<'s>,
        args: &'s [Expression<'s>],
        last_word: Option<&'s str>,
        block_call: bool,
    ) -> Result<()> {
        let body = match block_call {
            true => {
                self.flush_text();
                self.quoted_blocks += 1;
                let body = self.block()?;
                self.quoted_blocks -= 1;
                self.expect_end(opened.token)?;
                Some(body)
            }
            false => None,
        };
        let name = match block_call {
            true => &opened.name[1..],
            false => opened.name,
        };
        let literal = self.literal(opened.token.begin, self.last_end, opened.since, Reading::Call);
        let bad_argument = last_word.map(|word| {
            let message = format!("Invalid arg '{word}' in macro #{name}");
            &*self.arena.alloc_str(&message)
        });
        let call = self.arena.alloc(Call {
            offset: self.origin.offset(opened.token.begin),
            end: self.origin.end(self.last_end),
            name,
            args,
            body,
            literal,
            bad_argument,
        });
        self.push(Node::Call(call));
        Ok(())
    }

    /// Velocity finds this only after it has read the whole template.
    #[cold]
    fn wrong_arguments(&mut self, opened: Opened<'s>, wanted: &str, help: &str) -> Result<()> {
        let fault: Box<Fault> = self.fault(opened.token, format!("`#{}` takes {wanted}", opened.name));
        let fault = match help {
            "" => fault,
            _ => fault.help(help),
        };
        self.session.defer(fault);
        Ok(())
    }
}

/// What a value's first token reads.
fn first_image<'s>(value: &Expression<'s>) -> &'s str {
    match value.kind {
        Kind::Reference(reference) => {
            let text = reference.literal;
            let dollar = text.len() - text.trim_start_matches(['$', '!', '{']).len();
            match text[..dollar].ends_with('{') {
                true => &text[..dollar],
                false => {
                    let name = text[dollar..]
                        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
                        .map_or(text.len(), |at| dollar + at);
                    &text[..name]
                }
            }
        }
        Kind::List(_) | Kind::Range(_) => "[",
        Kind::Map(_) => "{",
        _ => value.literal,
    }
}

/// All but the first character.
fn behind_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}
