//! What the program says beside its results, on standard error: errors, hints and warnings. Every text leaves through
//! `storeql_connection::readable`, which masks secrets and spells out what would steer a terminal.

use std::fmt::Display;

use nu_ansi_term::{Color, Style};
use storeql_connection::readable;

use crate::terminal;

/// Says `text` behind what it is: `warning: …`.
pub(crate) fn tell(what: &str, text: impl Display) {
    let text = text.to_string();
    let text = readable(&text);
    if !terminal::paints_messages() {
        eprintln!("{what}: {text}");
        return;
    }
    let style = match what {
        "error" => Style::new().bold().fg(Color::Red),
        "warning" => Style::new().bold().fg(Color::Yellow),
        _ => Style::new().bold(),
    };
    eprintln!("{} {text}", style.paint(format!("{what}:")));
}
