//! What a session can name: the store's tables, the system tables and views; and which of them are listed.
//!
//! How names may be spelled is decided in `sql::names`; here they are canonical. What DataFusion reads under a name stands in
//! `listing`.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use arrow::datatypes::SchemaRef;
use datafusion::logical_expr::LogicalPlan;
use indexmap::IndexMap;
use storeql_catalog::Catalog;

use super::session_table::SessionTable;
use crate::sql::Statement;
use crate::sql::names::Names;
use crate::sql::schemas::{INFORMATION_SCHEMA, PG_CATALOG, SYSTEM_SCHEMA, VIEWS_SCHEMA};
use crate::sql::spelling::{as_session_table, fold};
use crate::store::Store;

/// What DataFusion has in the information schema of its own.
const OF_DATAFUSION: [&str; 3] = [
    "information_schema.df_settings",
    "information_schema.parameters",
    "information_schema.routines",
];

/// A group of tables, which has a schema of its own where they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Store,
    System,
    Views,
}

/// A view, planned.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// Its SELECT.
    pub(crate) query: Statement,
    /// Its plan, under the labels that were written.
    pub(crate) plan: LogicalPlan,
}

impl View {
    pub(crate) fn schema(&self) -> &SchemaRef {
        self.plan.schema().inner()
    }
}

/// What a namespace knows of a system table.
#[derive(Debug)]
pub(crate) struct SystemNames {
    pub(crate) schema: &'static str,
    pub(crate) name: &'static str,
    /// Its columns, and whether a column's values are names themselves, as `TableName`'s.
    pub(crate) columns: Vec<(&'static str, bool)>,
    /// It is listed with the store's tables; those of the information schema are not.
    pub(crate) listed: bool,
}

/// What there is at a moment: views come and go.
#[derive(Debug, Clone)]
pub(crate) struct Contents {
    pub(crate) names: Names,
    pub(crate) views: IndexMap<String, View>,
    /// The tables in the session's memory, by their canonical names.
    pub(crate) session_tables: IndexMap<String, Arc<SessionTable>>,
    /// The system tables that are listed.
    system: Arc<[&'static str]>,
}

impl Contents {
    /// The same before any view.
    pub(crate) fn without_views(&self) -> Self {
        let mut names = self.names.clone();
        for view in self.views.keys() {
            names.remove(view);
        }
        Self {
            names,
            views: IndexMap::new(),
            session_tables: self.session_tables.clone(),
            system: Arc::clone(&self.system),
        }
    }

    /// The same for a client of PostgreSQL, whose tables are those of its database, with the schemas of the catalogue: of each
    /// relation its schema, its whole name, the one by which it is found without a schema, and its columns.
    pub(crate) fn with_catalogue<'a>(
        &self,
        database: &str,
        relations: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>, Vec<&'a str>)>,
    ) -> Self {
        let mut names = self.names.clone();
        names.add_catalog(database);
        names.add_schema(PG_CATALOG, None);
        let none: &[String] = &[];
        for (schema, path, short, columns) in relations {
            let columns = columns.into_iter().map(|column| (column, none));
            names.add(schema, path, short, columns);
        }
        Self {
            names,
            views: self.views.clone(),
            session_tables: self.session_tables.clone(),
            system: Arc::clone(&self.system),
        }
    }

    /// Adds a view whose name is free.
    pub(crate) fn add(&mut self, name: &str, view: View) {
        let none: &[String] = &[];
        let columns = view.schema().fields().iter();
        let columns = columns.map(|column| (column.name().as_str(), none));
        self.names.add(VIEWS_SCHEMA, name, [], columns);
        self.views.insert(name.to_owned(), view);
    }

    /// The store's tables and the system tables.
    pub(crate) fn of(
        catalog: &Catalog,
        store_schema: &str,
        system_tables: impl IntoIterator<Item = SystemNames>,
    ) -> Self {
        let mut names = Names::default();
        let mut system = Vec::new();
        names.add_schema(store_schema, Some("BigCommerce"));
        for schema in [SYSTEM_SCHEMA, VIEWS_SCHEMA, INFORMATION_SCHEMA] {
            names.add_schema(schema, None);
        }
        for table in system_tables {
            let none: &[String] = &[];
            let columns = table.columns.iter().map(|(column, _)| (*column, none));
            names.add(table.schema, table.name, [], columns);
            let of_names = table.columns.iter().filter(|(_, of_names)| *of_names);
            names.mark_columns_of_names(table.name, of_names.map(|(column, _)| *column));
            if table.listed {
                system.push(table.name);
            }
        }
        for table in OF_DATAFUSION {
            names.add(INFORMATION_SCHEMA, table, [], []);
        }
        // Behind the system tables: where a name is both, it is the store's.
        for table in catalog.tables() {
            let aliases = table.aliases.iter().map(String::as_str);
            let columns = table
                .columns
                .values()
                .map(|column| (column.name.as_str(), column.aliases.as_slice()));
            names.add(store_schema, &table.name, aliases, columns);
        }
        Self {
            names,
            views: IndexMap::new(),
            session_tables: IndexMap::new(),
            system: system.into(),
        }
    }
}

/// What one session can name.
#[derive(Debug)]
pub(crate) struct Namespace {
    store: Arc<Store>,
    pub(super) pushdown: bool,
    contents: RwLock<Arc<Contents>>,
    listed: Listed,
}

/// What the connection says of lists; none lists all.
#[derive(Debug, Clone)]
struct Listed {
    schemas: Option<HashSet<String>>,
    tables: Option<HashSet<String>>,
    views: Option<HashSet<String>>,
}

impl Namespace {
    /// Whether filters and limits travel to the API.
    pub(crate) fn pushes_down(&self) -> bool {
        self.pushdown
    }

