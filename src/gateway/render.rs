//! `template.render(&event)`

use super::{Event, EventBindings, Output, Warning};
use crate::error::{Error, ErrorKind, Fault};
use crate::interpreter::{LoopStopped, Unobserved};
use crate::template::Template;

impl Template {
    /// Renders the template with an event.
    ///
    /// ```
    /// # fn main() -> Result<(), vtl::Error> {
    /// let template = vtl::Template::parse("Hello $input.path('$.name')!")?;
    /// let event = vtl::Event::new().body(r#"{"name": "Ann"}"#);
    /// assert_eq!(template.render(&event)?.body, "Hello Ann!");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What fails a request on API Gateway: a method that throws, an index out of range, a body that starts like JSON and
    /// is not; and the [`Limits`](crate::Limits).
    pub fn render(&self, event: &Event) -> Result<Output, Error> {
        let (mut body, mut overrides) = (String::new(), Default::default());
        let stopped = self.session(event.body_text().len(), |session| {
            let bindings = EventBindings::new(event, self.dialect());
            let stopped = session.render(&bindings, Unobserved, &mut body)?;
            overrides = bindings.overrides(session.heap)?;
            Ok(stopped)
        })?;
        let warnings = stopped.into_iter().map(|stopped| self.loop_stopped(stopped)).collect();
        Ok(Output { body, overrides, warnings })
    }

    fn loop_stopped(&self, LoopStopped { turns, span }: LoopStopped) -> Warning {
        let message = format!("`#foreach` stopped after {turns} turns");
        let placed = Error::new(Fault::new(ErrorKind::Directive, message).at(span), self.name(), self.source());
        Warning::new(placed.message(), placed.line().unwrap_or(1), placed.column().unwrap_or(1))
    }
}
