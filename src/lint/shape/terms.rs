//! `$input.path('$.a').b`: names for the values of an event, so that the same value is known under all its names.

use std::collections::HashMap;
use std::rc::Rc;

/// The name of a value of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Term(u32);

/// All names, each as a step from another.
#[derive(Debug, Default)]
pub(super) struct Terms {
    steps: Vec<(Option<Term>, Rc<str>)>,
    known: HashMap<(Option<Term>, Rc<str>), Term>,
}

impl Terms {
    /// A value that is part of no other.
    pub fn root(&mut self, name: &str) -> Term {
        self.intern(None, name)
    }

    /// A part of another value, or what was made of it.
    pub fn child(&mut self, of: Term, name: &str) -> Term {
        self.intern(Some(of), name)
    }

    fn intern(&mut self, of: Option<Term>, name: &str) -> Term {
        let key = (of, Rc::from(name));
        if let Some(&term) = self.known.get(&key) {
            return term;
        }
        let term = Term(self.steps.len() as u32);
        self.steps.push(key.clone());
        self.known.insert(key, term);
        term
    }

    /// The last step to a value.
    pub fn name(&self, term: Term) -> Rc<str> {
        self.steps[term.0 as usize].1.clone()
    }

    /// What a value is part of.
    pub fn parent(&self, term: Term) -> Option<Term> {
        self.steps[term.0 as usize].0
    }

    /// The steps to a value, joined by dots; the last ones only if there are many.
    pub fn path(&self, term: Term) -> String {
        let mut steps = Vec::new();
        let mut at = Some(term);
        while let Some(Term(index)) = at.filter(|_| steps.len() < 12) {
            let (parent, name) = &self.steps[index as usize];
            steps.push(&**name);
            at = *parent;
        }
        steps.reverse();
        steps.join(".")
    }
}
