//! Each branch both ways, loops with two turns, none and one: the paths through a template that are walked, and what is
//! wrong on them.
//!
//! Where few questions are asked, all combinations of answers are walked. Else: all alike; then, by the bits of the
//! questions' numbers, plans in which any two questions meet with all pairs of answers (twice the logarithm of their number
//! is enough for that); then each question turned alone, while the budget lasts. The budget counts nodes and text, so the
//! work is linear in the template whatever it holds.

use std::collections::{HashMap, HashSet};

use bumpalo::Bump;

use super::json::{self, Found, Read, Top, Trouble};
use super::path::{Source, Taken, Wanted, World, walk};
use super::plan::{Decision, Plan, YES_NO};
use super::probe::Probed;
use super::value::{Piece, What};
use crate::error::Span;
use crate::syntax::ast::Block;

/// The work that one template may cost, over all paths: so many times its first path, within these bounds.
const TIMES: u64 = 16;
const LEAST_BUDGET: u64 = 2_000_000;
const MOST_BUDGET: u64 = 4_000_000;
/// Paths of a template whose combinations are all walked.
const FEW_PATHS: usize = 240;
/// Paths at all.
const MOST_PATHS: usize = 700;
/// Paths walked to find what a trouble depends on, in all.
const MOST_RETRIES: usize = 400;
/// Decisions of one path that are turned for that.
const MOST_TURNED: usize = 24;
/// Troubles that are kept.
const MOST_FOUND: usize = 400;

/// A trouble, and when it happens.
#[derive(Debug)]
pub(super) struct Case {
    pub found: Found,
    /// The decisions without which it does not happen.
    pub when: Vec<Decision>,
    decisions: Vec<Decision>,
}

#[cfg(test)]
impl Case {
    /// The path on which it was found.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }
}

/// What the outermost object of a document held on some path, and when.
#[derive(Debug)]
pub(super) struct Document {
    pub top: Vec<(String, Span, Top)>,
    /// All of it, if a status is wanted and no event has a part in it.
    pub text: Option<String>,
    pub decisions: Vec<Decision>,
    pub followed: bool,
    pub blank: bool,
    pub start: Option<Span>,
    pub is_json: bool,
}

/// What the paths of a template show.
pub(super) struct Explored {
    pub cases: Vec<Case>,
    pub documents: Vec<Document>,
    pub world: World,
}

/// What makes two troubles one: the same thing at the same place, with a value of the same sort.
type Kind = (Trouble, u32, Option<Probed>);

struct Explorer<'t> {
    source: Source<'t>,
    tree: Block<'t>,
    arena: Bump,
    world: World,
    spent: u64,
    budget: u64,
    paths: usize,
    options: HashMap<u32, &'static [u8]>,
    seen: HashSet<Kind>,
    cases: Vec<Case>,
    documents: Vec<Document>,
}

/// Walks the paths of a template.
pub(super) fn explore(source: Source<'_>, tree: Block<'_>) -> Explored {
    let mut explorer = Explorer {
        source,
        tree,
        arena: Bump::new(),
        world: World::default(),
        spent: 0,
        budget: LEAST_BUDGET,
        paths: 0,
        options: HashMap::new(),
        seen: HashSet::new(),
        cases: Vec::new(),
        documents: Vec::new(),
    };
    if !explorer.all_combinations() {
        explorer.pairs();
    }
    explorer.explain();
    Explored { cases: explorer.cases, documents: explorer.documents, world: explorer.world }
}

