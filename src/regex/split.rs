//! `split`.

use super::search::Search;
use super::{Budget, Exhausted, Regex};

impl Regex {
    /// `text.split(pattern, limit)`: with a limit above zero no more pieces than that; with zero, none that are empty
    /// at the end. An empty match at the very start cuts nothing off.
    pub fn split<'t>(&self, text: &'t str, limit: i32, budget: &Budget) -> Result<Vec<&'t str>, Exhausted> {
        let most = usize::try_from(limit).ok().filter(|limit| *limit > 0);
        let mut pieces = Vec::new();
        let mut from = 0;
        let mut search = Search::new(self, text, budget)?;
        while most.is_none_or(|most| pieces.len() + 1 < most) && search.next()? {
            let range = search.range();
            if range.end == 0 {
                continue;
            }
            pieces.push(&text[from..range.start]);
            from = range.end;
        }
        if from == 0 {
            // Nothing was cut, not even if the text is empty.
            return Ok(vec![text]);
        }
        pieces.push(&text[from..]);
        if limit == 0 {
            let kept = pieces.iter().rposition(|piece| !piece.is_empty());
            pieces.truncate(kept.map_or(0, |last| last + 1));
        }
        Ok(pieces)
    }
}
