//! `$` of `$5`: what the lexer gathered for a reference or a directive that is none.

use super::lexer::Lexer;
use super::token::Token;

/// What was gathered before it turned out to belong to nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leftover {
    begin: u32,
    /// The first and the last of the lexer's pieces that are printed for it.
    pieces: (u32, u32),
    /// It printed nothing, for it started like a comment.
    hushed: bool,
}

impl Lexer<'_> {
    /// Notes what was gathered from `begin` on and turned out to belong to nothing.
    pub fn leave_over(&mut self, begin: u32, leftover: u32) -> u32 {
        if begin == self.position {
            if let Some(last) = self.leftovers.get_mut((leftover as usize).wrapping_sub(1)) {
                last.hushed = false;
            }
            return leftover;
        }
        let first = match leftover {
            0 => self.pieces.len() as u32,
            number => self.leftovers[number as usize - 1].pieces.0,
        };
        let begin_of_all = match leftover {
            0 => begin,
            number => self.leftovers[number as usize - 1].begin,
        };
        self.print_leftover(begin);
        let noted = Leftover {
            begin: begin_of_all,
            pieces: (first, self.pieces.len() as u32),
            hushed: self.rest(begin).starts_with(b"##"),
        };
        match leftover {
            0 => {
                self.leftovers.push(noted);
                self.leftovers.len() as u32
            }
            number => {
                self.leftovers[number as usize - 1] = noted;
                number
            }
        }
    }

    /// Of `$`, `#`, `!` and `\` that belong to nothing, every `$` and `#` is printed, and backslashes before a `$`; the
    /// character behind such a `$` is skipped.
    fn print_leftover(&mut self, begin: u32) {
        let end = self.position;
        let mut at = begin;
        while at < end {
            match self.byte(at) {
                b'$' | b'#' => self.print_piece(at, at + 1),
                b'\\' => {
                    let run = self.backslashes_end(at);
                    if self.byte(run) == b'$' && run < end {
                        self.print_piece(at, run + 1);
                        at = run + 1;
                    } else {
                        at = run.max(at + 1) - 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn print_piece(&mut self, start: u32, end: u32) {
        self.pieces.push((start, end));
    }

    /// The leftover before a token, and what is printed for it.
    pub fn leftover(&self, token: Token) -> Option<(u32, &[(u32, u32)])> {
        let left = self.leftovers.get((token.leftover as usize).wrapping_sub(1))?;
        let printed = match left.hushed {
            true => &[],
            false => &self.pieces[left.pieces.0 as usize..left.pieces.1 as usize],
        };
        Some((left.begin, printed))
    }
}
