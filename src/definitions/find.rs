//! Which files of a folder hold templates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::definition::{Definition, extension, is_template_file};
use super::document::BYTES;
use super::error::{DefinitionError, DefinitionErrorKind};

/// What a file has in it that holds templates.
const SIGNS: [&str; 5] =
    ["x-amazon-apigateway", "AWS::ApiGateway", "AWS::Serverless", "aws_api_gateway_", "aws_apigatewayv2_"];

/// CDK's output, which version control ignores.
const CDK: &str = "cdk.out";

/// The definitions in a folder, in the order of their names; of a file that one. What `.gitignore` names and what is hidden
/// is passed over, but for `cdk.out`; so are files that show no sign of API Gateway.
///
/// A file that has such a sign and cannot be read as what its name says is an error among the definitions.
pub fn find(path: impl AsRef<Path>) -> Box<dyn Iterator<Item = Result<Definition, DefinitionError>>> {
    let path = path.as_ref().to_owned();
    if !path.is_dir() {
        return Box::new(std::iter::once(Definition::read(path)));
    }
    match files(&path) {
        Ok(files) => Box::new(files.into_iter().filter_map(|file| look(&file))),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// The files that may hold templates, by their names.
fn files(folder: &Path) -> Result<BTreeSet<PathBuf>, DefinitionError> {
    let mut found = BTreeSet::new();
    let mut outputs = Vec::new();
    for entry in WalkBuilder::new(folder).build() {
        let entry = entry.map_err(|error| DefinitionError::new(DefinitionErrorKind::Io, folder, error.to_string()))?;
        let output = entry.path().join(CDK);
        if output.is_dir() {
            outputs.push(output);
        }
        add(&entry, &mut found);
    }
    for output in outputs {
        // what is ignored is not walked above
        let entries = WalkBuilder::new(output).standard_filters(false).max_depth(Some(8)).build();
        entries.flatten().for_each(|entry| add(&entry, &mut found));
    }
    Ok(found)
}

/// True for a file whose name is that of a definition.
pub(super) fn is_definition_file(path: &Path) -> bool {
    extension(path).is_some_and(|extension| ["yaml", "yml", "json", "template", "tf"].contains(&extension.as_str()))
}

fn add(entry: &DirEntry, found: &mut BTreeSet<PathBuf>) {
    let is_known = is_template_file(entry.path()) || is_definition_file(entry.path());
    if is_known && entry.file_type().is_some_and(|kind| kind.is_file()) {
        let path = entry.path();
        found.insert(path.strip_prefix("./").unwrap_or(path).to_owned());
    }
}

/// Reads a file that shows a sign of what is looked for.
fn look(path: &Path) -> Option<Result<Definition, DefinitionError>> {
    if is_template_file(path) {
        return Some(Definition::read(path));
    }
    if path.metadata().is_ok_and(|data| data.len() > BYTES as u64) {
        return None;
    }
    if !has_sign(path, &std::fs::read(path).ok()?) {
        return None;
    }
    match Definition::read(path) {
        // it may speak of an API without being one
        Err(error) if error.kind() == DefinitionErrorKind::NotADefinition => None,
        read => Some(read),
    }
}

/// True for a file that speaks of API Gateway, and for serverless.yml.
pub(super) fn has_sign(path: &Path, bytes: &[u8]) -> bool {
    let is_service = path.file_stem().is_some_and(|name| name.eq_ignore_ascii_case("serverless"));
    is_service || SIGNS.iter().any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some())
}
