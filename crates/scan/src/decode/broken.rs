//! Why an answer is not the list that was asked for. Such an answer is asked for again.

use storeql_client::not_whole;
use storeql_json::Fault;

/// Why an answer could not be read: what came, as the object of "the server answered".
#[derive(Debug)]
pub(crate) struct Broken(pub(crate) String);

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self(not_whole(&fault))
    }
}
