//! Which table or column a name means: names match whatever their case and their underscores. `ORDERITEMS` is `order_items`.

use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;
use storeql_catalog::nearest;

use super::schemas::{CATALOG, SYSTEM_SCHEMA};
use super::spelling::{fold, session_table};
use crate::error::{Error, ErrorKind, Result};

/// The catalog as it may be spelled: its name, and that which statements of the field have for it.
const CATALOGS: [&str; 2] = [CATALOG, "cdata"];

/// The tables that a session sees, with their columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    tables: HashMap<String, TableNames>,
    /// Folded spelling → canonical name.
    spellings: HashMap<String, String>,
    /// The same of the schemas, in the order in which an error names them.
    schemas: IndexMap<String, String>,
    /// Further names of the catalog: that of the database which a client of PostgreSQL has chosen.
    catalogs: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct TableNames {
    schema: String,
    canonical: Vec<String>,
    /// Folded spelling → canonical name.
    spellings: HashMap<String, String>,
    /// The columns whose values are names themselves.
    of_names: HashSet<String>,
}

impl Names {
    /// Adds a schema, which may be spelled as an alias, too.
    pub(crate) fn add_schema(&mut self, schema: &str, alias: Option<&str>) {
        for spelling in [Some(schema), alias].into_iter().flatten() {
            self.schemas
                .entry(fold(spelling))
                .or_insert_with(|| schema.to_owned());
        }
    }

    /// Gives the catalog one more name.
    pub(crate) fn add_catalog(&mut self, catalog: &str) {
        self.catalogs.push(catalog.to_owned());
    }

    fn is_catalog(&self, name: &str) -> bool {
        let name = fold(name);
        CATALOGS.contains(&name.as_str()) || self.catalogs.iter().any(|known| fold(known) == name)
    }

    /// Whether there is such a schema.
    pub(crate) fn has_schema(&self, schema: &str) -> bool {
        self.schemas.contains_key(&fold(schema))
    }

