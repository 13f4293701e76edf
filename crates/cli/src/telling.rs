//! What the program says beside its results, on standard error: errors, hints and warnings. Every text leaves through
//! `storeql_connection::readable`, which masks secrets and spells out what would steer a terminal.

use std::fmt::Display;

use storeql_connection::readable;

/// Says `text` behind what it is: `warning: …`.
pub(crate) fn tell(what: &str, text: impl Display) {
    eprintln!("{what}: {}", readable(&text.to_string()));
}
