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
