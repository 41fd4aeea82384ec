//! Another text for a template, put where the template is: the definition is otherwise the same, byte for byte.

use super::definition::Definition;
use super::document::{Kind, NodeRef};
use super::error::{DefinitionError, DefinitionErrorKind};
use super::hole;
use super::join;
use super::located::Located;
use super::template::{Host, Origin};
use super::write::{self, Edit};

impl Definition {
    /// The file's text with another text for a template; placeholders are written as the marks that
    /// [`Located::source`] has for them.
    ///
    /// The new text is written as the old one was: in the same kind of quotes or block, in the same indentation, with what has
    /// not changed left as it is. Where that cannot say it, another way to write this one string is taken. A text that
    /// several templates share by way of an alias changes for all of them.
    ///
    /// # Errors
    /// If there is no such template, a mark was lost or made up, or the text is no text in the definition but an expression.
    ///
    /// ```
    /// let api = "paths: {/: {get: {x-amazon-apigateway-integration: {requestTemplates: {text/plain: \"a\\tb\"}}}}}";
    /// let definition = vtl::definitions::Definition::parse("api.yaml", api)?;
    /// let pointer = definition.templates()[0].pointer();
    /// assert_eq!(definition.replace(pointer, "a\tc\n")?, api.replace("\\tb", "\\tc\\n"));
    /// # Ok::<(), vtl::definitions::DefinitionError>(())
    /// ```
    pub fn replace(&self, pointer: &str, source: &str) -> Result<String, DefinitionError> {
        let at = self.index(pointer)?;
        let located = &self.templates()[at];
        if located.source() == source {
            return Ok(self.text().to_owned());
        }
        self.check_holes(located, source)?;
        let shown = located.compared(source);
        match &self.origins[at] {
            Origin::Fixed if located.found.is_none() => Ok(source.to_owned()),
            Origin::Fixed => {
                let error = self.refusal(located, "the template is an expression there, not a text");
                Err(error.help("change the expression"))
            }
            Origin::Scalar { node, sub } => {
                let value = unmarked(located, node, source, self.host, *sub);
                self.put(node, &value, |new| is_replaced(self, new, located, &shown)).ok_or_else(|| {
                    let error = self.refusal(located, "the new text cannot be written there");
                    match located.holes() {
                        [] => error,
                        _ => error.help("a `$` or `${` right before a placeholder reads as an escape of it"),
                    }
                })
            }
            Origin::Join { .. } => join::replace(self, at, source),
        }
    }

    /// Every mark must be there, and no other.
    fn check_holes(&self, located: &Located, source: &str) -> Result<(), DefinitionError> {
        let kept: Vec<usize> = hole::marks(source).map(|(_, number)| number).collect();
        if let Some(lost) = located.holes().iter().find(|hole| !kept.contains(&hole.number)) {
            let mark = &located.source()[lost.range.clone()];
            let error = self.refusal(located, format!("the placeholder `{}` was lost", lost.says));
            return Err(error.help(format!("its mark is {mark}")));
        }
        let known = |number: &usize| located.holes().iter().any(|hole| hole.number == *number);
        match kept.iter().find(|number| !known(number)) {
            Some(number) => Err(self.refusal(located, format!("there is no placeholder with the number {number}"))),
            None => Ok(()),
        }
    }

    pub(super) fn refusal(&self, located: &Located, message: impl Into<String>) -> DefinitionError {
        let error = DefinitionError::new(DefinitionErrorKind::Replace, self.file(), message);
        error.at(self.text(), located.file_range(0..1).start)
    }

    /// Gives a scalar another value, in the first way that `is_right` takes when the result is read.
    pub(super) fn put(&self, node: &NodeRef, value: &str, is_right: impl Fn(&Definition) -> bool) -> Option<String> {
        let mut right = None;
        each_way(node, value, &mut |text| {
            let is_right = Definition::parse(self.file(), &text).is_ok_and(|new| is_right(&new));
            if is_right {
                right = Some(text);
            }
            is_right
        });
        right
    }
}

/// Tries the ways to write a scalar, through all the documents that it stands in, until one is taken.
fn each_way(node: &NodeRef, value: &str, take: &mut dyn FnMut(String) -> bool) -> bool {
    write::candidates(node, value).into_iter().any(|edit| {
        let Some(text) = edited(&node.document.text, edit) else { return false };
        match &node.document.outer {
            Some(outer) => each_way(&outer.node, &text, take),
            None => take(text),
        }
    })
}

pub(super) fn edited(text: &str, edit: Edit) -> Option<String> {
    Some(format!("{}{}{}", text.get(..edit.range.start)?, edit.text, text.get(edit.range.end..)?))
}

/// A text as the scalar's value: marks as placeholders, what would be taken for a placeholder escaped.
pub(super) fn unmarked(located: &Located, node: &NodeRef, source: &str, host: Host, sub: bool) -> String {
    // what the scalar's own language fills in stays a mark
    let own = node.own_text().unwrap_or_default();
    let outer = node.document.outer.as_ref().map(|outer| outer.text.holes.as_slice()).unwrap_or_default();
    let stays = |number| own.holes.iter().chain(outer).any(|hole| hole.number == number);
    let is_terraform_json =
        host == Host::Terraform && matches!(node.kind(), Kind::Scalar { style: super::document::Style::Json, .. });
    let escaped = |text: &str| match (sub, is_terraform_json && node.document.outer.is_none()) {
        (true, _) => text.replace("${", "${!"),
        (_, true) => text.replace("${", "$${").replace("%{", "%%{"),
        _ => text.to_owned(),
    };
    let mut value = String::with_capacity(source.len());
    let mut done = 0;
    for (range, number) in hole::marks(source) {
        let hole = located.holes().iter().find(|hole| hole.number == number);
        if let Some(hole) = hole.filter(|_| !stays(number)) {
            value.push_str(&escaped(&source[done..range.start]));
            value.push_str(&hole.says);
            done = range.end;
        }
    }
    value + &escaped(&source[done..])
}

/// True if in the new definition the template has the new text and the others have theirs.
pub(super) fn is_replaced(old: &Definition, new: &Definition, located: &Located, shown: &str) -> bool {
    let (before, after) = (old.templates(), new.templates());
    let place = located.file_range(0..1).start;
    // what an alias shares changes, too
    let is_same = |other: &Located, now: &str| {
        now == other.compared(other.source()) || now == shown && other.file_range(0..1).start == place
    };
    before.len() == after.len()
        && before.iter().zip(after).all(|(before, after)| {
            let now = after.compared(after.source());
            let expected = if before.pointer() == located.pointer() { now == shown } else { is_same(before, &now) };
            before.pointer() == after.pointer() && expected
        })
}
