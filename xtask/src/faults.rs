//! What a chore gives back.

/// Nothing, or every fault that the chore found, each as a sentence.
pub(crate) type Faults = Vec<String>;
