//! `$util.escapeJavaScript(…).replaceAll("\\'","'")`: what is done with a text on its way into the output.

use std::collections::HashMap;
use std::rc::Rc;

/// What was done with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Chain(u32);

/// One thing that is done with a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Link {
    /// `$util.name(…)` around it.
    Util(Rc<str>),
    /// `.name(…)` behind it.
    Method(Rc<str>),
}

#[derive(Debug)]
struct Step {
    before: Chain,
    link: Link,
    length: u32,
    escapes: bool,
}

/// All that is done with texts in a template.
#[derive(Debug, Default)]
pub(super) struct Chains {
    steps: Vec<Step>,
    known: HashMap<(Chain, Link), Chain>,
}

/// More things than these done with one text are not followed.
const LONGEST: u32 = 12;

impl Chain {
    /// Nothing was done with it.
    pub const NONE: Chain = Chain(0);
}

impl Chains {
    /// One thing more; `None` if there are too many.
    pub fn push(&mut self, before: Chain, link: Link) -> Option<Chain> {
        let key = (before, link);
        if let Some(&chain) = self.known.get(&key) {
            return Some(chain);
        }
        let length = self.step(before).map_or(0, |step| step.length) + 1;
        if length > LONGEST {
            return None;
        }
        let escapes = self.escapes(before) || key.1 == Link::Util("escapeJavaScript".into());
        self.steps.push(Step { before, link: key.1.clone(), length, escapes });
        let chain = Chain(self.steps.len() as u32);
        self.known.insert(key, chain);
        Some(chain)
    }

    fn step(&self, chain: Chain) -> Option<&Step> {
        self.steps.get((chain.0 as usize).checked_sub(1)?)
    }

    /// `$util.escapeJavaScript` is part of it.
    pub fn escapes(&self, chain: Chain) -> bool {
        self.step(chain).is_some_and(|step| step.escapes)
    }

    /// The last thing that is done, and all before it.
    pub fn last(&self, chain: Chain) -> Option<(Chain, &Link)> {
        self.step(chain).map(|step| (step.before, &step.link))
    }

    /// The expression that does it all with `base`.
    pub fn expression(&self, chain: Chain, base: &str) -> String {
        let mut links = Vec::new();
        let mut at = chain;
        while let Some(step) = self.step(at) {
            links.push(&step.link);
            at = step.before;
        }
        links.iter().rev().fold(base.to_owned(), |text, link| match link {
            Link::Util(name) => format!("$util.{name}({text})"),
            Link::Method(call) => format!("{text}{call}"),
        })
    }
}
