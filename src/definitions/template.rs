//! `!Sub`, `!Join`, `${self:…}`: from a node to the template that the gateway will get.

use std::ops::Range;

use super::document::{Kind, Language, NodeRef};
use super::found::short;
use super::text::{Rewrite, Text};

/// The longest placeholder; what is longer is text.
const LONGEST: usize = 1000;

/// Who else than CloudFormation's functions fills in placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    /// nobody
    Plain,
    /// `${self:custom.table}`
    Serverless,
    /// `${aws_sqs_queue.q.url}`, which the reader of HCL knows, but not that of `.tf.json`
    Terraform,
}

/// A template's text, and what it is made of.
#[derive(Debug, Clone)]
pub(super) struct Built {
    pub text: Text,
    pub origin: Origin,
    /// The file that has the text.
    pub reference: Option<String>,
}

/// What a text is made of, for putting another one back.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// One scalar; in an `Fn::Sub`, if `sub`.
    Scalar { node: NodeRef, sub: bool },
    /// The parts of an `Fn::Join`, with their ranges in the text; a part that is no text has no origin.
    Join { delimiter: String, list: NodeRef, parts: Vec<(Range<usize>, Option<Origin>)> },
    /// An expression: nothing that could be written anew.
    Fixed,
}

/// The template that a node is.
pub(super) fn build(node: &NodeRef, host: Host) -> Built {
    build_within(node, host, 8)
}

fn build_within(node: &NodeRef, host: Host, depth: usize) -> Built {
    match node.intrinsic() {
        Some((name, argument)) if name == "Fn::Sub" => {
            // `[text, {Name: value}]`
            let text = argument.items().first().cloned().unwrap_or(argument);
            scalar(&text, host, true).unwrap_or_else(|| hole(node, "Fn::Sub"))
        }
        Some((name, argument)) if name == "Fn::Join" && depth > 0 => {
            join(&argument, host, depth - 1).unwrap_or_else(|| hole(node, "Fn::Join"))
        }
        Some((name, argument)) => hole(node, &label(&name, &argument)),
        None => match node.kind() {
            Kind::File { function, path } => {
                let says = format!("{function}(\"{path}\")");
                let mut text = Text::at(node.file_offset());
                text.push_hole(&says, path, node.file_range());
                Built { text, origin: Origin::Fixed, reference: Some(path.clone()) }
            }
            Kind::Encoded(_) => Built { text: super::encoded::text(node), origin: Origin::Fixed, reference: None },
            _ => scalar(node, host, false).unwrap_or_else(|| hole(node, &short(node.source()))),
        },
    }
}

fn scalar(node: &NodeRef, host: Host, sub: bool) -> Option<Built> {
    node.as_str()?;
    let text = node.text()?.rewritten(|value, at| match host {
        Host::Serverless => variable(value, at).or_else(|| sub.then(|| substitution(value, at)).flatten()),
        Host::Terraform if node.document.language == Language::Json => interpolation(value, at),
        Host::Plain | Host::Terraform => sub.then(|| substitution(value, at)).flatten(),
    });
    let reference = match text.holes.as_slice() {
        [hole] if hole.range == (0..text.value.len()) => file_variable(&hole.says),
        _ => None,
    };
    Some(Built { text, origin: Origin::Scalar { node: node.clone(), sub }, reference })
}

/// `${file(templates/put.vtl)}` of the Serverless Framework.
fn file_variable(says: &str) -> Option<String> {
    Some(says.strip_prefix("${file(")?.strip_suffix(")}")?.trim().to_owned())
}

