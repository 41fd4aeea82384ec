//! A snapshot and the one it is to replace, for people.

use serde_json::Value as Json;

use super::{Proposal, Snapshot};
use crate::suite::diff;
use crate::terminal::Paint;

/// A line of JSON that is longer than this is laid out for reading.
const LONG: usize = 100;

/// What differs, section by section; all of it, if there is nothing to compare with.
///
/// ```
/// use vtl::suite::snapshot::{Proposal, show};
/// use vtl::suite::Snapshot;
/// use vtl::terminal::Paint;
///
/// let printed = |text: &str| Snapshot::of("pets.vtl").section("output", text);
/// let proposal = Proposal::Changed(printed(r#"{"id": 7}"#), printed(r#"{"id": 8}"#));
/// assert_eq!(show(&proposal, Paint::Plain), "$.id\n  - 7\n  + 8\n");
/// ```
pub fn show(proposal: &Proposal, paint: Paint) -> String {
    let nothing = Snapshot::default();
    let (old, new) = match proposal {
        Proposal::New(new) => (&nothing, new),
        Proposal::Changed(old, new) => (old, new),
        Proposal::Orphaned(old) => (old, &nothing),
    };
    let added = new.sections().filter(|(name, _)| old.get(name).is_none());
    let names: Vec<&str> = old.sections().chain(added).map(|(name, _)| name).collect();
    let mut out = String::new();
    for name in &names {
        let (old, new) = (old.get(name), new.get(name));
        if old == new {
            continue;
        }
        if names.len() > 1 || *name != "output" {
            out.push_str(&paint.strong(&format!("{name}:")));
            out.push('\n');
        }
        out.push_str(&match (old, new) {
            (Some(old), Some(new)) => compared(old, new, paint),
            (old, new) => alone(old, new, paint),
        });
    }
    out
}

fn compared(old: &str, new: &str, paint: Paint) -> String {
    let json = |text: &str| serde_json::from_str::<Json>(text).ok();
    if let (Some(a), Some(b)) = (json(old), json(new)) {
        let diff = diff::json(&a, &b);
        if !diff.is_empty() {
            return diff.render(paint);
        }
        let note = paint.faint("(the same JSON, written otherwise)");
        return format!("{note}\n{}", diff::text(old, new).render(paint));
    }
    diff::text(old, new).render(paint)
}

/// Text that has nothing to be compared with.
fn alone(old: Option<&str>, new: Option<&str>, paint: Paint) -> String {
    let laid_out = |text: &str| {
        let long = !text.trim_end().contains('\n') && text.len() > LONG;
        let json = if long { serde_json::from_str::<Json>(text).ok() } else { None };
        json.map(|json| format!("{json:#}"))
    };
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    match (laid_out(old), laid_out(new)) {
        (None, None) => diff::text(old, new).render(paint),
        (a, b) => {
            let shown = diff::text(a.as_deref().unwrap_or(old), b.as_deref().unwrap_or(new)).render(paint);
            format!("{}\n{shown}", paint.faint("(one line, laid out here for reading)"))
        }
    }
}
