//! The line on a terminal that says what a query is doing while nothing else moves. Elsewhere it stays silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use storeql_engine::{Progress, RunHandle};
use tokio::task::JoinHandle;

use crate::question;

/// Quick queries end before the line would appear.
const PATIENCE: Duration = Duration::from_millis(250);
const TICK: Duration = Duration::from_millis(100);

/// Spins until it is dropped.
pub(crate) struct Spinner {
    bar: ProgressBar,
    task: JoinHandle<()>,
}

impl Spinner {
    /// Spins for one run.
    pub(crate) fn start(run: RunHandle, rows: Arc<AtomicU64>) -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed}  {msg}") {
            bar.set_style(style);
        }
        let shown = bar.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            loop {
                if question::is_open() {
                    tokio::time::sleep(TICK).await;
                    continue;
                }
                shown.set_message(describe(run.progress(), rows.load(Ordering::Relaxed)));
                shown.tick();
                tokio::time::sleep(TICK).await;
            }
        });
        Self { bar, task }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.task.abort();
        self.bar.finish_and_clear();
    }
}

fn describe(progress: Progress, rows: u64) -> String {
    let mut text = format!(
        "{} requests, {}, {} rows",
        HumanCount(progress.requests),
        HumanBytes(progress.bytes),
        HumanCount(rows)
    );
    if progress.retries > 0 {
        text.push_str(&format!(", {} tried again", HumanCount(progress.retries)));
    }
    if progress.waited_ms >= 1000 {
        text.push_str(&format!(
            ", {} s waited for the store's allowance",
            progress.waited_ms / 1000
        ));
    }
    text
}
