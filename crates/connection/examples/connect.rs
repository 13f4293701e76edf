//! A small program with the connection inside: signs in as a connection string says, and asks the store for its time. Built with
//! an application of its own (`STOREQL_OAUTH_CLIENT_ID`, `STOREQL_OAUTH_CLIENT_SECRET`), it needs no client id and no secret.
//!
//! ```text
//! connect CONNECTION             signs in and asks
//! connect url CONNECTION         prints the address where a person signs in
//! connect code CODE CONNECTION   exchanges the code that came back, as a web application does
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use storeql_client::{Meter, Request};
use storeql_connection::{AccessTokenRequest, AuthMode, AuthorizationRequest, Connection};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments).await {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    match *arguments {
        [connection] => {
            let client = Connection::parse(connection)?.client().await?;
            let time = client
                .send(&Request::get("v2", "/time"), &Meter::default())
                .await?;
            let answer = String::from_utf8_lossy(&time.body);
            Ok(format!("{} answers {answer}", client.store_id()))
        }
        ["url", connection] => Ok(
            Connection::parse(connection)?.authorization_url(&AuthorizationRequest::default())?
        ),
        ["code", code, connection] => {
            let connection = Connection::parse(connection)?;
            let request = AccessTokenRequest {
                auth_mode: AuthMode::Web,
                verifier: Some(code.into()),
                callback_url: connection.get("CallbackURL"),
                scope: None,
            };
            let signed_in = connection.access_token(&request).await?;
            Ok(format!("a token for {}", signed_in.context()))
        }
        _ => Err("connect [url | code CODE] CONNECTION".into()),
    }
}
