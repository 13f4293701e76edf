//! The commands beside `query` and `shell`, and the help.

use insta::assert_snapshot;

use crate::support::{Sandbox, storeql};

#[test]
fn help_says_what_there_is() {
    assert_snapshot!("help", storeql(&["--help"]).ok());
    assert_snapshot!("help_query", storeql(&["query", "--help"]).ok());
    assert_snapshot!("help_sandbox", storeql(&["sandbox", "--help"]).ok());
}

#[test]
fn tables_are_listed() {
    let out = storeql(&["tables"]).ok();
    for table in ["products", "orders", "order_items", "customers"] {
        assert!(
            out.lines()
                .any(|line| line.starts_with(&format!(" {table} "))),
            "{table}: {out}"
        );
    }
}

#[test]
fn a_table_shows_its_columns_and_filters() {
    assert_snapshot!("tables_brands", storeql(&["tables", "brands"]).ok());
    assert_snapshot!("tables_unknown", storeql(&["tables", "brnads"]).failed(1));
}

#[test]
fn a_tables_name_is_found_as_in_sql() {
    let canonical = storeql(&["tables", "order_items"]).ok();
    for spelling in [
        "OrderItems",
        "[Order Items]",
        "Order Items",
        "BigCommerce.ORDERITEMS",
    ] {
        assert_eq!(storeql(&["tables", spelling]).ok(), canonical, "{spelling}");
    }
    let out = storeql(&["tables", "SYS_TABLES", "--format", "csv"]).ok();
    assert!(
        out.starts_with("column,type,about\nCatalogName,VARCHAR,The database.\n"),
        "{out}"
    );

    let folder = tempfile::tempdir().unwrap();
    let views = folder.path().join("views.json");
    let dear = "{\"DearOnes\": {\"query\": \"SELECT Id, Price AS Cost FROM Products\"}}";
    std::fs::write(&views, dear).unwrap();
    let connection = format!("UserDefinedViews={}", views.display());
    let out = storeql(&["tables", "-c", &connection, "dear_ones", "--format", "csv"]).ok();
    assert_eq!(
        out,
        "column,type,about\nId,BIGINT,\"\"\nCost,\"DECIMAL(20,4)\",\"\"\n"
    );
}

#[test]
fn a_tables_missing_scopes_are_told_where_they_are_known() {
    let scopes = "store_v2_orders,store_v2_products_read_only";
    let listed = ["tables", "--sandbox", "--scopes", scopes, "--format", "csv"];
    let out = storeql(&listed).ok();
    let line = |table: &str| {
        let start = format!("{table},");
        out.lines().find(|line| line.starts_with(&start)).unwrap()
    };
    assert!(
        out.starts_with("name,area,needs,lacks scope,about\n"),
        "{out}"
    );
    assert!(
        line("order_items").starts_with("order_items,orders,\"\",\"\","),
        "{out}"
    );
    let coupons = "coupons,marketing,\"\",store_v2_marketing_read_only,";
    assert!(line("coupons").starts_with(coupons), "{out}");
}

#[test]
fn tables_and_views_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let definition = "name = \"brand_names\"\nabout = \"Brands.\"\napi = \"v3\"\nscope = \"\"\nkey = [\"id\"]\n\
                      list = \"/catalog/brands\"\n[columns]\nid = { type = \"int64\", about = \"Number.\" }\n";
    std::fs::write(folder.path().join("brand_names.toml"), definition).unwrap();
    let location = folder.path().to_str().unwrap();
    let out = storeql(&["tables", "--location", location]).ok();
    assert!(out.contains(" brand_names "), "{out}");
    let connection = format!("Location={location}");
    let out = storeql(&["tables", "-c", &connection, "brand_names"]).ok();
    assert!(out.contains(" id "), "{out}");
    std::fs::write(folder.path().join("brand_names.toml"), "name =").unwrap();
    let said = storeql(&["tables", "--location", location]).failed(2);
    assert!(
        said.contains("brand_names.toml: line 1 is not TOML"),
        "{said}"
    );
}

#[test]
fn the_sandbox_says_where_it_is() {
    let sandbox = Sandbox::start(&["--products", "3"]);
    for name in [
        "api_url",
        "login_url",
        "store_id",
        "access_token",
        "client_id",
        "client_secret",
        "connection",
    ] {
        assert!(!sandbox.says(name).is_empty(), "{name}");
    }
    assert_eq!(
        sandbox
            .query("SELECT count(*) AS n FROM products", &["--format", "csv"])
            .ok(),
        "n\n3\n"
    );
}

#[test]
fn the_same_seed_is_the_same_store() {
    let asked = |seed: &str| {
        storeql(&[
            "query",
            "--sandbox",
            "--seed",
            seed,
            "SELECT * FROM products",
            "--format",
            "csv",
        ])
        .ok()
    };
    assert_eq!(asked("7"), asked("7"));
    assert_ne!(asked("7"), asked("8"));
}

#[test]
fn a_sandbox_that_cannot_start_says_why() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let message = storeql(&["sandbox", "--listen", &address]).failed(2);
    assert!(message.contains(&address), "{message}");
    storeql(&["sandbox", "--data", "/no/such/folder"]).failed(2);
}
