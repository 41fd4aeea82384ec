//! The parser's state: the tokens ahead, the nodes of open blocks, and what nested texts share.

use std::collections::HashMap;

use bumpalo::Bump;
use bumpalo::collections::Vec;

use super::ParseOptions;
use super::ast::{Block, Expression, Node, Step};
use super::expression::Pending;
use super::lexer::Lexer;
use super::literal::Edit;
use super::origin::Origin;
use super::token::{STATEMENT, Token, TokenKind};
use crate::error::{Fault, Result};
use crate::limits::Limit;

/// Reads a template.
///
/// A string is read after the whole template around it, when all its macros are known. Here it is read at once, and all is
/// read once more in the rare case that this makes a difference.
pub(super) fn parse<'s>(arena: &'s Bump, source: &'s str, options: &ParseOptions<'_>) -> Result<Block<'s>> {
    let mut session = Session::new(arena, source, options);
    let mut block = session.template();
    if session.unsure && !session.macros.is_empty() {
        let known = std::mem::take(&mut session.macros);
        session = Session::new(arena, source, options);
        session.of_the_template = known;
        block = session.template();
    }
    // an error of the text itself comes before one in its strings and directives
    let block = block?;
    match session.fault {
        Some(fault) => Err(fault),
        None => Ok(block),
    }
}

/// What a template and the strings in it share.
pub(super) struct Session<'s, 'o> {
    pub arena: &'s Bump,
    pub options: ParseOptions<'o>,
    source: &'s str,
    /// The macros met so far, in order.
    pub macros: HashMap<&'s str, usize>,
    /// All macros of the template, if this is the second reading.
    of_the_template: HashMap<&'s str, usize>,
    /// A string asked for a macro that is not known yet.
    unsure: bool,
    /// The first error that Velocity finds only after it has read the whole text.
    fault: Option<Box<Fault>>,
    pub scratch: Scratch<'s>,
}

/// What belongs to nodes that are still open, the innermost last.
pub(super) struct Scratch<'s> {
    pub nodes: Vec<'s, Node<'s>>,
    pub steps: Vec<'s, Step<'s>>,
    pub values: Vec<'s, Expression<'s>>,
    pub pairs: Vec<'s, (Expression<'s>, Expression<'s>)>,
    pub arms: Vec<'s, (Expression<'s>, Block<'s>)>,
    pub pending: Vec<'s, Pending>,
    /// Where what a node's `literal` says differs from the source.
    pub edits: Vec<'s, Edit<'s>>,
}

impl<'s> Scratch<'s> {
    fn new(arena: &'s Bump) -> Scratch<'s> {
        Scratch {
            nodes: Vec::with_capacity_in(32, arena),
            steps: Vec::with_capacity_in(8, arena),
            values: Vec::with_capacity_in(8, arena),
            pairs: Vec::new_in(arena),
            arms: Vec::new_in(arena),
            pending: Vec::new_in(arena),
            edits: Vec::new_in(arena),
        }
    }

    fn lengths(&self) -> [usize; 7] {
        [
            self.nodes.len(),
            self.steps.len(),
            self.values.len(),
            self.pairs.len(),
            self.arms.len(),
            self.pending.len(),
            self.edits.len(),
        ]
    }

    fn truncate(&mut self, [nodes, steps, values, pairs, arms, pending, edits]: [usize; 7]) {
        self.nodes.truncate(nodes);
        self.steps.truncate(steps);
        self.values.truncate(values);
        self.pairs.truncate(pairs);
        self.arms.truncate(arms);
        self.pending.truncate(pending);
        self.edits.truncate(edits);
    }
}

impl<'s, 'o> Session<'s, 'o> {
    fn new(arena: &'s Bump, source: &'s str, options: &ParseOptions<'o>) -> Session<'s, 'o> {
        Session {
            arena,
            options: *options,
            source,
            macros: HashMap::new(),
            of_the_template: HashMap::new(),
            unsure: false,
            fault: None,
            scratch: Scratch::new(arena),
        }
    }

