//! `POST https://api.example.com/pets/42?dry=true`: requests as editors send them, separated by `###`.

use serde_json::{Map, Value as Json, json};

use crate::gateway::Event;
use crate::rest::{Query, Routes};

/// A request of a file.
#[derive(Debug, Default, PartialEq)]
struct Request {
    name: Option<String>,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<Line>,
}

/// A line of a body.
#[derive(Debug, PartialEq)]
enum Line {
    Text(String),
    /// `< ./body.json`: what is in a file beside this one.
    File(usize, String),
}

/// Reads a file beside the `.http` file.
type Beside<'b> = &'b dyn Fn(&str) -> Result<String, String>;

/// The event that the first request of a file makes, or the one of a name or number (from 1). The resource, such as
/// `/pets/{id}`, tells its path parameters.
pub(super) fn event(
    text: &str,
    which: Option<&str>,
    resource: Option<&str>,
    beside: Beside<'_>,
) -> Result<Event, String> {
    let requests = requests(text)?;
    let Some(which) = which else {
        let first = requests.into_iter().next();
        return first.ok_or_else(|| "there is no request in it".to_owned())?.event(resource, beside);
    };
    let by_name = requests.iter().position(|request| request.name.as_deref() == Some(which));
    let by_number = which.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < requests.len());
    match by_name.or(by_number) {
        Some(at) => requests.into_iter().nth(at).unwrap_or_default().event(resource, beside),
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
    let mut out = String::new();
    // the rests of the line and of the values that stand in it, the innermost last
    let mut rests = vec![text];
    let mut values = 0;
    while let Some(rest) = rests.pop() {
        let found = rest.find("{{").and_then(|start| Some((start, start + rest[start..].find("}}")?)));
        let Some((start, end)) = found else {
            out.push_str(rest);
            continue;
        };
        out.push_str(&rest[..start]);
        let name = rest[start + 2..end].trim();
        let Some((_, value)) = variables.iter().find(|(known, _)| *known == name) else {
            return Err(format!("line {line}: the variable `{name}` has no value; give it one: `@{name} = …`"));
        };
        values += 1;
        if values > MOST_VALUES || out.len() > MOST_BYTES {
            return Err(format!("line {line}: the variable `{name}` leads back to itself, or to too much text"));
        }
        rests.extend([&rest[end + 2..], value]);
    }
    Ok(out)
}

/// No line has as many variables, also with those in their values.
const MOST_VALUES: usize = 10_000;
const MOST_BYTES: usize = 1 << 20;

/// `< ./body.json`
fn body_file(line: &str) -> Option<&str> {
    line.strip_prefix('<')?.strip_prefix([' ', '\t']).map(str::trim).filter(|name| !name.is_empty())
}

