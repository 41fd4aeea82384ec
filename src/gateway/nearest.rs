//! "Did you mean …?"

/// The known name that a mistaken one is most likely meant to be; none if more than half of its letters were wrong.
pub(crate) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let name: Vec<char> = name.chars().take(40).flat_map(char::to_lowercase).collect();
    let far = (name.len() / 3).max(2);
    let comparable = |k: &&&str| k.chars().count().abs_diff(name.len()) <= far;
    let near = |k: &&&str| distance(&name, &k.to_lowercase().chars().collect::<Vec<_>>());
    known
        .iter()
        .filter(comparable)
        .map(|k| (near(&k), *k))
        .filter(|(d, _)| *d <= far && *d * 2 <= name.len())
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Letters to insert, delete or replace (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_of_the_pen() {
        let known = ["body", "params", "context", "stageVariables"];
        assert_eq!(nearest("stagevariable", &known), Some("stageVariables"));
        assert_eq!(nearest("bodie", &known), Some("body"));
        assert_eq!(nearest("something else", &known), None);
        assert_eq!(nearest("q", &["or"]), None);
        assert_eq!(nearest("VTL1", &["VTL001"]), Some("VTL001"));
    }
}
