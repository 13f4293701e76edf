//! Way 2: the program opens the browser, listens for the answer, and keeps what comes of it.

use std::io::{BufRead, BufReader};

use super::machine::Machine;
use super::{COUNTED, by_oauth, callback_url, of_any_store, person};
use crate::support::{Sandbox, piped};

fn connection(sandbox: &Sandbox) -> String {
    let callback = callback_url();
    by_oauth(
        sandbox,
        &format!("InitiateOAuth=GETANDREFRESH;CallbackURL={callback}"),
    )
}

#[test]
fn the_browser_opens_once() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let connection = connection(&sandbox);
    let (run, page) = machine.count_deciding(&connection, "accept");
    assert_eq!(run.ok(), COUNTED);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("You are signed in"), "{}", page.text);
    assert!(!page.text.contains("<script"), "{}", page.text);
    assert_eq!(machine.count(&connection).ok(), COUNTED);
    assert_eq!(machine.opened().len(), 1);
    let address = &machine.opened()[0];
    assert_eq!(
        person::parameter(address, "context"),
        format!("stores/{}", sandbox.says("store_id"))
    );
    assert_eq!(person::parameter(address, "state").len(), 64);
}

#[test]
fn refusing_is_told_here_and_there() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let (run, page) = machine.count_deciding(&connection(&sandbox), "refuse");
    let message = run.failed(3);
    assert!(
        message.contains("access was refused in the browser"),
        "{message}"
    );
    assert!(
        page.text.contains("Access was refused in the browser"),
        "{}",
        page.text
    );
    assert!(!machine.settings().exists());
}

#[test]
fn a_token_that_ends_is_refreshed_without_a_browser() {
    let (sandbox, machine) = (Sandbox::start(&["--token-seconds", "3"]), Machine::new());
    let connection = connection(&sandbox);
    let (run, _) = machine.count_deciding(&connection, "accept");
    assert_eq!(run.ok(), COUNTED);
    assert_eq!(machine.count_until_refreshed(&connection).ok(), COUNTED);
    assert_eq!(machine.opened().len(), 1);
}

#[test]
fn a_token_that_is_taken_away_opens_the_browser_once_more() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let connection = connection(&sandbox);
    machine.count_deciding(&connection, "accept").0.ok();
    let (login_url, client_id) = (sandbox.says("login_url"), sandbox.says("client_id"));
    person::press("uninstall", login_url, client_id, "");
    let (run, _) = machine.count_deciding(&connection, "accept");
    assert_eq!(run.ok(), COUNTED);
    assert_eq!(machine.opened().len(), 2);
}

#[test]
fn the_install_button_names_the_store() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let callback = callback_url();
    let connection = of_any_store(&by_oauth(&sandbox, &format!("CallbackURL={callback}")));
    let mut child = piped(&mut machine.command(&["login", "--install", "-c", &connection]));
    let mut told = String::new();
    BufReader::new(child.stderr.as_mut().unwrap())
        .read_line(&mut told)
        .unwrap();
    assert!(
        told.starts_with(&format!("sign-in: waiting at {callback}")),
        "{told}"
    );
    let (login_url, client_id) = (sandbox.says("login_url"), sandbox.says("client_id"));
    let page = person::go(&person::press("install", login_url, client_id, &callback));
    assert!(
        page.text.contains(sandbox.says("store_id")),
        "{}",
        page.text
    );
    let run: crate::support::Run = child.wait_with_output().unwrap().into();
    let expected = format!("signed in to the store {}", sandbox.says("store_id"));
    assert!(run.ok().contains(&expected));
    assert_eq!(machine.count(&connection).ok(), COUNTED);
    assert_eq!(machine.opened().len(), 0);
}

/// Neither another state nor none ends a sign-in: it waits on for its own answer.
#[test]
fn an_answer_of_another_sign_in_is_ignored() {
    for fault in ["wrong-state", "drop-state"] {
        let (sandbox, machine) = (Sandbox::start(&["--oauth-fault", fault]), Machine::new());
        let (mut child, address) = machine.count_in_browser(&connection(&sandbox));
        let page = person::look(&person::decide(&address, "accept"));
        assert_eq!(page.status, 400, "{fault}");
        assert!(
            page.text.contains("belongs to another sign-in"),
            "{}",
            page.text
        );
        assert!(child.try_wait().unwrap().is_none(), "{fault}");
        child.kill().unwrap();
        assert!(!machine.settings().exists(), "{fault}");
    }
}

#[test]
fn a_callback_behind_a_tunnel_is_listened_for_elsewhere() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let here = callback_url()
        .replace("http://localhost:", "127.0.0.1:")
        .replace("/callback", "");
    let connection = by_oauth(
        &sandbox,
        &format!(
            "InitiateOAuth=GETANDREFRESH;CallbackURL=https://tunnel.example/callback;OAuthListenAddress={here}"
        ),
    );
    let (child, address) = machine.count_in_browser(&connection);
    let there = person::decide(&address, "accept");
    person::go(&there.replace("https://tunnel.example/", &format!("http://{here}/")));
    let run: crate::support::Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.ok(), COUNTED);
}

#[test]
fn what_is_wrong_is_not_kept() {
    for (fault, why) in [
        ("wrong-context", "and not for stores/"),
        ("empty-scope", "grants no scope at all"),
    ] {
        let (sandbox, machine) = (Sandbox::start(&["--oauth-fault", fault]), Machine::new());
        let (run, page) = machine.count_deciding(&connection(&sandbox), "accept");
        let message = run.failed(3);
        assert!(message.contains(why), "{fault}: {message}");
        assert_eq!(page.status, 400, "{fault}");
        assert!(!machine.settings().exists(), "{fault}");
    }
}

#[test]
fn scopes_that_are_not_granted_are_named() {
    let app = "id=reports,secret=s3cret,scope=store_v2_products_read_only,scope=store_v2_orders_read_only";
    let (sandbox, machine) = (Sandbox::start(&["--app", app]), Machine::new());
    let connection = connection(&sandbox)
        .replace(sandbox.says("client_id"), "reports")
        .replace(sandbox.says("client_secret"), "s3cret");
    let (run, page) = machine.count_deciding(&connection, "accept");
    assert_eq!(run.ok(), COUNTED);
    assert!(
        page.text.contains("store_v2_customers_read_only"),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("store_v2_orders_read_only"),
        "{}",
        page.text
    );
    let message = machine
        .query(&connection, "SELECT id FROM customers")
        .failed(3);
    assert!(message.contains("lacks the scope"), "{message}");
}
