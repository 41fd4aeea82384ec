//! `$a`, `$!{a.b[0].c($d)}`, `\$a`

use super::ast::{Reference, Step};
use super::expression::Place;
use super::literal::Reading;
use super::parser::Parser;
use super::token::{Token, TokenKind, VALUE};
use crate::error::Result;

/// What stands before a reference's name.
#[derive(Default)]
struct Head {
    /// Where the reference proper starts: at its last `$`.
    dollar: u32,
    backslashes: (u32, u32),
    prefix: (u32, u32),
    escaped: bool,
    quiet: bool,
    runt: bool,
    /// `$\!a`: the backslash that goes.
    slash_bang: Option<u32>,
}

impl<'s> Parser<'_, 's, '_> {
    pub fn reference(&mut self) -> Result<&'s Reference<'s>> {
        let since = self.session.scratch.edits.len();
        let first = self.take()?;
        let head = self.head(first);
        let formal = first.kind == TokenKind::ReferenceOpen;
        let name = match formal {
            true => self.expect(TokenKind::Identifier, "a name", "a name starts with a letter or `_`")?,
            false => first,
        };
        let steps = self.steps()?;
        if formal {
            self.expect(
                TokenKind::ReferenceClose,
                "`}`",
                "a reference in braces holds properties, methods and indexes, and no blanks between them",
            )?;
        }
        Ok(self.finish(first, name, &head, steps, since))
    }

