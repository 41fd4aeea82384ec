//! A template: source in, program kept; rendered as often as you like.

use std::fmt;
use std::sync::Arc;

use bumpalo::Bump;

use crate::dialect::Dialect;
use crate::error::{Error, Fault, Result};
use crate::interpreter::{self, Bindings, Loader, LoopStopped, Observer, Setup};
use crate::limits::{Limit, Limits};
use crate::program::{self, Program};
use crate::spare;
use crate::syntax::{self, ParseOptions};
use crate::value::heap::Owned;
use crate::value::{Heap, utf16};

/// How templates are read and run: the dialect, the limits, a name for messages, a loader for `#parse` and `#include`.
///
/// ```
/// use vtl::{Dialect, Event, Options};
///
/// let template = Options::new()
///     .dialect(Dialect::Velocity)
///     .name("greeting.vtl")
///     .loader(|name| (name == "footer").then(|| "Bye!".to_owned()))
///     .parse("Hello #parse('footer')")?;
/// assert_eq!(template.render(&Event::new())?.body, "Hello Bye!");
/// # Ok::<(), vtl::Error>(())
/// ```
#[derive(Clone)]
pub struct Options {
    dialect: Dialect,
    limits: Limits,
    /// `None` for the usual one.
    name: Option<Arc<str>>,
    loader: Option<Arc<Loader>>,
}

impl Default for Options {
    fn default() -> Self {
        Options::new()
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("dialect", &self.dialect)
            .field("limits", &self.limits)
            .field("name", &self.shown_name())
            .field("loader", &self.loader.is_some())
            .finish()
    }
}

impl Options {
    /// API Gateway's dialect and limits, no loader.
    pub fn new() -> Options {
        Options { dialect: Dialect::default(), limits: Limits::default(), name: None, loader: None }
    }

    /// The dialect templates are written in.
    pub fn dialect(mut self, dialect: Dialect) -> Options {
        self.dialect = dialect;
        self
    }

    /// The bounds on parsing and rendering.
    pub fn limits(mut self, limits: Limits) -> Options {
        self.limits = limits;
        self
    }

    /// What messages call the template.
    pub fn name(mut self, name: impl Into<String>) -> Options {
        self.name = Some(name.into().into());
        self
    }

    /// Where `#parse` and `#include` find their text; `None` from it is an error of the render.
    pub fn loader(mut self, loader: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Options {
        self.loader = Some(Arc::new(loader));
        self
    }

    /// Reads a template.
    ///
    /// # Errors
    /// What Velocity refuses: [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) with its place; and the
    /// [`Limits`] on size and nesting.
    pub fn parse(&self, source: &str) -> std::result::Result<Template, Error> {
        match self.compile(source, &|_| false) {
            Ok(program) => Ok(Template { program: Arc::new(program), options: self.clone() }),
            Err(fault) => Err(Error::new(*fault, self.shown_name(), source)),
        }
    }

    /// The name that messages use.
    fn shown_name(&self) -> &str {
        self.name.as_deref().unwrap_or("template")
    }

    fn compile(&self, source: &str, macros: &dyn Fn(&str) -> bool) -> Result<Program> {
        let allowed = self.limits.template_bytes;
        if source.len() > allowed {
            return Err(Fault::limit(Limit::TemplateBytes, allowed).help(format!("it has {} bytes", source.len())));
        }
        // in one piece: a chunk more each time that the last is full goes back to the system each time, too
        let arena = Bump::with_capacity(source.len() * 16 + 4096);
        let options = ParseOptions { dialect: self.dialect, depth: self.limits.depth, macros };
        let tree = syntax::parse(&arena, source, &options)?;
        program::compile(&arena, tree, source, self.dialect, self.limits.depth)
    }
}

/// A mapping template, parsed. Cheap to clone, and `Send + Sync`: one template serves all threads.
///
/// ```
/// use vtl::{Event, Template};
///
/// let template = Template::parse(r#"{"id": "$input.params('id')", "name": $input.json('$.name')}"#)?;
/// let event = Event::new().path_param("id", "42").body(r#"{"name": "Rex"}"#);
/// assert_eq!(template.render(&event)?.body, r#"{"id": "42", "name": "Rex"}"#);
/// # Ok::<(), vtl::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Template {
    program: Arc<Program>,
    options: Options,
}

impl Template {
    /// Reads a template with the default [`Options`]: API Gateway's dialect and limits.
    ///
    /// # Errors
    /// As [`Options::parse`].
    pub fn parse(source: &str) -> std::result::Result<Template, Error> {
        Options::new().parse(source)
    }

    /// The template's source.
    pub fn source(&self) -> &str {
        self.program.source()
    }

    /// The name that messages use.
    pub fn name(&self) -> &str {
        self.options.shown_name()
    }

    /// The dialect it was read in.
    pub fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    /// What it was compiled to.
    #[cfg(feature = "cli")]
    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Sets up one render and lets `work` do it and take out of it what is to be kept. `input_bytes` is the size of what
    /// the render is given.
    pub(crate) fn session<R>(
        &self,
        input_bytes: usize,
        work: impl for<'a> FnOnce(Session<'a>) -> Result<R>,
    ) -> std::result::Result<R, Error> {
        let allowed = self.options.limits.value_bytes.saturating_add(input_bytes);
        let arena = spare::arena(self.program.usage.arena_bytes(input_bytes).min(allowed));
        let owned = Owned::new();
        let programs = typed_arena::Arena::with_capacity(0);
        let setup = Setup {
            dialect: self.options.dialect,
            name: self.name(),
            loader: self.options.loader.as_deref(),
            nested: &|source, macros| self.options.compile(source, macros),
            programs: &programs,
        };
        let heap = Heap::with_owned(&arena, &owned, &self.options.limits, input_bytes);
        let session = Session { program: &self.program, heap: &heap, setup: &setup };
        let result = work(session).map_err(|fault| Error::new(*fault, self.name(), self.program.source()));
        self.program.usage.keep_arena(input_bytes, spare::taken(&arena));
        spare::keep(arena);
        result
    }
}

/// One render, set up.
pub(crate) struct Session<'a> {
    pub program: &'a Program,
    pub heap: &'a Heap<'a>,
    setup: &'a Setup<'a>,
}

impl<'a> Session<'a> {
    /// Renders the template; `out` gets what was printed even if it fails.
    pub fn render<O: Observer<'a> + 'a>(
        &self,
        bindings: &'a dyn Bindings<'a>,
        observer: O,
        out: &mut String,
    ) -> Result<Vec<LoopStopped>> {
        let stopped = self.run(bindings, observer, out)?;
        if self.heap.lone_surrogates.get() {
            *out = utf16::for_output(out);
        }
        Ok(stopped)
    }

    /// The same, but stand-ins of lone surrogates stay in `out`.
    pub fn run<O: Observer<'a> + 'a>(
        &self,
        bindings: &'a dyn Bindings<'a>,
        observer: O,
        out: &mut String,
    ) -> Result<Vec<LoopStopped>> {
        out.reserve(self.program.usage.output_bytes(self.heap.limits()));
        let stopped = interpreter::render(self.program, self.heap, self.setup, bindings, observer, out)?;
        self.program.usage.keep_output(out.len());
        Ok(stopped)
    }
}
