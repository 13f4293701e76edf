//! A store that is open: what a database, its connections and their statements share.

use std::any::Any;
use std::sync::Arc;

use adbc_core::error::Result;
use storeql_engine::Engine;
use tokio_util::sync::CancellationToken;

use crate::errors::invalid;
use crate::home::Home;
use crate::place::{Place, Sandboxes, Started, Store, connection};

/// An open store.
pub(crate) struct Open {
    pub(crate) home: Home,
    pub(crate) engine: Arc<Engine>,
    /// What signing in told, where the options asked for it.
    pub(crate) signed_in: Option<String>,
    /// The sandbox, where the store is one: it ends with the last of those that share it.
    _sandbox: Option<Box<dyn Any + Send + Sync>>,
}

impl Open {
    /// Opens a store. Sends nothing, unless `ConnectOnOpen` is set or the options ask to sign in.
    pub(crate) fn at(place: &Place, sandboxes: Option<Sandboxes>) -> Result<Self> {
        let home = Home::of_process()?;
        let until = CancellationToken::new();
        let sandbox = match &place.store {
            Store::Sandbox(options) => {
                let start = sandboxes.ok_or_else(|| {
                    invalid(
                        "this library has no sandbox: name a profile, or give a connection string",
                    )
                })?;
                let options = options.clone();
                // A sentence about its options, which are the caller's.
                let started = async move { Ok::<_, storeql_engine::Error>(start(options).await) };
                Some(home.wait(&until, started)?.map_err(invalid)?)
            }
            _ => None,
        };
        let (text, sandbox) = match sandbox {
            Some(Started { connection, held }) => (Some(connection), Some(held)),
            None => (None, None),
        };
        let connection = connection(place.sources(text.as_deref()))?;
        let signs_in = place.signs_in;
        let opening = async move {
            let signed_in = match signs_in {
                true => Some(connection.sign_in().await?),
                false => None,
            };
            let engine = Engine::open(connection).await?;
            Ok::<_, storeql_engine::Error>((engine, signed_in))
        };
        let (engine, signed_in) = home.wait(&until, opening)?;
        Ok(Self {
            home,
            engine,
            signed_in: signed_in
                .map(|signed_in| format!("signed in to the store {}", signed_in.store_id())),
            _sandbox: sandbox,
        })
    }
}