    fn template(&mut self) -> Result<Block<'s>> {
        let origin = Origin::template(self.source);
        let source = self.source;
        Parser::new(self, source, origin, 0, false).template()
    }

    /// Keeps an error until the whole template is read.
    #[cold]
    pub fn defer(&mut self, fault: Box<Fault>) {
        self.fault.get_or_insert(fault);
    }

    /// `line 3, column 5`
    #[cold]
    pub fn place(&self, offset: u32) -> String {
        let before = self.source.get(..offset as usize).unwrap_or(self.source);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        format!("line {line}, column {}", before[start..].chars().count() + 1)
    }
}

/// Reads one text: the template, or a string in it.
pub(super) struct Parser<'p, 's, 'o> {
    pub session: &'p mut Session<'s, 'o>,
    pub arena: &'s Bump,
    pub source: &'s str,
    pub origin: Origin,
    pub lexer: Lexer<'s>,
    /// Tokens that were asked for and not taken: `waiting` of them from `first` on, around the end.
    ahead: [Token; 4],
    first: u8,
    waiting: u8,
    /// The end of the last token taken.
    pub last_end: u32,
    depth: u32,
    /// A string in a template.
    pub nested: bool,
    /// How many macros are defined as far as a call in this text can tell.
    pub macros_before: usize,
    /// The text not yet made a node.
    text: (u32, u32),
    /// How many edits are those of the text around this one.
    edits_around: usize,
    /// How many open blocks may be printed as their own source.
    pub quoted_blocks: u32,
}

const NO_TOKEN: Token = Token { kind: TokenKind::EndOfTemplate, begin: 0, start: 0, tail: 0, end: 0, leftover: 0 };

