//! No type of DataFusion is in the engine's interface: faces are written against Arrow and against types of ours.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The engine's files.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, found),
            false => found.push(path),
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

/// The names that a file imports from DataFusion, under the name that the file uses.
fn imported(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::from(["datafusion", "sqlparser"]);
    for import in text.split(';') {
        let Some(at) = import.rfind("use datafusion") else {
            continue;
        };
        let words: Vec<&str> = words(&import[at..]).collect();
        let renamed = |place: usize| words.get(place + 1) == Some(&"as");
        // Types begin with a capital; modules and functions are no part of a signature.
        let types = words
            .iter()
            .enumerate()
            .filter(|(place, word)| word.starts_with(char::is_uppercase) && !renamed(*place));
        names.extend(types.map(|(_, word)| *word));
    }
    // What every crate calls so.
    names.remove("Result");
    names
}

/// The declarations that anything outside the crate may see: from `pub` to the body, or to the end of a field's line; and what
/// the error, which every face has, is converted from and to.
fn public(text: &str) -> Vec<&str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let conversions = code.match_indices("impl From<").filter(|(at, _)| {
        let line = code[*at..].lines().next().unwrap_or_default();
        words(line).any(|word| word == "Error")
    });
    let starts = code
        .match_indices("pub ")
        .chain(conversions)
        .map(|(at, _)| at);
    let declaration = |at: usize| {
        let rest = &code[at..];
        let kinds = [
            "pub fn ",
            "pub async fn ",
            "pub const ",
            "pub type ",
            "pub trait ",
            "impl ",
        ];
        let end = match kinds.iter().any(|kind| rest.starts_with(kind)) {
            true => rest.find(['{', ';', '=']),
            false => rest.find(['\n', ';']),
        };
        &rest[..end.unwrap_or(rest.len())]
    };
    let of_code = |at: &usize| {
        let line = code[..*at].rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty()
    };
    starts.filter(of_code).map(declaration).collect()
}

#[test]
fn no_type_of_datafusion_is_public() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let (mut seen, mut faults) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let imported = imported(&text);
        for declaration in public(&text) {
            seen += 1;
            if let Some(word) = words(declaration).find(|word| imported.contains(word)) {
                faults.push(format!("{}: {word} in: {declaration}", file.display()));
            }
        }
    }
    assert!(seen > 60, "{seen} public declarations were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_search_finds_a_type_of_datafusion() {
    let text = "use datafusion::execution::{SessionContext, context as other};\n\npub struct Session;\n\nimpl Session {\n    pub async fn context(\n        &self,\n    ) -> &SessionContext {\n    }\n    pub(crate) fn own(&self) -> SessionContext {}\n}\n";
    let imported = imported(text);
    let found: Vec<&str> = public(text)
        .into_iter()
        .filter(|declaration| words(declaration).any(|word| imported.contains(word)))
        .collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("pub async fn context"));
    let text =
        "use datafusion::error::DataFusionError;\n\nimpl From<DataFusionError> for Error {\n}\n";
    assert_eq!(public(text), ["impl From<DataFusionError> for Error "]);
}
