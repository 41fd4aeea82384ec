//! `locals {…}` of Terraform: what `local.name` stands for.

use std::collections::HashMap;

use super::document::{Kind, NodeRef, Style};
use super::terraform::{each, reference};

/// The values of a file's `locals`, by name; of files that are not Terraform's there are none.
#[derive(Debug, Default)]
pub(super) struct Locals(HashMap<String, NodeRef>);

impl Locals {
    pub fn new(root: &NodeRef) -> Locals {
        Locals(each(root.get("locals"), "").into_iter().flat_map(|(_, block)| block.entries()).collect())
    }

    /// What `local.name` stands for, where the file says it; else the node itself.
    pub fn followed(&self, node: &NodeRef) -> NodeRef {
        /// Locals that stand for each other.
        const HOPS: usize = 8;
        let mut node = node.clone();
        for _ in 0..HOPS {
            if self.0.is_empty() {
                break;
            }
            let Some(found) = name(&node).and_then(|name| self.0.get(&name)) else { break };
            node = found.clone();
        }
        node
    }
}

/// The name in `local.name` and `"${local.name}"`.
fn name(node: &NodeRef) -> Option<String> {
    if !matches!(node.kind(), Kind::Expression | Kind::Scalar { style: Style::Quoted | Style::Json, .. }) {
        return None;
    }
    let reference = reference(node);
    let name = reference.strip_prefix("local.")?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    // a text that says `local.name` is none
    let is_reference = matches!(node.kind(), Kind::Expression) || node.source().starts_with("\"${");
    (is_name && is_reference).then(|| name.to_owned())
}
