//! `vtl check`: finds mistakes in templates.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use vtl::definitions::{self, Definition, DefinitionErrorKind, Located};
use vtl::lint::{self, Api, Checked, Config, Defaults, Level, Repair, Role, Rule, Settings, report};

use super::report::{Failure, check_stdin, has_colours, name};
use super::{input, output};

/// What to check, and how to report it.
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub struct CheckArguments {
    /// Templates, definitions (OpenAPI, SAM, CloudFormation, Terraform, serverless.yml), folders of both, and addresses in
    /// definitions: `api.yaml#/paths/…`; `-` is a template on stdin
    #[arg(default_value = ".")]
    paths: Vec<String>,

    /// How to report what is found
    #[arg(long, value_enum, default_value = "pretty")]
    format: FormatName,

    /// Repair what can be repaired safely, and report the rest
    #[arg(long, conflicts_with = "diff")]
    fix: bool,

    /// Show what `--fix` would change
    #[arg(long)]
    diff: bool,

    /// With `--fix` and `--diff`: make the changes, too, that a person should look at
    #[arg(long = "unsafe")]
    also_unsafe: bool,

    /// Run only these rules, by code or name
    #[arg(long, value_name = "RULE,…", value_delimiter = ',', value_parser = rule)]
    select: Vec<&'static Rule>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE,…", value_delimiter = ',', value_parser = rule)]
    ignore: Vec<&'static Rule>,

    /// The level of a rule: off, note, warning or error
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',', value_parser = level)]
    level: Vec<(&'static Rule, Level)>,

    /// The type of API, where no definition says it: rest, websocket, http or appsync
    #[arg(long, value_name = "TYPE", value_parser = api)]
    api: Option<Api>,

    /// What the templates make, where no definition says it: request, response or gateway-response
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Option<Role>,

    /// A settings file, instead of the nearest `vtl.toml`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Print the page of a rule
    #[arg(long, value_name = "RULE", value_parser = rule)]
    explain: Option<&'static Rule>,

    /// List the rules
    #[arg(long, visible_alias = "rules")]
    list: bool,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing was found, or notes alone
  1  something was found
  2  the arguments or the settings are wrong
  5  an input could not be read

A comment `## vtl-ignore VTL012 reason` in a template ignores a finding: behind other text in its own line, alone on a line
in the next. `## vtl: api=websocket role=request` says what no definition says.";

#[derive(Clone, Copy, ValueEnum)]
enum FormatName {
    /// lines of the templates, for people
    Pretty,
    /// one object, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// annotations of GitHub Actions
    Github,
    /// JUnit's XML
    Junit,
}

fn rule(name: &str) -> Result<&'static Rule, String> {
    lint::rule(name.trim()).ok_or_else(|| match lint::nearest_code(name).and_then(lint::rule) {
        Some(near) => format!("there is no such rule; did you mean {} ({})?", near.code, near.name),
        None => "there is no such rule; `vtl check --list` lists them".to_owned(),
    })
}

fn level(text: &str) -> Result<(&'static Rule, Level), String> {
    let (name, level) = text.split_once('=').ok_or("not of the form RULE=LEVEL")?;
    let level = Level::named(level).ok_or("a level is off, note, warning or error")?;
    Ok((rule(name)?, level))
}

fn api(name: &str) -> Result<Api, String> {
    Api::named(name).ok_or_else(|| format!("known are {}", Api::NAMES.join(", ")))
}

fn role(name: &str) -> Result<Role, String> {
    Role::named(name).ok_or_else(|| format!("known are {}", Role::NAMES.join(", ")))
}

/// Finds mistakes in templates.
pub fn run(arguments: &CheckArguments) -> Result<(), Failure> {
    if let Some(rule) = arguments.explain {
        return output::print(rule.documentation.as_bytes());
    }
    if arguments.list {
        return output::print(list().as_bytes());
    }
    if arguments.also_unsafe && !arguments.fix && !arguments.diff {
        return Err(Failure::Usage("`--unsafe` goes with `--fix` or `--diff`".to_owned()));
    }
    let mut check = Check::new(arguments)?;
    if arguments.diff {
        let repairs = check.repairs(arguments.also_unsafe);
        output::print(repairs.iter().map(Repair::diff).collect::<String>().as_bytes())?;
        check.complain()?;
        return if repairs.iter().any(Repair::changed) { Err(Failure::Found(1)) } else { Ok(()) };
    }
    if arguments.fix {
        check.repair(arguments.also_unsafe)?;
    }
    let checked = check.all();
    output::print(written(&checked, arguments.format).as_bytes())?;
    check.complain()?;
    match checked.iter().any(Checked::fails) {
        true => Err(Failure::Found(1)),
        false => Ok(()),
    }
}

fn written(checked: &[Checked], format: FormatName) -> String {
    match format {
        FormatName::Pretty => report::pretty(checked, has_colours(&io::stdout())),
        FormatName::Json => report::json(checked),
        FormatName::Sarif => report::sarif(checked),
        FormatName::Github => report::github(checked),
        FormatName::Junit => report::junit(checked),
    }
}

/// A check, with its settings and what it is about.
struct Check {
    settings: Settings,
    defaults: Defaults,
    sources: Vec<Source>,
    unreadable: Vec<Failure>,
}

/// What was named.
enum Source {
    Definition(Definition),
    /// One template of a definition, by its address.
    Located(Box<Located>),
    /// A text that is a template, whatever its file is called; stdin has no path.
    Text {
        name: String,
        path: Option<PathBuf>,
        text: String,
    },
}

