//! Another text for an `Fn::Join`: which of its parts change.

use std::ops::Range;

use super::definition::Definition;
use super::document::NodeRef;
use super::error::DefinitionError;
use super::hole;
use super::located::Located;
use super::replace::{edited, is_replaced, unmarked};
use super::template::Origin;
use super::write::Edit;

/// Changes the parts of a join one by one, each time in a definition read anew.
pub(super) fn replace(definition: &Definition, at: usize, source: &str) -> Result<String, DefinitionError> {
    let located = &definition.templates()[at];
    let refusal = |message: &str| {
        let error = definition.refusal(located, message);
        error.help("change the `Fn::Join` in the definition")
    };
    let Origin::Join { delimiter, list, parts } = &definition.origins[at] else {
        return Err(refusal("there is no `Fn::Join`"));
    };
    let new = distribute(located, delimiter, parts, source).map_err(refusal)?;
    // from the end, so that what is removed does not move what comes before it
    for (part, (range, origin)) in parts.iter().enumerate().rev() {
        let (Some(text), Some(origin)) = (&new[part], origin) else { continue };
        let old = &located.source()[range.clone()];
        if text.as_deref() == Some(old) {
            continue;
        }
        let changed = match (text, origin) {
            (None, _) => remove(list, part).filter(|_| list.document.outer.is_none()),
            (Some(text), Origin::Scalar { node, sub }) => {
                let value = unmarked(located, node, text, definition.host, *sub);
                let whole = format!("{}{text}{}", &located.source()[..range.start], &located.source()[range.end..]);
                let shown = located.compared(&whole);
                definition.put(node, &value, |new| is_replaced(definition, new, located, &shown))
            }
            _ => return Err(refusal("a part of the `Fn::Join` is itself one")),
        };
        let changed =
            changed.ok_or_else(|| refusal("the new text cannot be written in the parts of the `Fn::Join`"))?;
        let next = Definition::parse(definition.file(), &changed)?;
        // marks are numbered from left to right in both, as the placeholders keep their order
        return next.replace(located.pointer(), source);
    }
    Err(refusal("the new text cannot be written in the parts of the `Fn::Join`"))
}

/// The new text of each part: none for a placeholder; `Some(None)` for a part that is to go.
type Texts = Vec<Option<Option<String>>>;

fn distribute(
    located: &Located,
    delimiter: &str,
    parts: &[(Range<usize>, Option<Origin>)],
    source: &str,
) -> Result<Texts, &'static str> {
    let mut new: Texts = vec![None; parts.len()];
    let mut rest = source;
    let mut first = 0;
    for at in 0..=parts.len() {
        let is_hole = parts.get(at).is_some_and(|(_, origin)| origin.is_none());
        if at < parts.len() && !is_hole {
            continue;
        }
        // the text up to the placeholder, or to the end
        let end = match parts.get(at) {
            None => rest.len(),
            Some((range, _)) => {
                let number = hole::marks(&located.source()[range.clone()]).next().map(|(_, number)| number);
                let mark = hole::marks(rest).find(|(_, found)| Some(*found) == number);
                mark.ok_or("the placeholders of the `Fn::Join` are not in their order")?.0.start
            }
        };
        let mut run = &rest[..end];
        let broken = "the delimiter of the `Fn::Join` beside a placeholder is gone";
        if first > 0 {
            run = run.strip_prefix(delimiter).ok_or(broken)?;
        }
        if at < parts.len() && at > first {
            run = run.strip_suffix(delimiter).ok_or(broken)?;
        }
        let old: Vec<&str> = parts[first..at].iter().map(|(range, _)| &located.source()[range.clone()]).collect();
        if old.is_empty() && !run.is_empty() && !(first == 0 && at == parts.len()) {
            return Err("there is no part of the `Fn::Join` where the new text would stand");
        }
        for (offset, text) in share(&old, delimiter, run).into_iter().enumerate() {
            new[first + offset] = Some(text);
        }
        if let Some((range, _)) = parts.get(at) {
            let mark = hole::marks(&rest[end..]).next().map_or(range.len(), |(mark, _)| mark.end);
            rest = &rest[end + mark..];
        }
        first = at + 1;
    }
    Ok(new)
}

/// Which part gets what of a run of text: those that did not change at both ends keep theirs.
fn share(old: &[&str], delimiter: &str, new: &str) -> Vec<Option<String>> {
    let mut texts: Vec<Option<String>> = old.iter().map(|text| Some((*text).to_owned())).collect();
    let (mut from, mut to, mut rest) = (0, old.len(), new);
    while from + 1 < to
        && let Some(left) = rest.strip_prefix(old[from]).and_then(|rest| rest.strip_prefix(delimiter))
    {
        (from, rest) = (from + 1, left);
    }
    while from + 1 < to
        && let Some(left) = rest.strip_suffix(old[to - 1]).and_then(|rest| rest.strip_suffix(delimiter))
    {
        (to, rest) = (to - 1, left);
    }
    if from == to {
        return texts;
    }
    let pieces: Vec<&str> = match delimiter {
        "" => vec![rest],
        _ => rest.splitn(to - from, delimiter).collect(),
    };
    for (offset, text) in texts[from..to].iter_mut().enumerate() {
        *text = match (pieces.get(offset), delimiter) {
            (Some(piece), _) => Some((*piece).to_owned()),
            // an empty part is nothing, unless it brings a delimiter
            (None, "") => Some(String::new()),
            (None, _) => None,
        };
    }
    texts
}

/// The document's text without an item of a list.
fn remove(list: &NodeRef, part: usize) -> Option<String> {
    let items = list.items();
    let (item, before, after) =
        (items.get(part)?, part.checked_sub(1).and_then(|at| items.get(at)), items.get(part + 1));
    let range = match (before, after) {
        (_, Some(after)) => item.span().start..after.span().start,
        (Some(before), None) => before.span().end..item.span().end,
        (None, None) => return None,
    };
    edited(&list.document.text, Edit { range, text: String::new() })
}
