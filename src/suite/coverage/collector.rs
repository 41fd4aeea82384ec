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
/// let all = collector.all();
/// assert_eq!((all.len(), all[0].renders(), Totals::of(&all).percent()), (1, 2, 100.0));
/// # Ok::<(), vtl::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Collector {
    /// By the address of what a template was compiled to, which its entry keeps alive.
    templates: Mutex<HashMap<usize, Coverage>>,
}

impl Collector {
    /// Counts for a template here, which is in the report even if nothing renders it.
    pub fn expect(&self, coverage: Coverage) {
        self.locked().entry(key(coverage.template())).or_insert(coverage);
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

    /// What was counted so far, by the templates' names.
    pub fn all(&self) -> Vec<Coverage> {
        let mut all: Vec<Coverage> = self.locked().values().cloned().collect();
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
