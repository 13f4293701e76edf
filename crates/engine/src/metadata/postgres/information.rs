//! The rows of `information_schema`, as PostgreSQL has them. They begin with the name that the session has for its database.

use super::catalogue::Row;
use super::objects::{Attribute, Class, Key, OWNER, Objects};
use super::types::by_oid;
use super::value::Value;
use super::widths::widths;

/// What makes the rows of a relation, which have the name of the session's database.
type Rows = fn(&Objects, &str) -> Vec<Row>;

/// The rows of each relation.
pub(super) const OF_DATABASE: &[(&str, Rows)] = &[
    ("information_schema.schemata", schemata),
    ("information_schema.tables", tables),
    ("information_schema.views", views),
    ("information_schema.columns", columns),
    ("information_schema.table_constraints", table_constraints),
    ("information_schema.key_column_usage", key_column_usage),
    (
        "information_schema.referential_constraints",
        referential_constraints,
    ),
    (
        "information_schema.constraint_column_usage",
        constraint_column_usage,
    ),
    (
        "information_schema.constraint_table_usage",
        constraint_table_usage,
    ),
    ("information_schema.routines", routines),
    ("information_schema.parameters", parameters),
    (
        "information_schema.information_schema_catalog_name",
        |_, database| vec![vec![("catalog_name", database.into())]],
    ),
];

fn schema_of<'a>(objects: &'a Objects, class: &Class) -> &'a str {
    &objects.schemas[class.schema].name
}

/// The tables and views.
fn relations(objects: &Objects) -> impl Iterator<Item = (&str, &Class)> {
    let classes = objects.classes.iter().filter(|class| class.kind != 'i');
    classes.map(|class| (schema_of(objects, class), class))
}

fn yes_or_no(yes: bool) -> Value {
    if yes { "YES" } else { "NO" }.into()
}

fn schemata(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = objects.schemas.iter().map(|schema| {
        vec![
            ("catalog_name", database.into()),
            ("schema_name", (&schema.name).into()),
            ("schema_owner", OWNER.1.into()),
        ]
    });
    rows.collect()
}

fn tables(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = relations(objects).map(|(schema, class)| {
        let is_table = class.kind == 'r';
        let kind = if is_table { "BASE TABLE" } else { "VIEW" };
        vec![
            ("table_catalog", database.into()),
            ("table_schema", schema.into()),
            ("table_name", (&class.name).into()),
            ("table_type", kind.into()),
            ("is_insertable_into", yes_or_no(is_table)),
            ("is_typed", yes_or_no(false)),
        ]
    });
    rows.collect()
}

fn views(objects: &Objects, database: &str) -> Vec<Row> {
    let views = relations(objects).filter(|(_, class)| class.kind == 'v');
    let rows = views.map(|(schema, class)| {
        vec![
            ("table_catalog", database.into()),
            ("table_schema", schema.into()),
            ("table_name", (&class.name).into()),
            ("view_definition", class.query.clone().into()),
            ("check_option", "NONE".into()),
            ("is_updatable", yes_or_no(false)),
            ("is_insertable_into", yes_or_no(false)),
            ("is_trigger_updatable", yes_or_no(false)),
            ("is_trigger_deletable", yes_or_no(false)),
            ("is_trigger_insertable_into", yes_or_no(false)),
        ]
    });
    rows.collect()
}

fn columns(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = relations(objects).flat_map(|(schema, class)| {
        let columns = class.columns.iter().enumerate();
        columns.map(move |(place, column)| column_row(database, schema, class, place, column))
    });
    rows.collect()
}

fn column_row(
    database: &str,
    schema: &str,
    class: &Class,
    place: usize,
    column: &Attribute,
) -> Row {
    let kind = by_oid(column.kind);
    let name = kind.map_or("", |kind| kind.name.as_str());
    let shown = kind.map_or("", |kind| match kind.name.starts_with('_') {
        true => "ARRAY",
        false => kind.sql.as_str(),
    });
    let widths = widths(name, column.modifier);
    let octets = matches!(name, "text" | "varchar").then_some(1_073_741_824);
    vec![
        ("table_catalog", database.into()),
        ("table_schema", schema.into()),
        ("table_name", (&class.name).into()),
        ("column_name", (&column.name).into()),
        ("ordinal_position", (place + 1).into()),
        ("is_nullable", yes_or_no(!column.not_null)),
        ("data_type", shown.into()),
        ("character_octet_length", octets.into()),
        ("numeric_precision", widths.precision.into()),
        ("numeric_precision_radix", widths.radix.into()),
        ("numeric_scale", widths.scale.into()),
        ("datetime_precision", widths.seconds.into()),
        ("udt_catalog", database.into()),
        ("udt_schema", "pg_catalog".into()),
        ("udt_name", name.into()),
        ("dtd_identifier", (place + 1).to_string().into()),
        ("is_self_referencing", yes_or_no(false)),
        ("is_identity", yes_or_no(false)),
        ("identity_cycle", yes_or_no(false)),
        ("is_generated", "NEVER".into()),
        ("is_updatable", yes_or_no(class.kind == 'r')),
    ]
}

fn constraint(objects: &Objects, database: &str, key: &Key) -> Row {
    let table = &objects.classes[key.table];
    vec![
        ("constraint_catalog", database.into()),
        ("constraint_schema", schema_of(objects, table).into()),
        ("constraint_name", (&key.name).into()),
    ]
}