/// A text without the white space that lays it out.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `[delimiter, [part, …]]`
fn join(argument: &NodeRef, host: Host, depth: usize) -> Option<Built> {
    let items = argument.items();
    let [delimiter, list] = items.as_slice() else { return None };
    let delimiter = delimiter.as_str()?.to_owned();
    let Kind::Sequence(_) = list.kind() else { return None };
    let mut text = Text::at(list.file_offset());
    let mut parts = Vec::new();
    for (at, item) in list.items().iter().enumerate() {
        if at > 0 {
            let place = item.file_offset();
            text.push_unit(&delimiter, place..place);
        }
        let start = text.value.len();
        let built = build_within(item, host, depth);
        match built.origin {
            Origin::Fixed => {
                let says = one_line(item.source());
                let label = item.intrinsic().map_or(String::new(), |(name, argument)| label(&name, &argument));
                text.push_hole(&says, &label, item.file_range());
                parts.push((start..text.value.len(), None));
            }
            origin => {
                text.push_renumbered(&built.text);
                parts.push((start..text.value.len(), Some(origin)));
            }
        }
    }
    Some(Built { text, origin: Origin::Join { delimiter, list: list.clone(), parts }, reference: None })
}

/// What cannot be known before the API is deployed.
fn hole(node: &NodeRef, label: &str) -> Built {
    let mut text = Text::at(node.file_offset());
    text.push_hole(&one_line(node.source()), label, node.file_range());
    Built { text, origin: Origin::Fixed, reference: None }
}

/// `Table` for `!Ref Table`, `Table.Arn` for `!GetAtt Table.Arn`, the function's name for others.
fn label(name: &str, argument: &NodeRef) -> String {
    let parts = argument.items();
    let parts: Vec<&str> = parts.iter().filter_map(|part| part.as_str()).collect();
    match (name, argument.as_str()) {
        ("Ref" | "Fn::GetAtt" | "Fn::ImportValue", Some(text)) => text.to_owned(),
        ("Fn::GetAtt", None) if parts.len() == 2 => parts.join("."),
        _ => name.to_owned(),
    }
}

/// `${Name}` and `${!Literal}` of an `Fn::Sub`.
fn substitution(value: &str, at: usize) -> Option<Rewrite> {
    let inside = value[at..].strip_prefix("${")?;
    let length = memchr::memchr(b'}', &inside.as_bytes()[..inside.len().min(LONGEST)])?;
    let end = at + 2 + length + 1;
    Some(match inside[..length].strip_prefix('!') {
        Some(literal) => Rewrite::Text { end, value: format!("${{{literal}}}") },
        None => Rewrite::Hole { end, label: inside[..length].trim().to_owned() },
    })
}

/// `${self:custom.table, 'pets'}` and `${file(x.yml):table}` of the Serverless Framework. `${AWS::Region}` is none.
fn variable(value: &str, at: usize) -> Option<Rewrite> {
    let inside = value[at..].strip_prefix("${")?;
    let kind = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c)).len();
    let rest = &inside[kind..];
    if kind == 0 || !(rest.starts_with('(') || rest.starts_with(':') && !rest.starts_with("::")) {
        return None;
    }
    let length = balanced(inside)?;
    let label = inside[..length].split(',').next().unwrap_or_default();
    Some(Rewrite::Hole { end: at + 2 + length + 1, label: label.to_owned() })
}

/// `${aws_sqs_queue.q.url}`, `%{if x}`, and `$${`, `%%{` for `${`, `%{`.
fn interpolation(value: &str, at: usize) -> Option<Rewrite> {
    let rest = &value[at..];
    for (escaped, plain) in [("$${", "${"), ("%%{", "%{")] {
        if rest.starts_with(escaped) {
            return Some(Rewrite::Text { end: at + 3, value: plain.to_owned() });
        }
    }
    let inside = rest.strip_prefix("${").or_else(|| rest.strip_prefix("%{"))?;
    let length = balanced(inside)?;
    Some(Rewrite::Hole { end: at + 2 + length + 1, label: inside[..length].to_owned() })
}

/// Where the `}` stands that closes what was opened before.
fn balanced(inside: &str) -> Option<usize> {
    memchr::memchr(b'}', &inside.as_bytes()[..inside.len().min(LONGEST)])?;
    let mut open = 0;
    let bytes = inside.bytes().take(LONGEST).enumerate();
    for (at, byte) in bytes {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}
