//! `storeql serve`: a store for other programs. What they are answered is `storeql-server`'s business.

mod announcement;
mod password;
mod settings;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use storeql_connection::{Connection, Sources, configuration_folder};
use storeql_engine::{Engine, Engines};
use storeql_sandbox::Sandbox;
use storeql_server::pg::{Access, Event, Limits, Options, Role, Server, Tls, Users};

use crate::arguments::{AddUser, Door, PgSettings, ServePg};
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::sandbox;
use crate::telling::tell;

/// The user of a sandbox that is served, and of a server whose only user was given no name.
const USER: &str = "storeql";
const LISTEN: &str = "127.0.0.1:5433";

/// Runs it.
pub(crate) async fn run(door: Door) -> Result<()> {
    match door {
        Door::Pg(arguments) => pg(*arguments).await,
        Door::AddUser(arguments) => add_user(&arguments),
    }
}

/// The stores of a server, each a database of its name.
struct Stores {
    engines: Engines,
    databases: Vec<String>,
    /// Ends with the server.
    _sandbox: Option<Sandbox>,
}

/// Who may in, and what the first line of output tells of it.
struct Entry {
    access: Access,
    user: Option<String>,
    /// Of the sandbox alone: any other is the person's own.
    password: Option<String>,
}

/// Serves until it is stopped.
async fn pg(arguments: ServePg) -> Result<()> {
    let file = arguments
        .config
        .as_deref()
        .map(settings::read)
        .transpose()?;
    let given = settings::before(arguments.settings, file.unwrap_or_default());
    let stores = match arguments.sandbox {
        true => of_sandbox(&arguments.options).await?,
        false => of_profiles(arguments.connection, &given.profile),
    };
    open_all(&stores).await?;
    let entry = entry(&given, arguments.sandbox)?;
    let tls = tls(&given)?;
    let secure = tls.is_some();
    let database = stores.databases.first().cloned().unwrap_or_default();
    let mut options = Options::new(
        Arc::new(stores.engines),
        stores.databases.clone(),
        entry.access,
    );
    options.listen = match given.listen {
        Some(address) => address,
        None => LISTEN
            .parse()
            .map_err(|_| Failure::Usage(format!("{LISTEN} is no address")))?,
    };
    options.tls = tls;
    options.limits = limits(&given);
    options.tell = Arc::new(|event: &Event| tell("pg", event));
    let stop = interrupt::watch();
    let server = Server::start(options).await.map_err(Failure::Usage)?;
    announcement::announce(&announcement::Announcement {
        address: server.address(),
        user: entry.user.as_deref(),
        password: entry.password.as_deref(),
        database: &database,
        databases: &stores.databases,
        tls: secure,
    })?;
    stop.arrived().await;
    tell(
        "pg",
        "no more clients are let in; statements that run come to their end",
    );
    server.stop().await;
    Ok(())
}

async fn of_sandbox(options: &crate::arguments::SandboxOptions) -> Result<Stores> {
    let sandbox = Sandbox::start(sandbox::options(options))
        .await
        .map_err(Failure::sandbox)?;
    let connection = sandbox.connection();
    let engines = Engines::new(move |_| {
        let connection = Connection::parse(&connection);
        async move { Engine::open(connection?).await }
    });
    Ok(Stores {
        engines,
        databases: vec!["sandbox".to_owned()],
        _sandbox: Some(sandbox),
    })
}

fn of_profiles(connection: Option<String>, profiles: &[String]) -> Stores {
    let named = !profiles.is_empty();
    let engines = Engines::new(move |profile| {
        let profile = named.then_some(profile);
        let sources = Sources::of_process(connection.clone(), profile);
        let connection = Connection::resolve(sources);
        async move {
            let connection = connection?.announcing(|place| tell("sign-in", place));
            for warning in connection.warnings() {
                tell("warning", warning);
            }
            Engine::open(connection).await
        }
    });
    let databases = match named {
        true => profiles.to_vec(),
        false => vec!["default".to_owned()],
    };
    Stores {
        engines,
        databases,
        _sandbox: None,
    }
}

/// Opens the stores, so that what is wrong with one is told now. One that cannot be opened is tried again for each client, and
/// does not take the others down.
async fn open_all(stores: &Stores) -> Result<()> {
    let mut failure = None;
    let mut opened = 0;
    for database in &stores.databases {
        match stores.engines.of(database).await {
            Ok(_) => opened += 1,
            Err(error) => {
                tell("warning", format!("the store {database}: {error}"));
                failure = Some(error);
            }
        }
    }
    match failure {
        Some(error) if opened == 0 => Err(error.into()),
        _ => Ok(()),
    }
}

fn entry(given: &PgSettings, sandbox: bool) -> Result<Entry> {
    let role = given.role.unwrap_or(Role::Write);
    if given.trust {
        return Ok(Entry {
            access: Access::Trust(role),
            user: given.user.clone().or_else(|| Some(USER.to_owned())),
            password: None,
        });
    }
    let one_user = given.user.is_some() || given.password_file.is_some();
    if !one_user && (given.users.is_some() || !sandbox) {
        let path = users_file(given.users.clone())?;
        if !path.exists() {
            return Err(Failure::Usage(format!(
                "no user may in: there is no users file {}; add a user with `storeql serve add-user NAME`, give --user and --password-file, or --trust on this machine",
                path.display()
            )));
        }
        return Ok(Entry {
            access: Access::File(path),
            user: None,
            password: None,
        });
    }
    let user = given.user.clone().unwrap_or_else(|| USER.to_owned());
    let (password, told) = match &given.password_file {
        Some(path) => (password::of_file(path)?, None),
        None if sandbox => {
            let made = password::made()?;
            (made.clone(), Some(made))
        }
        None => {
            let message = "--user needs its password: give --password-file FILE";
            return Err(Failure::Usage(message.to_owned()));
        }
    };
    let users = Users::one(&user, &password, role).map_err(Failure::Usage)?;
    Ok(Entry {
        access: Access::Users(users),
        user: Some(user),
        password: told,
    })
}

fn tls(given: &PgSettings) -> Result<Option<Tls>> {
    match (&given.tls_cert, &given.tls_key) {
        (Some(certificate), Some(key)) => Ok(Some(Tls {
            certificate: certificate.clone(),
            key: key.clone(),
            client_authority: given.client_ca.clone(),
        })),
        (None, None) if given.client_ca.is_none() => Ok(None),
        _ => Err(Failure::Usage(
            "TLS needs both a certificate and its key: tls_cert and tls_key".to_owned(),
        )),
    }
}

fn limits(given: &PgSettings) -> Limits {
    let mut limits = Limits::default();
    limits.clients = given.max_clients.unwrap_or(limits.clients);
    limits.statement = given.statement_seconds.map(Duration::from_secs);
    limits.idle = given.idle_seconds.map(Duration::from_secs);
    limits
}

fn add_user(arguments: &AddUser) -> Result<()> {
    let path = users_file(arguments.users.clone())?;
    let password = match &arguments.password_file {
        Some(path) => password::of_file(path)?,
        None => password::asked(&arguments.name)?,
    };
    Users::add(&path, &arguments.name, &password, arguments.role).map_err(Failure::Usage)?;
    let user = &arguments.name;
    tell("added", format!("{user} to {}", path.display()));
    Ok(())
}

fn users_file(given: Option<PathBuf>) -> Result<PathBuf> {
    let path = given.or_else(|| configuration_folder().map(|folder| folder.join("users")));
    path.ok_or_else(|| {
        let message =
            "there is no configuration folder on this machine: name the users file with --users";
        Failure::Usage(message.to_owned())
    })
}
