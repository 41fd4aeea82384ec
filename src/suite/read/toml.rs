//! TOML as a tree.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Complaint, DEPTH, Key, Kind, Mark, Node, Room, too_deep};
use super::yaml::is_json_number;
use crate::trace::Lines;

/// Reads a file.
pub(crate) fn read(text: &str) -> Result<Node, Complaint> {
    let lines = Lines::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        let mark = error.span().map(|span| lines.position(span.start).into());
        Complaint { mark, message: format!("this is not TOML: {}", error.message()), help: None }
    })?;
    let mut reader = Reader { lines, room: Room::new() };
    Ok(Node { mark: Mark { line: 1, column: 1 }, kind: reader.table(table.into_inner(), 0)? })
}

struct Reader<'t> {
    lines: Lines<'t>,
    room: Room,
}

impl<'t> Reader<'t> {
    fn table(&mut self, table: DeTable<'t>, depth: usize) -> Result<Kind, Complaint> {
        let mut entries: Vec<_> = table.into_iter().collect();
        // a table is sorted by its keys; the file's order is what people wrote
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut read = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let mark: Mark = self.lines.position(key.span().start).into();
            let key = Key { name: key.into_inner().into_owned(), mark };
            read.push((key, self.node(value, depth + 1)?));
        }
        Ok(Kind::Map(read))
    }

    fn node(&mut self, value: Spanned<DeValue<'t>>, depth: usize) -> Result<Node, Complaint> {
        let mark: Mark = self.lines.position(value.span().start).into();
        if depth > DEPTH {
            return Err(too_deep(mark));
        }
        self.room.spend(mark, "")?;
        let kind = match value.into_inner() {
            DeValue::Boolean(b) => Kind::Bool(b),
            DeValue::String(text) => Kind::Text(text.into_owned()),
            DeValue::Integer(number) => {
                let digits = number.as_str().replace('_', "");
                match i64::from_str_radix(&digits, number.radix()) {
                    Ok(number) => Kind::Number(number.to_string()),
                    Err(_) => return Err(Complaint::at(mark, format!("`{digits}` is beyond TOML's numbers"))),
                }
            }
            DeValue::Float(number) => float(number.as_str()),
            DeValue::Datetime(time) => Kind::Text(time.to_string()),
            DeValue::Array(items) => {
                Kind::List(items.into_iter().map(|item| self.node(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            DeValue::Table(table) => self.table(table, depth)?,
        };
        Ok(Node { mark, kind })
    }
}

/// As JSON writes it, if it can.
fn float(written: &str) -> Kind {
    let written = written.replace('_', "");
    if is_json_number(&written) {
        return Kind::Number(written);
    }
    match written.parse::<f64>() {
        Ok(number) if number.is_finite() => Kind::Number(serde_json::Value::from(number).to_string()),
        _ => Kind::Text(written),
    }
}
