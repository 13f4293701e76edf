//! The server: it listens, lets clients in, and ends when it is told to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use storeql_engine::Engine;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::either::Either;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::client::Client;
use super::fault::{Fault, Result, Stop};
use super::login::Doorkeeper;
use super::opening::{Opening, Start, open};
use super::options::{Event, Options};
use super::shared::{Shared, Who};
use super::tls::secure;
use super::wire::Wire;

/// How long the acceptor rests when the system has no socket to give.
const REST: Duration = Duration::from_millis(100);

/// A server that listens. It ends with the process, or by [`Server::stop`].
///
/// ```no_run
/// # async fn example() -> Result<(), String> {
/// use std::sync::Arc;
/// use storeql_engine::Engines;
/// use storeql_server::pg::{Access, Options, Role, Server};
///
/// let options = Options::new(Arc::new(Engines::of_process()), ["main"], Access::Trust(Role::Read));
/// let server = Server::start(options).await?;
/// println!("psql -h {} -p {}", server.address().ip(), server.address().port());
/// server.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Listens, once all that was asked for is there: files, certificates, a safe address.
    pub async fn start(options: Options) -> Result<Self, String> {
        options.check()?;
        let secure = options.tls.as_ref().map(secure).transpose()?;
        let (acceptor, certificate) = match secure {
            Some(secure) => (Some(secure.acceptor), Some(secure.certificate)),
            None => (None, None),
        };
        let listening = TcpListener::bind(options.listen).await;
        let listener = listening
            .map_err(|error| format!("{} cannot be listened on: {error}", options.listen))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let shared = Arc::new(Shared {
            engines: options.engines,
            databases: options.databases,
            doorkeeper: Doorkeeper::new(options.access, certificate)?,
            acceptor,
            places: Arc::new(Semaphore::new(options.limits.clients)),
            limits: options.limits,
            tell: options.tell,
            sessions: Arc::default(),
            stopping: CancellationToken::new(),
            connections: TaskTracker::new(),
        });
        let accepting = accept(listener, Arc::clone(&shared));
        shared.connections.spawn(accepting);
        Ok(Self { address, shared })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets no more clients in, and ends when those that are in have left: each when its statement has ended, and all at the limit's end.
    pub async fn stop(&self) {
        let shared = &self.shared;
        shared.stopping.cancel();
        shared.connections.close();
        let drained = tokio::time::timeout(shared.limits.drain, shared.connections.wait()).await;
        if drained.is_err() {
            shared.sessions.cancel_all();
            // A client that does not read must not hold the end up.
            let _ = tokio::time::timeout(Duration::from_secs(5), shared.connections.wait()).await;
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let stopping = shared.stopping.clone();
    while let Some(accepted) = stopping.run_until_cancelled(listener.accept()).await {
        match accepted {
            // So many that are not in yet are no clients.
            Ok(_) if shared.connections.len() > 2 * shared.limits.clients + 100 => {}
            Ok((stream, from)) => {
                let shared = Arc::clone(&shared);
                let connections = shared.connections.clone();
                connections.spawn(async move { shared.serve(stream, from).await });
            }
            // The system has no more sockets, or the client left at once.
            Err(_) => tokio::time::sleep(REST).await,
        }
    }
}

impl Shared {
    async fn serve(self: Arc<Self>, stream: TcpStream, from: SocketAddr) {
        // Small answers are sent at once.
        let _ = stream.set_nodelay(true);
        let wire = Wire::new(Either::Left(stream));
        let limit = self.limits.sign_in;
        let admitted = tokio::time::timeout(limit, self.admit(wire, from)).await;
        if let Ok(Some((client, permit))) = admitted {
            client.serve().await;
            drop(permit);
        }
    }

    /// The client that is let in; none where it is told why not, or only cancels a statement.
    async fn admit(
        self: &Arc<Self>,
        wire: Wire,
        from: SocketAddr,
    ) -> Option<(Client, OwnedSemaphorePermit)> {
        let (wire, opening) = open(wire, self.acceptor.as_ref()).await;
        let mut wire = wire?;
        let mut name = String::new();
        let started = match opening {
            Ok(Opening::Start(start)) => {
                name = start.parameters.get("user").cloned().unwrap_or_default();
                self.start(&mut wire, start, from).await
            }
            Ok(Opening::Cancel { number, key }) => {
                self.sessions.cancel(number, &key);
                None?
            }
            Ok(Opening::Nothing) => None?,
            Err(stop) => Err(stop),
        };
        match started {
            Ok((who, start, engine, permit)) => {
                let client = Client::enter(Arc::clone(self), wire, who, start, engine).await;
                client.map(|client| (client, permit))
            }
            Err(Stop::Left) => None,
            Err(Stop::Fault(fault)) => {
                (self.tell)(&Event::Refused {
                    user: storeql_connection::one_line(&name),
                    client: from.ip(),
                    why: fault.message.clone(),
                });
                if fault.code == "28P01" {
                    tokio::time::sleep(self.limits.wrong_password).await;
                }
                if wire.put(fault.message("")).is_ok() {
                    wire.close().await;
                }
                None
            }
        }
    }

    async fn start(
        self: &Arc<Self>,
        wire: &mut Wire,
        start: Start,
        from: SocketAddr,
    ) -> Result<(Who, Start, Arc<Engine>, OwnedSemaphorePermit)> {
        if self.acceptor.is_some() && !start.secure {
            let message = "this server is spoken to in TLS only: set sslmode=require in the client";
            return Err(Fault::fatal("28000", message).into());
        }
        let Some(user) = start.parameters.get("user").filter(|user| !user.is_empty()) else {
            return Err(Fault::fatal("28000", "the client names no user").into());
        };
        let user = user.clone();
        let role = self.doorkeeper.admit(wire, &user, start.secure).await?;
        let Ok(permit) = Arc::clone(&self.places).try_acquire_owned() else {
            let message = format!(
                "{} clients are in, which is the most; close one, or start the server with more",
                self.limits.clients
            );
            return Err(Fault::fatal("53300", message).into());
        };
        if self.stopping.is_cancelled() {
            return Err(Fault::fatal("57P03", "the server is being stopped").into());
        }
        let database = self.database(&start, &user)?;
        let engine = match self.engines.of(&database).await {
            Ok(engine) => engine,
            Err(error) => {
                let fault = Fault::from(error);
                return Err(Fault {
                    fatal: true,
                    message: format!("the store {database} cannot be opened: {}", fault.message),
                    ..fault
                }
                .into());
            }
        };
        (self.tell)(&Event::SignedIn {
            user: storeql_connection::one_line(&user),
            database: database.clone(),
            client: from.ip(),
        });
        let who = Who {
            user,
            role,
            database,
            client: from.ip(),
        };
        Ok((who, start, engine, permit))
    }

    /// The profile that a client means. A client that is given no name of a database sends its user's.
    fn database(&self, start: &Start, user: &str) -> Result<String> {
        let named = start.parameters.get("database").map(String::as_str);
        let named = named.filter(|name| !name.is_empty());
        let first = self.databases.first();
        let found = match named {
            Some(name) => self
                .databases
                .iter()
                .find(|database| *database == name)
                .or(first.filter(|_| name == user)),
            None => first,
        };
        found.cloned().ok_or_else(|| {
            let name = storeql_connection::one_line(named.unwrap_or_default());
            let message = format!(
                "database \"{name}\" does not exist: this server has {}",
                self.databases.join(", ")
            );
            Fault::fatal("3D000", message).into()
        })
    }
}
