//! `storeql login`: signing in by itself, and what a connection reaches. The flows are `storeql-connection`'s.

use storeql_connection::{AuthorizationRequest, SignedIn};
use storeql_engine::{Engine, Outcome};

use crate::arguments::Login;
use crate::failure::{Failure, Result};
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
    if connection.get("OAuthVerifier").is_some() {
        report(&connection.signed_in().await?);
    } else {
        eprintln!("Opening the browser to sign in …");
        report(&connection.sign_in().await?);
    }
    Ok(())
}

/// Which store the token reaches, and what the store allows.
async fn check(engine: &std::sync::Arc<Engine>) -> Result<()> {
    let client = engine.connection().client().await?;
    let session = engine.session();
    let prepared = session
        .prepare("SELECT id, name, domain, plan_name FROM store")
        .await?;
    if let Outcome::Rows(rows) = prepared.run(&[]).await? {
        let batches: Vec<_> = futures::TryStreamExt::try_collect(rows)
            .await
            .map_err(storeql_engine::Error::from)?;
        for batch in &batches {
            for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                let text = arrow::util::display::array_value_to_string(column, 0)
                    .map_err(Failure::from)?;
                println!("{}: {text}", field.name());
            }
        }
    }
    if let Some((quota, left)) = client.allowance() {
        println!("requests allowed per window: {quota}, left: {left}");
    }
    Ok(())
}

fn report(signed_in: &SignedIn) {
    println!("signed in to the store {}", signed_in.store_id());
    println!("scopes: {}", signed_in.scope());
    let missing = signed_in.missing_scopes();
    if !missing.is_empty() {
        println!("asked for but not granted: {}", missing.join(" "));
    }
}
