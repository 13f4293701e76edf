//! What holds of anything that is typed into the shell.

use super::command::{is_command, read};

/// What a command says, or a sentence. Blanks around it and a `;` behind it change nothing.
pub(crate) fn of_any_entry(text: &str) {
    if !is_command(text) {
        return;
    }
    let spelled = |text: &str| match read(text) {
        Ok(command) => format!("{command:?}"),
        Err(failure) => format!("{failure:?}"),
    };
    let bare = text.trim().trim_end_matches(';').trim_end();
    let plain = spelled(bare);
    assert!(!plain.is_empty());
    // What is drawn is a statement, which keeps its end.
    if !text.trim_start().starts_with("\\chart") {
        assert_eq!(spelled(&format!("  {bare} ; ")), plain, "{text}");
    }
}
