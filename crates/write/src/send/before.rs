//! What is read before a request: rows whose other members its body carries, rows that may not be there yet, and the rows that
//! stay where an array takes the place of all.

use storeql_catalog::{Column, Table};
use storeql_client::Error;

use super::shared::{Shared, condition, row_outcome};
use crate::address::placeholders;
use crate::change::Verb;
use crate::find::Wanted;
use crate::form::FormFile;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::{PlannedRequest, PlannedRow, ReadRows, Rows, carried};
use crate::raw;
use crate::same::answers;
use crate::value::Value;

impl Shared<'_> {
    /// Reads what the body carries, and tells of rows that are not as the request needs them.
    pub(crate) async fn read_first(
        &self,
        request: &PlannedRequest,
    ) -> Result<(ReadRows, Vec<RowOutcome>), Error> {
        let mut read = ReadRows::default();
        let mut known = Vec::new();
        let Rows::Written(rows) = &request.rows else {
            return Ok((read, known));
        };
        let step = &request.step;
        for row in rows.iter().filter(|row| !row.files.is_empty()) {
            match files_of(row).await {
                Ok(files) => drop(read.files.insert(row.number, files)),
                Err(failure) => known.push(row_outcome(row, RowState::Failed, Some(failure))),
            }
        }
        let finder = self.finder(request);
        if !step.absent_by.is_empty() {
            self.must_be_absent(request, rows, &mut known).await?;
        }
        if step.endpoint.replaces
            && let Some(first) = rows.first()
        {
            let wanted = below(&step.table, &first.given);
            read.siblings = finder.below(&wanted, &[]).await?;
            if step.verb != Verb::Insert {
                let missing = rows.iter().filter(|row| {
                    !read
                        .siblings
                        .iter()
                        .any(|there| has_key(request, row, there))
                });
                known.extend(missing.map(|row| missing_row(step.verb, row)));
            }
        }
        let lacks: Vec<&PlannedRow> = rows
            .iter()
            .filter(|row| row.needs_row && row.as_read.is_none())
            .collect();
        if lacks.is_empty() {
            return Ok((read, known));
        }
        let columns: Vec<&Column> = carried(step);
        let wanted: Vec<Wanted> = lacks
            .iter()
            .map(|row| named(&step.table, &row.given))
            .collect();
        for (row, found) in lacks.iter().zip(finder.find(&wanted, &columns).await?) {
            match found.into_iter().next() {
                Some(text) => {
                    read.rows.insert(row.number, text);
                }
                // An upsert creates it.
                None if step.verb == Verb::Upsert => {}
                None => known.push(missing_row(step.verb, row)),
            }
        }
        Ok((read, known))
    }

    pub(crate) async fn must_be_absent(
        &self,
        request: &PlannedRequest,
        rows: &[PlannedRow],
        known: &mut Vec<RowOutcome>,
    ) -> Result<(), Error> {
        let names = &request.step.absent_by;
        let of = |row: &PlannedRow| -> Wanted {
            let value = |name: &String| Some((name.clone(), row.value(name)?.clone()));
            names.iter().filter_map(value).collect()
        };
        let wanted: Vec<Wanted> = rows.iter().map(of).collect();
        let found = self.finder(request).find(&wanted, &[]).await?;
        for ((row, wanted), found) in rows.iter().zip(wanted).zip(found) {
            if !found.is_empty() {
                let why = format!(
                    "the store has a row with {} already: UPSERT changes it.",
                    condition(&wanted)
                );
                known.push(row_outcome(row, RowState::Failed, Some(Failure::new(why))));
            }
        }
        Ok(())
    }
}

/// What a row is read by, out of what is given of it: its key, and what the list's path names.
pub(crate) fn named(table: &Table, given: &[(String, Value)]) -> Wanted {
    let mut wanted = below(table, given);
    for (name, value) in given.iter().filter(|(_, value)| value.is_given()) {
        let is_key = table.key.contains(name);
        if is_key && !wanted.iter().any(|(known, _)| known == name) {
            wanted.push((name.clone(), value.clone()));
        }
    }
    wanted
}

/// What the path of a row's list names.
pub(crate) fn below(table: &Table, given: &[(String, Value)]) -> Wanted {
    let below = table.per_parent.as_ref().map(|parent| &parent.listing);
    let listing = table.list.as_ref().or(below).into_iter();
    let names = listing.flat_map(|listing| placeholders(&listing.path));
    let value = |name: &str| given.iter().find(|(known, _)| known == name).cloned();
    names.filter_map(value).collect()
}

/// The files that go along with a row.
async fn files_of(row: &PlannedRow) -> Result<Vec<(String, FormFile)>, Failure> {
    let mut files = Vec::new();
    for (member, path) in &row.files {
        let content = tokio::fs::read(path).await.map_err(|error| {
            let path = path.display();
            Failure::new(format!(
                "the file {path} cannot be read ({error}), so that nothing was sent."
            ))
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = FormFile {
            name: name.into_owned(),
            content: content.into(),
        };
        files.push((member.clone(), file));
    }
    Ok(files)
}

/// A row that was to be read and is not there.
fn missing_row(verb: Verb, row: &PlannedRow) -> RowOutcome {
    match verb {
        Verb::Delete => row_outcome(row, RowState::Unchanged, None),
        _ => {
            let why = "the row is not in the store any more.";
            row_outcome(row, RowState::Failed, Some(Failure::new(why)))
        }
    }
}

fn has_key(request: &PlannedRequest, row: &PlannedRow, there: &str) -> bool {
    let table = &request.step.table;
    table.key.iter().all(|name| {
        let column = table.columns.get(name);
        let text = column.and_then(|column| raw::at(there, &column.path));
        match (text, row.value(name)) {
            (Some(text), Some(value)) => answers(text, value),
            _ => false,
        }
    })
}
