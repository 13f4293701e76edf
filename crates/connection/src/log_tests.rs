//! The log file by its properties: what is in it, what is not, and when a new one is begun.

use std::path::PathBuf;

use super::*;
use crate::connection::Connection;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn connection(path: &Path, rest: &str) -> Connection {
    Connection::parse(&format!("StoreId=abc;Logfile={};{rest}", path.display())).unwrap()
}

/// One event of every kind that the code tells.
fn tell(connection: &Connection, word: &str) {
    connection.open_log().unwrap();
    connection.logged(|| {
        tracing::info!(target: "storeql_engine::journal", word, "statement");
        tracing::debug!(target: "storeql_client::client", word, "request");
        tracing::trace!(target: "storeql_client::client", word, "headers");
        tracing::trace!(target: "storeql_client::transport", word, "transport");
        tracing::trace!(target: "storeql_engine::journal", word, "plan");
        tracing::error!(target: "hyper::client", word, "of another library");
    });
}

/// What the events of a connection are, without time and values.
fn told(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let words = |line: &str| {
        let line = &line[line.find('Z').unwrap() + 2..];
        let end = line.find(" word=").or(line.find(" version="));
        line[..end.unwrap_or(line.len())].to_owned()
    };
    text.lines().map(words).collect()
}

fn files(folder: &tempfile::TempDir) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn each_verbosity_adds_to_the_one_before() {
    let all = [
        "INFO INFO  StoreQL opens a connection",
        "EXEC INFO  statement",
        "HTTP DEBUG request",
        "HTTP TRACE headers",
        "TCPX TRACE transport",
        "EXEC TRACE plan",
    ];
    for (verbosity, expected) in [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)] {
        let folder = folder();
        let path = folder.path().join("log");
        tell(&connection(&path, &format!("Verbosity={verbosity}")), "x");
        assert_eq!(told(&path), all[..expected], "{verbosity}");
    }
}

#[test]
fn modules_restrict_it() {
    let folder = folder();
    let path = folder.path().join("log");
    let connection = connection(&path, "Verbosity=5;LogModules='http; TCPX;META'");
    tell(&connection, "x");
    let expected = [
        "HTTP DEBUG request",
        "HTTP TRACE headers",
        "TCPX TRACE transport",
    ];
    assert_eq!(told(&path), expected);
    let [warning] = connection.warnings() else {
        panic!("{:?}", connection.warnings())
    };
    assert!(
        warning.contains("no module META; it has INFO, EXEC, HTTP"),
        "{warning}"
    );
}

#[test]
fn each_connection_writes_its_own_and_two_may_share_one() {
    let folder = folder();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    tell(&connection(&one, ""), "first");
    tell(&connection(&other, ""), "second");
    tell(&connection(&one, ""), "third");
    let text = |path| std::fs::read_to_string(path).unwrap();
    assert!(text(&one).contains("first") && text(&one).contains("third"));
    assert!(!text(&one).contains("second") && text(&other).contains("second"));
}

#[test]
fn a_full_file_is_kept_under_its_time_and_the_oldest_is_removed() {
    let folder = folder();
    let path = folder.path().join("log.txt");
    std::fs::write(folder.path().join("log.txt.of-mine"), "x").unwrap();
    // Less than the least: 100 kB it is, and two files.
    let connection = connection(&path, "MaxLogFileSize=1kB;MaxLogFileCount=1");
    for round in 0..5 {
        tell(&connection, &format!("{round}{}", "x".repeat(60_000)));
    }
    let files = files(&folder);
    let [current, past, own] = files.as_slice() else {
        panic!("{files:?}")
    };
    assert_eq!(*current, path);
    assert!(own.ends_with("log.txt.of-mine"), "{own:?}");
    let word = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    assert!(word(current).contains("word=\"4x") && word(past).contains("word=\"3x"));
    for file in [current, past] {
        assert!(std::fs::metadata(file).unwrap().len() <= SMALLEST_FILE);
    }
}

#[test]
fn no_secret_and_no_sign_in_address_is_written() {
    let folder = folder();
    let path = folder.path().join("log");
    let connection = connection(
        &path,
        "Verbosity=5;OAuthClientSecret=s3cret;OAuthAccessToken=t0ken;OAuthVerifier=c0de;ProxyPassword=pa55word",
    );
    tell(
        &connection,
        "s3cret t0ken c0de pa55word\nhttps://login.example/oauth2/authorize?state=st4te&x=y and more",
    );
    let text = std::fs::read_to_string(&path).unwrap();
    for secret in ["s3cret", "t0ken", "c0de", "pa55word", "st4te"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(text.contains("oauth2/authorize?… and more"), "{text}");
    assert_eq!(text.lines().count(), 6);
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("log");
    tell(&connection(&path, ""), "x");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_cannot_be_is_refused() {
    let folder = folder();
    let nowhere = connection(&folder.path().join("none").join("log"), "");
    let error = nowhere.open_log().unwrap_err().to_string();
    assert!(
        error.contains("Logfile") && error.contains("folder"),
        "{error}"
    );
    let refused = |text| Connection::parse(text).unwrap_err().to_string();
    assert!(refused("Verbosity=6").contains("none of 1, 2, 3, 4, 5"));
    assert!(refused("MaxLogFileSize=big").contains("no size, as in 100MB"));
    for (text, bytes) in [("100MB", 100_000_000), ("500 kb", 500_000), ("7", 7)] {
        assert_eq!(size(text).unwrap(), bytes);
    }
}

#[test]
fn without_a_log_file_nothing_is_made() {
    let connection = Connection::parse("StoreId=abc;Verbosity=5;LogModules=NONE").unwrap();
    connection.open_log().unwrap();
    assert!(connection.log.get().is_none() && connection.warnings().is_empty());
}
