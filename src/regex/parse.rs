//! Pattern → tree, in the order Java reads it, so that its complaints have Java's words and places.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use regex_syntax::hir::ClassUnicode;

use super::ast::{Assert, Greed, MANY, Node, Repeat};
use super::cursor::Cursor;
use super::error::PatternError;
use super::escape::Escaped;
use super::flags::Flags;
use super::set::CharSet;
use super::study::Quantifier;
use super::{fold, property, set};

/// How deep groups and classes may nest. Java has no such bound and overflows its stack somewhere above.
const MAX_DEPTH: u32 = 100;
/// How many characters a pattern may have.
const MAX_LENGTH: usize = 100_000;
/// How many ranges of characters may be handled while a pattern is read.
const MAX_RANGES: usize = 1_000_000;

pub(super) type Parsed<T> = Result<T, Box<PatternError>>;

/// A pattern's tree and its groups.
#[derive(Debug)]
pub(super) struct Parse {
    pub root: Node,
    /// Groups, with the whole match as the first.
    pub groups: u32,
    pub names: Vec<(String, u32)>,
}

/// A set by name, both as it is combined and as it is asked.
pub(super) struct Named {
    pub class: ClassUnicode,
    pub set: Arc<CharSet>,
}

pub(super) struct Parser<'p> {
    pattern: &'p str,
    pub(super) input: Cursor,
    pub(super) groups: u32,
    pub(super) names: Vec<(String, u32)>,
    depth: u32,
    ranges: usize,
    known: HashMap<(String, bool, bool), Rc<Named>>,
}

/// Reads a whole pattern.
pub(super) fn parse(pattern: &str, flags: Flags) -> Parsed<Parse> {
    let mut parser = Parser {
        pattern,
        input: Cursor::new(pattern, flags.implied()),
        groups: 1,
        names: Vec::new(),
        depth: 0,
        ranges: 0,
        known: HashMap::new(),
    };
    if parser.input.length > MAX_LENGTH {
        return Err(parser.error("Pattern too large"));
    }
    let root = parser.alternation()?;
    if parser.input.at != parser.input.length {
        let unmatched = parser.input.peek() == u32::from(b')');
        return Err(parser.error(if unmatched { "Unmatched closing ')'" } else { "Unexpected internal error" }));
    }
    Ok(Parse { root, groups: parser.groups, names: parser.names })
}

/// What every character matches as itself, for `LITERAL`.
pub(super) fn parse_literal(pattern: &str, flags: Flags) -> Parse {
    let any_case = flags.has(Flags::CASE_INSENSITIVE);
    let unicode = flags.has(Flags::UNICODE_CASE);
    let make = |c| literal(c, any_case.then(|| fold::class_of(c, unicode)));
    let nodes = pattern.chars().map(make);
    Parse { root: joined(nodes.collect()), groups: 1, names: Vec::new() }
}

/// One after the other, with literals side by side made one.
fn joined(nodes: Vec<Node>) -> Node {
    let mut joined: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (joined.last_mut(), node) {
            (Some(Node::Literal(text)), Node::Literal(more)) => text.push_str(&more),
            (_, node) => joined.push(node),
        }
    }
    match joined.pop() {
        Some(only) if joined.is_empty() => only,
        last => {
            joined.extend(last);
            Node::Concat(joined)
        }
    }
}

/// A character, or what it matches if its case does not matter.
fn literal(c: char, any_case: Option<ClassUnicode>) -> Node {
    match any_case {
        Some(class) if class.iter().any(|range| range.end() != c || range.len() > 1) => {
            Node::Set(Arc::new(CharSet::new(&class)))
        }
        _ => Node::Literal(c.to_string()),
    }
}

/// An ASCII character, for `match`.
pub(super) fn ascii(c: u32) -> u8 {
    u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(0xff)
}

