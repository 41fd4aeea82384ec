//! Statements, and those that are text: text, comments, `#[[ ]]#` and escapes.

use super::ast::Node;
use super::directive::Directive;
use super::parser::Parser;
use super::token::{TEXT, TokenKind};
use crate::error::Result;

impl<'s> Parser<'_, 's, '_> {
    /// One statement, whose first token is of this kind.
    #[inline]
    pub fn statement(&mut self, kind: TokenKind) -> Result<()> {
        use TokenKind::*;
        match kind {
            Identifier => self.reference_statement(),
            ReferenceOpen if self.kind_at(1)? == Identifier => self.reference_statement(),
            If => self.if_statement(),
            Set => self.set_statement(),
            Word | BracketedWord => self.directive(),
            LineComment | BlockComment | FormalComment => self.comment(),
            TextBlock => self.text_block(),
            EscapedDirective => self.escaped_directive(),
            BackslashPair => self.backslash_pairs(),
            _ => {
                debug_assert!(TEXT.has(kind));
                self.text()
            }
        }
    }

    fn reference_statement(&mut self) -> Result<()> {
        let reference = self.reference()?;
        self.push(Node::Reference(reference));
        Ok(())
    }

    /// A token that is printed as it is, behind what was left over before it.
    fn text(&mut self) -> Result<()> {
        let token = self.take()?;
        if token.leftover == 0 {
            self.print(token.start, token.end);
            return Ok(());
        }
        let mut index = 0;
        while let Some((start, end)) = self.lexer.leftover(token).and_then(|(_, pieces)| pieces.get(index).copied()) {
            self.print(start, end);
            index += 1;
        }
        self.print(token.start, token.end);
        Ok(())
    }

    /// A comment prints what the lexer gathered before it, and nothing else: the `$` of `$##`.
    fn comment(&mut self) -> Result<()> {
        let token = self.take()?;
        let first = match token.kind {
            TokenKind::LineComment => token.begin,
            _ => token.start,
        };
        let text = &self.source[first as usize..token.end as usize];
        if !matches!(text.as_bytes(), [b'#', b'#' | b'*', ..] | [b'*', ..]) {
            let before = text.find("##").or_else(|| text.find("#*")).unwrap_or(0);
            self.print(first, first + before as u32);
        }
        if self.quoted_blocks > 0 {
            self.edit_comment(token);
        }
        Ok(())
    }

    /// `#[[ text ]]#`. Velocity takes three characters off at each end, whatever was gathered before them.
    fn text_block(&mut self) -> Result<()> {
        let token = self.take()?;
        self.print(token.begin + 3, token.end - 3);
        Ok(())
    }

    /// `\#if`, `\\\#foreach`: half of the backslashes go if the directive or macro exists.
    fn escaped_directive(&mut self) -> Result<()> {
        let token = self.take()?;
        let text = &self.source[token.begin as usize..token.end as usize];
        let backslashes = text.find('#').unwrap_or(0) as u32;
        let name = &text[backslashes as usize + 1..];
        let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name);
        if !matches!(name, "if" | "elseif" | "else" | "end" | "set") && !self.is_directive(name) {
            self.print(token.begin, token.end);
            return Ok(());
        }
        let kept = token.begin + (backslashes - 1) / 2;
        self.print(token.begin, kept);
        self.print(token.begin + backslashes, token.end);
        if self.quoted_blocks > 0 {
            self.edit(kept, token.begin + backslashes, "", "");
        }
        Ok(())
    }

    /// `\\` before a directive or macro that exists is `\`; before anything else it stays.
    fn backslash_pairs(&mut self) -> Result<()> {
        let first = self.take()?;
        while self.at(TokenKind::BackslashPair)? {
            self.take()?;
        }
        let end = self.last_end;
        let next = self.peek()?;
        let name = &self.source[next.start as usize..next.end as usize];
        let name = name.char_indices().nth(1).map_or("", |(at, _)| &name[at..]);
        use TokenKind::{Else, ElseIf, End, If};
        let halved = matches!(next.kind, If | ElseIf | Else | End) || self.is_directive(name);
        match halved {
            true => self.print(first.begin, first.begin + (end - first.begin) / 2),
            false => self.print(first.begin, end),
        }
        Ok(())
    }

    /// A pluggable directive or a macro has this name.
    fn is_directive(&mut self, name: &str) -> bool {
        !name.is_empty() && (Directive::named(name, self.session.options.dialect).is_some() || self.knows_macro(name))
    }
}
