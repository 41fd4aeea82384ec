//! `each: [{id: 1}, {id: 2}]`: a case for each row, with `${id}` in it replaced.

use std::collections::HashMap;

use super::fields::{entries, expected};
use super::node::{Complaint, Key, Kind, Node, Room};
use crate::gateway::nearest::nearest;
use crate::terminal::one_line;

/// More rows than this are a mistake.
const ROWS: usize = 10_000;

/// A case for each row; the case itself if it has no `each`. `rows` is the value of `each`.
pub(crate) fn expand(case: &Node, rows: &Node, room: &mut Room) -> Result<Vec<Node>, Complaint> {
    let Kind::List(items) = &rows.kind else {
        return Err(expected(rows, "each", "a list of objects, one for each row"));
    };
    if items.is_empty() {
        return Err(Complaint::at(rows.mark, "`each` has no rows").help("without one the case would never run"));
    }
    if items.len() > ROWS {
        return Err(Complaint::at(case.mark, format!("`each` has more than {ROWS} rows")));
    }
    items.iter().map(|row| instance(case, row, room)).collect()
}

fn instance(case: &Node, row: &Node, room: &mut Room) -> Result<Node, Complaint> {
    if !matches!(row.kind, Kind::Map(_)) {
        return Err(expected(row, "each", "a list of objects, one for each row"));
    }
    let row = &Row::of(row);
    let is_named = case.get("name").and_then(Node::text).is_some_and(has_placeholder);
    let mut read = Vec::new();
    for (key, node) in entries(case, "case")? {
        if key.name == "each" {
            continue;
        }
        let mut node = replaced(node, row, room)?;
        if let (false, "name", Kind::Text(name)) = (is_named, key.name.as_str(), &mut node.kind) {
            name.push_str(&label(row.node));
        }
        read.push((key.clone(), node));
    }
    Ok(Node { mark: case.mark, kind: Kind::Map(read) })
}

/// ` [id=1, name=Rex]`: tells the cases of rows apart whose name has no placeholder.
fn label(row: &Node) -> String {
    let Kind::Map(entries) = &row.kind else { return String::new() };
    let shown: Vec<String> = entries
        .iter()
        .map(|(key, node)| {
            let value = node.scalar().unwrap_or_else(|| node.to_json_text());
            let cut = one_line(&value.chars().take(40).collect::<String>());
            format!("{}={cut}{}", key.name, if cut.len() < value.len() { "…" } else { "" })
        })
        .collect();
    format!(" [{}]", shown.join(", "))
}

fn has_placeholder(text: &str) -> bool {
    pieces(text).iter().any(|piece| matches!(piece, Piece::Placeholder(_)))
}

fn replaced(node: &Node, row: &Row<'_>, room: &mut Room) -> Result<Node, Complaint> {
    let kind = match &node.kind {
        Kind::Text(text) => return in_text(node, text, row, room),
        Kind::List(items) => Kind::List(items.iter().map(|item| replaced(item, row, room)).collect::<Result<_, _>>()?),
        Kind::Map(entries) => {
            let mut read = Vec::with_capacity(entries.len());
            for (key, node) in entries {
                let name =
                    joined(&pieces(&key.name), |name| value(row, name, key.mark).and_then(|v| as_text(v, key.mark)))?;
                read.push((Key { name, mark: key.mark }, replaced(node, row, room)?));
            }
            Kind::Map(read)
        }
        scalar => scalar.clone(),
    };
    room.spend(node.mark, "")?;
    Ok(Node { mark: node.mark, kind })
}

/// `${id}` alone is the row's value, of its kind; within a text it is the value's text.
fn in_text(node: &Node, text: &str, row: &Row<'_>, room: &mut Room) -> Result<Node, Complaint> {
    let pieces = pieces(text);
    if let [Piece::Placeholder(name)] = pieces.as_slice() {
        let value = value(row, name, node.mark)?.clone().moved(node.mark);
        room.spend_again(node.mark, &value)?;
        return Ok(value);
    }
    let text = joined(&pieces, |name| as_text(value(row, name, node.mark)?, node.mark))?;
    room.spend(node.mark, &text)?;
    Ok(Node { mark: node.mark, kind: Kind::Text(text) })
}

fn as_text(node: &Node, mark: super::node::Mark) -> Result<String, Complaint> {
    match &node.kind {
        Kind::List(_) | Kind::Map(_) => Err(Complaint::at(mark, format!("{} cannot stand within a text", node.what()))
            .help("let `${…}` be the whole value, or name a part of it: `${pet.name}`")),
        Kind::Null => Ok("null".to_owned()),
        _ => Ok(node.scalar().unwrap_or_default()),
    }
}

