//! Which statements cannot both run in one render: a `#stop` stands between them, or their conditions exclude each other.

use std::rc::Rc;

use super::*;

/// Answers that question for the statements of one template.
pub(crate) struct Exclusion<'f, 's> {
    facts: &'f Facts<'s>,
    /// The orders of the `#stop` and `#break` of each block.
    stops: HashMap<BlockId, Vec<u32>>,
    breaks: HashMap<BlockId, Vec<u32>>,
    known: HashMap<BlockId, Rc<[Known]>>,
    /// Comparisons that may still be made.
    left: usize,
}

/// Comparisons of what conditions say, in one template; behind them everything is taken to exclude everything.
const WORK: usize = 200_000;

/// What is kept of the conditions around one block.
const MOST_KNOWN: usize = 24;

/// What a condition says where it held, or did not.
struct Known {
    /// The value that is spoken of, or the whole condition, without blanks and braces.
    subject: String,
    claim: Claim,
    /// The `#if`, in bytes of the template.
    asked: u32,
}

/// The turns of the loops around two statements in which both run.
#[derive(Clone, Copy)]
enum Turns {
    /// There is no such loop.
    None,
    /// One turn, in which both blocks stand.
    One(BlockId, BlockId),
    /// Another turn may answer otherwise.
    Several,
}

enum Claim {
    /// It is true as a condition.
    Is(bool),
    /// It prints this text, or another.
    Prints(bool, String),
    /// It is a number from the first to the last.
    Within(i64, i64),
}

impl<'f, 's> Exclusion<'f, 's> {
    pub fn new(facts: &'f Facts<'s>) -> Exclusion<'f, 's> {
        let by_block = |ends: &[Located<'s, Scoped<'s>>]| {
            let mut orders: HashMap<BlockId, Vec<u32>> = HashMap::new();
            for end in ends.iter().filter(|end| end.node.argument.is_none()) {
                orders.entry(end.block).or_default().push(end.order);
            }
            orders
        };
        let (stops, breaks) = (by_block(&facts.stops), by_block(&facts.breaks));
        Exclusion { facts, stops, breaks, known: HashMap::new(), left: WORK }
    }

    /// Both statements can run in one render, the first before the other.
    pub fn can_follow(&mut self, first: (BlockId, u32), then: (BlockId, u32)) -> bool {
        self.facts.can_both_run(first.0, then.0) && !self.ends_between(first, then) && !self.conditions(first, then.0)
    }

    /// A loop around the statement may come to it again.
    pub fn is_repeated(&self, (block, order): (BlockId, u32)) -> bool {
        self.facts.loops_around(block).any(|each| {
            let body = self.facts.loops[each].body;
            let last = self.facts.blocks[body].last;
            !self.ends_between((block, order), (body, last.saturating_add(1)))
        })
    }

    /// A `#stop`, or a `#break` out of a loop around both, always comes behind the first and before the other.
    fn ends_between(&self, first: (BlockId, u32), then: (BlockId, u32)) -> bool {
        let between = |orders: Option<&Vec<u32>>| {
            let orders = orders.map_or(&[][..], Vec::as_slice);
            orders.get(orders.partition_point(|order| *order <= first.1)).is_some_and(|order| *order < then.1)
        };
        self.facts.around(first.0).any(|block| {
            between(self.stops.get(&block))
                || between(self.breaks.get(&block))
                    && self
                        .facts
                        .innermost_loop(block)
                        .is_none_or(|each| self.facts.is_within(then.0, self.facts.loops[each].body))
        })
    }

    /// The conditions around the two blocks cannot hold in one render.
    fn conditions(&mut self, first: (BlockId, u32), then: BlockId) -> bool {
        let (first_known, then_known) = (self.known_in(first.0), self.known_in(then));
        let work = first_known.len() * then_known.len();
        if work > self.left {
            return true;
        }
        self.left -= work;
        let shared =
            self.facts.loops_around(first.0).filter(|each| self.facts.loops_around(then).any(|other| other == *each));
        let turns = match (shared.count(), self.is_repeated(first)) {
            (0, _) => Turns::None,
            (_, true) => Turns::Several,
            (_, false) => Turns::One(first.0, then),
        };
        first_known.iter().any(|one| {
            let against = |other: &&Known| one.subject == other.subject && one.claim.excludes(&other.claim);
            then_known.iter().filter(against).any(|other| {
                let (from, to) = (one.asked.min(other.asked), one.asked.max(other.asked));
                roots(&one.subject).all(|root| self.stays(root, from, to, turns))
            })
        })
    }

    /// The variable has the same value wherever it is read between two places.
    fn stays(&self, name: &str, from: u32, to: u32, turns: Turns) -> bool {
        let facts = self.facts;
        let Some(variable) = facts.variable(name).filter(|variable| variable.is_set()) else {
            return !matches!(name, "foreach" | "velocityCount" | "velocityHasNext");
        };
        let is_same_item = |each: &usize| match turns {
            // another loop may have an item of that name
            Turns::One(one, other) => {
                let body = facts.loops[*each].body;
                facts.is_within(one, body) == facts.is_within(other, body)
            }
            Turns::None | Turns::Several => false,
        };
        let mut sets = variable.sets.iter().chain(&variable.changes).map(|set| facts.sets[*set].node.offset);
        variable.items.iter().all(is_same_item)
            && variable.defines.is_empty()
            && !variable.is_argument
            && !matches!(turns, Turns::Several)
            && sets.all(|set| set < from || set > to)
    }

