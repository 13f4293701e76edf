//! Whether lists of values split a read, by what is known of the rows.

use super::*;
use crate::plan::{TableRowCounts, counting};
use crate::predicate::{Constraints, Value};

type Filter = (&'static str, &'static [i64]);

fn predicate(filters: &[Filter]) -> Constraints {
    let mut predicate = Constraints::default();
    for (column, values) in filters {
        predicate.allow(column, values.iter().copied().map(Value::Int));
    }
    predicate
}

fn counts(known: &[(&str, u64)]) -> TableRowCounts {
    let counts = TableRowCounts::default();
    known
        .iter()
        .for_each(|(table, rows)| counts.note(table, *rows));
    counts
}

/// The first requests of the lists that orders are read by.
fn lists(filters: &[Filter], known: &[(&str, u64)]) -> Vec<String> {
    lists_until(None, filters, known)
}

fn lists_until(limit: Option<u64>, filters: &[Filter], known: &[(&str, u64)]) -> Vec<String> {
    let spec = ScanSpec {
        table: "orders".to_owned(),
        columns: vec!["id".to_owned()],
        predicate: predicate(filters),
        limit,
        ..ScanSpec::default()
    };
    let planned = PlannedScan::of(Catalog::builtin(), &spec).unwrap();
    let counts = counts(known);
    let (plan, _) = planned.cheapest(&RowCounts::of(&counts));
    plan.lists
        .iter()
        .map(|list| list.first().target())
        .collect()
}

const THREE: Filter = ("status_id", &[2, 10, 11]);

#[test]
fn the_orders_of_one_customer_are_one_list_whatever_else_is_asked() {
    let one = ["/v2/orders?customer_id=7&sort=id:asc&limit=250"];
    assert_eq!(lists(&[("customer_id", &[7]), THREE], &[]), one);
    // Of 20,000 orders each of 700 customers has few, and each of two has many.
    let known = |customers| [("orders", 20_000), ("customers", customers)];
    assert_eq!(lists(&[("customer_id", &[7]), THREE], &known(700)), one);
    assert_eq!(lists(&[("customer_id", &[7]), THREE], &known(2)).len(), 3);
    // 0 stands in the orders of all guests, and each of the others in those of its own customer.
    assert_eq!(lists(&[("customer_id", &[0]), THREE], &[]).len(), 3);
    let three = ("customer_id", &[7, 8, 9][..]);
    assert_eq!(lists(&[three, ("status_id", &[11])], &[]).len(), 3);
}

#[test]
fn another_filter_is_enough_where_the_whole_table_is_fewer_requests() {
    // A channel may have all orders.
    let filters = [("channel_id", &[1][..]), THREE];
    assert_eq!(lists(&filters, &[]).len(), 3);
    assert_eq!(lists(&filters, &[("orders", 5_000)]).len(), 3);
    let few = [("orders", 400)];
    assert_eq!(
        lists(&filters, &few),
        ["/v2/orders?channel_id=1&sort=id:asc&limit=250"]
    );
    assert_eq!(lists(&[THREE], &[]).len(), 3);
    assert_eq!(lists(&[THREE], &few), ["/v2/orders?sort=id:asc&limit=250"]);
}

#[test]
fn the_first_rows_are_looked_for_value_by_value() {
    let filters = [("channel_id", &[1][..]), THREE];
    let few = [("orders", 400)];
    let three = lists_until(Some(5), &filters, &few);
    assert_eq!(three.len(), 3);
    assert!(three[0].contains("limit=5"), "{three:?}");
    let one = lists_until(Some(5), &[("customer_id", &[7]), THREE], &few);
    assert_eq!(one.len(), 1);
}

#[test]
fn rows_of_one_page_are_counted_by_reading_them() {
    let asked = |filters: &[Filter], known: &[(&str, u64)]| {
        let catalog = Catalog::builtin();
        let table = catalog.table("orders").unwrap();
        counting(catalog, table, &predicate(filters), false, &counts(known))
            .map(|counting| counting.questions.len())
    };
    assert_eq!(asked(&[THREE], &[]), Some(3));
    assert_eq!(asked(&[THREE], &[("orders", 5_000)]), Some(3));
    // The page, and the count that tells that it has all.
    assert_eq!(asked(&[THREE], &[("orders", 200)]), None);
    let two = ("status_id", &[2, 10][..]);
    assert_eq!(asked(&[two], &[("orders", 200)]), Some(2));
    assert_eq!(asked(&[("customer_id", &[7]), THREE], &[]), None);
    assert_eq!(asked(&[("status_id", &[2])], &[("orders", 200)]), Some(1));
}

#[test]
fn rows_are_read_by_the_list_of_the_parents_that_they_lie_in() {
    let filters = [("customer_id", &[7][..]), THREE];
    let plan = |table: &str, known: &TableRowCounts| {
        let (own, of_parents) = match table {
            "orders" => (predicate(&filters), None),
            _ => (Constraints::default(), Some(predicate(&filters))),
        };
        let spec = ScanSpec {
            table: table.to_owned(),
            columns: vec!["id".to_owned()],
            predicate: own,
            parents_predicate: of_parents,
            ..ScanSpec::default()
        };
        let planned = PlannedScan::of(Catalog::builtin(), &spec).unwrap();
        planned.cheapest(&RowCounts::of(known)).0.clone()
    };
    // One list of one customer's orders, or three, and the items with them.
    for (customers, lists) in [(700, 1), (2, 3)] {
        let known = counts(&[("orders", 20_000), ("customers", customers)]);
        let (orders, items) = (plan("orders", &known), plan("order_items", &known));
        assert_eq!(orders.lists.len(), lists);
        assert!(items.same_list(&orders), "{items}, {orders}");
    }
}
