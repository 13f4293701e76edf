//! `CREATE VIEW` and `DROP VIEW`: which view, and its query. What a view comes to is `views`' business.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    CreateView, ObjectName, ObjectType, Query, Statement, Visit, Visitor,
};

use super::rewrite::last;
use crate::error::{Error, ErrorKind, Result};

/// A change of the session's views.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ViewChange {
    Create {
        name: String,
        /// As it was written, but for blanks and comments.
        query: String,
        or_replace: bool,
        if_not_exists: bool,
    },
    Drop {
        names: Vec<String>,
        if_exists: bool,
    },
}

impl ViewChange {
    /// The change that a statement is, if it is one.
    pub(super) fn of(statement: &Statement) -> Result<Option<Self>> {
        match statement {
            Statement::CreateView(view) => created(view).map(Some),
            Statement::Drop {
                object_type: ObjectType::View,
                if_exists,
                names,
                cascade,
                ..
            } => {
                if *cascade {
                    return Err(unsupported("DROP VIEW … CASCADE"));
                }
                Ok(Some(ViewChange::Drop {
                    names: names.iter().map(last).collect(),
                    if_exists: *if_exists,
                }))
            }
            _ => Ok(None),
        }
    }
}

fn created(view: &CreateView) -> Result<ViewChange> {
    if view.materialized {
        return Err(unsupported("CREATE MATERIALIZED VIEW"));
    }
    if !view.columns.is_empty() {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "CREATE VIEW takes no list of columns here; name them in its SELECT, with AS",
        ));
    }
    Ok(ViewChange::Create {
        name: last(&view.name),
        query: view.query.to_string(),
        or_replace: view.or_replace || view.or_alter,
        if_not_exists: view.if_not_exists,
    })
}

fn unsupported(what: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("{what} is not supported"))
}

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
