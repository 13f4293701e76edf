//! A sandbox store with a server on it.

use std::sync::Arc;

use storeql_engine::{Engines, Options as EngineOptions};
use storeql_server::pg::{Access, Options, Role, Server};
use storeql_testkit::Store;

use crate::raw::Raw;

/// A store and its server, both a test's own.
pub(crate) struct Served {
    pub(crate) store: Store,
    pub(crate) server: Server,
}

/// Serves a store of the sandbox's defaults to anyone.
pub(crate) async fn served() -> Served {
    with(storeql_sandbox::Options::default(), |_| {}).await
}

/// Serves a store as `change` sets the server up.
pub(crate) async fn with(
    sandbox: storeql_sandbox::Options,
    change: impl FnOnce(&mut Options),
) -> Served {
    let store = Store::start(sandbox, EngineOptions::default())
        .await
        .unwrap();
    let engine = Arc::clone(&store.engine);
    let engines = Engines::new(move |_| {
        let engine = Arc::clone(&engine);
        async move { Ok(engine) }
    });
    let mut options = Options::new(Arc::new(engines), ["shop"], Access::Trust(Role::Write));
    change(&mut options);
    let server = Server::start(options).await.unwrap();
    Served { store, server }
}

impl Served {
    /// A client that is in.
    pub(crate) async fn raw(&self) -> Raw {
        let mut raw = Raw::connect(self.server.address()).await;
        raw.start(&[("user", "tester"), ("database", "shop")]).await;
        raw
    }

    /// A client that others wrote.
    pub(crate) async fn client(&self) -> tokio_postgres::Client {
        let address = self.server.address();
        let config = format!(
            "host={} port={} user=tester dbname=shop",
            address.ip(),
            address.port()
        );
        let (client, connection) = tokio_postgres::connect(&config, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        client
    }
}
