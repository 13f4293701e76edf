//! Every filter and every sort that a definition promises has a case in `tests/slt`, and reaches the store there.
//!
//! That the rows are the same without pushdown is `corpus`'s to show.

use std::collections::BTreeSet;

use storeql_catalog::{Catalog, Operator, Table};
use storeql_engine::Options;
use storeql_testkit::{Store, corpus, queries};

/// A comparison of a column with constants, as the corpus writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    table: String,
    column: String,
    operator: String,
}

/// The comparisons of `SELECT … FROM table WHERE column operator … AND column operator …`, on one line.
fn cases(sql: &str) -> Vec<Case> {
    let parts = sql
        .split_once(" FROM ")
        .and_then(|(_, rest)| rest.split_once(" WHERE "));
    let Some((table, conditions)) = parts else {
        return Vec::new();
    };
    let case = |condition: &str| {
        let (column, rest) = condition.split_once(' ')?;
        let operator = ["NOT IN", "IN", "LIKE", "<>", ">=", "<=", "=", ">", "<"]
            .into_iter()
            .find(|operator| rest.starts_with(&format!("{operator} ")))?;
        Some(Case {
            table: table.to_owned(),
            column: column.to_owned(),
            operator: operator.to_owned(),
        })
    };
    conditions.split(" AND ").filter_map(case).collect()
}

fn spelled(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "=",
        Operator::NotEqual => "<>",
        Operator::In => "IN",
        Operator::NotIn => "NOT IN",
        Operator::AtLeast => ">=",
        Operator::AtMost => "<=",
        Operator::Above => ">",
        Operator::Below => "<",
        Operator::Like => "LIKE",
    }
}

/// The cases of `tests/slt/filters`, each with its query.
fn all_cases() -> Vec<(Case, String)> {
    let mut files = corpus();
    files.retain(|file| {
        file.parent()
            .is_some_and(|folder| folder.ends_with("filters"))
    });
    let queries = files.iter().flat_map(|file| queries(file).unwrap());
    let with_sql = |sql: String| cases(&sql).into_iter().map(move |case| (case, sql.clone()));
    queries.flat_map(with_sql).collect()
}

#[test]
fn every_filter_has_a_case() {
    let there: BTreeSet<Case> = all_cases().into_iter().map(|(case, _)| case).collect();
    let missing: Vec<Case> = Catalog::builtin()
        .tables()
        .flat_map(|table| table.columns.values().map(move |column| (table, column)))
        .flat_map(|(table, column)| {
            column.filters.keys().map(|operator| Case {
                table: table.name.clone(),
                column: column.name.clone(),
                operator: spelled(*operator).to_owned(),
            })
        })
        .filter(|case| !there.contains(case))
        .collect();
    assert!(
        missing.is_empty(),
        "filters without a case in tests/slt/filters: {missing:#?}"
    );
}

#[test]
fn every_sort_has_a_case() {
    let there: Vec<String> = corpus()
        .into_iter()
        .flat_map(|file| queries(&file).unwrap())
        .collect();
    let has = |table: &Table, column: &str| {
        let wanted = format!(" FROM {} ORDER BY {column} ", table.name);
        there
            .iter()
            .any(|sql| sql.contains(&wanted) && sql.contains(" LIMIT "))
    };
    let sorts = Catalog::builtin().tables().flat_map(|table| {
        let columns = table.list.iter().flat_map(|list| list.sort.keys());
        columns.map(move |column| (table, column))
    });
    let missing: Vec<String> = sorts
        .filter(|(table, column)| !has(table, column))
        .map(|(table, column)| format!("{}.{column}", table.name))
        .collect();
    assert!(
        missing.is_empty(),
        "sorts without a case in tests/slt/sorts.slt: {missing:?}"
    );
}

/// The parameters by which the store may be told: the operator's own, or the one that includes the boundary.
fn parameters(catalog: &Catalog, case: &Case) -> Vec<String> {
    let table = catalog
        .table(&case.table)
        .unwrap_or_else(|| panic!("{case:?}"));
    let filters = &table.columns[&case.column].filters;
    let closed = match case.operator.as_str() {
        ">" => ">=",
        "<" => "<=",
        other => other,
    };
    let tells =
        |operator: &Operator| [case.operator.as_str(), closed].contains(&spelled(*operator));
    let told = filters.iter().filter(|(operator, _)| tells(operator));
    told.map(|(_, parameter)| parameter.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_reaches_the_store_and_is_counted_alike() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    let catalog = store.engine.catalog();
    let mut failures = Vec::new();
    for (case, sql) in all_cases() {
        let parameters = parameters(catalog, &case);
        let rows = store.query(&sql).await.unwrap().rows;
        let sent = store.requests().join(" ").replace("%3A", ":");
        let reached = parameters.iter().any(|name| {
            ["?", "&"]
                .iter()
                .any(|before| sent.contains(&format!("{before}{name}=")))
        });
        if !reached {
            failures.push(format!("{sql}: none of {parameters:?} was sent: {sent}"));
        }
        // The count alone may come from the store's own total.
        let count = format!(
            "SELECT count(*) FROM {}",
            sql.split_once(" FROM ").unwrap().1
        );
        let counted = store.query(&count).await.unwrap().rows;
        if counted[0][0] != rows[0][0] {
            failures.push(format!("{count}: {} and not {}", counted[0][0], rows[0][0]));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
