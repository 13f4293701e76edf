//! The official OpenAPI files as drift asks them: operations by path, their parameters, and the shape of an answer's rows.
//!
//! Reads both OpenAPI 3 and Swagger 2. Descriptions and examples are not looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// How deep a schema is followed: some of them contain themselves.
const DEPTH: usize = 12;

/// All operations of all files.
pub(super) struct Official {
    /// By version (`v2`) and path with `{}` for every parameter.
    pub(super) paths: BTreeMap<(String, String), Endpoint>,
}

/// What one path offers.
pub(super) struct Endpoint {
    pub(super) file: String,
    document: usize,
    operations: BTreeMap<String, Value>,
    documents: std::rc::Rc<Vec<Value>>,
}

/// A schema with its references followed and its alternatives laid over each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// `string`, `object`, …; several where there are alternatives.
    pub(super) types: BTreeSet<String>,
    pub(super) values: BTreeSet<String>,
    pub(super) members: BTreeMap<String, Shape>,
    pub(super) items: Option<Box<Shape>>,
    /// Members that must be there.
    pub(super) required: BTreeSet<String>,
    pub(super) read_only: bool,
    pub(super) nullable: bool,
    /// The longest text, in characters.
    pub(super) max_length: Option<u64>,
    /// The most elements of an array.
    pub(super) max_items: Option<u64>,
}

impl Official {
    pub(super) fn read(folder: &Path) -> Result<Official, String> {
        let mut files = Vec::new();
        gather(folder, &mut files)?;
        files.sort();
        let mut documents = Vec::new();
        let mut names = Vec::new();
        for file in &files {
            let text =
                fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
            let document: Value = serde_saphyr::from_str(&text)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            documents.push(document);
            names.push(
                file.strip_prefix(folder)
                    .unwrap_or(file)
                    .display()
                    .to_string(),
            );
        }
        if documents.is_empty() {
            return Err(format!("{} has no OpenAPI file", folder.display()));
        }
        let documents = std::rc::Rc::new(documents);
        let mut paths = BTreeMap::new();
        for (index, file) in names.iter().enumerate() {
            let version = if file.contains(".v2.") { "v2" } else { "v3" };
            let Some(found) = documents[index]["paths"].as_object() else {
                continue;
            };
            for (path, operations) in found {
                let key = (version.to_owned(), normal(path));
                let endpoint = paths.entry(key).or_insert_with(|| Endpoint {
                    file: file.clone(),
                    document: index,
                    operations: BTreeMap::new(),
                    documents: std::rc::Rc::clone(&documents),
                });
                for (word, operation) in operations.as_object().into_iter().flatten() {
                    endpoint
                        .operations
                        .entry(word.clone())
                        .or_insert_with(|| operation.clone());
                }
            }
        }
        Ok(Official { paths })
    }

    pub(super) fn endpoint(&self, version: &str, path: &str) -> Option<&Endpoint> {
        self.paths.get(&(version.to_owned(), normal(path)))
    }
}

impl Endpoint {
    pub(super) fn has(&self, method: &str) -> bool {
        self.operations.contains_key(&method.to_lowercase())
    }

    /// The query parameters of an operation, each with its known values.
    pub(super) fn parameters(&self, method: &str) -> BTreeMap<String, BTreeSet<String>> {
        let document = &self.documents[self.document];
        let own = self
            .operations
            .get(&method.to_lowercase())
            .map(|operation| &operation["parameters"]);
        let shared = self.operations.get("parameters");
        let all = [own, shared]
            .into_iter()
            .flatten()
            .filter_map(Value::as_array)
            .flatten();
        let mut found = BTreeMap::new();
        for parameter in all.map(|parameter| follow(document, parameter)) {
            if parameter["in"] == "query"
                && let Some(name) = parameter["name"].as_str()
            {
                let schema = if parameter["schema"].is_object() {
                    &parameter["schema"]
                } else {
                    parameter
                };
                let shape = shape(document, schema, 0);
                let values = shape.items.map_or(shape.values, |items| items.values);
                found.insert(name.to_owned(), values);
            }
        }
        found
    }

