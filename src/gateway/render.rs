//! An event through a template.

use std::time::{Duration, Instant};

use super::{Bindings, Event, Output, Overrides, Warning};
use crate::error::{Error, Fault, Result};
use crate::interpreter::{self, LoopStopped, Unobserved};
use crate::template::Template;
use crate::value::{Heap, Value};

impl<'a> interpreter::Bindings<'a> for Bindings<'a> {
    fn variable(&self, heap: &'a Heap<'a>, name: &str) -> Result<Option<Value<'a>>> {
        self.variable(heap, name)
    }
}

impl Template {
    /// What API Gateway makes of an event with this template: the text, and the overrides that the template set.
    ///
    /// ```
    /// use vtl::{Event, Template};
    ///
    /// let template = Template::parse("#foreach($tag in $input.path('$.tags'))$tag;#end")?;
    /// assert_eq!(template.render(&Event::new().body(r#"{"tags": ["a", "b"]}"#))?.body, "a;b;");
    /// # Ok::<(), vtl::Error>(())
    /// ```
    ///
    /// # Errors
    /// What makes API Gateway answer 400 or 500: a body that is broken JSON, an index out of range, a Java method that
    /// throws; and the [`Limits`](crate::Limits). Each with its place in the template.
    pub fn render(&self, event: &Event) -> std::result::Result<Output, Error> {
        self.render_text(event, event.body_text())
    }

    /// The same with another body in place of the event's.
    pub(crate) fn render_body(&self, event: &Event, body: &str) -> std::result::Result<Output, Error> {
        self.render_text(event, if body.is_empty() { "{}" } else { body })
    }

    /// What [`render`](Template::render) gives, and how long it took from the moment that the body's JSON was read: the
    /// share of the template in a render's time.
    ///
    /// ```
    /// use vtl::{Event, Template};
    ///
    /// let template = Template::parse("$input.path('$.a')")?;
    /// let (output, took) = template.render_timed(&Event::new().body(r#"{"a": 1}"#))?;
    /// assert_eq!(output.body, "1");
    /// assert!(took.as_secs() < 1);
    /// # Ok::<(), vtl::Error>(())
    /// ```
    ///
    /// # Errors
    /// As `render`; and a body that is no JSON is one, even if the template never asks for it.
    pub fn render_timed(&self, event: &Event) -> std::result::Result<(Output, Duration), Error> {
        let body = event.body_text();
        let (output, stopped, took) = self.session(body.len(), |session| {
            let bindings = Bindings::new(event, self.dialect()).with_parsed_body(session.heap)?;
            let bindings = &*session.heap.arena().alloc(bindings);
            let start = Instant::now();
            let mut body = String::new();
            let stopped = session.render(bindings, Unobserved, &mut body)?;
            let overrides = bindings.overrides(session.heap)?;
            Ok((Output { body, overrides, warnings: Vec::new() }, stopped, start.elapsed()))
        })?;
        Ok((Output { warnings: self.warnings(&stopped), ..output }, took))
    }

    fn render_text(&self, event: &Event, body: &str) -> std::result::Result<Output, Error> {
        let (output, stopped) = self.session(body.len(), |session| {
            let bindings = &*session.heap.arena().alloc(Bindings::new(event, self.dialect()).with_body(body));
            let mut body = String::new();
            let stopped = session.render(bindings, Unobserved, &mut body)?;
            let overrides = bindings.overrides(session.heap)?;
            Ok((Output { body, overrides, warnings: Vec::new() }, stopped))
        })?;
        Ok(Output { warnings: self.warnings(&stopped), ..output })
    }

    /// What a render gives that was watched; with an error, what it printed until then.
    pub(crate) fn output(
        &self,
        done: Result<(Vec<LoopStopped>, Overrides)>,
        body: String,
    ) -> std::result::Result<Output, (Error, String)> {
        match done {
            Ok((stopped, overrides)) => Ok(Output { body, overrides, warnings: self.warnings(&stopped) }),
            Err(fault) => Err((Error::new(*fault, self.name(), self.source()), body)),
        }
    }

    /// Says which loops reached their limit.
    fn warnings(&self, stopped: &[LoopStopped]) -> Vec<Warning> {
        let warnings = stopped.iter().map(|stop| {
            let message = format!("the loop ended after {} turns, the limit of one `#foreach`", stop.turns);
            let place =
                Error::new(*Fault::new(crate::ErrorKind::Directive, message).at(stop.span), self.name(), self.source());
            Warning::new(place.message(), place.line().unwrap_or(1), place.column().unwrap_or(1))
        });
        warnings.collect()
    }
}
