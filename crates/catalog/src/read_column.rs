//! One line under `[columns]` into a [`Column`]: types, filters and their spelling.
//!
//! Whether an operator suits the type is `validate`'s to say.

use indexmap::IndexMap;
use toml::Value;

use crate::column::{Booleans, Column, ColumnType, Operator, WriteFormat};
use crate::problem::suggestion;
use crate::profile::Api;
use crate::section::{Section, pairs_of};

/// The operators as a definition writes them.
pub(crate) const OPERATORS: [(&str, Operator); 9] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("in", Operator::In),
    ("not_in", Operator::NotIn),
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("like", Operator::Like),
];

pub(crate) const KINDS: [(&str, ColumnType); 8] = [
    ("int64", ColumnType::Int64),
    ("bool", ColumnType::Bool),
    ("text", ColumnType::Text),
    ("float64", ColumnType::Float64),
    ("date", ColumnType::Date),
    ("timestamp", ColumnType::Timestamp),
    ("json", ColumnType::Json),
    ("uuid", ColumnType::Uuid),
];

const WRITE_FORMATS: [(&str, WriteFormat); 4] = [
    ("quoted", WriteFormat::Quoted),
    ("rfc3339", WriteFormat::Rfc3339),
    ("rfc2822", WriteFormat::Rfc2822),
    ("unix_text", WriteFormat::UnixText),
];

/// Digits that a 128-bit decimal holds.
const MOST_DIGITS: u8 = 38;

/// `api` says how the lists spell filters, `written_by` how writes spell times.
pub(crate) fn column(
    name: &str,
    section: Section<'_>,
    api: Api,
    written_by: Api,
    in_key: bool,
) -> Column {
    let parent = section.text("parent").map(|column| vec![column]);
    let from_parent = parent.is_some();
    let own = section.path("path");
    if from_parent && own.is_some() {
        section.problem(
            "path",
            "cannot stand beside `parent`",
            "`parent` names the parent's column",
        );
    }
    let include = section.text("include");
    let path = parent.or(own).unwrap_or_else(|| vec![name.to_owned()]);
    if path.is_empty() {
        section.problem("path", "is empty", "name the member that has the value");
    }
    let kind = kind(&section);
    let found = Column {
        name: name.to_owned(),
        kind,
        about: section.text("about").unwrap_or_default(),
        path,
        from_parent,
        ordinal: section.flag("ordinal").unwrap_or(false),
        // `include` brings the value, and `include_fields` does not know its name.
        projected: section.flag("projected").unwrap_or(include.is_none()),
        include,
        filters: filters(name, &section, api),
        booleans: section
            .choice(
                "booleans",
                &[("words", Booleans::Words), ("digits", Booleans::Digits)],
            )
            .unwrap_or_default(),
        values: section.texts("values"),
        references: references(&section),
        read_only: section.flag("read_only").unwrap_or(false),
        insert_only: section.flag("insert_only").unwrap_or(false),
        write_as: section.path("write_as"),
        write_format: write_format(&section, kind, written_by),
        writes_null: section.flag("writes_null").unwrap_or(false),
        unset: section.json("unset"),
        secret: section.flag("secret").unwrap_or(false),
        file: section.number("file"),
        max_length: section.number("max_length"),
        required: section.flag("required").unwrap_or(false),
        aliases: section.texts("aliases"),
        not_null: section.flag("not_null").unwrap_or(in_key),
    };
    section.finish();
    found
}

/// The word `type`.
pub(crate) fn kind(section: &Section<'_>) -> ColumnType {
    let text = section.required_text("type");
    if let Some(arguments) = text
        .strip_prefix("decimal(")
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let digits = arguments.split_once(',').and_then(|(precision, scale)| {
            Some((
                precision.trim().parse::<u8>().ok()?,
                scale.trim().parse::<u8>().ok()?,
            ))
        });
        match digits {
            Some((precision, scale))
                if (1..=MOST_DIGITS).contains(&precision) && scale <= precision =>
            {
                // At most 38, so that it always fits.
                return ColumnType::Decimal(precision, scale.cast_signed());
            }
            _ => section.problem(
                "type",
                format!("`{text}` is no decimal"),
                "write decimal(20,4)",
            ),
        }
        return ColumnType::Text;
    }
    let known = KINDS
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, kind)| *kind);
    if known.is_none() && !text.is_empty() {
        let words = KINDS.iter().map(|(word, _)| *word).chain(["decimal(20,4)"]);
        section.problem(
            "type",
            format!("`{text}` is not a type"),
            suggestion(&text, words),
        );
    }
    known.unwrap_or(ColumnType::Text)
}

/// Times are spelled as their API does it, unless the column says otherwise; all else is as in JSON.
fn write_format(section: &Section<'_>, kind: ColumnType, api: Api) -> WriteFormat {
    let usual = match (kind, api) {
        (ColumnType::Timestamp | ColumnType::Date, Api::V2) => WriteFormat::Rfc2822,
        (ColumnType::Timestamp | ColumnType::Date, Api::V3) => WriteFormat::Rfc3339,
        _ => WriteFormat::Plain,
    };
    section
        .choice("write_format", &WRITE_FORMATS)
        .unwrap_or(usual)
}

/// `"= in >="`, spelled by the API's own rule, or a table of operator and parameter where the endpoint has its own.
fn filters(name: &str, section: &Section<'_>, api: Api) -> IndexMap<Operator, String> {
    let base = section.text("param").unwrap_or_else(|| name.to_owned());
    let mut filters = IndexMap::new();
    match section.value("filter") {
        None => {}
        Some(Value::String(words)) => {
            for word in words.split_whitespace() {
                let Some(operator) = operator(word, section) else {
                    continue;
                };
                match api.parameter(&base, operator) {
                    Some(parameter) => {
                        filters.insert(operator, parameter);
                    }
                    None => section.problem(
                        "filter",
                        format!("{} has no rule to spell `{word}`", api.segment()),
                        format!("write filter = {{ \"{word}\" = \"parameter\" }}"),
                    ),
                }
            }
        }
        Some(other) => match pairs_of(other) {
            Some(pairs) => filters.extend(
                pairs
                    .into_iter()
                    .filter_map(|(word, parameter)| Some((operator(&word, section)?, parameter))),
            ),
            None => section.problem(
                "filter",
                "is neither a list of operators nor a table",
                "write filter = \"= in\" or filter = { \"in\" = \"id:in\" }",
            ),
        },
    }
    filters
}

fn operator(word: &str, section: &Section<'_>) -> Option<Operator> {
    let found = OPERATORS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, operator)| *operator);
    if found.is_none() {
        let help = suggestion(word, OPERATORS.iter().map(|(name, _)| *name));
        section.problem("filter", format!("`{word}` is not an operator"), help);
    }
    found
}

fn references(section: &Section<'_>) -> Option<(String, String)> {
    let text = section.text("references")?;
    let split = text
        .split_once('.')
        .map(|(table, column)| (table.to_owned(), column.to_owned()));
    if split.is_none() {
        section.problem(
            "references",
            format!("`{text}` names no column"),
            "write `table.column`",
        );
    }
    split
}
