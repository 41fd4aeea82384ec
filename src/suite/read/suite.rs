//! `template: …`, `cases: …`: a whole suite.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::path::Path;
use std::sync::Arc;

use super::event::Events;
use super::fields::{CASE, DEFAULTS, Fields, SUITE, entries, expected, scalar, text, word};
use super::node::{Complaint, Kind, Mark, Node, Room};
use super::{Format, Problem, each, expect, pipeline};
use crate::dialect::Dialect;
use crate::gateway::{Event, write_compact};
use crate::suite::files::{self, Files};
use crate::suite::model::{Case, Content, Subject, Suite, Way};
use crate::suite::redact::Redactions;
use crate::suite::templates::{TemplateFile, Templates};
use crate::terminal::one_line;

/// Reads a suite and all files that it names, except that its templates may be read already.
pub(crate) fn read(path: &Path, templates: &Templates) -> Result<Suite, Box<Problem>> {
    let name = path.display().to_string();
    let files = Files::beside(path);
    let source = match files::text(path) {
        Ok(source) => source,
        Err(message) => return Err(Box::new(Problem::of_file(&name, message))),
    };
    let read = Format::of(&name)
        .unwrap_or(Format::Yaml)
        .read(&source)
        .and_then(|node| Reader { files: &files, templates, dialect: Dialect::default() }.suite(&node));
    match read {
        Ok(cases) => Ok(Suite { name, path: path.to_owned(), cases, files: files.used() }),
        Err(complaint) => {
            let problem = Problem::new(&name, &source, complaint);
            Err(Box::new(Problem { files: files.used(), ..problem }))
        }
    }
}

/// Reads what a suite is made of.
pub(super) struct Reader<'f> {
    pub files: &'f Files,
    templates: &'f Templates,
    dialect: Dialect,
}

/// What every case gets from its suite.
struct Common<'n> {
    template: Option<&'n Node>,
    pipeline: Option<&'n Node>,
    /// What `pipeline` says, once a case needs it.
    way: OnceCell<Arc<Way>>,
    content: Content,
    tags: Vec<String>,
    redactions: Option<&'n Node>,
    /// What `redactions` says.
    redacted: Arc<Redactions>,
    event: Event,
    /// About as many bytes the event has.
    size: usize,
    backend: Option<&'n Node>,
    resource: Option<&'n str>,
}

/// No suite has more in its cases, in bytes.
const MOST_HELD: usize = 256 << 20;

const CONTENTS: &[(&str, Content)] = &[("json", Content::Json), ("text", Content::Text), ("xml", Content::Xml)];
const DIALECTS: &[(&str, Dialect)] = &[("apigateway", Dialect::ApiGateway), ("velocity", Dialect::Velocity)];

