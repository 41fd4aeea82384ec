//! Repairs a template by the fixes of its findings.

use super::check::check;
use super::finding::{Edit, Fix};
use super::settings::Settings;
use super::subject::Subject;

/// A template after its repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The new text.
    pub source: String,
    /// How many findings were repaired.
    pub count: usize,
}

/// Repairs what can be: the template is checked and changed until nothing is left to do. Fixes that are not safe are made
/// only if `also_unsafe`. A second repair changes nothing.
///
/// ```
/// use vtl::lint::{Settings, Subject, fix};
///
/// let fixed = fix(&Subject::new("#if($a == 1)x#else if($a == 2)y#end"), &Settings::default(), false);
/// assert_eq!(fixed.source, "#if($a == 1)x#elseif($a == 2)y#end");
/// ```
pub fn fix(subject: &Subject<'_>, settings: &Settings, also_unsafe: bool) -> Fixed {
    /// A fix may uncover a finding whose fix uncovers another; more rounds than this are a circle.
    const ROUNDS: usize = 20;
    let mut subject = subject.clone();
    let mut fixed = Fixed { source: subject.source.to_owned(), count: 0 };
    for _ in 0..ROUNDS {
        let current = std::mem::take(&mut fixed.source);
        subject.source = &current;
        let findings = check(&subject, settings);
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        let chosen = chosen(fixes.filter(|fix| fix.safe || also_unsafe), &subject.holes);
        let count = chosen.1;
        if count == 0 {
            fixed.source = current;
            return fixed;
        }
        let (source, holes) = applied(&current, &chosen.0, &subject.holes);
        fixed = Fixed { source, count: fixed.count + count };
        subject = Subject { source: "", holes, ..subject };
    }
    fixed
}

/// The edits of the fixes that do not get into each other's way, in order, and of how many fixes they are.
fn chosen<'f>(fixes: impl Iterator<Item = &'f Fix>, holes: &[std::ops::Range<usize>]) -> (Vec<Edit>, usize) {
    let mut edits: Vec<Edit> = Vec::new();
    let mut count = 0;
    // findings come in the order of their places, and so do nearly all edits
    for fix in fixes {
        let touches = |a: &Edit, b: &Edit| a.span.start <= b.span.end && b.span.start <= a.span.end;
        let free = |edit: &Edit| !edits.iter().rev().take(8).any(|taken| touches(edit, taken));
        let last = edits.last().map_or(0, |edit| edit.span.end);
        let behind = fix.edits.iter().all(|edit| edit.span.start >= last);
        let whole = |edit: &Edit| !holes.iter().any(|hole| hole.start < edit.span.end && edit.span.start < hole.end);
        if !fix.edits.is_empty() && behind && fix.edits.iter().all(|edit| free(edit) && whole(edit)) {
            edits.extend(fix.edits.iter().cloned());
            edits.sort_by_key(|edit| edit.span.start);
            count += 1;
        }
    }
    (edits, count)
}

/// The text after the edits, and where its holes are then.
fn applied(source: &str, edits: &[Edit], holes: &[std::ops::Range<usize>]) -> (String, Vec<std::ops::Range<usize>>) {
    let mut out = String::with_capacity(source.len() + 64);
    let mut moved = Vec::with_capacity(holes.len());
    let mut holes = holes.iter().peekable();
    let mut at = 0;
    for edit in edits {
        while let Some(hole) = holes.next_if(|hole| hole.end <= edit.span.start) {
            let start = out.len() + (hole.start - at);
            moved.push(start..start + hole.len());
        }
        out.push_str(source.get(at..edit.span.start).unwrap_or(""));
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    moved.extend(holes.map(|hole| out.len() + (hole.start - at)..out.len() + (hole.end - at)));
    out.push_str(source.get(at..).unwrap_or(""));
    (out, moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(source: &str) -> String {
        fix(&Subject::new(source), &Settings::default(), false).source
    }

    #[test]
    fn a_fix_may_uncover_another() {
        let source = "#if($input.params('a') == null)x#else if($input.params('a') == null)y#endif";
        assert_eq!(safe(source), "#if($input.params('a') == \"\")x#elseif($input.params('a') == \"\")y#end");
    }

    #[test]
    fn what_is_not_safe_is_left() {
        let source = "#set($root = $input.path('$'))$rooot.a";
        assert_eq!(safe(source), source);
        let all = fix(&Subject::new(source), &Settings::default(), true);
        assert_eq!((all.source.as_str(), all.count), ("#set($root = $input.path('$'))$root.a", 1));
    }

    #[test]
    fn holes_move_with_the_text() {
        let source = "$util.urlencode('⟦1:A⟧')⟦2:B⟧#if($x == 1)#else if($x == 2)⟦3:C⟧#end";
        let holes = crate::definitions::marks(source).map(|(range, _)| range).collect();
        let fixed = fix(&Subject { holes, ..Subject::new(source) }, &Settings::default(), false);
        assert_eq!(fixed.source, "$util.urlEncode('⟦1:A⟧')⟦2:B⟧#if($x == 1)#elseif($x == 2)⟦3:C⟧#end");
        let edits = [Edit::replace(0..1, "xyz"), Edit::insert(20, "!")];
        let (text, moved) = applied("ab⟦1:A⟧⟦2:B⟧cd", &edits, &[2..11, 11..20]);
        assert_eq!((text.as_str(), moved), ("xyzb⟦1:A⟧⟦2:B⟧!cd", vec![4..13, 13..22]));
    }
}
