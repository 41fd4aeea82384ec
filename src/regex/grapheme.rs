//! `\X` and `\b{g}`: what a reader takes for one character.

use std::sync::OnceLock;

use super::Exhausted;
use super::matcher::Matcher;
use super::property;
use super::set::CharSet;

/// Unicode's `Grapheme_Cluster_Break`, with pictographs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Other,
    Cr,
    Lf,
    Control,
    Extend,
    Joiner,
    Regional,
    Prepend,
    Spacing,
    L,
    V,
    T,
    Lv,
    Lvt,
    Pictograph,
}

const KINDS: [(Kind, &str); 14] = [
    (Kind::Cr, r"\p{gcb=CR}"),
    (Kind::Lf, r"\p{gcb=LF}"),
    (Kind::Control, r"\p{gcb=Control}"),
    (Kind::Extend, r"\p{gcb=Extend}"),
    (Kind::Joiner, r"\p{gcb=ZWJ}"),
    (Kind::Regional, r"\p{gcb=Regional_Indicator}"),
    (Kind::Prepend, r"\p{gcb=Prepend}"),
    (Kind::Spacing, r"\p{gcb=SpacingMark}"),
    (Kind::L, r"\p{gcb=L}"),
    (Kind::V, r"\p{gcb=V}"),
    (Kind::T, r"\p{gcb=T}"),
    (Kind::Lv, r"\p{gcb=LV}"),
    (Kind::Lvt, r"\p{gcb=LVT}"),
    (Kind::Pictograph, r"\p{Extended_Pictographic}"),
];

fn kind(c: char) -> Kind {
    static SETS: OnceLock<Vec<(Kind, CharSet)>> = OnceLock::new();
    let sets = SETS.get_or_init(|| {
        let made = KINDS.iter();
        made.map(|(kind, class)| (*kind, CharSet::new(&property::known(class)))).collect()
    });
    let found = sets.iter().find(|(_, set)| set.has(c));
    found.map_or(Kind::Other, |(kind, _)| *kind)
}

/// A cluster so far.
struct Cluster {
    last: Kind,
    /// Flags are pairs.
    regionals: u32,
    /// It is a pictograph with nothing but extensions after it.
    pictograph: bool,
}

impl Cluster {
    fn new(c: char) -> Cluster {
        let last = kind(c);
        Cluster { last, regionals: u32::from(last == Kind::Regional), pictograph: last == Kind::Pictograph }
    }

    /// Takes `c` unless it starts another cluster.
    fn takes(&mut self, c: char) -> bool {
        let next = kind(c);
        if !self.joins(next) {
            return false;
        }
        self.regionals += u32::from(next == Kind::Regional);
        self.pictograph = match next {
            Kind::Pictograph => true,
            Kind::Extend | Kind::Joiner => self.pictograph,
            _ => false,
        };
        self.last = next;
        true
    }

    fn joins(&self, next: Kind) -> bool {
        use Kind::*;
        match (self.last, next) {
            (Cr, Lf) => true,
            (Cr | Lf | Control, _) | (_, Cr | Lf | Control) => false,
            (L, L | V | Lv | Lvt) | (Lv | V, V | T) | (Lvt | T, T) => true,
            (_, Extend | Joiner | Spacing) | (Prepend, _) => true,
            (Joiner, Pictograph) => self.pictograph,
            (Regional, Regional) => self.regionals % 2 == 1,
            _ => false,
        }
    }
}

impl Matcher<'_, '_> {
    /// Where the cluster that starts here ends.
    pub(super) fn grapheme_end(&mut self, at: usize) -> Result<Option<usize>, Exhausted> {
        let text = self.text;
        let mut chars = text[at..].chars();
        let Some(first) = chars.next() else {
            return Ok(None);
        };
        let mut cluster = Cluster::new(first);
        let mut end = at + first.len_utf8();
        for c in chars {
            self.burn(8)?;
            if !cluster.takes(c) {
                break;
            }
            end += c.len_utf8();
        }
        Ok(Some(end))
    }

    /// Java counts clusters from where the last match ended, and finds no bound there.
    pub(super) fn grapheme_bound(&mut self, at: usize) -> Result<bool, Exhausted> {
        if at == 0 || at == self.bytes.len() {
            return Ok(true);
        }
        let first = self.grapheme_end(self.previous)?;
        Ok(first.is_none_or(|end| end <= at))
    }
}
