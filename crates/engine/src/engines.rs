//! The open stores of a process, by profile: totals and tables of a profile are shared by all that work with it. How a profile is opened
//! is said once, when this is made.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use storeql_connection::{Connection, Sources};
use tokio::sync::OnceCell;

use crate::error::Result;
use crate::session::Engine;

type Opening = BoxFuture<'static, Result<Arc<Engine>>>;

/// One shared [`Engine`] for each profile.
///
/// The first call for a profile opens its store, and callers at the same time wait for it. An opening that fails is no
/// store: the next call tries again. Two profiles are two engines, since a profile also says how a store is used: its token, its tables,
/// `Readonly`. Requests to one store wait for one allowance all the same, by whichever profile they come.
///
/// ```no_run
/// # async fn example() -> Result<(), storeql_engine::Error> {
/// use std::sync::Arc;
/// use storeql_engine::{Engines, SessionOptions};
///
/// let engines = Engines::of_process();
/// let (one, other) = (engines.of("main").await?, engines.of("main").await?);
/// assert!(Arc::ptr_eq(&one, &other));
/// let session = one.session(SessionOptions::default());
/// # Ok(())
/// # }
/// ```
pub struct Engines {
    open: Box<dyn Fn(String) -> Opening + Send + Sync>,
    engines: Mutex<HashMap<String, Arc<OnceCell<Arc<Engine>>>>>,
}

impl Engines {
    /// The profiles of the process's configuration file, with what the environment says of them.
    pub fn of_process() -> Self {
        Self::new(|profile| async {
            let sources = Sources::of_process(None, Some(profile));
            Engine::open(Connection::resolve(sources)?).await
        })
    }

    /// Profiles that `open` opens, by their names.
    ///
    /// ```no_run
    /// use storeql_connection::Connection;
    /// use storeql_engine::{Engine, Engines};
    ///
    /// let engines = Engines::new(|profile| async move {
    ///     let connection = Connection::parse(&format!("StoreId={profile};OAuthAccessToken=…"))?;
    ///     Engine::open(connection).await
    /// });
    /// ```
    pub fn new<O, F>(open: O) -> Self
    where
        O: Fn(String) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Arc<Engine>>> + Send + 'static,
    {
        Self {
            open: Box::new(move |profile| open(profile).boxed()),
            engines: Mutex::default(),
        }
    }

    /// The engine of a profile, opened if it is not open yet.
    pub async fn of(&self, profile: &str) -> Result<Arc<Engine>> {
        let engine = {
            let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(engines.entry(profile.to_owned()).or_default())
        };
        let opened = engine.get_or_try_init(|| (self.open)(profile.to_owned()));
        opened.await.map(Arc::clone)
    }
}

/// The profiles that were asked for; their connections hold secrets.
impl fmt::Debug for Engines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(engines.keys()).finish()
    }
}
