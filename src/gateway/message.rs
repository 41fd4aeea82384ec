//! `Accept: text/html` and `?a=1&a=2`: the headers and the query string of a message, in order, with repeated names.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::uri;

/// So many are looked through one by one; more have an index.
pub(super) const FEW: usize = 8;

/// `Accept: text/html`: headers in order. A name may come again; it is found whatever its case.
///
/// ```
/// use vtl::rest::Headers;
///
/// let mut headers = Headers::new();
/// headers.add("Accept", "text/html");
/// headers.add("accept", "text/plain");
/// assert_eq!(headers.get("ACCEPT"), Some("text/plain"), "the last one");
/// assert_eq!(headers.all("Accept").collect::<Vec<_>>(), ["text/html", "text/plain"]);
/// ```
///
/// No value begins a header of its own: in place of what would end the line there is a blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers {
    entries: Vec<(String, String)>,
}

impl Headers {
    /// No headers.
    pub fn new() -> Headers {
        Headers::default()
    }

    /// The last value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All values of a name, in order.
    pub fn all<'h>(&'h self, name: &str) -> impl Iterator<Item = &'h str> {
        self.entries.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All values of a name that is written in just this case: mapping expressions look so.
    pub(super) fn exactly<'h>(&'h self, name: &str) -> impl Iterator<Item = &'h str> {
        self.entries.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// True if there is a header of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds a value to those of the name.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.entries.push((name.into(), one_line(value.into())));
    }

    /// Puts one value in place of all of the name, where the first of them stood.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), one_line(value.into()));
        match self.entries.iter().position(|(key, _)| key.eq_ignore_ascii_case(&name)) {
            Some(at) => {
                let mut place = 0..;
                self.entries.retain(|(key, _)| place.next() == Some(at) || !key.eq_ignore_ascii_case(&name));
                self.entries[at] = (name, value);
            }
            None => self.entries.push((name, value)),
        }
    }

    /// Sets many headers, each as [`set`](Headers::set) does; there may be very many.
    pub(super) fn set_all(&mut self, headers: Vec<(String, String)>) {
        if headers.len() <= FEW {
            return headers.into_iter().for_each(|(name, value)| self.set(name, value));
        }
        let mut new: Vec<Option<(String, String)>> = Vec::new();
        let mut places = HashMap::new();
        for (name, value) in headers {
            let place = *places.entry(name.to_ascii_lowercase()).or_insert(new.len());
            let entry = Some((name, one_line(value)));
            if place == new.len() { new.push(entry) } else { new[place] = entry }
        }
        // a new one stands where the first of its name stood
        let old = std::mem::take(&mut self.entries);
        for (name, value) in old {
            match places.get(&name.to_ascii_lowercase()) {
                Some(place) => self.entries.extend(new[*place].take()),
                None => self.entries.push((name, value)),
            }
        }
        self.entries.extend(new.into_iter().flatten());
    }

    /// Takes all of the name away.
    pub fn remove(&mut self, name: &str) {
        self.entries.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    }

    /// Takes all of some names away, and gives the last value of each by its name in small letters.
    pub(super) fn remove_all<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> HashMap<String, String> {
        let names: HashSet<String> = names.map(str::to_ascii_lowercase).collect();
        if names.is_empty() {
            return HashMap::new();
        }
        let is_named = |(name, _): &(String, String)| names.contains(&name.to_ascii_lowercase());
        let (removed, kept) = std::mem::take(&mut self.entries).into_iter().partition(is_named);
        self.entries = kept;
        let removed: Vec<(String, String)> = removed;
        removed.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()
    }

    /// Names and values in order; a repeated name comes as often as it has values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// `a=1&a=2&b=`: the parameters of a query string in order, decoded. Names are found in their own case only.
///
/// ```
/// use vtl::rest::Query;
///
/// let query = Query::parse("tag=a&tag=b%20c&page=2");
/// assert_eq!(query.get("tag"), Some("b c"));
/// assert_eq!(query.get("Page"), None);
/// assert_eq!(query.to_string(), "tag=a&tag=b%20c&page=2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    entries: Vec<(String, String)>,
}

impl Query {
    /// No parameters.
    pub fn new() -> Query {
        Query::default()
    }

