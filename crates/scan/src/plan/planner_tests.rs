//! Which requests answer which predicate, as EXPLAIN shows them.

use storeql_catalog::ColumnType;

use super::*;
use crate::predicate::Bound;

/// One test on one column.
type Filter = (&'static str, Box<dyn Fn(&mut Constraints, &str)>);

/// The plan of `table` as EXPLAIN shows it.
fn shown(
    table: &str,
    columns: &[&str],
    filters: &[Filter],
    sort: Option<(&str, bool)>,
    limit: Option<u64>,
) -> String {
    planned(table, columns, filters, sort, limit).to_string()
}

fn planned(
    table: &str,
    columns: &[&str],
    filters: &[Filter],
    sort: Option<(&str, bool)>,
    limit: Option<u64>,
) -> ScanPlan {
    let columns = match columns {
        ["*"] => {
            let table = Catalog::builtin().table(table).unwrap();
            table.columns.keys().cloned().collect()
        }
        columns => columns.iter().map(|column| (*column).to_owned()).collect(),
    };
    let mut predicate = Constraints::default();
    for (column, filter) in filters {
        filter(&mut predicate, column);
    }
    let spec = ScanSpec {
        table: table.to_owned(),
        columns,
        predicate,
        sort: sort.map(|(column, descending)| Sort {
            column: column.to_owned(),
            descending,
        }),
        limit,
        ..ScanSpec::default()
    };
    plan(Catalog::builtin(), &spec).unwrap()
}

fn one_of(column: &'static str, values: Vec<Value>) -> Filter {
    (
        column,
        Box::new(move |predicate, column| predicate.allow(column, values.clone())),
    )
}

fn is(column: &'static str, value: Value) -> Filter {
    one_of(column, vec![value])
}

fn at_least(column: &'static str, value: Value, inclusive: bool) -> Filter {
    let bound = Bound { value, inclusive };
    (
        column,
        Box::new(move |predicate, column| predicate.tests(column).at_least(bound.clone())),
    )
}

fn at_most(column: &'static str, value: Value) -> Filter {
    let bound = Bound {
        value,
        inclusive: true,
    };
    (
        column,
        Box::new(move |predicate, column| predicate.tests(column).at_most(bound.clone())),
    )
}

fn integers(values: impl IntoIterator<Item = i64>) -> Vec<Value> {
    values.into_iter().map(Value::Int).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn time(text: &str) -> Value {
    Value::Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
}

#[test]
fn one_order_is_asked_of_the_list() {
    assert_eq!(
        shown("orders", &["*"], &[is("id", Value::Int(123))], None, None),
        "GET /v2/orders?min_id=123&max_id=123&sort=id:asc&limit=250 (by key ranges)"
    );
}

#[test]
fn range_bounds_are_one_unit_wider() {
    let filters = [
        at_least("date_modified", time("2026-01-31T08:26:00Z"), true),
        is("status_id", Value::Int(11)),
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
    let visible = [is("is_visible", Value::Bool(true))];
    assert_eq!(
        shown("products", &["id", "name"], &visible, None, Some(5)),
        "GET /v3/catalog/products?include_fields=name&is_visible=true&sort=id&direction=asc&limit=5 (by key ranges); until 5 rows"
    );
    let text = [is("name", text("Mug"))];
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
    // Bounds are sent one wider: one row more of a key, and any number of a moment.
    assert_eq!(
        shown(
            "orders",
            &["id"],
            &[at_least("id", Value::Int(5), false)],
            Some(("id", false)),
            Some(10)
        ),
        "GET /v2/orders?sort=id:asc&min_id=5&limit=11 (by page); until 10 rows"
    );
    let unknown = [
        at_least("id", Value::Int(5), false),
        is("of_no_column", Value::Int(5)),
    ];
    let plan = planned("orders", &["id"], &unknown, Some(("id", false)), Some(10));
    assert!(plan.sort.is_none());
    for by in ["customer_id", "date_created"] {
        let above = [
            at_least("id", Value::Int(5), false),
            is("email", text("a@b.c")),
        ];
        let plan = planned("orders", &["id"], &above, Some((by, false)), Some(10));
        assert!(plan.sort.is_none(), "{by}");
    }
}

#[test]
fn pages_by_number_come_in_the_order_of_the_key_where_the_list_sorts_by_it() {
    assert_eq!(
        shown("promotions", &["*"], &[], None, None),
        "GET /v3/promotions?sort=id&direction=asc&limit=250 (by page)"
    );
    let named = [one_of("id", integers(1..=3))];
    assert!(!shown("products", &["id"], &named, None, None).contains("sort"));
}

#[test]
fn long_lists_are_split_by_page() {
    let ids = integers(1..=300);
    let plan = planned("products", &["*"], &[one_of("id", ids)], None, None);
    assert_eq!(plan.lists.len(), 2);
    assert!(plan.exact);
}

#[test]
fn near_order_ids_share_a_request() {
    let ids = integers([3, 4, 200, 9_000]);
    let plan = planned("orders", &["*"], &[one_of("id", ids)], None, None);
    let first: Vec<String> = plan
        .lists
        .iter()
        .map(|list| list.first().target())
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
    let filters = [is("id", Value::Int(1)), is("id", Value::Int(2))];
    assert_eq!(
        shown("orders", &["id"], &filters, None, None),
        "no request: no row can match"
    );
}

#[test]
fn a_value_and_a_range_of_one_column_are_both_held() {
    let nothing = "no request: no row can match";
    let kind = |than: &str| {
        [
            is("type", text("physical")),
            at_least("type", text(than), false),
        ]
    };
    assert_eq!(shown("products", &["id"], &kind("q"), None, None), nothing);
    let plan = planned("products", &["id"], &kind("e"), None, None);
    assert!(
        plan.exact && plan.to_string().contains("type=physical"),
        "{plan}"
    );
    let uuid = "12dd9bde-0f25-4327-964c-ac03ef530942";
    let category = |than: &str| {
        [
            is("category_uuid", text(uuid)),
            at_least("category_uuid", text(than), true),
        ]
    };
    let none = shown("categories", &["name"], &category("2"), None, None);
    assert_eq!(none, nothing);
    assert!(planned("categories", &["name"], &category("12"), None, None).exact);
    // A value of another type than the end's is not held against it here, so that the rows are.
    let mixed = [
        is("type", text("physical")),
        at_least("type", Value::Int(5), false),
    ];
    assert!(!planned("products", &["id"], &mixed, None, None).exact);
    let crossed = [
        at_least("id", Value::Int(9), false),
        at_most("id", Value::Int(5)),
    ];
    assert_eq!(shown("orders", &["id"], &crossed, None, None), nothing);
    let of_order = [
        at_least("order_id", Value::Int(9), false),
        at_most("order_id", Value::Int(5)),
    ];
    let items = planned("order_items", &["id"], &of_order, None, None);
    assert!(items.lists.is_empty(), "{items}");
}

#[test]
fn parents_that_no_row_can_have_ask_nothing() {
    let mut parents = Constraints::default();
    parents.allow("status_id", []);
    let spec = ScanSpec {
        table: "order_items".to_owned(),
        columns: vec!["id".to_owned()],
        parents_predicate: Some(parents),
        ..ScanSpec::default()
    };
    let plan = plan(Catalog::builtin(), &spec).unwrap();
    assert!(plan.lists.is_empty(), "{plan}");
}

/// To the API a UUID in capitals is the same, to SQL it is another text: sent, `<>` would lose a row.
#[test]
fn a_uuid_in_capitals_is_left_to_the_check() {
    let (small, capital) = (
        "12dd9bde-0f25-4327-964c-ac03ef530942",
        "1EECF78B-A082-4230-A5D0-BFFB7E6898CF",
    );
    let not_in = |values: &[&str]| {
        let values: Vec<Value> = values.iter().copied().map(text).collect();
        let filter: Filter = (
            "category_uuid",
            Box::new(move |predicate, column| predicate.tests(column).exclude(values.clone())),
        );
        planned("categories", &["name"], &[filter], None, None)
    };
    let sent = not_in(&[small]);
    assert!(
        sent.to_string().contains("category_uuid:not_in=12dd9bde"),
        "{sent}"
    );
    for values in [&[capital][..], &[small, capital], &["{12dd9bde}"]] {
        let plan = not_in(values);
        assert!(
            !plan.exact && !plan.to_string().contains("not_in"),
            "{plan}"
        );
    }
    let is = [is("category_uuid", text(capital))];
    assert!(!planned("categories", &["name"], &is, None, None).exact);
}

#[test]
fn children_come_with_their_parents() {
    let one = shown(
        "order_items",
        &["id", "name"],
        &[is("order_id", Value::Int(7))],
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
    let physical = [is("type", text("physical"))];
    assert!(planned("products", &["id"], &physical, None, None).exact);
    let unknown = [is("type", text("edible"))];
    let plan = planned("products", &["id"], &unknown, None, None);
    assert!(!plan.exact && !plan.to_string().contains("edible"));
}

#[test]
fn a_comma_would_end_a_lists_element() {
    let company = [is("company", text("Smith, Jones"))];
    assert!(!shown("customers", &["id"], &company, None, None).contains("Smith"));
}

#[test]
fn children_of_children_come_by_the_same_list() {
    let plan = planned(
        "order_item_option_values",
        &["*"],
        &[is("order_id", Value::Int(7))],
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
    let carts = ScanSpec {
        table: "carts".to_owned(),
        ..ScanSpec::default()
    };
    let error = plan(Catalog::builtin(), &carts).unwrap_err();
    assert!(error.message.contains("WHERE id ="), "{error}");
    let one = [is("id", text("0a1b"))];
    assert!(shown("carts", &["id"], &one, None, None).starts_with("GET /v3/carts/0a1b"));
}

#[test]
fn every_table_can_be_planned() {
    for table in Catalog::builtin().tables() {
        let mut predicate = Constraints::default();
        for column in Catalog::builtin().required(table) {
            let value = match column.kind {
                ColumnType::Int64 => Value::Int(1),
                _ => text("x"),
            };
            predicate.allow(&column.name, [value]);
        }
        let spec = ScanSpec {
            table: table.name.clone(),
            columns: table.columns.keys().cloned().collect(),
            predicate,
            ..ScanSpec::default()
        };
        let plan = plan(Catalog::builtin(), &spec).unwrap();
        assert!(
            !plan.lists.is_empty() || plan.parents.is_some(),
            "{}",
            table.name
        );
    }
}

#[test]
fn a_spec_is_planned_alike_in_another_process() {
    let mut predicate = Constraints::default();
    predicate.allow("status_id", integers([1, 2]));
    predicate.tests("total_inc_tax").at_most(Bound {
        value: Value::Decimal(99_900, 4),
        inclusive: true,
    });
    let spec = ScanSpec {
        table: "orders".to_owned(),
        columns: vec!["id".to_owned()],
        predicate,
        limit: Some(7),
        ..ScanSpec::default()
    };
    let text = serde_json::to_string(&spec).unwrap();
    let other: ScanSpec = serde_json::from_str(&text).unwrap();
    assert_eq!(other, spec);
    let catalog = Catalog::builtin();
    assert_eq!(
        plan(catalog, &other).unwrap(),
        plan(catalog, &spec).unwrap()
    );
}

#[test]
fn bounds_of_a_key_range_are_the_predicates_own() {
    let one = planned("orders", &["id"], &[is("id", Value::Int(123))], None, None);
    let [list] = one.lists.as_slice() else {
        panic!("{one}");
    };
    let crate::plan::Pagination::KeyRange(range) = &list.paging else {
        panic!("{one}");
    };
    assert_eq!((range.low, range.high), (Some(123), Some(123)));
}

#[test]
fn a_row_in_its_parent_is_brought_with_what_its_own_columns_need() {
    let cart = "a8458391-ef68-4fe5-9ec1-442e6a767364";
    let filter = [is("cart_id", Value::Text(cart.to_owned()))];
    let shown = |columns: &[&str]| shown("cart_items", columns, &filter, None, None);
    let plain = format!("GET /v3/carts/{cart} (one answer)");
    assert_eq!(shown(&["name"]), plain);
    let words = "line_items.physical_items.options,line_items.digital_items.options";
    let with_options = format!("GET /v3/carts/{cart}?include={words} (one answer)");
    assert_eq!(shown(&["name", "options"]), with_options);
}

#[test]
fn a_list_that_tells_of_its_pages_is_asked_for_nothing() {
    let shown = |table| shown(table, &["*"], &[], None, None);
    assert_eq!(shown("tax_rates"), "GET /v3/tax/rates (by page)");
    assert_eq!(shown("tax_zones"), "GET /v3/tax/zones (one answer)");
}

#[test]
fn settings_of_channels_are_asked_for_by_channel() {
    let all = shown("channel_catalog_settings", &["*"], &[], None, None);
    let wanted = "GET /v3/channels?limit=250 (by page); for each: GET /v3/settings/catalog?channel_id={channel_id} (one answer)";
    assert_eq!(all.replace("%7B", "{").replace("%7D", "}"), wanted);
    let of_one = |table| {
        let filter = [is("channel_id", Value::Int(2))];
        shown(table, &["*"], &filter, None, None)
    };
    let by_parameter = "GET /v3/settings/catalog?channel_id=2 (one answer)";
    assert_eq!(of_one("channel_catalog_settings"), by_parameter);
    let by_path = "GET /v3/carts/settings/channels/2 (one answer)";
    assert_eq!(of_one("channel_cart_settings"), by_path);
}
