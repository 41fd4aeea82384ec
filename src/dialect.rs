//! The two dialects, and every point in which they differ.

/// Which Velocity a template is written for.
///
/// | point | `ApiGateway` | `Velocity` |
/// |---|---|---|
/// | an undefined or null reference | is the empty string | is null and prints its own source |
/// | `#macro` | prints nothing and defines nothing | defines a macro |
/// | `#evaluate`, `#include`, `#parse` | text | directives |
///
/// ```
/// let plain = vtl::Options::new().dialect(vtl::Dialect::Velocity);
/// let event = vtl::Event::new();
/// assert_eq!(plain.parse("Hi $name").unwrap().render(&event).unwrap().body, "Hi $name");
/// assert_eq!(vtl::Template::parse("Hi $name").unwrap().render(&event).unwrap().body, "Hi ");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Dialect {
    /// Velocity 1.7 as Amazon API Gateway runs it.
    #[default]
    ApiGateway,
    /// Plain Apache Velocity 1.7 with its default properties.
    Velocity,
}

impl Dialect {
    /// Null references become the empty string.
    pub(crate) fn null_is_empty(self) -> bool {
        self == Dialect::ApiGateway
    }

    /// `#macro` defines something.
    pub(crate) fn has_macros(self) -> bool {
        self == Dialect::Velocity
    }

    /// `#evaluate`, `#include` and `#parse` are directives.
    pub(crate) fn has_nested_templates(self) -> bool {
        self == Dialect::Velocity
    }
}
