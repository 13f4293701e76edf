//! What a client may do: read all that is listed, and change rows of the store's tables. Whether a write is allowed is told when it runs.

use datafusion::common::Result as DataFusionResult;

use super::super::value::Value;
use super::frame::{Asked, Function, strict};
use super::names::class_of;

pub(super) const FUNCTIONS: &[Function] = &[
    strict("has_table_privilege", 2..=3, "bool", of_table),
    strict("has_any_column_privilege", 2..=3, "bool", of_table),
    strict("has_column_privilege", 3..=4, "bool", |asked, values| {
        let table = values.len() - 3;
        of_table(
            asked,
            &[values[table].clone(), values[values.len() - 1].clone()],
        )
    }),
    strict("has_schema_privilege", 2..=3, "bool", used),
    strict("has_database_privilege", 2..=3, "bool", used),
    strict("has_function_privilege", 2..=3, "bool", used),
    strict("has_language_privilege", 2..=3, "bool", used),
    strict("has_sequence_privilege", 2..=3, "bool", used),
    strict("has_tablespace_privilege", 2..=3, "bool", used),
    strict("has_type_privilege", 2..=3, "bool", used),
    strict("has_foreign_data_wrapper_privilege", 2..=3, "bool", used),
    strict("has_server_privilege", 2..=3, "bool", used),
    strict("has_parameter_privilege", 2..=3, "bool", used),
    strict("pg_has_role", 2..=3, "bool", |_, _| Ok(true.into())),
    strict(
        "row_security_active",
        1..=1,
        "bool",
        |_, _| Ok(false.into()),
    ),
];

/// The words of `SELECT, INSERT`, of which one is enough.
fn any(words: &Value, allows: impl Fn(&str) -> bool) -> Value {
    let words = words.text().unwrap_or_default().to_lowercase();
    let mut words = words
        .split(',')
        .map(|word| word.trim().trim_end_matches(" with grant option"));
    words.any(allows).into()
}

fn of_table(asked: &Asked<'_>, values: &[Value]) -> DataFusionResult<Value> {
    let [.., table, words] = values else {
        return Ok(Value::Null);
    };
    let Some(class) = class_of(asked, table) else {
        return Ok(Value::Null);
    };
    let is_written = class.kind == 'r' && asked.objects.schemas[class.schema].oid != 11;
    Ok(any(words, |word| match word {
        "select" => true,
        "insert" | "update" | "delete" => is_written,
        _ => false,
    }))
}

fn used(_: &Asked<'_>, values: &[Value]) -> DataFusionResult<Value> {
    let words = values.last().cloned().unwrap_or(Value::Null);
    Ok(any(&words, |word| {
        matches!(word, "usage" | "connect" | "execute" | "select")
    }))
}
