//! What each statement does: the engine's are run, the server's own are carried out here.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::extendedquery::PortalSuspended;
use pgwire::messages::response::{CommandComplete, EmptyQueryResponse};
use storeql_engine::RunHandle;

use super::client::{Client, Transaction};
use super::command::{Command, Declare, Fetch};
use super::encode::Format;
use super::extended::no_portal;
use super::fault::{Fault, Result, notice};
use super::options::Ended;
use super::portal::{Portal, Taken, data_row};
use super::ready::Ready;
use super::watch::Watch;

const NO_TRANSACTIONS: &str = "a store has no transactions: a statement reads the store as it is when it runs, and a write between BEGIN and COMMIT is refused";

impl Client {
    /// Runs a portal's statement, or goes on with it, up to so many rows. `suspends` where the client may ask for more of them.
    pub(super) async fn execute(
        &mut self,
        portal: &mut Portal,
        most: Option<u64>,
        suspends: bool,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<()> {
        let ready = Arc::clone(&portal.ready);
        self.may_run(&ready.command)?;
        let tag = match &ready.command {
            _ if ready.is_empty() => {
                return self.put(Answer::EmptyQueryResponse(EmptyQueryResponse::new()));
            }
            Command::Engine => {
                let taken = self.rows(portal, most, watch, ended).await?;
                if suspends && !taken.all {
                    ended.outcome = format!("{} rows so far", taken.rows);
                    return self.put(Answer::PortalSuspended(PortalSuspended::new()));
                }
                let written = portal.handle().and_then(RunHandle::written);
                portal.end();
                if ready.columns().is_none() {
                    self.tell_zone()?;
                }
                ready.tag(taken.rows, written)
            }
            Command::Begin => self.begin().await?,
            Command::Commit => self.leave_transaction("COMMIT").await?,
            Command::Rollback => self.leave_transaction("ROLLBACK").await?,
            Command::Savepoint => self.in_transaction("SAVEPOINT")?,
            Command::Release => self.in_transaction("RELEASE")?,
            Command::RollbackTo => {
                let tag = self.in_transaction("ROLLBACK")?;
                // There is nothing to take back: only the failure is forgotten.
                self.transaction = Transaction::Open;
                tag
            }
            Command::Declare(declare) => self.declare(declare, portal)?,
            Command::Fetch(fetch) => self.fetch(fetch, portal, watch, ended).await?,
            Command::Close(name) => self.close(name.as_deref())?,
            Command::DiscardAll => self.discard_all().await?,
            Command::Discard(tag) => (*tag).to_owned(),
            Command::Listen => "LISTEN".to_owned(),
            Command::Unlisten => "UNLISTEN".to_owned(),
            Command::Deallocate(name) => self.deallocate(name.as_deref())?,
            Command::CopyOut { options, .. } => {
                self.copy_out(portal, options, watch, ended).await?
            }
            Command::CopyIn {
                table,
                columns,
                options,
            } => self.copy_in(table, columns, options, watch, ended).await?,
        };
        ended.outcome.clone_from(&tag);
        self.put(Answer::CommandComplete(CommandComplete::new(tag)))
    }

    /// Sends rows of the engine, and what the run warns of once they are all sent.
    async fn rows(
        &mut self,
        portal: &mut Portal,
        most: Option<u64>,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<Taken> {
        let formats = portal.formats.clone();
        let start = portal.ready.start;
        let taken = portal
            .take(
                &mut self.wire,
                watch,
                &self.zone,
                most,
                |cells, row, wire| {
                    data_row(cells, row, &formats, wire);
                    Ok(())
                },
            )
            .await
            .map_err(|stop| stop.moved(start));
        self.account(portal, taken, ended)
    }

    /// Notes what a run has cost, and tells its warnings when its rows are all sent. What went wrong with them comes back.
    pub(super) fn account(
        &mut self,
        portal: &Portal,
        taken: Result<Taken>,
        ended: &mut Ended,
    ) -> Result<Taken> {
        if let Some(handle) = portal.handle() {
            ended.requests = handle.progress().requests;
        }
        let taken = taken?;
        ended.rows += taken.rows;
        if taken.all {
            for warning in portal.handle().map(RunHandle::warnings).unwrap_or_default() {
                let warning = storeql_connection::readable(&warning);
                self.put(notice("WARNING", "01000", &warning))?;
            }
        }
        Ok(taken)
    }

    async fn begin(&mut self) -> Result<String> {
        if self.transaction == Transaction::None {
            let _ = self.set("BEGIN").await;
            self.transaction = Transaction::Open;
            if !self.told_of_transactions {
                self.told_of_transactions = true;
                self.put(notice("NOTICE", "00000", NO_TRANSACTIONS))?;
            }
        } else {
            let message = "there is already a transaction in progress";
            self.put(notice("WARNING", "25001", message))?;
        }
        Ok("BEGIN".to_owned())
    }

    async fn leave_transaction(&mut self, word: &str) -> Result<String> {
        let before = self.transaction;
        self.transaction = Transaction::None;
        if before == Transaction::None {
            let message = "there is no transaction in progress";
            self.put(notice("WARNING", "25P01", message))?;
        } else {
            let _ = self.set("COMMIT").await;
            self.portals.retain(|_, portal| portal.hold);
        }
        Ok(match before {
            Transaction::Failed => "ROLLBACK".to_owned(),
            _ => word.to_owned(),
        })
    }

    /// For what only a transaction has.
    fn in_transaction(&self, word: &str) -> Result<String> {
        if self.transaction == Transaction::None {
            let message = format!("{word} stands between BEGIN and COMMIT only");
            return Err(Fault::new("25P01", message).into());
        }
        Ok(word.to_owned())
    }

    fn declare(&mut self, declare: &Declare, portal: &mut Portal) -> Result<String> {
        if !declare.hold {
            self.in_transaction("DECLARE CURSOR")?;
        }
        self.room_for_portal(&declare.name)?;
        let cursor = portal.as_cursor(declare.binary, declare.hold);
        self.portals.insert(declare.name.clone(), cursor);
        Ok("DECLARE CURSOR".to_owned())
    }

    async fn fetch(
        &mut self,
        fetch: &Fetch,
        portal: &mut Portal,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<String> {
        let name = &fetch.name;
        let mut cursor = self.portals.remove(name).ok_or_else(|| no_portal(name))?;
        let formats = portal.formats.clone();
        let taken = cursor
            .take(
                &mut self.wire,
                watch,
                &self.zone,
                fetch.count,
                |cells, row, wire| {
                    if !fetch.moves {
                        data_row(cells, row, &formats, wire);
                    }
                    Ok(())
                },
            )
            .await;
        let taken = self.account(&cursor, taken, ended)?;
        self.portals.insert(name.clone(), cursor);
        let word = if fetch.moves { "MOVE" } else { "FETCH" };
        Ok(format!("{word} {}", taken.rows))
    }

    fn close(&mut self, name: Option<&str>) -> Result<String> {
        match name {
            None => {
                self.portals.clear();
                Ok("CLOSE CURSOR ALL".to_owned())
            }
            Some(name) => {
                self.portals.remove(name).ok_or_else(|| no_portal(name))?;
                Ok("CLOSE CURSOR".to_owned())
            }
        }
    }

    /// A session as it was in the beginning.
    async fn discard_all(&mut self) -> Result<String> {
        if self.transaction != Transaction::None {
            let message = "DISCARD ALL does not stand between BEGIN and COMMIT";
            return Err(Fault::new("25001", message).into());
        }
        self.portals.clear();
        self.statements.clear();
        self.session = self.engine.session(self.shared.session_options(&self.who));
        self.set_as_at_start().await?;
        self.tell_zone()?;
        Ok("DISCARD ALL".to_owned())
    }

    /// Forgets a statement that has a name, or all of them.
    fn deallocate(&mut self, name: Option<&str>) -> Result<String> {
        self.session.forget(name).map_err(Fault::from)?;
        Ok(match name {
            None => {
                self.statements.retain(|name, _| name.is_empty());
                "DEALLOCATE ALL".to_owned()
            }
            Some(name) => {
                self.statements.remove(name);
                "DEALLOCATE".to_owned()
            }
        })
    }

    /// The columns of the rows that a statement sends, a FETCH's by its cursor.
    pub(super) fn columns<'a>(&'a self, ready: &'a Ready) -> Option<&'a SchemaRef> {
        match &ready.command {
            Command::Fetch(fetch) if !fetch.moves => self.portals.get(&fetch.name)?.ready.columns(),
            _ => ready.columns(),
        }
    }

    /// The formats of a cursor's rows, where a statement fetches from one that was declared BINARY.
    pub(super) fn formats_of_cursor(&self, ready: &Ready) -> Option<Vec<Format>> {
        match &ready.command {
            Command::Fetch(fetch) => {
                let cursor = self.portals.get(&fetch.name)?;
                let is_binary = cursor.formats.contains(&Format::Binary);
                is_binary.then(|| cursor.formats.clone())
            }
            _ => None,
        }
    }
}
