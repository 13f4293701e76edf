//! The clients that are in, by the numbers that a cancel request names.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio_util::sync::CancellationToken;

/// All clients that are in.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    next: AtomicI32,
    open: Mutex<HashMap<i32, Open>>,
}

#[derive(Debug)]
struct Open {
    key: Bytes,
    interrupt: Interrupt,
}

/// Ends what one client runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt(Arc<Mutex<CancellationToken>>);

impl Interrupt {
    /// For a statement that begins: what was cancelled before it does not reach it.
    pub(super) fn begin(&self) -> CancellationToken {
        let token = CancellationToken::new();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = token.clone();
        token
    }

    /// Ends the statement that runs, if one does.
    pub(super) fn cancel(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .cancel();
    }
}

/// A client's place among those that are in; it leaves with it.
#[derive(Debug)]
pub(super) struct Place {
    sessions: Arc<Sessions>,
    pub(super) number: i32,
    pub(super) key: Bytes,
    pub(super) interrupt: Interrupt,
}

impl Sessions {
    /// Lets a client in, with a key of so many bytes.
    pub(super) fn enter(self: &Arc<Self>, bytes: usize) -> Result<Place, getrandom::Error> {
        let mut key = vec![0; bytes];
        getrandom::fill(&mut key)?;
        let key = Bytes::from(key);
        let interrupt = Interrupt::default();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let number = loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
            if number > 0 && !open.contains_key(&number) {
                break number;
            }
        };
        let entered = Open {
            key: key.clone(),
            interrupt: interrupt.clone(),
        };
        open.insert(number, entered);
        drop(open);
        Ok(Place {
            sessions: Arc::clone(self),
            number,
            key,
            interrupt,
        })
    }

    /// Ends the statement of a client, if the key is its own.
    pub(super) fn cancel(&self, number: i32, key: &[u8]) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = open.get(&number).filter(|open| open.key == key) {
            open.interrupt.cancel();
        }
    }

    /// Ends every statement that runs.
    pub(super) fn cancel_all(&self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.values().for_each(|open| open.interrupt.cancel());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self
            .sessions
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_clients_own_key_cancels() {
        let sessions = Arc::new(Sessions::default());
        let one = sessions.enter(4).unwrap();
        let other = sessions.enter(4).unwrap();
        let running = one.interrupt.begin();
        sessions.cancel(one.number, &other.key);
        sessions.cancel(one.number, &one.key[..3]);
        sessions.cancel(other.number, &one.key);
        assert!(!running.is_cancelled());
        sessions.cancel(one.number, &one.key);
        assert!(running.is_cancelled());
        assert!(!one.interrupt.begin().is_cancelled(), "the next statement");
        let number = one.number;
        drop(one);
        sessions.cancel(number, b"gone");
    }
}
