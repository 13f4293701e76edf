//! The SQL corpus through the server: the rows and types are those of a session within the process.

use async_trait::async_trait;
use storeql_engine::{Session, SessionOptions};
use storeql_testkit::{Answers, corpus, run_file_over};

use crate::raw::Raw;
use crate::served::served;
use crate::shown::{of_binary, of_text, told};

/// How statements are sent.
#[derive(Debug, Clone, Copy)]
enum Way {
    Simple,
    ExtendedText,
    ExtendedBinary,
}

/// A client, beside a session that says of which types the columns are.
struct Spoken {
    raw: Raw,
    way: Way,
    session: Session,
}

#[async_trait]
impl Answers for Spoken {
    async fn answer(&mut self, sql: &str) -> Result<(Vec<String>, Vec<Vec<String>>), String> {
        let answer = match self.way {
            Way::Simple => self.raw.query(sql).await,
            Way::ExtendedText => self.raw.extended(sql, &[], 0).await,
            Way::ExtendedBinary => self.raw.extended(sql, &[], 1).await,
        };
        let planned = self.session.prepare(sql).await;
        if let Some(error) = answer.errors.first() {
            let hint = error.get(&b'H').map(|hint| format!("; {hint}"));
            return Err(format!("{}{}", error[&b'M'], hint.unwrap_or_default()));
        }
        // A view that the client has made is known to its own session alone.
        if let Ok(planned) = planned {
            let expected: Vec<u32> = planned
                .columns()
                .fields()
                .iter()
                .map(|one| told(one))
                .collect();
            let types: Vec<u32> = answer.columns.iter().map(|(_, kind)| *kind).collect();
            if types != expected {
                return Err(format!("the types are {types:?} and not {expected:?}"));
            }
        }
        let cell = |(cell, (_, kind)): (&Option<bytes::Bytes>, &(String, u32))| match self.way {
            Way::ExtendedBinary => of_binary(*kind, cell.as_ref()),
            _ => of_text(*kind, cell.as_ref()),
        };
        let rows = answer.rows.iter().map(|row| {
            let cells = row.iter().zip(&answer.columns).map(cell);
            cells.collect()
        });
        let rows = rows.collect();
        let columns = answer.columns.into_iter().map(|(name, _)| name);
        Ok((columns.collect(), rows))
    }
}

async fn answers_alike(way: Way) {
    assert!(!corpus().is_empty(), "no corpus");
    let mut failures = Vec::new();
    for file in corpus() {
        let served = served().await;
        let connect = || async {
            Ok(Spoken {
                raw: served.raw().await,
                way,
                session: served
                    .store
                    .engine
                    .session(SessionOptions::default().postgres(true)),
            })
        };
        if let Err(failure) =
            run_file_over(&served.store, &file, &["pushdown", "pg_catalog"], connect).await
        {
            failures.push(format!("{way:?}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_corpus_by_the_simple_protocol() {
    answers_alike(Way::Simple).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_corpus_by_the_extended_protocol_in_text() {
    answers_alike(Way::ExtendedText).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_corpus_by_the_extended_protocol_in_binary() {
    answers_alike(Way::ExtendedBinary).await;
}
