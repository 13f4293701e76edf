//! One client that is in: its conversation from message to message, and the state of its transaction.
//!
//! What the messages of the extended protocol do stands in `extended.rs`, what a statement does in `execute.rs`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use jiff::tz::TimeZone;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::response::{EmptyQueryResponse, ReadyForQuery, TransactionStatus};
use storeql_engine::{Engine, Parameters, Session, Statement};

use super::command::Command;
use super::encode::Format;
use super::fault::{Fault, Result, Stop, left};
use super::opening::Start;
use super::options::{Ended, Event};
use super::portal::Portal;
use super::ready::{Ready, description, parameters};
use super::request::Request;
use super::sessions::Place;
use super::set_at_start::SetAtStart;
use super::shared::{Shared, Who};
use super::watch::Watch;
use super::wire::{Arrived, Wire};

/// A client's transaction, which is only told of: a store has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transaction {
    None,
    Open,
    Failed,
}

/// A client that is in.
pub(super) struct Client {
    pub(super) shared: Arc<Shared>,
    pub(super) wire: Wire,
    pub(super) who: Who,
    pub(super) engine: Arc<Engine>,
    pub(super) session: Session,
    pub(super) place: Place,
    /// What the protocol knows of the statements that Parse messages have given a name, or none. The names are the session's.
    pub(super) statements: HashMap<String, Arc<Ready>>,
    pub(super) portals: HashMap<String, Portal>,
    /// By whose clock text shows moments, as the client was told.
    pub(super) zone: TimeZone,
    pub(super) set_at_start: Vec<SetAtStart>,
    pub(super) transaction: Transaction,
    /// It knows that a store has no transactions.
    pub(super) told_of_transactions: bool,
}

impl Client {
    /// Greets a client that was let in; none where it cannot stay.
    pub(super) async fn enter(
        shared: Arc<Shared>,
        wire: Wire,
        who: Who,
        start: Start,
        engine: Arc<Engine>,
    ) -> Option<Self> {
        let session = engine.session(shared.session_options(&who));
        let key_bytes = if start.long_keys { 32 } else { 4 };
        let place = shared.sessions.enter(key_bytes).ok()?;
        let mut client = Self {
            shared,
            wire,
            who,
            engine,
            session,
            place,
            statements: HashMap::new(),
            portals: HashMap::new(),
            zone: TimeZone::UTC,
            set_at_start: Vec::new(),
            transaction: Transaction::None,
            told_of_transactions: false,
        };
        match client.greet(&start).await {
            Ok(()) => Some(client),
            Err(Stop::Fault(fault)) => {
                client.part(&fault).await;
                None
            }
            Err(Stop::Left) => None,
        }
    }

    /// The conversation, until the client leaves or the server stops.
    pub(super) async fn serve(mut self) {
        // An error in the extended protocol: all is passed over up to the next Sync.
        let mut skipping = false;
        loop {
            let request = match self.request().await {
                Ok(request) => request,
                Err(Stop::Left) => return,
                Err(Stop::Fault(fault)) => return self.part(&fault).await,
            };
            if skipping && !matches!(request, Request::Sync | Request::Terminate) {
                continue;
            }
            let extended = !matches!(request, Request::Query(_));
            let answered = match request {
                Request::Query(text) => self.simple(&text).await,
                Request::Sync => {
                    skipping = false;
                    self.synchronised().await
                }
                Request::Terminate => return,
                other => self.extended(other).await,
            };
            match answered {
                Ok(()) => {}
                Err(Stop::Left) => return,
                Err(Stop::Fault(fault)) if fault.fatal => return self.part(&fault).await,
                Err(Stop::Fault(_)) => skipping = extended,
            }
        }
    }

    /// The client's next message.
    async fn request(&mut self) -> Result<Request> {
        let limits = &self.shared.limits;
        let stopping = self.shared.stopping.clone();
        let most = limits.message;
        let idle = limits.idle;
        let arrived = async {
            match idle {
                None => Ok(self.wire.next(most).await),
                Some(limit) => tokio::time::timeout(limit, self.wire.next(most)).await,
            }
        };
        let arrived = tokio::select! {
            biased;
            arrived = arrived => arrived,
            () = stopping.cancelled() => {
                return Err(Fault::fatal("57P01", "the server is being stopped").into());
            }
        };
        let Ok(arrived) = arrived else {
            let message = "nothing was said for longer than this server waits";
            return Err(Fault::fatal("57P05", message).into());
        };
        match arrived.map_err(left)? {
            Arrived::Request(request) => Ok(request),
            Arrived::Gone => Err(Stop::Left),
            Arrived::Unreadable(why) => Err(Fault::protocol(why).into()),
        }
    }

    /// Tells why the connection ends, and ends it.
    async fn part(mut self, fault: &Fault) {
        let fault = Fault {
            fatal: true,
            ..fault.clone()
        };
        if self.put(fault.message("")).is_ok() {
            self.wire.close().await;
        }
    }

    pub(super) fn put(&mut self, answer: Answer) -> Result<()> {
        self.wire.put(answer).map_err(left)
    }

    /// The client is told of a fault, and its transaction has failed. The fault is answered as it came.
    pub(super) fn failed(&mut self, stop: Stop, text: &str) -> Stop {
        let Stop::Fault(fault) = stop else {
            return stop;
        };
        if self.transaction == Transaction::Open {
            self.transaction = Transaction::Failed;
        }
        if !fault.fatal && self.put(fault.message(text)).is_err() {
            return Stop::Left;
        }
        Stop::Fault(fault)
    }

