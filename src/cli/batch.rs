//! `vtl batch`: JSON lines in, JSON lines out, in order; for drivers in other languages.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};

use clap::Args;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use vtl::{Error, Event, Output, Template};

use super::output::failed;
use super::report::Failure;
use super::template_arguments::{DialectName, LanguageArguments};

/// How the cases are rendered.
#[derive(Args)]
#[command(after_help = FIELDS)]
pub struct BatchArguments {
    #[command(flatten)]
    language: LanguageArguments,
}

const FIELDS: &str = "\
In:   {\"id\", \"template\", \"dialect\", \"body\", \"params\", \"context\", \"stageVariables\", \"vars\"}
      all but `template` may be missing; `dialect` replaces the option; other fields are passed over
Out:  {\"id\", \"output\", \"requestOverride\", \"responseOverride\"}, with \"warnings\" where there are any,
      without overrides in dialect `velocity`; or {\"id\", \"error\": {\"kind\", \"message\", \"line\", \"column\"}}";

/// A longer line is answered with an error.
const LONGEST_LINE: usize = 64 * 1024 * 1024;

/// Answers line after line until stdin ends.
pub fn run(arguments: &BatchArguments) -> Result<(), Failure> {
    let mut input = BufReader::with_capacity(256 * 1024, io::stdin().lock());
    let mut output = io::BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let mut templates = Templates::new(arguments.language);
    let mut line = Vec::new();
    while let Some(is_whole) = read_line(&mut input, &mut line).map_err(|e| Failure::input("<stdin>", e.to_string()))? {
        if is_whole && line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let mut answer = if is_whole { answer(&line, &mut templates) } else { too_long() };
        answer.push('\n');
        output.write_all(answer.as_bytes()).map_err(failed)?;
        // a driver may wait for this answer before it asks again; one that has asked already need not wait for each
        if !input.buffer().contains(&b'\n') {
            output.flush().map_err(failed)?;
        }
    }
    output.flush().map_err(failed)
}

/// Reads a line; false for one that is too long, which is skipped; `None` at the end.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let read = input.take(LONGEST_LINE as u64 + 1).read_until(b'\n', line)?;
    if read <= LONGEST_LINE || line.ends_with(b"\n") {
        return Ok((read > 0).then_some(true));
    }
    line.clear();
    input.skip_until(b'\n')?;
    Ok(Some(false))
}

/// A line's fields, as they are written.
#[derive(Deserialize)]
struct Case<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
    #[serde(borrow, default)]
    template: Option<&'l RawValue>,
    #[serde(borrow, default)]
    dialect: Option<&'l RawValue>,
    #[serde(borrow, default)]
    body: Option<&'l RawValue>,
    #[serde(borrow, default)]
    params: Option<&'l RawValue>,
    #[serde(borrow, default)]
    context: Option<&'l RawValue>,
    #[serde(borrow, default, rename = "stageVariables")]
    stage_variables: Option<&'l RawValue>,
    #[serde(borrow, default)]
    vars: Option<&'l RawValue>,
}

