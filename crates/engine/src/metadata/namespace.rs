//! What a session can name: the store's tables, the system tables and views; and which of them are listed.
//!
//! How names may be spelled is the dialect's business; here they are canonical.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::information_schema::InformationSchemaProvider;
use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProviderList, SchemaProvider, TableProvider,
};
use datafusion::common::Result as DataFusionResult;
use datafusion::datasource::ViewTable;
use datafusion::logical_expr::{LogicalPlan, TableType};
use indexmap::IndexMap;
use storeql_catalog::Catalog;

use crate::datafusion::StoreTable;
use crate::metadata::system;
use crate::session::CATALOG;
use crate::sql::names::{Names, fold};
use crate::store::Store;

/// The schema of the system tables.
pub(crate) const SYSTEM_SCHEMA: &str = "sys";
/// The schema of views, by the field's name.
pub(crate) const VIEWS_SCHEMA: &str = "UserViews";

/// The schema of the SQL standard's system tables.
pub(crate) const INFORMATION_SCHEMA: &str = "information_schema";

/// What DataFusion has in it of its own.
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
    /// Its SELECT as it was written.
    pub(crate) query: String,
    /// Its plan, under the labels that were written.
    pub(crate) plan: LogicalPlan,
}

impl View {
    pub(crate) fn schema(&self) -> &SchemaRef {
        self.plan.schema().inner()
    }
}

/// What there is at a moment: views come and go.
#[derive(Debug, Clone)]
pub(crate) struct Contents {
    pub(crate) names: Names,
    pub(crate) views: IndexMap<String, View>,
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
    pub(crate) fn of(catalog: &Catalog, store_schema: &str) -> Self {
        let mut names = Names::default();
        names.add_schema(store_schema, Some("BigCommerce"));
        for schema in [SYSTEM_SCHEMA, VIEWS_SCHEMA, INFORMATION_SCHEMA] {
            names.add_schema(schema, None);
        }
        for table in system::all() {
            let none: &[String] = &[];
            names.add(
                table.schema(),
                table.name,
                [],
                table.columns.iter().map(|column| (column.name, none)),
            );
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
        }
    }
}

/// What one session can name.
#[derive(Debug)]
pub(crate) struct Namespace {
    store: Arc<Store>,
    pushdown: bool,
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

    /// The schema in which a part is listed.
    fn schema_of(&self, part: Part) -> &str {
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

    fn listed_names(&self, part: Part) -> Vec<String> {
        let names: Vec<String> = match part {
            Part::Store => self
                .store
                .catalog()
                .tables()
                .map(|table| table.name.clone())
                .collect(),
            Part::System => system::TABLES
                .iter()
                .map(|table| table.name.to_owned())
                .collect(),
            Part::Views => self.contents().views.keys().cloned().collect(),
        };
        names
            .into_iter()
            .filter(|name| self.lists(part, name))
            .collect()
    }

    /// The table of that canonical name, whichever part it is of.
    fn table(&self, name: &str) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
        if let Some(table) = self.store.catalog().table(name) {
            let table = StoreTable::new(Arc::clone(&self.store), Arc::clone(table), self.pushdown);
            return Ok(Some(Arc::new(table)));
        }
        if let Some(table) = system::find(name) {
            return system::provider(table).map(Some);
        }
        let contents = self.contents();
        let view = contents.views.get(name);
        Ok(view.map(|view| -> Arc<dyn TableProvider> {
            Arc::new(ViewTable::new(view.plan.clone(), Some(view.query.clone())))
        }))
    }
}

/// The namespace as DataFusion's catalog: a schema for each part, with what is listed of it.
#[derive(Debug)]
pub(crate) struct Listing(pub(crate) Arc<Namespace>);

impl CatalogProvider for Listing {
    fn schema_names(&self) -> Vec<String> {
        self.0
            .listed_schemas()
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        if name == INFORMATION_SCHEMA {
            return Some(Arc::new(Information(Arc::clone(&self.0))));
        }
        let parts = [Part::Store, Part::System, Part::Views];
        let part = parts
            .into_iter()
            .find(|part| self.0.schema_of(*part) == name)?;
        Some(Arc::new(ListedPart {
            namespace: Arc::clone(&self.0),
            part,
        }))
    }
}

#[derive(Debug)]
struct ListedPart {
    namespace: Arc<Namespace>,
    part: Part,
}

#[async_trait]
impl SchemaProvider for ListedPart {
    fn table_names(&self) -> Vec<String> {
        self.namespace.listed_names(self.part)
    }

    /// Any table that can be named: the dialect has taken the qualifiers away.
    async fn table(&self, name: &str) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
        self.namespace.table(name)
    }

    async fn table_type(&self, name: &str) -> DataFusionResult<Option<TableType>> {
        let kind = match self.part {
            Part::Store | Part::System => TableType::Base,
            Part::Views => TableType::View,
        };
        Ok(self.table_exist(name).then_some(kind))
    }

    fn table_exist(&self, name: &str) -> bool {
        self.namespace.contents().names.has(name)
    }
}

/// The information schema: ours of the system tables, and of DataFusion's what it shows of its settings and functions.
#[derive(Debug)]
struct Information(Arc<Namespace>);

impl Information {
    fn of_datafusion(&self) -> InformationSchemaProvider {
        let catalogs = MemoryCatalogProviderList::new();
        catalogs.register_catalog(CATALOG.to_owned(), Arc::new(Listing(Arc::clone(&self.0))));
        InformationSchemaProvider::new(Arc::new(catalogs))
    }
}

#[async_trait]
impl SchemaProvider for Information {
    fn table_names(&self) -> Vec<String> {
        self.of_datafusion().table_names()
    }

    async fn table(&self, name: &str) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
        match system::find(&format!("{INFORMATION_SCHEMA}.{name}")) {
            Some(table) => system::provider(table).map(Some),
            None => self.of_datafusion().table(name).await,
        }
    }

    fn table_exist(&self, name: &str) -> bool {
        system::find(&format!("{INFORMATION_SCHEMA}.{name}")).is_some()
            || self.of_datafusion().table_exist(name)
    }
}
