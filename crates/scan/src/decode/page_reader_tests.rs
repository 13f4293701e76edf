//! Pages where something else stands in the place of rows.

use storeql_catalog::Catalog;

use super::*;
use crate::plan::{ScanSpec, plan};

fn reader(table: &str, columns: &[&str]) -> (PageReader, ListRequest) {
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    let spec = ScanSpec {
        table: table.to_owned(),
        columns: columns.clone(),
        ..ScanSpec::default()
    };
    let plan = plan(Catalog::builtin(), &spec).unwrap();
    let reader = PageReader::of_columns(&plan, &columns).unwrap();
    (reader, plan.lists[0].clone())
}

#[test]
fn rows_that_a_parent_only_links_to_are_asked_for() {
    let (reader, list) = reader("order_fees", &["order_id", "id"]);
    let body = br#"[{"id":100,"fees":[{"id":1}]},
        {"id":101,"fees":{"url":"https://a.example.com/v2/orders/101/fees","resource":"/orders/101/fees"}},
        {"id":102,"fees":[]},{"id":103}]"#;
    let items = reader.read(body, &list).unwrap().accept(None).unwrap();
    assert_eq!((items.accepted, items.batch.num_rows()), (4, 1));
    let asked: Vec<&str> = items
        .partial
        .iter()
        .map(|partial| partial.list.path.as_str())
        .collect();
    assert_eq!(asked, ["/orders/101/fees"]);
}

#[test]
fn a_link_that_no_list_stands_for_is_an_error() {
    let (reader, list) = reader("shipping_zone_locations", &["zone_id", "id"]);
    let body = br#"[{"id":1,"locations":{"resource":"/shipping/zones/1/locations"}}]"#;
    let error = reader.batch(body, &list).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol);
    for part in ["shipping_zone_locations", "/shipping/zones/1/locations"] {
        assert!(error.message.contains(part), "{error} lacks {part}");
    }
}
