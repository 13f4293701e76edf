//! How a sign-in tells the person where to go: through a function that the embedding program gives.

use std::fmt;
use std::sync::Arc;

type Tell = dyn Fn(&str) + Send + Sync;

/// Tells a sentence to the person who signs in.
#[derive(Clone, Default)]
pub(crate) struct Announcement(Option<Arc<Tell>>);

impl Announcement {
    pub(crate) fn by(tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    /// Tells it, where there is a way to.
    pub(crate) fn tell(&self, sentence: &str) {
        if let Some(tell) = &self.0 {
            tell(sentence);
        }
    }
}

impl fmt::Debug for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Announcement")
    }
}
