//! Nothing that the program prints or writes has a secret in it, at the highest verbosity: what went over the wire is noted, and
//! the secrets that were seen there are searched for in all output.

use std::fs;
use std::path::Path;

use super::machine::Machine;
use super::{COUNTED, by_oauth, callback_url, person, proxies};
use crate::support::{Run, Sandbox};

const PASSPHRASE: &str = "passphrase-of-the-test";

/// Every value that stood behind `before` in what the program sent.
fn sent(notes: &str, before: &str) -> Vec<String> {
    let values = notes.split(before).skip(1);
    let ends =
        |character: char| character == '&' || character.is_whitespace() || character.is_control();
    let whole = values.map(|rest| rest.split(ends).next().unwrap_or_default().to_owned());
    // What follows a form at once on the same connection is the next request's method.
    let mut values: Vec<String> = whole
        .map(|value| {
            value
                .trim_end_matches("GET")
                .trim_end_matches("POST")
                .to_owned()
        })
        .collect();
    values.sort();
    values.dedup();
    values
}

fn texts(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, into);
        } else {
            into.push_str(&String::from_utf8_lossy(&fs::read(&path).unwrap()));
        }
    }
}

fn all_of(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| format!("{}{}", run.out, run.err))
        .collect()
}

#[test]
fn none_is_printed_or_written() {
    let machine = Machine::new();
    let requests = machine.file("requests");
    let sandbox = Sandbox::start(&[
        "--token-seconds",
        "3",
        "--request-log",
        requests.to_str().unwrap(),
    ]);
    let (port, notes) = proxies::noting(sandbox.says("api_url"));
    let connection = by_oauth(
        &sandbox,
        &format!(
            "InitiateOAuth=GETANDREFRESH;CallbackURL={};OAuthSettingsPassphrase={PASSPHRASE};Logfile={};Verbosity=5",
            callback_url(),
            machine.file("storeql.log").display()
        ),
    )
    .replace(sandbox.says("api_url"), &format!("http://127.0.0.1:{port}"));

    let refused = machine.count_deciding(&connection, "refuse").0;
    let (child, address) = machine.count_in_browser(&connection);
    let there = person::decide(&address, "accept");
    let page = person::go(&there);
    let signed_in = Run::from(child.wait_with_output().unwrap());
    let refreshed = machine.count_until_refreshed(&connection);
    let checked = machine.run(&["login", "--check", "-c", &connection]);
    let wrong = machine.count(&connection.replace(sandbox.says("client_secret"), "wr0ng-s3cret"));
    let used = machine.count(&format!(
        "{};OAuthVerifier={};OAuthSettingsLocation={}",
        connection.replace("GETANDREFRESH", "REFRESH"),
        person::parameter(&there, "code"),
        machine.file("other-settings").display()
    ));
    assert_eq!(
        (signed_in.code, refreshed.code, checked.code),
        (Some(0), Some(0), Some(0))
    );
    assert_eq!(
        (refused.code, wrong.code, used.code),
        (Some(3), Some(2), Some(3))
    );
    assert_eq!(
        (signed_in.out.as_str(), refreshed.out.as_str()),
        (COUNTED, COUNTED)
    );

    let notes = String::from_utf8_lossy(&notes.lock().unwrap()).into_owned();
    let (codes, tokens) = (sent(&notes, "&code="), sent(&notes, "x-auth-token: "));
    let refresh_tokens = sent(&notes, "&refresh_token=");
    assert_eq!(codes, [person::parameter(&there, "code")]);
    assert!(
        tokens.len() >= 2 && !refresh_tokens.is_empty(),
        "{} {}",
        tokens.len(),
        refresh_tokens.len()
    );

    let mut shown = all_of(&[refused, signed_in, refreshed, checked, wrong, used]);
    shown.push_str(&page.text);
    texts(machine.file(".").as_path(), &mut shown);
    assert!(shown.contains("/oauth2/token") && shown.contains("/v3/catalog/products"));
    let fixed = [sandbox.says("client_secret"), "wr0ng-s3cret", PASSPHRASE].map(str::to_owned);
    for secret in fixed
        .iter()
        .chain(&codes)
        .chain(&tokens)
        .chain(&refresh_tokens)
    {
        assert!(
            secret.len() > 8 && !shown.contains(secret.as_str()),
            "{secret} is shown"
        );
    }
}
