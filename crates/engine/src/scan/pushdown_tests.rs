//! Which requests answer which query, as EXPLAIN shows them.

use datafusion::common::Column;
use datafusion::logical_expr::{Expr, lit};
use datafusion::scalar::ScalarValue;

use storeql_catalog::ColumnType;

use super::*;

/// The plan of `table` as EXPLAIN shows it.
fn shown(
    table: &str,
    columns: &[&str],
    filters: &[Expr],
    sort: Option<(&str, bool)>,
    limit: Option<u64>,
) -> String {
    planned(table, columns, filters, sort, limit).to_string()
}

fn planned(
    table: &str,
    columns: &[&str],
    filters: &[Expr],
    sort: Option<(&str, bool)>,
    limit: Option<u64>,
) -> ScanPlan {
    let catalog = Catalog::builtin();
    let table = catalog.table(table).unwrap();
    let columns: Vec<String> = match columns {
        ["*"] => table.columns.keys().cloned().collect(),
        columns => columns.iter().map(|column| (*column).to_owned()).collect(),
    };
    let sort = sort.map(|(column, descending)| Sort {
        column: column.to_owned(),
        descending,
    });
    let constraints = Constraints::read(filters);
    let wanted = Wanted {
        catalog,
        columns: &columns,
        constraints: &constraints,
        of_parents: None,
        parent_columns: &[],
        sort: sort.as_ref(),
        limit,
        page_size: None,
    };
    plan(table, &wanted).unwrap()
}

