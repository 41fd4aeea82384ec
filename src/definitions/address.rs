//! `api.yaml#/paths/~1pets/post`: from an address to a template.

use std::path::Path;

use super::definition::{Definition, Format};
use super::error::{DefinitionError, DefinitionErrorKind};
use super::find::{has_sign, is_definition_file};
use super::located::{Located, Role};
use crate::gateway::nearest::nearest;

/// `api.yaml#/paths/…`: the file and the pointer; no pointer for a file's name alone.
pub fn split(address: &str) -> (&Path, Option<&str>) {
    match address.find("#/") {
        // a file may have the characters in its name
        Some(at) if !Path::new(address).exists() => (Path::new(&address[..at]), Some(&address[at + 1..])),
        _ => (Path::new(address), None),
    }
}

/// The template at an address: a file and a JSON pointer into it, which may stop early where no more than one template is
/// below; or a file's name, where it holds one template.
///
/// # Errors
/// As [`Definition::read`], and for an address that leads to no template, or to several.
pub fn locate(address: &str) -> Result<Located, DefinitionError> {
    let (path, pointer) = split(address);
    Definition::read(path)?.at(pointer.unwrap_or("")).cloned()
}

/// What a command takes for a template: an address, or a definition with one template in it. `None` is a file whose text
/// is the template, whether it is called `*.vtl` or not.
///
/// # Errors
/// As [`locate`]; and for what is no VTL though it is called a template: the body of a gateway response, and a
/// template that the definition takes from another file.
pub fn resolve(argument: &str) -> Result<Option<Located>, DefinitionError> {
    let (path, pointer) = split(argument);
    if pointer.is_none() && !is_definition_file(path) {
        return Ok(None);
    }
    let definition = match Definition::read(path) {
        Ok(definition) if pointer.is_some() || !definition.templates().is_empty() => definition,
        Ok(_) => return Ok(None),
        Err(error) if pointer.is_some() || is_fault_of_a_definition(&error) => return Err(error),
        Err(_) => return Ok(None),
    };
    let located = definition.at(pointer.unwrap_or(""))?;
    let error = |message| DefinitionError::new(DefinitionErrorKind::Address, path, message);
    let error = |message, located: &Located| error(message).at(definition.text(), located.file_range(0..0).start);
    match (located.reference(), located.role()) {
        (Some(file), _) => {
            Err(error(format!("the template is in another file: {file}"), located).help("name that file instead"))
        }
        (None, Role::GatewayResponse) => {
            let message = "the body of a gateway response is no VTL: only variables such as `$context.error.message` are replaced";
            Err(error(message.to_owned(), located))
        }
        _ => Ok(Some(located.clone())),
    }
}

/// A template called `*.json` is seldom JSON; a file that speaks of API Gateway is meant as a definition.
fn is_fault_of_a_definition(error: &DefinitionError) -> bool {
    let is_broken = matches!(error.kind(), DefinitionErrorKind::Syntax | DefinitionErrorKind::Limit);
    is_broken && std::fs::read(error.file()).is_ok_and(|bytes| has_sign(error.file(), &bytes))
}

impl Definition {
    /// The template at a pointer, or the only one below it.
    ///
    /// # Errors
    /// If there is none, or more than one.
    pub fn at(&self, pointer: &str) -> Result<&Located, DefinitionError> {
        self.index(pointer).map(|at| &self.templates()[at])
    }

    pub(super) fn index(&self, pointer: &str) -> Result<usize, DefinitionError> {
        let pointer = pointer.trim_end_matches('/');
        let pointer = ["/Fn::Sub", "/Fn::Join"].iter().find_map(|end| pointer.strip_suffix(end)).unwrap_or(pointer);
        if let Some(exact) = self.templates().iter().position(|located| located.pointer() == pointer) {
            return Ok(exact);
        }
        let inside =
            |located: &Located| located.pointer().strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'));
        let below: Vec<usize> = (0..self.templates().len()).filter(|at| inside(&self.templates()[*at])).collect();
        let error = |message| DefinitionError::new(DefinitionErrorKind::Address, self.file(), message);
        match below.as_slice() {
            [one] => Ok(*one),
            [] if self.format() == Format::Template && pointer.is_empty() => Ok(0),
            [] if self.templates().is_empty() => Err(error("there is no template in it".to_owned())),
            [] => {
                let error = error(format!("there is no template at `{pointer}`"));
                Err(match self.nearest(pointer) {
                    Some(nearest) => error.help(format!("did you mean `{nearest}`?")),
                    None => error.help("`vtl extract` lists the addresses"),
                })
            }
            many => {
                let place = if pointer.is_empty() { "in it".to_owned() } else { format!("below `{pointer}`") };
                let first = many.iter().take(5).map(|at| format!("\n  {}", self.templates()[*at].address()));
                let more = if many.len() > 5 { "\n  …" } else { "" };
                let error = error(format!("there are {} templates {place}", many.len()));
                Err(error.help(format!("name one of them:{}{more}", first.collect::<String>())))
            }
        }
    }

    /// The address that is most likely meant: the tree is followed, and where that ends the nearest key is taken.
    fn nearest(&self, pointer: &str) -> Option<String> {
        let mut known: Vec<&str> = self.templates().iter().map(Located::pointer).collect();
        let mut path = String::new();
        for part in pointer.split('/').skip(1) {
            let rests = known.iter().filter_map(|pointer| pointer.strip_prefix(path.as_str())?.strip_prefix('/'));
            let keys: Vec<&str> = rests.map(|rest| rest.split('/').next().unwrap_or(rest)).collect();
            let key = keys.iter().find(|key| **key == part).copied().or_else(|| nearest(part, &keys))?;
            path = format!("{path}/{key}");
            known.retain(|pointer| {
                pointer.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
        }
        (!path.is_empty()).then(|| format!("{}#{path}", self.file().display()))
    }
}
