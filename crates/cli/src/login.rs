//! `storeql login`: signing in by itself. The flows are `storeql-connection`'s.

use crate::arguments::Login;
use crate::failure::{Failure, Result};

/// Tells what works today.
pub(crate) async fn run(_arguments: &Login) -> Result<()> {
    Err(Failure::Usage(
        "signing in through the browser is not there yet; connect with a store token: \
         -c \"AuthScheme=PersonalAccessToken;StoreId=…;OAuthAccessToken=…\""
            .to_owned(),
    ))
}
