//! Which table or column a person means: names match whatever their case and their underscores.

use std::collections::HashMap;

use datafusion::sql::sqlparser::ast::Ident;

use crate::error::{Error, Kind, Result};

/// A name without what does not count in it.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter(|character| *character != '_' && *character != ' ')
        .flat_map(char::to_lowercase)
        .collect()
}

/// The tables that a session sees, with their columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    tables: HashMap<String, TableNames>,
    /// Folded spelling → canonical name.
    spellings: HashMap<String, String>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct TableNames {
    canonical: Vec<String>,
    /// Folded spelling → canonical name.
    spellings: HashMap<String, String>,
}

impl Names {
    /// Adds a table. A canonical spelling beats an alias, an earlier alias a later one.
    pub(crate) fn add<'a>(
        &mut self,
        table: &str,
        aliases: impl IntoIterator<Item = &'a str>,
        columns: impl IntoIterator<Item = (&'a str, &'a [String])>,
    ) {
        let mut names = TableNames::default();
        let mut others = Vec::new();
        for (column, aliases) in columns {
            names.canonical.push(column.to_owned());
            names
                .spellings
                .entry(fold(column))
                .or_insert_with(|| column.to_owned());
            others.extend(aliases.iter().map(|alias| (fold(alias), column.to_owned())));
        }
        for (alias, column) in others {
            names.spellings.entry(alias).or_insert(column);
        }
        self.spellings.insert(fold(table), table.to_owned());
        for alias in aliases {
            self.spellings
                .entry(fold(alias))
                .or_insert_with(|| table.to_owned());
        }
        self.tables.insert(table.to_owned(), names);
    }

    /// Takes a table away that has no aliases.
    pub(crate) fn remove(&mut self, table: &str) {
        self.tables.remove(table);
        self.spellings.remove(&fold(table));
    }

    /// The canonical name of a table.
    pub(crate) fn table(&self, name: &str) -> Option<&str> {
        if let Some((exact, _)) = self.tables.get_key_value(name) {
            return Some(exact);
        }
        self.spellings.get(&fold(name)).map(String::as_str)
    }

    /// The canonical name of the table that a statement calls so, with what qualifies it before it.
    pub(crate) fn find(&self, path: &[String]) -> Result<&str> {
        let typed = path.last().map_or("", String::as_str);
        self.table(typed).ok_or_else(|| {
            let hint = self.nearest(typed).map_or_else(
                || "sys_tables lists what there is".to_owned(),
                |nearest| format!("did you mean {nearest}?"),
            );
            let message = format!("there is no table {typed}; {hint}");
            Error::new(Kind::UnknownTable, message)
        })
    }

    /// Whether that is a table's canonical name.
    pub(crate) fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    pub(crate) fn columns_of(&self, table: &str) -> Option<&TableNames> {
        self.tables.get(table)
    }

    /// The table that `name` is most like.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        nearest(
            &folded,
            self.spellings
                .iter()
                .map(|(spelling, table)| (spelling.as_str(), table.as_str())),
        )
    }
}

impl TableNames {
    /// The canonical name of a column.
    pub(crate) fn column(&self, name: &str) -> Option<&str> {
        let exact = self.canonical.iter().find(|canonical| *canonical == name);
        exact
            .or_else(|| self.spellings.get(&fold(name)))
            .map(String::as_str)
    }
}

/// The candidate whose spelling is nearest to `name`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|(spelling, candidate)| (strsim::jaro_winkler(name, spelling), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(left, a), (right, b)| left.total_cmp(right).then_with(|| b.cmp(a)))
        .map(|(_, candidate)| candidate)
}

/// A quoted identifier that is taken to the letter.
pub(crate) fn exact(name: &str) -> Ident {
    Ident::with_quote('"', name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        let none: &[String] = &[];
        let aliases = ["GroupId".to_owned()];
        names.add(
            "order_items",
            ["OrderProducts"],
            [("order_id", none), ("product_id", none)],
        );
        names.add("customers", [], [("customer_group_id", &aliases[..])]);
        names
    }

    #[test]
    fn case_and_underscores_do_not_count() {
        let names = names();
        for spelling in [
            "order_items",
            "OrderItems",
            "ORDERITEMS",
            "Order_Items",
            "orderproducts",
        ] {
            assert_eq!(names.table(spelling), Some("order_items"), "{spelling}");
        }
        let columns = names.columns_of("order_items").unwrap();
        assert_eq!(columns.column("ProductId"), Some("product_id"));
        assert_eq!(columns.column("product"), None);
        assert_eq!(
            names.columns_of("customers").unwrap().column("groupid"),
            Some("customer_group_id")
        );
    }

    #[test]
    fn a_typing_error_finds_its_table() {
        assert_eq!(names().nearest("custmers"), Some("customers"));
        assert_eq!(names().nearest("warehouse"), None);
    }
}
