//! The sandbox store of `storeql://sandbox?orders=1000`: its options by name.

use std::path::PathBuf;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use storeql_adbc::Started;
use storeql_sandbox::{Options, Sandbox};

const NAMES: &str = "orders, large_orders, products, customers, seed, data, latency_ms, quota, window_ms, request_log";

/// Starts a sandbox store. It ends when what is returned is dropped.
pub(crate) fn start(given: Vec<(String, String)>) -> BoxFuture<'static, Result<Started, String>> {
    async move {
        let sandbox = Sandbox::start(options(given)?).await;
        let sandbox = sandbox.map_err(|error| error.to_string())?;
        Ok(Started {
            connection: sandbox.connection(),
            held: Box::new(sandbox),
        })
    }
    .boxed()
}

fn options(given: Vec<(String, String)>) -> Result<Options, String> {
    let mut options = Options::default();
    for (name, value) in given {
        match name.as_str() {
            "orders" => options.orders = number(&name, &value)?,
            "large_orders" => options.large_orders = number(&name, &value)?,
            "products" => options.products = number(&name, &value)?,
            "customers" => options.customers = number(&name, &value)?,
            "seed" => options.seed = number(&name, &value)?,
            "data" => options.data = Some(PathBuf::from(value)),
            "latency_ms" => options.latency = Duration::from_millis(number(&name, &value)?),
            "quota" => options.quota = Some(number(&name, &value)?),
            "window_ms" => options.window = Duration::from_millis(number(&name, &value)?),
            "request_log" => options.request_log = Some(PathBuf::from(value)),
            _ => {
                return Err(format!(
                    "{name} is neither a property of a connection nor an option of the sandbox; the sandbox has: {NAMES}"
                ));
            }
        }
    }
    Ok(options)
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, String> {
    let number = value.parse();
    number.map_err(|_| format!("the option {name} of the sandbox is a whole number, not {value}"))
}