impl Check {
    fn new(arguments: &CheckArguments) -> Result<Check, Failure> {
        let config = match &arguments.config {
            Some(file) => Config::read(file),
            None => Config::find(Path::new(".")),
        };
        let config = config.map_err(|error| Failure::Usage(error.to_string()))?;
        let mut settings = config.settings.clone();
        if !arguments.select.is_empty() {
            settings = settings.only(arguments.select.iter().map(|rule| rule.code));
        }
        for rule in &arguments.ignore {
            settings = settings.level(rule.code, Level::Off).without(rule.code);
        }
        for (rule, level) in &arguments.level {
            settings = settings.level(rule.code, *level);
        }
        let defaults =
            Defaults { api: arguments.api.or(config.defaults.api), role: arguments.role.or(config.defaults.role) };
        let mut check = Check { settings, defaults, sources: Vec::new(), unreadable: Vec::new() };
        check_stdin(arguments.paths.iter().filter(|path| *path == "-").count())?;
        for path in &arguments.paths {
            // the others are checked all the same
            if let Err(failure) = check.add(path, &config) {
                check.unreadable.push(failure);
            }
        }
        Ok(check)
    }

    fn add(&mut self, argument: &str, config: &Config) -> Result<(), Failure> {
        let path = Path::new(argument);
        if argument == "-" {
            self.sources.push(Source::Text { name: "<stdin>".to_owned(), path: None, text: input::text(path)? });
        } else if path.is_dir() {
            for definition in definitions::find(path) {
                match definition {
                    Ok(definition) if config.excludes(definition.file()) => {}
                    Ok(definition) => self.sources.push(Source::Definition(definition)),
                    Err(error) if config.excludes(error.file()) => {}
                    Err(error) => self.unreadable.push(Failure::Definition(error)),
                }
            }
        } else if definitions::split(argument).1.is_some() {
            let located = definitions::locate(argument).map_err(Failure::Definition)?;
            self.sources.push(Source::Located(Box::new(located)));
        } else {
            self.sources.push(file(path)?);
        }
        Ok(())
    }

    /// Checks all.
    fn all(&self) -> Vec<Checked> {
        let (defaults, settings) = (self.defaults, &self.settings);
        let each = self.sources.iter().flat_map(|source| match source {
            Source::Definition(definition) => Checked::of_definition(definition, defaults, settings),
            Source::Located(located) => vec![Checked::of_located(located, defaults, settings)],
            Source::Text { name, text, .. } => vec![Checked::of_text(name, text, defaults, settings)],
        });
        each.collect()
    }

    /// What a repair makes of each file.
    fn repairs(&self, also_unsafe: bool) -> Vec<Repair> {
        let (defaults, settings) = (self.defaults, &self.settings);
        let each = self.sources.iter().map(|source| match source {
            Source::Definition(definition) => Repair::of_definition(definition, defaults, settings, also_unsafe),
            Source::Located(located) => Repair::of_located(located, defaults, settings, also_unsafe),
            Source::Text { name, path, text } => {
                let path = path.as_deref().unwrap_or(Path::new(name));
                Repair::of_text(path, text, defaults, settings, also_unsafe)
            }
        });
        each.collect()
    }

    /// Writes the files that a repair changes, and reads them again.
    fn repair(&mut self, also_unsafe: bool) -> Result<(), Failure> {
        if self.sources.iter().any(|source| matches!(source, Source::Text { path: None, .. })) {
            return Err(Failure::Usage(
                "`--fix` writes files, and stdin is none; `--diff` shows the changes".to_owned(),
            ));
        }
        let repairs = self.repairs(also_unsafe);
        for (source, repair) in self.sources.iter_mut().zip(repairs).filter(|(_, repair)| repair.changed()) {
            let problem = |error: io::Error| {
                Failure::input(repair.file.display().to_string(), format!("cannot be written: {error}"))
            };
            fs::write(&repair.file, &repair.after).map_err(problem)?;
            *source = match source {
                Source::Located(located) => {
                    let located = definitions::locate(located.address()).map_err(Failure::Definition)?;
                    Source::Located(Box::new(located))
                }
                _ => file(&repair.file)?,
            };
        }
        Ok(())
    }

    /// Says which inputs could not be read.
    fn complain(self) -> Result<(), Failure> {
        self.unreadable.into_iter().map(Failure::tell).max().map_or(Ok(()), |code| Err(Failure::Found(code)))
    }
}

/// A file that was named: a definition if it is one, and else a template.
fn file(path: &Path) -> Result<Source, Failure> {
    use DefinitionErrorKind::{NotADefinition, Syntax};
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    let is_data = matches!(extension, "yaml" | "yml" | "json" | "tf" | "template");
    match Definition::read(path) {
        Ok(definition) => Ok(Source::Definition(definition)),
        Err(error) if error.kind() == NotADefinition || error.kind() == Syntax && !is_data => {
            Ok(Source::Text { name: name(path), path: Some(path.to_owned()), text: input::text(path)? })
        }
        Err(error) => Err(Failure::Definition(error)),
    }
}

/// `VTL001  error    syntax-error  …`, by family.
fn list() -> String {
    let mut out = String::new();
    let mut family = None;
    let width = lint::rules().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in lint::rules() {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            out.push_str(&format!("{gap}{}\n", rule.family.title()));
            family = Some(rule.family);
        }
        let fix = if rule.fixable { "fix" } else { "" };
        out.push_str(&format!(
            "  {}  {:<7}  {fix:<3}  {:<width$}  {}\n",
            rule.code,
            rule.level.name(),
            rule.name,
            rule.summary
        ));
    }
    out
}
