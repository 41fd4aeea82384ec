//! `vtl.toml`: what a project wants of `vtl check`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::{Table, Value};

use super::checked::Defaults;
use super::rule::{nearest_code, rule};
use super::settings::{Level, Settings};
use super::subject::{Api, Role};
use crate::gateway::nearest::nearest;

/// The table `[check]` of the nearest `vtl.toml`.
///
/// ```
/// use vtl::lint::{Api, Config, Level, rule};
///
/// let config = Config::parse("vtl.toml", r#"
/// [check]
/// api = "websocket"
/// exclude = ["legacy/"]
///
/// [check.levels]
/// VTL017 = "note"
/// needless-quiet = "warning"
/// "#)?;
/// assert_eq!(config.defaults.api, Some(Api::WebSocket));
/// assert_eq!(config.settings.level_of(rule("VTL034").unwrap()), Level::Warning);
/// assert!(config.excludes("legacy/old.vtl".as_ref()));
/// # Ok::<(), vtl::lint::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    /// The levels of the rules.
    pub settings: Settings,
    /// What is known of templates.
    pub defaults: Defaults,
    exclude: Gitignore,
}

impl Default for Config {
    fn default() -> Config {
        Config { settings: Settings::default(), defaults: Defaults::default(), exclude: Gitignore::empty() }
    }
}

/// Why a `vtl.toml` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong, with the line where it is known.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "\n  {help}"))
    }
}

impl std::error::Error for ConfigError {}

/// The tables that `vtl.toml` may have.
const TABLES: &[&str] = &["check"];
const KEYS: &[&str] = &["api", "role", "exclude", "levels"];
/// More is no file of settings.
const MOST: u64 = 1 << 20;

impl Config {
    /// Reads the `vtl.toml` in a folder or the nearest above it; the default if there is none.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML, or says what is not known.
    pub fn find(folder: &Path) -> Result<Config, ConfigError> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        match folder.ancestors().map(|folder| folder.join("vtl.toml")).find(|file| file.is_file()) {
            Some(file) => Config::read(&file),
            None => Ok(Config::default()),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`find`](Config::find).
    pub fn read(file: &Path) -> Result<Config, ConfigError> {
        let fault = |message: String| ConfigError { file: file.to_owned(), message, help: None };
        if std::fs::metadata(file).is_ok_and(|data| data.len() > MOST) {
            return Err(fault(format!("longer than {MOST} bytes")));
        }
        let text = std::fs::read_to_string(file).map_err(|error| fault(format!("cannot be read: {error}")))?;
        Config::parse(file, &text)
    }

    /// Reads a text as the file of that name would be read.
    ///
    /// # Errors
    /// As [`find`](Config::find).
    pub fn parse(file: impl AsRef<Path>, text: &str) -> Result<Config, ConfigError> {
        let file = file.as_ref();
        let reader = Reader { file };
        let root: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let line = line.map_or(String::new(), |line| format!("line {line}: "));
            reader.fault(format!("{line}{}", error.message()))
        })?;
        let mut config = Config::default();
        for (name, value) in &root {
            match (name.as_str(), value) {
                ("check", Value::Table(table)) => reader.check(table, &mut config)?,
                ("check", _) => return Err(reader.fault("`check` must be a table: `[check]`")),
                // other tables may be there for others, but not this one mistyped
                _ => {
                    if let Some(near) = nearest(name, TABLES) {
                        return Err(reader.unknown(name, "", TABLES, Some(near)));
                    }
                }
            }
        }
        Ok(config)
    }

    /// The file is one of those that are not to be checked.
    pub fn excludes(&self, file: &Path) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let root = self.exclude.path();
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let file = if root.is_absolute() { absolute.as_path() } else { file };
        let inside = file.is_relative() || file.starts_with(root);
        inside && self.exclude.matched_path_or_any_parents(file, false).is_ignore()
    }
}

struct Reader<'f> {
    file: &'f Path,
}

impl Reader<'_> {
    fn fault(&self, message: impl Into<String>) -> ConfigError {
        ConfigError { file: self.file.to_owned(), message: message.into(), help: None }
    }

    fn unknown(&self, name: &str, within: &str, known: &[&str], near: Option<&str>) -> ConfigError {
        let help = match near {
            Some(near) => format!("did you mean `{within}{near}`?"),
            None => format!("known are: {}", known.join(", ")),
        };
        ConfigError { help: Some(help), ..self.fault(format!("nothing is called `{within}{name}`")) }
    }

    fn check(&self, table: &Table, config: &mut Config) -> Result<(), ConfigError> {
        for (key, value) in table {
            match key.as_str() {
                "api" => config.defaults.api = Some(self.named(key, value, Api::NAMES, Api::named)?),
                "role" => config.defaults.role = Some(self.named(key, value, Role::NAMES, Role::named)?),
                "exclude" => config.exclude = self.exclude(value)?,
                "levels" => self.levels(value, config)?,
                _ => return Err(self.unknown(key, "check.", KEYS, nearest(key, KEYS))),
            }
        }
        Ok(())
    }

    fn named<T>(
        &self,
        key: &str,
        value: &Value,
        names: &[&str],
        named: fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let text = value.as_str().unwrap_or("");
        named(text).ok_or_else(|| {
            let help = match nearest(text, names) {
                Some(near) if !text.is_empty() => format!("did you mean `{near}`?"),
                _ => format!("known are: {}", names.join(", ")),
            };
            ConfigError { help: Some(help), ..self.fault(format!("`check.{key}` cannot be {value}")) }
        })
    }

    fn exclude(&self, value: &Value) -> Result<Gitignore, ConfigError> {
        let wrong = || self.fault("`check.exclude` must be a list of patterns, as in `.gitignore`");
        let root = self.file.parent().unwrap_or(Path::new(""));
        let mut builder = GitignoreBuilder::new(root);
        for pattern in value.as_array().ok_or_else(wrong)? {
            let pattern = pattern.as_str().ok_or_else(wrong)?;
            let added = builder.add_line(None, pattern);
            added.map_err(|error| self.fault(format!("`check.exclude`: {error}")))?;
        }
        builder.build().map_err(|error| self.fault(format!("`check.exclude`: {error}")))
    }

    fn levels(&self, value: &Value, config: &mut Config) -> Result<(), ConfigError> {
        let table = value.as_table().ok_or_else(|| self.fault("`check.levels` must be a table: `[check.levels]`"))?;
        for (name, level) in table {
            let Some(rule) = rule(name) else {
                let near = nearest_code(name);
                let help = near
                    .map_or("`vtl check --list` lists the rules".to_owned(), |near| format!("did you mean `{near}`?"));
                return Err(ConfigError { help: Some(help), ..self.fault(format!("there is no rule `{name}`")) });
            };
            let names: Vec<&str> = Level::ALL.iter().map(|level| level.name()).collect();
            let level = self.named(&format!("levels.{name}"), level, &names, Level::named)?;
            config.settings = std::mem::take(&mut config.settings).level(rule.code, level);
        }
        Ok(())
    }
}
