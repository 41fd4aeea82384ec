//! The output and who printed what of it.

use super::step::{Step, StepKind};
use crate::value::utf16;

/// The output as it leaves the program, and the steps' ranges in it: a lone surrogate becomes `?`.
pub(super) fn for_output(printed: String, steps: &mut [Step]) -> String {
    if !printed.chars().any(|c| utf16::lone_surrogate(c).is_some()) {
        return printed;
    }
    // where a stand-in ends: before and after
    let mut moved = vec![(0, 0)];
    let mut to = 0;
    let mut characters = printed.char_indices().peekable();
    while let Some((from, c)) = characters.next() {
        let mut end = from + c.len_utf8();
        let Some(unit) = utf16::lone_surrogate(c) else {
            to += c.len_utf8();
            continue;
        };
        let low = characters.peek().and_then(|&(_, next)| utf16::lone_surrogate(next)).filter(|low| *low >= 0xDC00);
        if unit < 0xDC00 && low.is_some() {
            end += characters.next().map_or(0, |(_, low)| low.len_utf8());
            to += 4;
        } else {
            to += 1;
        }
        moved.push((end, to));
    }
    let place = |from: usize| {
        let (before, after) = moved[moved.partition_point(|(before, _)| *before <= from) - 1];
        // within a stand-in all is its end
        let next = moved.get(moved.partition_point(|(before, _)| *before <= from));
        let place = after + (from - before);
        next.map_or(place, |(_, most)| place.min(*most))
    };
    for output in steps.iter_mut().filter_map(|step| step.output.as_mut()) {
        *output = place(output.start)..place(output.end);
    }
    utf16::for_output(&printed)
}

/// Turns print what is printed in them.
pub(super) fn spread(steps: &mut [Step]) {
    for number in (0..steps.len()).rev() {
        let (Some(output), Some(parent)) = (steps[number].output.clone(), steps[number].parent) else { continue };
        let parent = &mut steps[parent];
        if matches!(parent.kind, StepKind::Turn { .. }) {
            let known = parent.output.get_or_insert_with(|| output.clone());
            *known = known.start.min(output.start)..known.end.max(output.end);
        }
    }
}

/// The steps that printed something and of which no part did, in the order of the output.
pub(super) fn leaves(steps: &[Step]) -> Vec<usize> {
    let mut has_parts = vec![false; steps.len()];
    let mut leaves = Vec::new();
    for (number, step) in steps.iter().enumerate().rev() {
        let prints = step.output.as_ref().is_some_and(|output| !output.is_empty());
        if (prints || has_parts[number])
            && let Some(parent) = step.parent
        {
            has_parts[parent] = true;
        }
        if prints && !has_parts[number] {
            leaves.push(number);
        }
    }
    leaves.reverse();
    leaves
}
