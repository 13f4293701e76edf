//! Starts a sandbox store and prints how to reach it: `cargo run -p storeql-sandbox --example serve -- [PORT] [ORDERS] [FOLDER]`.
//! `PREPARED=1` keeps answers for benchmarks. A trial aid for this crate; the program `storeql` has the real command.

#![allow(clippy::print_stdout)]

use storeql_sandbox::{Options, Sandbox};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().map_or(Ok(0), |port| port.parse())?;
    let orders: usize = arguments.next().map_or(Ok(200), |orders| orders.parse())?;
    let scale = orders.max(200);
    let mut options = Options {
        orders,
        products: 120 * scale / 1_200 + 100,
        customers: 80 * scale / 400 + 40,
        ..Options::default()
    };
    options.listen.set_port(port);
    options.data = arguments.next().map(Into::into);
    options.prepared = std::env::var_os("PREPARED").is_some();
    options.request_log = std::env::var_os("REQUEST_LOG").map(Into::into);
    let started = std::time::Instant::now();
    let sandbox = Sandbox::start(options).await?;
    println!(
        "{{\"api_url\":\"{}\",\"store_id\":\"{}\",\"access_token\":\"{}\",\"started_ms\":{}}}",
        sandbox.api_url(),
        sandbox.store_id(),
        sandbox.access_token(),
        started.elapsed().as_millis()
    );
    sandbox.wait().await;
    Ok(())
}
