//! `PREPARE`, `EXECUTE` and `DEALLOCATE`. A name is given and taken when the statement that says so is planned, so that a text which
//! prepares a statement and executes it can be planned whole before it runs.

use std::sync::atomic::Ordering;

use super::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::run::RunEnvironment;
use crate::sql::Statement;
use crate::sql::around::Around;
use crate::sql::named::Named;
use crate::statement::{Prepared, StatementKind};

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
