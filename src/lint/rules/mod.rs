//! The rules about the language and about API Gateway's objects, a file for each idea.

mod util_functions;

use super::rule::Rule;

/// The rules of this room, VTL001 to VTL069.
pub(super) const ALL: &[&Rule] = &[&util_functions::UNKNOWN, &util_functions::APPSYNC];

use super::finding::Edit;
use crate::error::Span;

/// Replaces a piece of the template.
fn edit(span: Span, text: &str) -> Edit {
    Edit::replace(span.start as usize..span.end as usize, text)
}

/// `a, b and c`, each as code.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
