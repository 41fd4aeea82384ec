//! The coverage of many templates, filled by many threads.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Coverage, rendered};
use crate::error::Error;
use crate::gateway::{Event, Output};
use crate::template::Template;

/// Renders in place of [`Template::render`] and counts what each template's renders reach.
///
/// ```
/// use vtl::suite::coverage::{Collector, Totals};
/// use vtl::{Event, Template};
///
/// let template = Template::parse("#if($input.params('a') == '1')\none\n#else\nother\n#end")?;
/// let collector = Collector::default();
/// std::thread::scope(|scope| {
///     for value in ["1", "2"] {
///         let (collector, template) = (&collector, template.clone());
///         scope.spawn(move || collector.render(&template, &Event::new().path_param("a", value)));
///     }
/// });
/// let all = collector.finish();
/// assert_eq!((all.len(), all[0].renders(), Totals::of(&all).percent()), (1, 2, 100.0));
/// # Ok::<(), vtl::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Collector {
    /// By the address of what a template was compiled to, which its entry keeps alive.
    templates: Mutex<HashMap<usize, Coverage>>,
}

impl Collector {
    /// A template that is to be in the report though nothing may render it.
    pub fn expect(&self, template: &Template) {
        self.locked().entry(key(template)).or_insert_with(|| Coverage::new(template));
    }

    /// Renders a template and counts what is reached, also by a render that fails.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render(&self, template: &Template, event: &Event) -> Result<Output, Error> {
        let points = Arc::clone(&self.locked().entry(key(template)).or_insert_with(|| Coverage::new(template)).points);
        let (output, counts) = rendered(template, &points, event)?;
        if let Some(coverage) = self.locked().get_mut(&key(template)) {
            coverage.count(&counts);
        }
        output
    }

    /// What was counted, by the templates' names.
    pub fn finish(self) -> Vec<Coverage> {
        let templates = self.templates.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Coverage> = templates.into_values().collect();
        all.sort_by(|a, b| a.template().name().cmp(b.template().name()));
        all
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<usize, Coverage>> {
        self.templates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(template: &Template) -> usize {
    std::ptr::from_ref(template.program()) as usize
}
