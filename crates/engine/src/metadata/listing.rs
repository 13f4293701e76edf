//! The namespace as DataFusion's catalog: what is read under a name, and what is listed. Resolves no spelling.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::catalog::information_schema::InformationSchemaProvider;
use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProviderList, SchemaProvider, TableProvider,
};
use datafusion::common::Result as DataFusionResult;
use datafusion::datasource::ViewTable;
use datafusion::logical_expr::TableType;

use super::namespace::{Contents, Namespace, Part};
use super::postgres::{self, Built, PostgresSession};
use super::system;
use crate::datafusion::StoreTable;
use crate::session_options::Client;
use crate::settings::Settings;
use crate::sql::schemas::{CATALOG, INFORMATION_SCHEMA, PG_CATALOG};
use crate::store::Store;

/// The catalog: a schema for each part, with what is listed of it.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) namespace: Arc<Namespace>,
    /// The catalogue, where the session is one of PostgreSQL's clients.
    pub(crate) postgres: Option<Arc<PostgresSession>>,
}

impl Listing {
    /// What one session of an engine can name: that which all have, and for a client of PostgreSQL its catalogue.
    pub(crate) fn of(
        store: Arc<Store>,
        pushdown: bool,
        contents: &Arc<Contents>,
        client: Option<(&Client, &Arc<Built>, &Arc<Settings>)>,
    ) -> Self {
        let contents = match client {
            Some((client, built, _)) => built.contents(contents, &client.database),
            None => Arc::clone(contents),
        };
        let namespace = Arc::new(Namespace::new(store, pushdown, contents));
        let postgres = client.map(|(client, built, settings)| {
            PostgresSession::new(built, &namespace, client, settings)
        });
        Self {
            postgres: postgres.map(Arc::new),
            namespace,
        }
    }

    /// The same without PostgreSQL's catalogue.
    pub(crate) fn plain(namespace: &Arc<Namespace>) -> Self {
        Self {
            namespace: Arc::clone(namespace),
            postgres: None,
        }
    }
}

impl CatalogProvider for Listing {
    fn schema_names(&self) -> Vec<String> {
        self.namespace
            .listed_schemas()
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    fn schema(&self, name: &str) -> Option<Arc<dyn SchemaProvider>> {
        if let Some(session) = &self.postgres
            && [PG_CATALOG, INFORMATION_SCHEMA].contains(&name)
        {
            return Some(Arc::new(Catalogue {
                session: Arc::clone(session),
                schema: name.to_owned(),
            }));
        }
        if name == INFORMATION_SCHEMA {
            return Some(Arc::new(Information(Arc::clone(&self.namespace))));
        }
        let parts = [Part::Store, Part::System, Part::Views];
        let part = parts
            .into_iter()
            .find(|part| self.namespace.schema_of(*part) == name)?;
        Some(Arc::new(ListedPart {
            namespace: Arc::clone(&self.namespace),
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

    /// Any table that can be named, whichever part it is of: its name came without qualifiers.
    async fn table(&self, name: &str) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
        table(&self.namespace, name)
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
        let listing = Listing::plain(&self.0);
        catalogs.register_catalog(CATALOG.to_owned(), Arc::new(listing));
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

/// A schema of PostgreSQL's catalogue.
#[derive(Debug)]
struct Catalogue {
    session: Arc<PostgresSession>,
    schema: String,
}

#[async_trait]
impl SchemaProvider for Catalogue {
    fn table_names(&self) -> Vec<String> {
        Vec::new()
    }

    async fn table(&self, name: &str) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
        postgres::provider(&self.session, &format!("{}.{name}", self.schema))
    }

    fn table_exist(&self, name: &str) -> bool {
        postgres::names().any(|(schema, path, ..)| {
            schema == self.schema && path.strip_prefix(schema) == Some(&format!(".{name}"))
        })
    }
}

/// The table of that canonical name, whichever part it is of.
fn table(namespace: &Namespace, name: &str) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
    if let Some(table) = namespace.store().catalog().table(name) {
        let table = StoreTable::new(
            Arc::clone(namespace.store()),
            Arc::clone(table),
            namespace.pushdown,
        );
        return Ok(Some(Arc::new(table)));
    }
    if let Some(table) = system::find(name) {
        return system::provider(table).map(Some);
    }
    let contents = namespace.contents();
    if let Some(table) = contents.session_tables.get(name) {
        return Ok(Some(Arc::clone(table) as Arc<dyn TableProvider>));
    }
    let view = contents.views.get(name);
    Ok(view.map(|view| -> Arc<dyn TableProvider> {
        Arc::new(ViewTable::new(
            view.plan.clone(),
            Some(view.query.text().to_owned()),
        ))
    }))
}
