//! Way 3: a web application, which sends the person to the login server by itself and asks in SQL.

use super::machine::Machine;
use super::{COUNTED, by_oauth, person};
use crate::support::Sandbox;

const CALLBACK: &str = "https://app.example/signed-in";

/// The first row of a result in CSV that quotes nothing, by its columns.
fn row(csv: &str) -> Vec<(&str, &str)> {
    let mut lines = csv.lines();
    let names = lines.next().unwrap().split(',');
    names.zip(lines.next().unwrap().split(',')).collect()
}

fn value<'a>(row: &[(&'a str, &'a str)], name: &str) -> &'a str {
    row.iter().find(|(own, _)| *own == name).unwrap().1
}

#[test]
fn by_two_procedures() {
    let (sandbox, machine) = (Sandbox::start(&["--token-seconds", "900"]), Machine::new());
    let connection = by_oauth(&sandbox, "InitiateOAuth=OFF");
    let message = machine.count(&connection).failed(3);
    assert!(
        message.contains("EXEC GetOAuthAuthorizationURL"),
        "{message}"
    );

    let system = "SELECT count(*) AS stores FROM sys_tables WHERE table_name = 'products'";
    assert_eq!(machine.query(&connection, system).ok(), "stores\n1\n");

    let ask = format!(
        "EXEC GetOAuthAuthorizationURL AuthMode='WEB', CallbackURL='{CALLBACK}', \
         Permissions='store_v2_products_read_only store_v2_orders_read_only', State='the state of the application'"
    );
    let told = machine.query(&connection, &ask).ok();
    let url = told.lines().nth(1).unwrap().trim_matches('"');
    let there = person::decide(url, "accept");
    assert!(there.starts_with(CALLBACK), "{there}");
    assert_eq!(
        person::parameter(&there, "state"),
        "the state of the application"
    );

    let code = person::parameter(&there, "code");
    let exchange = format!(
        "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='{code}', CallbackURL='{CALLBACK}', \
         Permissions='store_v2_products_read_only store_v2_orders_read_only'"
    );
    let run = machine.query(&connection, &exchange);
    assert!(!run.err.contains(&code), "{}", run.err);
    let told = run.ok();
    let row = row(&told);
    assert_eq!(value(&row, "ExpiresIn"), "900");
    assert_eq!(
        value(&row, "Context"),
        format!("stores/{}", sandbox.says("store_id"))
    );
    assert_eq!(
        value(&row, "Scope"),
        "store_v2_products_read_only store_v2_orders_read_only"
    );
    assert_eq!(value(&row, "UserEmail"), "owner@sandbox.example");
    for name in ["OAuthRefreshToken", "AccountUuid", "UserId"] {
        assert!(!value(&row, name).is_empty(), "{name}");
    }
    let token = value(&row, "OAuthAccessToken");
    assert_eq!(
        machine
            .count(&format!("{connection};OAuthAccessToken={token}"))
            .ok(),
        COUNTED
    );

    let message = machine.query(&connection, &exchange).failed(3);
    assert!(
        message.contains("used already") && !message.contains(&code),
        "{message}"
    );
    assert!(machine.opened().is_empty() && !machine.settings().exists());
}

#[test]
fn a_parameter_without_a_value_sends_nothing() {
    let machine = Machine::new();
    let log = machine.file("requests");
    let sandbox = Sandbox::start(&["--request-log", log.to_str().unwrap()]);
    let connection = by_oauth(&sandbox, "InitiateOAuth=OFF");
    for (sql, missing) in [
        (
            "EXEC GetOAuthAuthorizationURL AuthMode='WEB', CallbackURL=''",
            "CallbackURL",
        ),
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='c0de'",
            "CallbackURL",
        ),
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', CallbackURL='https://a.example', Verifier=NULL",
            "Verifier",
        ),
    ] {
        let run = machine.query(&connection, sql);
        assert_ne!(run.code, Some(0), "{sql}");
        assert!(
            run.err.contains(missing) && !run.err.contains("c0de"),
            "{sql}: {}",
            run.err
        );
    }
    assert_eq!(std::fs::read_to_string(&log).unwrap(), "");
}