    /// Adds a table. A canonical spelling beats an alias, an earlier alias a later one.
    pub(crate) fn add<'a>(
        &mut self,
        schema: &str,
        table: &str,
        aliases: impl IntoIterator<Item = &'a str>,
        columns: impl IntoIterator<Item = (&'a str, &'a [String])>,
    ) {
        let mut names = TableNames {
            schema: schema.to_owned(),
            ..TableNames::default()
        };
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

    /// Says of a table's columns that their values are names of tables, columns and the like, which compare as names do.
    pub(crate) fn mark_columns_of_names<'a>(
        &mut self,
        table: &str,
        columns: impl IntoIterator<Item = &'a str>,
    ) {
        if let Some(names) = self.tables.get_mut(table) {
            names
                .of_names
                .extend(columns.into_iter().map(str::to_owned));
        }
    }

    /// Takes a table away.
    pub(crate) fn remove(&mut self, table: &str) {
        self.tables.remove(table);
        self.spellings.retain(|_, named| named != table);
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
        let unknown = |message| Error::new(ErrorKind::UnknownTable, message);
        let (schema, typed) = match path {
            [typed] => (None, typed),
            [schema, typed] => (Some(schema), typed),
            [catalog, schema, typed] => {
                if !self.is_catalog(catalog) {
                    let unknown =
                        unknown(format!("there is no catalog {catalog}")).about_typed(catalog);
                    return Err(unknown.with_hint(format!("there is {CATALOG}")));
                }
                (Some(schema), typed)
            }
            _ => return Err(unknown(format!("{} is no table's name", path.join(".")))),
        };
        let Some(schema) = schema else {
            return self.table(typed).ok_or_else(|| self.unknown(typed));
        };
        let Some(schema) = self.schemas.get(&fold(schema)) else {
            let schemas: BTreeSet<&str> = self.schemas.values().map(String::as_str).collect();
            let schemas: Vec<&str> = schemas.into_iter().collect();
            let schemas = schemas.join(", ");
            let unknown = unknown(format!("there is no schema {schema}")).about_typed(schema);
            return Err(unknown.with_hint(match fold(schema).as_str() {
                "pgcatalog" => "sys_tables and information_schema.tables list what there is; clients of PostgreSQL's protocol have pg_catalog".to_owned(),
                _ => format!("there are {schemas}"),
            }));
        };
        if let Some(table) = self.table(&format!("{schema}.{typed}")) {
            return Ok(table);
        }
        let table = self.table(typed).ok_or_else(|| self.unknown(typed))?;
        match self.tables.get(table) {
            // The other drivers have the system tables in every schema.
            Some(names) if names.schema == *schema || names.schema == SYSTEM_SCHEMA => Ok(table),
            Some(names) => {
                let message = format!("there is no table {typed} in the schema {schema}");
                Err(Error::new(ErrorKind::UnknownTable, message)
                    .on_table(typed)
                    .with_hint(format!("there is {}.{table}", names.schema)))
            }
            None => Err(self.unknown(typed)),
        }
    }

    fn unknown(&self, typed: &str) -> Error {
        if session_table(typed).is_some() {
            let message = format!("there is no session table {typed}");
            return Error::new(ErrorKind::UnknownTable, message)
                .on_table(typed)
                .with_hint(format!(
                    "INSERT INTO {typed} (column, …) VALUES (value, …) makes it"
                ));
        }
        let hint = self.nearest(typed).map_or_else(
            || "sys_tables lists what there is: SELECT TableName FROM sys_tables".to_owned(),
            |nearest| format!("did you mean {nearest}?"),
        );
        let message = format!("there is no table {typed}");
        Error::new(ErrorKind::UnknownTable, message)
            .on_table(typed)
            .with_hint(hint)
    }

    /// Whether that is a table's canonical name.
    pub(crate) fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    pub(crate) fn columns_of(&self, table: &str) -> Option<&TableNames> {
        self.tables.get(table)
    }

    /// Whether a column's values are names themselves.
    pub(crate) fn holds_names(&self, table: &str, column: &str) -> bool {
        let names = self.tables.get(table);
        names.is_some_and(|names| names.of_names.contains(column))
    }

    /// The canonical columns of a table, in their order.
    pub(crate) fn columns(&self, table: &str) -> Vec<String> {
        let names = self.columns_of(table);
        names.map_or_else(Vec::new, |names| names.canonical.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        let none: &[String] = &[];
        let aliases = ["GroupId".to_owned()];
        names.add(
            "bigcommerce",
            "order_items",
            ["OrderProducts"],
            [("order_id", none), ("product_id", none)],
        );
        names.add(
            "bigcommerce",
            "customers",
            [],
            [("customer_group_id", &aliases[..])],
        );
        names.add_schema("bigcommerce", None);
        names.add_schema("sys", None);
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
    fn a_qualifier_names_where_a_table_is() {
        let names = names();
        let find = |path: &str| {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            names
                .find(&path)
                .map(str::to_owned)
                .map_err(|error| error.to_string())
        };
        for path in ["BigCommerce.Customers", "CData.BIGCOMMERCE.customers"] {
            assert_eq!(find(path), Ok("customers".to_owned()));
        }
        for (path, said) in [
            (
                "foo.customers",
                "there is no schema foo; there are bigcommerce, sys",
            ),
            (
                "x.bigcommerce.customers",
                "there is no catalog x; there is storeql",
            ),
            (
                "sys.customers",
                "there is no table customers in the schema sys; there is bigcommerce.customers",
            ),
        ] {
            assert_eq!(find(path), Err(said.to_owned()));
        }
    }

    #[test]
    fn a_typing_error_finds_its_table() {
        assert_eq!(names().nearest("custmers"), Some("customers"));
        assert_eq!(names().nearest("warehouse"), None);
    }
}