    /// Reads what stands behind the `?`. A `%` that begins no escape stands for itself.
    pub fn parse(text: &str) -> Query {
        let decode = |text: &str| uri::decoded(&text.replace('+', " "));
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let split = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        split.map(|(name, value)| (decode(name), decode(value))).collect()
    }

    /// The last value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a name, in order.
    pub fn all<'q>(&'q self, name: &str) -> impl Iterator<Item = &'q str> {
        self.entries.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Adds a value to those of the name.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.entries.push((name.into(), value.into()));
    }

    /// Puts values in place of all of the name, which come last.
    pub fn set(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        self.remove(name);
        self.entries.extend(values.into_iter().map(|value| (name.to_owned(), value)));
    }

    /// Sets many parameters, each as [`set`](Query::set) does; there may be very many.
    pub(super) fn set_all(&mut self, parameters: Vec<(String, Vec<String>)>) {
        if parameters.len() <= FEW {
            return parameters.into_iter().for_each(|(name, values)| self.set(&name, values));
        }
        let last: HashMap<&str, usize> =
            parameters.iter().enumerate().map(|(place, (name, _))| (name.as_str(), place)).collect();
        self.entries.retain(|(key, _)| !last.contains_key(key.as_str()));
        for (place, (name, values)) in parameters.iter().enumerate() {
            if last[name.as_str()] == place {
                self.entries.extend(values.iter().map(|value| (name.clone(), value.clone())));
            }
        }
    }

    /// Takes all of the name away.
    pub fn remove(&mut self, name: &str) {
        self.entries.retain(|(key, _)| key != name);
    }

    /// These parameters, and behind them others, be their names the same or not.
    pub(super) fn and(mut self, others: Query) -> Query {
        self.entries.extend(others.entries);
        self
    }

    /// Names and values in order; a repeated name comes as often as it has values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl std::fmt::Display for Query {
    /// `tag=a&tag=b%20c`: percent-encoded.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, (name, value)) in self.entries.iter().enumerate() {
            let sign = if i > 0 { "&" } else { "" };
            write!(f, "{sign}{}={}", urlencoding::encode(name), urlencoding::encode(value))?;
        }
        Ok(())
    }
}

/// Names with all their values, in the order in which the names come first.
type Groups<'e> = Vec<(&'e str, Vec<&'e str>)>;

impl Headers {
    pub(super) fn grouped(&self) -> Groups<'_> {
        grouped(self.iter(), |name| name.to_ascii_lowercase())
    }
}

impl Query {
    pub(super) fn grouped(&self) -> Groups<'_> {
        grouped(self.iter(), |name| name)
    }
}

/// Puts those together whose names have the same key.
fn grouped<'e, K: Eq + Hash>(
    entries: impl Iterator<Item = (&'e str, &'e str)>,
    key: impl Fn(&'e str) -> K,
) -> Groups<'e> {
    let (mut groups, mut places): (Groups<'_>, HashMap<K, usize>) = (Vec::new(), HashMap::new());
    for (name, value) in entries {
        let place = *places.entry(key(name)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, values)) => values.push(value),
            None => groups.push((name, vec![value])),
        }
    }
    groups
}

/// `{"Accept": "text/html", "X-Tag": ["a", "b"]}`
fn serialize<S: Serializer>(groups: &[(&str, Vec<&str>)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(groups.len()))?;
    for (name, values) in groups {
        match values.as_slice() {
            [value] => map.serialize_entry(name, value)?,
            values => map.serialize_entry(name, values)?,
        }
    }
    map.end()
}

impl Serialize for Headers {
    /// An object; a repeated name has a list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.grouped(), serializer)
    }
}

