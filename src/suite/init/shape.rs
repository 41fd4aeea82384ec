//! What a template reads, as a tree of what it could be.

use serde_json::Value as Json;

/// The number of a shape.
pub(super) type Id = usize;

/// Deeper than this, or more of them, and no shapes are added: the template is none that a person wrote.
const DEPTH: usize = 40;
const MOST: usize = 5_000;

/// What a template makes of a value; what says more comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Hint {
    #[default]
    None,
    /// It asks for the size.
    List,
    /// It prints it between quotes.
    Quoted,
    /// It prints it where JSON has a number, `true` or `false`.
    Bare,
    /// It counts with it.
    Number,
    /// It calls a string's methods.
    Text,
    /// It decodes it.
    Base64,
    /// It reads it as JSON.
    JsonText,
}

/// A value of which something is read.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The key that leads to it, or to the list it is in.
    pub name: String,
    pub fields: Vec<(String, Id)>,
    /// What is in the list that it is.
    pub element: Option<Id>,
    /// What is under any key.
    pub entry: Option<Id>,
    pub hint: Hint,
    /// What it is compared with.
    pub literal: Option<Json>,
    depth: usize,
}

/// All shapes of a template.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    all: Vec<Shape>,
}

impl Shapes {
    /// A shape that nothing leads to.
    pub fn root(&mut self, name: &str) -> Id {
        self.all.push(Shape { name: name.to_owned(), ..Shape::default() });
        self.all.len() - 1
    }

    pub fn get(&self, id: Id) -> &Shape {
        &self.all[id]
    }

    /// `.name`
    pub fn field(&mut self, id: Id, name: &str) -> Id {
        if let Some((_, found)) = self.all[id].fields.iter().find(|(known, _)| known == name) {
            return *found;
        }
        // `S`, `N`: DynamoDB's types say nothing of what the value is
        let called = if is_attribute_type(name) { self.all[id].name.clone() } else { name.to_owned() };
        let added = self.below(id, called);
        if added != id {
            self.all[id].fields.push((name.to_owned(), added));
        }
        added
    }

    /// `[0]`
    pub fn element(&mut self, id: Id) -> Id {
        self.one_of(id, |shape| &mut shape.element)
    }

    /// What is under any key.
    pub fn entry(&mut self, id: Id) -> Id {
        self.one_of(id, |shape| &mut shape.entry)
    }

    fn one_of(&mut self, id: Id, slot: fn(&mut Shape) -> &mut Option<Id>) -> Id {
        if let Some(found) = *slot(&mut self.all[id]) {
            return found;
        }
        let name = singular(&self.all[id].name).to_owned();
        let added = self.below(id, name);
        *slot(&mut self.all[id]) = (added != id).then_some(added);
        added
    }

    /// A hint that says more than those before.
    pub fn hint(&mut self, id: Id, hint: Hint) {
        let shape = &mut self.all[id];
        shape.hint = shape.hint.max(hint);
    }

    /// The first value that it is compared with.
    pub fn literal(&mut self, id: Id, literal: Json) {
        self.all[id].literal.get_or_insert(literal);
    }

    fn below(&mut self, id: Id, name: String) -> Id {
        let depth = self.all[id].depth + 1;
        if depth > DEPTH || self.all.len() >= MOST {
            return id;
        }
        self.all.push(Shape { name, depth, ..Shape::default() });
        self.all.len() - 1
    }
}

/// DynamoDB's names of types.
pub(super) fn is_attribute_type(name: &str) -> bool {
    matches!(name, "S" | "N" | "B" | "BOOL" | "NULL" | "L" | "M" | "SS" | "NS" | "BS")
}

/// `tags` → `tag`
pub(super) fn singular(name: &str) -> &str {
    let longer = name.strip_suffix("ies").is_some() || name.ends_with("ss");
    if longer { name } else { name.strip_suffix('s').filter(|name| name.len() > 1).unwrap_or(name) }
}
