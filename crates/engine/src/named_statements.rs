//! Statements that a session keeps under a name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, ErrorKind, Result};
use crate::statement::Prepared;

/// The statements by their names.
#[derive(Debug, Default)]
pub(crate) struct NamedStatements(Mutex<HashMap<String, Prepared>>);

impl NamedStatements {
    /// Whether a statement has the name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_ok()
    }

    /// The statement of a name; an error where there is none.
    pub(crate) fn get(&self, name: &str) -> Result<Prepared> {
        let named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        named.get(name).cloned().ok_or_else(|| unknown(name))
    }

    /// Gives a name.
    pub(crate) fn add(&self, name: &str, prepared: Prepared) -> Result<()> {
        let mut named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match named.entry(name.to_owned()) {
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
        let mut named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
