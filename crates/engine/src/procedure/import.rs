//! A procedure that writes the rows of a CSV file: the statement that fits the file's columns. It is planned as any other statement
//! that writes.

use std::collections::HashMap;
use std::path::Path;

use storeql_catalog::{self as catalog, ColumnType, Does, Parameter};
use storeql_write::Arguments;

use super::Execution;
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::sql::call::Given;

/// The statements of an import.
#[derive(Debug, PartialEq)]
pub(crate) struct Import {
    /// A query of the rows of the file that find nothing.
    pub(crate) check: Option<String>,
    /// The statement that writes.
    pub(crate) statement: String,
}

impl Execution {
    /// The statements that the call is, where it writes the rows of a file. Reads the names of the file's columns, and sends nothing.
    pub(crate) fn import(&self) -> Result<Option<Import>> {
        let Does::Imports(imports) = &self.procedure.does else {
            return Ok(None);
        };
        let placeholder = |given: &Given| matches!(given, Given::Placeholder(_));
        if self.arguments.values().any(placeholder) {
            let message = format!(
                "{} takes its parameters in the statement itself, not as placeholders, since the columns of the file say what it does",
                self.name()
            );
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
        let arguments = self.arguments(&self.values(&[])?)?;
        let file = self.procedure.parameters.values().find(|one| one.file);
        let file = file.and_then(|file| arguments.plain(&file.name));
        let path = file.ok_or_else(|| self.no_way("the call names no file"))?;
        let who = format!("{} File='{path}'", self.name());
        let allowed = files::allowed(&self.files, &who, Path::new(path))?;
        let columns = files::csv_columns(&allowed)?;
        let given = self.given(&arguments);
        let way = imports.iter().find(|import| fits(import, &columns, &given));
        let way = way.ok_or_else(|| {
            let ways = imports.iter().map(|import| import.needs.join(", "));
            self.no_way(&format!(
                "the file has the columns {}, and the call takes files with {}",
                columns.join(", "),
                ways.collect::<Vec<_>>().join("; or ")
            ))
        })?;
        let unknown = columns
            .iter()
            .find(|name| !way.needs.contains(name) && !way.takes.contains(name));
        if let Some(unknown) = unknown {
            return Err(self.no_way(&format!(
                "the file has a column {unknown}; beside {} it may have {}",
                way.needs.join(", "),
                way.takes.join(", ")
            )));
        }
        let takes: Vec<&String> = way
            .takes
            .iter()
            .filter(|name| columns.contains(name))
            .collect();
        if takes.is_empty() {
            return Err(self.no_way(&format!(
                "the file has none of the columns {}",
                way.takes.join(", ")
            )));
        }
        let words = Words {
            file: format!("read_csv({})", quoted(path)),
            takes,
            columns: &columns,
            given: way
                .given
                .iter()
                .filter_map(|(column, parameter)| Some((column.as_str(), given.get(parameter)?)))
                .collect(),
        };
        Ok(Some(Import {
            check: way.check.as_deref().map(|check| words.filled(check)),
            statement: words.filled(&way.statement),
        }))
    }

    /// The values of the call as SQL, but for the file.
    fn given(&self, arguments: &Arguments) -> HashMap<String, String> {
        let parameters = self.procedure.parameters.values().filter(|one| !one.file);
        let value = |parameter: &Parameter| {
            let text = arguments.plain(&parameter.name)?;
            let sql = match parameter.kind {
                ColumnType::Text | ColumnType::Json => quoted(text),
                _ => text.to_owned(),
            };
            Some((parameter.name.clone(), sql))
        };
        parameters.filter_map(value).collect()
    }

    fn no_way(&self, why: &str) -> Error {
        let message = format!("{}: {why}; nothing was sent", self.name());
        Error::new(ErrorKind::InvalidValue, message)
    }
}

/// Whether the file, with what the call gives, has all that it needs, and every value of the call means something in it.
fn fits(import: &catalog::Import, columns: &[String], given: &HashMap<String, String>) -> bool {
    let has = |name: &String| {
        let parameter = import.given.get(name);
        columns.contains(name) || parameter.is_some_and(|parameter| given.contains_key(parameter))
    };
    let used = |parameter: &String| import.given.values().any(|used| used == parameter);
    import.needs.iter().all(has) && given.keys().all(used)
}

/// What the words in braces of a statement stand for.
struct Words<'a> {
    file: String,
    takes: Vec<&'a String>,
    columns: &'a [String],
    /// Values for columns that the file lacks.
    given: HashMap<&'a str, &'a String>,
}

impl Words<'_> {
    fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        for (position, part) in text.split('{').enumerate() {
            match part.split_once('}').filter(|_| position > 0) {
                Some((word, rest)) => {
                    filled.push_str(&self.word(word));
                    filled.push_str(rest);
                }
                None => filled.push_str(part),
            }
        }
        filled
    }

    fn word(&self, word: &str) -> String {
        let all = |spell: &dyn Fn(&str) -> String| {
            let spelled: Vec<String> = self.takes.iter().map(|name| spell(name)).collect();
            spelled.join(", ")
        };
        match word {
            "file" => self.file.clone(),
            "columns" => all(&str::to_owned),
            "values" => all(&|name| format!("f.{name}")),
            "set" => all(&|name| format!("{name} = f.{name}")),
            _ => {
                let name = word.strip_prefix("column:").unwrap_or(word);
                // What the file says of a row is nearer than what the call says of all.
                let in_file = self.columns.iter().any(|column| column == name);
                match self.given.get(name).filter(|_| !in_file) {
                    Some(value) => (*value).clone(),
                    None => format!("f.{name}"),
                }
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
