//! `PREPARE`, `EXECUTE` and `DEALLOCATE`. A name is given and taken when the statement that says so is planned, so that a text which
//! prepares a statement and executes it can be planned whole before it runs.

use std::sync::atomic::Ordering;

use super::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::run::RunEnvironment;
use crate::sql::Statement;
use crate::sql::around::Around;
use crate::sql::named::Named;
use crate::sql::spelling::fold;
use crate::statement::{Prepared, StatementKind};

impl Session {
    /// Gives a statement a name, as PREPARE does: a name that a face's protocol gives and one of PREPARE are of one kind, and both
    /// are there for EXECUTE and DEALLOCATE. None is a statement of the face's own, which takes the name and is not for EXECUTE.
    ///
    /// ```no_run
    /// # async fn example(session: storeql_engine::Session) -> Result<(), storeql_engine::Error> {
    /// let prepared = session.prepare("SELECT id FROM orders WHERE status_id = $1").await?;
    /// session.keep("by_status", Some(&prepared))?;
    /// session.prepare("EXECUTE by_status (11)").await?;
    /// session.forget(Some("by_status"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn keep(&self, name: &str, prepared: Option<&Prepared>) -> Result<()> {
        self.named.add(name, prepared.cloned())
    }

    /// The statement that PREPARE, or [`keep`](Self::keep), has given the name.
    pub fn kept(&self, name: &str) -> Result<Prepared> {
        self.named.get(name)
    }

    /// Takes a name away, as DEALLOCATE does; none takes all names.
    pub fn forget(&self, name: Option<&str>) -> Result<()> {
        self.named.remove(name)
    }

    /// Whether there is a procedure of that name.
    pub(super) fn calls(&self, name: &str) -> bool {
        let catalog = self.shared.namespace.store().catalog();
        let mut procedures = catalog.procedures();
        procedures.any(|procedure| fold(&procedure.name) == fold(name))
    }

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
                self.named.add(&name, Some(prepared))?;
                format!("{name} is prepared")
            }
            Named::Execute { name, values } => {
                let prepared = self.named.get(&name)?;
                let in_transaction = self.shared.in_transaction.load(Ordering::SeqCst);
                if in_transaction && prepared.kind() == StatementKind::Write {
                    return Err(Self::write_in_transaction());
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
