//! Work that recurses as deeply as a statement is nested, on a stack that suffices for the deepest that is taken. A thread's own
//! has two to eight megabytes, which a hundred conditions fill in a build without optimisation.

use std::pin::Pin;
use std::task::{Context, Poll};

/// Where less of the stack is left, the work takes a large one. No thread's own stack has as much, so that only work on a large
/// stack stays where it is.
const ENOUGH: usize = 16 * 1024 * 1024;
/// Addresses, of which only what is used takes memory.
const LARGE: usize = 256 * 1024 * 1024;

/// Does `work` on a large stack.
pub(crate) fn on_large_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(ENOUGH, LARGE, work)
}

/// A future each of whose steps runs on a large stack.
pub(crate) struct OnLargeStack<F>(Pin<Box<F>>);

impl<F: Future> OnLargeStack<F> {
    pub(crate) fn new(work: F) -> Self {
        Self(Box::pin(work))
    }
}

impl<F: Future> Future for OnLargeStack<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        on_large_stack(|| self.0.as_mut().poll(context))
    }
}
