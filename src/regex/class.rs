//! `[a-z&&[^b]]`: classes of characters.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::escape::Escaped;
use super::flags::Flags;
use super::parse::{Parsed, Parser, ascii};
use super::{fold, set};

/// A class whose single characters are not all known yet. Java keeps those below U+0100 in one table and goes on adding
/// to it after the table was combined with something else, so `[a&&&b]` has a `b`.
#[derive(Debug, Clone)]
struct Part {
    /// What is in for characters outside the table, and for characters in it.
    outside: ClassUnicode,
    inside: ClassUnicode,
}

impl Part {
    fn fixed(class: ClassUnicode) -> Part {
        Part { outside: class.clone(), inside: class }
    }

    fn table() -> Part {
        Part { outside: ClassUnicode::empty(), inside: set::all() }
    }

    fn union(&mut self, other: &Part) {
        self.outside.union(&other.outside);
        self.inside.union(&other.inside);
    }

    fn intersect(&mut self, other: &Part) {
        self.outside.intersect(&other.outside);
        self.inside.intersect(&other.inside);
    }

    fn size(&self) -> usize {
        self.outside.ranges().len() + self.inside.ranges().len()
    }
}

/// What a class has so far.
#[derive(Default)]
struct Building {
    negate: bool,
    so_far: Option<Part>,
    /// Ranges to be added to `so_far`.
    pending: Vec<ClassUnicodeRange>,
    /// The last operand of `&&`, which an empty one repeats.
    last: Option<Part>,
    table: Vec<char>,
    /// Something was put in the table since it was last combined.
    in_table: bool,
}

impl Building {
    fn is_empty(&self) -> bool {
        self.so_far.is_none() && self.pending.is_empty() && !self.in_table
    }

    fn settle(&mut self) {
        if !self.pending.is_empty() {
            let part = Part::fixed(ClassUnicode::new(self.pending.drain(..)));
            self.add(&part);
        }
    }

    fn add(&mut self, part: &Part) {
        match &mut self.so_far {
            Some(so_far) => so_far.union(part),
            None => self.so_far = Some(part.clone()),
        }
    }

    fn settle_table(&mut self) {
        self.settle();
        if self.in_table {
            self.in_table = false;
            if self.so_far.is_none() {
                self.last = Some(Part::table());
            }
            self.add(&Part::table());
        }
    }

    fn finish(mut self) -> ClassUnicode {
        self.settle_table();
        let table = self.table.iter().map(|&c| ClassUnicodeRange::new(c, c));
        let table = ClassUnicode::new(table);
        let part = self.so_far.unwrap_or_else(Part::table);
        let inside = set::intersect(part.inside, &table);
        let outside = set::intersect(part.outside, &set::negate(table));
        let class = set::union(inside, &outside);
        if self.negate { set::negate(class) } else { class }
    }
}

