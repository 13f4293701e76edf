//! `sys_sqlinfo`, `sys_identity` and `sys_information`: the dialect, the latest write, and the program.

use datafusion::execution::TaskContext;

use super::column::{ColumnKind, TABLE_NAME, column, text};
use super::rows::{Cell, Rows};
use super::table::{Facts, SystemTable};

pub(super) const SQL_INFO: SystemTable = SystemTable {
    name: "sys_sqlinfo",
    about: "What the dialect knows, for tools that build queries.",
    columns: &[
        text("NAME", "What is asked."),
        text("VALUE", "The answer; several are separated by commas."),
    ],
    rows: sql_info,
};

/// What does not depend on the session. The names are the field's.
const DIALECT: &[(&str, &str)] = &[
    ("COUNT", "YES"),
    ("IDENTIFIER_QUOTE_OPEN_CHAR", "["),
    ("IDENTIFIER_QUOTE_CLOSE_CHAR", "]"),
    (
        "IDENTIFIER_PATTERN",
        "[\\p{Alphabetic}_@#][\\p{Alphabetic}\\p{Nd}_@$#]*",
    ),
    ("STRING_QUOTE_CHAR", "'"),
    (
        "SUPPORTED_OPERATORS",
        "=,>,<,>=,<=,<>,!=,LIKE,NOT LIKE,IN,NOT IN,IS NULL,IS NOT NULL,BETWEEN,AND,OR,NOT",
    ),
    ("GROUP_BY", "NO_RELATION"),
    ("ORDERBY", "YES"),
    ("LIMIT", "YES"),
    ("OFFSET", "YES"),
    ("OUTER_JOINS", "YES"),
    (
        "OJ_CAPABILITIES",
        "LEFT,RIGHT,FULL,INNER,NOT_ORDERED,ALL_COMPARISON_OPS",
    ),
    ("SUBQUERIES", "COMPARISON,EXISTS,IN,CORRELATED_SUBQUERIES"),
    ("SUPPORTS_MULTIPLE_CATALOGS", "NO"),
    ("SUPPORTS_MULTIPLE_SCHEMAS", "YES"),
    ("SUPPORTSENHANCEDSQL", "YES"),
    ("SUPPORTS_BATCH_OPERATIONS", "NO"),
    ("SUPPORTS_TRANSACTIONS", "NO"),
    ("SQL_CAP", "select,orderby,offset,limit"),
];

fn sql_info(facts: &Facts<'_>, rows: &mut Rows) {
    for (name, value) in DIALECT {
        rows.add([(*name).into(), (*value).into()]);
    }
    for (name, value) in functions(facts.task) {
        rows.add([name.into(), value.into()]);
    }
}

/// The functions that the session has, by the section of DataFusion's manual that they stand in.
fn functions(task: &TaskContext) -> [(&'static str, String); 4] {
    let section = |label: &str| {
        let scalar = task.scalar_functions().values();
        let of_section = scalar.filter(|function| {
            let documentation = function.documentation();
            documentation.is_some_and(|documentation| documentation.doc_section.label == label)
        });
        listed(of_section.map(|function| function.name()))
    };
    let aggregate = task.aggregate_functions().values();
    [
        (
            "AGGREGATE_FUNCTIONS",
            listed(aggregate.map(|function| function.name())),
        ),
        ("STRING_FUNCTIONS", section("String Functions")),
        ("NUMERIC_FUNCTIONS", section("Math Functions")),
        ("TIMEDATE_FUNCTIONS", section("Time and Date Functions")),
    ]
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(str::to_uppercase).collect();
    names.sort();
    names.dedup();
    names.join(",")
}

pub(super) const IDENTITY: SystemTable = SystemTable {
    name: "sys_identity",
    about: "The rows of the session's latest write, and what became of each.",
    columns: &[
        text(
            "Id",
            "The key; where it has several columns, their values with a comma between.",
        ),
        column(
            ColumnKind::Integer,
            "Batch",
            "The row's place in the statement, from 1.",
        ),
        text(
            "Operation",
            "What was done: INSERT, UPDATE, DELETE or UPSERT.",
        ),
        text(
            "Message",
            "Why the row was not written, or what the store said beside it.",
        ),
        text(
            "State",
            "written; unchanged: it had the values, or was gone already; failed: the store refused it; unknown: it may have been written; not_tried.",
        ),
        TABLE_NAME,
    ],
    rows: |facts, rows| {
        facts.written.each(|row| {
            let key = row.key.join(", ");
            rows.add([
                Some(key).filter(|key| !key.is_empty()).into(),
                row.number.into(),
                row.operation.into(),
                row.message.as_deref().into(),
                row.state.into(),
                row.table.as_str().into(),
            ]);
        });
    },
};

pub(super) const INFORMATION: SystemTable = SystemTable {
    name: "sys_information",
    about: "The program that answers: one row.",
    columns: &[
        text("Product", "Its name."),
        text("Version", "Its version."),
        text("Datasource", "What it connects to."),
        text("NodeId", "NULL: it is licensed to no machine."),
        text("HelpURL", "NULL: the manual comes with the program."),
        text("License", "The licence under which it may be used."),
        text(
            "Location",
            "The folder with table definitions of the user's own.",
        ),
        text("Environment", "The system that it runs on."),
        text("DataSyncVersion", "NULL."),
        text("DataSyncCategory", "NULL."),
    ],
    rows: |facts, rows| {
        let location = facts.connection().location();
        rows.add([
            "StoreQL".into(),
            env!("CARGO_PKG_VERSION").into(),
            "BigCommerce".into(),
            Cell::Null,
            Cell::Null,
            env!("CARGO_PKG_LICENSE").into(),
            location
                .map(|location| location.display().to_string())
                .into(),
            format!("{} {}", std::env::consts::OS, std::env::consts::ARCH).into(),
            Cell::Null,
            Cell::Null,
        ]);
    },
};
