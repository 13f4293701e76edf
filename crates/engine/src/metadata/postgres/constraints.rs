//! Keys, indexes and names as the statements that would make them: `FOREIGN KEY (order_id) REFERENCES orders(id)`.

use super::objects::{Class, Index, Key, Objects};
use crate::functions::identifier;

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| identifier(name)).collect();
    names.join(", ")
}

impl Objects {
    /// The name of a class, with its schema where the schema is not searched or another class comes before it.
    pub(super) fn shown(&self, class: &Class) -> String {
        let found = self.searched(&class.name);
        match found.is_some_and(|found| self.classes[found].oid == class.oid) {
            true => identifier(&class.name),
            false => self.path(class),
        }
    }

    /// The name with its schema.
    pub(super) fn path(&self, class: &Class) -> String {
        let schema = identifier(&self.schemas[class.schema].name);
        format!("{schema}.{}", identifier(&class.name))
    }

    /// What `pg_get_constraintdef` answers. A pretty one leaves out the schema of a table that is found without it.
    pub(super) fn key_definition(&self, key: &Key, pretty: bool) -> String {
        let columns = list(&self.columns_of(key.table, &key.columns));
        match &key.to {
            None => format!("PRIMARY KEY ({columns})"),
            Some((to, referenced)) => {
                let class = &self.classes[*to];
                let name = if pretty {
                    self.shown(class)
                } else {
                    self.path(class)
                };
                let referenced = list(&self.columns_of(*to, referenced));
                format!("FOREIGN KEY ({columns}) REFERENCES {name}({referenced})")
            }
        }
    }

    /// What `pg_get_indexdef` answers of a whole index.
    pub(super) fn index_definition(&self, index: &Index, pretty: bool) -> String {
        let unique = if index.primary { "UNIQUE " } else { "" };
        let table = &self.classes[index.table];
        let shown = if pretty {
            self.shown(table)
        } else {
            self.path(table)
        };
        let name = identifier(&self.classes[index.class].name);
        let columns = list(&self.columns_of(index.table, &index.columns));
        format!("CREATE {unique}INDEX {name} ON {shown} USING btree ({columns})")
    }
}
