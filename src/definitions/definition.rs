//! A file that holds templates, read: which they are, and how to get at one.

use std::fs::File as Handle;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::document::{BYTES, Document, Language, NodeRef};
use super::error::{DefinitionError, DefinitionErrorKind, Fault, FilePlace};
use super::found::{Note, Walk};
use super::located::{ApiKind, File, Located};
use super::template::{self, Host, Origin};
use super::text::Text;
use super::{cloudformation, openapi, serverless, terraform};

/// What a definition is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// OpenAPI 2 or 3 with API Gateway's extensions.
    OpenApi,
    /// CloudFormation, SAM, CDK's output.
    CloudFormation,
    /// The Serverless Framework's `serverless.yml`.
    Serverless,
    /// Terraform's `.tf` and `.tf.json`.
    Terraform,
    /// A template in a file of its own.
    Template,
}

/// A file that holds templates.
///
/// ```
/// use vtl::definitions::{Definition, Role};
///
/// let definition = Definition::parse("api.yaml", "
/// openapi: 3.0.1
/// paths:
///   /pets:
///     post:
///       x-amazon-apigateway-integration:
///         type: aws
///         requestTemplates:
///           application/json: |
///             {\"name\": $input.json('$.name')}
/// ")?;
/// let template = &definition.templates()[0];
/// assert_eq!(template.source(), "{\"name\": $input.json('$.name')}\n");
/// assert_eq!((template.role(), template.method(), template.path()), (Role::Request, Some("POST"), Some("/pets")));
/// assert_eq!(template.place(9).line, 10);
/// # Ok::<(), vtl::definitions::DefinitionError>(())
/// ```
#[derive(Debug)]
pub struct Definition {
    pub(super) file: Arc<File>,
    pub(super) format: Format,
    pub(super) root: Option<NodeRef>,
    templates: Vec<Located>,
    pub(super) origins: Vec<Origin>,
    pub(super) host: Host,
    notes: Vec<Note>,
}

impl Definition {
    /// Reads a file: OpenAPI, SAM, CloudFormation or serverless.yml in YAML or JSON, Terraform in HCL or JSON; `*.vtl`,
    /// `*.vm` and `*.velocity` are templates themselves.
    ///
    /// # Errors
    /// With the line where there is one: a file that cannot be read, is not UTF-8, not YAML, JSON or HCL, too large, too deep, or
    /// has nothing to do with an API.
    pub fn read(path: impl AsRef<Path>) -> Result<Definition, DefinitionError> {
        let path = path.as_ref();
        Definition::parse(path, &text(path)?)
    }

    /// Reads a text as the file of that name would be read.
    ///
    /// # Errors
    /// As [`read`](Definition::read).
    pub fn parse(path: impl AsRef<Path>, text: &str) -> Result<Definition, DefinitionError> {
        let path = path.as_ref();
        let file = Arc::new(File { path: path.to_owned(), text: text.to_owned() });
        if is_template_file(path) {
            return Ok(Definition::of_template(file));
        }
        let fault = |fault: Fault| fault.of(path, text);
        let root = root(path, text).map_err(fault)?;
        let (format, host) = format(path, &root);
        let mut walk = Walk::default();
        match format {
            Some(Format::OpenApi) => openapi::walk(&root, "", ApiKind::Rest, &mut walk),
            Some(Format::CloudFormation) => cloudformation::walk(&root, "", &mut walk),
            Some(Format::Serverless) => serverless::walk(&root, &mut walk),
            Some(Format::Terraform) => terraform::walk(&root, &mut walk),
            _ => Ok(()),
        }
        .map_err(fault)?;
        let (Some(format), true) = (format, walk.recognised) else {
            let error = DefinitionError::new(DefinitionErrorKind::NotADefinition, path, "there is no API in it");
            return Err(error.help("known are OpenAPI, SAM, CloudFormation, Terraform and serverless.yml"));
        };
        let (mut templates, mut origins) = (Vec::new(), Vec::new());
        for found in std::mem::take(&mut walk.found) {
            let built = template::build(&walk.locals.followed(&found.node), host);
            let address = format!("{}#{}", path.display(), found.pointer);
            let (file, found) = (file.clone(), Some(found));
            let is_text = !matches!(built.origin, Origin::Fixed);
            templates.push(Located { file, found, address, text: built.text, reference: built.reference, is_text });
            origins.push(built.origin);
        }
        let line = |offset| FilePlace::of(text, offset).line;
        let note = |(pointer, offset, message)| Note { pointer, message, line: line(offset) };
        let notes = walk.notes.into_iter().map(note).collect();
        Ok(Definition { file, format, root: Some(root), templates, origins, host, notes })
    }

