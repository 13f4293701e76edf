//! Whether a client is let in: SCRAM-SHA-256 by a user's verifier, bound to the connection's certificate where it speaks TLS.

use bytes::{Buf, Bytes};
use pgwire::api::auth::sasl::scram::ScramServerAuth;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::startup::Authentication;

use super::fault::{Fault, Result, left};
use super::options::Access;
use super::request::{Body, Request};
use super::users::{Role, Users, Verifier};
use super::wire::{Arrived, Wire};

/// Bytes of a message before a client is in.
const MOST: usize = 10_000;
const PLAIN: &str = "SCRAM-SHA-256";
const BOUND: &str = "SCRAM-SHA-256-PLUS";

/// Checks passwords for one server.
pub(super) struct Doorkeeper {
    access: Access,
    /// The certificate's file, where the server speaks TLS.
    certificate: Option<Vec<u8>>,
    /// Of this process alone, for names that there are not.
    secret: [u8; 32],
}

impl Doorkeeper {
    pub(super) fn new(access: Access, certificate: Option<Vec<u8>>) -> Result<Self, String> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| error.to_string())?;
        Ok(Self {
            access,
            certificate,
            secret,
        })
    }

    /// What the user may do, once its password is proved.
    pub(super) async fn admit(&self, wire: &mut Wire, name: &str, secure: bool) -> Result<Role> {
        let user = match &self.access {
            Access::Trust(role) => return Ok(*role),
            Access::Users(users) => users.get(name).cloned(),
            Access::File(path) => {
                let users = Users::read(path).map_err(|why| Fault::fatal("58000", why))?;
                users.get(name).cloned()
            }
        };
        let role = user.as_ref().map(|user| user.role);
        let verifier = user.map_or_else(
            || Verifier::of_unknown_user(name, &self.secret),
            |user| user.verifier,
        );
        self.prove(wire, name, &verifier, secure).await?;
        role.ok_or_else(|| wrong(name).into())
    }

    async fn prove(
        &self,
        wire: &mut Wire,
        name: &str,
        verifier: &Verifier,
        secure: bool,
    ) -> Result<()> {
        let mut scram = ScramServerAuth::new();
        if let Some(certificate) = self.certificate.as_ref().filter(|_| secure) {
            // A certificate whose signature has no hash function of its own cannot be bound to.
            let _ = scram.configure_certificate(certificate);
        }
        let mut methods = vec![PLAIN.to_owned()];
        if scram.supports_channel_binding() {
            methods.insert(0, BOUND.to_owned());
        }
        let mut first = Body(ask(wire, Authentication::SASL(methods.clone())).await?);
        let broken = || Fault::protocol("the sign-in is not SCRAM-SHA-256 as it should be");
        let method = first.text().map_err(|_| broken())?;
        let length = first.0.try_get_i32().map_err(|_| broken())?;
        if !methods.contains(&method) || usize::try_from(length) != Ok(first.0.len()) {
            return Err(broken().into());
        }
        let (answer, rest) = scram
            .on_client_first_message_with_secret(&first.0, verifier.secret())
            .map_err(|_| broken())?;
        let last = ask(wire, Authentication::SASLContinue(answer.into())).await?;
        // Whatever does not fit is a wrong password: an exact reason would help only who guesses.
        let proved = rest
            .on_client_final_message(&last)
            .map_err(|_| wrong(name))?;
        let proved = Authentication::SASLFinal(proved.into());
        wire.put(Answer::Authentication(proved)).map_err(left)
    }
}

/// Sends a step of the sign-in, and answers the client's.
async fn ask(wire: &mut Wire, step: Authentication) -> Result<Bytes> {
    wire.put(Answer::Authentication(step)).map_err(left)?;
    wire.flush().await.map_err(left)?;
    match wire.next(MOST).await.map_err(left)? {
        Arrived::Request(Request::Password(bytes)) => Ok(bytes),
        Arrived::Gone => Err(super::fault::Stop::Left),
        Arrived::Unreadable(why) => Err(Fault::protocol(why).into()),
        Arrived::Request(_) => {
            Err(Fault::protocol("a password was asked for, and something else came").into())
        }
    }
}

fn wrong(name: &str) -> Fault {
    let name = storeql_connection::one_line(name);
    let message = format!("password authentication failed for user \"{name}\"");
    Fault::fatal("28P01", message)
}