    fn known_in(&mut self, block: BlockId) -> Rc<[Known]> {
        if let Some(known) = self.known.get(&block) {
            return known.clone();
        }
        let facts = self.facts;
        let mut known = Vec::new();
        for block in facts.around(block) {
            let (number, arm) = match facts.blocks[block].kind {
                BlockKind::Arm(number, arm) => (number, arm),
                BlockKind::Otherwise(number) => (number, usize::MAX),
                _ => continue,
            };
            let arms = facts.ifs[number].node.arms;
            let asked = facts.ifs[number].node.offset;
            let held = arms.get(arm).map(|(condition, _)| (condition, true));
            let before = arms[..arm.min(arms.len())].iter().take(MOST_KNOWN).map(|(condition, _)| (condition, false));
            for (condition, truth) in held.into_iter().chain(before) {
                learn(facts, condition, truth, &mut |subject, claim| {
                    if known.len() < MOST_KNOWN {
                        known.push(Known { subject, claim, asked });
                    }
                });
            }
        }
        let known: Rc<[Known]> = known.into();
        self.known.insert(block, known.clone());
        known
    }
}

impl Claim {
    fn excludes(&self, other: &Claim) -> bool {
        match (self, other) {
            (Claim::Is(a), Claim::Is(b)) => a != b,
            (Claim::Prints(true, a), Claim::Prints(true, b)) => a != b,
            (Claim::Prints(is, a), Claim::Prints(other, b)) => is != other && a == b,
            (Claim::Within(a, b), Claim::Within(c, d)) => b < c || d < a,
            (Claim::Is(truth), Claim::Prints(true, text)) | (Claim::Prints(true, text), Claim::Is(truth)) => {
                *truth == (text == "false")
            }
            _ => false,
        }
    }
}

/// What a condition says that held, or did not.
fn learn<'s>(facts: &Facts<'s>, mut condition: &Expression<'s>, truth: bool, say: &mut dyn FnMut(String, Claim)) {
    use Operator::{And, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual, Or};
    // chains lean to the left, and may be long
    while let Kind::Binary(operator @ (And | Or), (left, right)) = &condition.kind {
        if truth != (*operator == And) {
            return say(plain(facts, condition), Claim::Is(truth));
        }
        learn(facts, right, truth, say);
        condition = left;
    }
    let Kind::Binary(operator, (left, right)) = &condition.kind else {
        return match condition.kind {
            Kind::Not(inner) => learn(facts, inner, !truth, say),
            _ => say(plain(facts, condition), Claim::Is(truth)),
        };
    };
    let sides = |between: &str| format!("{}{between}{}", plain(facts, left), plain(facts, right));
    match operator {
        Equal | NotEqual => {
            let equal = truth == (*operator == Equal);
            for (value, literal) in [(left, right), (right, left)] {
                if let Some(text) = printed(facts, literal) {
                    if let (true, Ok(number)) = (equal, text.parse()) {
                        say(plain(facts, value), Claim::Within(number, number));
                    }
                    say(plain(facts, value), Claim::Prints(equal, text.to_owned()));
                }
            }
            say(sides("=="), Claim::Is(equal));
        }
        Less | LessOrEqual | Greater | GreaterOrEqual => {
            match (operator, truth) {
                (Less, _) => say(sides("<"), Claim::Is(truth)),
                (LessOrEqual, _) => say(sides("<="), Claim::Is(truth)),
                (GreaterOrEqual, true) => say(sides("<"), Claim::Is(false)),
                (Greater, true) => say(sides("<="), Claim::Is(false)),
                // what is no number is neither more nor less
                _ => {}
            }
            if let (true, Kind::Integer(number)) = (truth, right.kind)
                && let Ok(number) = number.parse::<i64>()
            {
                say(
                    plain(facts, left),
                    match operator {
                        Less => Claim::Within(i64::MIN, number.saturating_sub(1)),
                        LessOrEqual => Claim::Within(i64::MIN, number),
                        Greater => Claim::Within(number.saturating_add(1), i64::MAX),
                        _ => Claim::Within(number, i64::MAX),
                    },
                );
            }
        }
        _ => {}
    }
}

/// What a literal prints.
fn printed<'s>(facts: &Facts<'s>, literal: &Expression<'s>) -> Option<&'s str> {
    match literal.kind {
        Kind::Integer(text) => Some(text),
        Kind::Boolean(true) => Some("true"),
        Kind::Boolean(false) => Some("false"),
        _ => facts.constant(literal),
    }
}

/// An expression without what may be written otherwise: blanks, and the braces of `${x}`.
fn plain(facts: &Facts<'_>, expression: &Expression<'_>) -> String {
    let text: String = facts.slice(expression.span()).split_whitespace().collect();
    text.replace("$!", "$").replace("${", "$").replace('}', "")
}

/// The variables in such a text.
fn roots(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('$').map(|(at, _)| {
        let rest = &text[at + 1..];
        &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len())]
    })
}
