//! What bounds a parse and a render.

/// Bounds on one template and one render. Each ends in an error of kind [`ErrorKind::Limit`](crate::ErrorKind::Limit)
/// that names it, except [`loop_iterations`](Limits::loop_iterations), which stops the loop as API Gateway does.
///
/// ```
/// let limits = vtl::Limits { output_bytes: 10, ..vtl::Limits::default() };
/// let template = vtl::Options::new().limits(limits).parse("#foreach($i in [1..9])ab#end").unwrap();
/// let error = template.render(&vtl::Event::new()).unwrap_err();
/// assert_eq!(error.kind(), vtl::ErrorKind::Limit(vtl::Limit::OutputBytes));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of template source. API Gateway takes 300 KB.
    pub template_bytes: usize,
    /// Turns of one `#foreach`; `None` for no limit. API Gateway's is 1000. A loop that reaches it ends as if its list did.
    pub loop_iterations: Option<u32>,
    /// Work of one render: about one for each node rendered, each method called and each 64 bytes copied or 8 characters
    /// looked at; and a step more may be taken for each byte of the body.
    pub steps: u64,
    /// Nesting of a template's blocks, expressions and calls, and of values.
    pub depth: u32,
    /// Bytes of output.
    pub output_bytes: usize,
    /// Bytes of values made by one render, beyond the size of its body. They are taken from larger pieces of memory, of
    /// which a thread keeps one for its next render: up to 48 MB, until a render needs far less.
    pub value_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            template_bytes: 300 * 1024,
            loop_iterations: Some(1000),
            steps: 5_000_000,
            depth: 200,
            output_bytes: 16 * 1024 * 1024,
            value_bytes: 48 * 1024 * 1024,
        }
    }
}

/// One of the [`Limits`], by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::template_bytes`]
    TemplateBytes,
    /// [`Limits::steps`]
    Steps,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::output_bytes`]
    OutputBytes,
    /// [`Limits::value_bytes`]
    ValueBytes,
}

impl Limit {
    /// The field's name in [`Limits`].
    pub fn name(self) -> &'static str {
        match self {
            Limit::TemplateBytes => "template_bytes",
            Limit::Steps => "steps",
            Limit::Depth => "depth",
            Limit::OutputBytes => "output_bytes",
            Limit::ValueBytes => "value_bytes",
        }
    }
}
