//! The table of functions: each example of `sys_functions` is run, and a refused function says what to write instead.

use storeql_engine::Options;
use storeql_testkit::Store;

async fn store() -> Store {
    Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_example_answers_what_the_table_says() {
    let store = store().await;
    let table = store
        .query("SELECT FunctionName, Becomes, Example, Answer FROM sys_functions")
        .await
        .unwrap();
    assert!(table.rows.len() > 150);
    let mut wrong = Vec::new();
    for row in &table.rows {
        let [name, becomes, example, answer] = row.as_slice() else {
            panic!("{row:?}");
        };
        let answered = store.query(&format!("SELECT {example}")).await;
        match (becomes.strip_prefix("refused: "), answered) {
            (Some(instead), Err(error)) if error.message.contains(instead) => {}
            (None, Ok(answered))
                if answered.requests == 0
                    && answered.rows.len() == 1
                    && answered.rows[0].join("|") == *answer => {}
            (_, answered) => wrong.push(format!("{name}: {example}: {answered:?}, not {answer}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_meant_is_refused_in_a_sentence() {
    let store = store().await;
    for (sql, said) in [
        (
            "SELECT to_char(DATE '2025-03-09', 'YYYY-KK')",
            "the pattern 'YYYY-KK' has K, which means nothing",
        ),
        (
            "SELECT to_char(DATE '2025-03-09', '%Y-%Q!')",
            "the pattern '%Y-%Q!' has %Q, which means nothing",
        ),
        (
            "SELECT format(DATE '2025-03-09', 'yyyyy')",
            "the pattern 'yyyyy' has yyyyy, which means nothing",
        ),
        (
            "SELECT to_date('hello', 'YYYY-MM-DD')",
            "the text 'hello' is no time by its pattern",
        ),
        (
            "SELECT to_date('2025-02-30', 'YYYY-MM-DD')",
            "the text '2025-02-30' is no day or time that there is",
        ),
        (
            "SELECT dateadd(fortnight, 1, now())",
            "fortnight is no unit of time: write year",
        ),
        (
            "SELECT charindex('a')",
            "charindex takes other values than these: write charindex(",
        ),
        (
            "SELECT convert(varchar, now(), 120)",
            "CONVERT with a style is not supported: write to_char",
        ),
        (
            "SELECT width_bucket(1, 2, 2, 3)",
            "width_bucket takes a number above 0",
        ),
    ] {
        let error = store.query(sql).await.unwrap_err();
        assert!(error.message.contains(said), "{sql}: {}", error.message);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_spellings_of_casts_and_operators() {
    let store = store().await;
    for (list, answer) in [
        ("CAST(1.5 AS MONEY)", "1.5000"),
        ("CAST('12' AS SIGNED), CAST(3 AS INT64)", "12|3"),
        ("CONVERT(varchar, 12), CONVERT(12, varchar(1))", "12|1"),
        ("TRY_CAST('x' AS INT), TRY_CONVERT(int, '7')", "NULL|7"),
        ("N'x', {fn UCASE('a')}, {d '2025-01-31'}", "x|A|2025-01-31"),
        ("'abc' REGEXP '^a', 'abc' RLIKE 'x'", "true|false"),
        ("substring('a@b.c' FROM '@(.*)$')", "b.c"),
        ("position('@' IN 'a@b'), strpos('a@b', '@')", "2|2"),
        (
            "group_concat(DISTINCT v ORDER BY v) FROM (VALUES (3), (2), (3)) AS t(v)",
            "2,3",
        ),
        ("extract(century FROM DATE '2001-01-01')", "21"),
    ] {
        let answered = store.query(&format!("SELECT {list}")).await;
        let answered = answered.unwrap_or_else(|error| panic!("{list}: {error}"));
        assert_eq!(answered.rows[0].join("|"), answer, "{list}");
    }
}
