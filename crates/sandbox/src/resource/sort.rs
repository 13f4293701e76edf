//! Sorts: the first word of a description's line names the spelling, the others are the fields.
//! `direction` is `sort=field&direction=asc|desc`, `colon` is `sort=field` or `sort=field:asc|desc`, `pairs` is only the latter.

use std::cmp::Ordering;

use crate::request::Query;
use crate::rows::{Rows, Table};

/// A sort that a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sort {
    field: String,
    descending: bool,
}

/// Reads the sort of a request, if it has one. The error is the value that the resource does not know.
pub(crate) fn ask(notation: &str, query: &Query) -> Result<Option<Sort>, String> {
    let mut words = notation.split_whitespace();
    let Some(style) = words.next() else {
        return Ok(None);
    };
    let direction = query.get("direction").filter(|_| style == "direction");
    let Some(sort) = query.get("sort").filter(|sort| !sort.is_empty()) else {
        // Some lists know a direction alone: it turns their natural order round.
        return match direction {
            Some("desc") => Ok(Some(Sort {
                field: String::new(),
                descending: true,
            })),
            Some("asc") | None => Ok(None),
            Some(other) => Err(other.to_owned()),
        };
    };
    let (field, way) = match style {
        "direction" => (sort, direction.unwrap_or("asc")),
        "colon" => sort.split_once(':').unwrap_or((sort, "asc")),
        _ => sort.split_once(':').ok_or_else(|| sort.to_owned())?,
    };
    if !words.any(|word| word == field) {
        return Err(sort.to_owned());
    }
    match way {
        "asc" => Ok(Some(Sort {
            field: field.to_owned(),
            descending: false,
        })),
        "desc" => Ok(Some(Sort {
            field: field.to_owned(),
            descending: true,
        })),
        other => Err(other.to_owned()),
    }
}

/// Compares two rows; equal ones stay in their natural order, so that pages neither lose nor repeat a row.
pub(crate) fn compare(sort: &Sort, table: &dyn Table, left: usize, right: usize) -> Ordering {
    let by_field = if sort.field.is_empty() {
        left.cmp(&right)
    } else {
        let left_cell = table.cell(left, &sort.field);
        left_cell.order(&table.cell(right, &sort.field))
    };
    let by_field = if sort.descending {
        by_field.reverse()
    } else {
        by_field
    };
    by_field.then(left.cmp(&right))
}

/// Whether two rows have the same value in the field of a sort.
pub(crate) fn ties(sort: &Sort, table: &dyn Table, left: usize, right: usize) -> bool {
    let same = || {
        table
            .cell(left, &sort.field)
            .order(&table.cell(right, &sort.field))
    };
    !sort.field.is_empty() && same() == Ordering::Equal
}

/// Puts rows in order.
pub(crate) fn apply(sort: &Sort, rows: &Rows<'_>, indexes: &mut Vec<usize>) {
    if sort.field.is_empty() {
        if sort.descending {
            indexes.reverse();
        }
        return;
    }
    let table = rows.table();
    let mut keyed: Vec<_> = indexes
        .iter()
        .map(|index| (table.cell(*index, &sort.field), *index))
        .collect();
    keyed.sort_by(|(left, left_index), (right, right_index)| {
        let order = left.order(right);
        let order = if sort.descending {
            order.reverse()
        } else {
            order
        };
        order.then(left_index.cmp(right_index))
    });
    *indexes = keyed.into_iter().map(|(_, index)| index).collect();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(notation: &str, query: &str) -> Result<Option<Sort>, String> {
        ask(notation, &Query::parse(query))
    }

    #[test]
    fn reads_the_three_spellings() {
        let descending = Some(Sort {
            field: "id".into(),
            descending: true,
        });
        assert_eq!(
            asked("direction id name", "sort=id&direction=desc").unwrap(),
            descending
        );
        assert_eq!(asked("colon id", "sort=id:desc").unwrap(), descending);
        assert_eq!(asked("pairs id", "sort=id:desc").unwrap(), descending);
        assert!(asked("pairs id", "sort=id").is_err());
        assert!(asked("direction id", "sort=size").is_err());
        assert_eq!(asked("", "sort=id").unwrap(), None);
    }
}
