//! `INSERT … ON CONFLICT`: where it is the upsert that the store's API does by itself.

use datafusion::sql::sqlparser::ast::{
    AssignmentTarget, ConflictTarget, Expr, Ident, OnConflictAction, OnInsert,
};
use storeql_catalog::Table;
use storeql_write::{Verb, upserts_by_itself};

use super::identifiers::last;
use crate::error::{Error, ErrorKind, Result};

/// What an INSERT with that clause does: `ON CONFLICT (site_id, from_path) DO UPDATE SET to = excluded.to`.
pub(super) fn verb(
    on: &OnInsert,
    table: &Table,
    columns: &[String],
    named: impl Fn(&Ident) -> Result<String>,
) -> Result<Verb> {
    let refused = |why: &str| Err(Error::new(ErrorKind::Unsupported, why));
    let OnInsert::OnConflict(conflict) = on else {
        return refused("ON DUPLICATE KEY UPDATE is not supported: write UPSERT INTO");
    };
    let OnConflictAction::DoUpdate(change) = &conflict.action else {
        return refused(
            "ON CONFLICT DO NOTHING is not supported: insert the rows that are missing, by INSERT … SELECT … WHERE NOT EXISTS (…)",
        );
    };
    let Some(ConflictTarget::Columns(on)) = &conflict.conflict_target else {
        return refused("ON CONFLICT takes columns: ON CONFLICT (column, …) DO UPDATE SET …");
    };
    let on = on.iter().map(&named).collect::<Result<Vec<_>>>()?;
    if !upserts_by_itself(table, &on) {
        let by = table.write.upsert.as_ref();
        let instead = match by {
            Some(upsert) => format!("the store upserts its rows by {}", upsert.key.join(", ")),
            None => {
                "the store upserts none of its rows by itself; write an UPDATE and an INSERT".into()
            }
        };
        let message = format!(
            "ON CONFLICT ({}) is not supported for {}: {instead}",
            on.join(", "),
            table.name
        );
        return refused(&message);
    }
    let mut set = Vec::new();
    for assignment in &change.assignments {
        let AssignmentTarget::ColumnName(target) = &assignment.target else {
            return refused(AS_GIVEN);
        };
        let target = named(&Ident::new(last(target)))?;
        let same = match &assignment.value {
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [of, column] => {
                    of.value.eq_ignore_ascii_case("excluded") && named(column)? == target
                }
                _ => false,
            },
            _ => false,
        };
        if !same {
            return refused(AS_GIVEN);
        }
        set.push(target);
    }
    let mut others = columns.iter().filter(|column| !on.contains(column));
    let all = others.all(|column| set.contains(column));
    let given = set.iter().all(|column| columns.contains(column));
    match all && given && change.selection.is_none() {
        true => Ok(Verb::Upsert),
        false => refused(AS_GIVEN),
    }
}

const AS_GIVEN: &str = "ON CONFLICT … DO UPDATE takes every other column of the INSERT as it is given, and no WHERE: SET price = excluded.price, …";