    /// The shape of what a method takes.
    pub(super) fn body(&self, method: &str) -> Option<Shape> {
        let document = &self.documents[self.document];
        let operation = self.operations.get(&method.to_lowercase())?;
        let kinds = follow(document, &operation["requestBody"])["content"].as_object();
        let of_parameters = || {
            let all = operation["parameters"].as_array()?;
            let mut all = all.iter().map(|parameter| follow(document, parameter));
            all.find(|parameter| parameter["in"] == "body")
        };
        let schema = match kinds {
            Some(kinds) => &kinds
                .get("application/json")
                .or_else(|| kinds.values().next())?["schema"],
            None => &of_parameters()?["schema"],
        };
        let mut found = shape(document, schema, 0);
        // A file goes along in a form, beside the same members.
        let form = kinds.and_then(|kinds| kinds.get("multipart/form-data"));
        if let Some(form) = form {
            for (name, member) in shape(document, &form["schema"], 0).members {
                found.members.entry(name).or_insert(member);
            }
        }
        Some(found)
    }

    /// The shape of what a method answers.
    pub(super) fn answer(&self, method: &str) -> Option<Shape> {
        let document = &self.documents[self.document];
        let responses = &self.operations.get(&method.to_lowercase())?["responses"];
        let response = follow(
            document,
            responses.get("200").or_else(|| responses.get("201"))?,
        );
        let schema = match response["content"].as_object() {
            Some(kinds) => &kinds.values().next()?["schema"],
            None => &response["schema"],
        };
        Some(shape(document, schema, 0))
    }
}

impl Shape {
    /// What stands at a path; arrays on the way are walked through.
    pub(super) fn at(&self, path: &[String]) -> Option<&Shape> {
        let shape = self.row();
        match path.split_first() {
            None => Some(shape),
            Some((first, rest)) => shape.members.get(first)?.at(rest),
        }
    }

    /// What stands at a path itself, an array where it is one.
    pub(super) fn exact(&self, path: &[String]) -> Option<&Shape> {
        let (last, before) = path.split_last()?;
        self.at(before)?.members.get(last)
    }

    /// The element of an array, or the thing itself.
    pub(super) fn row(&self) -> &Shape {
        match &self.items {
            Some(items) => items.row(),
            None => self,
        }
    }
}

/// A path with `{}` for every parameter, since the files name them differently.
pub(super) fn normal(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path).trim_end_matches('/');
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .path();
        if path.is_dir() {
            gather(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yml" || extension == "yaml")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Follows `$ref` within the document.
fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    for _ in 0..DEPTH {
        let Some(target) = value["$ref"].as_str() else {
            break;
        };
        let Some(found) = target
            .strip_prefix('#')
            .and_then(|pointer| document.pointer(pointer))
        else {
            break;
        };
        value = found;
    }
    value
}

fn shape(document: &Value, schema: &Value, depth: usize) -> Shape {
    let schema = follow(document, schema);
    let mut found = Shape::default();
    if depth > DEPTH {
        return found;
    }
    for word in ["allOf", "oneOf", "anyOf"] {
        for part in schema[word].as_array().into_iter().flatten() {
            lay_over(&mut found, shape(document, part, depth + 1));
        }
    }
    match &schema["type"] {
        Value::String(name) => {
            found.types.insert(name.clone());
        }
        Value::Array(names) => found
            .types
            .extend(names.iter().filter_map(Value::as_str).map(str::to_owned)),
        _ => {}
    }
    found.read_only = schema["readOnly"] == true;
    found.nullable |= schema["nullable"] == true || schema["x-nullable"] == true;
    found.nullable |= found.types.remove("null");
    found.max_length = schema["maxLength"].as_u64().or(found.max_length);
    found.max_items = schema["maxItems"].as_u64().or(found.max_items);
    found.required.extend(
        schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .map(plain),
    );
    found
        .values
        .extend(schema["enum"].as_array().into_iter().flatten().map(plain));
    if schema["items"].is_object() {
        found.items = Some(Box::new(shape(document, &schema["items"], depth + 1)));
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let member = shape(document, member, depth + 1);
        lay_over(found.members.entry(name.clone()).or_default(), member);
    }
    found
}

fn lay_over(under: &mut Shape, over: Shape) {
    under.types.extend(over.types);
    under.values.extend(over.values);
    under.required.extend(over.required);
    under.read_only |= over.read_only;
    under.nullable |= over.nullable;
    // Where alternatives differ, the file takes what the widest of them does.
    under.max_length = under.max_length.max(over.max_length);
    under.max_items = under.max_items.max(over.max_items);
    for (name, member) in over.members {
        lay_over(under.members.entry(name).or_default(), member);
    }
    if let Some(items) = over.items {
        lay_over(under.items.get_or_insert_default(), *items);
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