fn col(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

fn time(text: &str) -> Expr {
    let micros = text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
    lit(ScalarValue::TimestampMicrosecond(
        Some(micros),
        Some("UTC".into()),
    ))
}

#[test]
fn one_order_is_asked_of_the_list() {
    assert_eq!(
        shown("orders", &["*"], &[col("id").eq(lit(123_i64))], None, None),
        "GET /v2/orders?min_id=123&max_id=123&sort=id:asc&limit=250 (by key ranges)"
    );
}

#[test]
fn range_bounds_are_one_unit_wider() {
    let filters = [
        col("date_modified").gt_eq(time("2026-01-31T08:26:00Z")),
        col("status_id").eq(lit(11_i64)),
    ];
    let plan = planned("orders", &["id", "date_modified"], &filters, None, None);
    assert_eq!(
        plan.to_string(),
        "GET /v2/orders?min_date_modified=2026-01-31T08:25:59Z&status_id=11&sort=id:asc&limit=250 (by key ranges)"
    );
    assert!(!plan.exact);
}

#[test]
fn a_limit_travels_only_with_exact_filters() {
    assert!(shown("products", &["*"], &[], None, Some(5)).contains("limit=5 "));
    let visible = [col("is_visible")];
    assert_eq!(
        shown("products", &["id", "name"], &visible, None, Some(5)),
        "GET /v3/catalog/products?include_fields=name&is_visible=true&sort=id&direction=asc&limit=5 (by key ranges); until 5 rows"
    );
    let text = [col("name").eq(lit("Mug"))];
    assert!(shown("products", &["id"], &text, None, Some(5)).contains("limit=250 "));
}

#[test]
fn a_sort_travels_on_integers_and_times() {
    let newest = shown(
        "orders",
        &["id"],
        &[],
        Some(("date_created", true)),
        Some(10),
    );
    assert_eq!(
        newest,
        "GET /v2/orders?sort=date_created:desc&limit=10 (by page); until 10 rows"
    );
    assert!(
        planned(
            "products",
            &["id", "price"],
            &[],
            Some(("price", true)),
            Some(10)
        )
        .sort
        .is_none()
    );
    assert!(
        planned(
            "orders",
            &["id"],
            &[col("id").gt(lit(5_i64))],
            Some(("id", false)),
            Some(10)
        )
        .sort
        .is_none()
    );
}

#[test]
fn long_lists_are_split_by_page() {
    let ids = (1..=300_i64).map(lit).collect();
    let plan = planned(
        "products",
        &["*"],
        &[col("id").in_list(ids, false)],
        None,
        None,
    );
    assert_eq!(plan.series.len(), 2);
    assert!(plan.exact);
}

#[test]
fn near_order_ids_share_a_request() {
    let ids = [3_i64, 4, 200, 9_000].map(lit).to_vec();
    let plan = planned(
        "orders",
        &["*"],
        &[col("id").in_list(ids, false)],
        None,
        None,
    );
    let first: Vec<String> = plan
        .series
        .iter()
        .map(|series| series.first().target())
        .collect();
    assert_eq!(
        first,
        [
            "/v2/orders?min_id=3&max_id=200&sort=id:asc&limit=250",
            "/v2/orders?min_id=9000&max_id=9000&sort=id:asc&limit=250"
        ]
    );
}

#[test]
fn contradictions_ask_nothing() {
    let filters = [col("id").eq(lit(1_i64)), col("id").eq(lit(2_i64))];
    assert_eq!(
        shown("orders", &["id"], &filters, None, None),
        "no request: no row can match"
    );
}

#[test]
fn children_come_with_their_parents() {
    let one = shown(
        "order_items",
        &["id", "name"],
        &[col("order_id").eq(lit(7_i64))],
        None,
        None,
    );
    assert_eq!(
        one,
        "GET /v2/orders?consignment_structure=object&include=consignments.line_items&min_id=7&max_id=7&sort=id:asc&limit=250 \
         (by key ranges); where not whole: GET /v2/orders/{order_id}/products?limit=250"
    );
    let images = shown("product_images", &["id", "url_zoom"], &[], None, None);
    assert!(
        images.contains("/v3/catalog/products?include=images&include_fields="),
        "{images}"
    );
}

#[test]
fn enumerations_take_their_own_words_only() {
    let physical = [col("type").eq(lit("physical"))];
    assert!(planned("products", &["id"], &physical, None, None).exact);
    let unknown = [col("type").eq(lit("edible"))];
    let plan = planned("products", &["id"], &unknown, None, None);
    assert!(!plan.exact && !plan.to_string().contains("edible"));
}

#[test]
fn a_comma_would_end_a_lists_element() {
    let company = [col("company").eq(lit("Smith, Jones"))];
    assert!(!shown("customers", &["id"], &company, None, None).contains("Smith"));
}

#[test]
fn children_of_children_come_by_the_same_list() {
    let plan = planned(
        "order_item_option_values",
        &["*"],
        &[col("order_id").eq(lit(7_i64))],
        None,
        None,
    );
    assert!(
        plan.to_string().starts_with(
            "GET /v2/orders?consignment_structure=object&include=consignments.line_items&min_id=7"
        ),
        "{plan}"
    );
    assert_eq!(plan.levels.len(), 2);
}

#[test]
fn a_table_by_key_only_says_so() {
    let catalog = Catalog::builtin();
    let table = catalog.table("carts").unwrap();
    let constraints = Constraints::default();
    let wanted = Wanted {
        catalog,
        columns: &[],
        constraints: &constraints,
        of_parents: None,
        parent_columns: &[],
        sort: None,
        limit: None,
        page_size: None,
    };
    let error = plan(table, &wanted).unwrap_err();
    assert!(error.message.contains("WHERE id ="), "{error}");
    let one = [col("id").eq(lit("0a1b"))];
    assert!(shown("carts", &["id"], &one, None, None).starts_with("GET /v3/carts/0a1b"));
}

#[test]
fn every_table_can_be_planned() {
    for table in Catalog::builtin().tables() {
        let required: Vec<Expr> = Catalog::builtin()
            .required(table)
            .iter()
            .map(|column| match column.kind {
                ColumnType::Int64 => col(&column.name).eq(lit(1_i64)),
                _ => col(&column.name).eq(lit("x")),
            })
            .collect();
        let plan = planned(&table.name, &["*"], &required, None, None);
        assert!(
            !plan.series.is_empty() || plan.parents.is_some(),
            "{}",
            table.name
        );
    }
}