impl Explorer<'_> {
    fn left(&self) -> bool {
        self.spent < self.budget && self.paths < MOST_PATHS
    }

    /// Walks one path: the answers it took.
    fn take(&mut self, plan: Plan<'_>) -> Vec<Decision> {
        self.arena.reset();
        let taken: Taken<'_> = walk(&self.arena, &mut self.world, self.source, self.tree, plan);
        let read = json::read(&taken.pieces, taken.complete, self.source.wanted == Wanted::Json);
        let text =
            (self.source.wanted == Wanted::Status && taken.complete).then(|| known_text(&taken.pieces)).flatten();
        self.spent += taken.cost + 20;
        self.paths += 1;
        let decisions = taken.decisions;
        for decision in &decisions {
            self.options.entry(decision.question).or_insert(decision.options);
        }
        self.keep(read, text, &decisions);
        decisions
    }

    fn keep(&mut self, read: Read, text: Option<String>, decisions: &[Decision]) {
        for found in read.found {
            let key = (found.trouble, found.at.start, found.unknown.map(Probed::from));
            if self.cases.len() < MOST_FOUND && self.seen.insert(key) {
                self.cases.push(Case { found, when: Vec::new(), decisions: decisions.to_vec() });
            }
        }
        if self.documents.len() < 64 {
            self.documents.push(Document {
                top: read.top,
                text,
                decisions: decisions.to_vec(),
                followed: read.followed,
                blank: read.blank,
                start: read.start,
                is_json: read.is_json,
            });
        }
    }

    /// All combinations of answers; false if there are too many.
    fn all_combinations(&mut self) -> bool {
        let mut prefix: Vec<u8> = Vec::new();
        loop {
            let decisions = self.take(Plan::Prefix(&prefix));
            if self.paths == 1 {
                self.budget = (self.spent * TIMES).clamp(LEAST_BUDGET, MOST_BUDGET);
            }
            let mut taken: Vec<(u8, usize)> = decisions
                .iter()
                .map(|d| (d.options.iter().position(|&o| o == d.answer).unwrap_or(0) as u8, d.options.len()))
                .collect();
            // the next combination: the last answer that has another option
            while taken.last().is_some_and(|&(option, options)| option as usize + 1 >= options) {
                taken.pop();
            }
            let Some(last) = taken.last_mut() else { return true };
            last.0 += 1;
            prefix = taken.into_iter().map(|(option, _)| option).collect();
            if self.paths >= FEW_PATHS || self.spent > self.budget / 2 || prefix.len() > 40 {
                return false;
            }
        }
    }

    fn pairs(&mut self) {
        for (yes, turns) in [(true, 2), (false, 2), (true, 1), (false, 1), (true, 0), (false, 0)] {
            if self.left() {
                self.take(Plan::Alike { yes, turns });
            }
        }
        let mut bit = 0;
        while self.left() && (self.options.len() >> bit) > 0 {
            for inverted in [false, true] {
                self.take(Plan::Bit { bit, inverted });
            }
            bit += 1;
        }
        let mut question = 0;
        while self.left() && (question as usize) < self.options.len() {
            let options = self.options.get(&question).copied().unwrap_or(YES_NO);
            for (yes, turns) in [(true, 2), (false, 2)] {
                for &answer in options {
                    if self.left() {
                        let base = Plan::Alike { yes, turns };
                        self.take(Plan::But { base: &base, question, answer });
                    }
                }
            }
            question += 1;
        }
    }

    /// Finds the decisions that each trouble depends on, by turning them one by one.
    fn explain(&mut self) {
        let mut retries = 0;
        for index in 0..self.cases.len() {
            let case = &self.cases[index];
            if !case.found.trouble.depends_on_path() {
                continue;
            }
            let (trouble, at) = (case.found.trouble, case.found.at.start);
            let decisions = case.decisions.clone();
            let answers: HashMap<u32, u8> = decisions.iter().map(|d| (d.question, d.answer)).collect();
            let mut when = Vec::new();
            // the decisions nearest to the place
            let mut near: Vec<&Decision> = decisions.iter().collect();
            near.sort_by_key(|decision| decision.at.start.abs_diff(at));
            for decision in near.into_iter().take(MOST_TURNED) {
                for &answer in decision.options {
                    if answer == decision.answer
                        || retries >= MOST_RETRIES
                        || self.spent > self.budget + self.budget / 2
                    {
                        continue;
                    }
                    retries += 1;
                    let base = Plan::Like(&answers);
                    let plan = Plan::But { base: &base, question: decision.question, answer };
                    if !self.happens(plan, trouble, at) {
                        when.push(decision.clone());
                        break;
                    }
                }
            }
            when.sort_by_key(|decision| (decision.at.start, decision.turn));
            self.cases[index].when = when;
        }
    }

    fn happens(&mut self, plan: Plan<'_>, trouble: Trouble, at: u32) -> bool {
        self.arena.reset();
        let taken = walk(&self.arena, &mut self.world, self.source, self.tree, plan);
        self.spent += taken.cost + 20;
        let read = json::read(&taken.pieces, taken.complete, self.source.wanted == Wanted::Json);
        read.found.iter().any(|found| found.trouble == trouble && found.at.start == at)
    }
}

/// What a path printed, if no event has a part in it.
fn known_text(pieces: &[Piece<'_>]) -> Option<String> {
    let texts = pieces.iter().map(|piece| match piece.what {
        What::Text(text) => Some(text),
        What::Unknown(_) | What::JavaMap => None,
    });
    texts.collect()
}

impl Trouble {
    /// It happens on some paths and not on others; the rest is a matter of one value.
    fn depends_on_path(self) -> bool {
        !matches!(self, Trouble::InString | Trouble::AsValue | Trouble::JavaMap)
    }
}
