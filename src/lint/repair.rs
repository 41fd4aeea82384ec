//! Files after their templates are repaired.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::checked::{Defaults, subject, with_defaults};
use super::fix::{Fixed, fix};
use super::settings::Settings;
use super::subject::Subject;
use crate::definitions::{Definition, Located, NewText};

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

    /// Repairs the templates of a definition, which is otherwise the same, byte for byte. A template that cannot be written
    /// back (an expression of the host language) is left as it is.
    pub fn of_definition(
        definition: &Definition,
        defaults: Defaults,
        settings: &Settings,
        also_unsafe: bool,
    ) -> Repair {
        let pointers = definition.templates().iter().map(|located| located.pointer().to_owned());
        let pointers: Vec<String> = pointers.collect();
        Repair::of_templates(definition, &pointers, |subject| {
            fix(&with_defaults(subject, defaults), settings, also_unsafe)
        })
    }

    /// Repairs one template of a definition.
    pub fn of_located(located: &Located, defaults: Defaults, settings: &Settings, also_unsafe: bool) -> Repair {
        let unchanged = Repair::unchanged(located.file(), located.file_text());
        let Ok(definition) = Definition::parse(located.file(), located.file_text()) else { return unchanged };
        let pointers = [located.pointer().to_owned()];
        Repair::of_templates(&definition, &pointers, |subject| {
            fix(&with_defaults(subject, defaults), settings, also_unsafe)
        })
    }

    fn of_templates(definition: &Definition, pointers: &[String], fix: impl Fn(Subject<'_>) -> Fixed) -> Repair {
        let mut repair = Repair::unchanged(definition.file(), definition.text());
        let wanted: HashSet<&str> = pointers.iter().map(String::as_str).collect();
        // what an alias shares is repaired once
        let mut places = HashSet::new();
        let (mut new, mut counts) = (Vec::new(), Vec::new());
        for located in definition.templates().iter().filter(|located| located.reference().is_none()) {
            if !wanted.contains(located.pointer()) {
                continue;
            }
            let fixed = fix(subject(located));
            if fixed.count > 0 && places.insert(located.file_range(0..1).start) {
                new.push(NewText { pointer: located.pointer().to_owned(), source: fixed.source });
                counts.push(fixed.count);
            }
        }
        let (text, done) = definition.replace_all(&new);
        repair.after = text;
        repair.count = counts.iter().zip(done).filter(|(_, done)| *done).map(|(count, _)| count).sum();
        repair
    }

    fn unchanged(file: &Path, text: &str) -> Repair {
        Repair { file: file.to_owned(), before: text.to_owned(), after: text.to_owned(), count: 0 }
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
