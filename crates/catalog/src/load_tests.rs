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

/// What other drivers of the field call the tables: a query written for them finds each, whatever its case and underscores.
const NAMES_OF_THE_FIELD: &str = "Brands Categories CategoryTrees ChannelListings Channels Coupons Currencies \
    CustomerAddresses Customers OrderItems Orders OrderShipments PriceListRecords PriceLists ProductImages \
    ProductMetafields ProductOptions ProductOptionValues ProductReviews Products ProductVariants ShippingMethods \
    ShippingZones Blogposts BlogTags CustomerGroups DownloadConsignments EmailConsignments GiftCertificates OrderCoupons \
    OrderItemOptionValues OrderMessages OrderRefunds OrderRefundsItems OrderRefundsPayments OrderShippingAddresses \
    OrderStatuses OrderTaxes Pages PaymentMethods PickupConsignments PriceListAssignments ProductBulkPricingRules \
    ProductCustomFields ProductRules ProductVariantValues ProductVideos Redirects ShipmentItems \
    ShippingConsignmentQuotes ShippingConsignments ShippingZoneLocations Stores TaxClasses Transactions";

#[test]
fn every_table_name_of_the_field_is_found() {
    let folded = |name: &str| name.replace('_', "").to_lowercase();
    let known: Vec<String> = Catalog::builtin()
        .tables()
        .flat_map(|table| std::iter::once(&table.name).chain(&table.aliases))
        .map(|name| folded(name))
        .collect();
    let unknown: Vec<&str> = NAMES_OF_THE_FIELD
        .split_whitespace()
        .filter(|name| !known.contains(&folded(name)))
        .collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

#[test]
fn the_lists_that_sort_by_their_key_say_so() {
    let by_key = |table: &&std::sync::Arc<crate::Table>| {
        let sorts = |list: &crate::Listing| {
            let [key] = table.key.as_slice() else {
                return false;
            };
            list.sort.contains_key(key)
        };
        table.list.as_ref().is_some_and(sorts)
    };
    let mut names: Vec<&str> = Catalog::builtin()
        .tables()
        .filter(by_key)
        .map(|table| table.name.as_str())
        .collect();
    names.sort_unstable();
    // Facts of the official files.
    let facts = [
        "gift_certificates",
        "orders",
        "products",
        "promotions",
        "redirects",
    ];
    assert_eq!(names, facts);
}