impl Parser<'_> {
    /// Java's complaint, before the character last taken.
    #[cold]
    pub fn error(&self, description: &str) -> Box<PatternError> {
        let index = self.input.at as i32 - 1;
        Box::new(PatternError::new(description, self.pattern, index))
    }

    pub fn has(&self, flags: Flags) -> bool {
        self.input.flags.has(flags)
    }

    /// One level deeper.
    pub fn enter(&mut self) -> Parsed<()> {
        if self.depth == MAX_DEPTH {
            return Err(self.error("Pattern nested too deeply"));
        }
        self.depth += 1;
        Ok(())
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Counts ranges of characters against what one pattern may use.
    pub fn spend(&mut self, ranges: usize) -> Parsed<()> {
        self.ranges += ranges;
        if self.ranges > MAX_RANGES {
            return Err(self.error("Pattern too large"));
        }
        Ok(())
    }

    pub fn set_node(&mut self, class: &ClassUnicode) -> Parsed<Node> {
        self.spend(class.ranges().len())?;
        Ok(Node::Set(Arc::new(CharSet::new(class))))
    }

    /// A set made once for each name and flags.
    pub fn known(
        &mut self,
        name: &str,
        make: impl FnOnce(Flags) -> Result<ClassUnicode, String>,
    ) -> Result<Rc<Named>, String> {
        let flags = self.input.flags;
        let key = (name.to_owned(), flags.has(Flags::CASE_INSENSITIVE), flags.has(Flags::UNICODE_CHARACTER_CLASS));
        if let Some(named) = self.known.get(&key) {
            return Ok(Rc::clone(named));
        }
        let class = make(flags)?;
        let set = Arc::new(CharSet::new(&class));
        let named = Rc::new(Named { class, set });
        self.known.insert(key, Rc::clone(&named));
        Ok(named)
    }

    /// `a|b|c`
    pub fn alternation(&mut self) -> Parsed<Node> {
        let mut branches = vec![self.sequence()?];
        while self.input.peek() == u32::from(b'|') {
            self.input.next();
            branches.push(self.sequence()?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => {
                branches.extend(last);
                Node::Alternate(branches)
            }
        })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut nodes = Vec::new();
        // What nests is kept apart from what does not, to need little of the thread's stack.
        loop {
            match ascii(self.input.peek()) {
                b'(' => nodes.extend(self.group()?),
                b'|' | b')' => break,
                0 if self.input.at >= self.input.length => break,
                _ => self.piece(&mut nodes)?,
            }
        }
        Ok(joined(nodes))
    }

    /// What is no group, with its quantifier.
    fn piece(&mut self, nodes: &mut Vec<Node>) -> Parsed<()> {
        let c = self.input.peek();
        let node = match ascii(c) {
            b'?' | b'*' | b'+' => {
                self.input.next();
                let c = char::from(ascii(c));
                return Err(self.error(&format!("Dangling meta character '{c}'")));
            }
            b'[' => {
                let class = self.class(true)?;
                self.set_node(&class)?
            }
            b'^' => self.single(|flags| Node::Assert(caret(flags))),
            b'$' => self.single(|flags| Node::Assert(dollar(flags))),
            b'.' => self.dot(),
            _ => self.atom(nodes)?,
        };
        match (self.quantifier()?, node) {
            (Some(quantifier), node) => nodes.push(Repeat::of_atom(node, quantifier)),
            (None, Node::Empty) => {}
            (None, node) => nodes.push(node),
        }
        Ok(())
    }

    fn single(&mut self, make: impl FnOnce(Flags) -> Node) -> Node {
        self.input.next();
        make(self.input.flags)
    }

    fn dot(&mut self) -> Node {
        self.input.next();
        let flags = self.input.flags;
        let (name, except) = if flags.has(Flags::DOTALL) {
            ("dot all", "")
        } else if flags.has(Flags::UNIX_LINES) {
            ("dot unix", "\n")
        } else {
            ("dot", "\n\r\u{85}\u{2028}\u{2029}")
        };
        let made = self.known(name, |_| Ok(set::negate(set::of(except))));
        made.map_or(Node::Empty, |named| Node::Set(Arc::clone(&named.set)))
    }

    /// Characters that stand for themselves, up to something else. The last of them, which a quantifier after it binds
    /// to, is returned; those before it go to `nodes`.
    fn atom(&mut self, nodes: &mut Vec<Node>) -> Parsed<Node> {
        let mut run: Vec<u32> = Vec::new();
        let mut before_last = self.input.at;
        let mut c = self.input.peek();
        loop {
            match ascii(c) {
                b'*' | b'+' | b'?' | b'{' => {
                    if run.len() > 1 {
                        self.input.at = before_last;
                        run.pop();
                    }
                    break;
                }
                b'$' | b'.' | b'^' | b'(' | b'[' | b'|' | b')' => break,
                b'\\' => {
                    let here = self.input.at;
                    if matches!(ascii(self.input.get(here + 1)), b'p' | b'P') {
                        if run.is_empty() {
                            self.input.at += 1;
                            let named = self.property()?;
                            return Ok(Node::Set(named));
                        }
                        break;
                    }
                    match self.escape(false, false)? {
                        Escaped::Char(code) => {
                            before_last = here;
                            run.push(code);
                            c = self.input.peek();
                            continue;
                        }
                        Escaped::Node(node) if run.is_empty() => return Ok(node),
                        Escaped::Set(set) if run.is_empty() => {
                            return Ok(Node::Set(Arc::clone(&set.set)));
                        }
                        _ => {
                            self.input.at = here;
                            break;
                        }
                    }
                }
                0 if self.input.at >= self.input.length => break,
                _ => {}
            }
            before_last = self.input.at;
            run.push(c);
            c = self.input.next();
        }
        Ok(self.slice(&run, nodes))
    }

    /// Java matches such a run as one, which hardly shows: nothing but a run of one, or of none, is ever followed by a
    /// quantifier.
    fn slice(&self, run: &[u32], nodes: &mut Vec<Node>) -> Node {
        let any_case = self.has(Flags::CASE_INSENSITIVE);
        let unicode = self.has(Flags::UNICODE_CASE);
        let make = |class_of: fn(char, bool) -> ClassUnicode, code: u32| {
            let c = set::from_java(code);
            literal(c, any_case.then(|| class_of(c, unicode)))
        };
        if let [only] = run {
            return make(fold::class_of_single, *only);
        }
        nodes.extend(run.iter().map(|code| make(fold::class_of, *code)));
        Node::Empty
    }

    /// `\p{L}`, `\pL`, `\P{L}`, from the letter on.
    fn property(&mut self) -> Parsed<Arc<CharSet>> {
        let (named, negate) = self.property_name()?;
        if !negate {
            return Ok(Arc::clone(&named.set));
        }
        let class = set::negate(named.class.clone());
        self.spend(class.ranges().len())?;
        Ok(Arc::new(CharSet::new(&class)))
    }

    /// The set of a property and whether it is to be turned around.
    pub fn property_name(&mut self) -> Parsed<(Rc<Named>, bool)> {
        let negate = ascii(self.input.get(self.input.at)) == b'P';
        let name = if self.input.next() == u32::from(b'{') {
            self.input.next();
            let from = self.input.at;
            loop {
                let c = self.input.read();
                if c == u32::from(b'}') {
                    break;
                }
                if self.input.at > self.input.length {
                    self.input.at = self.input.length + 1;
                    return Err(self.error("Unclosed character family"));
                }
            }
            if from + 1 == self.input.at {
                return Err(self.error("Empty character family"));
            }
            self.input.text(from, self.input.at - 1)
        } else {
            let c = char::from_u32(self.input.get(self.input.at)).unwrap_or('\0');
            self.input.read();
            c.to_string()
        };
        let made = self.known(&name, |flags| property::named(&name, flags));
        Ok((made.map_err(|message| self.error(&message))?, negate))
    }

    /// `?`, `*+`, `{2,3}?`
    pub fn quantifier(&mut self) -> Parsed<Option<Quantifier>> {
        let (min, max) = match ascii(self.input.peek()) {
            b'?' => {
                self.input.next();
                Quantifier::OPTION
            }
            b'*' => {
                self.input.next();
                Quantifier::STAR
            }
            b'+' => {
                self.input.next();
                Quantifier::PLUS
            }
            b'{' => self.counts()?,
            _ => return Ok(None),
        };
        let greed = match ascii(self.input.peek()) {
            b'?' => Greed::Lazy,
            b'+' => Greed::Possessive,
            _ => Greed::Greedy,
        };
        if greed != Greed::Greedy {
            self.input.next();
        }
        Ok(Some(Quantifier { min, max, greed, option: (min, max) == Quantifier::OPTION }))
    }

    /// `{2}`, `{2,}`, `{2,3}`
    fn counts(&mut self) -> Parsed<(u32, u32)> {
        let mut c = self.input.skip();
        if !ascii(c).is_ascii_digit() {
            return Err(self.error("Illegal repetition"));
        }
        let min = self.count(&mut c)?;
        let mut max = min;
        if ascii(c) == b',' {
            c = self.input.read();
            max = MANY;
            if ascii(c) != b'}' {
                max = self.count(&mut c)?;
            }
        }
        if ascii(c) != b'}' {
            return Err(self.error("Unclosed counted closure"));
        }
        if max < min {
            return Err(self.error("Illegal repetition range"));
        }
        Ok((min, max))
    }

    fn count(&mut self, c: &mut u32) -> Parsed<u32> {
        let mut count = 0u32;
        while ascii(*c).is_ascii_digit() {
            let more = count.checked_mul(10).and_then(|n| n.checked_add(*c - u32::from(b'0'))).filter(|n| *n <= MANY);
            count = more.ok_or_else(|| self.error("Illegal repetition range"))?;
            *c = self.input.read();
        }
        Ok(count)
    }
}

fn caret(flags: Flags) -> Assert {
    match (flags.has(Flags::MULTILINE), flags.has(Flags::UNIX_LINES)) {
        (false, _) => Assert::Begin,
        (true, false) => Assert::LineStart,
        (true, true) => Assert::UnixLineStart,
    }
}

fn dollar(flags: Flags) -> Assert {
    match (flags.has(Flags::MULTILINE), flags.has(Flags::UNIX_LINES)) {
        (false, false) => Assert::LastLine,
        (false, true) => Assert::UnixLastLine,
        (true, false) => Assert::LineEnd,
        (true, true) => Assert::UnixLineEnd,
    }
}
