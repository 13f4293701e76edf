//! What one session knows of the catalogue: whose it is, which databases there are, and the catalogue that fits its views.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::catalogue::Catalogue;
use super::objects::OWNER;
use super::oids::oid;
use super::relations::names;
use crate::metadata::namespace::{Contents, Namespace};
use crate::session_options::Client;
use crate::settings::Settings;

/// What sessions of one engine share: the names with those of the catalogue, by database, and the catalogues that were made.
#[derive(Debug, Default)]
pub(crate) struct Built {
    contents: Mutex<HashMap<String, Arc<Contents>>>,
    catalogues: Mutex<Vec<(Weak<Contents>, Arc<Catalogue>)>>,
}

impl Built {
    /// What a session of PostgreSQL can name in this database: what there is, and the catalogue.
    pub(crate) fn contents(&self, engine: &Contents, database: &str) -> Arc<Contents> {
        let made = || Arc::new(engine.with_catalogue(database, names()));
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let of_database = contents.entry(database.to_owned()).or_insert_with(made);
        Arc::clone(of_database)
    }

    /// The catalogue for what the session has; made anew where a view has changed.
    fn catalogue(&self, namespace: &Namespace) -> Arc<Catalogue> {
        let contents = namespace.contents();
        let lock = || {
            self.catalogues
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let is_same = |one: &(Weak<Contents>, _)| Weak::as_ptr(&one.0) == Arc::as_ptr(&contents);
        if let Some((_, catalogue)) = lock().iter().find(|one| is_same(one)) {
            return Arc::clone(catalogue);
        }
        let catalogue = Arc::new(Catalogue::of(namespace, &contents));
        let mut catalogues = lock();
        catalogues.retain(|(contents, _)| contents.strong_count() > 0);
        catalogues.push((Arc::downgrade(&contents), Arc::clone(&catalogue)));
        catalogue
    }
}

/// The session's view of it.
#[derive(Debug)]
pub(crate) struct PostgresSession {
    built: Arc<Built>,
    pub(super) namespace: Arc<Namespace>,
    pub(super) client: Client,
    pub(super) settings: Arc<Settings>,
}

impl PostgresSession {
    pub(crate) fn new(
        built: &Arc<Built>,
        namespace: &Arc<Namespace>,
        client: &Client,
        settings: &Arc<Settings>,
    ) -> Self {
        Self {
            built: Arc::clone(built),
            namespace: Arc::clone(namespace),
            client: client.clone(),
            settings: Arc::clone(settings),
        }
    }

    pub(super) fn catalogue(&self) -> Arc<Catalogue> {
        self.built.catalogue(&self.namespace)
    }

    /// The roles: the owner of all, and who the client is.
    pub(super) fn roles(&self) -> Vec<(u32, &str)> {
        let user = self.client.user.as_str();
        let own = (user != OWNER.1).then(|| (oid("role", user), user));
        std::iter::once(OWNER).chain(own).collect()
    }

    /// The databases, the session's own first.
    pub(super) fn databases(&self) -> Vec<(u32, &str)> {
        let own = self.client.database.as_str();
        let others = self.client.databases.iter().map(String::as_str);
        let all = std::iter::once(own).chain(others.filter(|name| *name != own));
        all.map(|name| (oid("database", name), name)).collect()
    }

    /// The schemas in which a name without a schema is looked for.
    pub(super) fn search_path(&self) -> Vec<String> {
        let catalogue = self.catalogue();
        let schemas = catalogue.objects.schemas.iter();
        let searched = schemas.filter(|schema| schema.searched && schema.oid != 11);
        searched.map(|schema| schema.name.clone()).collect()
    }
}
