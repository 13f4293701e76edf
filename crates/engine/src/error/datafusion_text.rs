//! DataFusion's English as sentences for the person who ran the query: without the names of its insides, and with types as SQL
//! calls them. The only place that reads these texts; its tests name the version whose texts they are.

use arrow::datatypes::DataType;
use datafusion::error::DataFusionError;

use super::datafusion_sentences::SENTENCES;
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
    /// Words or texts of the statement that it is about, the first that is there.
    pub(super) about: Vec<String>,
}

impl Meaning {
    fn new(sqlstate: &'static str, message: String) -> Self {
        Self {
            message,
            hint: None,
            sqlstate: Some(sqlstate),
            about: Vec::new(),
        }
    }

    fn about(mut self, typed: &str) -> Self {
        self.about.push(typed.to_owned());
        self
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
        // What the signs become, which were typed.
        let (about, message) = match function {
            "make_array" => (
                "ARRAY",
                Some(format!(
                    "a list has values of one type, and these are ({types})"
                )),
            ),
            "array_append" | "array_prepend" | "array_concat" => (
                "||",
                Some(format!(
                    "|| joins texts, or lists of one type, and these are ({types})"
                )),
            ),
            other => (other, None),
        };
        if let Some(message) = message {
            return Meaning::new("42804", message)
                .about(about)
                .with_hint("CAST them to one type");
        }
        let message = match types.as_str() {
            "" => format!("the function {function} takes something in its parentheses"),
            types => format!("the function {function} does not take ({types})"),
        };
        return Meaning::new("42883", message).about(function);
    }
    if let Some(function) = between(text, "Invalid function '", "'") {
        let message = format!("there is no function {function}");
        return Meaning::new("42883", message).about(function);
    }
    if text.contains("require unique expression names") {
        let expression = between(text, "the expression \"", "\"").unwrap_or("the same");
        let name = expression.rsplit(" AS ").next().unwrap_or(expression);
        if name.starts_with("__") {
            let message = "a sub-query of the condition would be read twice".to_owned();
            return Meaning::new("0A000", message).with_hint("write it into WITH");
        }
        let message = format!("two columns of the result are called {name}");
        return Meaning::new("42701", message)
            .with_hint("name one differently with AS")
            .about(name);
    }
    let compared = between(text, "compatible types to compare ", "]")
        .and_then(|types| types.split_once(" with ["));
    let in_between = between(text, "Failed to coerce types ", " in BETWEEN")
        .and_then(|types| types.split_once(" and "));
    if let Some((left, right)) = compared.or(in_between) {
        let word = if in_between.is_some() {
            "BETWEEN"
        } else {
            "IN"
        };
        if text.contains("Struct(") {
            return rows_compared().about("(");
        }
        let message = format!(
            "{} and {} cannot be compared: use CAST",
            in_sql(left),
            in_sql(right)
        );
        return Meaning::new("42804", message).about(word);
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
        (
            "Cannot infer common argument type for regex operation ",
            "compared",
        ),
        ("Cannot get result type for temporal operation ", "computed"),
    ] {
        if let Some(operation) = text.strip_prefix(before) {
            let operation = operation.trim_end_matches(" to valid types");
            let operation = operation.split(": ").next().unwrap_or(operation);
            let about = operator_of(operation);
            if text.contains("Struct(") {
                return rows_compared().about("(");
            }
            let message = format!("{} cannot be {what}: use CAST", in_sql(operation));
            return Meaning::new("42883", message).about(about);
        }
    }
    if let Some(meaning) = sentence(text) {
        return meaning;
    }
    if text.starts_with("Column in ")
        && let Some(column) = between(text, "column \"", "\" must appear in the GROUP BY")
    {
        let message = format!("{column} stands in neither GROUP BY nor an aggregate");
        return Meaning::new("42803", message)
            .about(column.rsplit('.').next().unwrap_or(column))
            .about("*")
            .with_hint("add it to GROUP BY, or take its min or max");
    }
    Meaning {
        message: in_sql(first_words(text)),
        hint: None,
        sqlstate: None,
        about: Vec::new(),
    }
}