impl Reader<'_> {
    fn suite(mut self, node: &Node) -> Result<Vec<Case>, Complaint> {
        if node.is_null() {
            return Err(Complaint::at(node.mark, "the suite is empty").help("it needs `template` and `cases`"));
        }
        let suite = Fields::new(node, "a suite", &[SUITE])?;
        if let Some(node) = suite.get("dialect") {
            self.dialect = word(node, "dialect", DIALECTS)?;
        }
        let common = self.common(&suite)?;
        let Some(cases) = suite.get("cases") else {
            return Err(Complaint::at(node.mark, "the suite has no `cases`").help("`cases` is a list of what to test"));
        };
        let Kind::List(items) = &cases.kind else { return Err(expected(cases, "cases", "a list")) };
        if items.is_empty() {
            return Err(Complaint::at(cases.mark, "the list of `cases` is empty"));
        }
        let mut room = Room::new();
        let mut read: Vec<Case> = Vec::new();
        let mut held = 0;
        let mut take = |node: &Node| {
            let case = self.case(node, &common)?;
            // each case has what the suite says for all
            held += common.size + 32 * (case.tags.len() + common.redactions.map_or(0, Node::count));
            read.push(case);
            let message = "what the suite says for all cases is too large for so many of them";
            if held > MOST_HELD { Err(Complaint::at(node.mark, message).help("split the suite")) } else { Ok(()) }
        };
        for item in items {
            match item.get("each") {
                None => take(item)?,
                Some(rows) => {
                    let rows = self.loaded(rows, "each")?;
                    each::expand(item, &rows, &mut room)?.iter().try_for_each(&mut take)?;
                }
            }
        }
        check_names(&read)?;
        let takes_backend =
            |case: &Case| matches!(&case.subject, Subject::Pipeline(pipeline) if pipeline.way.needs_backend());
        if let Some(node) = common.backend.filter(|_| !read.iter().any(takes_backend)) {
            return Err(Complaint::at(
                node.mark,
                "`backend` is the answer in a pipeline, and no case has one that takes it",
            )
            .help("to test a response template, give the backend's answer as `body`"));
        }
        Ok(read)
    }

    fn common<'n>(&self, suite: &Fields<'n>) -> Result<Common<'n>, Complaint> {
        let defaults = suite.get("defaults").map(|node| Fields::new(node, "`defaults`", &[DEFAULTS])).transpose()?;
        let resource = defaults.as_ref().map(|fields| fields.text("resource")).transpose()?.flatten();
        let event = match &defaults {
            Some(fields) => Events { reader: self, resource }.read(Event::new(), fields)?,
            None => Event::new(),
        };
        let mut text = String::new();
        write_compact(&event.as_datum(), &mut text);
        Ok(Common {
            template: suite.get("template"),
            pipeline: suite.get("pipeline"),
            way: OnceCell::new(),
            content: suite.get("content").map(|node| word(node, "content", CONTENTS)).transpose()?.unwrap_or_default(),
            tags: tags(suite)?,
            redactions: suite.get("redactions"),
            redacted: Arc::new(redactions([None, suite.get("redactions")])?),
            event,
            size: text.len(),
            backend: defaults.as_ref().and_then(|fields| fields.get("backend")),
            resource,
        })
    }

    fn case(&self, node: &Node, common: &Common<'_>) -> Result<Case, Complaint> {
        let case = Fields::new(node, "a case", &[CASE, DEFAULTS])?;
        let Some(name) = case.get("name") else {
            return Err(Complaint::at(node.mark, "the case has no `name`").help("the name is what reports call it"));
        };
        let (mark, name) = (name.mark, one_line(&scalar(name, "name")?).trim().to_owned());
        if name.is_empty() {
            return Err(Complaint::at(mark, "the case's `name` is empty").help("the name is what reports call it"));
        }
        let resource = case.text("resource")?.or(common.resource);
        let event = Events { reader: self, resource }.read(common.event.clone(), &case)?;
        let content = case.get("content").map(|node| word(node, "content", CONTENTS)).transpose()?;
        Ok(Case {
            name,
            mark: node.mark,
            tags: common.tags.iter().cloned().chain(tags(&case)?).collect(),
            skip: skip(&case)?,
            only: case.bool("only")?.unwrap_or(false),
            content: content.unwrap_or(common.content),
            event,
            subject: self.subject(&case, common)?,
            snapshot: case.bool("snapshot")?.unwrap_or(false),
            redactions: match case.get("redactions") {
                None => Arc::clone(&common.redacted),
                own => Arc::new(redactions([own, common.redactions])?),
            },
        })
    }

    /// The case's own template or pipeline, or the suite's.
    fn subject(&self, case: &Fields<'_>, common: &Common<'_>) -> Result<Subject, Complaint> {
        let own = (case.get("template"), case.get("pipeline"));
        let (template, pipeline) = if own == (None, None) { (common.template, common.pipeline) } else { own };
        match (template, pipeline) {
            (Some(_), Some(node)) => {
                Err(Complaint::at(node.mark, "`template` and `pipeline` do not go together").help("remove one of them"))
            }
            (Some(node), None) => {
                if let Some(backend) = case.get("backend") {
                    return Err(Complaint::at(backend.mark, "`backend` has a meaning in a pipeline only")
                        .help("to test a response template, give the backend's answer as `body`"));
                }
                Ok(Subject::Template(self.template(node)?, expect::read(self, case.get("expect"))?))
            }
            (None, Some(node)) => {
                let way = match common.way.get().filter(|_| case.get("pipeline").is_none()) {
                    Some(way) => Arc::clone(way),
                    None => Arc::new(pipeline::way(self, node)?),
                };
                // that of the suite is read once
                if case.get("pipeline").is_none() {
                    let _ = common.way.set(Arc::clone(&way));
                }
                pipeline::read(self, way, case, case.get("backend").or(common.backend))
                    .map(|pipeline| Subject::Pipeline(Box::new(pipeline)))
            }
            (None, None) => Err(Complaint::at(case.mark, "the case has no template")
                .help("say `template: file.vtl` at the top of the suite or in the case")),
        }
    }

    /// A template that the suite names.
    pub fn template(&self, node: &Node) -> Result<Arc<TemplateFile>, Complaint> {
        let name = text(node, "template")?;
        if name.is_empty() {
            return Err(expected(node, "template", "the name of a file"));
        }
        self.templates
            .get(&self.files.address(name), self.dialect)
            .map_err(|why| self.missing(node, "template", name, &why))
    }

    /// The content of `@file.json`, `@file.yaml` or `@file.toml` where a value names one; the value itself otherwise.
    pub fn loaded<'n>(&self, node: &'n Node, what: &str) -> Result<Cow<'n, Node>, Complaint> {
        let Some(name) = node.text().and_then(file_name) else { return Ok(Cow::Borrowed(node)) };
        let written = self.file(node, name)?;
        let format = Format::of(name).unwrap_or(Format::Json);
        let read = format.read(&written).map_err(|complaint| {
            let place = complaint.mark.map_or(String::new(), |mark| format!(":{}:{}", mark.line, mark.column));
            Complaint::at(node.mark, format!("`{what}`: {name}{place}: {}", complaint.message))
        })?;
        Ok(Cow::Owned(read.moved(node.mark)))
    }

    /// A text; of `@file` the file's, byte for byte.
    pub fn text(&self, node: &Node, what: &str) -> Result<String, Complaint> {
        let written = scalar(node, what)?;
        match file_name(&written) {
            Some(name) => self.file(node, name),
            None => Ok(unescaped(&written).to_owned()),
        }
    }

    /// A body: a text, `@file`, or JSON that becomes its own text.
    pub fn body(&self, node: &Node) -> Result<String, Complaint> {
        match &node.kind {
            Kind::Null => Ok(String::new()),
            Kind::Map(_) | Kind::List(_) => Ok(node.to_json_text()),
            _ => self.text(node, "body"),
        }
    }

    pub fn file(&self, node: &Node, name: &str) -> Result<String, Complaint> {
        self.files.text(name).map_err(|why| self.missing(node, "file", name, &why))
    }

    fn missing(&self, node: &Node, what: &str, name: &str, why: &str) -> Complaint {
        let complaint = Complaint::at(node.mark, format!("cannot read the {what} `{name}`: {why}"));
        match self.files.nearest(name) {
            Some(near) => complaint.help(format!("did you mean `{near}`?")),
            None => complaint,
        }
    }
}

