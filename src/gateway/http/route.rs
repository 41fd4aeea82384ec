//! `GET /pets/{id}`: routes, and which of them a request takes.

use std::fmt;
use std::sync::Arc;

use super::super::refusal::shown;
use super::super::uri::decoded;
use super::{Integration, Refusal};

/// The key of a route: `GET /pets/{id}`, `ANY /{proxy+}`, `$default`.
///
/// ```
/// use vtl::http::RouteKey;
///
/// let key = RouteKey::parse("GET /pets/{id}")?;
/// assert_eq!(key.matches("GET", "/pets/7"), Some(vec![("id".to_owned(), "7".to_owned())]));
/// assert_eq!(key.matches("POST", "/pets/7"), None);
/// # Ok::<(), vtl::http::Refusal>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteKey {
    source: String,
    /// `None` for `$default`.
    path: Option<PathKey>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PathKey {
    /// `None` for `ANY`.
    method: Option<String>,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Text(String),
    /// `{id}`
    Variable(String),
    /// `{proxy+}`
    Greedy(String),
}

const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

impl RouteKey {
    /// Reads a key.
    ///
    /// # Errors
    /// What the service refuses: an unknown method, a path that does not begin with `/`, a greedy variable that is not
    /// the last part of its path, two variables of one name.
    pub fn parse(key: &str) -> Result<RouteKey, Refusal> {
        RouteKey::parse_at(key, "routeKey")
    }

    pub(in crate::gateway) fn parse_at(key: &str, path: &str) -> Result<RouteKey, Refusal> {
        if key == "$default" {
            return Ok(RouteKey { source: key.to_owned(), path: None });
        }
        let Some((method, resource)) = key.split_once(' ') else {
            let refusal = Refusal::new(path, format!("`{}` is no route key", shown(key)));
            return Err(refusal.with_help("such as `GET /pets/{id}`, `ANY /{proxy+}` or `$default`"));
        };
        if !METHODS.contains(&method) {
            return Err(Refusal::unknown(path, "method", method, &METHODS));
        }
        let method = (method != "ANY").then(|| method.to_owned());
        Ok(RouteKey { source: key.to_owned(), path: Some(PathKey { method, segments: segments(resource, path)? }) })
    }

    /// The parameters of the path, decoded, if a request with that path takes this route.
    pub fn matches(&self, method: &str, path: &str) -> Option<Vec<(String, String)>> {
        let mut parameters = self.matches_as_written(method, path)?;
        parameters.iter_mut().for_each(|(_, value)| *value = decoded(value));
        Some(parameters)
    }

    /// The same with the parameters as the client wrote them.
    pub(in crate::gateway) fn matches_as_written(&self, method: &str, path: &str) -> Option<Vec<(String, String)>> {
        let Some(key) = &self.path else { return Some(Vec::new()) };
        if key.method.as_deref().is_some_and(|known| known != method) {
            return None;
        }
        let mut parameters = Vec::new();
        let mut rest = Some(path.strip_prefix('/').unwrap_or(path));
        for segment in &key.segments {
            let text = rest?;
            let (first, after) = text.split_once('/').map_or((text, None), |(first, after)| (first, Some(after)));
            match segment {
                Segment::Text(known) if *known == decoded(first) => {}
                Segment::Text(_) => return None,
                Segment::Variable(name) if !first.is_empty() => parameters.push((name.clone(), first.to_owned())),
                Segment::Variable(_) => return None,
                Segment::Greedy(name) if !text.is_empty() => {
                    parameters.push((name.clone(), text.to_owned()));
                    return Some(parameters);
                }
                Segment::Greedy(_) => return None,
            }
            rest = after;
        }
        rest.is_none().then_some(parameters)
    }

    /// Routes with higher ranks are tried first: a full match goes before one with a greedy variable, and `$default` comes
    /// last; of two alike, the one with more text in front, and then the one with a method.
    pub(in crate::gateway) fn rank(&self) -> (u8, Vec<u8>, bool) {
        let Some(key) = &self.path else { return (0, Vec::new(), false) };
        let is_greedy = matches!(key.segments.last(), Some(Segment::Greedy(_)));
        let texts = key.segments.iter().map(|segment| match segment {
            Segment::Text(_) => 2,
            Segment::Variable(_) => 1,
            Segment::Greedy(_) => 0,
        });
        (if is_greedy { 1 } else { 2 }, texts.collect(), key.method.is_some())
    }

    /// `GET /pets/{}` of `GET /pets/{id}`: of two routes that are alike in it the service refuses one.
    pub(super) fn shape(&self) -> String {
        let Some(key) = &self.path else { return self.source.clone() };
        let part = |segment: &Segment| match segment {
            Segment::Text(text) => text.clone(),
            Segment::Variable(_) => "{}".to_owned(),
            Segment::Greedy(_) => "{+}".to_owned(),
        };
        let parts: Vec<String> = key.segments.iter().map(part).collect();
        format!("{} /{}", key.method.as_deref().unwrap_or("ANY"), parts.join("/"))
    }

    /// `/pets/{id}` of `GET /pets/{id}`; `$default` of itself.
    pub(super) fn resource(&self) -> &str {
        self.source.split_once(' ').map_or(&self.source, |(_, resource)| resource)
    }

    pub(super) fn is_default(&self) -> bool {
        self.path.is_none()
    }
}

impl fmt::Display for RouteKey {
    /// As it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

fn segments(resource: &str, path: &str) -> Result<Vec<Segment>, Refusal> {
    let refused = |what: &str| Refusal::new(path, format!("{what} in `{}`", shown(resource)));
    let Some(resource) = resource.strip_prefix('/') else {
        return Err(refused("there is no `/` at the beginning of the path"));
    };
    let parts: Vec<&str> = resource.split('/').collect();
    let mut segments = Vec::with_capacity(parts.len());
    let mut names: Vec<&str> = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let variable = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let Some(variable) = variable else {
            if part.contains(['{', '}']) {
                return Err(refused("a variable is not a whole part of the path"));
            }
            segments.push(Segment::Text((*part).to_owned()));
            continue;
        };
        let name = variable.strip_suffix('+').unwrap_or(variable);
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:".contains(&b)) {
            return Err(refused("a variable has no valid name"));
        }
        if names.contains(&name) {
            return Err(refused("two variables have one name"));
        }
        names.push(name);
        let is_greedy = name.len() < variable.len();
        if is_greedy && i + 1 < parts.len() {
            return Err(refused("a greedy variable is not the last part of the path"));
        }
        let name = name.to_owned();
        segments.push(if is_greedy { Segment::Greedy(name) } else { Segment::Variable(name) });
    }
    Ok(segments)
}

/// A route and what stands behind it.
#[derive(Debug, Clone)]
pub struct Route {
    pub(super) key: RouteKey,
    pub(super) integration: Arc<Integration>,
}

impl Route {
    /// The key: `GET /pets/{id}`.
    pub fn key(&self) -> &RouteKey {
        &self.key
    }

    /// What stands behind it.
    pub fn integration(&self) -> &Integration {
        &self.integration
    }
}
