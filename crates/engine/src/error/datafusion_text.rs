//! DataFusion's English as sentences for the person who ran the query: without the names of its insides, and with types as SQL
//! calls them. The only place that reads these texts; its tests name the version whose texts they are.

use arrow::datatypes::DataType;
use datafusion::error::DataFusionError;

use crate::sql_types::sql_name;

/// DataFusion's text without its prefixes, which name its insides and not the person's query.
pub(super) fn tidy(error: &DataFusionError) -> String {
    const PREFIXES: [&str; 11] = [
        "sql parser error: ",
        "Error during planning: ",
        "Execution error: ",
        "Internal error: ",
        "Schema error: ",
        "Arrow error: ",
        "Parser error: ",
        "Cast error: ",
        "Compute error: ",
        "Invalid argument error: ",
        "This feature is not implemented: ",
    ];
    let text = match error {
        DataFusionError::SQL(error, _) => error.to_string(),
        _ => error.strip_backtrace(),
    };
    let mut text = text.trim();
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        text = rest.trim_start();
    }
    text.to_owned()
}

/// What a sentence of DataFusion's says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// PostgreSQL's, where it is finer than the kind's.
    pub(super) sqlstate: Option<&'static str>,
}

impl Meaning {
    fn new(sqlstate: &'static str, message: String) -> Self {
        Self {
            message,
            hint: None,
            sqlstate: Some(sqlstate),
        }
    }

