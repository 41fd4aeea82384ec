//! `POST https://api.example.com/pets/42?dry=true`: requests as editors send them, separated by `###`.

use serde_json::{Map, Value as Json, json};

use crate::gateway::Event;

/// A request of a file.
#[derive(Debug, Default, PartialEq)]
struct Request {
    name: Option<String>,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// The event that the first request of a file makes, or the one of a name or number (from 1). The resource, such as
/// `/pets/{id}`, tells its path parameters.
pub(super) fn event(text: &str, which: Option<&str>, resource: Option<&str>) -> Result<Event, String> {
    let requests = requests(text)?;
    let Some(which) = which else {
        return requests.into_iter().next().ok_or_else(|| "there is no request in it".to_owned())?.event(resource);
    };
    let by_name = requests.iter().position(|request| request.name.as_deref() == Some(which));
    let by_number = which.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < requests.len());
    match by_name.or(by_number) {
        Some(at) => requests.into_iter().nth(at).unwrap_or_default().event(resource),
        None => {
            let names: Vec<&str> = requests.iter().filter_map(|request| request.name.as_deref()).collect();
            Err(format!("no request is named `{which}`; there are: {}", names.join(", ")))
        }
    }
}

fn requests(text: &str) -> Result<Vec<Request>, String> {
    let variables = variables(text);
    let mut requests = Vec::new();
    let mut part: Vec<(usize, &str)> = Vec::new();
    let mut title = None;
    for (at, line) in text.lines().enumerate() {
        let Some(rest) = line.strip_prefix("###") else {
            part.push((at + 1, line));
            continue;
        };
        requests.extend(request(&std::mem::take(&mut part), title, &variables)?);
        title = Some(rest.trim_matches(['#', ' ', '\t'])).filter(|title| !title.is_empty());
    }
    requests.extend(request(&part, title, &variables)?);
    Ok(requests)
}

/// `@host = https://api.example.com`
fn variables(text: &str) -> Vec<(&str, &str)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix('@')?.split_once('='));
    lines.map(|(name, value)| (name.trim(), value.trim())).collect()
}

