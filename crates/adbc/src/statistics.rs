//! `get_statistics`: rows of tables, and requests that reading one takes, as the engine estimates them. Sends no request.

use std::sync::Arc;

use adbc_core::constants::ADBC_STATISTIC_ROW_COUNT_KEY;
use adbc_core::error::Result;
use adbc_core::schemas::{GET_STATISTIC_NAMES_SCHEMA, GET_STATISTICS_SCHEMA};
use arrow::array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int16Array, ListArray, RecordBatch, StringArray,
    StructArray, UnionArray, new_empty_array, new_null_array,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Fields};
use storeql_engine::{Parameters, Session};
use tokio_util::sync::CancellationToken;

use crate::errors::of_engine;
use crate::objects::{Table, Wanted};
use crate::system_rows::{SystemTables, path};

/// A statistic of our own: requests that reading the whole table takes.
const REQUESTS: (&str, i16) = ("storeql.requests", 1024);
/// The member of the values' union for approximate numbers.
const FLOAT64: i8 = 2;

/// One value that is known of a table.
struct Known {
    table: Table,
    key: i16,
    value: f64,
    is_approximate: bool,
}

/// The names of statistics of our own.
pub(crate) fn names() -> Result<RecordBatch> {
    let (name, key) = REQUESTS;
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec![name])),
        Arc::new(Int16Array::from(vec![key])),
    ];
    let schema = Arc::clone(&GET_STATISTIC_NAMES_SCHEMA);
    Ok(RecordBatch::try_new(schema, columns)?)
}

/// What is known of these tables. Rows are known of tables that the session has read.
pub(crate) fn statistics(
    wanted: &Wanted<'_>,
    system: &SystemTables,
    until: &CancellationToken,
) -> Result<RecordBatch> {
    let tables = wanted.tables(system, until)?;
    let session = Arc::clone(&system.session);
    let known = system
        .home
        .wait(until, async move { estimated(&session, tables).await })?;
    batch(&known)
}

async fn estimated(session: &Session, tables: Vec<Table>) -> storeql_engine::Result<Vec<Known>> {
    let mut known = Vec::new();
    for table in tables {
        let name = path(Some(&table.catalog), Some(&table.schema), &table.name);
        let Ok(name) = name else { continue };
        let prepared = session.prepare(&format!("SELECT * FROM {name}")).await?;
        let estimate = prepared.estimate(Parameters::none()).await?;
        if let Some(rows) = estimate.rows {
            known.push(Known {
                table: table.clone(),
                key: ADBC_STATISTIC_ROW_COUNT_KEY,
                value: rows as f64,
                is_approximate: true,
            });
        }
        known.push(Known {
            table,
            key: REQUESTS.1,
            value: estimate.requests as f64,
            is_approximate: !estimate.exact,
        });
    }
    Ok(known)
}

/// The nested answer. The values stand in the tables' order, so that those of a schema follow each other.
fn batch(known: &[Known]) -> Result<RecordBatch> {
    let schema = Arc::clone(&GET_STATISTICS_SCHEMA);
    let schemas_of = member(schema.field(1).data_type());
    let statistics_of = member(schemas_of[1].data_type());
    let DataType::Union(members, _) = statistics_of[3].data_type().clone() else {
        return Ok(RecordBatch::new_empty(schema));
    };
    let values: Float64Array = known.iter().map(|known| Some(known.value)).collect();
    let values = Arc::new(values) as ArrayRef;
    let children = members.iter().map(|(member, field)| match member {
        FLOAT64 => Arc::clone(&values),
        _ => new_empty_array(field.data_type()),
    });
    let kinds = vec![FLOAT64; known.len()];
    let places: Vec<i32> = (0..i32::try_from(known.len()).unwrap_or(i32::MAX)).collect();
    let children = children.collect();
    let values = UnionArray::try_new(members, kinds.into(), Some(places.into()), children)?;
    let statistics: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(
            known.iter().map(|known| &known.table.name),
        )),
        new_null_array(&DataType::Utf8, known.len()),
        Arc::new(Int16Array::from_iter_values(
            known.iter().map(|known| known.key),
        )),
        Arc::new(values),
        Arc::new(BooleanArray::from_iter(
            known.iter().map(|known| Some(known.is_approximate)),
        )),
    ];
    let statistics = StructArray::try_new(statistics_of.clone(), statistics, None)?;
    let in_schemas = runs(known, |one, next| {
        (&one.table.catalog, &one.table.schema) == (&next.table.catalog, &next.table.schema)
    });
    let schema_names = in_schemas.iter().map(|(first, _)| &first.table.schema);
    let schemas: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(schema_names)),
        Arc::new(list(
            schemas_of[1].data_type(),
            &in_schemas,
            Arc::new(statistics),
        )?),
    ];
    let schemas = StructArray::try_new(schemas_of.clone(), schemas, None)?;
    let firsts: Vec<&Known> = in_schemas.iter().map(|(first, _)| *first).collect();
    let in_catalogs = runs(&firsts, |one, next| one.table.catalog == next.table.catalog);
    let in_catalogs: Vec<(&Known, usize)> = in_catalogs
        .into_iter()
        .map(|(first, count)| (*first, count))
        .collect();
    let catalogs: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(
            in_catalogs.iter().map(|(first, _)| &first.table.catalog),
        )),
        Arc::new(list(
            schema.field(1).data_type(),
            &in_catalogs,
            Arc::new(schemas),
        )?),
    ];
    Ok(RecordBatch::try_new(schema, catalogs)?)
}

/// The first of each run of values that belong together, and how many there are.
fn runs<T>(values: &[T], together: impl Fn(&T, &T) -> bool) -> Vec<(&T, usize)> {
    let same = values.chunk_by(together);
    same.map(|run| (&run[0], run.len())).collect()
}

/// The fields of a list's structures.
fn member(list: &DataType) -> Fields {
    match list {
        DataType::List(field) => match field.data_type() {
            DataType::Struct(fields) => fields.clone(),
            _ => Fields::empty(),
        },
        _ => Fields::empty(),
    }
}

fn list<T>(kind: &DataType, runs: &[(T, usize)], values: ArrayRef) -> Result<ListArray> {
    let DataType::List(field) = kind else {
        return Err(of_engine(storeql_engine::Error::new(
            storeql_engine::ErrorKind::Internal,
            "the statistics of ADBC are no lists",
        )));
    };
    debug_assert_eq!(
        runs.iter().map(|(_, count)| count).sum::<usize>(),
        values.len()
    );
    let offsets = OffsetBuffer::from_lengths(runs.iter().map(|(_, count)| *count));
    Ok(ListArray::try_new(
        Arc::clone(field),
        offsets,
        values,
        None,
    )?)
}
