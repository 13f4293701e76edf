//! `storeql doctor`: checks a connection step by step and says what is wrong with it. Each step asks the engine or the connection;
//! the first that fails decides how the program ends.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use arrow::array::AsArray;
use arrow::datatypes::TimestampMicrosecondType;
use futures::TryStreamExt;
use storeql_connection::{Connection, readable};
use storeql_engine::{Engine, Error, ErrorKind, Parameters, SessionOptions};

use crate::arguments::Doctor;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::store;
use crate::terminal;
use crate::wrapping;

/// Seconds by which the clocks may differ: a sign-in and a certificate bear that.
const SAME_CLOCK: i64 = 60;
/// The environment's variables that name a proxy.
const PROXIES: [&str; 6] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// Checks.
pub(crate) async fn run(arguments: &Doctor) -> Result<()> {
    let stop = interrupt::watch();
    tokio::select! {
        checked = check(arguments) => checked,
        signal = stop.arrived() => Err(Failure::Interrupted(signal)),
    }
}

async fn check(arguments: &Doctor) -> Result<()> {
    let place = store::place(&arguments.store).await?;
    let connection = place.connection();
    let named = connection.store_id().unwrap_or("told by the sign-in");
    well(
        "connection",
        &format!("store {named}, as {}", connection.schema_name()),
    );
    well("proxy", &proxy(connection));
    let engine = place.open().await?;
    let asked = clock(&engine).await;
    network(connection, &asked)?;
    match &asked {
        Ok(Some(ahead)) if ahead.abs() > SAME_CLOCK => ill(
            "clock",
            &format!(
                "this machine's clock is {} s {} the store's: certificates and sign-ins fail by that; set it",
                ahead.abs(),
                if *ahead > 0 { "ahead of" } else { "behind" }
            ),
        ),
        Ok(Some(_)) => well("clock", "as the store's"),
        _ => unknown("clock", "not compared: the store did not tell its time"),
    }
    token(&engine, &asked).await?;
    scopes(&engine).await?;
    let client = engine.connection().client().await?;
    match client.allowance() {
        Some((quota, 0)) => ill(
            "allowance",
            &format!("none of {quota} requests is left in this window: another program takes them"),
        ),
        Some((quota, left)) => well(
            "allowance",
            &format!("{left} of {quota} requests left in this window"),
        ),
        None => unknown("allowance", "the store does not tell it"),
    }
    Ok(())
}

/// Through what the requests go, as far as it can be said beforehand.
fn proxy(connection: &Connection) -> String {
    let port = |name: &str| {
        connection
            .get(name)
            .map(|port| format!(":{port}"))
            .unwrap_or_default()
    };
    let firewall = connection.get("FirewallServer");
    if let Some(server) = firewall {
        return format!("{server}{}, by FirewallServer", port("FirewallPort"));
    }
    if let Some(server) = connection.get("ProxyServer") {
        return format!("{server}{}, by ProxyServer", port("ProxyPort"));
    }
    let set = |name: &&&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match PROXIES.iter().find(set) {
        Some(name) if connection.get("ProxyAutoDetect").as_deref() == Some("true") => {
            format!(
                "as the variable {name} says; NO_PROXY excepts servers, ProxyAutoDetect=false ignores it"
            )
        }
        _ => "none: the store is reached directly".to_owned(),
    }
}

/// Seconds by which this machine's clock is ahead of the store's; none where the store did not tell.
async fn clock(engine: &Arc<Engine>) -> std::result::Result<Option<i64>, Error> {
    let session = engine.session(SessionOptions::default());
    let prepared = session.prepare("SELECT time FROM system_time").await?;
    let run = prepared.run(Parameters::none()).await?;
    let batches: Vec<_> = run.rows.try_collect().await?;
    let here = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let here = i64::try_from(here.as_secs()).unwrap_or(i64::MAX);
    let times = batches.iter().filter(|batch| batch.num_rows() > 0);
    let mut times = times.filter_map(|batch| {
        let times = batch
            .column(0)
            .as_primitive_opt::<TimestampMicrosecondType>()?;
        Some(times.value(0) / 1_000_000)
    });
    Ok(times.next().map(|there| here - there))
}

/// Whether anything answered at the address, and behind which certificate.
fn network<T>(connection: &Connection, asked: &std::result::Result<T, Error>) -> Result<()> {
    let address = connection.get("ApiUrl").unwrap_or_default();
    match asked {
        Err(error)
            if matches!(
                error.kind,
                ErrorKind::Unreachable
                    | ErrorKind::Timeout
                    | ErrorKind::Configuration
                    | ErrorKind::Protocol
                    | ErrorKind::Server
            ) =>
        {
            ill("network", &error.to_string());
            return Err(stopped(error));
        }
        _ => well("network", &format!("{address} answers")),
    }
    match (
        address.starts_with("https"),
        connection.get("SSLServerCert"),
    ) {
        (false, _) => unknown(
            "certificate",
            "the address begins with http: nothing proves who answers",
        ),
        (true, Some(all)) if all == "*" => {
            ill(
                "certificate",
                "SSLServerCert=* accepts any server: a machine in between can read the token",
            );
        }
        (true, Some(_)) => well("certificate", "as SSLServerCert says"),
        (true, None) => well("certificate", "of an authority that this machine trusts"),
    }
    Ok(())
}

/// Whether the store knows the token.
async fn token<T>(engine: &Arc<Engine>, asked: &std::result::Result<T, Error>) -> Result<()> {
    let answered = match asked {
        Err(error) if error.kind == ErrorKind::Unauthorized => Err(Failure::from(error.clone())),
        // Whatever else it may not do.
        _ => engine
            .connection()
            .connected_client()
            .await
            .map(|_| ())
            .map_err(Failure::from),
    };
    match answered {
        Ok(()) => well("token", "the store knows it"),
        Err(failure) => {
            ill("token", &failure.message().unwrap_or_default());
            return Err(Failure::Told(failure.code()));
        }
    }
    Ok(())
}

/// Which scopes the token has; one that it lacks is no fault, since a report may do without.
async fn scopes(engine: &Arc<Engine>) -> Result<()> {
    let scopes = engine.scopes().await?;
    let of = |wanted: bool| {
        let scopes = scopes.iter().filter(|(_, has)| **has == wanted);
        scopes.map(|(scope, _)| scope.as_str()).collect::<Vec<_>>()
    };
    match of(false).as_slice() {
        [] => well("scopes", &format!("all {} for reading", of(true).len())),
        lacks => unknown(
            "scopes",
            &format!(
                "{} of {} for reading; it lacks {}",
                of(true).len(),
                scopes.len(),
                lacks.join(" ")
            ),
        ),
    }
    Ok(())
}

/// The failure is told already; it decides how the program ends.
fn stopped(error: &Error) -> Failure {
    Failure::Told(error.kind.codes().exit)
}

fn well(what: &str, text: &str) {
    line("ok", what, text);
}

fn ill(what: &str, text: &str) {
    line("WRONG", what, text);
}

fn unknown(what: &str, text: &str) {
    line("note", what, text);
}

fn line(word: &str, what: &str, text: &str) {
    let head = format!("{word:5}  {what:12} ");
    println!(
        "{}",
        wrapping::hanging(&head, &readable(text), terminal::output_columns())
    );
}
