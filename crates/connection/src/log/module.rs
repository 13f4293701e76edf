//! The parts of the program that a log is about, under the established drivers' names, and from which verbosity on their
//! events are written. Pure.
//!
//! 1 has statements, sign-ins and failures; 2 also each request, retry and wait; 3 also the headers of answers; 4 also the
//! transport; 5 everything, plans too. Bodies and the request's own headers are written at none: they hold secrets.

use tracing::Level;
use tracing::level_filters::LevelFilter;

/// A part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Module {
    /// The connection and its properties.
    Info,
    /// Statements.
    Exec,
    /// Requests and answers.
    Http,
    /// Signing in.
    Oaut,
    /// Certificates.
    Ssl,
    /// What carries the requests.
    Tcpx,
}

impl Module {
    pub(super) const ALL: [Self; 6] = [
        Self::Info,
        Self::Exec,
        Self::Http,
        Self::Oaut,
        Self::Ssl,
        Self::Tcpx,
    ];

    /// The name in `LogModules` and in the log.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Exec => "EXEC",
            Self::Http => "HTTP",
            Self::Oaut => "OAUT",
            Self::Ssl => "SSL",
            Self::Tcpx => "TCPX",
        }
    }

    /// The module of that name, in any case.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let wanted = name.trim();
        Self::ALL
            .into_iter()
            .find(|module| module.name().eq_ignore_ascii_case(wanted))
    }

    /// The module of an event's target, which is the path of the code that tells it; none for what is not ours, as no
    /// library beneath us promises to keep a header to itself.
    pub(super) fn of(target: &str) -> Option<Self> {
        let mut path = target.split("::");
        Some(match (path.next()?, path.next()) {
            ("storeql_client", Some("transport")) => Self::Tcpx,
            ("storeql_client", Some("tls")) => Self::Ssl,
            ("storeql_client", _) => Self::Http,
            ("storeql_connection", Some("oauth")) => Self::Oaut,
            ("storeql_connection", _) => Self::Info,
            ("storeql_engine" | "storeql_scan", _) => Self::Exec,
            _ => return None,
        })
    }

    /// The least verbosity that shows the module's events of `level`.
    pub(super) fn verbosity(self, level: Level) -> u8 {
        match (level, self) {
            (Level::ERROR | Level::WARN | Level::INFO, _) => 1,
            (Level::DEBUG, _) => 2,
            (_, Self::Http) => 3,
            (_, Self::Tcpx | Self::Ssl) => 4,
            _ => 5,
        }
    }
}

/// The finest level that a verbosity shows of any module.
pub(super) fn most(verbosity: u8) -> LevelFilter {
    match verbosity {
        0 | 1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}
