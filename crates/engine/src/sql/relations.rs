//! The tables and views that a statement names, before it is known what they are.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{ObjectName, Query, Statement, Visit, Visitor};

use super::identifiers::last;

/// The tables and views that a statement names, without qualifiers and as they are spelled.
pub(super) fn relations(statement: &Statement) -> BTreeSet<String> {
    let mut found = Relations::default();
    let _ = statement.visit(&mut found);
    let own = found.own;
    found
        .named
        .into_iter()
        .filter(|name| !own.contains(&name.to_lowercase()))
        .collect()
}

#[derive(Default)]
struct Relations {
    named: BTreeSet<String>,
    /// What the statement itself declares by WITH.
    own: BTreeSet<String>,
}

impl Visitor for Relations {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let tables = query.with.iter().flat_map(|with| &with.cte_tables);
        self.own
            .extend(tables.map(|table| table.alias.name.value.to_lowercase()));
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<()> {
        self.named.insert(last(name));
        ControlFlow::Continue(())
    }
}
