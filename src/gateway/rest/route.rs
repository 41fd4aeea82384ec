//! `POST /pets/{id}`: which method of an API a request is for.

use super::super::http::RouteKey;
use super::Refusal;

/// The methods of an API by their resources.
///
/// ```
/// use vtl::rest::Routes;
///
/// let routes = Routes::new([("GET", "/pets/{id}"), ("ANY", "/{proxy+}"), ("GET", "/pets/new")])?;
/// assert_eq!(routes.find("GET", "/pets/new"), Some((2, vec![])));
/// assert_eq!(routes.find("GET", "/pets/7"), Some((0, vec![("id".to_owned(), "7".to_owned())])));
/// assert_eq!(routes.find("PUT", "/pets/7"), Some((1, vec![("proxy".to_owned(), "pets/7".to_owned())])));
/// assert_eq!(routes.find("GET", "/"), None);
/// # Ok::<(), vtl::rest::Refusal>(())
/// ```
///
/// Method and resource are matched together: a resource that lacks the method leaves the request to a greedy one, as was
/// measured on the service. What matches nothing is `MISSING_AUTHENTICATION_TOKEN` there.
#[derive(Debug, Clone)]
pub struct Routes {
    /// Those that are tried first come first, each with its place among those given.
    keys: Vec<(RouteKey, usize)>,
}

impl Routes {
    /// The methods with the paths of their resources, in any order.
    ///
    /// # Errors
    /// A path that is none: a greedy variable that is not at its end, a variable that is not a whole part of it.
    pub fn new<'m>(methods: impl IntoIterator<Item = (&'m str, &'m str)>) -> Result<Routes, Refusal> {
        let mut keys = Vec::new();
        for (place, (method, path)) in methods.into_iter().enumerate() {
            keys.push((RouteKey::parse(&format!("{} {path}", method.to_uppercase()))?, place));
        }
        keys.sort_by_key(|(key, _)| std::cmp::Reverse(key.rank()));
        Ok(Routes { keys })
    }

    /// The place of the method that a request is for, and the parameters of its path. A `/` at the end does not count.
    pub fn find(&self, method: &str, path: &str) -> Option<(usize, Vec<(String, String)>)> {
        let path = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
        let method = method.to_uppercase();
        self.keys.iter().find_map(|(key, place)| Some((*place, key.matches(&method, path)?)))
    }
}
