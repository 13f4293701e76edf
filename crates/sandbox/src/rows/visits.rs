//! How many rows were looked at, for the test that a write costs what it changes. Outside of tests nothing is counted.

#[cfg(test)]
thread_local!(static COUNT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) });

/// Counts one.
pub(crate) fn count() {
    #[cfg(test)]
    COUNT.set(COUNT.get() + 1);
}

/// How many since this was last asked, by this thread.
#[cfg(test)]
pub(crate) fn take() -> usize {
    COUNT.take()
}