/// A variable may hold others, but not without end.
fn replaced(text: &str, variables: &[(&str, &str)], line: usize) -> Result<String, String> {
    let mut text = text.to_owned();
    for _ in 0..8 {
        let Some(start) = text.find("{{") else { return Ok(text) };
        let Some(end) = text[start..].find("}}").map(|end| start + end) else { return Ok(text) };
        let name = text[start + 2..end].trim().to_owned();
        let Some((_, value)) = variables.iter().find(|(known, _)| *known == name) else {
            return Err(format!("line {line}: the variable `{name}` has no value; give it one: `@{name} = …`"));
        };
        text = text.replace(&text[start..end + 2], value);
        if text.len() > 1 << 20 {
            break;
        }
    }
    Ok(text)
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

/// `# @name put`
fn name(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(['#', '/', ' ', '\t']).strip_prefix("@name")?;
    Some(rest.trim_start_matches(['=', ' ', '\t']).trim()).filter(|name| !name.is_empty())
}

fn request(
    lines: &[(usize, &str)],
    title: Option<&str>,
    variables: &[(&str, &str)],
) -> Result<Option<Request>, String> {
    let mut request = Request { name: title.map(ToOwned::to_owned), ..Request::default() };
    let mut lines = lines.iter().copied().skip_while(|(_, line)| {
        if is_comment(line)
            && let Some(name) = name(line)
        {
            request.name = Some(name.to_owned());
        }
        line.trim().is_empty() || is_comment(line) || line.starts_with('@')
    });
    let Some((at, first)) = lines.next() else { return Ok(None) };
    let first = replaced(first.trim(), variables, at)?;
    let (method, target) = match first.split_once(char::is_whitespace) {
        Some((method, target)) if method.chars().all(|c| c.is_ascii_uppercase()) => (method, target.trim()),
        _ => ("GET", first.as_str()),
    };
    request.method = method.to_owned();
    request.target = target.to_owned();
    let mut body: Vec<String> = Vec::new();
    let mut in_body = false;
    for (at, line) in lines {
        if in_body {
            body.push(replaced(line, variables, at)?);
        } else if line.trim().is_empty() {
            in_body = true;
        } else if matches!(line.trim_start().chars().next(), Some('?' | '&')) && request.headers.is_empty() {
            request.target.push_str(&replaced(line.trim(), variables, at)?);
        } else if !is_comment(line) {
            let line = replaced(line, variables, at)?;
            let Some((name, value)) = line.split_once(':') else {
                return Err(format!("line {at}: a header must be of the form `Name: value`"));
            };
            request.headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    if let Some((target, _)) = request.target.rsplit_once(" HTTP/") {
        request.target.truncate(target.trim_end().len());
    }
    request.body = body.join("\n").trim_matches('\n').to_owned();
    Ok(Some(request))
}

impl Request {
    fn event(self, resource: Option<&str>) -> Result<Event, String> {
        let target = self.target.split('#').next().unwrap_or_default();
        let (address, query) = target.split_once('?').unwrap_or((target, ""));
        let path = match address.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => address,
        };
        let mut context = Map::new();
        context.insert("httpMethod".to_owned(), self.method.as_str().into());
        context.insert("path".to_owned(), path.into());
        let mut event = Event::new();
        if let Some(resource) = resource {
            context.insert("resourcePath".to_owned(), resource.into());
            let known = path_params(resource, path)
                .ok_or_else(|| format!("its path `{path}` is not of the resource `{resource}`"))?;
            event = known.into_iter().fold(event, |event, (name, value)| event.path_param(name, value));
        }
        for (name, value) in query.split('&').filter(|pair| !pair.is_empty()).map(pair) {
            event = event.query_param(name, value);
        }
        for (name, value) in &self.headers {
            event = event.header(name, value);
            if name.eq_ignore_ascii_case("user-agent") {
                context.insert("identity".to_owned(), json!({"userAgent": value}));
            }
        }
        if !self.body.is_empty() {
            event = event.body(self.body);
        }
        Ok(event.context(Json::Object(context)))
    }
}

fn pair(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
}

fn decoded(text: &str) -> String {
    urlencoding::decode(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// `/pets/{id}` and `/pets/42` give `id`; `{proxy+}` takes the rest. A stage may stand before the path.
fn path_params(resource: &str, path: &str) -> Option<Vec<(String, String)>> {
    let segments = |text: &str| text.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (resource, path) = (segments(resource), segments(path));
    matched(&resource, &path).or_else(|| matched(&resource, path.get(1..)?))
}

fn matched(resource: &[String], path: &[String]) -> Option<Vec<(String, String)>> {
    let mut known = Vec::new();
    for (at, segment) in resource.iter().enumerate() {
        let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        match name {
            Some(name) if name.ends_with('+') => {
                let rest = path.get(at..).filter(|rest| !rest.is_empty())?;
                known.push((name.trim_end_matches('+').to_owned(), decoded(&rest.join("/"))));
                return Some(known);
            }
            Some(name) => known.push((name.to_owned(), decoded(path.get(at)?))),
            None if path.get(at)? == segment => {}
            None => return None,
        }
    }
    (path.len() == resource.len()).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Template;

    const FILE: &str = "@host = https://api.example.com\n\n### puts\n# @name put\nPOST {{host}}/prod/pets/a%20b\n    ?dry=true\n    &q=a+b HTTP/1.1\nContent-Type: application/json\n// a comment\nX-Tag: 1\n\n{\n  \"name\": \"Rex\"\n}\n\n### gets\nGET /pets/7\n";

    fn shown(which: Option<&str>, resource: Option<&str>) -> Result<String, String> {
        let event = event(FILE, which, resource)?;
        let template = "$context.httpMethod $context.path $input.params() $input.json('$')";
        Ok(Template::parse(template).and_then(|t| t.render(&event)).expect("it renders").body)
    }

    #[test]
    fn a_request_becomes_an_event() {
        assert_eq!(
            shown(Some("put"), Some("/pets/{id}")).unwrap(),
            "POST /prod/pets/a%20b {path={id=a b}, querystring={dry=true, q=a b}, \
             header={Content-Type=application/json, X-Tag=1}} {\"name\":\"Rex\"}"
        );
        assert_eq!(shown(Some("gets"), None).unwrap(), "GET /pets/7 {path={}, querystring={}, header={}} {}");
        assert_eq!(shown(Some("2"), None), shown(Some("gets"), None));
    }

    #[test]
    fn says_which_requests_there_are() {
        assert_eq!(shown(Some("del"), None).unwrap_err(), "no request is named `del`; there are: put, gets");
        assert_eq!(
            shown(None, Some("/users/{id}")).unwrap_err(),
            "its path `/prod/pets/a%20b` is not of the resource `/users/{id}`"
        );
        assert_eq!(
            event("GET {{host}}/", None, None).unwrap_err(),
            "line 1: the variable `host` has no value; give it one: `@host = …`"
        );
    }

    #[test]
    fn a_greedy_parameter_takes_the_rest() {
        assert_eq!(path_params("/{proxy+}", "/a/b"), Some(vec![("proxy".to_owned(), "a/b".to_owned())]));
        assert_eq!(path_params("/a/{b}", "/a"), None);
    }
}