impl Serialize for Query {
    /// An object; a repeated name has a list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.grouped(), serializer)
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Headers {
        let entry = |(name, value): (N, V)| (name.into(), one_line(value.into()));
        Headers { entries: pairs.into_iter().map(entry).collect() }
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Query {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Query {
        Query { entries: pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

/// The pairs of `{"a": "1", "b": ["2", "3"], "c": 4}`; `Err` is the name of one that is neither text, number, boolean nor
/// a list of them. Null counts as missing.
pub(super) fn pairs(json: &Json) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    for (name, value) in json.as_object().into_iter().flatten() {
        let values = match value {
            Json::Null => &[][..],
            Json::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            pairs.push((name.clone(), text(value).ok_or_else(|| name.clone())?));
        }
    }
    Ok(pairs)
}

/// `text/html;q=0.9, */*` → `text/html`: the first media type, without parameters.
pub(super) fn media_type(header: &str) -> &str {
    header.split(',').next().unwrap_or("").split(';').next().unwrap_or("").trim()
}

/// `X-Tag`: letters, digits and the signs that a header's name may have.
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// `a\r\nEvil: 1` → `a  Evil: 1`
fn one_line(value: String) -> String {
    if value.contains(['\r', '\n', '\0']) { value.replace(['\r', '\n', '\0'], " ") } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_header_set_takes_the_place_of_all_of_its_name() {
        let mut headers: Headers = [("A", "1"), ("b", "2"), ("a", "3"), ("c", "4")].into_iter().collect();
        headers.set("B", "x");
        headers.set("a", "y");
        assert_eq!(headers.iter().collect::<Vec<_>>(), [("a", "y"), ("B", "x"), ("c", "4")]);
    }

    #[test]
    fn many_are_set_as_one_is() {
        let new: Vec<(String, String)> =
            (0..2 * FEW).map(|i| (format!("{}{}", if i < 9 { "n" } else { "N" }, i % 9), i.to_string())).collect();
        let old: Vec<(String, String)> =
            ["a", "n3", "b", "N3", "n1"].map(|name| (name.to_owned(), "old".to_owned())).to_vec();
        let (mut together, mut one_by_one): (Headers, Headers) =
            (old.clone().into_iter().collect(), old.clone().into_iter().collect());
        together.set_all(new.clone());
        new.iter().for_each(|(name, value)| one_by_one.set(name, value));
        assert_eq!(together, one_by_one);

        let (mut together, mut one_by_one): (Query, Query) =
            (old.clone().into_iter().collect(), old.into_iter().collect());
        together.set_all(new.iter().map(|(name, value)| (name.clone(), vec![value.clone(), String::new()])).collect());
        new.into_iter().for_each(|(name, value)| one_by_one.set(&name, [value, String::new()]));
        assert_eq!(together, one_by_one);
    }

    #[test]
    fn a_value_is_one_line() {
        let mut headers: Headers = [("A", "1\r\nB: 2")].into_iter().collect();
        headers.add("C", "3\n4");
        headers.set("D", "5\0");
        assert_eq!(headers.iter().collect::<Vec<_>>(), [("A", "1  B: 2"), ("C", "3 4"), ("D", "5 ")]);
    }

    #[test]
    fn a_header_has_a_name_of_letters_digits_and_some_signs() {
        assert!(["X-Tag", "x_tag", "1", "a.b", "!#$%&'*+-.^_`|~"].into_iter().all(is_header_name));
        assert!(!["", "a b", "a:", "a\r\nb", "a\0", "\u{e9}", "a(b)"].into_iter().any(is_header_name));
    }

    #[test]
    fn headers_and_queries_are_objects_in_json() {
        let headers: Headers = [("A", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
        assert_eq!(json!(headers), json!({"A": ["1", "3"], "b": "2"}));
        assert_eq!(json!(Query::parse("a=1&A=2&a=3&b")), json!({"a": ["1", "3"], "A": "2", "b": ""}));
        assert_eq!(pairs(&json!({"a": [1, "2"], "b": null, "c": true})).unwrap().len(), 3);
        assert_eq!(pairs(&json!({"a": {}})), Err("a".to_owned()));
    }

    #[test]
    fn a_query_that_is_not_encoded_well_is_taken_as_it_is() {
        assert_eq!(
            Query::parse("a=100%&b=%zz&c=%e9+x").iter().collect::<Vec<_>>(),
            [("a", "100%"), ("b", "%zz"), ("c", "\u{fffd} x")]
        );
    }

    #[test]
    fn a_media_type_is_the_first_and_bare() {
        assert_eq!(media_type("text/html; charset=utf-8, */*"), "text/html");
        assert_eq!(media_type(""), "");
    }
}
