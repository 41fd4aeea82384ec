//! `${request.body.service}/$request.body.action`: text with variables, as WebSocket APIs select keys with it and HTTP APIs
//! map parameters with it. Which variables there are is the caller's to say.

use super::refusal::{Refusal, shown};

/// Longer expressions are no expressions of people.
const MAX_BYTES: usize = 4 * 1024;

/// An expression, cut into its parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expression<V> {
    parts: Vec<Part<V>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part<V> {
    Text(String),
    Variable { variable: V, braced: bool },
}

impl<V> Expression<V> {
    /// Reads an expression; `variable` reads what follows a `$` or stands in `${…}`.
    ///
    /// A bare variable ends before the first character that can be in no name. `\$` is a dollar sign, and so is one that
    /// nothing follows that could be a variable's name.
    pub fn parse(
        source: &str,
        path: &str,
        mut variable: impl FnMut(&str) -> Result<V, Refusal>,
    ) -> Result<Expression<V>, Refusal> {
        if source.len() > MAX_BYTES {
            return Err(Refusal::new(path, format!("an expression of more than {MAX_BYTES} bytes")));
        }
        let (mut parts, mut text, mut rest) = (Vec::new(), String::new(), source);
        while let Some(at) = rest.find(['$', '\\']) {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("\\$") {
                text.push('$');
                rest = after;
                continue;
            }
            let (name, length, braced) = match braced(rest) {
                Some(Ok(name)) => (name, name.len() + 3, true),
                Some(Err(())) => return Err(unclosed(source, path)),
                None => {
                    let name = bare(rest);
                    (name, name.len() + 1, false)
                }
            };
            if name.is_empty() && !braced {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
                continue;
            }
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            parts.push(Part::Variable { variable: variable(name)?, braced });
            rest = &rest[length..];
        }
        text.push_str(rest);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Expression { parts })
    }

    /// The text with each variable in its place; one without a value is nothing.
    pub fn evaluate(&self, mut value: impl FnMut(&V) -> Option<String>) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Variable { variable, .. } => out.push_str(&value(variable).unwrap_or_default()),
            }
        }
        out
    }

    /// The text, if there is no variable in it.
    pub fn as_static(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The variables, in order, and whether they stand in `${…}`.
    pub fn variables(&self) -> impl Iterator<Item = (&V, bool)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable { variable, braced } => Some((variable, *braced)),
            Part::Text(_) => None,
        })
    }
}

/// `${request.body['a}b']}` → `request.body['a}b']`. `None` if there is no `${`, `Err` if it has no end.
fn braced(text: &str) -> Option<Result<&str, ()>> {
    let inner = text.strip_prefix("${")?;
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '}') => return Some(Ok(&inner[..at])),
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // a quote without its end hides no brace
    Some(inner.split_once('}').map(|(name, _)| name).ok_or(()))
}

/// `$request.body.items[0].id, …` → `request.body.items[0].id`; nothing if no name begins here.
fn bare(text: &str) -> &str {
    let Some(name) = text.strip_prefix('$').filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())) else {
        return "";
    };
    let mut end = 0;
    while let Some(c) = name[end..].chars().next() {
        match c {
            '[' => match name[end..].find(']') {
                Some(length) => end += length + 1,
                None => break,
            },
            // the names of claims may have colons
            ':' if name.starts_with("context.authorizer.") => end += 1,
            '.' | '_' | '-' | '*' | '$' | '@' => end += 1,
            c if c.is_ascii_alphanumeric() => end += 1,
            _ => break,
        }
    }
    name[..end].trim_end_matches(['.', '-', ':'])
}

#[cold]
fn unclosed(source: &str, path: &str) -> Refusal {
    Refusal::new(path, format!("the `${{` of `{}` is not closed", shown(source))).with_help("add the `}` at its end")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Variables print as `<name>`.
    fn evaluate(source: &str) -> String {
        let expression = Expression::parse(source, "x", |name| Ok(name.to_owned())).unwrap();
        expression.evaluate(|name| (name != "missing").then(|| format!("<{name}>")))
    }

    #[test]
    fn variables_stand_bare_or_in_braces() {
        assert_eq!(evaluate("$request.body.action"), "<request.body.action>");
        assert_eq!(evaluate("${request.body.action}"), "<request.body.action>");
        assert_eq!(evaluate("${a.service}/${a.action}"), "<a.service>/<a.action>");
        assert_eq!(evaluate("${a.version}-beta"), "<a.version>-beta");
        assert_eq!(evaluate("/v1/$request.path.proxy"), "/v1/<request.path.proxy>");
        assert_eq!(evaluate("$request.body.items[0]['a b'].id!"), "<request.body.items[0]['a b'].id>!");
        assert_eq!(evaluate("${request.body['a}b']}"), "<request.body['a}b']>");
        assert_eq!(evaluate("[${missing}]"), "[]");
    }

    #[test]
    fn a_bare_variable_ends_where_no_name_goes_on() {
        assert_eq!(evaluate("$a.b/$a.c."), "<a.b>/<a.c>.");
        assert_eq!(evaluate("$a.b, done"), "<a.b>, done");
        assert_eq!(evaluate("$context.stage:8080"), "<context.stage>:8080");
        assert_eq!(evaluate("$context.authorizer.claims.cognito:groups"), "<context.authorizer.claims.cognito:groups>");
    }

    #[test]
    fn a_dollar_sign_is_escaped_or_names_nothing() {
        assert_eq!(evaluate("\\$default"), "$default");
        assert_eq!(evaluate("\\$default-\\x"), "$default-\\x");
        assert_eq!(evaluate("costs $5 or $"), "costs $5 or $");
        assert_eq!(evaluate("plain"), "plain");
        assert_eq!(evaluate(""), "");
    }

    #[test]
    fn evaluation_happens_once() {
        let expression = Expression::parse("${a}", "x", |name| Ok(name.to_owned())).unwrap();
        assert_eq!(expression.evaluate(|_| Some("${b}".to_owned())), "${b}");
    }

    #[test]
    fn a_brace_must_be_closed() {
        let refusal = Expression::parse("a${b", "x.y", |name| Ok(name.to_owned())).unwrap_err();
        assert_eq!(refusal.to_string(), "x.y: the `${` of `a${b` is not closed; add the `}` at its end");
    }
}