impl Parser<'_> {
    /// From `[` on; or, where there is no `[`, from the character before the class. Takes `]` if `consume`.
    pub fn class(&mut self, consume: bool) -> Parsed<ClassUnicode> {
        self.enter()?;
        let mut building = Building::default();
        let mut c = self.input.next();
        if ascii(c) == b'^' && ascii(self.input.get(self.input.at - 1)) == b'[' {
            c = self.input.next();
            building.negate = true;
        }
        loop {
            match ascii(c) {
                b'[' => {
                    let part = Part::fixed(self.class(true)?);
                    building.settle();
                    self.spend(part.size() + building.so_far.as_ref().map_or(0, Part::size))?;
                    building.add(&part);
                    building.last = Some(part);
                    c = self.input.peek();
                    continue;
                }
                b'&' => {
                    if ascii(self.input.next()) == b'&' {
                        self.intersection(&mut building)?;
                        c = self.input.peek();
                        continue;
                    }
                    self.input.unread();
                }
                0 if self.input.at >= self.input.length => {
                    return Err(self.error("Unclosed character class"));
                }
                b']' if !building.is_empty() => {
                    if consume {
                        self.input.next();
                    }
                    self.leave();
                    return Ok(building.finish());
                }
                _ => {}
            }
            self.item(&mut building)?;
            c = self.input.peek();
        }
    }

    /// From the second `&` on.
    fn intersection(&mut self, building: &mut Building) -> Parsed<()> {
        let mut right: Option<ClassUnicode> = None;
        let mut c = self.input.next();
        while !matches!(ascii(c), b']' | b'&') {
            let bracketed = ascii(c) == b'[';
            if !bracketed {
                self.input.unread();
            }
            let operand = self.class(bracketed)?;
            right = Some(match right {
                Some(right) => set::union(right, &operand),
                None => operand,
            });
            c = self.input.peek();
        }
        building.settle_table();
        let given = right.is_some();
        if let Some(right) = right {
            building.last = Some(Part::fixed(right));
        }
        self.spend(building.so_far.as_ref().map_or(0, Part::size) + 1)?;
        match (&mut building.so_far, &building.last) {
            (Some(so_far), Some(last)) => so_far.intersect(last),
            (Some(_), None) => {}
            (None, last) if given => building.so_far = last.clone(),
            (None, _) => return Err(self.error("Bad class syntax")),
        }
        Ok(())
    }

    /// A character, a range, or an escape that stands for a set.
    fn item(&mut self, building: &mut Building) -> Parsed<()> {
        let mut c = self.input.peek();
        if ascii(c) == b'\\' {
            let letter = self.input.next_escaped();
            if matches!(ascii(letter), b'p' | b'P') {
                let (named, negate) = self.property_name()?;
                let class = named.class.clone();
                return self.add(building, if negate { set::negate(class) } else { class });
            }
            let in_range = self.input.get(self.input.at + 1) == u32::from(b'-');
            self.input.unread();
            match self.escape(true, in_range)? {
                Escaped::Char(code) => c = code,
                Escaped::Set(named) => return self.add(building, named.class.clone()),
                Escaped::Node(_) => return Ok(()),
            }
        } else {
            self.input.next();
        }
        if ascii(self.input.peek()) == b'-' {
            let end = self.input.get(self.input.at + 1);
            if !matches!(ascii(end), b'[' | b']') {
                self.input.next();
                let end = self.range_end()?;
                return self.range(building, c, end);
            }
        }
        self.character(building, c)
    }

    fn range_end(&mut self) -> Parsed<Option<u32>> {
        let c = self.input.peek();
        if ascii(c) != b'\\' {
            self.input.next();
            return Ok(Some(c));
        }
        Ok(match self.escape(true, true)? {
            Escaped::Char(code) => Some(code),
            _ => None,
        })
    }

    fn range(&mut self, building: &mut Building, start: u32, end: Option<u32>) -> Parsed<()> {
        let Some(end) = end.filter(|end| start <= *end) else {
            return Err(self.error("Illegal character range"));
        };
        let class = if self.has(Flags::CASE_INSENSITIVE) {
            fold::class_of_range(start, end, self.has(Flags::UNICODE_CASE))
        } else {
            set::range(start, end)
        };
        self.add(building, class)
    }

    fn add(&mut self, building: &mut Building, class: ClassUnicode) -> Parsed<()> {
        self.spend(class.ranges().len())?;
        building.pending.extend(class.iter().copied());
        building.last = Some(Part::fixed(class));
        Ok(())
    }

    fn character(&mut self, building: &mut Building, code: u32) -> Parsed<()> {
        let any_case = self.has(Flags::CASE_INSENSITIVE);
        let unicode = any_case && self.has(Flags::UNICODE_CASE);
        let c = set::from_java(code);
        // Characters with a partner above U+00FF, which the table cannot hold.
        let apart = unicode && "IiSsKk\u{b5}\u{c5}\u{e5}\u{ff}".contains(c);
        if code >= 0x100 || apart {
            return if any_case {
                self.add(building, fold::class_of_single(c, unicode))
            } else {
                self.add(building, set::range(code, code))
            };
        }
        building.table.push(c);
        if unicode || (any_case && c.is_ascii()) {
            building.table.extend([fold::upper(c), fold::lower(c)]);
        }
        building.in_table = true;
        building.last = None;
        Ok(())
    }
}
