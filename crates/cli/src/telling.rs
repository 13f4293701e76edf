//! What the program says beside its results, on standard error: errors, hints and warnings. Every text leaves through
//! `storeql_connection::readable`, which masks secrets and spells out what would steer a terminal.

use std::fmt::Display;

use nu_ansi_term::{Color, Style};
use storeql_connection::readable;

use crate::{terminal, wrapping};

/// Says `text` behind what it is: `warning: …`.
pub(crate) fn tell(what: &str, text: impl Display) {
    let text = for_terminal(&format!("{what}: {}", readable(&text.to_string())));
    let head = format!("{what}:");
    match text.strip_prefix(&head) {
        Some(text) if terminal::paints_messages() => {
            let style = match what {
                "error" => Style::new().bold().fg(Color::Red),
                "warning" => Style::new().bold().fg(Color::Yellow),
                _ => Style::new().bold(),
            };
            eprintln!("{}{text}", style.paint(head));
        }
        _ => eprintln!("{text}"),
    }
}

/// Says what was done.
pub(crate) fn say(text: impl Display) {
    eprintln!("{}", for_terminal(&readable(&text.to_string())));
}

/// At a terminal no line ends within a word.
fn for_terminal(text: &str) -> String {
    match terminal::message_columns() {
        Some(columns) => wrapping::message(text, columns),
        None => text.to_owned(),
    }
}
