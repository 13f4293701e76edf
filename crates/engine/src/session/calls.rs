//! `EXEC` and `CALL`: what is refused before a procedure runs, and an import as the statement that it is.

use std::sync::atomic::Ordering;

use super::{Session, unsupported};
use crate::error::{Error, ErrorKind, Result};
use crate::procedure::{Execution, Import};
use crate::run::RunEnvironment;
use crate::sql::Statement;
use crate::sql::call::Call;
use crate::sql::resolved::{Explain, ResolvedStatement};
use crate::statement::{Prepared, StatementKind};

impl Session {
    /// Plans a call. Sends nothing.
    pub(super) async fn prepare_call(
        &self,
        call: Call,
        explain: Option<Explain>,
        environment: RunEnvironment,
    ) -> Result<Prepared> {
        let store = self.shared.namespace.store();
        let procedure = call.procedure.clone();
        let execution = Execution::new(store, call, &self.options.files, self.journal_file());
        let execution = execution.map_err(|error| error.about_typed(procedure))?;
        if execution.writes() {
            if self.options.read_only || store.connection().read_only() {
                let message = format!(
                    "the session is read-only: {} would change the store, and nothing was sent",
                    execution.name()
                );
                return Err(Error::new(ErrorKind::ReadOnly, message));
            }
            if self.shared.in_transaction.load(Ordering::SeqCst) {
                return Err(Self::write_in_transaction());
            }
        }
        if let Some(explain) = explain {
            if !execution.is_explained() {
                return Err(unsupported(&format!("EXPLAIN of {}", execution.name())));
            }
            if explain.analyze {
                return Err(unsupported("EXPLAIN ANALYZE of a procedure"));
            }
        }
        if let Some(import) = execution.import()? {
            return self.prepare_import(import, explain, environment).await;
        }
        let dry_run = self.dry_run().filter(|_| execution.writes());
        Ok(Prepared::of_procedure(
            self.context.clone(),
            execution,
            explain.or(dry_run),
            environment,
        ))
    }

    /// An import is its statement, behind a query of the rows that would find nothing. How many rows it reaches is what the file says.
    async fn prepare_import(
        &self,
        import: Import,
        explain: Option<Explain>,
        environment: RunEnvironment,
    ) -> Result<Prepared> {
        let check = match &import.check {
            Some(check) => Some(Box::pin(self.prepare(check)).await?),
            None => None,
        };
        let typed = Statement::one(&import.statement)?;
        let contents = self.shared.namespace.contents();
        let catalog = self.shared.namespace.store().catalog();
        let resolved = ResolvedStatement::of(&typed, &contents.names, catalog, self.mends)?;
        let write = resolved.write.ok_or_else(|| {
            let message = "the import of a procedure is no statement that writes";
            Error::new(ErrorKind::Internal, message)
        })?;
        let prepared = self
            .prepare_write(write, explain, environment.clone(), None)
            .await?;
        Ok(
            match check.filter(|_| prepared.kind() != StatementKind::Explain) {
                Some(check) => Prepared::of_checked(check, prepared, environment),
                None => prepared,
            },
        )
    }
}
