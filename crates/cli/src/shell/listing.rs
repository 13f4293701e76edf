//! What the shell lists by the system tables: the statement behind each command.

use super::command::Listing;

/// The statement that lists it.
pub(super) fn statement(listing: &Listing) -> String {
    match listing {
        Listing::Databases => "SELECT CatalogName AS database FROM sys_catalogs".to_owned(),
        Listing::Schemas => {
            "SELECT SchemaName AS schema, CatalogName AS database FROM sys_schemas ORDER BY 1"
                .to_owned()
        }
        Listing::Views => {
            "SELECT TableName AS view, SchemaName AS schema, Description AS query FROM sys_tables \
             WHERE TableType = 'VIEW' ORDER BY 1"
                .to_owned()
        }
        Listing::Functions(name) => {
            let like = name.as_deref().unwrap_or("*");
            format!(
                "SELECT FunctionName AS function, Origin AS origin, Becomes AS becomes, Example AS example FROM sys_functions \
                 WHERE FunctionName ILIKE {} ORDER BY 1, 2",
                pattern(like)
            )
        }
    }
}

/// `date*` as a pattern of LIKE, in quotes.
fn pattern(name: &str) -> String {
    let mut pattern = String::from("'");
    for sign in name.chars() {
        match sign {
            '*' => pattern.push('%'),
            '%' | '_' | '\\' => pattern.extend(['\\', sign]),
            '\'' => pattern.push_str("''"),
            sign => pattern.push(sign),
        }
    }
    pattern.push('\'');
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn only_a_star_stands_for_letters() {
        assert_eq!(pattern("date_*"), "'date\\_%'");
        assert_eq!(pattern("it's"), "'it''s'");
    }
}
