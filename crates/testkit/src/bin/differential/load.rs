//! The store's tables in PostgreSQL: each is read once through the engine, whole, and written there with the same names and types.
//! What is read here is what the comparison takes for true; that rows come out of the API right is for other tests.

use storeql_catalog::{Catalog, ColumnType};
use storeql_engine::Session;

use crate::answer::Answer;
use crate::cell::{Cell, Family};
use crate::ours;
use crate::postgres::Judge;
use crate::tables::{Column, Kind, Table};

/// The tables of the comparison: between them they have every type of column, and keys by which they are joined.
pub(crate) const TABLES: [&str; 16] = [
    "orders",
    "order_items",
    "order_statuses",
    "order_shipments",
    "products",
    "product_variants",
    "product_reviews",
    "brands",
    "categories",
    "customers",
    "customer_addresses",
    "coupons",
    "channels",
    "currencies",
    "locations",
    "blog_posts",
];

/// Values of a column that statements are made with.
const SAMPLES: usize = 24;

/// Reads the tables of the comparison and writes them, in place of those that are there.
pub(crate) async fn load(
    session: &Session,
    judge: &Judge,
    names: &[&str],
) -> Result<Vec<Table>, String> {
    let mut tables = Vec::new();
    for name in names {
        tables.push(table(session, judge, name).await?);
    }
    Ok(tables)
}

/// The same with every table that can be read whole; the names of the others.
pub(crate) async fn load_all(session: &Session, judge: &Judge) -> Result<Vec<String>, String> {
    let mut missing = Vec::new();
    for definition in Catalog::builtin().tables() {
        if table(session, judge, &definition.name).await.is_err() {
            missing.push(definition.name.clone());
        }
    }
    Ok(missing)
}

async fn table(session: &Session, judge: &Judge, name: &str) -> Result<Table, String> {
    let answer = ours::answer(session, &format!("SELECT * FROM {name}"))
        .await
        .map_err(|refusal| format!("{name}: {}", refusal.message))?;
    let definition = Catalog::builtin()
        .table(name)
        .ok_or_else(|| format!("there is no table {name}"))?;
    let columns = definition.columns.iter().enumerate();
    let table = Table {
        name: name.to_owned(),
        columns: columns
            .map(|(place, (name, column))| Column {
                name: name.clone(),
                kind: kind(column.kind),
                samples: samples(&answer, place),
            })
            .collect(),
    };
    create(&table, &definition.key, &answer, judge)
        .await
        .map_err(|fault| format!("{name}: {fault}"))?;
    Ok(table)
}

fn kind(kind: ColumnType) -> Kind {
    match kind {
        ColumnType::Int64 => Kind::Int,
        ColumnType::Bool => Kind::Bool,
        ColumnType::Text => Kind::Text,
        ColumnType::Decimal(_, scale) => Kind::Decimal(scale),
        ColumnType::Float64 => Kind::Float,
        ColumnType::Date => Kind::Date,
        ColumnType::Timestamp => Kind::Time,
        ColumnType::Json => Kind::Json,
        ColumnType::Uuid => Kind::Uuid,
    }
}

fn type_name(kind: Kind) -> String {
    match kind {
        Kind::Int => "int8".to_owned(),
        Kind::Bool => "bool".to_owned(),
        Kind::Decimal(scale) => format!("numeric(38,{scale})"),
        Kind::Float => "float8".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Time => "timestamptz".to_owned(),
        Kind::Json => "json".to_owned(),
        // A uuid is text in StoreQL.
        Kind::Text | Kind::Uuid | Kind::Interval => "text".to_owned(),
    }
}

async fn create(
    table: &Table,
    key: &[String],
    answer: &Answer,
    judge: &Judge,
) -> Result<(), String> {
    let mut columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("\"{}\" {}", column.name, type_name(column.kind)))
        .collect();
    // By which `SELECT name … GROUP BY id` is a statement. PostgreSQL takes no NULL in it.
    let is_filled = |place: usize| {
        let mut cells = answer.rows.iter().filter_map(|row| row.get(place));
        cells.all(|cell| *cell != Cell::Null)
    };
    let place = |name: &String| table.columns.iter().position(|column| column.name == *name);
    let has_key = !key.is_empty() && key.iter().filter_map(place).all(is_filled);
    let key: Vec<String> = key.iter().map(|name| format!("\"{name}\"")).collect();
    if has_key {
        columns.push(format!("PRIMARY KEY ({})", key.join(", ")));
    }
    let mut text = format!(
        "DROP TABLE IF EXISTS public.{0} CASCADE;\nCREATE TABLE public.{0} ({1});\n",
        table.name,
        columns.join(", ")
    );
    for row in &answer.rows {
        let values: Vec<String> = row.iter().map(literal).collect();
        text += &format!(
            "INSERT INTO public.{} VALUES ({});\n",
            table.name,
            values.join(", ")
        );
    }
    text += &format!("ANALYZE public.{};", table.name);
    judge.run(&text).await
}

/// The value as both databases read it.
fn literal(cell: &Cell) -> String {
    match cell {
        Cell::Null => "NULL".to_owned(),
        Cell::Int(_) | Cell::Decimal(_) | Cell::Float(_) | Cell::Bool(_) => cell.to_string(),
        other => format!("'{}'", other.to_string().replace('\'', "''")),
    }
}

/// A few of the column's values, as statements write them.
fn samples(answer: &Answer, place: usize) -> Vec<String> {
    let family = answer.columns.get(place).map(|column| column.family);
    let mut samples = Vec::new();
    for cell in answer.rows.iter().filter_map(|row| row.get(place)) {
        let text = match cell {
            Cell::Null => continue,
            Cell::Time(_) => format!("TIMESTAMPTZ {}", literal(cell)),
            Cell::Date(_) => format!("DATE {}", literal(cell)),
            _ => literal(cell),
        };
        if samples.len() < SAMPLES
            && text.len() < 80
            && family != Some(Family::Json)
            && !samples.contains(&text)
        {
            samples.push(text);
        }
    }
    samples
}
