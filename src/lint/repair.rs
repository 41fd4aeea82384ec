//! Files after their templates are repaired.

use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::checked::{Defaults, subject, with_defaults};
use super::fix::fix;
use super::settings::Settings;
use super::subject::Subject;
use crate::definitions::{Definition, Located};

/// A file before and after.
///
/// ```
/// use vtl::lint::{Defaults, Repair, Settings};
///
/// let repair = Repair::of_text("a.vtl".as_ref(), "$util.urlencode('a')\n", Defaults::default(), &Settings::default(), false);
/// assert_eq!((repair.after.as_str(), repair.count), ("$util.urlEncode('a')\n", 1));
/// assert_eq!(repair.diff(), "\
/// --- a.vtl
/// +++ a.vtl
/// @@ -1 +1 @@
/// -$util.urlencode('a')
/// +$util.urlEncode('a')
/// ");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The file.
    pub file: PathBuf,
    /// Its text.
    pub before: String,
    /// Its text with all that could be repaired.
    pub after: String,
    /// How many findings were repaired.
    pub count: usize,
}

impl Repair {
    /// Repairs a text that is a template.
    pub fn of_text(file: &Path, source: &str, defaults: Defaults, settings: &Settings, also_unsafe: bool) -> Repair {
        let fixed = fix(&with_defaults(Subject::new(source), defaults), settings, also_unsafe);
        Repair { file: file.to_owned(), before: source.to_owned(), after: fixed.source, count: fixed.count }
    }

    /// Repairs the templates of a definition. A template that cannot be written back is left as it is.
    pub fn of_definition(
        definition: &Definition,
        defaults: Defaults,
        settings: &Settings,
        also_unsafe: bool,
    ) -> Repair {
        let mut repair = Repair::unchanged(definition.file(), definition.text());
        for located in definition.templates() {
            repair.template(located, defaults, settings, also_unsafe);
        }
        repair
    }

    /// Repairs one template of a definition.
    pub fn of_located(located: &Located, defaults: Defaults, settings: &Settings, also_unsafe: bool) -> Repair {
        let mut repair = Repair::unchanged(located.file(), located.file_text());
        repair.template(located, defaults, settings, also_unsafe);
        repair
    }

    fn unchanged(file: &Path, text: &str) -> Repair {
        Repair { file: file.to_owned(), before: text.to_owned(), after: text.to_owned(), count: 0 }
    }

    fn template(&mut self, located: &Located, defaults: Defaults, settings: &Settings, also_unsafe: bool) {
        if located.reference().is_some() {
            return;
        }
        let fixed = fix(&with_defaults(subject(located), defaults), settings, also_unsafe);
        if fixed.count == 0 {
            return;
        }
        if located.pointer().is_empty() {
            self.after = fixed.source;
            self.count += fixed.count;
        }
    }

    /// True if something was repaired.
    pub fn changed(&self) -> bool {
        self.before != self.after
    }

    /// The change as a unified diff; nothing if there is none.
    pub fn diff(&self) -> String {
        if !self.changed() {
            return String::new();
        }
        let name = self.file.display().to_string();
        let name = name.strip_prefix("./").unwrap_or(&name);
        let diff = TextDiff::from_lines(&self.before, &self.after);
        diff.unified_diff().context_radius(3).header(name, name).to_string()
    }
}