impl Case<'_> {
    fn render(&self, templates: &mut Templates) -> Result<(Output, DialectName), Complaint> {
        let dialect = self.dialect(templates.language.dialect)?;
        let source = self.template.ok_or_else(|| Complaint::input("the field `template` is missing"))?;
        let source: String = serde_json::from_str(source.get())
            .map_err(|error| Complaint::input(format!("`template` is not a string: {error}")))?;
        let event = Event::from_json(&self.event())?;
        Ok((templates.get(source, dialect)?.render(&event)?, dialect))
    }

    fn dialect(&self, otherwise: DialectName) -> Result<DialectName, Complaint> {
        match self.dialect.map(RawValue::get) {
            None | Some("null") => Ok(otherwise),
            Some(r#""apigateway""#) => Ok(DialectName::Apigateway),
            Some(r#""velocity""#) => Ok(DialectName::Velocity),
            Some(_) => Err(Complaint::input("`dialect` must be `apigateway` or `velocity`")),
        }
    }

    /// The event's fields as JSON again, so that the library reads every digit of their numbers.
    fn event(&self) -> String {
        let fields = [
            ("body", self.body),
            ("params", self.params),
            ("context", self.context),
            ("stageVariables", self.stage_variables),
            ("vars", self.vars),
        ];
        let fields = fields.iter().filter_map(|(name, raw)| raw.map(|raw| format!("\"{name}\":{raw}")));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }
}

fn answer(line: &[u8], templates: &mut Templates) -> String {
    let case = match parse(line) {
        Ok(case) => case,
        Err(complaint) => return complaint.answer(None),
    };
    match case.render(templates) {
        Ok((output, dialect)) => as_json(case.id, output, dialect),
        Err(complaint) => complaint.answer(case.id),
    }
}

fn parse(line: &[u8]) -> Result<Case<'_>, Complaint> {
    let line = std::str::from_utf8(line)
        .map_err(|error| Complaint::input(format!("the line is not UTF-8 from byte {} on", error.valid_up_to())))?;
    let line = line.trim_ascii_end();
    let result = match line.trim_ascii_start().starts_with('{') {
        true => serde_json::from_str(line),
        // an array would do for a struct to serde
        false => match serde_json::from_str::<IgnoredAny>(line) {
            Ok(_) => return Err(Complaint::input("the line is not an object")),
            Err(error) => Err(error),
        },
    };
    result.map_err(|error| match error.is_data() {
        true => Complaint::input(format!("the line is not a case: {error}")),
        false => Complaint::input(format!("the line is not JSON: {error}")),
    })
}

fn too_long() -> String {
    Complaint::input(format!("the line is longer than {LONGEST_LINE} bytes")).answer(None)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'l> {
    id: Option<&'l RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_override: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_override: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Complaint>,
}

fn as_json(id: Option<&RawValue>, output: Output, dialect: DialectName) -> String {
    let has_overrides = dialect == DialectName::Apigateway;
    let answer = Answer {
        id,
        output: Some(output.body),
        request_override: has_overrides.then(|| output.overrides.request_override()),
        response_override: has_overrides.then(|| output.overrides.response_override()),
        warnings: output.warnings.iter().map(ToString::to_string).collect(),
        error: None,
    };
    serde_json::to_string(&answer).unwrap_or_else(|error| Complaint::input(error.to_string()).answer(id))
}

/// Why a line has no output.
#[derive(Serialize)]
struct Complaint {
    /// [`vtl::ErrorKind::name`], or `input` for a line that is no case.
    kind: &'static str,
    message: String,
    line: Option<usize>,
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl Complaint {
    fn input(message: impl Into<String>) -> Complaint {
        Complaint { kind: "input", message: message.into(), line: None, column: None, help: None }
    }

    fn answer(self, id: Option<&RawValue>) -> String {
        let answer = Answer {
            id,
            output: None,
            request_override: None,
            response_override: None,
            warnings: Vec::new(),
            error: Some(self),
        };
        serde_json::to_string(&answer).unwrap_or_default()
    }
}

impl From<Error> for Complaint {
    fn from(error: Error) -> Complaint {
        Complaint {
            kind: error.kind().name(),
            message: error.message().to_owned(),
            line: error.line(),
            column: error.column(),
            help: error.help().map(ToOwned::to_owned),
        }
    }
}

/// Templates that were parsed lately: drivers ask for the same ones again and again.
struct Templates {
    language: LanguageArguments,
    parsed: HashMap<(DialectName, String), Template>,
}

impl Templates {
    const KEPT: usize = 64;

    fn new(language: LanguageArguments) -> Templates {
        Templates { language, parsed: HashMap::new() }
    }

    fn get(&mut self, source: String, dialect: DialectName) -> Result<Template, Error> {
        let key = (dialect, source);
        if let Some(template) = self.parsed.get(&key) {
            return Ok(template.clone());
        }
        let template = self.language.options().dialect(dialect.into()).parse(&key.1)?;
        if self.parsed.len() == Self::KEPT {
            self.parsed.clear();
        }
        self.parsed.insert(key, template.clone());
        Ok(template)
    }
}
