//! When two spellings are one name. Knows no table.

/// A name without what does not count in it: `Order_Items` and `orderitems` are one name.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter(|character| *character != '_' && *character != ' ')
        .flat_map(char::to_lowercase)
        .collect()
}

/// What ends the name of a session table.
const SESSION: &str = "#temp";

/// The name that a session table has before `#TEMP`: `OrderItems` of `OrderItems#TEMP`.
pub(crate) fn session_table(name: &str) -> Option<&str> {
    let (table, end) = name.split_at_checked(name.len().checked_sub(SESSION.len())?)?;
    (end.eq_ignore_ascii_case(SESSION) && !table.is_empty()).then_some(table)
}

/// The canonical name of the session table that is named after `table`.
pub(crate) fn as_session_table(table: &str) -> String {
    format!("{table}{SESSION}")
}
