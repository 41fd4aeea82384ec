//! `POST /pets/{id}`: which method of an API a request is for.

use std::collections::HashMap;

use super::super::definition::inner;
use super::super::http::RouteKey;
use super::super::refusal::shown;
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
    /// A path that is none: a greedy variable that is not at its end, a variable that is not a whole part of it. Two
    /// variables at one place: behind `/pets` there may be `{id}` or `{name}`, and not both.
    pub fn new<'m>(methods: impl IntoIterator<Item = (&'m str, &'m str)>) -> Result<Routes, Refusal> {
        let mut keys = Vec::new();
        let mut variables = HashMap::new();
        for (place, (method, path)) in methods.into_iter().enumerate() {
            let at = inner("paths", path);
            keys.push((RouteKey::parse_at(&format!("{} {path}", method.to_uppercase()), &at)?, place));
            check_variables(path, &at, &mut variables)?;
        }
        keys.sort_by_key(|(key, _)| std::cmp::Reverse(key.rank()));
        Ok(Routes { keys })
    }

    /// The place of the method that a request is for, and the parameters of its path as the client wrote them: the service
    /// leaves `%2F` as it is. Slashes at the end do not count, nor more than one at the beginning.
    pub fn find(&self, method: &str, path: &str) -> Option<(usize, Vec<(String, String)>)> {
        let path = path.trim_matches('/');
        let method = method.to_uppercase();
        self.keys.iter().find_map(|(key, place)| Some((*place, key.matches_as_written(&method, path)?)))
    }
}

/// Refuses a variable beside another; `variables` has the one that each place knows.
fn check_variables<'p>(path: &'p str, at: &str, variables: &mut HashMap<&'p str, &'p str>) -> Result<(), Refusal> {
    for (start, _) in path.match_indices('{') {
        let variable = path[start..].split('/').next().unwrap_or_default();
        let known = *variables.entry(&path[..start]).or_insert(variable);
        if known != variable {
            let (variable, known) = (shown(variable), shown(known));
            return Err(Refusal::new(at, format!("`{variable}` stands beside `{known}`: one place has one variable")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Routes;

    #[test]
    fn parameters_of_the_path_are_as_the_client_wrote_them() {
        let routes = Routes::new([("GET", "/pets/{id}"), ("GET", "/files/{path+}")]).unwrap();
        let found = |path| routes.find("GET", path).unwrap().1.remove(0).1;
        assert_eq!(found("/pets/my%2Fid%20100"), "my%2Fid%20100");
        assert_eq!(found("/files/a%2Fb/c"), "a%2Fb/c");
    }

    #[test]
    fn slashes_around_a_path_do_not_count() {
        let routes = Routes::new([("GET", "/"), ("GET", "/pets")]).unwrap();
        for (path, place) in [("/", 0), ("", 0), ("//", 0), ("/pets", 1), ("/pets/", 1), ("//pets", 1), ("/pets//", 1)]
        {
            assert_eq!(routes.find("GET", path).map(|(place, _)| place), Some(place), "{path}");
        }
        assert_eq!(routes.find("GET", "/pets//7"), None);
    }

    #[test]
    fn one_place_has_one_variable() {
        let refused = |paths: [&str; 2]| Routes::new(paths.map(|path| ("GET", path))).unwrap_err().to_string();
        assert_eq!(
            refused(["/pets/{id}", "/pets/{name}/toys"]),
            "paths['/pets/{name}/toys']: `{name}` stands beside `{id}`: one place has one variable"
        );
        assert!(refused(["/{id}", "/{proxy+}"]).contains("`{proxy+}` stands beside `{id}`"));
        assert!(Routes::new([("GET", "/pets/{id}"), ("PUT", "/pets/{id}"), ("GET", "/{any+}")]).is_ok());
    }
}
