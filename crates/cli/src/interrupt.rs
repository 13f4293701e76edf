//! Ctrl-C, and the system's requests to end (SIGTERM, SIGHUP): noticed here, acted on by the command that runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

/// What asked the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// The system, or `kill`.
    Terminate,
    /// The terminal, which was closed.
    HangUp,
}

impl Signal {
    /// The exit code of a program that it ends, as shells give it.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Signal::Interrupt => 130,
            Signal::Terminate => 143,
            Signal::HangUp => 129,
        }
    }
}

/// The first signal of several kinds, as it arrives or afterwards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop {
    arrived: CancellationToken,
    signal: Arc<Mutex<Option<Signal>>>,
}

impl Stop {
    /// Resolves when the signal has arrived.
    pub(crate) async fn arrived(&self) -> Signal {
        self.arrived.cancelled().await;
        self.signal().unwrap_or(Signal::Interrupt)
    }

    /// The signal, if it has arrived.
    pub(crate) fn signal(&self) -> Option<Signal> {
        *self.signal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn arrives(&self, signal: Signal) {
        *self.signal.lock().unwrap_or_else(PoisonError::into_inner) = Some(signal);
        self.arrived.cancel();
    }
}

/// Watches for the rest of the program. At the second signal the program ends at once, since it may hang in a write to a
/// reader that has stopped reading.
pub(crate) fn watch() -> Stop {
    let stop = Stop::default();
    let arriving = stop.clone();
    tokio::spawn(async move {
        let mut asked = Asked::new();
        arriving.arrives(asked.any().await);
        std::process::exit(asked.any().await.exit_code().into());
    });
    stop
}

/// Watches for SIGTERM and SIGHUP beside a conversation, which leaves when its statement has ended. At rest, where it waits
/// for a line, the program ends at once.
pub(crate) fn watch_beside(at_rest: Arc<AtomicBool>) -> Stop {
    let stop = Stop::default();
    let arriving = stop.clone();
    tokio::spawn(async move {
        let mut asked = Asked::new();
        loop {
            let signal = asked.termination().await;
            arriving.arrives(signal);
            if at_rest.load(Ordering::SeqCst) {
                // The line editor has the terminal in its own mode.
                let _ = crossterm::terminal::disable_raw_mode();
                std::process::exit(signal.exit_code().into());
            }
        }
    });
    stop
}

/// Resolves when the person presses Ctrl-C.
pub(crate) async fn control_c() {
    // Without a handler the system ends the program by itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// The signals of one watcher, none of which is lost while it looks at another.
struct Asked {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    hang_up: Option<tokio::signal::unix::Signal>,
}

impl Asked {
    #[cfg(unix)]
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            terminate: signal(SignalKind::terminate()).ok(),
            hang_up: signal(SignalKind::hangup()).ok(),
        }
    }

    #[cfg(not(unix))]
    fn new() -> Self {
        Self {}
    }

    /// The next signal of any kind.
    async fn any(&mut self) -> Signal {
        tokio::select! {
            () = control_c() => Signal::Interrupt,
            signal = self.termination() => signal,
        }
    }

    /// The next request of the system.
    #[cfg(unix)]
    async fn termination(&mut self) -> Signal {
        async fn next(signal: &mut Option<tokio::signal::unix::Signal>) {
            let arrived = match signal {
                Some(signal) => signal.recv().await,
                None => None,
            };
            if arrived.is_none() {
                std::future::pending().await
            }
        }
        tokio::select! {
            () = next(&mut self.terminate) => Signal::Terminate,
            () = next(&mut self.hang_up) => Signal::HangUp,
        }
    }

    #[cfg(not(unix))]
    async fn termination(&mut self) -> Signal {
        std::future::pending().await
    }
}
