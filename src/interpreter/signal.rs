//! What ends a statement early: a fault, `#break` or `#stop`.

use crate::error::{Ends, Fault, Span};

/// The result of running something.
pub(super) type Exec<T> = Result<T, Signal>;

/// Why the rest is not run.
#[derive(Debug)]
pub(super) enum Signal {
    Fault(Box<Fault>),
    /// `#break`: ends the nearest loop, define or macro; with a scope, the directive that owns it.
    Break(Option<u32>),
    /// `#stop`: ends the template, or the `#evaluate` it is in.
    Stop,
}

impl Signal {
    /// Gives a fault its place unless it has one.
    pub fn at(self, span: Span) -> Signal {
        match self {
            Signal::Fault(fault) => Signal::Fault(fault.at(span)),
            other => other,
        }
    }
}

impl From<Box<Fault>> for Signal {
    fn from(fault: Box<Fault>) -> Signal {
        match fault.ends {
            None => Signal::Fault(fault),
            Some(Ends::Template) => Signal::Stop,
            Some(Ends::Directive(owner)) => Signal::Break(Some(owner)),
        }
    }
}

/// True if `result` is a `#break` meant for the directive `owner`, or for the nearest one.
pub(super) fn is_break_for<T>(result: &Exec<T>, owner: u32) -> bool {
    matches!(result, Err(Signal::Break(to)) if to.is_none_or(|to| to == owner))
}
