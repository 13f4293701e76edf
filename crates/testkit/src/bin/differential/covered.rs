//! The functions that StoreQL and PostgreSQL both have, by what each of them says of itself: a fixed statement has to name each.

use std::collections::BTreeSet;

use storeql_engine::SessionOptions;
use storeql_testkit::Store;

use crate::answer::{Answer, Refusal};
use crate::cell::Cell;
use crate::fixed;
use crate::ours;
use crate::postgres::Judge;

/// What a statement can call, and what stands in the table of functions as PostgreSQL's.
const OURS: &str = "SELECT DISTINCT lower(routine_name) FROM information_schema.routines \
                    UNION SELECT function_name FROM sys_functions WHERE origin = 'PostgreSQL'";
const THEIRS: &str = "SELECT DISTINCT proname::text FROM pg_proc \
                      WHERE pronamespace = 'pg_catalog'::regnamespace \
                      UNION SELECT word::text FROM pg_get_keywords() WHERE catcode IN ('C', 'R')";

/// True where each function is named by a fixed statement; prints those that none names.
pub(crate) async fn run(store: &Store, judge: &Judge) -> Result<bool, String> {
    let session = store.engine.session(SessionOptions::default());
    let ours = names(ours::answer(&session, OURS).await)?;
    let theirs = names(judge.answer(THEIRS).await)?;
    let both: BTreeSet<&String> = ours.intersection(&theirs).collect();
    let mut words = BTreeSet::new();
    for statement in fixed::all()? {
        let text = statement.text.to_lowercase();
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        words.extend(text.split(|letter| !is_part(letter)).map(ToOwned::to_owned));
    }
    let unnamed: Vec<&&String> = both.iter().filter(|name| !words.contains(**name)).collect();
    for name in &unnamed {
        println!("  no fixed statement names the function {name}");
    }
    println!(
        "functions of both: {} named by fixed statements, {} not",
        both.len() - unnamed.len(),
        unnamed.len()
    );
    Ok(unnamed.is_empty())
}

fn names(answer: Result<Answer, Refusal>) -> Result<BTreeSet<String>, String> {
    let answer = answer.map_err(|refusal| refusal.message)?;
    let names = answer.rows.into_iter().flatten().map(|cell| match cell {
        Cell::Text(name) => Ok(name),
        other => Err(format!("a name of a function that is no text: {other:?}")),
    });
    names.collect()
}
