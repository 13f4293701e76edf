//! What holds of anything that is typed into the shell, or given as a script. The tests try it with a few, the targets in `fuzz/` with
//! many.

use crate::shell;
use crate::sql_text::{Kind, stretches};
use crate::variables::Variables;

/// An entry of the shell.
pub fn of_any_entry(text: &str) {
    shell::holds::of_any_entry(text);
}

/// A script: its stretches are the text, and without variables it stays as it is or asks for one.
pub fn of_any_variables(text: &str) {
    let parts = stretches(text);
    let joined: String = parts.iter().map(|part| part.text).collect();
    assert_eq!(joined, text);
    let open = parts.iter().filter(|part| part.open).count();
    assert!(open == 0 || (open == 1 && parts.last().is_some_and(|part| part.open)));
    let touching = parts
        .windows(2)
        .filter(|two| two[0].kind == Kind::Plain && two[1].kind == Kind::Plain);
    assert_eq!(touching.count(), 0);
    match Variables::of(&[]).filled_in(text) {
        Ok(filled) => assert_eq!(filled, text),
        Err(failure) => {
            let told = format!("{failure:?}");
            assert!(
                text.contains(':') && told.contains("has no value"),
                "{told}"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    proptest::proptest! {
        #[test]
        fn any_entry(text in "\\\\?[a-z?]{0,7} {0,2}[a-z0-9.;\\\\ ]{0,8}") {
            super::of_any_entry(&text);
        }

        #[test]
        fn any_variables(text in "([:'\"`;\\[\\]/*-]|a1| |é){0,12}") {
            super::of_any_variables(&text);
        }
    }
}
