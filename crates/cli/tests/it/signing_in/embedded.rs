//! Way 6: a program that was built with an application of its own, so that its users need no client id and no secret.
//! Builds the connection's example with one and without, in a target folder of its own: the program itself would take
//! DataFusion with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use super::machine::Machine;
use super::{callback_url, person};
use crate::support::{Run, Sandbox, alone};

/// The application, as the distributor and the login server know it.
const ID: &str = "distributed-app";
const SECRET: &str = "s3cret-of-the-distributor";

/// The program with the application, and the one without.
static BUILT: LazyLock<(PathBuf, PathBuf)> =
    LazyLock::new(|| (build("with", &[ID, SECRET]), build("without", &[])));

fn build(name: &str, application: &[&str]) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("embedded");
    let names = ["STOREQL_OAUTH_CLIENT_ID", "STOREQL_OAUTH_CLIENT_SECRET"];
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--quiet", "--locked", "--offline"])
        .args(["--package", "storeql-connection", "--example", "connect"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    names.iter().for_each(|name| {
        command.env_remove(name);
    });
    command.envs(names.iter().zip(application));
    assert!(command.status().unwrap().success(), "{command:?}");
    // Renamed into place, as an earlier one may still run.
    let (copied, built) = (target.join(format!("{name}.new")), target.join(name));
    fs::copy(target.join("debug/examples/connect"), &copied).unwrap();
    fs::rename(copied, &built).unwrap();
    built
}

fn connect(machine: &Machine, program: &Path, arguments: &[&str]) -> Command {
    let mut command = machine.at_home(alone(program.as_os_str()));
    command.args(arguments);
    command
}

fn run(machine: &Machine, arguments: &[&str]) -> Run {
    let output = connect(machine, &BUILT.0, arguments).output();
    output.unwrap().into()
}

/// A store that lets the application in, and a connection string without the application.
fn store(more: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::start(&["--app", &format!("id={ID},secret={SECRET}")]);
    let connection = format!(
        "ApiUrl={};LoginUrl={};StoreId={};{more}",
        sandbox.says("api_url"),
        sandbox.says("login_url"),
        sandbox.says("store_id")
    );
    (sandbox, connection)
}

#[test]
fn the_desktop_and_the_transferred_file_need_no_application() {
    let (desk, server) = (Machine::new(), Machine::new());
    let (sandbox, connection) = store(&format!("CallbackURL={}", callback_url()));
    let answers = format!("{} answers {{\"time\":", sandbox.says("store_id"));

    let desktop = format!("{connection};InitiateOAuth=GETANDREFRESH");
    let (child, address) = desk.in_browser(connect(&desk, &BUILT.0, &[&desktop]));
    let page = person::answer(&address, "accept");
    assert!(page.text.contains("You are signed in"), "{}", page.text);
    let signed_in: Run = child.wait_with_output().unwrap().into();
    assert!(signed_in.ok().starts_with(&answers));

    let headless = format!("{connection};InitiateOAuth=REFRESH");
    let message = run(&server, &[&headless]).failed(1);
    assert!(message.contains("there is no sign-in yet"), "{message}");
    fs::create_dir_all(server.settings().parent().unwrap()).unwrap();
    fs::copy(desk.settings(), server.settings()).unwrap();
    assert!(run(&server, &[&headless]).ok().starts_with(&answers));
    let kept = fs::read_to_string(server.settings()).unwrap();
    assert!(kept.contains(ID) && !kept.contains(SECRET), "{kept}");
}

#[test]
fn the_web_application_and_the_verifier_need_none_either() {
    let machine = Machine::new();
    let (sandbox, connection) = store("CallbackURL=https://app.example/callback");
    let signs_in = || {
        let address = run(&machine, &["url", &connection]).ok();
        assert_eq!(person::parameter(address.trim(), "client_id"), ID);
        person::code(address.trim())
    };

    let token = run(&machine, &["code", &signs_in(), &connection]).ok();
    let expected = format!("a token for stores/{}\n", sandbox.says("store_id"));
    assert_eq!(token, expected);

    let headless = format!("{connection};InitiateOAuth=REFRESH");
    let with_code = format!("{headless};OAuthVerifier={}", signs_in());
    let answers = format!("{} answers", sandbox.says("store_id"));
    assert!(run(&machine, &[&with_code]).ok().starts_with(&answers));
    assert!(run(&machine, &[&headless]).ok().starts_with(&answers));
}

#[test]
fn a_build_without_one_says_so_and_names_the_properties() {
    let machine = Machine::new();
    let (_sandbox, connection) = store("CallbackURL=https://app.example/callback");
    for arguments in [&["url", &connection][..], &[&connection]] {
        let output = connect(&machine, &BUILT.1, arguments).output().unwrap();
        let message = Run::from(output).failed(1);
        assert!(
            message.contains("OAuthClientId and OAuthClientSecret are missing: this build"),
            "{message}"
        );
    }
}
