//! Ways 4 and 5: a machine without a browser gets a code, or the settings file of a machine that has one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::machine::Machine;
use super::{COUNTED, by_oauth, callback_url, person};
use crate::support::Sandbox;

const CALLBACK: &str = "https://app.example/callback";

fn exchanges(log: &Path) -> usize {
    let log = fs::read_to_string(log).unwrap();
    log.lines()
        .filter(|line| line.contains("/oauth2/token"))
        .count()
}

#[test]
fn a_code_is_exchanged_once_and_its_token_kept() {
    let machine = Machine::new();
    let log = machine.file("requests");
    let sandbox = Sandbox::start(&["--request-log", log.to_str().unwrap()]);
    let settings = machine.file("kept/settings");
    fs::create_dir(settings.parent().unwrap()).unwrap();
    let connection = by_oauth(
        &sandbox,
        &format!(
            "InitiateOAuth=REFRESH;CallbackURL={CALLBACK};OAuthSettingsLocation={}",
            settings.display()
        ),
    );
    // Before the first sign-in, the error brings the address; so does the command.
    let message = machine.count(&connection).failed(3);
    let printed = machine
        .run(&["login", "--print-url", "-c", &connection])
        .ok();
    assert!(message.contains(printed.trim()), "{message}");

    let code = person::code(printed.trim());
    let with_code = format!("{connection};OAuthVerifier={code}");
    assert_eq!(machine.count(&with_code).ok(), COUNTED);
    assert_eq!(
        fs::metadata(&settings).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(machine.count(&connection).ok(), COUNTED);
    assert_eq!(machine.count(&with_code).ok(), COUNTED);
    assert_eq!(exchanges(&log), 1);
    assert!(machine.opened().is_empty());
}

#[test]
fn a_code_that_is_no_good_is_told() {
    let (sandbox, machine) = (Sandbox::start(&["--code-seconds", "0"]), Machine::new());
    let connection = by_oauth(
        &sandbox,
        &format!("InitiateOAuth=REFRESH;CallbackURL={CALLBACK}"),
    );
    let printed = machine
        .run(&["login", "--print-url", "-c", &connection])
        .ok();
    let code = person::code(printed.trim());
    for (code, why) in [
        (code.as_str(), "has expired"),
        ("n0t-a-c0de", "not one of this app"),
    ] {
        let message = machine
            .count(&format!("{connection};OAuthVerifier={code}"))
            .failed(3);
        assert!(
            message.contains(why) && !message.contains(code),
            "{message}"
        );
    }
    assert!(!machine.settings().exists());
}

#[test]
fn without_any_initiative_the_error_brings_the_address() {
    let (sandbox, machine) = (Sandbox::start(&[]), Machine::new());
    let connection = by_oauth(
        &sandbox,
        &format!("InitiateOAuth=OFF;CallbackURL={CALLBACK}"),
    );
    let message = machine.count(&connection).failed(3);
    let address = message
        .split_whitespace()
        .find(|word| word.contains("/oauth2/authorize?"));
    let code = person::code(address.unwrap().trim_end_matches('.'));
    let connection = connection.replace("=OFF", "=REFRESH");
    assert_eq!(
        machine
            .count(&format!("{connection};OAuthVerifier={code}"))
            .ok(),
        COUNTED
    );
}

#[test]
fn a_settings_file_works_on_another_machine() {
    let sandbox = Sandbox::start(&[]);
    let (desk, server) = (Machine::new(), Machine::new());
    let connection = by_oauth(
        &sandbox,
        &format!(
            "CallbackURL={};OAuthSettingsPassphrase=open sesame",
            callback_url()
        ),
    );
    let desktop = format!("{connection};InitiateOAuth=GETANDREFRESH");
    assert_eq!(desk.count_deciding(&desktop, "accept").0.ok(), COUNTED);

    let headless = format!("{connection};InitiateOAuth=REFRESH");
    assert!(
        server
            .count(&headless)
            .failed(3)
            .contains("there is no sign-in yet")
    );
    fs::create_dir_all(server.settings().parent().unwrap()).unwrap();
    fs::copy(desk.settings(), server.settings()).unwrap();
    assert_eq!(server.count(&headless).ok(), COUNTED);

    let copied = fs::read(server.settings()).unwrap();
    for wrong in [
        headless.replace("open sesame", "open barley"),
        headless.replace(sandbox.says("client_secret"), "another-secret"),
    ] {
        let message = server.count(&wrong).failed(2);
        assert!(message.contains("OAuthSettings.txt"), "{message}");
        assert!(
            !message.contains("barley") && !message.contains("another-secret"),
            "{message}"
        );
    }
    assert_eq!(fs::read(server.settings()).unwrap(), copied);
    assert!(server.opened().is_empty());
}
