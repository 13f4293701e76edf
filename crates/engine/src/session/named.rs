//! Statements that a session keeps under a name. A name is given and taken when the statement that says so is planned, so that a text which
//! prepares a statement and executes it can be planned whole before it runs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use super::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::run::RunEnvironment;
use crate::sql::Statement;
use crate::sql::around::Around;
use crate::sql::named::Named;
use crate::statement::{Prepared, StatementKind};

/// The statements by their names.
#[derive(Debug, Default)]
pub(super) struct NamedStatements(Mutex<HashMap<String, Prepared>>);

impl NamedStatements {
    pub(super) fn get(&self, name: &str) -> Option<Prepared> {
        let named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        named.get(name).cloned()
    }

    fn add(&self, name: &str, prepared: Prepared) -> Result<()> {
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

    fn remove(&self, name: Option<&str>) -> Result<()> {
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
    Error::new(ErrorKind::InvalidValue, message).with_sqlstate("26000")
}

impl Session {
    /// Plans a statement that gives a name, takes it or runs what has it.
    pub(super) async fn plan_named(
        &self,
        named: Named,
        environment: RunEnvironment,
    ) -> Result<Prepared> {
        let said = match named {
            Named::Prepare { name, text } => {
                let statement = Statement::one(&text)?;
                if matches!(Named::of(statement.parsed(), &text), Ok(Some(_))) {
                    let message =
                        "PREPARE takes a query or a write: SELECT, INSERT, UPDATE, DELETE";
                    return Err(Error::new(ErrorKind::Syntax, message));
                }
                let prepared = Box::pin(self.prepare_statement(&statement)).await?;
                self.named.add(&name, prepared)?;
                format!("{name} is prepared")
            }
            Named::Execute { name, values } => {
                let prepared = self.named.get(&name).ok_or_else(|| unknown(&name))?;
                let in_transaction = self.shared.in_transaction.load(Ordering::SeqCst);
                if in_transaction && prepared.kind() == StatementKind::Write {
                    return Err(super::write_in_transaction());
                }
                let values = match values {
                    Some(text) => Some(Box::pin(self.prepare(&text)).await?),
                    None => None,
                };
                return Ok(Prepared::of_execute(prepared, values, environment));
            }
            Named::Deallocate(name) => {
                self.named.remove(name.as_deref())?;
                let what = name.as_deref().unwrap_or("each name");
                format!("{what} is free again")
            }
        };
        let said = Around::Nothing(said);
        Ok(Prepared::of_around(self.context.clone(), said, environment))
    }
}
