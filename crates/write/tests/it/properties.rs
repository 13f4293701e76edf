//! Random changes of random tables: no request deletes without a full key, and the requests hold each row once, in order, and no
//! more than the API takes.

use proptest::prelude::*;
use storeql_catalog::{Body, Catalog, ColumnType, Table};
use storeql_write::{Change, ChangedRow, DeletedRow, NewRow, Value, Verb, address_of, plan};

fn tables() -> Vec<&'static std::sync::Arc<Table>> {
    let tables = Catalog::builtin().tables();
    tables.filter(|table| !table.write.is_none()).collect()
}

/// Any value, also those that name no row.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => (1_i64..200).prop_map(Value::Int),
        2 => "[a-z]{1,6}".prop_map(Value::Text),
        1 => Just(Value::Null),
        1 => Just(Value::Default),
        1 => prop_oneof![Just(""), Just(" "), Just(".."), Just("1,2"), Just("a/b?c=d&e"), Just("%2e%2e")]
            .prop_map(|text| Value::Text(text.to_owned())),
        1 => Just(Value::Bool(true)),
        1 => Just(Value::Decimal("7".to_owned())),
    ]
}

/// A key as rows have it, a different one for each number.
fn key_of(table: &Table, name: &str, number: i64) -> Value {
    match table.columns[name].kind {
        ColumnType::Int64 => Value::Int(number),
        _ => Value::Text(format!("k{number}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_delete_without_a_full_key(
        which in any::<prop::sample::Index>(),
        rows in prop::collection::vec(prop::collection::vec(value(), 0..6), 0..30),
    ) {
        let table = which.get(&tables()).to_owned();
        let columns = address_of(table, Verb::Delete);
        let rows: Vec<DeletedRow> = rows
            .into_iter()
            .enumerate()
            .map(|(position, mut address)| {
                // Most rows have the right number of values.
                if position % 7 != 6 {
                    address.resize(columns.len(), Value::Int(position as i64 + 1_000));
                }
                DeletedRow { number: position as u64 + 1, address }
            })
            .collect();
        let given = rows.clone();
        let Ok(plan) = plan(table, Change::Delete { rows }) else { return Ok(()) };
        let endpoint = &table.write.delete.as_ref().unwrap().endpoint;
        for request in plan.requests() {
            prop_assert!(!request.rows().is_empty());
            if request.method() != "DELETE" {
                prop_assert!(request.body().is_some());
                continue;
            }
            let target = request.target();
            let body = request.body().unwrap_or_default();
            prop_assert!(!target.contains('{') && !target.contains("//") && !target.contains("/../"), "{target}");
            prop_assert!(target.len() < 2_000, "{target}");
            for pair in target.split_once('?').map_or("", |(_, query)| query).split('&').filter(|pair| !pair.is_empty()) {
                let (_, value) = pair.split_once('=').unwrap();
                prop_assert!(!value.is_empty() && value.split(',').all(|part| !part.is_empty()), "{target}");
            }
            prop_assert_eq!(endpoint.body == Body::Keys, !body.is_empty());
            if endpoint.body == Body::Keys {
                let keys: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap();
                prop_assert_eq!(keys.len(), request.rows().len());
                prop_assert!(keys.iter().all(|key| !key.is_null()));
            }
            // What was sent as a key is a number or a text that is not empty.
            for number in request.rows() {
                let row = &given[number as usize - 1];
                for value in &row.address {
                    let fits = match value {
                        Value::Int(_) | Value::Decimal(_) => true,
                        Value::Text(text) => !text.trim().is_empty() && text != ".." && !text.contains(','),
                        _ => false,
                    };
                    prop_assert!(fits, "{target}: {value:?}");
                }
            }
        }
        held(&plan, given.iter().map(|row| row.number), endpoint.batch as usize, endpoint.replaces)?;
    }

    #[test]
    fn batches_hold_each_row_once_and_in_order(
        which in any::<prop::sample::Index>(),
        count in 0_usize..1_200,
        parents in 1_i64..4,
        deletes in any::<bool>(),
    ) {
        let table = which.get(&tables()).to_owned();
        let (verb, change, batch, replaces) = if deletes {
            let Some(delete) = &table.write.delete else { return Ok(()) };
            let rows = (0..count).map(|position| DeletedRow {
                number: position as u64 + 1,
                address: address(table, Verb::Delete, position as i64 + 1, parents),
            });
            let change = Change::Delete { rows: rows.collect() };
            (Verb::Delete, change, delete.endpoint.batch, delete.endpoint.replaces)
        } else {
            let Some(update) = table.write.updates.first() else { return Ok(()) };
            let column = table.columns.values().find(|column| {
                column.kind == ColumnType::Bool && !column.read_only && !column.insert_only && !column.from_parent
            });
            let Some(column) = column else { return Ok(()) };
            let single = table.key.is_empty() && count > 1;
            if single { return Ok(()) }
            let rows = (0..count).map(|position| ChangedRow {
                number: position as u64 + 1,
                address: address(table, Verb::Update, position as i64 + 1, parents),
                values: vec![Value::Bool(true)],
                current: None,
                as_read: None,
            });
            let change = Change::Update { columns: vec![column.name.clone()], rows: rows.collect() };
            (Verb::Update, change, update.endpoint.batch, update.endpoint.replaces)
        };
        let numbers = change.numbers();
        let plan = plan(table, change).map_err(|error| TestCaseError::fail(format!("{verb:?} {error}")))?;
        held(&plan, numbers.into_iter(), batch as usize, replaces)?;
    }

    #[test]
    fn inserts_hold_each_row_once_and_in_order(count in 0_usize..60, lists in 1_i64..4) {
        let table = Catalog::builtin().table("price_list_records").unwrap();
        let columns = ["price_list_id", "variant_id", "currency"];
        let rows = (0..count as i64).map(|position| NewRow {
            number: position as u64 + 1,
            values: vec![Value::Int(position % lists + 1), Value::Int(position + 1), Value::Text("usd".to_owned())],
        });
        let change = Change::Upsert {
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        };
        let numbers = change.numbers();
        let plan = plan(table, change).unwrap();
        held(&plan, numbers.into_iter(), 1_000, false)?;
    }
}

fn address(table: &Table, verb: Verb, number: i64, parents: i64) -> Vec<Value> {
    let value = |name: &String| match table.key.contains(name) {
        true => key_of(table, name, number),
        false => key_of(table, name, number % parents + 1),
    };
    address_of(table, verb).iter().map(value).collect()
}

/// Each row is in one request, rows of a request are in order, and no request has more than `most`.
fn held(
    plan: &storeql_write::WritePlan,
    rows: impl Iterator<Item = u64>,
    most: usize,
    replaces: bool,
) -> Result<(), TestCaseError> {
    let mut seen = Vec::new();
    for request in plan.requests() {
        let rows = request.rows();
        prop_assert!(
            replaces || rows.len() <= most,
            "{} rows of {most}",
            rows.len()
        );
        prop_assert!(rows.is_sorted());
        seen.extend(rows);
    }
    seen.sort_unstable();
    let expected: Vec<u64> = rows.collect();
    prop_assert_eq!(seen, expected);
    Ok(())
}