    /// Makes the node; apart from the reading, whose frame stays small because it recurses.
    #[inline(never)]
    fn finish(
        &mut self,
        first: Token,
        name: Token,
        head: &Head,
        steps: &'s [Step<'s>],
        since: usize,
    ) -> &'s Reference<'s> {
        let formal = first.kind == TokenKind::ReferenceOpen;
        let literal = self.literal(self.literal_start(first), self.last_end, since, Reading::Node);
        let source = self.source;
        let slice = |(start, end): (u32, u32)| &source[start as usize..end as usize];
        let root = match (head.slash_bang, head.runt, formal) {
            (Some(slash), ..) => self.without_slash(first, slash),
            (None, true, _) => slice((first.begin, first.end)),
            (None, false, true) => slice((name.begin, name.end)),
            (None, false, false) => slice((head.dollar + 1 + u32::from(head.quiet), first.end)),
        };
        let offset = self.origin.offset(first.begin);
        let end = self.origin.end(self.last_end);
        self.arena.alloc_with(|| Reference {
            offset,
            end,
            literal,
            null_text: match head.slash_bang {
                Some(_) => root,
                None if head.quiet && !head.escaped => "",
                None => literal,
            },
            root,
            steps,
            quiet: head.quiet,
            escaped: head.escaped,
            computable: head.slash_bang.is_none(),
            runt: head.runt,
            backslashes: slice(head.backslashes),
            prefix: slice(head.prefix),
        })
    }

    /// Takes the first token apart: `\\\`, `$$`, `$!`.
    #[inline]
    fn head(&mut self, first: Token) -> Head {
        let source = self.source;
        let image = &source.as_bytes()[first.begin as usize..first.end as usize];
        match image {
            [b'$', b'!', b'{' | b'_' | b'a'..=b'z' | b'A'..=b'Z', ..] => {
                Head { dollar: first.begin, quiet: true, ..Head::default() }
            }
            [b'$', b'{' | b'_' | b'a'..=b'z' | b'A'..=b'Z', ..] => Head { dollar: first.begin, ..Head::default() },
            _ => self.odd_head(first, image),
        }
    }

    fn odd_head(&mut self, first: Token, image: &[u8]) -> Head {
        if let Some(bang) = memchr::memmem::find(image, b"\\!") {
            // the slashes behind the first `$` lose one
            let dollar = memchr::memchr(b'$', image).unwrap_or(bang);
            let slash = memchr::memchr(b'\\', &image[dollar..]).map_or(bang, |at| dollar + at);
            return Head { dollar: first.begin, slash_bang: Some(first.begin + slash as u32), ..Head::default() };
        }
        let slashes = image.iter().take_while(|byte| **byte == b'\\').count() as u32;
        let clean = first.begin + slashes;
        let last = memchr::memrchr(b'$', image);
        let dollar = last.map_or(clean, |at| (first.begin + at as u32).max(clean));
        self.edit(first.begin, dollar, "", "");
        Head {
            dollar,
            backslashes: (first.begin, first.begin + slashes / 2),
            prefix: (clean, dollar),
            escaped: slashes % 2 == 1,
            quiet: image[(dollar - first.begin) as usize..].starts_with(b"$!"),
            runt: last.is_none(),
            slash_bang: None,
        }
    }

    /// `$\!a` as it is printed.
    #[cold]
    fn without_slash(&self, first: Token, slash: u32) -> &'s str {
        let mut text = bumpalo::collections::String::new_in(self.arena);
        text.push_str(&self.source[first.begin as usize..slash as usize]);
        text.push_str(&self.source[slash as usize + 1..first.end as usize]);
        text.into_bump_str()
    }

    /// `[0].b.c($d)[1]`
    #[inline(never)]
    fn steps(&mut self) -> Result<&'s [Step<'s>]> {
        let base = self.session.scratch.steps.len();
        self.indexes()?;
        while self.at(TokenKind::Dot)? && self.kind_at(1)? == TokenKind::Identifier {
            self.take()?;
            match self.method_follows()? {
                true => self.method()?,
                false => self.property()?,
            }
            self.indexes()?;
        }
        let steps = self.arena.alloc_slice_copy(&self.session.scratch.steps[base..]);
        self.session.scratch.steps.truncate(base);
        Ok(steps)
    }

    fn property(&mut self) -> Result<()> {
        let token = self.take()?;
        let name = &self.source[token.begin as usize..token.end as usize];
        let offset = self.origin.offset(token.begin);
        self.session.scratch.steps.push(Step::Property { name, offset });
        Ok(())
    }

    /// A name, `(`, and what an argument starts with or `)`.
    fn method_follows(&mut self) -> Result<bool> {
        if self.kind_at(1)? != TokenKind::ParenOpen {
            return Ok(false);
        }
        let third = self.kind_at(2)?;
        Ok(VALUE.has(third) || matches!(third, TokenKind::Whitespace | TokenKind::MethodClose))
    }

    /// `c($d, 'e')`
    #[inline(never)]
    fn method(&mut self) -> Result<()> {
        let token = self.take()?;
        self.take()?;
        self.enter()?;
        let base = self.session.scratch.values.len();
        if !self.at(TokenKind::MethodClose)? {
            loop {
                let value = self.parameter(Place::Method)?;
                self.session.scratch.values.push(value);
                if !self.take_comma()? {
                    break;
                }
            }
        }
        self.expect(
            TokenKind::MethodClose,
            "`,` or `)`",
            "a method's arguments are simple values; there is no arithmetic among them",
        )?;
        self.leave();
        let args = self.arena.alloc_slice_copy(&self.session.scratch.values[base..]);
        self.session.scratch.values.truncate(base);
        self.session.scratch.steps.push(Step::Method {
            name: &self.source[token.begin as usize..token.end as usize],
            args,
            offset: self.origin.offset(token.begin),
        });
        Ok(())
    }

    /// `[0]['a']`
    #[inline]
    fn indexes(&mut self) -> Result<()> {
        while self.at(TokenKind::IndexOpen)? {
            self.index()?;
        }
        Ok(())
    }

    #[inline(never)]
    fn index(&mut self) -> Result<()> {
        let open = self.take()?;
        self.enter()?;
        let index = self.parameter(Place::Index)?;
        self.expect(TokenKind::IndexClose, "`]`", "an index is one number, string, boolean or reference")?;
        self.leave();
        let offset = self.origin.offset(open.begin);
        self.session.scratch.steps.push(Step::Index { index, offset });
        Ok(())
    }
}
