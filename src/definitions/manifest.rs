//! Templates written to a folder, with a map back to the definitions that they are from.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::hash::Hasher;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::definition::{Definition, text};
use super::error::{DefinitionError, DefinitionErrorKind};
use super::located::Located;

/// The name of the map in a folder of templates.
pub const MANIFEST: &str = "vtl-manifest.json";

/// The map from the files of a folder to the templates of definitions.
///
/// [`write`](Manifest::write) makes the folder. After its files were changed, [`changes`](Manifest::changes) says what the
/// definitions would be, and [`put_back`](Manifest::put_back) writes them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// By the path from the folder to the definition.
    definitions: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    /// Of the definition's text.
    hash: String,
    templates: Vec<TemplateEntry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct TemplateEntry {
    /// In the folder.
    file: String,
    pointer: String,
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    /// The placeholders by their marks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    holes: BTreeMap<String, String>,
}

/// A definition whose templates were changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// The definition's file.
    pub definition: PathBuf,
    /// The text that it will have.
    pub text: String,
    /// The files whose text goes into it.
    pub files: Vec<PathBuf>,
    key: String,
}

impl Manifest {
    /// Writes the templates of definitions to a folder, each to a file of its own, and the map beside them.
    ///
    /// # Errors
    /// If something cannot be written, or the folder has a map already.
    pub fn write<'d>(
        folder: &Path,
        definitions: impl IntoIterator<Item = &'d Definition>,
    ) -> Result<Manifest, DefinitionError> {
        if folder.join(MANIFEST).exists() {
            let error = DefinitionError::new(DefinitionErrorKind::Io, &folder.join(MANIFEST), "is there already");
            return Err(
                error.help("put the templates back with `--write`, then remove the folder, or name another one")
            );
        }
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        let mut manifest = Manifest { version: 1, definitions: BTreeMap::new() };
        let mut taken = HashSet::new();
        for definition in definitions.into_iter().filter(|definition| definition.root.is_some()) {
            let mut templates = Vec::new();
            for located in definition.templates() {
                let file = unused(&name(located), &mut taken);
                save(&folder.join(&file), located.source())?;
                templates.push(TemplateEntry::new(located, file));
            }
            let path = relative(folder, definition.file());
            manifest.definitions.insert(path, Entry { hash: hash(definition.text()), templates });
        }
        manifest.save(folder)?;
        Ok(manifest)
    }

    /// Reads the map of a folder.
    ///
    /// # Errors
    /// If there is none, or it is none.
    pub fn read(folder: &Path) -> Result<Manifest, DefinitionError> {
        let path = folder.join(MANIFEST);
        let json = text(&path)?;
        serde_json::from_str::<Manifest>(&json).map_err(|error| {
            let line_start =
                json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            DefinitionError::new(DefinitionErrorKind::Syntax, &path, message)
                .at(&json, line_start + error.column().saturating_sub(1))
        })
    }

    /// The files of the folder, with the address that each is from.
    pub fn files(&self, folder: &Path) -> Vec<(PathBuf, String)> {
        let entries =
            self.definitions.iter().flat_map(|(path, entry)| entry.templates.iter().map(move |one| (path, one)));
        let address = |path: &str, one: &TemplateEntry| format!("{}#{}", resolved(folder, path).display(), one.pointer);
        entries.map(|(path, one)| (folder.join(&one.file), address(path, one))).collect()
    }

    /// What the definitions will be with the texts that the folder's files have now; nothing is written.
    ///
    /// # Errors
    /// If a file is not there, a definition is not what it was when the folder was made, or a text cannot be put into it:
    /// see [`Definition::replace`].
    pub fn changes(&self, folder: &Path) -> Result<Vec<Change>, DefinitionError> {
        let mut changes = Vec::new();
        for (key, entry) in &self.definitions {
            if let Some(change) = entry.change(folder, key)? {
                changes.push(change);
            }
        }
        Ok(changes)
    }

    /// Writes what [`changes`](Manifest::changes) gave, and the map anew, so that the files can be changed again.
    ///
    /// # Errors
    /// If something cannot be written.
    pub fn put_back(&mut self, folder: &Path, changes: &[Change]) -> Result<(), DefinitionError> {
        for change in changes {
            save(&change.definition, &change.text)?;
            let definition = Definition::parse(&change.definition, &change.text)?;
            let Some(entry) = self.definitions.get_mut(&change.key) else { continue };
            entry.hash = hash(&change.text);
            for one in &mut entry.templates {
                let located = definition.at(&one.pointer)?;
                // marks are numbered as the placeholders stand, and an alias may have shared the text
                save(&folder.join(&one.file), located.source())?;
                *one = TemplateEntry::new(located, one.file.clone());
            }
        }
        self.save(folder)
    }

    fn save(&self, folder: &Path) -> Result<(), DefinitionError> {
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        save(&folder.join(MANIFEST), &format!("{json}\n"))
    }
}