/// `pet.name` and `pets.0` lead into a row's value.
fn value<'r>(row: &Row<'r>, name: &str, mark: super::node::Mark) -> Result<&'r Node, Complaint> {
    if let Some(node) = row.values.get(name) {
        return Ok(node);
    }
    let mut parts = name.split('.');
    let first = parts.next().and_then(|first| row.values.get(first).copied());
    let found = parts.try_fold(first, |node, part| {
        let node: &Node = node?;
        Some(match &node.kind {
            Kind::List(items) => part.parse::<usize>().ok().and_then(|at| items.get(at)),
            _ => node.get(part),
        })
    });
    found.flatten().ok_or_else(|| missing(row.node, name, mark))
}

/// A row, and its values by their names.
struct Row<'r> {
    node: &'r Node,
    values: HashMap<&'r str, &'r Node>,
}

impl<'r> Row<'r> {
    fn of(node: &'r Node) -> Row<'r> {
        let entries = if let Kind::Map(entries) = &node.kind { entries.as_slice() } else { &[] };
        Row { node, values: entries.iter().map(|(key, node)| (key.name.as_str(), node)).collect() }
    }
}

fn missing(row: &Node, name: &str, mark: super::node::Mark) -> Complaint {
    let known: Vec<&str> = match &row.kind {
        Kind::Map(entries) => entries.iter().map(|(key, _)| key.name.as_str()).collect(),
        _ => Vec::new(),
    };
    let help = match nearest(name, &known) {
        Some(near) => format!("did you mean `${{{near}}}`?"),
        None => format!("the row has: {}; `$${{{name}}}` is the text itself", known.join(", ")),
    };
    Complaint::at(mark, format!("the row in line {} has no value `{name}`", row.mark.line)).help(help)
}

#[derive(Debug, PartialEq)]
enum Piece<'t> {
    Text(&'t str),
    /// `${name}`
    Placeholder(&'t str),
}

/// A text in pieces; `$${` is `${` as it is.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(at) = text[from..].find("${").map(|at| at + from) {
        let end = text[at..].find('}').map(|end| at + end);
        if text[start..at].ends_with('$') {
            pieces.push(Piece::Text(&text[start..at - 1]));
            (start, from) = (at, at + 2);
        } else if let Some(end) = end.filter(|end| is_name(&text[at + 2..*end])) {
            if start < at {
                pieces.push(Piece::Text(&text[start..at]));
            }
            pieces.push(Piece::Placeholder(&text[at + 2..end]));
            (start, from) = (end + 1, end + 1);
        } else {
            from = at + 2;
        }
    }
    if start < text.len() || pieces.is_empty() {
        pieces.push(Piece::Text(&text[start..]));
    }
    pieces
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn joined(pieces: &[Piece<'_>], mut value: impl FnMut(&str) -> Result<String, Complaint>) -> Result<String, Complaint> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Placeholder(name) => text.push_str(&value(name)?),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::read::yaml;

    fn cases(text: &str) -> Result<String, Complaint> {
        let case = yaml::read(text)?;
        let cases = expand(&case, case.get("each").expect("rows"), &mut Room::new())?;
        Ok(cases.iter().map(Node::to_json_text).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_value_alone_keeps_its_kind_and_within_a_text_is_a_text() {
        let text =
            "{name: 'n ${a}', body: '${a}', '${b.c}': '${a}-${b.c}', each: [{a: 1, b: {c: x}}, {a: [2], b: {c: y}}]}";
        let complaint = cases(text).unwrap_err();
        assert_eq!(complaint.message, "a list cannot stand within a text");
        let text = "{name: 'n ${a}', body: '${a}', vars: {'${b.c}': '${a}-${b.c}'}, each: [{a: 1, b: {c: x}}]}";
        assert_eq!(cases(text).unwrap(), r#"{"name":"n 1","body":1,"vars":{"x":"1-x"}}"#);
    }

    #[test]
    fn a_name_without_a_placeholder_gets_the_row() {
        let text = "{name: puts, each: [{id: 1, deep: {a: b}}, {id: 2}]}";
        assert_eq!(cases(text).unwrap(), r#"{"name":"puts [id=1, deep={\"a\":\"b\"}]"} {"name":"puts [id=2]"}"#);
    }

    #[test]
    fn two_dollars_stand_for_one_and_other_braces_for_themselves() {
        let text = "{name: a, body: '$${id} ${not this} $x ${', each: [{id: 1}]}";
        assert_eq!(cases(text).unwrap(), r#"{"name":"a [id=1]","body":"${id} ${not this} $x ${"}"#);
    }

    #[test]
    fn an_unknown_name_is_a_mistake() {
        let complaint = cases("name: a\nbody: ${idd}\neach: [{id: 1}]").unwrap_err();
        assert_eq!(complaint.message, "the row in line 3 has no value `idd`");
        assert_eq!(complaint.help.as_deref(), Some("did you mean `${id}`?"));
        assert_eq!(complaint.mark.map(|mark| (mark.line, mark.column)), Some((2, 7)));
    }
}
