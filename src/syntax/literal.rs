//! A node as it was written: what Velocity calls its literal.
//!
//! It is a slice of the source, but for what the lexer lost, the escapes that references and directives drop, and
//! comments.

use super::parser::Parser;
use super::token::{Token, TokenKind};

/// A piece of the source that reads differently in a literal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit<'s> {
    start: u32,
    end: u32,
    /// What stands for it where a node is spelled out.
    in_node: &'s str,
    /// What stands for it where an unknown directive is printed.
    in_call: &'s str,
}

/// Which of the two readings of a literal is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Node,
    Call,
}

impl<'s> Parser<'_, 's, '_> {
    /// Notes that a token lost something before it.
    #[cold]
    pub fn note_lost(&mut self, token: Token) {
        let leftover = self.lexer.leftover(token);
        if let Some((begin, pieces)) = leftover {
            let mut printed = bumpalo::collections::String::new_in(self.arena);
            for (start, end) in pieces {
                printed.push_str(&self.source[*start as usize..*end as usize]);
            }
            self.edit(begin, token.begin, printed.into_bump_str(), "");
        }
        if token.begin != token.start {
            self.edit(token.begin, token.start, "", "");
        }
    }

    pub fn edit(&mut self, start: u32, end: u32, in_node: &'s str, in_call: &'s str) {
        if start < end {
            self.session.scratch.edits.push(Edit { start, end, in_node, in_call });
        }
    }

    /// Notes what a comment leaves in a literal.
    pub fn edit_comment(&mut self, token: Token) {
        match token.kind {
            TokenKind::LineComment => {
                let text = &self.source[token.begin as usize..token.end as usize];
                let hashes = text.find("##").unwrap_or(0) as u32;
                self.edit(token.begin + hashes + 2, token.tail, "", "");
            }
            TokenKind::BlockComment => {
                let text = &self.source[token.start as usize..token.end as usize];
                self.edit(token.start, token.end, "", text);
            }
            _ => {}
        }
    }

    /// Where a node that starts with this token starts in its literal.
    pub fn literal_start(&self, token: Token) -> u32 {
        match self.lexer.leftover(token) {
            Some((begin, _)) => begin,
            None => token.begin,
        }
    }

    /// `start..end` as it was written, with the edits noted since there were `since` of them.
    pub fn literal(&self, start: u32, end: u32, since: usize, reading: Reading) -> &'s str {
        let source = self.source;
        let edits = &self.session.scratch.edits[since.min(self.session.scratch.edits.len())..];
        if edits.is_empty() {
            return &source[start as usize..end as usize];
        }
        let mut text = bumpalo::collections::String::new_in(self.arena);
        let mut at = start;
        for edit in edits {
            if edit.start < at || edit.end > end {
                continue;
            }
            text.push_str(&source[at as usize..edit.start as usize]);
            text.push_str(match reading {
                Reading::Node => edit.in_node,
                Reading::Call => edit.in_call,
            });
            at = edit.end;
        }
        text.push_str(&source[at.min(end) as usize..end as usize]);
        text.into_bump_str()
    }
}
