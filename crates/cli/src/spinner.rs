//! The line on a terminal that says what a query is doing while nothing else moves. Elsewhere it stays silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use jiff::ZonedDateTime;
use storeql_engine::{Estimate, Progress, RunHandle};
use tokio::task::JoinHandle;

use crate::question;
use crate::terminal;

/// Quick queries end before the line would appear.
const PATIENCE: Duration = Duration::from_millis(250);
const TICK: Duration = Duration::from_millis(100);

/// Spins until it is dropped.
pub(crate) struct Spinner {
    bar: ProgressBar,
    /// None where nothing is drawn.
    task: Option<JoinHandle<()>>,
}

impl Spinner {
    /// Spins for one run, of which so much is expected.
    pub(crate) fn start(run: RunHandle, rows: Arc<AtomicU64>, estimate: Option<Estimate>) -> Self {
        if !terminal::draws_messages() {
            return Self {
                bar: ProgressBar::hidden(),
                task: None,
            };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed}  {wide_msg}") {
            bar.set_style(style);
        }
        let shown = bar.clone();
        let planned = estimate.map(|estimate| (estimate.requests, estimate.exact));
        let task = tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            loop {
                if question::is_open() {
                    tokio::time::sleep(TICK).await;
                    continue;
                }
                let rows = rows.load(Ordering::Relaxed);
                let progress = run.progress();
                let until = progress.waits_ms.map(clock_in);
                shown.set_message(describe(progress, planned, rows, until.as_deref()));
                shown.tick();
                tokio::time::sleep(TICK).await;
            }
        });
        Self {
            bar,
            task: Some(task),
        }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
        self.bar.finish_and_clear();
    }
}

/// What this machine's clock shows so many milliseconds from now.
fn clock_in(milliseconds: u64) -> String {
    let now = ZonedDateTime::now();
    let then = now
        .checked_add(Duration::from_millis(milliseconds))
        .unwrap_or(now);
    then.strftime("%H:%M:%S").to_string()
}

/// `12 of about 120 requests, 3,000 rows, 1.20 MiB`
fn describe(
    progress: Progress,
    planned: Option<(u64, bool)>,
    rows: u64,
    waits_until: Option<&str>,
) -> String {
    // Repeated requests are no part of a plan.
    let sent = progress.requests.saturating_sub(progress.retries);
    let of = match planned {
        Some((planned, exact)) if planned > 0 && sent <= planned => {
            let about = if exact { "" } else { "about " };
            format!(" of {about}{}", HumanCount(planned))
        }
        _ => String::new(),
    };
    let mut text = format!(
        "{}{of} requests, {} rows, {}",
        HumanCount(sent),
        HumanCount(rows),
        HumanBytes(progress.bytes),
    );
    if progress.retries > 0 {
        text.push_str(&format!(", {} tried again", HumanCount(progress.retries)));
    }
    match waits_until {
        Some(clock) => text.push_str(&format!(", waits for the store's allowance until {clock}")),
        None if progress.waited_ms >= 1000 => text.push_str(&format!(
            ", {} s waited for the store's allowance",
            progress.waited_ms / 1000
        )),
        None => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_it_is() {
        let progress = Progress {
            requests: 13,
            retries: 1,
            bytes: 2048,
            ..Progress::default()
        };
        assert_eq!(
            describe(progress, Some((120, false)), 3000, None),
            "12 of about 120 requests, 3,000 rows, 2.00 KiB, 1 tried again"
        );
        // More than was planned is no share of it.
        assert_eq!(
            describe(progress, Some((3, true)), 0, Some("12:31:05")),
            "12 requests, 0 rows, 2.00 KiB, 1 tried again, waits for the store's allowance until 12:31:05"
        );
    }
}