    /// A statement begins, which a cancel request may end.
    pub(super) fn watch(&self) -> Watch {
        Watch::new(self.place.interrupt.begin(), self.shared.limits.statement)
    }

    /// The end of a round: what a transaction held is let go, and the client may go on.
    async fn synchronised(&mut self) -> Result<()> {
        if self.transaction == Transaction::None {
            self.portals.retain(|_, portal| portal.hold);
        }
        let status = match self.transaction {
            Transaction::None => TransactionStatus::Idle,
            Transaction::Open => TransactionStatus::Transaction,
            Transaction::Failed => TransactionStatus::Error,
        };
        self.put(Answer::ReadyForQuery(ReadyForQuery::new(status)))?;
        self.wire.flush().await.map_err(left)
    }

    /// Runs the statements of a text, one after another, up to one that fails.
    async fn simple(&mut self, text: &str) -> Result<()> {
        let ran = self.each(text).await;
        let ran = ran.map_err(|stop| self.failed(stop, text));
        match ran {
            Err(Stop::Left) => return Err(Stop::Left),
            Err(Stop::Fault(fault)) if fault.fatal => return Err(Stop::Fault(fault)),
            _ => {}
        }
        // A portal without a name lives as long as its round.
        self.portals.remove("");
        self.synchronised().await
    }

    async fn each(&mut self, text: &str) -> Result<()> {
        let spans = Statement::spans(text).map_err(Fault::from)?;
        if spans.is_empty() {
            return self.put(Answer::EmptyQueryResponse(EmptyQueryResponse::new()));
        }
        // A text with a typing error in its third statement does not run its first two.
        for span in &spans {
            let piece = &text[span.clone()];
            if Command::of(piece).map_err(|fault| fault.moved(span.start))? == Command::Engine {
                let parsed = self.session.split(piece);
                parsed.map_err(|error| Fault::from(error).moved(span.start))?;
            }
        }
        for span in spans {
            let watch = self.watch();
            let began = Instant::now();
            let mut ended = self.ended();
            let ran = self.statement(text, span, &watch, &mut ended).await;
            self.log(ended, &ran, began);
            ran?;
        }
        Ok(())
    }

    /// Runs one statement of a text, and sends all that it answers.
    async fn statement(
        &mut self,
        text: &str,
        span: Range<usize>,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<()> {
        let ready = Arc::new(self.ready(text, span, &[], watch).await?);
        if !ready.parameters.is_empty() {
            return Err(Fault::new("42P02", "there is no parameter $1").into());
        }
        let columns = self.columns(&ready).cloned();
        let formats = self.formats_of_cursor(&ready).unwrap_or_else(|| {
            let count = columns.as_ref().map_or(0, |columns| columns.fields().len());
            vec![Format::Text; count]
        });
        if columns.is_some() {
            self.put(description(columns.as_ref(), &formats))?;
        }
        let mut portal = Portal::new(ready, Parameters::none(), formats, false);
        self.execute(&mut portal, None, false, watch, ended).await
    }

    /// Refuses what does not end a transaction that has failed.
    pub(super) fn may_run(&self, command: &Command) -> Result<()> {
        if self.transaction == Transaction::Failed && !command.ends_failure() {
            let message =
                "a statement of this transaction has failed: write ROLLBACK before the next one";
            return Err(Fault::new("25P02", message).into());
        }
        Ok(())
    }

    /// Makes a statement of a text ready to run.
    pub(super) async fn ready(
        &mut self,
        text: &str,
        span: Range<usize>,
        given: &[u32],
        watch: &Watch,
    ) -> Result<Ready> {
        let start = span.start;
        let text = &text[span];
        let command = Command::of(text).map_err(|fault| fault.moved(start))?;
        self.may_run(&command)?;
        let query = match &command {
            Command::Engine if text.is_empty() => None,
            Command::Engine => Some((text, 0)),
            Command::Declare(declare) => Some((declare.query.as_str(), declare.start)),
            Command::CopyOut { query, .. } => {
                Some((query.as_str(), text.find(query.as_str()).unwrap_or(0)))
            }
            _ => None,
        };
        let Some((query, at)) = query else {
            return Ok(Ready {
                text: text.to_owned(),
                start,
                prepared: None,
                parameters: Vec::new(),
                command,
            });
        };
        let prepared = watch
            .over(&mut self.wire, self.session.prepare(query))
            .await?;
        let prepared = prepared.map_err(|error| Fault::from(error).moved(start + at))?;
        if command != Command::Engine && !prepared.kind().answers_rows() {
            let message = "a cursor and COPY TO STDOUT are for a query, which this is not";
            return Err(Fault::new("42601", message).into());
        }
        Ok(Ready {
            text: text.to_owned(),
            start,
            parameters: parameters(&prepared, given)?,
            prepared: Some(Arc::new(prepared)),
            command,
        })
    }

    /// A statement's entry in the log, as it begins.
    pub(super) fn ended(&self) -> Ended {
        Ended {
            user: storeql_connection::one_line(&self.who.user),
            database: self.who.database.clone(),
            client: self.who.client,
            outcome: String::new(),
            duration: std::time::Duration::ZERO,
            rows: 0,
            requests: 0,
        }
    }

    /// Tells what became of a statement.
    pub(super) fn log(&self, mut ended: Ended, ran: &Result<()>, began: Instant) {
        match ran {
            Ok(()) => {}
            Err(Stop::Fault(fault)) => ended.outcome = format!("ERROR {}", fault.code),
            Err(Stop::Left) => "the client left".clone_into(&mut ended.outcome),
        }
        ended.duration = began.elapsed();
        (self.shared.tell)(&Event::Statement(ended));
    }
}
