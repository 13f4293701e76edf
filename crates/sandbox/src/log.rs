//! The request log: one record per request as it was answered, kept in memory for tests and written as one JSON line to a file
//! where one is named. Never holds a header or a body, nor the query of a sign-in, so no token and no code gets in.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tokio::sync::Notify;

/// One request as it was answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoggedRequest {
    /// The method.
    pub method: String,
    /// The whole path, with the store.
    pub path: String,
    /// The raw query text. Empty at a sign-in, where it may hold a secret.
    pub query: String,
    /// The status that was sent; 0 where the connection was reset before one.
    pub status: u16,
    /// Milliseconds from arrival to answer.
    pub ms: f64,
    /// How many rows the body has, where there is a body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// Query parameters that the resource does not list and that were ignored; of a body, `body: name`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// Keeps records, and writes them where a file is open.
pub(crate) struct RequestLog {
    records: Mutex<Vec<LoggedRequest>>,
    added: Notify,
    file: Option<Mutex<File>>,
}

/// How many records are kept in memory, so that a sandbox that runs for days does not grow.
const KEPT: usize = 200_000;

impl RequestLog {
    /// Opens the log; the file is begun anew.
    pub(crate) fn open(path: Option<&Path>) -> std::io::Result<Self> {
        let file = path.map(File::create).transpose()?.map(Mutex::new);
        Ok(Self {
            records: Mutex::new(Vec::new()),
            added: Notify::new(),
            file,
        })
    }

    /// Adds one record. An error of writing the file is ignored, so that the request is answered; the record stays in memory.
    pub(crate) fn add(&self, record: LoggedRequest) {
        if let Some(file) = &self.file
            && let Ok(mut line) = serde_json::to_vec(&record)
        {
            line.push(b'\n');
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = file.write_all(&line);
        }
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if records.len() >= KEPT {
            records.drain(..KEPT / 2);
        }
        records.push(record);
        drop(records);
        self.added.notify_waiters();
    }

    /// Resolves when there is a record.
    pub(crate) async fn any(&self) {
        loop {
            let mut added = pin!(self.added.notified());
            added.as_mut().enable();
            if !self.records().is_empty() {
                return;
            }
            added.await;
        }
    }

    /// The records so far.
    pub(crate) fn records(&self) -> Vec<LoggedRequest> {
        self.records
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Forgets the records in memory.
    pub(crate) fn clear(&self) {
        self.records
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
