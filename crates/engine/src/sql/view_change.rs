//! `CREATE VIEW` and `DROP VIEW`: which view, and its query. What a view comes to is decided in `views`.

use datafusion::sql::sqlparser::ast::{CreateView, ObjectType, Statement as Parsed};

use super::identifiers::last;
use super::split::Statement;
use crate::error::{Error, ErrorKind, Result};

/// A change of the session's views.
#[derive(Debug, Clone)]
pub(crate) enum ViewChange {
    Create {
        name: String,
        /// Its text is as it was written, but for blanks and comments.
        query: Box<Statement>,
        or_replace: bool,
        if_not_exists: bool,
    },
    Drop {
        names: Vec<String>,
        if_exists: bool,
    },
}

impl ViewChange {
    /// The views that it changes, as they were written.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            ViewChange::Create { name, .. } => std::slice::from_ref(name),
            ViewChange::Drop { names, .. } => names.as_slice(),
        };
        names.iter().map(String::as_str)
    }

    /// The change that a statement is, if it is one.
    pub(super) fn of(statement: &Parsed) -> Result<Option<Self>> {
        match statement {
            Parsed::CreateView(view) => created(view).map(Some),
            Parsed::Drop {
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
        query: Box::new(Statement::of_query(&view.query)),
        or_replace: view.or_replace || view.or_alter,
        if_not_exists: view.if_not_exists,
    })
}

fn unsupported(what: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("{what} is not supported"))
}