    pub(crate) fn new(store: Arc<Store>, pushdown: bool, contents: Arc<Contents>) -> Self {
        let folded = |names: Option<Vec<String>>| -> Option<HashSet<String>> {
            Some(names?.iter().map(|name| fold(name)).collect())
        };
        let connection = store.connection();
        let listed = Listed {
            schemas: folded(connection.browsable_schemas()),
            tables: folded(connection.tables()),
            views: folded(connection.views()),
        };
        Self {
            store,
            pushdown,
            contents: RwLock::new(contents),
            listed,
        }
    }

    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.store
    }

    pub(crate) fn contents(&self) -> Arc<Contents> {
        Arc::clone(&self.contents.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Another namespace of the same store, with other contents.
    pub(crate) fn with(&self, contents: Contents) -> Self {
        Self {
            store: Arc::clone(&self.store),
            pushdown: self.pushdown,
            contents: RwLock::new(Arc::new(contents)),
            listed: self.listed.clone(),
        }
    }

    pub(crate) fn set(&self, contents: Contents) {
        *self
            .contents
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(contents);
    }

    /// Changes the contents, unless they are no longer those that the change began with.
    pub(crate) fn replace(&self, before: &Arc<Contents>, contents: Contents) -> bool {
        let mut held = self
            .contents
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let unchanged = Arc::ptr_eq(&held, before);
        if unchanged {
            *held = Arc::new(contents);
        }
        unchanged
    }

    /// Adds a table of the session that is named after `table`, or puts it in the place of the one there is.
    pub(super) fn with_session_table(&self, table: &str, made: &Arc<SessionTable>) {
        let name = as_session_table(table);
        let aliases = self.store.catalog().table(table);
        let aliases = aliases.map_or([].as_slice(), |table| table.aliases.as_slice());
        let aliases: Vec<String> = aliases
            .iter()
            .map(|alias| as_session_table(alias))
            .collect();
        let none: &[String] = &[];
        let known = self.store.catalog().table(table);
        let columns = made.columns().map(|column| {
            let known = known.and_then(|table| table.columns.get(column));
            (column, known.map_or(none, |known| known.aliases.as_slice()))
        });
        let columns: Vec<_> = columns.collect();
        self.change(|contents| {
            let aliases = aliases.iter().map(String::as_str);
            let columns = columns.iter().copied();
            let schema = self.schema_of(Part::Store);
            contents.names.remove(&name);
            contents.names.add(schema, &name, aliases, columns);
            contents
                .session_tables
                .insert(name.clone(), Arc::clone(made));
        });
    }

    /// Takes a table of the session away.
    pub(super) fn without_session_table(&self, name: &str) {
        self.change(|contents| {
            contents.names.remove(name);
            contents.session_tables.shift_remove(name);
        });
    }

    fn change(&self, change: impl Fn(&mut Contents)) {
        loop {
            let before = self.contents();
            let mut contents = before.as_ref().clone();
            change(&mut contents);
            // Another statement of the session may have changed the contents meanwhile.
            if self.replace(&before, contents) {
                return;
            }
        }
    }

    /// The schema in which a part is listed.
    pub(super) fn schema_of(&self, part: Part) -> &str {
        match part {
            Part::Store => self.store.connection().schema_name(),
            Part::System => SYSTEM_SCHEMA,
            Part::Views => VIEWS_SCHEMA,
        }
    }

    /// Whether the connection's properties let a table be listed. It can be queried in any case.
    pub(crate) fn lists(&self, part: Part, name: &str) -> bool {
        let among = |names: &Option<HashSet<String>>, name: &str| {
            names
                .as_ref()
                .is_none_or(|names| names.contains(&fold(name)))
        };
        among(&self.listed.schemas, self.schema_of(part))
            && match part {
                Part::Store => among(&self.listed.tables, name),
                Part::System => true,
                Part::Views => among(&self.listed.views, name),
            }
    }

    /// The parts of which something is listed.
    fn listed_parts(&self) -> Vec<Part> {
        let mut parts = vec![Part::Store, Part::System, Part::Views];
        parts.retain(|part| !self.listed_names(*part).is_empty());
        parts
    }

    /// The schemas in which something is listed.
    pub(crate) fn listed_schemas(&self) -> Vec<&str> {
        let parts = self.listed_parts();
        parts.into_iter().map(|part| self.schema_of(part)).collect()
    }

    pub(super) fn listed_names(&self, part: Part) -> Vec<String> {
        let names: Vec<String> = match part {
            Part::Store => self
                .store
                .catalog()
                .tables()
                .map(|table| table.name.clone())
                .collect(),
            Part::System => {
                let contents = self.contents();
                contents
                    .system
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect()
            }
            Part::Views => self.contents().views.keys().cloned().collect(),
        };
        names
            .into_iter()
            .filter(|name| self.lists(part, name))
            .collect()
    }
}
