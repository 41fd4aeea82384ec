//! `{"message":$context.error.messageString}`: access-log formats and the templates of gateway responses. No VTL: each
//! variable is replaced by its text, and nothing else happens.

use super::mapping_expression::{Place, context_path};

/// A format, cut into its pieces.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Format {
    source: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Variable(Variable),
}

/// `$context.identity.sourceIp`
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Variable {
    /// `$context.a.b`
    Context(Vec<String>),
    /// `$stageVariables.name`
    Stage(String),
    /// `$method.request.header.name`
    Parameter(Place, String),
}

const PREFIXES: [&str; 5] =
    ["context.", "stageVariables.", "method.request.header.", "method.request.querystring.", "method.request.path."];

impl Format {
    /// Reads a format. A `$` that begins no variable is text.
    pub fn parse(source: &str) -> Format {
        let (mut pieces, mut text) = (Vec::new(), String::new());
        let mut rest = source;
        while let Some(at) = rest.find('$') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            match variable(rest) {
                Some((variable, length)) => {
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(Piece::Variable(variable));
                    rest = &rest[length..];
                }
                None => {
                    text.push('$');
                    rest = &rest[1..];
                }
            }
        }
        text.push_str(rest);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Format { source: source.to_owned(), pieces }
    }

    /// The format as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The variables in it.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(variable),
            Piece::Text(_) => None,
        })
    }

    /// The text with each variable replaced; `missing` stands for those that have no value: `-` in access logs.
    pub fn render(&self, missing: &str, mut value: impl FnMut(&Variable) -> Option<String>) -> String {
        let mut out = String::with_capacity(self.source.len());
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Variable(variable) => out.push_str(value(variable).as_deref().unwrap_or(missing)),
            }
        }
        out
    }
}

/// The variable at the beginning, and its length in bytes. `text` starts with `$`.
fn variable(text: &str) -> Option<(Variable, usize)> {
    if let Some(braced) = text.strip_prefix("${") {
        // no name has a brace in it
        let inner = &braced[..braced.find(['{', '}']).filter(|end| braced[*end..].starts_with('}'))?];
        let (variable, length) = named(inner)?;
        return (length == inner.len()).then_some((variable, length + 3));
    }
    let (variable, length) = named(&text[1..])?;
    Some((variable, length + 1))
}

fn named(text: &str) -> Option<(Variable, usize)> {
    let prefix = PREFIXES.into_iter().find(|prefix| text.starts_with(prefix))?;
    let after = &text[prefix.len()..];
    let end = if prefix == "context." { path_length(after) } else { name_length(after) };
    let name = &after[..end];
    let variable = match prefix {
        "context." => Variable::Context(context_path(name)?),
        _ if name.is_empty() => return None,
        "stageVariables." => Variable::Stage(name.to_owned()),
        "method.request.header." => Variable::Parameter(Place::Header, name.to_owned()),
        "method.request.querystring." => Variable::Parameter(Place::Querystring, name.to_owned()),
        _ => Variable::Parameter(Place::Path, name.to_owned()),
    };
    Some((variable, prefix.len() + end))
}

/// `identity.sourceIp` of `identity.sourceIp. `: a dot or hyphen at its end is text.
fn path_length(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let begun = if end == 0 { Some(rest) } else { rest.strip_prefix('.') };
        let length = begun.map_or(0, name_length);
        if length == 0 {
            return end;
        }
        end += length + usize::from(end > 0);
        while let Some(inner) = text[end..].strip_prefix("['")
            && let Some(length) = inner.find('\'').filter(|length| inner[*length..].starts_with("']"))
        {
            end += length + 4;
        }
    }
}

fn name_length(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
    text[..end].trim_end_matches('-').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(format: &str) -> String {
        Format::parse(format).render("-", |variable| match variable {
            Variable::Context(names) if names.iter().any(|name| name == "missing") => None,
            Variable::Context(names) => Some(format!("<{}>", names.join("/"))),
            Variable::Stage(name) => Some(format!("<stage {name}>")),
            Variable::Parameter(place, name) => Some(format!("<{place:?} {name}>")),
        })
    }

    #[test]
    fn variables_are_replaced_and_the_rest_is_text() {
        assert_eq!(render(r#"{"ip":"$context.identity.sourceIp"}"#), r#"{"ip":"<identity/sourceIp>"}"#);
        assert_eq!(render("$context.requestId. $context.missing $stageVariables.v"), "<requestId>. - <stage v>");
        assert_eq!(render("$method.request.header.X-Tag!"), "<Header X-Tag>!");
        assert_eq!(
            render("${context.stage}x $context.claims['cognito:groups'].a"),
            "<stage>x <claims/cognito:groups/a>"
        );
        assert_eq!(
            render("$5 $ $$context.stage- $contexts ${context. $context."),
            "$5 $ $<stage>- $contexts ${context. $context."
        );
        assert_eq!(render("#if($input.body)#end"), "#if($input.body)#end");
    }
}
