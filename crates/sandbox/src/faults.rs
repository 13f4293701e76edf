//! Faults on demand: what `--fault SPEC` may say, and which request a fault hits. Deterministic: a probability is drawn from the
//! seed and the number of the matching request. The server carries faults out.
//!
//! `SPEC` is `KIND[:OPTION[,OPTION…]]`.
//!
//! | Kind | What happens |
//! |---|---|
//! | `429` | 429 with the rate headers and `X-Retry-After` |
//! | `429-bare` | 429 without any rate header, as under load of the platform |
//! | `500`, `502`, `503`, `504` | that status with an HTML body |
//! | `401`, `403` | that status with the API's own body |
//! | `stall` | headers and a first part of the body, then silence |
//! | `hang` | silence, without even headers |
//! | `reset` | the connection is reset before any answer |
//! | `cut` | `Content-Length` promises more than comes; the connection closes half-way |
//! | `appear` | rows that were hidden from the start come into sight |
//! | `vanish` | rows that were there are gone |
//!
//! | Option | Meaning |
//! |---|---|
//! | `path=/v2/orders` | only requests whose path below the store starts so (`/v3` for a version, `/oauth2/token` for a sign-in) |
//! | `nth=3` | only the third matching request |
//! | `times=3` | the first three matching requests (without any option: 1) |
//! | `after=10` | matching requests are counted from the eleventh on |
//! | `always` | every matching request |
//! | `p=0.02` | every matching request with this probability |
//! | `rows=2` | for `appear` and `vanish`: how many rows (without: 1) |
//! | `from=end` | for `appear` and `vanish`: the last rows instead of the first ones |

use std::str::FromStr;

use crate::random::Random;

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// 429 with rate headers.
    TooMany,
    /// 429 without rate headers.
    TooManyBare,
    /// An error status: HTML from 500 on, the API's own body below.
    Status(u16),
    /// Headers, a part of the body, then silence.
    Stall,
    /// Silence.
    Hang,
    /// A reset connection.
    Reset,
    /// A body that ends half-way.
    Cut,
    /// Hidden rows come into sight.
    Appear,
    /// Rows vanish.
    Vanish,
}

/// Which of the matching requests are hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Occurrence {
    /// The first so many.
    Times(u64),
    /// Only this one, counted from 1.
    Nth(u64),
    /// Every one.
    Always,
    /// Every one with this probability.
    Probability(f64),
}

/// One fault, as `--fault` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What happens.
    pub kind: FaultKind,
    /// To which of the matching requests.
    pub occurrence: Occurrence,
    /// Only requests whose path below the store starts so; empty for all.
    pub path: String,
    /// So many matching requests pass first.
    pub after: u64,
    /// For rows that appear or vanish: how many.
    pub rows: usize,
    /// For rows that appear or vanish: the last ones instead of the first.
    pub from_end: bool,
}

/// A `--fault` that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the fault `{spec}` cannot be read: {reason}")]
pub struct FaultError {
    spec: String,
    reason: String,
}

impl Fault {
    /// A fault that hits the first request.
    pub fn once(kind: FaultKind) -> Self {
        Self {
            kind,
            occurrence: Occurrence::Times(1),
            path: String::new(),
            after: 0,
            rows: 1,
            from_end: false,
        }
    }