/// `@file` names a file; `@@` is an `@`.
pub(super) fn file_name(text: &str) -> Option<&str> {
    text.strip_prefix('@').filter(|name| !name.starts_with('@') && !name.is_empty())
}

pub(super) fn unescaped(text: &str) -> &str {
    if text.starts_with("@@") { &text[1..] } else { text }
}

fn tags(fields: &Fields<'_>) -> Result<Vec<String>, Complaint> {
    Ok(fields.texts("tags")?.into_iter().map(|(_, tag)| tag).collect())
}

/// `skip: true`, or the reason.
fn skip(case: &Fields<'_>) -> Result<Option<String>, Complaint> {
    match case.get("skip") {
        None | Some(Node { kind: Kind::Bool(false), .. }) => Ok(None),
        Some(Node { kind: Kind::Bool(true), .. }) => Ok(Some(String::new())),
        Some(Node { kind: Kind::Text(reason), .. }) => Ok(Some(one_line(reason).trim().to_owned())),
        Some(node) => Err(expected(node, "skip", "`true` or the reason")),
    }
}

/// `{"$.requestId": "[id]"}`: the case's own count before those of its suite.
fn redactions(nodes: [Option<&Node>; 2]) -> Result<Redactions, Complaint> {
    let mut redactions = Redactions::default();
    for node in nodes.into_iter().flatten() {
        for (key, node) in entries(node, "redactions")? {
            redactions.add(&key.name, &node.to_json()).map_err(|why| Complaint::at(key.mark, why))?;
        }
    }
    Ok(redactions)
}

/// Snapshots and reports know cases by their names.
fn check_names(cases: &[Case]) -> Result<(), Complaint> {
    let mut known: std::collections::HashMap<&str, Mark> = std::collections::HashMap::new();
    for case in cases {
        if let Some(first) = known.insert(&case.name, case.mark) {
            return Err(Complaint::at(case.mark, format!("two cases are named `{}`", case.name)).help(format!(
                "the first is in line {}; reports and snapshots know cases by their names",
                first.line
            )));
        }
    }
    Ok(())
}