/// `> {% … %}`, `> ./handler.js`, `>> answer.json`, `<> answer.json`: for editors, after the request.
fn is_after_request(line: &str) -> bool {
    ["> ", ">> ", ">>! ", "<> "].iter().any(|mark| line.starts_with(mark))
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
    if first.starts_with("< ") {
        return Err(format!("line {at}: a script before a request cannot be run"));
    }
    let first = replaced(first.trim(), variables, at)?;
    let (method, target) = match first.split_once(char::is_whitespace) {
        Some((method, target)) if method.chars().all(|c| c.is_ascii_alphabetic()) => (method, target.trim()),
        _ => ("GET", first.as_str()),
    };
    request.method = method.to_ascii_uppercase();
    request.target = target.to_owned();
    let mut in_body = false;
    for (at, line) in lines {
        if is_after_request(line) {
            break;
        } else if in_body && line.starts_with("<@") {
            return Err(format!("line {at}: `<@` cannot be read; `< file` takes the file as it is"));
        } else if in_body {
            request.body.push(match body_file(line) {
                Some(name) => Line::File(at, replaced(name, variables, at)?),
                None => Line::Text(replaced(line, variables, at)?),
            });
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
    Ok(Some(request))
}

impl Request {
    fn event(self, resource: Option<&str>, beside: Beside<'_>) -> Result<Event, String> {
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
            let known = path_params(resource, path)?.into_iter();
            event = known.fold(event, |event, (name, value)| event.path_param(name, value));
        }
        event = Query::parse(query).iter().fold(event, |event, (name, value)| event.query_param(name, value));
        for (name, value) in &self.headers {
            event = event.header(name, value);
            if name.eq_ignore_ascii_case("user-agent") {
                context.insert("identity".to_owned(), json!({"userAgent": value}));
            }
        }
        let body = body(self.body, beside)?;
        if !body.is_empty() {
            event = event.body(body);
        }
        Ok(event.context(Json::Object(context)))
    }
}

/// A body's text, without empty lines around it. A file in it stays as it is.
fn body(mut lines: Vec<Line>, beside: Beside<'_>) -> Result<String, String> {
    let is_empty = |line: &Line| *line == Line::Text(String::new());
    lines.drain(..lines.iter().take_while(|line| is_empty(line)).count());
    lines.truncate(lines.len() - lines.iter().rev().take_while(|line| is_empty(line)).count());
    let lines = lines.into_iter().map(|line| match line {
        Line::Text(text) => Ok(text),
        Line::File(at, name) => beside(&name).map_err(|why| format!("line {at}: cannot read the file `{name}`: {why}")),
    });
    Ok(lines.collect::<Result<Vec<_>, String>>()?.join("\n"))
}

/// `/pets/{id}` and `/pets/42` give `id`; `{proxy+}` takes the rest; as they are written, which is how a
/// template gets them. A stage may stand before the path.
fn path_params(resource: &str, path: &str) -> Result<Vec<(String, String)>, String> {
    let routes = Routes::new([("ANY", resource)]).map_err(|refusal| refusal.message().to_owned())?;
    let found = |path: &str| Some(routes.find("ANY", path)?.1);
    let behind_stage = path.match_indices('/').nth(1).map_or("/", |(at, _)| &path[at..]);
    let params = found(path).or_else(|| found(behind_stage));
    params.ok_or_else(|| format!("its path `{path}` is not of the resource `{resource}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Template;

    const FILE: &str = "@host = https://api.example.com\n\n### puts\n# @name put\nPOST {{host}}/prod/pets/a%20b\n    ?dry=true\n    &q=a+b HTTP/1.1\nContent-Type: application/json\n// a comment\nX-Tag: 1\n\n{\n  \"name\": \"Rex\"\n}\n\n### gets\nGET /pets/7\n";

    fn none(_: &str) -> Result<String, String> {
        Err("there is no such file".to_owned())
    }

    /// What a template sees of the first request.
    fn first(text: &str) -> Result<String, String> {
        let beside = |name: &str| if name == "./rex.json" { Ok("{\"n\": 1}\n".to_owned()) } else { none(name) };
        let event = event(text, None, None, &beside)?;
        let template = Template::parse("$context.httpMethod $context.path $input.body").expect("it parses");
        Ok(template.render(&event).expect("it renders").body)
    }

    fn shown(which: Option<&str>, resource: Option<&str>) -> Result<String, String> {
        let event = event(FILE, which, resource, &none)?;
        let template = "$context.httpMethod $context.path $input.params() $input.json('$')";
        Ok(Template::parse(template).and_then(|t| t.render(&event)).expect("it renders").body)
    }

    #[test]
    fn a_request_becomes_an_event() {
        assert_eq!(
            shown(Some("put"), Some("/pets/{id}")).unwrap(),
            "POST /prod/pets/a%20b {path={id=a%20b}, querystring={dry=true, q=a b}, \
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
            first("GET {{host}}/").unwrap_err(),
            "line 1: the variable `host` has no value; give it one: `@host = …`"
        );
    }

    #[test]
    fn a_body_may_be_a_file() {
        let text = "@pet = rex\nPOST /pets\nX: 1\n\n< ./{{pet}}.json\n";
        assert_eq!(first(text).unwrap(), "POST /pets {\"n\": 1}\n");
        assert_eq!(first("POST /\n\n[\n< ./rex.json\n]\n").unwrap(), "POST / [\n{\"n\": 1}\n\n]");
        assert_eq!(first("POST /\n\n<pet/>\n").unwrap(), "POST / <pet/>");
        assert_eq!(
            first("POST /\n\n< ./no.json").unwrap_err(),
            "line 3: cannot read the file `./no.json`: there is no such file"
        );
        assert!(first("POST /\n\n<@ ./rex.json").unwrap_err().starts_with("line 3: `<@` cannot be read"));
    }

    #[test]
    fn scripts_and_answers_are_no_part_of_a_body() {
        assert_eq!(first("PUT /\n\na\n\n> {% client.test({{x}}) %}\n").unwrap(), "PUT / a");
        assert_eq!(first("PUT /\n\na\n<> answer.json\n").unwrap(), "PUT / a");
        assert_eq!(first("PUT /\n> handler.js\n").unwrap(), "PUT / {}");
        assert_eq!(first("< {% a() %}\nGET /").unwrap_err(), "line 1: a script before a request cannot be run");
    }

    #[test]
    fn a_line_has_as_many_variables_as_it_likes() {
        let variables: String = (0..20).map(|n| format!("@v{n} = {n}.\n")).collect();
        let line: String = (0..20).map(|n| format!("{{{{v{n}}}}}")).collect();
        let numbers: String = (0..20).map(|n| format!("{n}.")).collect();
        assert_eq!(first(&format!("{variables}PUT /\n\n{line} {{{{")).unwrap(), format!("PUT / {numbers} {{{{"));
        assert_eq!(
            first("@a = {{b}}\n@b = {{a}}\nGET /{{a}}").unwrap_err(),
            "line 3: the variable `a` leads back to itself, or to too much text"
        );
    }

    #[test]
    fn a_method_may_be_in_lower_case() {
        assert_eq!(first("post https://a.example/pets HTTP/1.1\n").unwrap(), "POST /pets {}");
        assert_eq!(first("https://a.example/pets\n").unwrap(), "GET /pets {}");
    }

    #[test]
    fn a_greedy_parameter_takes_the_rest() {
        assert_eq!(path_params("/{proxy+}", "/a/b"), Ok(vec![("proxy".to_owned(), "a/b".to_owned())]));
        assert_eq!(path_params("/a/{b}", "/prod/a/b%20c/"), Ok(vec![("b".to_owned(), "b%20c".to_owned())]));
        assert!(path_params("/a/{b}", "/a").is_err());
        assert_eq!(path_params("/", "/prod"), Ok(Vec::new()));
        let wrong = path_params("a/{b}", "/a/1").unwrap_err();
        assert_eq!(wrong, "there is no `/` at the beginning of the path in `a/{b}`");
    }
}