fn rows_compared() -> Meaning {
    let message = "a row of values is compared with rows of as many values only".to_owned();
    Meaning::new("42883", message).with_hint("write (a, b) = (1, 2), or (a, b) IN ((1, 2), (3, 4))")
}

/// The operator of `VARCHAR + BIGINT`.
fn operator_of(operation: &str) -> &str {
    let is_sign = |word: &&str| {
        !word
            .chars()
            .any(|letter| letter.is_alphanumeric() || matches!(letter, '(' | ')' | '"' | ','))
    };
    let mut words = operation.split_whitespace();
    let sign = words.clone().find(is_sign);
    sign.or_else(|| words.find(|word| ["AND", "OR"].contains(word)))
        .unwrap_or_default()
}

/// What DataFusion says in sentences that are known.
fn sentence(text: &str) -> Option<Meaning> {
    if let Some((_, fault)) = text.split_once("regex parse error:") {
        let mut lines = fault.lines().map(str::trim).filter(|line| !line.is_empty());
        let pattern = lines.next().unwrap_or_default();
        let what = fault.rsplit("error: ").next().unwrap_or_default().trim();
        let message = format!("the text '{pattern}' is no regular expression: {what}");
        return Some(
            Meaning::new("2201B", message)
                .about(pattern)
                .with_hint("a sign that stands for itself has \\ before it"),
        );
    }
    let known = SENTENCES
        .iter()
        .find(|sentence| text.starts_with(sentence.begins))?;
    let word = known.word.and_then(|(before, behind)| {
        let (_, rest) = text.split_once(before)?;
        // A sentence may say more in further lines.
        let rest = rest.lines().next()?;
        Some(rest.split(behind).next().unwrap_or(rest).trim())
    });
    let shown = in_sql(word.unwrap_or_default()).replace(", but got incompatible type ", " and ");
    let says = known
        .says
        .replace("{}", &shown.replace(" on column ", " in the column "));
    let mut meaning = Meaning::new(known.sqlstate, says);
    if let Some(hint) = known.hint {
        meaning = meaning.with_hint(hint);
    }
    Some(match known.about.or(word) {
        Some(about) => meaning.about(about.rsplit('.').next().unwrap_or(about)),
        None => meaning,
    })
}

/// What DataFusion says of a value that does not fit.
pub(super) fn value(text: &str) -> Meaning {
    if let Some(value) = between(text, "Error parsing timestamp from '", "': ") {
        return not_a_time(value);
    }
    let cast = between(text, "Cannot cast string '", " type");
    if let Some((value, kind)) = cast
        .or_else(|| between(text, "Cannot cast value '", " type"))
        .and_then(|cast| cast.split_once("' to value of "))
    {
        return match in_sql(kind).as_str() {
            "DATE" | "TIMESTAMP" => not_a_time(value),
            kind => Meaning::new("22P02", format!("the text '{value}' is no {kind}")).about(value),
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
    .about(value)
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
    let text = text.replace("List(", "list of (");
    let mut out = String::new();
    let mut rest = text.as_str();
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
        || length > word && ["Timestamp", "Interval", "Duration"].contains(&name);
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
            in_sql(
                "Timestamp(µs, \"UTC\") + Decimal128(20, 4), A Boolean is no Null: Utf8, (Interval(MonthDayNano))"
            ),
            "TIMESTAMP + DECIMAL(20,4), A BOOLEAN is no Null: VARCHAR, (INTERVAL)"
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
            ("SELECT uper('a')", "there is no function uper", "42883"),
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
            (
                "SELECT 1 / 0",
                "division by zero; write nullif(…, 0) behind the /, which makes it NULL",
                "22012",
            ),
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
