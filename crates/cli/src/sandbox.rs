//! `storeql sandbox`: a store on this machine, for other programs. What it answers is `storeql-sandbox`'s business.

use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;
use storeql_sandbox::{Options, Sandbox};

use crate::arguments::{self, SandboxOptions};
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::telling::tell;

/// The first line of standard output, by which a script learns where the store is.
#[derive(Serialize)]
struct Started<'a> {
    api_url: &'a str,
    login_url: &'a str,
    store_id: &'a str,
    access_token: &'a str,
    client_id: &'a str,
    client_secret: &'a str,
    connection: &'a str,
}

/// Runs until it is stopped.
pub(crate) async fn run(arguments: &arguments::Sandbox) -> Result<()> {
    let mut options = options(&arguments.options);
    options.listen = arguments.listen;
    options.public_url = arguments.public_url.clone();
    options.apps = arguments.app.clone();
    options.token_lifetime = arguments.token_seconds.map(Duration::from_secs);
    options.code_lifetime = Duration::from_secs(arguments.code_seconds);
    options.oauth_faults = arguments.oauth_fault.clone();
    options.prepared = arguments.prepared;
    let sandbox = Sandbox::start(options).await.map_err(Failure::sandbox)?;
    if !arguments.listen.ip().is_loopback() {
        tell(
            "warning",
            format!(
                "the sandbox listens beyond this machine, at {}, without TLS: its token is a random one, which other machines \
                 on the way can read",
                arguments.listen
            ),
        );
    }
    announce(&sandbox)?;
    let stop = interrupt::watch();
    tokio::select! {
        _ = stop.arrived() => {}
        () = sandbox.wait() => {}
    }
    Ok(())
}

fn announce(sandbox: &Sandbox) -> Result<()> {
    let started = Started {
        api_url: sandbox.api_url(),
        login_url: sandbox.login_url(),
        store_id: sandbox.store_id(),
        access_token: sandbox.access_token(),
        client_id: sandbox.client_id(),
        client_secret: sandbox.client_secret(),
        connection: &sandbox.connection(),
    };
    let line =
        serde_json::to_string(&started).map_err(|error| Failure::Output(error.to_string()))?;
    let mut output = io::stdout();
    let written = writeln!(output, "{line}").and_then(|()| output.flush());
    written.map_err(|error| Failure::Output(format!("could not write where the store is: {error}")))
}

/// The sandbox's own options; what was not given stays at its default.
pub(crate) fn options(given: &SandboxOptions) -> Options {
    let mut options = Options::default();
    set(&mut options.orders, given.orders);
    set(&mut options.products, given.products);
    set(&mut options.customers, given.customers);
    set(&mut options.seed, given.seed);
    set(
        &mut options.latency,
        given.latency_ms.map(Duration::from_millis),
    );
    set(
        &mut options.window,
        given.window_ms.map(Duration::from_millis),
    );
    set(&mut options.large_orders, given.large_orders);
    options.scopes = given.scopes.clone();
    options.data = given.data.clone();
    options.quota = given.quota;
    options.faults = given.fault.clone();
    options.request_log = given.request_log.clone();
    options
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
