//! Statements that have a name: those of Parse messages and those of PREPARE are of one kind.

use crate::raw::{Answer, Raw, bind, describe, execute, message, parse, sync};
use crate::served::{served, with};

/// A message of a client, or a text in the simple protocol.
enum Step<'a> {
    Parse(&'a str, &'a str),
    Bind(&'a str),
    Close(&'a str),
    Query(&'a str),
}

async fn take(raw: &mut Raw, step: &Step<'_>) -> Answer {
    let messages = match step {
        Step::Parse(name, sql) => parse(name, sql, &[]),
        Step::Bind(name) => [bind("", name, &[], 0), execute("", 0)].concat(),
        Step::Close(name) => message(b'C', format!("S{name}\0").as_bytes()),
        Step::Query(sql) => return raw.query(sql).await,
    };
    raw.send(&[messages, sync()].concat()).await;
    raw.answer().await
}

/// Takes steps, each of which answers one row with this text, the code of an error, or neither.
async fn take_all(raw: &mut Raw, steps: &[(Step<'_>, &str)]) {
    for (number, (step, expected)) in steps.iter().enumerate() {
        let answer = take(raw, step).await;
        let code = answer.errors.first().map(|error| error[&b'C'].clone());
        let row = answer.text().concat().concat();
        assert_eq!(code.unwrap_or(row), *expected, "step {number}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_prepare_is_bound_and_one_of_a_message_is_executed() {
    let served = served().await;
    let mut raw = served.raw().await;
    raw.query("PREPARE more (int) AS SELECT $1 + 1").await.ok();
    let messages = [
        describe(b'S', "more"),
        bind("", "more", &[(0, Some(b"41"))], 0),
        execute("", 0),
        sync(),
    ];
    raw.send(&messages.concat()).await;
    let answer = raw.answer().await.ok();
    assert_eq!(
        (answer.order.as_str(), answer.parameters.len()),
        ("tT2DCZ", 1)
    );
    assert_eq!(
        (answer.text(), answer.tags),
        (vec![vec!["42".to_owned()]], vec!["SELECT 1".to_owned()])
    );

    raw.send(&[parse("twice", "SELECT $1 * 2", &[20]), sync()].concat())
        .await;
    raw.answer().await.ok();
    assert_eq!(raw.query("EXECUTE twice (21)").await.ok().text(), [["42"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_given_once_and_free_again() {
    use Step::{Bind, Close, Parse, Query};
    let served = served().await;
    let mut raw = served.raw().await;
    let steps = [
        (Parse("a", "SELECT 1"), ""),
        (Query("PREPARE a AS SELECT 2"), "42P05"),
        (Query("PREPARE b AS SELECT 2"), ""),
        (Parse("b", "SELECT 1"), "42P05"),
        (Query("EXECUTE a"), "1"),
        (Bind("b"), "2"),
        // Either frees what the other has named.
        (Query("DEALLOCATE a"), ""),
        (Bind("a"), "26000"),
        (Close("b"), ""),
        (Query("EXECUTE b"), "26000"),
        (Query("DEALLOCATE b"), "26000"),
        (Parse("b", "SELECT 3"), ""),
        (Query("EXECUTE b"), "3"),
        // A name in quotes is as it is written.
        (Parse("S_1", "SELECT 4"), ""),
        (Query("EXECUTE \"S_1\""), "4"),
        (Query("EXECUTE S_1"), "26000"),
        (Parse("all", "SELECT 5"), ""),
        (Query("DEALLOCATE \"all\""), ""),
        (Bind("S_1"), "4"),
        (Query("DEALLOCATE ALL"), ""),
        (Bind("S_1"), "26000"),
        (Query("EXECUTE b"), "26000"),
        (Query("PREPARE c AS SELECT 6"), ""),
        (Query("DISCARD ALL"), ""),
        (Bind("c"), "26000"),
        (Query("EXECUTE c"), "26000"),
    ];
    take_all(&mut raw, &steps).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_of_the_servers_own_has_its_name_too() {
    use Step::{Bind, Parse, Query};
    let served = served().await;
    let mut raw = served.raw().await;
    let steps = [
        (Parse("begins", "BEGIN"), ""),
        (Query("PREPARE begins AS SELECT 1"), "42P05"),
        (Query("EXECUTE begins"), "0A000"),
        (Bind("begins"), ""),
        (Query("COMMIT"), ""),
    ];
    take_all(&mut raw, &steps).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_both_kinds_are_counted_together() {
    use Step::{Parse, Query};
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.limits.statements = 2;
    })
    .await;
    let mut raw = served.raw().await;
    let steps = [
        (Query("PREPARE a AS SELECT 1"), ""),
        (Parse("b", "SELECT 1"), ""),
        (Parse("", "SELECT 1"), ""),
        (Query("PREPARE c AS SELECT 1"), "53400"),
        (Parse("c", "SELECT 1"), "53400"),
        (Query("DEALLOCATE b"), ""),
        (Query("PREPARE c AS SELECT 1"), ""),
    ];
    take_all(&mut raw, &steps).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_hold_from_the_next_run_on() {
    use Step::{Bind, Parse, Query};
    let served = served().await;
    let mut raw = served.raw().await;
    let steps = [
        (Parse("numbers", "SELECT * FROM generate_series(1, 3)"), ""),
        (
            Parse(
                "two",
                "SELECT count(*) < 0 FROM orders UNION ALL SELECT count(*) < 0 FROM brands",
            ),
            "",
        ),
        (Bind("numbers"), "123"),
        (Query("SET MaxRows = 2"), ""),
        (Bind("numbers"), "12"),
        (Query("SET MaxRows = DEFAULT"), ""),
        (Query("EXECUTE numbers"), "123"),
        (Query("SET MaxRequests = 1"), ""),
        (Bind("two"), "54000"),
        (Query("SET MaxRequests = DEFAULT"), ""),
        (Bind("two"), "ff"),
    ];
    take_all(&mut raw, &steps).await;
}
