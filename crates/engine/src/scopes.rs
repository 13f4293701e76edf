//! Which scopes a token has: BigCommerce does not tell, so that one row is asked for below each, side by side.
//!
//! Knows no scope by name: the tables' definitions say which they need.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};
use storeql_catalog::Table;

use crate::error::{Error, ErrorKind, Result};
use crate::parameters::Parameters;
use crate::session::{Engine, Session};
use crate::session_options::SessionOptions;

/// Questions in flight; the store's allowance bounds them as well.
const AT_ONCE: usize = 10;

impl Engine {
    /// The scopes that tables need and that one request can tell of: whether the token has each. A request for each.
    pub async fn scopes(self: &Arc<Self>) -> Result<BTreeMap<String, bool>> {
        let mut telling: BTreeMap<&str, &Table> = BTreeMap::new();
        for table in self.catalog().tables() {
            if !table.scope.is_empty() && self.tells(table) {
                telling.entry(&table.scope).or_insert(table);
            }
        }
        let session = &self.session(SessionOptions::default());
        let questions = telling.into_iter().map(|(scope, table)| async move {
            Ok((scope.to_owned(), may_read(session, table).await?))
        });
        stream::iter(questions)
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await
    }

    /// One request reads one row of it.
    fn tells(&self, table: &Table) -> bool {
        table.list.is_some()
            && table.embedded.is_none()
            && table.per_parent.is_none()
            && self.catalog().required(table).is_empty()
    }
}

async fn may_read(session: &Session, table: &Table) -> Result<bool> {
    let sql = format!("SELECT * FROM \"{}\" LIMIT 1", table.name);
    let read = async {
        let query = session.prepare(&sql).await?;
        query.run(Parameters::none()).await?.rows.try_next().await?;
        Ok(())
    };
    match read.await {
        Ok(()) => Ok(true),
        Err(Error {
            kind: ErrorKind::Forbidden,
            ..
        }) => Ok(false),
        // The store refused something else, as a feature that its plan lacks: the scope was not in the way.
        Err(Error {
            kind: ErrorKind::Store,
            ..
        }) => Ok(true),
        Err(error) => Err(error),
    }
}