impl<'p, 's, 'o> Parser<'p, 's, 'o> {
    pub fn new(
        session: &'p mut Session<'s, 'o>,
        source: &'s str,
        origin: Origin,
        depth: u32,
        nested: bool,
    ) -> Parser<'p, 's, 'o> {
        let arena = session.arena;
        Parser {
            arena,
            source,
            origin,
            lexer: Lexer::new(arena, source, origin),
            ahead: [NO_TOKEN; 4],
            first: 0,
            waiting: 0,
            last_end: 0,
            depth,
            nested,
            macros_before: if nested { session.macros.len() } else { 0 },
            edits_around: session.scratch.edits.len(),
            session,
            text: (0, 0),
            quoted_blocks: 0,
        }
    }

    /// The whole text.
    pub fn template(mut self) -> Result<Block<'s>> {
        let lengths = self.session.scratch.lengths();
        let block = self.block().and_then(|block| match self.kind()? {
            TokenKind::EndOfTemplate => Ok(block),
            _ => {
                let token = self.peek()?;
                Err(self.stray(token))
            }
        });
        self.session.scratch.truncate(lengths);
        block
    }

    /// Statements, up to what is none.
    pub fn block(&mut self) -> Result<Block<'s>> {
        self.enter()?;
        self.flush_text();
        let base = self.session.scratch.nodes.len();
        loop {
            if self.waiting == 0 && self.lexer.is_in_text() {
                self.plain();
            }
            let kind = self.kind()?;
            if !STATEMENT.has(kind) {
                break;
            }
            if self.quoted_blocks == 0 {
                self.session.scratch.edits.truncate(self.edits_around);
            }
            self.statement(kind)?;
        }
        self.flush_text();
        self.leave();
        let nodes = &mut self.session.scratch.nodes;
        let block = self.arena.alloc_slice_copy(&nodes[base..]);
        nodes.truncate(base);
        Ok(block)
    }

    // ---- tokens -------------------------------------------------------------------------------------------------

    #[inline(never)]
    fn fill(&mut self) -> Result<()> {
        self.lexer.next_to(&mut self.ahead[((self.first + self.waiting) % 4) as usize])?;
        self.waiting += 1;
        Ok(())
    }

    /// The next token.
    #[inline]
    pub fn peek(&mut self) -> Result<Token> {
        self.kind()?;
        Ok(self.ahead[(self.first % 4) as usize])
    }

    /// The next token's kind.
    #[inline]
    pub fn kind(&mut self) -> Result<TokenKind> {
        self.kind_at(0)
    }

    /// The kind of the token after `index` others.
    #[inline]
    pub fn kind_at(&mut self, index: u8) -> Result<TokenKind> {
        while self.waiting <= index {
            self.fill()?;
        }
        Ok(self.ahead[((self.first + index) % 4) as usize].kind)
    }

    /// The next token is of this kind.
    #[inline]
    pub fn at(&mut self, kind: TokenKind) -> Result<bool> {
        Ok(self.kind()? == kind)
    }

    /// Takes the next token.
    #[inline]
    pub fn take(&mut self) -> Result<Token> {
        let token = self.peek()?;
        self.first = (self.first + 1) % 4;
        self.waiting -= 1;
        self.last_end = token.end;
        if token.leftover != 0 || token.begin != token.start {
            self.note_lost(token);
        }
        Ok(token)
    }

    /// Takes the next token if it is of this kind.
    #[inline]
    pub fn take_if(&mut self, kind: TokenKind) -> Result<bool> {
        let there = self.at(kind)?;
        if there {
            self.take()?;
        }
        Ok(there)
    }

    #[inline]
    pub fn skip_whitespace(&mut self) -> Result<()> {
        if self.waiting == 0 && self.lexer.is_in_parentheses() {
            let end = self.lexer.blanks_end();
            if self.lexer.token_starts(end) {
                if end > self.lexer.position {
                    self.move_to(end);
                }
                return Ok(());
            }
        }
        self.take_if(TokenKind::Whitespace).map(|_| ())
    }

    /// Takes the `(` of a directive, if it follows at once.
    #[inline]
    pub fn open_plain(&mut self) -> bool {
        let there = self.waiting == 0 && self.lexer.open();
        if there {
            self.last_end = self.lexer.position;
        }
        there
    }

    /// Takes the `(` of a directive, or says what else was found.
    pub fn open(&mut self, help: &str) -> Result<()> {
        if self.open_plain() {
            return Ok(());
        }
        self.skip_whitespace()?;
        self.expect(TokenKind::ParenOpen, "`(`", help).map(|_| ())
    }

    /// Takes the `)` of a directive, or says what else was found.
    #[inline]
    pub fn close(&mut self, wanted: &str, help: &str) -> Result<()> {
        if self.waiting == 0 && self.lexer.close() {
            self.last_end = self.lexer.position;
            return Ok(());
        }
        self.expect(TokenKind::ParenClose, wanted, help).map(|_| ())
    }

    /// Takes the source up to there, which was read without tokens.
    #[inline]
    pub fn move_to(&mut self, end: u32) {
        self.lexer.position = end;
        self.last_end = end;
    }

    /// No token was asked for that is not taken.
    #[inline]
    pub fn none_waits(&self) -> bool {
        self.waiting == 0
    }

    /// Takes a token of this kind, or says what else was found.
    #[inline]
    pub fn expect(&mut self, kind: TokenKind, wanted: &str, help: &str) -> Result<Token> {
        if self.at(kind)? {
            return self.take();
        }
        let token = self.peek()?;
        Err(self.unexpected(token, wanted, help))
    }

    // ---- nodes --------------------------------------------------------------------------------------------------

    /// Prints a piece of the source, together with what was printed directly before it.
    #[inline]
    pub fn print(&mut self, start: u32, end: u32) {
        if self.text.1 == start {
            self.text.1 = end;
        } else {
            self.flush_text();
            self.text = (start, end);
        }
    }

    pub fn flush_text(&mut self) {
        let (start, end) = self.text;
        if start < end {
            let text = &self.source[start as usize..end as usize];
            self.session.scratch.nodes.push(Node::Text(text));
        }
        self.text = (end, end);
    }

    #[inline]
    pub fn push(&mut self, node: Node<'s>) {
        self.flush_text();
        self.session.scratch.nodes.push(node);
    }

    // ---- depth --------------------------------------------------------------------------------------------------

    #[inline]
    pub fn enter(&mut self) -> Result<()> {
        self.enter_by(1)
    }

    #[inline]
    pub fn enter_by(&mut self, levels: u32) -> Result<()> {
        self.depth += levels;
        match self.depth > self.session.options.depth {
            true => Err(self.too_deep()),
            false => Ok(()),
        }
    }

    #[inline]
    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    pub fn leave_by(&mut self, levels: u32) {
        self.depth -= levels;
    }

    pub fn depth(&self) -> u32 {
        self.depth
    }

    #[cold]
    fn too_deep(&self) -> Box<Fault> {
        let span = self.origin.span(self.last_end, self.last_end);
        Fault::limit(Limit::Depth, self.session.options.depth).at(span)
    }

    // ---- macros -------------------------------------------------------------------------------------------------

    /// There is a macro of this name, as far as an escape can tell.
    pub fn knows_macro(&mut self, name: &str) -> bool {
        if self.session.macros.contains_key(name) || (self.session.options.macros)(name) {
            return true;
        }
        if self.nested {
            self.session.unsure = true;
            return self.session.of_the_template.contains_key(name);
        }
        false
    }

    /// There is a macro of this name, as far as a call can tell.
    pub fn calls_macro(&self, name: &str) -> bool {
        let options = &self.session.options;
        options.dialect.has_macros()
            && ((options.macros)(name)
                || matches!(self.session.macros.get(name), Some(place) if *place < self.macros_before))
    }

    // ---- faults -------------------------------------------------------------------------------------------------

    #[cold]
    pub fn fault(&self, token: Token, message: impl Into<String>) -> Box<Fault> {
        self.origin.fault(token.begin, token.end, message)
    }

    /// What a token is called in a message.
    #[cold]
    pub fn name_of(&self, token: Token) -> String {
        match token.kind {
            TokenKind::EndOfTemplate if self.nested => "the end of the string".into(),
            TokenKind::EndOfTemplate => "the end of the template".into(),
            TokenKind::Whitespace => "a blank".into(),
            _ => {
                let image = &self.source[token.begin as usize..token.end as usize];
                let text = image.trim();
                match image.chars().next() {
                    Some('\n' | '\r') => return "a line break".into(),
                    Some(' ' | '\t') if token.kind == TokenKind::Text => return "a blank".into(),
                    _ => {}
                }
                let mut shown: String = text.chars().take(40).collect();
                if shown.len() < text.len() {
                    shown.push('…');
                }
                format!("`{shown}`")
            }
        }
    }

    #[cold]
    pub fn unexpected(&self, token: Token, wanted: &str, help: &str) -> Box<Fault> {
        let message = format!("found {}, expected {wanted}", self.name_of(token));
        let fault = self.fault(token, message);
        match help {
            "" => fault,
            _ => fault.help(help),
        }
    }

    /// A token that cannot stand between statements.
    #[cold]
    pub fn stray(&self, token: Token) -> Box<Fault> {
        use TokenKind::*;
        let name = self.name_of(token);
        let (message, help) = match token.kind {
            End => (
                format!("{name} closes nothing"),
                "there is no open `#if`, `#foreach`, `#define` or `#macro` before it",
            ),
            Else | ElseIf => (format!("{name} belongs to no `#if`"), "`#foreach` and other blocks have no `#else`"),
            True | False => (format!("{name} is no reference"), "`true` and `false` cannot be names"),
            _ => (
                format!("found {name} where text, a reference or a directive was expected"),
                "what starts like a reference or a directive is read as one",
            ),
        };
        self.fault(token, message).help(help)
    }

    /// What stands where a block's `#end` was expected.
    #[cold]
    pub fn unclosed(&self, found: Token, opener: Token) -> Box<Fault> {
        let name = self.name_of(opener);
        let name = name.trim_end_matches(['`', '(', ' ']);
        let place = self.session.place(self.origin.offset(opener.begin));
        match found.kind {
            TokenKind::EndOfTemplate => self
                .fault(found, format!("{name}` is never closed: expected `#end`"))
                .help(format!("it was opened at {place}")),
            _ => {
                let fault = self.stray(found);
                let help = format!("the innermost open block is the {name}` at {place}");
                fault.help(help)
            }
        }
    }
}
