//! The faults in force, and which request each hits. Deterministic: a probability is drawn from the seed and the number of the
//! matching request. The server and the answers carry faults out.

use crate::fault_spec::{Fault, Occurrence};
use crate::random::Random;

/// Whether the matching request with this number (from 1) is hit.
fn hits(fault: &Fault, number: u64, seed: u64, position: usize) -> bool {
    let Some(number) = number.checked_sub(fault.after).filter(|number| *number > 0) else {
        return false;
    };
    match fault.occurrence {
        Occurrence::Times(times) => number <= times,
        Occurrence::Nth(nth) => number == nth,
        Occurrence::Always => true,
        Occurrence::Probability(probability) => {
            Random::at(seed.wrapping_add(position as u64), "fault", number as usize).unit()
                < probability
        }
    }
}

/// The faults in force, with how many requests each has matched.
#[derive(Debug)]
pub(crate) struct Faults {
    seed: u64,
    faults: Vec<(Fault, u64)>,
}

impl Faults {
    /// The faults of the options.
    pub(crate) fn new(seed: u64, faults: Vec<Fault>) -> Self {
        Self {
            seed,
            faults: faults
                .into_iter()
                .filter(|fault| !fault.kind.is_of_store())
                .map(|fault| (fault, 0))
                .collect(),
        }
    }

    /// Adds one while the sandbox runs.
    pub(crate) fn add(&mut self, fault: Fault) {
        self.faults.push((fault, 0));
    }

    /// Takes all away.
    pub(crate) fn clear(&mut self) {
        self.faults.clear();
    }

    /// The faults that hit a request with this method and path (below the store, as in `/v2/orders`). Counts the request for each. A sign-in
    /// is hit only by faults that name its path, so that a client can get its token before the API fails.
    pub(crate) fn hitting(&mut self, method: &str, path: &str, sign_in: bool) -> Vec<Fault> {
        let mut hit = Vec::new();
        for (position, (fault, seen)) in self.faults.iter_mut().enumerate() {
            let of_method = fault.method.is_empty() || fault.method == method;
            let meant = of_method && !(sign_in && fault.path.is_empty());
            if meant && path.starts_with(fault.path.as_str()) {
                *seen += 1;
                if hits(fault, *seen, self.seed, position) {
                    hit.push(fault.clone());
                }
            }
        }
        hit
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn hits_the_requests_it_names() {
        let mut faults = Faults::new(1, vec!["500:nth=2,path=/v2".parse().unwrap()]);
        let hits: Vec<usize> = ["/v2/orders", "/v3/customers", "/v2/orders", "/v2/orders"]
            .iter()
            .map(|path| faults.hitting("GET", path, false).len())
            .collect();
        assert_eq!(hits, [0, 0, 1, 0]);
    }

    #[test]
    fn a_probability_is_the_same_every_time() {
        let draw = || {
            let mut faults = Faults::new(5, vec!["500:p=0.3".parse().unwrap()]);
            (0..100)
                .map(|_| faults.hitting("GET", "/v2", false).len())
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
        let hit: usize = draw().iter().sum();
        assert!((15..45).contains(&hit), "{hit}");
    }
}
