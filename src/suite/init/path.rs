//! `$.items[0].name`: the steps of a path that lead to one place.

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Key(String),
    Index,
    /// `*`
    Every,
}

/// The steps, and whether they are all: a filter, a function or `..` ends what can be told.
pub(super) fn steps(path: &str) -> (Vec<Step>, bool) {
    let mut steps = Vec::new();
    let path = path.trim();
    let mut rest = match path.strip_prefix('$') {
        Some(rest) => rest,
        // a path may go without `$.`
        None if !path.starts_with(['.', '[', '@']) && !path.is_empty() => return self::steps(&format!("$.{path}")),
        None => return (steps, false),
    };
    while !rest.is_empty() {
        let step = if let Some(inside) = rest.strip_prefix('[') { bracket(inside) } else { dotted(rest) };
        let Some((step, after)) = step else { return (steps, false) };
        steps.push(step);
        rest = after;
    }
    (steps, true)
}

fn dotted(rest: &str) -> Option<(Step, &str)> {
    let rest = rest.strip_prefix('.').filter(|rest| !rest.starts_with('.'))?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    match name {
        "" => None,
        "*" => Some((Step::Every, after)),
        name if name.contains(['(', '?', '@', ' ']) => None,
        name => Some((Step::Key(name.to_owned()), after)),
    }
}

fn bracket(inside: &str) -> Option<(Step, &str)> {
    let (inside, after) = inside.split_once(']')?;
    let inside = inside.trim();
    for quote in ['\'', '"'] {
        if let Some(key) = inside.strip_prefix(quote) {
            let key = key.strip_suffix(quote).filter(|key| !key.contains(quote))?;
            return Some((Step::Key(key.to_owned()), after));
        }
    }
    match inside {
        "*" => Some((Step::Every, after)),
        number if number.parse::<i32>().is_ok() => Some((Step::Index, after)),
        _ => None,
    }
}
