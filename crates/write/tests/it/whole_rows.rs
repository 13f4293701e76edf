//! Every table that is written: a row with a value in each column that an INSERT takes, as the store shows it; one UPDATE of all columns
//! that an UPDATE takes; its end.

use storeql_catalog::{Column, ColumnType, Takes};
use storeql_write::{RowState, Value, Verb};

use crate::round_trip_values::NOT_TOGETHER;
use crate::round_trips::{Trip, each_table};
use crate::store::update;

#[tokio::test]
async fn every_table_takes_a_row_with_everything() {
    each_table(async |trip| trip.with_everything().await).await;
}

impl Trip<'_> {
    async fn with_everything(&self) -> Result<(), String> {
        let write = &self.table.write;
        if write.insert.is_none() && write.upsert.is_none() {
            return Ok(());
        }
        let row = self.create_with(self.every_column()).await?;
        let columns = self.changeable();
        let columns: Vec<&Column> = columns
            .into_iter()
            .filter(|column| self.goes_along(column))
            .collect();
        if !columns.is_empty() && !self.shows_later() {
            let before = self.find(&row).await;
            let mut values: Vec<Value> = Vec::new();
            for column in &columns {
                values.push(self.other_value(before.as_ref(), column).await?);
            }
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            let address = self.address(&row, Verb::Update)?;
            let change = update(&names, vec![(address, values.clone())]);
            let outcome = self.write(change).await?;
            if outcome.rows[0].state != RowState::Written {
                return Err(format!(
                    "update {names:?} = {values:?}: {:?}",
                    outcome.rows[0]
                ));
            }
            let after = self.find(&row).await.ok_or("update: the row is gone")?;
            for (column, value) in columns.iter().zip(&values) {
                self.has(&after, column, value)
                    .map_err(|why| format!("update of all: {why}"))?;
            }
        }
        match write.delete {
            Some(_) => self.remove(&row).await,
            None => Ok(()),
        }
    }

    /// The columns that an INSERT takes, but for other names of what is named already.
    fn every_column(&self) -> Vec<&Column> {
        let mut columns = self.wanted();
        let alternatives = self.table.write.required.iter();
        let alternatives: Vec<&String> = alternatives.flat_map(|one| &one.one_of).collect();
        for column in self.table.columns.values() {
            let takes = matches!(
                self.table.write.takes(column),
                Takes::Always | Takes::AtInsert
            );
            let plain = !matches!(column.kind, ColumnType::Json);
            let known = columns.iter().any(|known| known.name == column.name)
                || alternatives.contains(&&column.name)
                || self.table.key.contains(&column.name);
            if takes && plain && !known && self.goes_along(column) {
                columns.push(column);
            }
        }
        columns
    }

    fn goes_along(&self, column: &Column) -> bool {
        let mut apart = NOT_TOGETHER.iter();
        !apart.any(|(table, name, _)| *table == self.table.name && *name == column.name)
    }
}
