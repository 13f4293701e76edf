//! Which store a command works on: the connection that its arguments name, or a sandbox inside the process.

use std::sync::Arc;

use storeql_connection::{Connection, Sources};
use storeql_engine::Engine;
use storeql_sandbox::Sandbox;

use crate::arguments::Store;
use crate::failure::{Failure, Result};
use crate::sandbox;

/// A store that can be opened.
pub(crate) struct Place {
    connection: Connection,
    /// Ends with the command.
    _sandbox: Option<Sandbox>,
}

impl Place {
    /// Who we are there.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Opens it.
    pub(crate) async fn open(&self) -> Result<Arc<Engine>> {
        Ok(Engine::open(self.connection.clone()).await?)
    }
}

/// Finds the store that the arguments name.
pub(crate) async fn place(store: &Store) -> Result<Place> {
    if !store.sandbox {
        let sources = Sources::of_process(store.connection.clone(), store.profile.clone());
        let connection = Connection::resolve(sources)?;
        for warning in connection.warnings() {
            eprintln!("warning: {warning}");
        }
        return Ok(Place {
            connection,
            _sandbox: None,
        });
    }
    let sandbox = Sandbox::start(sandbox::options(&store.options))
        .await
        .map_err(Failure::sandbox)?;
    let connection = Connection::parse(&sandbox.connection())?;
    Ok(Place {
        connection,
        _sandbox: Some(sandbox),
    })
}
