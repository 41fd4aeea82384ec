//! Other texts for many templates of one definition: they are written together, and the result is read once.

use std::collections::HashMap;

use super::definition::Definition;
use super::hole;
use super::replace::unmarked;
use super::template::Origin;
use super::write::{self, Edit};

/// A template and the text that it is to have.
#[derive(Debug, Clone)]
pub(crate) struct NewText {
    pub pointer: String,
    pub source: String,
}

impl Definition {
    /// The file's text with other texts for templates, and which of them could be written: the others are as they were.
    /// Each is written as [`replace`](Definition::replace) does it.
    pub(crate) fn replace_all(&self, new: &[NewText]) -> (String, Vec<bool>) {
        let mut done = vec![false; new.len()];
        let mut text = self.text().to_owned();
        by_halves(self, new, &mut done, &mut text);
        (text, done)
    }
}

/// Writes all at once; where the result is not what it should be, one half and then the other. Gives the definition anew if
/// it changed.
fn by_halves(definition: &Definition, new: &[NewText], done: &mut [bool], text: &mut String) -> Option<Definition> {
    if let [one] = new {
        let changed = definition.replace(&one.pointer, &one.source).ok()?;
        let again = Definition::parse(definition.file(), &changed).ok()?;
        (done[0], *text) = (true, changed);
        return Some(again);
    }
    if let Some((changed, again)) = together(definition, new) {
        done.fill(true);
        *text = changed;
        return Some(again);
    }
    let half = new.len() / 2;
    if half == 0 {
        return None;
    }
    let (first_done, then_done) = done.split_at_mut(half);
    let first = by_halves(definition, &new[..half], first_done, text);
    let then = by_halves(first.as_ref().unwrap_or(definition), &new[half..], then_done, text);
    then.or(first)
}

/// The text with all of them, each in the way that changes least; none if one of them needs another way.
fn together(definition: &Definition, new: &[NewText]) -> Option<(String, Definition)> {
    let mut wanted: Vec<Option<String>> = vec![None; definition.templates().len()];
    let mut edits = Vec::with_capacity(new.len());
    let pointers = definition.templates().iter().enumerate().map(|(at, located)| (located.pointer(), at));
    let pointers: HashMap<&str, usize> = pointers.collect();
    for NewText { pointer, source } in new {
        let at = *pointers.get(pointer.as_str())?;
        let located = &definition.templates()[at];
        let Origin::Scalar { node, sub } = &definition.origins[at] else { return None };
        let kept = |number| hole::marks(source).any(|(_, found)| found == number);
        if node.document.outer.is_some() || !located.holes().iter().all(|hole| kept(hole.number)) {
            return None;
        }
        let value = unmarked(located, node, source, definition.host, *sub);
        edits.push(write::candidates(node, &value).into_iter().next()?);
        wanted[at] = Some(located.compared(source));
    }
    edits.sort_by_key(|edit: &Edit| edit.range.start);
    let (mut text, mut copied) = (String::with_capacity(definition.text().len()), 0);
    for edit in edits {
        // one that overlaps what is written already is none
        text.push_str(definition.text().get(copied..edit.range.start)?);
        text.push_str(&edit.text);
        copied = edit.range.end;
    }
    text.push_str(definition.text().get(copied..)?);
    let again = Definition::parse(definition.file(), &text).ok()?;
    let pairs = definition.templates().iter().zip(again.templates());
    let is_right = |((before, now), wanted): ((&super::Located, &super::Located), &Option<String>)| {
        let compared = now.compared(now.source());
        let expected = wanted.clone().unwrap_or_else(|| before.compared(before.source()));
        before.pointer() == now.pointer() && compared == expected
    };
    let is_same = definition.templates().len() == again.templates().len() && pairs.zip(&wanted).all(is_right);
    is_same.then_some((text, again))
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = r#"paths:
  /a:
    get:
      x-amazon-apigateway-integration:
        requestTemplates:
          application/json: 'one'
          text/plain: plain
          text/html: &shared |
            two
          text/css: *shared
          text/join:
            Fn::Join: ["", [a, b]]
          text/made: !ImportValue x
"#;

    fn new(name: &str, source: &str) -> NewText {
        let place = "/paths/~1a/get/x-amazon-apigateway-integration/requestTemplates/text~1";
        let pointer = place.replace("text~1", &name.replace('/', "~1"));
        NewText { pointer, source: source.to_owned() }
    }

    #[test]
    fn all_are_written_that_can_be() {
        let definition = Definition::parse("api.yaml", API).unwrap();
        let all = [
            new("application/json", "it's"),
            new("text/plain", "two\nlines\n"),
            new("text/html", "three\n"),
            new("text/join", "cd"),
            new("text/made", "no"),
            new("text/none", "no"),
        ];
        let (text, done) = definition.replace_all(&all);
        assert_eq!(done, [true, true, true, true, false, false]);
        let read = Definition::parse("api.yaml", &text).unwrap();
        for new in &all[..4] {
            assert_eq!(read.at(&new.pointer).unwrap().source(), new.source);
        }
        let expected = API
            .replace("'one'", "'it''s'")
            .replace(": plain", ": |\n            two\n            lines")
            .replace("two\n          text/css", "three\n          text/css")
            .replace("[a, b]", "[cd, \"\"]");
        assert_eq!(text, expected);
        assert_eq!(definition.replace_all(&[]), (API.to_owned(), vec![]));
    }
}