fn table_of(objects: &Objects, database: &str, class: usize) -> Row {
    let table = &objects.classes[class];
    vec![
        ("table_catalog", database.into()),
        ("table_schema", schema_of(objects, table).into()),
        ("table_name", (&table.name).into()),
    ]
}

fn table_constraints(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = objects.keys.iter().map(|key| {
        let kind = if key.to.is_some() {
            "FOREIGN KEY"
        } else {
            "PRIMARY KEY"
        };
        let rest: Row = vec![
            ("constraint_type", kind.into()),
            ("is_deferrable", yes_or_no(false)),
            ("initially_deferred", yes_or_no(false)),
            ("enforced", yes_or_no(true)),
        ];
        [
            constraint(objects, database, key),
            table_of(objects, database, key.table),
            rest,
        ]
        .concat()
    });
    rows.collect()
}

fn key_column_usage(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = objects.keys.iter().flat_map(|key| {
        let columns = objects.columns_of(key.table, &key.columns).into_iter();
        columns.enumerate().map(move |(place, column)| {
            let rest: Row = vec![
                ("column_name", column.into()),
                ("ordinal_position", (place + 1).into()),
                (
                    "position_in_unique_constraint",
                    key.to.as_ref().map(|_| place + 1).into(),
                ),
            ];
            [
                constraint(objects, database, key),
                table_of(objects, database, key.table),
                rest,
            ]
            .concat()
        })
    });
    rows.collect()
}

fn referential_constraints(objects: &Objects, database: &str) -> Vec<Row> {
    let foreign = objects
        .keys
        .iter()
        .filter_map(|key| Some((key, key.to.as_ref()?)));
    let rows = foreign.map(|(key, (to, _))| {
        let table = &objects.classes[*to];
        let primary = objects.keys.iter();
        let primary = primary.filter(|other| other.to.is_none() && other.table == *to);
        let primary = primary.map(|other| other.name.as_str()).next();
        let rest: Row = vec![
            ("unique_constraint_catalog", database.into()),
            ("unique_constraint_schema", schema_of(objects, table).into()),
            ("unique_constraint_name", primary.into()),
            ("match_option", "NONE".into()),
            ("update_rule", "NO ACTION".into()),
            ("delete_rule", "NO ACTION".into()),
        ];
        [constraint(objects, database, key), rest].concat()
    });
    rows.collect()
}

/// The table and the columns that a key names: its own, or those that it refers to.
fn used(key: &Key) -> (usize, &[i16]) {
    match &key.to {
        Some((to, columns)) => (*to, columns),
        None => (key.table, &key.columns),
    }
}

fn constraint_column_usage(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = objects.keys.iter().flat_map(|key| {
        let (table, columns) = used(key);
        let columns = objects.columns_of(table, columns).into_iter();
        columns.map(move |column| {
            let column: Row = vec![("column_name", column.into())];
            [
                constraint(objects, database, key),
                table_of(objects, database, table),
                column,
            ]
            .concat()
        })
    });
    rows.collect()
}

fn constraint_table_usage(objects: &Objects, database: &str) -> Vec<Row> {
    let keys = objects.keys.iter().filter(|key| key.to.is_some());
    keys.map(|key| {
        [
            constraint(objects, database, key),
            table_of(objects, database, used(key).0),
        ]
        .concat()
    })
    .collect()
}

fn routines(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = objects.procedures.iter().map(|procedure| {
        let schema = &objects.schemas[procedure.schema].name;
        let specific = format!("{}_{}", procedure.name, procedure.oid);
        vec![
            ("specific_catalog", database.into()),
            ("specific_schema", schema.into()),
            ("specific_name", specific.into()),
            ("routine_catalog", database.into()),
            ("routine_schema", schema.into()),
            ("routine_name", (&procedure.name).into()),
            ("routine_type", "PROCEDURE".into()),
            ("routine_body", "EXTERNAL".into()),
            ("external_language", "SQL".into()),
            ("parameter_style", "GENERAL".into()),
            ("is_deterministic", yes_or_no(false)),
            ("sql_data_access", "MODIFIES".into()),
            ("security_type", "INVOKER".into()),
        ]
    });
    rows.collect()
}

fn parameters(objects: &Objects, database: &str) -> Vec<Row> {
    let rows = objects.procedures.iter().flat_map(|procedure| {
        let schema = &objects.schemas[procedure.schema].name;
        let specific = format!("{}_{}", procedure.name, procedure.oid);
        let parameters = procedure.parameters.iter().enumerate();
        parameters.map(move |(place, parameter)| {
            let kind = by_oid(parameter.kind);
            vec![
                ("specific_catalog", database.into()),
                ("specific_schema", schema.into()),
                ("specific_name", specific.clone().into()),
                ("ordinal_position", (place + 1).into()),
                (
                    "parameter_mode",
                    if parameter.is_output { "OUT" } else { "IN" }.into(),
                ),
                ("is_result", yes_or_no(false)),
                ("as_locator", yes_or_no(false)),
                ("parameter_name", (&parameter.name).into()),
                ("data_type", kind.map(|kind| kind.sql.as_str()).into()),
                ("udt_catalog", database.into()),
                ("udt_schema", "pg_catalog".into()),
                ("udt_name", kind.map(|kind| kind.name.as_str()).into()),
                ("dtd_identifier", (place + 1).to_string().into()),
                ("parameter_default", parameter.default.clone().into()),
            ]
        })
    });
    rows.collect()
}
