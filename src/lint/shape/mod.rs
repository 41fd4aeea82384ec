//! Rules about the JSON that a template prints: VTL070 to VTL099.
//!
//! A template is rendered without an event. [`path`] walks the tree and keeps what is known of each value: text, or a name
//! for what only an event decides ([`value`], [`terms`]) and what was done with it since ([`chains`]). Where an event decides
//! which way to go, a [`plan`] answers, and equal questions get equal answers; [`explore`] chooses the plans. What a path
//! prints is read as JSON, piece by piece, by [`json`]. Whether a value can break the place where it is printed is tried with
//! the engine itself on texts that it may be ([`probe`]), so that no finding rests on a guess. [`report`] makes findings
//! of it all, once for a template; the [`rules`] only pick theirs.

mod chains;
mod explore;
mod expression;
mod host;
mod json;
mod messages;
mod mock;
mod path;
mod plan;
mod print;
mod probe;
mod reference;
mod report;
mod rules;
mod terms;
mod text;
mod value;

#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod witness;

pub(super) use report::Analysis;
pub(super) use rules::ALL as RULES;
