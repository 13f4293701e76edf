//! The `.slt` corpus as PostgreSQL answers it, so that a record says what is right and not what once was. Records that only StoreQL
//! can answer (names in other spellings, system tables, EXPLAIN) stand under `skipif postgresql`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sqllogictest::{
    Condition, DefaultColumnType, QueryExpect, Record, SortMode, StatementExpect, parse_file,
};
use storeql_testkit::{Store, by_value, corpus, is_by_value};

use crate::answer::{Answer, Refusal};
use crate::cell::{Cell, Family};
use crate::load;
use crate::postgres::Judge;

/// The labels under which a record is read here: everything that a store with pushdown answers.
const LABELS: [&str; 2] = ["pushdown", "postgresql"];

/// How a cell is written where it is compared.
type Shown = fn(&str) -> String;

/// Runs every file; true where no record differs.
pub(crate) async fn run(judge: &Judge) -> Result<bool, String> {
    loaded(judge).await?;
    let (mut right, mut skipped, mut faults) = (0, 0, Vec::new());
    for file in corpus() {
        let shown = match is_by_value(&file) {
            true => by_value,
            false => as_written,
        };
        for record in records(&file)? {
            let fault = match &record {
                Record::Query { conditions, .. } | Record::Statement { conditions, .. }
                    if conditions.iter().any(skips) =>
                {
                    skipped += 1;
                    continue;
                }
                Record::Query {
                    loc, sql, expected, ..
                } => query(&judge.answer(sql).await, expected, shown)
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

/// Writes the rows that PostgreSQL gives into the records of tools' statements; true where it answers each of them.
pub(crate) async fn write(judge: &Judge) -> Result<bool, String> {
    loaded(judge).await?;
    let mut refused = 0;
    for file in corpus().iter().filter(|file| is_by_value(file)) {
        let mut text = String::new();
        for mut record in records(file)? {
            if let Record::Query {
                loc, sql, expected, ..
            } = &mut record
            {
                match judge.answer(sql).await {
                    Ok(answer) => answered(expected, &answer),
                    Err(refusal) => {
                        refused += 1;
                        println!(
                            "{loc}: PostgreSQL refuses it: {}\n    {sql}",
                            refusal.message
                        );
                    }
                }
            }
            let _ = writeln!(text, "{record}");
        }
        fs::write(file, format!("{}\n", text.trim_end()))
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(refused == 0)
}

fn answered(expected: &mut QueryExpect<DefaultColumnType>, answer: &Answer) {
    if let QueryExpect::Results {
        types,
        results,
        sort_mode,
        ..
    } = expected
    {
        *types = answer
            .columns
            .iter()
            .map(|column| match column.family {
                Family::Int => DefaultColumnType::Integer,
                Family::Decimal | Family::Float => DefaultColumnType::FloatingPoint,
                _ => DefaultColumnType::Text,
            })
            .collect();
        let row = |row: &Vec<Cell>| -> Vec<String> {
            row.iter().map(|cell| by_value(&cell.to_string())).collect()
        };
        let mut rows: Vec<Vec<String>> = answer.rows.iter().map(row).collect();
        if matches!(sort_mode, Some(SortMode::RowSort)) {
            rows.sort();
        }
        *results = rows.iter().map(|row| row.join(" ")).collect();
    }
}

fn records(file: &Path) -> Result<Vec<Record<DefaultColumnType>>, String> {
    parse_file::<DefaultColumnType>(file).map_err(|error| error.to_string())
}

/// Loads the tables of the store on which the corpus runs.
async fn loaded(judge: &Judge) -> Result<(), String> {
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
    judge.run("SET default_transaction_read_only = on").await
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
    shown: Shown,
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
    let mut expected: Vec<String> = results.iter().map(|line| words(line)).collect();
    let row = |row: &Vec<Cell>| {
        let cells: Vec<String> = row.iter().map(|cell| shown(&cell.to_string())).collect();
        words(&cells.join(" "))
    };
    let mut lines: Vec<String> = answer.rows.iter().map(row).collect();
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

fn as_written(cell: &str) -> String {
    match cell.is_empty() {
        true => "(empty)".to_owned(),
        false => cell.to_owned(),
    }
}

/// A line with one space between its words, and its numbers without the noughts behind their points, which the two sides write in
/// different numbers.
fn words(line: &str) -> String {
    let words: Vec<String> = line.split_whitespace().map(trimmed).collect();
    words.join(" ")
}

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
