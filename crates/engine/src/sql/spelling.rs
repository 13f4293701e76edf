//! When two spellings are one name. Knows no table.

/// A name without what does not count in it: `Order_Items` and `orderitems` are one name.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter(|character| *character != '_' && *character != ' ')
        .flat_map(char::to_lowercase)
        .collect()
}
