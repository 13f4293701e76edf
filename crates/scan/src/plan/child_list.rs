//! Rows below or inside other rows: the list of one parent's rows, and the way from an object to the rows in it.

use storeql_catalog::Complete;

use super::list_request::ListRequest;
use crate::predicate::Value;

/// A listing below a parent, whose keys are filled in when they are known.
#[derive(Debug, Clone, PartialEq)]
pub struct ChildListRequest {
    /// (column of the child, column of the parent)
    pub(crate) keys: Vec<(String, String)>,
    /// With the child's columns in braces.
    pub(crate) list: ListRequest,
}

/// One step down from an object to rows inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Paths to the arrays.
    pub(crate) rows: Vec<Vec<String>>,
    /// What the rows have of the object.
    pub(crate) values: Vec<FromParent>,
    /// How an object whose arrays are not whole is known.
    pub(crate) complete: Option<Complete>,
    /// One object's rows by themselves, where its arrays are not whole, or something else stands in their place.
    pub(crate) fallback: Option<ChildListRequest>,
}

/// A column whose value is the parent's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FromParent {
    pub(crate) column: String,
    pub(crate) value: Origin,
}

/// Where the parent has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Origin {
    /// In its object.
    Member(Vec<String>),
    /// It has the value from its own parent, or by the request, under this column.
    Inherited(String),
}

impl ChildListRequest {
    /// The list of one parent; `values` stand in the order of `keys`. `None` where no parent can have such a key.
    pub(crate) fn filled(&self, values: &[Value]) -> Option<ListRequest> {
        let columns = self.keys.iter().map(|(own, _)| own);
        let mut pairs = columns.zip(values);
        pairs.try_fold(self.list.clone(), |list, (column, value)| {
            list.filled(column, value)
        })
    }
}
