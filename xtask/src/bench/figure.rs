//! One figure that a part of the bench measured, and the table of all of them.

use std::fmt::Write as _;

use serde::Serialize;

/// One row of the table.
#[derive(Debug, Serialize)]
pub(super) struct Figure {
    /// What was measured.
    pub(super) what: String,
    pub(super) value: String,
    /// What it must be, where something is demanded.
    pub(super) target: String,
    pub(super) met: Option<bool>,
    /// How it came about.
    pub(super) how: String,
}

/// The figures as a table in Markdown.
pub(super) fn table(figures: &[Figure]) -> String {
    let mut table = "| What | Measured | Demanded | How |\n|---|---|---|---|\n".to_owned();
    for figure in figures {
        let demanded = match figure.met {
            Some(true) => format!("{}: met", figure.target),
            Some(false) => format!("{}: **missed**", figure.target),
            None => figure.target.clone(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            table,
            "| {} | {} | {demanded} | {} |",
            figure.what, figure.value, figure.how
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_figure_is_shown_as_such() {
        let figure = |met| Figure {
            what: "memory".into(),
            value: "300 MB".into(),
            target: "< 250 MB".into(),
            met,
            how: "VmHWM".into(),
        };
        let text = table(&[figure(Some(false)), figure(None)]);
        assert!(text.contains("| memory | 300 MB | < 250 MB: **missed** | VmHWM |\n"));
        assert!(text.ends_with("| memory | 300 MB | < 250 MB | VmHWM |\n"));
    }
}
