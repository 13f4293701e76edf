//! Where a server is: one line for scripts on standard output, and what a person pastes on standard error.

use std::io::{self, Write};
use std::net::SocketAddr;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::failure::{Failure, Result};
use crate::telling::tell;

/// What is told.
pub(super) struct Announcement<'a> {
    pub(super) address: SocketAddr,
    pub(super) user: Option<&'a str>,
    pub(super) password: Option<&'a str>,
    pub(super) database: &'a str,
    pub(super) databases: &'a [String],
    pub(super) tls: bool,
}

/// The first line of standard output, by which a script learns where the server is.
#[derive(Serialize)]
struct Started<'a> {
    host: String,
    port: u16,
    user: Option<&'a str>,
    password: Option<&'a str>,
    database: &'a str,
    url: String,
    tls: bool,
}

/// Tells it.
pub(super) fn announce(told: &Announcement) -> Result<()> {
    let started = Started {
        host: told.address.ip().to_string(),
        port: told.address.port(),
        user: told.user,
        password: told.password,
        database: told.database,
        url: url(told, true),
        tls: told.tls,
    };
    let line = serde_json::to_string(&started).map_err(io::Error::other);
    line.and_then(|line| {
        let mut output = io::stdout().lock();
        writeln!(output, "{line}")?;
        output.flush()
    })
    .map_err(|error| Failure::Output(format!("could not write where the server is: {error}")))?;
    let Announcement {
        address, database, ..
    } = told;
    let user = told.user.unwrap_or("NAME");
    let tls = if told.tls { ", SSL mode require" } else { "" };
    tell(
        "pg",
        format!("listens on {address} for {}", told.databases.join(", ")),
    );
    tell("psql", format!("psql \"{}\"", url(told, false)));
    tell(
        "DBeaver",
        format!(
            "PostgreSQL, host {}, port {}, database {database}, user {user}{tls}",
            address.ip(),
            address.port()
        ),
    );
    let more = if told.tls { "&sslmode=require" } else { "" };
    tell(
        "JDBC",
        format!(
            "jdbc:postgresql://{address}/{}?user={}{more}",
            encoded(database),
            encoded(user)
        ),
    );
    Ok(())
}

/// The address for libpq and all that reads its addresses.
fn url(told: &Announcement, with_password: bool) -> String {
    let password = told.password.filter(|_| with_password);
    let password = password.map(|password| format!(":{}", encoded(password)));
    let user = encoded(told.user.unwrap_or("NAME"));
    let sslmode = if told.tls { "?sslmode=require" } else { "" };
    format!(
        "postgresql://{user}{}@{}/{}{sslmode}",
        password.unwrap_or_default(),
        told.address,
        encoded(told.database)
    )
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_the_address() {
        let told = Announcement {
            address: "127.0.0.1:5433".parse().unwrap(),
            user: Some("a@b"),
            password: Some("x:/?"),
            database: "main shop",
            databases: &[],
            tls: true,
        };
        assert_eq!(
            url(&told, true),
            "postgresql://a%40b:x%3A%2F%3F@127.0.0.1:5433/main%20shop?sslmode=require"
        );
        assert!(!url(&told, false).contains("x%3A"));
    }
}
