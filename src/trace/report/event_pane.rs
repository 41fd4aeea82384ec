//! The event as indented JSON, with the places marked that a render read.

use std::collections::{BTreeSet, HashMap};

use crate::gateway::{Event, write_compact};
use crate::value::{Datum, json};

use super::escape;

/// Bytes of the pane; what is beyond is left out.
const MOST: usize = 400 * 1024;
/// Entries of one list or map that are shown though nothing read them.
const UNREAD: usize = 12;
/// Characters of one text.
const TEXT: usize = 400;

/// The pane's HTML, and the number of each place that it shows.
pub(super) struct EventPane {
    pub html: String,
    numbers: HashMap<String, usize>,
    /// Not all of the event is in it.
    pub is_cut: bool,
}

impl EventPane {
    /// Shows an event; `read` are the places that are to be marked, as JSON pointers.
    pub fn new<'p>(event: &Event, read: impl Iterator<Item = &'p str>) -> EventPane {
        let mut wanted = BTreeSet::new();
        for pointer in read {
            let mut pointer = pointer;
            // what leads nowhere is marked where its way ends
            while !pointer.is_empty() && wanted.insert(pointer.to_owned()) {
                pointer = &pointer[..pointer.rfind('/').unwrap_or(0)];
            }
        }
        let pane = EventPane { html: String::new(), numbers: HashMap::new(), is_cut: false };
        let mut writer = Writer { pane, wanted, pointer: String::new() };
        writer.value(&event.as_datum(), 0);
        writer.pane
    }

    /// The number of a place, or of the nearest one around it.
    pub fn number(&self, pointer: &str) -> Option<usize> {
        let mut pointer = pointer;
        loop {
            if let Some(number) = self.numbers.get(pointer) {
                return Some(*number);
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

struct Writer {
    pane: EventPane,
    wanted: BTreeSet<String>,
    pointer: String,
}

impl Writer {
    fn value(&mut self, datum: &Datum, indent: usize) {
        let is_wanted = self.wanted.contains(&self.pointer);
        if is_wanted {
            let number = self.pane.numbers.len();
            self.pane.numbers.insert(self.pointer.clone(), number);
            self.pane.html += &format!("<span data-e=\"{number}\">");
        }
        match datum {
            Datum::Map(_) | Datum::List(_) => self.container(datum, indent),
            Datum::String(text) if self.pointer == "/body" => self.body(text, indent),
            Datum::String(text) => self.text(text),
            scalar => {
                let mut text = String::new();
                write_compact(scalar, &mut text);
                self.pane.html += &escape(&text);
            }
        }
        if is_wanted {
            self.pane.html += "</span>";
        }
    }

    /// The body as the JSON that it holds, or as it is.
    fn body(&mut self, text: &str, indent: usize) {
        match json::read_datum(text, 100) {
            Ok((datum @ (Datum::Map(_) | Datum::List(_)), _)) => self.container(&datum, indent),
            _ => self.text(text),
        }
    }

    fn container(&mut self, datum: &Datum, indent: usize) {
        match datum {
            Datum::Map(entries) => {
                let entries = entries.iter().map(|(key, datum)| (Some(key.as_str()), datum)).collect();
                self.entries(entries, ('{', '}'), indent);
            }
            Datum::List(items) => self.entries(items.iter().map(|item| (None, item)).collect(), ('[', ']'), indent),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let quoted = serde_json::Value::from(text.chars().take(TEXT).collect::<String>()).to_string();
        self.pane.html += &escape(&quoted);
        if let Some((cut, _)) = text.char_indices().nth(TEXT) {
            self.pane.html += &format!("<i>… {} more characters</i>", text[cut..].chars().count());
            self.pane.is_cut = true;
        }
    }

    fn entries(&mut self, entries: Vec<(Option<&str>, &Datum)>, (open, close): (char, char), indent: usize) {
        self.pane.html.push(open);
        let (mut skipped, count) = (0, entries.len());
        for (number, (key, datum)) in entries.into_iter().enumerate() {
            let length = self.pointer.len();
            match key {
                Some(key) => self.pointer += &format!("/{}", key.replace('~', "~0").replace('/', "~1")),
                None => self.pointer += &format!("/{number}"),
            }
            let is_shown = number < UNREAD || self.wanted.contains(&self.pointer);
            if is_shown && self.pane.html.len() < MOST {
                self.skipped(&mut skipped, indent);
                self.line(indent + 1);
                if let Some(key) = key {
                    self.pane.html += &format!("{}: ", escape(&serde_json::Value::from(key).to_string()));
                }
                self.value(datum, indent + 1);
                if number + 1 < count {
                    self.pane.html.push(',');
                }
            } else {
                skipped += 1;
            }
            self.pointer.truncate(length);
        }
        self.skipped(&mut skipped, indent);
        if count > 0 {
            self.line(indent);
        }
        self.pane.html.push(close);
    }

    /// Says how many entries were left out.
    fn skipped(&mut self, skipped: &mut usize, indent: usize) {
        if *skipped > 0 {
            self.line(indent + 1);
            self.pane.html += &format!("<i>… {skipped} more</i>");
            self.pane.is_cut = true;
        }
        *skipped = 0;
    }

    fn line(&mut self, indent: usize) {
        self.pane.html.push('\n');
        self.pane.html += &"  ".repeat(indent);
    }
}
