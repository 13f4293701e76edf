//! Way 1: the token of a store's own API account.

use super::machine::Machine;
use super::{COUNT, COUNTED};
use crate::support::Sandbox;

#[test]
fn the_store_and_its_token_in_every_spelling() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let (store, token) = (sandbox.says("store_id"), sandbox.says("access_token"));
    let path = format!("https://api.bigcommerce.com/stores/{store}/v3");
    for connection in [
        format!("AuthScheme=PersonalAccessToken;StoreId={store};OAuthAccessToken={token}"),
        format!("AuthScheme=PAT;StoreId={path};OAuthAccessToken={token}"),
        format!("AuthScheme=Personal access token;Store Id={path}/;OAuth Access Token={token};"),
        format!("AuthScheme=OAuth;StoreId={store};OAuthAccessToken={token}"),
        format!(
            "authscheme='OAuth';initiateoauth=OFF;storeid=\"{store}\";oauthaccesstoken={token}"
        ),
        format!("StoreId={store};OAuthAccessToken={token}"),
    ] {
        let connection = format!("{connection};ApiUrl={}", sandbox.says("api_url"));
        assert_eq!(machine.count(&connection).ok(), COUNTED, "{connection}");
    }
    assert!(machine.opened().is_empty());
}

#[test]
fn a_connection_string_of_another_driver_works_unchanged() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    // Where the server is stands in the environment, so that the string itself is as it was written for BigCommerce.
    let connection = format!(
        "AuthScheme=Personal access token;Store Id={};OAuthAccessToken={};Timeout=60;UseConnectionPooling=true;RTK=ABCDEF;Verbosity=1",
        sandbox.says("store_id"),
        sandbox.says("access_token"),
    );
    let mut command = machine.command(&["query", "-c", &connection, COUNT, "--format", "csv"]);
    let run: crate::support::Run = command
        .env("STOREQL_APIURL", sandbox.says("api_url"))
        .output()
        .unwrap()
        .into();
    let warnings = run.err.clone();
    assert_eq!(run.ok(), COUNTED);
    assert!(
        warnings.contains("UseConnectionPooling") && warnings.contains("RTK"),
        "{warnings}"
    );
}

#[test]
fn a_check_tells_the_store_and_what_the_token_may() {
    let scopes = "store_v2_information_read_only,store_v2_products_read_only";
    let sandbox = Sandbox::start(&["--quota", "500", "--scopes", scopes]);
    let machine = Machine::new();
    let told = machine
        .run(&["login", "--check", "-c", sandbox.says("connection")])
        .ok();
    let line = |start: &str| {
        let found = told.lines().find_map(|line| line.strip_prefix(start));
        found.unwrap_or_else(|| panic!("{start} {told}"))
    };
    assert_eq!(line("store: "), sandbox.says("store_id"));
    assert!(!line("plan_name: ").is_empty());
    assert!(line("requests allowed per window: ").starts_with("500, left: "));
    let (has, lacks) = (line("scopes: "), line("scopes that it lacks: "));
    assert_eq!(has, scopes.replace(',', " "));
    for lacking in ["store_v2_orders_read_only", "store_v2_customers_read_only"] {
        assert!(lacks.split(' ').any(|scope| scope == lacking), "{told}");
    }

    let wrong = sandbox
        .says("connection")
        .replace(sandbox.says("access_token"), "wrong-token");
    let told = machine.run(&["login", "--check", "-c", &wrong]).failed(3);
    assert!(!told.contains("wrong-token"), "{told}");
}
