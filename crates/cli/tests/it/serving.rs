//! `storeql serve`: where the server says that it is, who is let in, and how it ends.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;

use serde_json::Value;

use crate::support::{piped, program, signal, storeql, storeql_reading};

/// A server, and the first line that it writes.
fn started(arguments: &[&str]) -> (Child, Value) {
    let mut child = piped(
        program()
            .args(["serve", "pg", "--listen", "127.0.0.1:0"])
            .args(arguments),
    );
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let started = serde_json::from_str(&line).unwrap_or_else(|error| {
        let mut message = String::new();
        let _ = child.kill();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut message)
            .unwrap();
        panic!("{error}: {line}{message}")
    });
    (child, started)
}

/// Begins a conversation, and answers the letter of the server's first message and its first number.
fn begins(started: &Value, user: &str) -> (u8, u32) {
    let address = (
        started["host"].as_str().unwrap(),
        u16::try_from(started["port"].as_u64().unwrap()).unwrap(),
    );
    let mut stream = TcpStream::connect(address).unwrap();
    let database = started["database"].as_str().unwrap();
    let body = format!("user\0{user}\0database\0{database}\0\0");
    let length = u32::try_from(body.len() + 8).unwrap();
    let packet = [&length.to_be_bytes()[..], &[0, 3, 0, 0], body.as_bytes()].concat();
    stream.write_all(&packet).unwrap();
    let mut answer = [0; 9];
    stream.read_exact(&mut answer).unwrap();
    let number = u32::from_be_bytes(answer[5..].try_into().unwrap());
    (answer[0], number)
}

#[test]
fn a_sandbox_is_served_and_ends_in_order() {
    let (child, started) = started(&["--sandbox", "--orders", "3"]);
    let password = started["password"].as_str().unwrap().to_owned();
    let url = started["url"].as_str().unwrap();
    assert!(
        url.starts_with("postgresql://storeql:") && url.ends_with("/sandbox"),
        "{url}"
    );
    assert_eq!(started["tls"], false);
    // A password is asked for, by SASL.
    assert_eq!(begins(&started, "storeql"), (b'R', 10));
    signal(&child, "-TERM");
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{message}");
    for line in [
        "psql: psql \"postgresql://",
        "DBeaver: PostgreSQL",
        "JDBC: jdbc:postgresql://",
    ] {
        assert!(message.contains(line), "{message}");
    }
    assert!(
        !message.contains(&password),
        "the password is for scripts alone"
    );
}

#[test]
fn settings_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("serve.toml");
    std::fs::write(
        &config,
        "trust = true\nrole = 'read'\nlisten = '127.0.0.1:1'",
    )
    .unwrap();
    let (child, started) = started(&["--sandbox", "--config", config.to_str().unwrap()]);
    assert_ne!(started["port"], 1, "the command line goes before the file");
    assert_eq!(begins(&started, "anyone"), (b'R', 0));
    signal(&child, "-TERM");
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
}

#[test]
fn what_lets_strangers_in_does_not_start() {
    for arguments in [
        &["--sandbox", "--trust", "--listen", "0.0.0.0:0"][..],
        &["--sandbox", "--listen", "0.0.0.0:0"],
        &[
            "-c",
            "StoreId=abc;OAuthAccessToken=x",
            "--users",
            "/nowhere/users",
        ],
        &["-c", "StoreId=abc;OAuthAccessToken=x", "--user", "me"],
        &["--sandbox", "--config", "/nowhere/serve.toml"],
    ] {
        storeql(&[&["serve", "pg"], arguments].concat()).failed(2);
    }
}

#[test]
fn a_user_is_added_by_a_password_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let users = folder.path().join("users");
    let path = users.to_str().unwrap();
    let add = ["serve", "add-user", "report", "--users", path];
    storeql_reading(&add, "a long password\n").ok();
    let text = std::fs::read_to_string(&users).unwrap();
    assert!(
        text.starts_with("report:read:SCRAM-SHA-256$4096:"),
        "{text}"
    );
    storeql_reading(&add, "\n").failed(2);
    let (child, started) = started(&["--sandbox", "--users", path]);
    assert_eq!(started["password"], Value::Null);
    assert_eq!(begins(&started, "report"), (b'R', 10));
    signal(&child, "-TERM");
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
}