    /// Whether the matching request with this number (from 1) is hit.
    fn hits(&self, number: u64, seed: u64, position: usize) -> bool {
        let Some(number) = number.checked_sub(self.after).filter(|number| *number > 0) else {
            return false;
        };
        match self.occurrence {
            Occurrence::Times(times) => number <= times,
            Occurrence::Nth(nth) => number == nth,
            Occurrence::Always => true,
            Occurrence::Probability(probability) => {
                Random::at(seed.wrapping_add(position as u64), "fault", number as usize).unit()
                    < probability
            }
        }
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(spec: &str) -> Result<Self, FaultError> {
        let refuse = |reason: String| FaultError {
            spec: spec.to_owned(),
            reason,
        };
        let (kind, options) = spec.split_once(':').unwrap_or((spec, ""));
        let mut fault = Self::once(kind_of(kind.trim()).map_err(refuse)?);
        for option in options
            .split(',')
            .map(str::trim)
            .filter(|option| !option.is_empty())
        {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            set_option(&mut fault, name, value).map_err(refuse)?;
        }
        Ok(fault)
    }
}

/// Reads a kind.
fn kind_of(word: &str) -> Result<FaultKind, String> {
    Ok(match word {
        "429" => FaultKind::TooMany,
        "429-bare" => FaultKind::TooManyBare,
        "401" | "403" | "500" | "502" | "503" | "504" => {
            FaultKind::Status(word.parse().unwrap_or(500))
        }
        "stall" => FaultKind::Stall,
        "hang" => FaultKind::Hang,
        "reset" => FaultKind::Reset,
        "cut" => FaultKind::Cut,
        "appear" => FaultKind::Appear,
        "vanish" => FaultKind::Vanish,
        other => {
            return Err(format!(
                "there is no kind `{other}`; there are 429, 429-bare, 401, 403, 500, 502, 503, 504, stall, hang, reset, cut, appear and vanish"
            ));
        }
    })
}

/// Reads one option into the fault.
fn set_option(fault: &mut Fault, name: &str, value: &str) -> Result<(), String> {
    let number = || {
        value
            .parse::<u64>()
            .map_err(|_| format!("`{name}` wants a whole number, not `{value}`"))
    };
    match name {
        "path" => value.clone_into(&mut fault.path),
        "nth" => fault.occurrence = Occurrence::Nth(number()?),
        "times" => fault.occurrence = Occurrence::Times(number()?),
        "always" => fault.occurrence = Occurrence::Always,
        "after" => fault.after = number()?,
        "rows" => fault.rows = usize::try_from(number()?).unwrap_or(1),
        "from" if value == "end" || value == "start" => fault.from_end = value == "end",
        "p" => match value.parse::<f64>() {
            Ok(probability) if (0.0..=1.0).contains(&probability) => {
                fault.occurrence = Occurrence::Probability(probability);
            }
            _ => return Err(format!("`p` wants a number from 0 to 1, not `{value}`")),
        },
        _ => {
            return Err(format!(
                "there is no option `{name}`; there are path, nth, times, after, always, p, rows and from=start|end"
            ));
        }
    }
    Ok(())
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
            faults: faults.into_iter().map(|fault| (fault, 0)).collect(),
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

    /// The faults that hit a request with this path (below the store, as in `/v2/orders`). Counts the request for each. A sign-in
    /// is hit only by faults that name its path, so that a client can get its token before the API fails.
    pub(crate) fn hitting(&mut self, path: &str, sign_in: bool) -> Vec<Fault> {
        let mut hit = Vec::new();
        for (position, (fault, seen)) in self.faults.iter_mut().enumerate() {
            let meant = !(sign_in && fault.path.is_empty());
            if meant && path.starts_with(fault.path.as_str()) {
                *seen += 1;
                if fault.hits(*seen, self.seed, position) {
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
    fn reads_the_grammar() {
        let fault: Fault = "429:times=2,path=/v3/customers,after=1".parse().unwrap();
        assert_eq!(fault.kind, FaultKind::TooMany);
        assert_eq!(fault.occurrence, Occurrence::Times(2));
        assert_eq!((fault.path.as_str(), fault.after), ("/v3/customers", 1));
        let fault: Fault = "vanish:nth=2,rows=3,from=end".parse().unwrap();
        assert_eq!((fault.rows, fault.from_end), (3, true));
        assert!(
            "teapot"
                .parse::<Fault>()
                .unwrap_err()
                .to_string()
                .contains("no kind `teapot`")
        );
        assert!(
            "500:p=2"
                .parse::<Fault>()
                .unwrap_err()
                .to_string()
                .contains("from 0 to 1")
        );
    }

    #[test]
    fn hits_the_requests_it_names() {
        let mut faults = Faults::new(1, vec!["500:nth=2,path=/v2".parse().unwrap()]);
        let hits: Vec<usize> = ["/v2/orders", "/v3/customers", "/v2/orders", "/v2/orders"]
            .iter()
            .map(|path| faults.hitting(path, false).len())
            .collect();
        assert_eq!(hits, [0, 0, 1, 0]);
    }

    #[test]
    fn a_probability_is_the_same_every_time() {
        let draw = || {
            let mut faults = Faults::new(5, vec!["500:p=0.3".parse().unwrap()]);
            (0..100)
                .map(|_| faults.hitting("/v2", false).len())
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
        let hit: usize = draw().iter().sum();
        assert!((15..45).contains(&hit), "{hit}");
    }
}