    fn of_template(file: Arc<File>) -> Definition {
        let text = Text::verbatim(&file.text, 0);
        let address = file.path.display().to_string();
        let located = Located { file: file.clone(), found: None, text, reference: None, address, is_text: true };
        Definition {
            file,
            format: Format::Template,
            root: None,
            templates: vec![located],
            origins: vec![Origin::Fixed],
            host: Host::Plain,
            notes: Vec::new(),
        }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file.path
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.file.text
    }

    /// What it is written for.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The templates in it, in the order of the file's trees.
    pub fn templates(&self) -> &[Located] {
        &self.templates
    }

    /// What a reader of a listing should know: templates that are in other files.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// True for `*.vtl`, `*.vm` and `*.velocity`, which are templates as they are.
pub fn is_template_file(path: &Path) -> bool {
    extension(path).is_some_and(|extension| ["vtl", "vm", "velocity"].contains(&extension.as_str()))
}

/// True for `*.tf` and `*.tf.json`.
fn is_terraform_file(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    name.ends_with(".tf") || name.ends_with(".tf.json")
}

pub(super) fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// The text of a file.
pub(super) fn text(path: &Path) -> Result<String, DefinitionError> {
    let failed = |error: std::io::Error| {
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission to read it is denied".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        DefinitionError::new(DefinitionErrorKind::Io, path, message)
    };
    if path.is_dir() {
        return Err(DefinitionError::new(DefinitionErrorKind::Io, path, "this is a directory, not a file"));
    }
    let mut bytes = Vec::new();
    Handle::open(path).and_then(|file| file.take(BYTES as u64 + 1).read_to_end(&mut bytes)).map_err(failed)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let message = format!("not UTF-8: byte 0x{:02x} at offset {at}", bytes.get(at).copied().unwrap_or_default());
        let readable = String::from_utf8_lossy(&bytes);
        DefinitionError::new(DefinitionErrorKind::Encoding, path, message).at(&readable, at)
    })
}

/// The tree of a file.
fn root(path: &Path, text: &str) -> Result<NodeRef, Fault> {
    let looks_like_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let language = match extension(path).as_deref() {
        Some("tf") => Language::Hcl,
        Some("json") => Language::Json,
        // YAML in which a flow mapping is the whole is not always JSON
        _ if looks_like_json && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => Language::Json,
        _ => Language::Yaml,
    };
    Ok(NodeRef::root(Arc::new(Document::parse(text.to_owned(), language)?)))
}

/// What a tree is written for, and who fills in its placeholders.
fn format(path: &Path, root: &NodeRef) -> (Option<Format>, Host) {
    if is_terraform_file(path) {
        (terraform::is_terraform(root).then_some(Format::Terraform), Host::Terraform)
    } else if cloudformation::is_template(root) {
        (Some(Format::CloudFormation), Host::Plain)
    } else if openapi::is_openapi(root) {
        (Some(Format::OpenApi), Host::Plain)
    } else if serverless::is_service(root) {
        (Some(Format::Serverless), Host::Serverless)
    } else {
        (None, Host::Plain)
    }
}
