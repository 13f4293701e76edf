//! The extended protocol: statements are parsed, given values, described and executed by messages of their own.

use std::sync::Arc;
use std::time::Instant;

use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::data::ParameterDescription;
use pgwire::messages::extendedquery::{BindComplete, CloseComplete, ParseComplete};
use storeql_engine::{Parameters, Statement};

use super::client::Client;
use super::fault::{Fault, Result, left};
use super::parameters::{Given, parameters};
use super::portal::Portal;
use super::ready::{Ready, description, formats};
use super::request::{Bind, Request};
use super::words::{Token, Words};

/// The protocol counts a statement's values in two bytes.
const MOST_PARAMETERS: i64 = 65_535;

impl Client {
    /// Answers one message.
    pub(super) async fn extended(&mut self, request: Request) -> Result<()> {
        let text = match &request {
            Request::Parse { text, .. } => text.clone(),
            _ => String::new(),
        };
        let answered = self.answer(request).await;
        answered.map_err(|stop| self.failed(stop, &text))
    }

    async fn answer(&mut self, request: Request) -> Result<()> {
        match request {
            Request::Parse { name, text, types } => self.parse(name, &text, &types).await,
            Request::Bind(bind) => self.bind(bind),
            Request::DescribeStatement(name) => self.describe_statement(&name),
            Request::DescribePortal(name) => self.describe_portal(&name),
            Request::Execute { portal, most } => self.execute_portal(&portal, most).await,
            Request::CloseStatement(name) => {
                self.statements.remove(&name);
                // There may be none of that name.
                let _ = self.session.forget(Some(&name));
                self.put(Answer::CloseComplete(CloseComplete::new()))
            }
            Request::ClosePortal(name) => {
                self.portals.remove(&name);
                self.put(Answer::CloseComplete(CloseComplete::new()))
            }
            Request::Flush => self.wire.flush().await.map_err(left),
            // What is left of a COPY that has failed.
            Request::CopyData(_) | Request::CopyDone | Request::CopyFail(_) => Ok(()),
            Request::Password(_) => Err(Fault::protocol("no password was asked for").into()),
            Request::Query(_) | Request::Sync | Request::Terminate => Ok(()),
        }
    }

    async fn parse(&mut self, name: String, text: &str, types: &[u32]) -> Result<()> {
        // A statement without a name makes room for the next one, also where that fails.
        self.statements.remove("");
        if last_parameter(text) > MOST_PARAMETERS {
            let message = format!("a statement has at most {MOST_PARAMETERS} parameters");
            return Err(Fault::new("54000", message).into());
        }
        let mut spans = Statement::spans(text).map_err(Fault::from)?;
        let span = spans.pop().unwrap_or(0..0);
        if !spans.is_empty() {
            let message = "a prepared statement is one statement, and this text has several";
            return Err(Fault::syntax(message).into());
        }
        let watch = self.watch();
        let ready = self.ready(text, span, types, &watch).await?;
        if !name.is_empty() {
            let kept = self.session.keep(&name, ready.of_engine());
            kept.map_err(Fault::from)?;
        }
        self.statements.insert(name, Arc::new(ready));
        self.put(Answer::ParseComplete(ParseComplete::new()))
    }

    fn bind(&mut self, bind: Bind) -> Result<()> {
        let ready = self.statement_named(&bind.statement)?;
        self.room_for_portal(&bind.portal)?;
        let expected = ready.parameters.len();
        if bind.values.len() != expected {
            let message = format!(
                "{} values are given, and the prepared statement {} has {expected} parameters",
                bind.values.len(),
                quoted(&bind.statement)
            );
            return Err(Fault::new("08P01", message).into());
        }
        let given_formats = formats(&bind.formats, expected, "parameters")?;
        let values = match &ready.prepared {
            Some(prepared) => {
                let given = ready.parameters.iter().zip(given_formats).zip(&bind.values);
                let given = given.map(|((kind, format), value)| Given {
                    kind,
                    format,
                    value: value.as_ref(),
                });
                parameters(prepared.parameters(), &given.collect::<Vec<_>>())?
            }
            None => Parameters::none(),
        };
        let count = self
            .columns(&ready)
            .map_or(0, |columns| columns.fields().len());
        let formats = match self.formats_of_cursor(&ready) {
            Some(formats) => formats,
            None => formats(&bind.answer_formats, count, "columns")?,
        };
        let portal = Portal::new(ready, values, formats, false);
        self.portals.insert(bind.portal, portal);
        self.put(Answer::BindComplete(BindComplete::new()))
    }

    fn describe_statement(&mut self, name: &str) -> Result<()> {
        let ready = self.statement_named(name)?;
        let types = ready.parameters.iter().map(postgres_types::Type::oid);
        let described = ParameterDescription::new(types.collect());
        self.put(Answer::ParameterDescription(described))?;
        let columns = self.columns(&ready).cloned();
        self.put(description(columns.as_ref(), &[]))
    }

    fn describe_portal(&mut self, name: &str) -> Result<()> {
        let portal = self.portals.get(name).ok_or_else(|| no_portal(name))?;
        let columns = self.columns(&portal.ready).cloned();
        let described = description(columns.as_ref(), &portal.formats);
        self.put(described)
    }

    async fn execute_portal(&mut self, name: &str, most: i32) -> Result<()> {
        // The portal is the statement's while it runs.
        let mut portal = self.portals.remove(name).ok_or_else(|| no_portal(name))?;
        // 0 is no limit, and so is a number below it.
        let most = u64::try_from(most).ok().filter(|most| *most > 0);
        let watch = self.watch();
        let began = Instant::now();
        let mut ended = self.ended();
        let ran = self
            .execute(&mut portal, most, true, &watch, &mut ended)
            .await;
        self.log(ended, &ran, began);
        ran?;
        self.portals.insert(name.to_owned(), portal);
        Ok(())
    }

    /// The statement that a Parse message, or PREPARE, has given the name.
    fn statement_named(&self, name: &str) -> Result<Arc<Ready>> {
        if let Some(ready) = self.statements.get(name) {
            return Ok(Arc::clone(ready));
        }
        if name.is_empty() {
            let message = "there is no statement without a name: send a Parse message first";
            return Err(Fault::new("26000", message).into());
        }
        let kept = self.session.kept(name).map_err(Fault::from)?;
        Ok(Arc::new(Ready::of_kept(kept)?))
    }

    /// One more portal, a cursor or one of Bind: its name is free, and there is room. Only one without a name takes another's place.
    pub(super) fn room_for_portal(&self, name: &str) -> Result<()> {
        let most = self.shared.limits.portals;
        match self.portals.contains_key(name) {
            true if name.is_empty() => return Ok(()),
            true => {
                let message = format!("the cursor {} is there already", quoted(name));
                return Err(Fault::new("42P03", message).into());
            }
            false if self.portals.len() < most => return Ok(()),
            false => {}
        }
        let message = format!("a session has at most {most} cursors and portals: close one");
        Err(Fault::new("53400", message).into())
    }
}

pub(super) fn no_portal(name: &str) -> Fault {
    Fault::new(
        "34000",
        format!("the cursor {} does not exist", quoted(name)),
    )
}

/// The largest number of a parameter, `$7`; 0 where there is none.
fn last_parameter(text: &str) -> i64 {
    let mut words = Words::of(text);
    let mut last = 0;
    while let Some(word) = words.take() {
        if word == Token::Symbol('$')
            && let Some(Token::Number(number)) = words.take()
        {
            last = last.max(number);
        }
    }
    last
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", storeql_connection::one_line(name))
}
