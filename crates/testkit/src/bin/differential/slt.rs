//! The `.slt` corpus as PostgreSQL answers it, so that a record says what is right and not what once was. Records that only StoreQL
//! can answer (names in other spellings, system tables, EXPLAIN) stand under `skipif postgresql`.

use sqllogictest::{Condition, DefaultColumnType, QueryExpect, Record, SortMode, StatementExpect};
use storeql_testkit::{Store, corpus};

use crate::answer::{Answer, Refusal};
use crate::cell::Cell;
use crate::load;
use crate::postgres::Judge;

/// The labels under which a record is read here: everything that a store with pushdown answers.
const LABELS: [&str; 2] = ["pushdown", "postgresql"];

/// Runs every file; true where no record differs.
pub(crate) async fn run(judge: &Judge) -> Result<bool, String> {
    let store = Store::start(
        storeql_sandbox::Options::default(),
        storeql_engine::Options::default(),
    )
    .await?;
    let missing = load::load_all(
        &store
            .engine
            .session(storeql_engine::SessionOptions::default()),
        judge,
    )
    .await?;
    if !missing.is_empty() {
        println!(
            "tables that cannot be read whole, and are not in PostgreSQL: {}",
            missing.join(", ")
        );
    }
    judge.run("SET default_transaction_read_only = on").await?;
    let (mut right, mut skipped, mut faults) = (0, 0, Vec::new());
    for file in corpus() {
        let records = sqllogictest::parse_file::<DefaultColumnType>(&file)
            .map_err(|error| error.to_string())?;
        for record in records {
            let fault = match &record {
                Record::Query { conditions, .. } | Record::Statement { conditions, .. }
                    if conditions.iter().any(skips) =>
                {
                    skipped += 1;
                    continue;
                }
                Record::Query {
                    loc, sql, expected, ..
                } => query(&judge.answer(sql).await, expected)
                    .map(|what| format!("{loc}: {what}\n    {sql}")),
                Record::Statement {
                    loc, sql, expected, ..
                } => statement(&judge.answer(sql).await, expected)
                    .map(|what| format!("{loc}: {what}\n    {sql}")),
                _ => continue,
            };
            match fault {
                Some(fault) => faults.push(fault),
                None => right += 1,
            }
        }
    }
    for fault in &faults {
        println!("{fault}");
    }
    println!(
        "records: {right} as PostgreSQL answers them, {skipped} skipped, {} different",
        faults.len()
    );
    Ok(faults.is_empty())
}

fn skips(condition: &Condition) -> bool {
    match condition {
        Condition::OnlyIf { label } => !LABELS.contains(&label.as_str()),
        Condition::SkipIf { label } => LABELS.contains(&label.as_str()),
    }
}

/// What differs, if anything does.
fn query(
    answer: &Result<Answer, Refusal>,
    expected: &QueryExpect<DefaultColumnType>,
) -> Option<String> {
    let (results, sort) = match expected {
        QueryExpect::Results {
            results, sort_mode, ..
        } => (results, sort_mode),
        QueryExpect::Error(_) => return answer.is_ok().then(|| "PostgreSQL answers it".to_owned()),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(refusal) => {
            return Some(format!(
                "PostgreSQL refuses it ({}): {}",
                refusal.kind, refusal.message
            ));
        }
    };
    let words = |text: &str| {
        text.split_whitespace()
            .map(trimmed)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut expected: Vec<String> = results.iter().map(|line| words(line)).collect();
    let shown = |row: &Vec<Cell>| {
        row.iter()
            .map(|cell| words(&shown(cell)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut lines: Vec<String> = answer.rows.iter().map(shown).collect();
    if matches!(sort, Some(SortMode::RowSort)) {
        expected.sort();
        lines.sort();
    }
    (lines != expected)
        .then(|| format!("PostgreSQL answers {lines:?}, the record says {expected:?}"))
}

fn statement(answer: &Result<Answer, Refusal>, expected: &StatementExpect) -> Option<String> {
    match (answer, expected) {
        (Ok(_), StatementExpect::Error(_)) => Some("PostgreSQL answers it".to_owned()),
        (Err(refusal), StatementExpect::Ok | StatementExpect::Count(_)) => Some(format!(
            "PostgreSQL refuses it ({}): {}",
            refusal.kind, refusal.message
        )),
        _ => None,
    }
}

fn shown(cell: &Cell) -> String {
    let text = cell.to_string();
    if text.is_empty() {
        "(empty)".to_owned()
    } else {
        text
    }
}

/// A number without the noughts behind its point, which the two sides write in different numbers.
fn trimmed(word: &str) -> String {
    let decimal = word.contains('.')
        && word
            .trim_start_matches('-')
            .chars()
            .all(|part| part.is_ascii_digit() || part == '.');
    match decimal {
        true => word.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => word.to_owned(),
    }
}
