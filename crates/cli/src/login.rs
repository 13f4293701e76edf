//! `storeql login`: signing in by itself, and what a connection reaches. The flows are `storeql-connection`'s.

use std::sync::Arc;

use arrow::util::display::array_value_to_string;
use futures::TryStreamExt;
use storeql_connection::{AuthorizationRequest, SignedIn, one_line};
use storeql_engine::{Engine, ErrorKind, Parameters, SessionOptions};

use crate::arguments::Login;
use crate::failure::Result;
use crate::store;

/// Signs in, or does as the flags say.
pub(crate) async fn run(arguments: &Login) -> Result<()> {
    let place = store::place(&arguments.store).await?;
    let connection = place.connection();
    if arguments.print_url {
        println!(
            "{}",
            connection.authorization_url(&AuthorizationRequest::default())?
        );
        return Ok(());
    }
    if arguments.check {
        return check(&place.open().await?).await;
    }
    if arguments.install {
        report(&connection.sign_in_by_install_button().await?);
    } else if connection.get("OAuthVerifier").is_some() {
        report(&connection.signed_in().await?);
    } else {
        report(&connection.sign_in().await?);
    }
    Ok(())
}

/// Which store the token reaches, and what the store allows.
async fn check(engine: &Arc<Engine>) -> Result<()> {
    let client = engine.connection().client().await?;
    println!("store: {}", client.store_id());
    match about_the_store(engine).await {
        // A token that may not read the store's settings may be good for all else.
        Err(error) if error.kind == ErrorKind::Forbidden => {}
        told => told?,
    }
    if let Some((quota, left)) = client.allowance() {
        println!("requests allowed per window: {quota}, left: {left}");
    }
    let scopes = engine.scopes().await?;
    let of = |wanted: bool| {
        let scopes = scopes.iter().filter(|(_, has)| **has == wanted);
        scopes
            .map(|(scope, _)| scope.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    println!("scopes: {}", of(true));
    if !of(false).is_empty() {
        println!("scopes that it lacks: {}", of(false));
    }
    Ok(())
}

async fn about_the_store(engine: &Arc<Engine>) -> std::result::Result<(), storeql_engine::Error> {
    let sql = "SELECT name, domain, plan_name FROM store";
    let prepared = engine
        .session(SessionOptions::default())
        .prepare(sql)
        .await?;
    let run = prepared.run(Parameters::none()).await?;
    let batches: Vec<_> = run.rows.try_collect().await?;
    for batch in &batches {
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            let text = array_value_to_string(column, 0).unwrap_or_default();
            println!("{}: {}", field.name(), one_line(&text));
        }
    }
    Ok(())
}

fn report(signed_in: &SignedIn) {
    println!("signed in to the store {}", one_line(signed_in.store_id()));
    println!("scopes: {}", one_line(signed_in.scope()));
    let missing = signed_in.missing_scopes();
    if !missing.is_empty() {
        println!("asked for but not granted: {}", missing.join(" "));
    }
}
