//! Answers that are kept as they are sent, rendered and compressed, and sent again from memory: for benchmarks, which are to
//! measure a client and not this crate's rendering and gzip. Only right answers are kept, and only while the rows stay.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::lock::lock;
use crate::respond::Reply;

/// The answers by the addresses that they belong to. Keeps nothing unless it was asked for.
pub(crate) struct PreparedAnswers(Option<Mutex<HashMap<String, Reply>>>);

impl PreparedAnswers {
    /// An empty store of answers.
    pub(crate) fn new(on: bool) -> Self {
        Self(on.then(Mutex::default))
    }

    /// The answer that was sent before.
    pub(crate) fn find(&self, address: &str) -> Option<Reply> {
        lock(self.0.as_ref()?).get(address).cloned()
    }

    /// Keeps an answer, as it is sent.
    pub(crate) fn keep(&self, address: String, reply: &Reply) {
        if let Some(answers) = &self.0
            && reply.status == 200
        {
            lock(answers).insert(address, reply.clone());
        }
    }

    /// Forgets all answers, since rows have changed.
    pub(crate) fn clear(&self) {
        if let Some(answers) = &self.0 {
            lock(answers).clear();
        }
    }
}
