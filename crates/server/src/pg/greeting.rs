//! What a client that is let in is told first: the server's parameters, and the number by which it may cancel.

use bytes::Buf;
use futures::TryStreamExt;
use jiff::tz::TimeZone;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::response::{ReadyForQuery, TransactionStatus};
use pgwire::messages::startup::{Authentication, BackendKeyData, ParameterStatus, SecretKey};
use storeql_engine::Parameters;

use super::client::Client;
use super::fault::{Fault, Result, left};
use super::opening::Start;
use super::set_at_start::SetAtStart;
use super::users::Role;

/// The version of PostgreSQL that answers are held to.
const VERSION: &str = concat!("16.0 (StoreQL ", env!("CARGO_PKG_VERSION"), ")");

impl Client {
    pub(super) async fn greet(&mut self, start: &Start) -> Result<()> {
        let said = |name: &str| start.parameters.get(name).map(String::as_str);
        if let Some(encoding) = said("client_encoding") {
            let plain = encoding.trim_matches(['\'', '"']).replace(['-', '_'], "");
            if !["utf8", "unicode"].contains(&plain.to_lowercase().as_str()) {
                let message = format!(
                    "client_encoding {} is not supported: set UTF8, which every text here is in",
                    storeql_connection::one_line(encoding)
                );
                return Err(Fault::fatal("22023", message).into());
            }
        }
        self.set_at_start = SetAtStart::among(&start.parameters);
        self.set_as_at_start().await?;
        self.put(Answer::Authentication(Authentication::Ok))?;
        let reads_only = self.who.role == Role::Read || self.engine.connection().read_only();
        for (name, value) in [
            ("application_name", said("application_name").unwrap_or("")),
            ("client_encoding", "UTF8"),
            ("DateStyle", "ISO, MDY"),
            (
                "default_transaction_read_only",
                if reads_only { "on" } else { "off" },
            ),
            ("in_hot_standby", "off"),
            ("integer_datetimes", "on"),
            ("IntervalStyle", "postgres"),
            ("is_superuser", "off"),
            ("server_encoding", "UTF8"),
            ("server_version", VERSION),
            ("session_authorization", &self.who.user.clone()),
            ("standard_conforming_strings", "on"),
            ("TimeZone", "UTC"),
        ] {
            self.tell_parameter(name, value)?;
        }
        self.tell_zone()?;
        let key = match start.long_keys {
            true => SecretKey::Bytes(self.place.key.clone()),
            false => SecretKey::I32(self.place.key.clone().get_i32()),
        };
        let data = BackendKeyData::new(self.place.number, key);
        self.put(Answer::BackendKeyData(data))?;
        self.put(Answer::ReadyForQuery(ReadyForQuery::new(
            TransactionStatus::Idle,
        )))?;
        self.wire.flush().await.map_err(left)
    }

    fn tell_parameter(&mut self, name: &str, value: &str) -> Result<()> {
        let status = ParameterStatus::new(name.to_owned(), value.to_owned());
        self.put(Answer::ParameterStatus(status))
    }

    /// Sets what the client began with.
    pub(super) async fn set_as_at_start(&mut self) -> Result<()> {
        for set in self.set_at_start.clone() {
            if let Err(error) = self.set(&set.statement()).await
                && set.is_limit()
            {
                return Err(Fault::fatal("22023", error.message).into());
            }
        }
        Ok(())
    }

    /// Tells the session's time zone, where it is not the one that the client was told.
    pub(super) fn tell_zone(&mut self) -> Result<()> {
        let name = self.session.time_zone();
        let zone = name.as_deref().and_then(|name| TimeZone::get(name).ok());
        let zone = zone.unwrap_or(TimeZone::UTC);
        if zone == self.zone {
            return Ok(());
        }
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        self.zone = zone;
        self.tell_parameter("TimeZone", &name)
    }

    /// Runs a statement of the session itself, for the server.
    pub(super) async fn set(&mut self, statement: &str) -> storeql_engine::Result<()> {
        let run = self.session.prepare(statement).await?;
        let run = run.run(Parameters::none()).await?;
        run.rows.try_collect::<Vec<_>>().await?;
        Ok(())
    }
}
