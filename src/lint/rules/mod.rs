//! The rules about the language and about API Gateway's objects, a file for each idea.

mod arithmetic;
mod comparisons;
mod conditions;
pub(super) mod context_names;
mod directives;
mod input;
mod jsonpath;
mod loops;
mod methods;
mod names;
mod overrides;
mod place;
mod regexes;
mod syntax;
mod taste;
mod util_functions;
mod variables;

use super::finding::Edit;
use super::ignores;
use super::rule::Rule;
use crate::error::Span;

/// A rule, with its page.
macro_rules! rule {
    (
        $code:literal, $name:literal, $family:ident, $level:ident, fixable: $fixable:literal,
        $summary:literal, $why:literal, $check:expr $(,)?
    ) => {
        crate::lint::rule::Rule {
            code: $code,
            name: $name,
            level: crate::lint::settings::Level::$level,
            summary: $summary,
            family: crate::lint::rule::Family::$family,
            why: $why,
            documentation: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules/", $code, ".md")),
            fixable: $fixable,
            check: $check,
        }
    };
}
pub(in crate::lint) use rule;

/// The rules of this room, VTL001 to VTL069.
pub(super) const ALL: &[&Rule] = &[
    &syntax::SYNTAX,
    &syntax::LONE_SIGN,
    &syntax::ESCAPED_QUOTE,
    &names::HYPHEN,
    &syntax::MINUS,
    &names::BARE_ARGUMENT,
    &syntax::NULL,
    &directives::ELSE_IF,
    &directives::GLUED,
    &directives::MACRO,
    &directives::NESTED_TEMPLATE,
    &directives::UNKNOWN,
    &conditions::EMPTY_IS_TRUE,
    &conditions::NEGATED,
    &conditions::LITERAL,
    &conditions::UNREACHABLE,
    &variables::UNUSED,
    &variables::UNSET,
    &names::BRACES,
    &methods::UNKNOWN,
    &methods::PROPERTY,
    &arithmetic::DIVISION,
    &loops::TOO_LONG,
    &place::TOO_LARGE,
    &comparisons::ORDER_OF_TEXT,
    &comparisons::NEVER_EQUAL,
    &comparisons::EQUALS,
    &regexes::INVALID,
    &regexes::MEANS_MORE,
    &arithmetic::NOT_A_NUMBER,
    &loops::NO_LIST,
    &taste::VELOCITY_COUNT,
    &taste::QUIET,
    &loops::OUTSIDE,
    &names::UNDERSCORE,
    &loops::BREAK_OUTSIDE,
    &ignores::UNUSED,
    &ignores::UNKNOWN,
    &util_functions::UNKNOWN,
    &util_functions::APPSYNC,
    &context_names::UNKNOWN,
    &context_names::ACCESS_LOG,
    &context_names::OTHER_API,
    &context_names::ERROR,
    &input::UNKNOWN,
    &input::WEBSOCKET,
    &overrides::TWICE,
    &overrides::STATUS,
    &overrides::MISSPELT,
    &overrides::PROXY,
    &jsonpath::INVALID,
    &jsonpath::IN_LOOP,
    &taste::PARSED_BODY,
    &util_functions::NOT_TEXT,
    &taste::HEADER_CASE,
    &place::STAGE_VARIABLE,
    &place::CONTENT_TYPE,
    &place::GATEWAY_RESPONSE,
    &context_names::WHOLE_MAP,
    &input::BODY_PROPERTY,
];

/// Replaces a piece of the template.
pub(in crate::lint) fn edit(span: Span, text: impl Into<String>) -> Edit {
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
