//! What a connection tells of the store's tables, without a request.

use std::collections::HashSet;

use adbc_core::options::{InfoCode, ObjectDepth};
use adbc_core::schemas::{
    GET_INFO_SCHEMA, GET_OBJECTS_SCHEMA, GET_STATISTIC_NAMES_SCHEMA, GET_STATISTICS_SCHEMA,
    GET_TABLE_TYPES_SCHEMA,
};
use adbc_core::{Connection, Statement};
use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::json::ArrayWriter;
use serde_json::Value as Json;
use storeql_adbc::StoreConnection;

use crate::support::{all, answer, connection, statement, store, texts};

fn json(reader: Box<dyn RecordBatchReader + Send>) -> Vec<Json> {
    let (_, batches) = all(reader);
    let mut writer = ArrayWriter::new(Vec::new());
    let batches: Vec<&RecordBatch> = batches.iter().collect();
    writer.write_batches(&batches).unwrap();
    writer.finish().unwrap();
    match writer.into_inner() {
        text if text.is_empty() => Vec::new(),
        text => serde_json::from_slice(&text).unwrap(),
    }
}

/// The tables below a filter, by depth.
fn tables(objects: &[Json]) -> Vec<&Json> {
    let schemas = objects
        .iter()
        .flat_map(|catalog| catalog["catalog_db_schemas"].as_array().unwrap());
    let tables = schemas.filter_map(|schema| schema["db_schema_tables"].as_array());
    tables.flatten().collect()
}

fn names<'a>(objects: impl IntoIterator<Item = &'a Json>, name: &str) -> Vec<String> {
    let names = objects
        .into_iter()
        .map(|object| object[name].as_str().unwrap().to_owned());
    names.collect()
}