    fn with_hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

/// What DataFusion says of a plan that cannot be.
pub(super) fn planned(text: &str) -> Meaning {
    if let Some(call) = between(text, "argument types '", "'. You might") {
        let (function, types) = call.split_once('(').unwrap_or((call, ""));
        let types = in_sql(types.strip_suffix(')').unwrap_or(types));
        let message = match types.as_str() {
            "" => format!("the function {function} takes something in its parentheses"),
            types => format!("the function {function} does not take ({types})"),
        };
        return Meaning::new("42883", message);
    }
    if let Some(function) = between(text, "Invalid function '", "'") {
        let meaning = Meaning::new("42883", format!("there is no function {function}"));
        return match between(text, "Did you mean '", "'") {
            Some(name) => meaning.with_hint(format!("did you mean {name}?")),
            None => meaning,
        };
    }
    if text.contains("require unique expression names") {
        let expression = between(text, "the expression \"", "\"").unwrap_or("the same");
        let name = expression.rsplit(" AS ").next().unwrap_or(expression);
        if name.starts_with("__") {
            let message = "a sub-query of the condition would be read twice".to_owned();
            return Meaning::new("0A000", message).with_hint("write it into WITH");
        }
        let message = format!("two columns of the result are called {name}");
        return Meaning::new("42701", message).with_hint("name one differently with AS");
    }
    let compared = between(text, "compatible types to compare ", "]")
        .and_then(|types| types.split_once(" with ["));
    let in_between = between(text, "Failed to coerce types ", " in BETWEEN")
        .and_then(|types| types.split_once(" and "));
    if let Some((left, right)) = compared.or(in_between) {
        let message = format!(
            "{} and {} cannot be compared: use CAST",
            in_sql(left),
            in_sql(right)
        );
        return Meaning::new("42804", message);
    }
    for (before, what) in [
        ("Cannot coerce arithmetic expression ", "computed"),
        (
            "Cannot infer common argument type for comparison operation ",
            "compared",
        ),
        (
            "Cannot infer common argument type for logical boolean operation ",
            "joined",
        ),
    ] {
        if let Some(operation) = text.strip_prefix(before) {
            let operation = operation.trim_end_matches(" to valid types");
            let message = format!("{} cannot be {what}: use CAST", in_sql(operation));
            return Meaning::new("42883", message);
        }
    }
    if text.starts_with("Column in ")
        && let Some(column) = between(text, "column \"", "\" must appear in the GROUP BY")
    {
        let message = format!("{column} stands in neither GROUP BY nor an aggregate");
        return Meaning::new("42803", message)
            .with_hint("add it to GROUP BY, or take its min or max");
    }
    Meaning {
        message: in_sql(first_words(text)),
        hint: None,
        sqlstate: None,
    }
}

/// What DataFusion says of a value that does not fit.
pub(super) fn value(text: &str) -> Meaning {
    if let Some(value) = between(text, "Error parsing timestamp from '", "': ") {
        return not_a_time(value);
    }
    if let Some((value, kind)) = between(text, "Cannot cast string '", " type")
        .and_then(|cast| cast.split_once("' to value of "))
    {
        return match in_sql(kind).as_str() {
            "DATE" | "TIMESTAMP" => not_a_time(value),
            kind => Meaning::new("22P02", format!("the text '{value}' is no {kind}")),
        };
    }
    planned(text)
}

fn not_a_time(value: &str) -> Meaning {
    Meaning::new(
        "22007",
        format!(
            "the text '{value}' is no date or time: write 2026-01-31, 2026-01-31 08:26:00 or 2026-01-31T08:26:00Z"
        ),
    )
}

/// Without what is for DataFusion's developers.
fn first_words(text: &str) -> &str {
    let ends = ["\nThis issue was likely caused by a bug", " Substring {"];
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    text[..end.unwrap_or(text.len())].trim_end()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// The text with Arrow's types by their names in SQL.
fn in_sql(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_uppercase()) {
        let word = rest[start..]
            .find(|character: char| !character.is_ascii_alphanumeric())
            .map_or(rest.len(), |length| start + length);
        out.push_str(&rest[..start]);
        let (kind, end) = match arrow_type(&rest[start..], word - start) {
            Some((kind, length)) => (Some(kind), start + length),
            None => (None, word),
        };
        match kind {
            Some(kind) => out.push_str(&sql_name(&kind)),
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out + rest
}

/// The type that a text begins with, whose first word has `word` bytes, and its length.
fn arrow_type(text: &str, word: usize) -> Option<(DataType, usize)> {
    let parameters = text[word..]
        .starts_with('(')
        .then(|| text.find(')'))
        .flatten();
    let length = parameters.map_or(word, |end| end + 1);
    // Other words are English as well.
    let name = &text[..word];
    let distinct = name == "Boolean"
        || name.contains(|character: char| character.is_ascii_digit())
        || length > word && name == "Timestamp";
    let kind = text[..length].parse().ok().filter(|_| distinct)?;
    Some((kind, length))
}

#[cfg(test)]
mod tests {
    use datafusion::prelude::SessionContext;

    use super::*;
    use crate::error::Error;

    #[test]
    fn types_are_called_as_in_sql() {
        assert_eq!(
            in_sql("Timestamp(µs, \"UTC\") + Decimal128(20, 4), A Boolean is no Null: Utf8"),
            "TIMESTAMP + DECIMAL(20,4), A BOOLEAN is no Null: VARCHAR"
        );
    }

    /// DataFusion itself makes these errors, so that an upgrade which words one differently fails here.
    #[tokio::test]
    async fn the_words_of_datafusion_55() {
        assert!(datafusion::DATAFUSION_VERSION.starts_with("55."));
        for (sql, said, sqlstate) in [
            (
                "SELECT sum('a'), sum(true)",
                "the function sum does not take (VARCHAR)",
                "42883",
            ),
            (
                "SELECT sum()",
                "the function sum takes something in its parentheses",
                "42883",
            ),
            (
                "SELECT uper('a')",
                "there is no function uper; did you mean upper?",
                "42883",
            ),
            (
                "SELECT a, count(*) FROM (SELECT 1 AS a) t",
                "t.a stands in neither GROUP BY nor an aggregate; add it to GROUP BY, or take its min or max",
                "42803",
            ),
            (
                "SELECT 1 AS a, 2 AS a",
                "two columns of the result are called a; name one differently with AS",
                "42701",
            ),
            (
                "SELECT 'a' = true",
                "VARCHAR = BOOLEAN cannot be compared: use CAST",
                "42883",
            ),
            (
                "SELECT 1 BETWEEN 0 AND true",
                "BIGINT and BOOLEAN cannot be compared: use CAST",
                "42804",
            ),
            (
                "SELECT now() + 5",
                "TIMESTAMP + BIGINT cannot be computed: use CAST",
                "42883",
            ),
            (
                "SELECT a FROM (SELECT 1 AS b) t",
                "there is no column a; there are b",
                "42703",
            ),
            (
                "SELECT x.a FROM (SELECT 1 AS b) t",
                "there is no table or alias x in the query; there are t",
                "42P01",
            ),
            (
                "SELECT a FROM (SELECT 1 AS a) t, (SELECT 2 AS a) u",
                "a may be several columns of the query; write the table's name or alias before it",
                "42702",
            ),
            (
                "SELECT CAST('x' AS bigint)",
                "the text 'x' is no BIGINT",
                "22P02",
            ),
            (
                "SELECT CAST('x' AS timestamp)",
                "the text 'x' is no date or time: write 2026-01-31, 2026-01-31 08:26:00 or 2026-01-31T08:26:00Z",
                "22007",
            ),
            ("SELECT 1 / 0", "Divide by zero error", "22012"),
        ] {
            let context = SessionContext::new();
            let error = match context.sql(sql).await {
                Ok(frame) => frame.collect().await.unwrap_err(),
                Err(error) => error,
            };
            let error = Error::of_datafusion(error);
            assert_eq!(
                (error.to_string().as_str(), error.sqlstate()),
                (said, sqlstate),
                "{sql}"
            );
        }
    }
}
