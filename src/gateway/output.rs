//! What a render gives.

use std::fmt;

use super::Overrides;

/// What a template made of an event.
///
/// ```
/// # fn main() -> Result<(), vtl::Error> {
/// let template = vtl::Template::parse("#set($context.responseOverride.status = 201)created $input.params('id')")?;
/// let output = template.render(&vtl::Event::new().path_param("id", "7"))?;
/// assert_eq!(output.body, "created 7");
/// assert_eq!(output.overrides.status(), Some(201));
/// assert!(output.warnings.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Output {
    /// The text.
    pub body: String,
    /// What the template left in `$context.requestOverride` and `$context.responseOverride`.
    pub overrides: Overrides,
    /// What went otherwise than its author may think, without being an error.
    pub warnings: Vec<Warning>,
}

/// Something that API Gateway does in silence: a `#foreach` that ended at the limit of its turns.
///
/// ```
/// # fn main() -> Result<(), vtl::Error> {
/// let output = vtl::Template::parse("#foreach($i in [1..2000]).#end")?.render(&vtl::Event::new())?;
/// assert_eq!(output.body.len(), 1000);
/// assert_eq!((output.warnings[0].line, output.warnings[0].column), (1, 1));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What happened.
    pub message: String,
    /// The line of the template, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Warning {
    pub(crate) fn new(message: impl Into<String>, line: usize, column: usize) -> Warning {
        Warning { message: message.into(), line, column }
    }
}

impl fmt::Display for Warning {
    /// `2:7: message`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}
