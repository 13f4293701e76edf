//! A store that refuses, fails or answers nonsense: the exit code, the message, and that what passes is retried to a right
//! and complete result.

use insta::assert_snapshot;

use crate::support::{Run, Sandbox, storeql};

const COUNTED: &str =
    "SELECT count(*) AS rows, count(DISTINCT id) AS ids FROM (SELECT id, status FROM orders)";

fn with_fault(spec: &str, arguments: &[&str]) -> Run {
    let mut all = vec![
        "query",
        "--sandbox",
        "--orders",
        "600",
        "--fault",
        spec,
        COUNTED,
        "--format",
        "csv",
        "--stats",
    ];
    all.extend(arguments);
    storeql(&all)
}

#[track_caller]
fn is_mended(spec: &str) {
    let run = with_fault(spec, &[]);
    assert!(
        run.stats()["retries"].as_u64().unwrap() > 0,
        "{spec}: {}",
        run.err
    );
    assert_eq!(run.ok(), "rows,ids\n600,600\n", "{spec}");
}

#[test]
fn what_passes_is_retried() {
    for spec in [
        "500:nth=1",
        "502:nth=2",
        "503:times=2",
        "reset:nth=1",
        "cut:nth=2",
        "429:times=2",
        "429-bare:nth=1",
    ] {
        is_mended(spec);
    }
}

#[test]
fn a_store_that_keeps_failing_is_code_4() {
    assert_snapshot!(
        "failing_for_ever",
        with_fault("500:always", &[]).failed_saying(4)
    );
    assert_snapshot!(
        "a_storm_of_429",
        with_fault("429-bare:always", &[]).failed_saying(4)
    );
    assert_snapshot!(
        "cut_for_ever",
        with_fault("cut:always", &[]).failed_saying(4)
    );
}

#[test]
fn a_stalled_body_ends_by_the_timeout() {
    let sandbox = Sandbox::start(&["--fault", "stall:always"]);
    let connection = format!("{};Timeout=2", sandbox.says("connection"));
    let run = storeql(&["query", "-c", &connection, "SELECT id, name FROM products"]);
    assert_snapshot!("stalled", run.failed(4));
}

#[test]
fn a_port_that_refuses() {
    let run = storeql(&[
        "query",
        "-c",
        "StoreId=abc;OAuthAccessToken=secret-of-the-test;ApiUrl=http://127.0.0.1:9",
        "SELECT * FROM store",
    ]);
    let message = run.failed(4);
    assert!(!message.contains("secret-of-the-test"), "{message}");
    assert_snapshot!("refused", message);
}

#[test]
fn a_wrong_token_a_wrong_store_and_a_missing_scope_are_code_3() {
    let sandbox = Sandbox::start(&["--scopes", "store_v2_products_read_only"]);
    let connection = sandbox.says("connection");
    let store = sandbox.says("store_id");
    let wrong_token = connection.replace(sandbox.says("access_token"), "wrong");
    let wrong_store = connection.replace(&format!("StoreId={store}"), "StoreId=nosuch");
    let asked = |connection: &str, sql: &str| {
        storeql(&["query", "-c", connection, sql])
            .failed(3)
            .replace(store, "STORE")
    };

    assert_snapshot!(
        "wrong_token",
        asked(&wrong_token, "SELECT id FROM products")
    );
    assert_snapshot!(
        "wrong_store",
        asked(&wrong_store, "SELECT id FROM products")
    );
    assert_snapshot!("missing_scope", asked(connection, "SELECT * FROM orders"));
    assert_eq!(
        sandbox
            .query("SELECT id FROM products LIMIT 1", &["--format", "csv"])
            .ok()
            .lines()
            .count(),
        2
    );
}

impl Run {
    /// The messages without the figures of `--stats`, which differ from run to run.
    #[track_caller]
    fn failed_saying(self, code: i32) -> String {
        let messages = self.failed(code);
        messages
            .lines()
            .filter(|line| !line.starts_with('{'))
            .map(without_port)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The sandbox listens where there is room, another time elsewhere.
fn without_port(line: &str) -> String {
    let Some((before, after)) = line.split_once("127.0.0.1:") else {
        return line.to_owned();
    };
    let rest = after.trim_start_matches(|character: char| character.is_ascii_digit());
    format!("{before}127.0.0.1:PORT{rest}")
}

/// The token that comes back in a refusal is masked, here and in the log.
#[test]
fn a_token_that_the_store_sends_back_is_shown_nowhere() {
    let sandbox = Sandbox::start(&["--fault", "echo"]);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let connection = format!(
        "{};Verbosity=5;Logfile={}",
        sandbox.says("connection"),
        log.display()
    );
    let run = storeql(&[
        "query",
        "-c",
        &connection,
        "SELECT * FROM orders",
        "--stats",
    ]);
    assert_ne!(run.code, Some(0));
    assert!(run.err.contains("****"), "{}", run.err);
    let log = std::fs::read_to_string(&log).unwrap();
    for text in [&run.out, &run.err, &log] {
        assert!(!text.contains(sandbox.says("access_token")), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}

/// Texts of a store that would clear a terminal, colour it, or turn its lines around, wherever they come out.
#[test]
fn texts_of_a_hostile_store_steer_no_terminal() {
    const TEXT: &str = r"\u001b[2J\u009b31m\u202egpj\u2066\r\nerror: none";
    let folder = tempfile::tempdir().unwrap();
    let product = |id: usize, price: &str| {
        format!(r#"{{"id":{id},"name":"{TEXT} {id}","sku":"{TEXT}","price":{price}}}"#)
    };
    let wrong = format!(r#""{TEXT}""#);
    let products = [product(1, "1"), product(2, &wrong)].join("\n");
    std::fs::write(folder.path().join("products.ndjson"), products).unwrap();
    let sandbox = Sandbox::start(&["--data", folder.path().to_str().unwrap()]);
    let log = folder.path().join("log");
    let connection = format!(
        "{};Verbosity=5;Logfile={};InvalidValues=",
        sandbox.says("connection"),
        log.display()
    );
    let query = |invalid: &str, sql: &str| {
        let connection = format!("{connection}{invalid}");
        storeql(&["query", "-c", &connection, sql])
    };
    let shown = query("NULL", "SELECT id, name, price FROM products");
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    // The cells and the warning say what stands there.
    assert!(shown.out.contains(r"\u{1b}[2J"), "{}", shown.out);
    assert!(shown.err.contains("[2J"), "{}", shown.err);
    let refused = query("FAIL", "SELECT price FROM products");
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    let unknown = query("NULL", "SELECT \"\u{1b}[2J\" FROM products");
    assert_eq!(unknown.code, Some(1), "{}", unknown.err);
    let log = std::fs::read_to_string(&log).unwrap();
    let runs = [&shown, &refused, &unknown];
    let outputs = runs.iter().flat_map(|run| [&run.out, &run.err]);
    for text in outputs.chain([&log]) {
        for steering in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}'] {
            assert!(!text.contains(steering), "{text:?}");
        }
        assert!(
            !text.lines().any(|line| line.starts_with("error: none")),
            "{text:?}"
        );
        assert!(!text.contains(sandbox.says("access_token")), "{text}");
    }
}
