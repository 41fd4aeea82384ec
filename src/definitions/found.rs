//! What the walkers gather: nodes that are templates, with what is known of them.

use super::document::{NodeRef, escape};
use super::error::{DefinitionErrorKind, Fault};
use super::locals::Locals;
use super::located::{ApiKind, Role};
use crate::gateway::rest::IntegrationType;

/// More templates than any API has: 10,000 resources are API Gateway's own bound.
const MOST: usize = 50_000;

/// A template in a definition.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub pointer: String,
    pub node: NodeRef,
    pub role: Role,
    pub about: About,
    pub content_type: Option<String>,
    /// What the response is keyed by.
    pub response: Option<String>,
}

/// What is known of the method or route that templates belong to.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    pub kind: Option<ApiKind>,
    pub integration: Option<IntegrationType>,
    pub method: Option<String>,
    pub path: Option<String>,
}

/// Something that a reader of the listing should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where, as a JSON pointer into the file.
    pub pointer: String,
    /// What.
    pub message: String,
    /// The line in the file.
    pub line: usize,
}

/// A walk over a definition.
#[derive(Default)]
pub(super) struct Walk {
    pub found: Vec<Found>,
    pub notes: Vec<(String, usize, String)>,
    /// True once something was met that belongs to an API.
    pub recognised: bool,
    pub locals: Locals,
}

impl Walk {
    /// Adds a template; the branches of an `Fn::If` one by one.
    pub fn add(&mut self, found: Found) -> Result<(), Fault> {
        for (node, pointer) in branches(&found.node, &found.pointer) {
            if self.found.len() >= MOST {
                let message = format!("more than {MOST} templates");
                return Err(Fault::new(DefinitionErrorKind::Limit, Some(node.file_offset()), message));
            }
            self.found.push(Found { node, pointer, ..found.clone() });
        }
        Ok(())
    }

    /// Adds the templates of `requestTemplates: {application/json: …}`.
    pub fn templates(
        &mut self,
        owner: &NodeRef,
        pointer: &str,
        key: &str,
        role: Role,
        about: &About,
        response: Option<&str>,
    ) -> Result<(), Fault> {
        let Some(node) = owner.get(key) else { return Ok(()) };
        let pointer = format!("{pointer}/{}", escape(key));
        self.content_types(&node, &pointer, role, about, response)
    }

    /// Adds the templates of a mapping from content types.
    pub fn content_types(
        &mut self,
        node: &NodeRef,
        pointer: &str,
        role: Role,
        about: &About,
        response: Option<&str>,
    ) -> Result<(), Fault> {
        for (node, pointer) in branches(&self.locals.followed(node), pointer) {
            self.mapping(&node, &pointer, role, about, response)?;
        }
        Ok(())
    }

    fn mapping(
        &mut self,
        node: &NodeRef,
        pointer: &str,
        role: Role,
        about: &About,
        response: Option<&str>,
    ) -> Result<(), Fault> {
        if !node.is_mapping() {
            if !node.as_str().is_some_and(|text| matches!(text, "" | "null" | "~")) {
                self.note(node, pointer, format!("the templates are not written here: `{}`", short(node.source())));
            }
            return Ok(());
        }
        for (content_type, node) in node.entries() {
            self.add(Found {
                pointer: format!("{pointer}/{}", escape(&content_type)),
                node,
                role,
                about: about.clone(),
                content_type: Some(content_type),
                response: response.map(ToOwned::to_owned),
            })?;
        }
        Ok(())
    }

    pub fn note(&mut self, node: &NodeRef, pointer: &str, message: String) {
        if self.notes.len() < 1000 {
            self.notes.push((pointer.to_owned(), node.file_offset(), message));
        }
    }
}

/// The node itself; of an `Fn::If` what either branch says, without `AWS::NoValue`.
pub(super) fn branches(node: &NodeRef, pointer: &str) -> Vec<(NodeRef, String)> {
    /// Conditions in each other, and branches in all.
    const DEEPEST: usize = 8;
    const MOST: usize = 64;
    let mut found = Vec::new();
    let mut left = vec![(node.clone(), pointer.to_owned(), 0)];
    while let Some((node, pointer, depth)) = left.pop().filter(|_| found.len() < MOST) {
        match node.intrinsic() {
            Some((name, argument)) if name == "Fn::If" && depth < DEEPEST => {
                let tagged = if node.raw().tag.is_some() { "" } else { "/Fn::If" };
                let sides = argument.items().into_iter().enumerate().skip(1).take(2);
                let sides: Vec<_> =
                    sides.map(|(at, side)| (side, format!("{pointer}{tagged}/{at}"), depth + 1)).collect();
                left.extend(sides.into_iter().rev());
            }
            Some((name, argument)) if name == "Ref" && argument.as_str() == Some("AWS::NoValue") => {}
            _ => found.push((node, pointer)),
        }
    }
    found
}

/// The first line of a text, and not much of it.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(60).collect();
    if short.len() < text.trim_end().len() { format!("{short}…") } else { short }
}
