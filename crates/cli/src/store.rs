//! Which store a command works on: the connection that its arguments name, or a sandbox inside the process.

use std::sync::Arc;

use storeql_connection::{Connection, Sources};
use storeql_engine::Engine;
use storeql_sandbox::Sandbox;

use crate::arguments::Store;
use crate::failure::{Failure, Result};
use crate::sandbox;
use crate::telling::tell;

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

/// The store of a profile.
pub(crate) async fn of_profile(name: &str) -> Result<Place> {
    let store = Store {
        profile: Some(name.to_owned()),
        ..Store::default()
    };
    place(&store).await
}

/// Finds the store that the arguments name.
pub(crate) async fn place(store: &Store) -> Result<Place> {
    if !store.sandbox {
        let sources = Sources::of_process(store.connection.clone(), store.profile.clone());
        let connection = Connection::resolve(sources)?.announcing(|place| tell("sign-in", place));
        if names_nothing(&connection) {
            return Err(Failure::NoStore);
        }
        for warning in connection.warnings() {
            tell("warning", warning);
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

/// Neither a store nor a way to sign in to one.
fn names_nothing(connection: &Connection) -> bool {
    let signs_in = connection
        .get("InitiateOAuth")
        .is_some_and(|way| !way.eq_ignore_ascii_case("OFF"));
    let given = ["StoreId", "OAuthAccessToken", "OAuthClientId"];
    !signs_in && given.iter().all(|name| connection.get(name).is_none())
}
