//! `$context`: an event's context, in which `requestOverride` and `responseOverride` can always be set.

use std::collections::HashMap;

use super::Overrides;
use crate::value::Datum;

/// A map's entries.
pub(super) type Entries = Vec<(String, Datum)>;

/// The maps that are always there, and those in them.
const ALWAYS: [(&str, &[&str]); 2] =
    [("requestOverride", &["header", "path", "querystring"]), ("responseOverride", &["header"])];

/// Adds the maps for overrides where they are missing. Done once for an event, so that a render has nothing to add.
pub(super) fn complete(mut context: Entries) -> Entries {
    for (name, children) in ALWAYS {
        with_map(&mut context, name, |overrides| {
            for child in children {
                with_map(overrides, child, |_| {});
            }
        });
    }
    context
}

/// Puts overrides of an earlier render in place of the context's own.
pub(super) fn with_overrides(context: Entries, overrides: &Overrides) -> Entries {
    let mut context = complete(context);
    for (name, datum) in [("requestOverride", &overrides.request), ("responseOverride", &overrides.response)] {
        if let Some(datum) = datum {
            *entry(&mut context, name) = datum.clone();
        }
    }
    complete(context)
}

/// The overrides in a context that no template changed.
pub(super) fn overrides(context: &Entries) -> Overrides {
    let find = |name| {
        let found = context.iter().find(|(key, _)| key == name).map(|(_, datum)| datum);
        found.filter(|datum| !is_untouched(name, datum)).cloned()
    };
    Overrides::new(find("requestOverride"), find("responseOverride"))
}

/// Puts entries into a map; where both have a map of one name, its entries are put into that.
pub(super) fn merge(under: &mut Entries, over: Entries) {
    lay(under, over, &|under, datum| match (under, datum) {
        (Datum::Map(under), Datum::Map(over)) => merge(under, over),
        (under, datum) => *under = datum,
    });
}

/// Puts entries into a map: new names come last, and for one that is there `put` does what is to be done.
pub(super) fn lay(under: &mut Entries, over: Entries, put: &dyn Fn(&mut Datum, Datum)) {
    // few names are soon looked through
    let is_small = (under.len() + over.len()).saturating_mul(over.len()) <= 4096;
    let places = under.iter().enumerate().rev().map(|(at, (name, _))| (name.clone(), at));
    let mut index: HashMap<String, usize> = if is_small { HashMap::new() } else { places.collect() };
    for (name, datum) in over {
        let place = match is_small {
            true => under.iter().position(|(key, _)| *key == name),
            false => index.get(&name).copied(),
        };
        match place {
            Some(at) => put(&mut under[at].1, datum),
            None => {
                if !is_small {
                    index.insert(name.clone(), under.len());
                }
                under.push((name, datum));
            }
        }
    }
}

/// True for what [`complete`] makes of nothing.
pub(super) fn is_untouched(name: &str, overrides: &Datum) -> bool {
    matches!(overrides, Datum::Map(entries) if is_untouched_map(name, entries))
}

/// The same of the map's entries.
pub(super) fn is_untouched_map(name: &str, entries: &[(String, Datum)]) -> bool {
    let children = ALWAYS.iter().find(|(n, _)| *n == name).map_or(&[][..], |(_, children)| children);
    let is_empty = |datum: &Datum| matches!(datum, Datum::Map(entries) if entries.is_empty());
    entries.len() == children.len()
        && entries.iter().all(|(key, datum)| children.contains(&key.as_str()) && is_empty(datum))
}

/// What [`complete`] makes of nothing.
pub(super) fn untouched(name: &str) -> Datum {
    let children = ALWAYS.iter().find(|(n, _)| *n == name).map_or(&[][..], |(_, children)| children);
    Datum::Map(children.iter().map(|child| ((*child).to_owned(), Datum::Map(Vec::new()))).collect())
}

fn entry<'e>(entries: &'e mut Entries, name: &str) -> &'e mut Datum {
    let at = entries.iter().position(|(key, _)| key == name).unwrap_or_else(|| {
        entries.push((name.to_owned(), Datum::Map(Vec::new())));
        entries.len() - 1
    });
    &mut entries[at].1
}

/// Changes the map of that name, which it makes if there is none.
fn with_map(entries: &mut Entries, name: &str, change: impl FnOnce(&mut Entries)) {
    let datum = entry(entries, name);
    let mut map = match std::mem::replace(datum, Datum::Null) {
        Datum::Map(map) => map,
        _ => Vec::new(),
    };
    change(&mut map);
    *datum = Datum::Map(map);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_merged_however_large_they_are() {
        let datum = |n: i32| Datum::Map(vec![("n".to_owned(), Datum::Integer(n))]);
        for count in [3, 100_000] {
            let named = |from: i32| (from..from + count).map(|n| (format!("k{n}"), datum(n))).collect::<Entries>();
            let mut under = named(0);
            under[1].1 = Datum::Null;
            merge(&mut under, named(1));
            assert_eq!(under, named(0).into_iter().chain([(format!("k{count}"), datum(count))]).collect::<Entries>());
        }
    }

    #[test]
    fn overrides_can_always_be_set() {
        let response = Datum::Map(vec![("status".to_owned(), Datum::Integer(400))]);
        let context = complete(vec![
            ("requestOverride".to_owned(), Datum::String("no map".to_owned())),
            ("responseOverride".to_owned(), response),
        ]);
        assert_eq!(context[0].1, untouched("requestOverride"));
        assert!(is_untouched("requestOverride", &context[0].1));
        assert!(!is_untouched("responseOverride", &context[1].1));
        assert_eq!(complete(Vec::new())[1].1, untouched("responseOverride"));
    }
}
