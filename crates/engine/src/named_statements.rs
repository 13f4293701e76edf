//! Statements that a session keeps under a name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind, Result};
use crate::statement::Prepared;

/// The statements by their names.
#[derive(Debug)]
pub(crate) struct NamedStatements {
    /// None is one of a face's own, which this session cannot run.
    named: Mutex<HashMap<String, Option<Prepared>>>,
    /// So many at most.
    most: usize,
}

impl NamedStatements {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            named: Mutex::default(),
            most,
        }
    }

    fn named(&self) -> MutexGuard<'_, HashMap<String, Option<Prepared>>> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a statement has the name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.named().contains_key(name)
    }

    /// The statement of a name; an error where there is none.
    pub(crate) fn get(&self, name: &str) -> Result<Prepared> {
        let named = self.named();
        let found = named.get(name).ok_or_else(|| unknown(name))?;
        found.clone().ok_or_else(|| {
            let message = format!("the prepared statement {name} is none that EXECUTE can run");
            Error::new(ErrorKind::Unsupported, message)
                .about_typed(name)
                .with_hint("EXECUTE runs queries and writes; send the statement by itself")
        })
    }

    /// Gives a name.
    pub(crate) fn add(&self, name: &str, prepared: Option<Prepared>) -> Result<()> {
        let mut named = self.named();
        let count = named.len();
        match named.entry(name.to_owned()) {
            Entry::Vacant(_) if count >= self.most => {
                let message = format!(
                    "a session has at most {} prepared statements: DEALLOCATE one of them, or ALL",
                    self.most
                );
                Err(Error::new(ErrorKind::Limit, message).with_sqlstate("53400"))
            }
            Entry::Vacant(free) => {
                free.insert(prepared);
                Ok(())
            }
            Entry::Occupied(_) => {
                let message = format!(
                    "there is a prepared statement {name} already: DEALLOCATE {name} makes the name free"
                );
                Err(Error::new(ErrorKind::InvalidValue, message).with_sqlstate("42P05"))
            }
        }
    }

    /// Takes a name away; none takes all.
    pub(crate) fn remove(&self, name: Option<&str>) -> Result<()> {
        let mut named = self.named();
        match name {
            None => named.clear(),
            Some(name) => {
                named.remove(name).ok_or_else(|| unknown(name))?;
            }
        }
        Ok(())
    }
}

fn unknown(name: &str) -> Error {
    let message = format!("there is no prepared statement {name}: PREPARE {name} AS … makes one");
    Error::new(ErrorKind::InvalidValue, message)
        .about_typed(name)
        .with_sqlstate("26000")
}
