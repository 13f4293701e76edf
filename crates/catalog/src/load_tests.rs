//! The built-in definitions: they load, and each says all that the docs print.

#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn the_built_in_tables_load() {
    let loaded = Catalog::load(BUILTIN.iter().copied());
    assert!(
        loaded.is_ok(),
        "\n{}",
        loaded
            .err()
            .map(|problems| problems.to_string())
            .unwrap_or_default()
    );
}

#[test]
fn every_built_in_table_and_column_is_explained() {
    let mut silent = Vec::new();
    for table in Catalog::builtin().tables() {
        silent.extend(
            table
                .examples
                .is_empty()
                .then(|| format!("{}: no example", table.name)),
        );
        silent.extend(
            table
                .columns
                .values()
                .filter(|column| column.about.is_empty())
                .map(|column| format!("{}.{}: no about", table.name, column.name)),
        );
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn a_value_of_the_parent_is_found_in_its_object() {
    let table = Catalog::builtin().table("location_inventory").unwrap();
    assert_eq!(table.columns["sku"].path, ["identity", "sku"]);
    let table = Catalog::builtin().table("order_items").unwrap();
    assert_eq!(table.columns["order_id"].path, ["id"]);
}
