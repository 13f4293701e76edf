//! Ten programs that want to sign in at the same moment: one browser, one exchange, one good file.

use std::fs;
use std::path::Path;
use std::process::Child;

use super::machine::Machine;
use super::{COUNT, COUNTED, by_oauth, callback_url, person};
use crate::support::{Run, Sandbox, piped};

const MANY: usize = 10;

fn requests_to(log: &Path, path: &str) -> usize {
    let log = fs::read_to_string(log).unwrap();
    log.lines().filter(|line| line.contains(path)).count()
}

fn start(machine: &Machine, connection: &str) -> Child {
    piped(&mut machine.command(&["query", "-c", connection, COUNT, "--format", "csv"]))
}

fn all_count(programs: Vec<Child>) {
    for program in programs {
        let run = Run::from(program.wait_with_output().unwrap());
        assert_eq!(run.ok(), COUNTED);
    }
}

#[test]
fn one_browser_and_one_exchange() {
    let machine = Machine::new();
    let log = machine.file("requests");
    let sandbox = Sandbox::start(&["--request-log", log.to_str().unwrap()]);
    let callback = callback_url();
    let connection = by_oauth(
        &sandbox,
        &format!("InitiateOAuth=GETANDREFRESH;CallbackURL={callback}"),
    );
    let mut programs: Vec<Child> = (1..MANY).map(|_| start(&machine, &connection)).collect();
    let (last, address) = machine.count_in_browser(&connection);
    programs.push(last);
    person::answer(&address, "accept");
    all_count(programs);
    assert_eq!(machine.opened().len(), 1);
    assert_eq!(requests_to(&log, "/oauth2/token"), 1);
    assert_eq!(machine.count(&connection).ok(), COUNTED);
    assert_eq!(machine.opened().len(), 1);
}

#[test]
fn one_exchange_of_a_code() {
    let machine = Machine::new();
    let log = machine.file("requests");
    let sandbox = Sandbox::start(&["--request-log", log.to_str().unwrap()]);
    let connection = by_oauth(
        &sandbox,
        "InitiateOAuth=REFRESH;CallbackURL=https://app.example/callback",
    );
    let printed = machine
        .run(&["login", "--print-url", "-c", &connection])
        .ok();
    let with_code = format!(
        "{connection};OAuthVerifier={}",
        person::code(printed.trim())
    );
    all_count((0..MANY).map(|_| start(&machine, &with_code)).collect());
    assert_eq!(requests_to(&log, "/oauth2/token"), 1);
    assert_eq!(machine.count(&connection).ok(), COUNTED);
}