fn objects(
    connection: &StoreConnection,
    table: Option<&str>,
    types: Option<Vec<&str>>,
    column: Option<&str>,
) -> Vec<Json> {
    json(
        connection
            .get_objects(ObjectDepth::All, None, None, table, types, column)
            .unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_for_what_is_only_told() {
    let store = store(20).await;
    let mut connection = connection(&store);
    store.sandbox.clear_requests();
    let mut query = statement(
        &mut connection,
        "SELECT o.*, c.email FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id > ?",
    );
    query.prepare().unwrap();
    query.execute_schema().unwrap();
    query.get_parameter_schema().unwrap();
    assert_eq!(objects(&connection, None, None, None).len(), 1);
    connection.get_table_schema(None, None, "orders").unwrap();
    let answers = [
        (
            connection.get_table_types().unwrap(),
            &GET_TABLE_TYPES_SCHEMA,
        ),
        (connection.get_info(None).unwrap(), &GET_INFO_SCHEMA),
        (
            connection.get_statistics(None, None, None, true).unwrap(),
            &GET_STATISTICS_SCHEMA,
        ),
        (
            connection.get_statistic_names().unwrap(),
            &GET_STATISTIC_NAMES_SCHEMA,
        ),
        (
            connection
                .get_objects(ObjectDepth::All, None, None, None, None, None)
                .unwrap(),
            &GET_OBJECTS_SCHEMA,
        ),
    ];
    for (reader, schema) in answers {
        let (found, batches) = all(reader);
        assert_eq!(&found, &**schema);
        assert!(batches[0].num_rows() > 0, "{found}");
    }
    assert!(store.requests().is_empty(), "{:?}", store.requests());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_depth_has_what_lies_above_it() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let (_, listed) = answer(&mut connection, "SELECT TableName FROM sys_tables");
    let at = |depth| {
        json(
            connection
                .get_objects(depth, None, None, None, None, None)
                .unwrap(),
        )
    };
    let catalogs = at(ObjectDepth::Catalogs);
    assert_eq!(names(&catalogs, "catalog_name"), ["storeql"]);
    assert!(catalogs[0].get("catalog_db_schemas").is_none());
    let schemas = at(ObjectDepth::Schemas);
    let schemas = schemas[0]["catalog_db_schemas"].as_array().unwrap();
    assert!(names(schemas, "db_schema_name").contains(&"bigcommerce".to_owned()));
    assert!(
        schemas
            .iter()
            .all(|schema| schema.get("db_schema_tables").is_none())
    );
    let found = at(ObjectDepth::Tables);
    assert_eq!(tables(&found).len(), texts(&listed, "TableName").len());
    assert!(
        tables(&found)
            .iter()
            .all(|table| table.get("table_columns").is_none()
                && table.get("table_constraints").is_none())
    );
    let all = at(ObjectDepth::All);
    assert_eq!(tables(&all).len(), texts(&listed, "TableName").len());
    assert!(
        tables(&all)
            .iter()
            .all(|table| !table["table_columns"].as_array().unwrap().is_empty())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_patterns() {
    let store = store(20).await;
    let connection = connection(&store);
    let found = objects(
        &connection,
        Some("order\\_item%"),
        Some(vec!["TABLE"]),
        None,
    );
    let of_items = names(tables(&found), "table_name");
    assert!(of_items.contains(&"order_items".to_owned()), "{of_items:?}");
    assert!(
        of_items.iter().all(|name| name.starts_with("order_item")),
        "{of_items:?}"
    );
    for (table, types, column, count) in [
        (Some("orders"), None, None, 1),
        (Some("Orders"), None, None, 0),
        (Some("order_"), None, None, 1),
        (Some("order\\_"), None, None, 0),
        (Some(""), None, None, 0),
        (Some("orders"), Some(vec!["VIEW"]), None, 0),
        (Some("orders"), Some(vec!["VIEW", "TABLE"]), Some("id"), 1),
        (Some("orders"), Some(vec![]), None, 0),
    ] {
        let found = objects(&connection, table, types.clone(), column);
        assert_eq!(tables(&found).len(), count, "{table:?} {types:?}");
    }
    let one = objects(&connection, Some("orders"), None, Some("status\\_id"));
    let columns = tables(&one)[0]["table_columns"].as_array().unwrap().clone();
    assert_eq!(names(&columns, "column_name"), ["status_id"]);
    let of = |catalog, schema| {
        json(
            connection
                .get_objects(ObjectDepth::Tables, catalog, schema, None, None, None)
                .unwrap(),
        )
    };
    assert!(of(Some("other"), None).is_empty() && of(Some(""), None).is_empty());
    assert!(tables(&of(Some("store%"), Some("nowhere"))).is_empty());
    let system = of(None, Some("sys"));
    assert!(
        names(tables(&system), "table_type")
            .iter()
            .all(|kind| kind == "SYSTABLE")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_and_keys_are_described() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let found = objects(&connection, Some("order_items"), None, None);
    let table = tables(&found)[0].clone();
    let columns = table["table_columns"].as_array().unwrap();
    let (schema, _) = answer(&mut connection, "SELECT * FROM order_items LIMIT 1");
    let fields: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    assert_eq!(names(columns, "column_name"), fields);
    let column = |name: &str| {
        columns
            .iter()
            .find(|column| column["column_name"] == name)
            .unwrap()
    };
    let price = column("total_inc_tax");
    assert_eq!(price["xdbc_type_name"], "DECIMAL");
    assert_eq!(
        (
            &price["xdbc_data_type"],
            &price["xdbc_column_size"],
            &price["xdbc_decimal_digits"]
        ),
        (&3.into(), &20.into(), &4.into())
    );
    assert_eq!(column("id")["ordinal_position"], 1);
    let constraints = table["table_constraints"].as_array().unwrap();
    let key = &constraints[0];
    assert_eq!(
        (&key["constraint_type"], &key["constraint_column_names"]),
        (&"PRIMARY KEY".into(), &serde_json::json!(["id"]))
    );
    let to_orders = constraints
        .iter()
        .find(|one| one["constraint_column_names"] == serde_json::json!(["order_id"]))
        .unwrap();
    assert_eq!(to_orders["constraint_type"], "FOREIGN KEY");
    assert_eq!(
        to_orders["constraint_column_usage"],
        serde_json::json!([{"fk_catalog": "storeql", "fk_db_schema": "bigcommerce", "fk_table": "orders", "fk_column_name": "id"}])
    );
    let orders = objects(&connection, Some("orders"), None, Some("date_created"));
    let moment = &tables(&orders)[0]["table_columns"][0];
    assert_eq!(
        (
            &moment["xdbc_data_type"],
            &moment["xdbc_sql_data_type"],
            &moment["xdbc_datetime_sub"]
        ),
        (&93.into(), &9.into(), &3.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_of_a_table_is_its_querys() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let (schema, _) = answer(&mut connection, "SELECT * FROM products LIMIT 1");
    for (catalog, of, name) in [
        (None, None, "products"),
        (Some("storeql"), Some("bigcommerce"), "Products"),
        (Some(""), Some(""), "products"),
    ] {
        assert_eq!(
            &connection.get_table_schema(catalog, of, name).unwrap(),
            schema.as_ref()
        );
    }
    let missing = connection.get_table_schema(None, None, "no\"such; DROP");
    crate::support::refused(
        missing,
        adbc_core::error::Status::NotFound,
        "42P01",
        "no\"such",
    );
}

/// Rows are known of a table that has been read, and the requests of each.
#[tokio::test(flavor = "multi_thread")]
async fn statistics_are_the_engines_estimate() {
    let store = store(600).await;
    let mut connection = connection(&store);
    answer(&mut connection, "SELECT count(*) FROM products");
    let (_, batches) = all(connection
        .get_statistics(None, None, Some("products"), true)
        .unwrap());
    let text = arrow::util::pretty::pretty_format_batches(&batches)
        .unwrap()
        .to_string();
    assert!(text.contains("table_name: products"), "{text}");
    assert!(
        text.contains("statistic_key: 6") && text.contains("60.0"),
        "{text}"
    );
    assert!(text.contains("statistic_key: 1024"), "{text}");
    let codes = HashSet::from([InfoCode::VendorName]);
    let (_, info) = all(connection.get_info(Some(codes)).unwrap());
    assert_eq!(info[0].num_rows(), 1);
}