impl Entry {
    /// What a definition will be, if the files of its templates have other texts than it has.
    fn change(&self, folder: &Path, key: &str) -> Result<Option<Change>, DefinitionError> {
        let path = resolved(folder, key);
        let original = Definition::read(&path)?;
        if hash(original.text()) != self.hash {
            let message = "it has changed since its templates were written out";
            let error = DefinitionError::new(DefinitionErrorKind::Replace, &path, message);
            return Err(error.help(format!("extract it anew; nothing of {} was put back", folder.display())));
        }
        let mut changed = Vec::new();
        for one in &self.templates {
            let file = folder.join(&one.file);
            let new = text(&file)?;
            if original.at(&one.pointer)?.source() != new {
                changed.push((one, file, new));
            }
        }
        let mut text = original.text().to_owned();
        for (one, file, new) in &changed {
            let definition = Definition::parse(&path, &text)?;
            text = definition.replace(&one.pointer, new).map_err(|error| error.about(file))?;
        }
        let definition = Definition::parse(&path, &text)?;
        for (one, file, new) in &changed {
            let (before, after) = (original.at(&one.pointer)?, definition.at(&one.pointer)?);
            if after.compared(after.source()) != before.compared(new) {
                let error =
                    definition.refusal(after, "two files have different texts for one place, which an alias shares");
                return Err(error.about(file));
            }
        }
        let files: Vec<PathBuf> = changed.into_iter().map(|(_, file, _)| file).collect();
        let key = key.to_owned();
        Ok((!files.is_empty()).then_some(Change { definition: path, text, files, key }))
    }
}

impl TemplateEntry {
    fn new(located: &Located, file: String) -> TemplateEntry {
        let holes = located.holes().iter();
        TemplateEntry {
            file,
            pointer: located.pointer().to_owned(),
            role: located.role().name().to_owned(),
            content_type: located.content_type().map(ToOwned::to_owned),
            holes: holes.map(|hole| (located.source()[hole.range.clone()].to_owned(), hole.says.clone())).collect(),
        }
    }
}

fn failed(path: &Path, error: &std::io::Error) -> DefinitionError {
    DefinitionError::new(DefinitionErrorKind::Io, path, format!("cannot be written: {error}"))
}

fn save(path: &Path, text: &str) -> Result<(), DefinitionError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| failed(path, &error))?;
    }
    fs::write(path, text).map_err(|error| failed(path, &error))
}

/// Tells texts apart; nobody is to be fooled by it.
fn hash(text: &str) -> String {
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(text.as_bytes());
    format!("{:016x}-{}", hasher.finish(), text.len())
}

/// `api.yaml/post-pets.request.application-json.vtl`
fn name(located: &Located) -> String {
    let folder: Vec<String> = located
        .file()
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| slug(&part.as_os_str().to_string_lossy()))
        .collect();
    // the last two parts tell definitions apart for people
    let folder = folder[folder.len().saturating_sub(2)..].join("/");
    let subject = match (located.method(), located.path()) {
        (Some(method), Some(path)) => format!("{} {path}", method.to_ascii_lowercase()),
        _ => {
            let parts: Vec<&str> =
                located.pointer().split('/').skip(1).take_while(|part| *part != "Properties").collect();
            parts.into_iter().filter(|part| !["Resources", "resource"].contains(part)).collect::<Vec<_>>().join(" ")
        }
    };
    let role = match (located.role().name(), located.response()) {
        (role, Some(response)) => format!("{role} {response}"),
        (role, None) => role.to_owned(),
    };
    let content_type = located.content_type().map_or(String::new(), |name| format!(".{}", slug(name)));
    format!("{folder}/{}.{}{content_type}.vtl", slug(&subject), slug(&role))
}

/// What a file may be called on any system.
fn slug(text: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '.' { c } else { '-' };
    let mut slug: String = text.chars().map(kept).collect();
    while slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    let slug = slug.trim_matches(['-', '.']);
    let end = slug.char_indices().nth(80).map_or(slug.len(), |(at, _)| at);
    if slug.is_empty() { "root".to_owned() } else { slug[..end].to_owned() }
}

/// A name that no other file has, whatever the case of its letters.
fn unused(name: &str, taken: &mut HashSet<String>) -> String {
    let stem = name.strip_suffix(".vtl").unwrap_or(name);
    let numbered = (2..).map(|number| format!("{stem}-{number}.vtl"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

/// The path from a folder to a file, with `/` between its parts.
fn relative(folder: &Path, file: &Path) -> String {
    let (Ok(folder), Ok(file)) = (folder.canonicalize(), file.canonicalize()) else {
        return file.display().to_string();
    };
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return file.display().to_string();
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = file.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The file that a path of the map stands for, as short as it can be said.
fn resolved(folder: &Path, path: &str) -> PathBuf {
    let joined = folder.join(path);
    let Ok(file) = joined.canonicalize() else { return joined };
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    match here {
        Ok(here) => file.strip_prefix(&here).map(Path::to_owned).unwrap_or(file),
        Err(_) => file,
    }
}
