//! `https://${stageVariables.host}/pets/{id}`: the URI of an integration, with its placeholders filled.

use std::collections::HashMap;

use super::message::FEW;

/// Fills `{name}` with the parameters of the path, encoded where they must be, and `${stageVariables.name}`. A name without a parameter stays as it
/// is; a stage variable that is not there is nothing.
pub(super) fn filled(uri: &str, path: &[(String, String)], stage_variable: impl Fn(&str) -> Option<String>) -> String {
    const STAGE_VARIABLE: &str = "${stageVariables.";
    let values: Vec<(&str, String)> = path.iter().map(|(name, value)| (name.as_str(), encoded_path(value))).collect();
    let mut index = HashMap::new();
    if values.len() > FEW {
        values.iter().rev().for_each(|(name, value)| _ = index.insert(*name, value));
    }
    let value = |name: &str| match values.len() > FEW {
        true => index.get(name).copied(),
        false => values.iter().find(|(known, _)| *known == name).map(|(_, value)| value),
    };
    let mut out = String::with_capacity(uri.len());
    let mut rest = uri;
    while let Some(at) = rest.find(['$', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (variable, placeholder) = (braced(rest, STAGE_VARIABLE), braced(rest, "{"));
        rest = match (variable, placeholder.and_then(|(name, after)| Some((value(name)?, after)))) {
            (Some((name, after)), _) => {
                out.push_str(&stage_variable(name).unwrap_or_default());
                after
            }
            (None, Some((value, after))) => {
                out.push_str(value);
                after
            }
            (None, None) => {
                out.push_str(&rest[..1]);
                &rest[1..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// `{name}…` → `name` and what follows it. No name has a brace in it.
fn braced<'u>(text: &'u str, open: &str) -> Option<(&'u str, &'u str)> {
    let inner = text.strip_prefix(open)?;
    let end = inner.find(['{', '}'])?;
    Some((&inner[..end], inner[end..].strip_prefix('}')?))
}

/// `/a b/%20?` → `/a%20b/%20%3F`: a path, or a part of one, that may be encoded already. What no path can have is encoded,
/// and nothing else: so it ends neither the path nor the line of a request, and no escape is escaped again.
pub(super) fn encoded_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, c) in path.char_indices() {
        let stays = match c {
            '?' | '#' => false,
            '%' => is_escape(&path[at..]),
            c => c.is_ascii_graphic(),
        };
        match stays {
            true => out.push(c),
            false => out.push_str(&urlencoding::encode(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// `a%20b` → `a b`: a path, or a part of one, without its escapes.
pub(super) fn decoded(path: &str) -> String {
    String::from_utf8_lossy(&urlencoding::decode_binary(path.as_bytes())).into_owned()
}

/// `%2F…`
fn is_escape(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{encoded_path, filled};

    #[test]
    fn a_value_stays_in_the_path() {
        let value = |value: &str| filled("{id}", &[("id".to_owned(), value.to_owned())], |_| None);
        assert_eq!(value("a b/\u{fc}?c#d%"), "a%20b/%C3%BC%3Fc%23d%25");
        assert_eq!(value("a\r\nHost: x"), "a%0D%0AHost:%20x");
    }

    #[test]
    fn what_is_encoded_already_stays_so() {
        assert_eq!(encoded_path("a%2Fb%20c"), "a%2Fb%20c");
        assert_eq!(encoded_path("100%/%zz/%2"), "100%25/%25zz/%252");
    }

    #[test]
    fn a_path_is_encoded_where_it_must_be() {
        assert_eq!(encoded_path("/a b/\u{fc}\r\n?c#d"), "/a%20b/%C3%BC%0D%0A%3Fc%23d");
        assert_eq!(encoded_path("/v2/a%20b;x=1:2@&+,$"), "/v2/a%20b;x=1:2@&+,$");
    }

    #[test]
    fn placeholders_and_stage_variables_are_filled() {
        let path = [("id".to_owned(), "7".to_owned())];
        let fill = |uri| filled(uri, &path, |name| (name == "host").then(|| "pets.example".to_owned()));
        assert_eq!(fill("https://${stageVariables.host}/{id}/{id}"), "https://pets.example/7/7");
        assert_eq!(fill("https://x/{other}/${stageVariables.nope}?a={id}"), "https://x/{other}/?a=7");
        assert_eq!(fill("a$b{c${d}{id"), "a$b{c${d}{id");
    }
}
