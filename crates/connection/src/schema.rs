//! The properties that say which schemas, tables and views are listed, and where definitions of the person's own lie. Reads the
//! properties only; what they come to is the engine's.

use std::path::PathBuf;

use crate::connection::Connection;

impl Connection {
    /// The tables to list, without qualifiers; all where the connection does not say.
    pub fn tables(&self) -> Option<Vec<String>> {
        self.names("Tables")
    }

    /// The views to list, without qualifiers; all where the connection does not say.
    pub fn views(&self) -> Option<Vec<String>> {
        self.names("Views")
    }

    /// The schemas to list; all where the connection does not say.
    pub fn browsable_schemas(&self) -> Option<Vec<String>> {
        self.names("BrowsableSchemas")
    }

    /// The folder with table definitions of the person's own.
    pub fn location(&self) -> Option<PathBuf> {
        self.value("Location").map(PathBuf::from)
    }

    /// The file with views of the person's own.
    pub fn user_defined_views(&self) -> Option<PathBuf> {
        self.value("UserDefinedViews").map(PathBuf::from)
    }

    fn names(&self, property: &str) -> Option<Vec<String>> {
        self.value(property)
            .map(names)
            .filter(|names| !names.is_empty())
    }
}

/// The names of a list. A name may be quoted, and then hold anything; of a qualified name the last part counts.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name = String::new();
    let mut close = None;
    for character in text.chars() {
        match (close, character) {
            (Some(quote), _) if character == quote => close = None,
            (Some(_), _) => name.push(character),
            (None, '[') => close = Some(']'),
            (None, '"' | '`') => close = Some(character),
            (None, ',' | ';') => names.push(std::mem::take(&mut name)),
            (None, '.') => name.clear(),
            (None, _) => name.push(character),
        }
    }
    names.push(name);
    let trimmed = names.iter().map(|name| name.trim().to_owned());
    trimmed.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names() {
        assert_eq!(names("Orders, OrderItems"), ["Orders", "OrderItems"]);
        assert_eq!(
            names("[CData].[BigCommerce].Orders;`my; list`,\"a.b\","),
            ["Orders", "my; list", "a.b"]
        );
        assert_eq!(names("[never closed"), ["never closed"]);
    }

    #[test]
    fn what_is_not_given_restricts_nothing() {
        let connection = Connection::parse("Tables=;Views=' , ';BrowsableSchemas=shop1,shop2;Location=/defs;UserDefinedViews=views.json").unwrap();
        assert_eq!((connection.tables(), connection.views()), (None, None));
        assert_eq!(connection.browsable_schemas().unwrap(), ["shop1", "shop2"]);
        assert_eq!(connection.location(), Some(PathBuf::from("/defs")));
        assert_eq!(
            connection.user_defined_views(),
            Some(PathBuf::from("views.json"))
        );
        assert_eq!(connection.warnings(), [""; 0]);
    }
}
