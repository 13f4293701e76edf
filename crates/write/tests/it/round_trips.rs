//! Every table that is written: a row with what is required, as the store shows it; a change of each column; its end. The store's own lists
//! are asked, and each table in a store of its own.

use std::collections::BTreeMap;

use futures::StreamExt;
use serde_json::Value as Json;
use storeql_catalog::{Catalog, Column, ColumnType, Paging, Table, Takes};
use storeql_write::{RowState, Value, Verb, address_of};

use crate::round_trip_values::{
    CHANGED, CHANGED_ALONG, KEYLESS, NOT_ALONE, NOT_HERE, SHOWN_EMPTY, VALUES,
};
use crate::store::{Store, delete, insert, int, money, text, update, upsert};

pub(crate) struct Trip<'a> {
    pub(crate) store: Store,
    pub(crate) table: &'a Table,
}

/// The address of a row, by its columns.
pub(crate) type Address = BTreeMap<String, Value>;

#[tokio::test]
async fn every_table_is_written_and_read_back() {
    each_table(async |trip| trip.run().await).await;
}

/// Makes a trip for each table that is written, in a store of its own.
pub(crate) async fn each_table(run: impl AsyncFn(&Trip<'static>) -> Result<(), String>) {
    let tables: Vec<_> = Catalog::builtin()
        .tables()
        .filter(|table| !table.write.is_none())
        .filter(|table| !NOT_HERE.iter().any(|(name, _)| *name == table.name))
        .collect();
    let run = &run;
    let one = |table: &'static std::sync::Arc<Table>| async move {
        let store = Store::start().await;
        let trip = Trip { store, table };
        let ended = run(&trip).await;
        trip.store.sandbox.stop().await;
        ended.err().map(|why| format!("{}: {why}", table.name))
    };
    let results: Vec<Option<String>> = futures::stream::iter(tables)
        .map(one)
        .buffer_unordered(Store::side_by_side())
        .collect()
        .await;
    let faults: Vec<String> = results.into_iter().flatten().collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

impl Trip<'_> {
    async fn run(&self) -> Result<(), String> {
        let write = &self.table.write;
        let creates = write.insert.is_some() || write.upsert.is_some();
        let row = match creates {
            true => self.create().await?,
            false => self.any().await?,
        };
        for column in self.changeable() {
            self.change(&row, column).await?;
        }
        if write.delete.is_some() {
            self.remove(&row).await?;
        }
        Ok(())
    }

    pub(crate) async fn write(
        &self,
        change: storeql_write::Change,
    ) -> Result<storeql_write::Outcome, String> {
        let table = crate::store::table(&self.table.name);
        if let Some(mock) = &self.store.mock {
            mock.write(table, change.clone()).await;
        }
        let plan = storeql_write::plan(table, change).map_err(|error| error.to_string())?;
        let options = storeql_write::SendOptions::default();
        Ok(storeql_write::send(plan, &self.store.client, options).await)
    }

    /// Inserts a row with what the store wants of it; gives its address.
    async fn create(&self) -> Result<Address, String> {
        self.create_with(self.wanted()).await
    }

    /// The columns that a new row needs, and those that have a value of their own here.
    pub(crate) fn wanted(&self) -> Vec<&Column> {
        let mut columns: Vec<&Column> = Vec::new();
        for required in &self.table.write.required {
            let pick = |name: &&String| {
                VALUES
                    .iter()
                    .any(|(table, column, _)| *table == self.table.name && column == name)
            };
            let name = required
                .one_of
                .iter()
                .find(pick)
                .unwrap_or(&required.one_of[0]);
            columns.push(self.column(name));
        }
        for (_, column, _) in VALUES
            .iter()
            .filter(|(table, _, _)| *table == self.table.name)
        {
            let column = self.column(column);
            if !columns.iter().any(|known| known.name == column.name) {
                columns.push(column);
            }
        }
        columns
    }

    /// Inserts a row with values in these columns; gives its address.
    pub(crate) async fn create_with(&self, columns: Vec<&Column>) -> Result<Address, String> {
        let (mut values, mut parents) = (Vec::new(), BTreeMap::new());
        for column in &columns {
            values.push(self.made_up(column, "Trial", &mut parents).await?);
        }
        for (column, value) in columns.iter().zip(&mut values) {
            if let Some(parent) = parents.get(&column.name) {
                value.clone_from(parent);
            }
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let rows = vec![values.clone()];
        let change = match self.table.write.insert {
            Some(_) => insert(&names, rows),
            None => upsert(&names, rows),
        };
        let outcome = self.write(change).await?;
        let row = &outcome.rows[0];
        if row.state != RowState::Written {
            return Err(format!("insert {names:?} {values:?}: {row:?}"));
        }
        let mut address: Address = columns
            .iter()
            .map(|column| column.name.clone())
            .zip(values.clone())
            .collect();
        if KEYLESS.contains(&self.table.name.as_str()) {
            return self.last(address).await;
        }
        if row.key.is_empty() && !self.table.key.is_empty() {
            return Err(format!("insert tells no key: {row:?}"));
        }
        address.extend(self.table.key.iter().cloned().zip(row.key.clone()));
        if self
            .table
            .write
            .insert
            .as_ref()
            .is_some_and(|insert| insert.endpoint.scheduled)
        {
            return Ok(address);
        }
        let there = self.find(&address).await;
        let Some(there) = there else {
            return Err(format!("insert: no row with {address:?}"));
        };
        for (column, value) in columns.iter().zip(&values) {
            self.has(&there, column, value)
                .map_err(|why| format!("insert: {why}"))?;
        }
        Ok(address)
    }

    /// The address of the row that stands last below its parent.
    async fn last(&self, mut address: Address) -> Result<Address, String> {
        let rows = self.rows(&address).await;
        let row = rows.last().ok_or("insert: no rows")?;
        for name in &self.table.key {
            let column = &self.table.columns[name];
            let value = at(row, &column.path).ok_or("insert: a row without a key")?;
            address.insert(name.clone(), as_value(column, value));
        }
        Ok(address)
    }

    /// The address of a row that the store has.
    async fn any(&self) -> Result<Address, String> {
        let mut given = BTreeMap::new();
        for name in placeholders(&self.path()) {
            let column = self.column(name);
            let value = self.made_up(column, "", &mut BTreeMap::new()).await?;
            given.insert(name.to_owned(), value);
        }
        let rows = self.rows(&given).await;
        let row = rows.first().ok_or("the store has no row")?;
        for name in address_of(self.table, Verb::Update) {
            let column = &self.table.columns[&name];
            if let Some(value) = at(row, &column.path).filter(|_| !column.from_parent) {
                given.insert(name, as_value(column, value));
            }
        }
        Ok(given)
    }

    /// The columns that a change takes, but for those that do not go alone.
    pub(crate) fn changeable(&self) -> Vec<&Column> {
        let is = |column: &Column, list: &[(&str, &str, &str)]| {
            list.iter()
                .any(|(table, name, _)| *table == self.table.name && *name == column.name)
        };
        let takes = |column: &&Column| {
            let takes = self.table.write.takes(column);
            let of_key = self.table.key.contains(&column.name);
            let plain = matches!(
                column.kind,
                ColumnType::Text | ColumnType::Bool | ColumnType::Decimal(..) | ColumnType::Int64
            );
            matches!(takes, Takes::Always | Takes::AtUpdate)
                && plain
                && !of_key
                && column.references.is_none()
                && !is(column, NOT_ALONE)
        };
        self.table.columns.values().filter(takes).collect()
    }

    /// Another value of a column than the row has.
    pub(crate) async fn other_value(
        &self,
        row: Option<&Json>,
        column: &Column,
    ) -> Result<Value, String> {
        let mut chosen = CHANGED.iter();
        let chosen =
            chosen.find(|(table, name, _)| *table == self.table.name && *name == column.name);
        let old = row.and_then(|row| at(row, &column.path));
        Ok(match (chosen, column.kind) {
            (Some((_, _, value)), _) => parsed(column, value),
            (_, ColumnType::Bool) => Value::Bool(old != Some(&Json::Bool(true))),
            (_, ColumnType::Text) if column.values.len() > 1 => {
                let other = column
                    .values
                    .iter()
                    .find(|value| old != Some(&Json::from(value.as_str())));
                text(other.unwrap())
            }
            _ => {
                self.made_up(column, "Changed", &mut BTreeMap::new())
                    .await?
            }
        })
    }

    async fn change(&self, row: &Address, column: &Column) -> Result<(), String> {
        let before = self.find(row).await;
        let value = self.other_value(before.as_ref(), column).await?;
        let address = self.address(row, Verb::Update)?;
        let change = update(&[&column.name], vec![(address, vec![value.clone()])]);
        let outcome = self.write(change).await?;
        if outcome.rows[0].state != RowState::Written {
            return Err(format!(
                "update {} = {value:?}: {:?}",
                column.name, outcome.rows[0]
            ));
        }
        if let Some(note) = &outcome.rows[0].note {
            return Err(format!("update {} = {value:?}: {note}", column.name));
        }
        if self.shows_later() {
            return Ok(());
        }
        let after = self.find(row).await.ok_or("update: the row is gone")?;
        self.has(&after, column, &value)
            .map_err(|why| format!("update: {why}"))?;
        // Nothing else that can be written has another value.
        let before = before.ok_or("update: the row was not there")?;
        for other in self
            .table
            .columns
            .values()
            .filter(|other| other.name != column.name && !other.read_only && !other.from_parent)
        {
            let (was, is) = (at(&before, &other.path), at(&after, &other.path));
            let derived = CHANGED_ALONG
                .iter()
                .any(|(table, changes)| *table == self.table.name && *changes == other.name);
            if was != is && !derived {
                return Err(format!(
                    "update {}: {} was {was:?} and is {is:?}",
                    column.name, other.name
                ));
            }
        }
        Ok(())
    }

    /// Whether the store answers an update before it shows.
    pub(crate) fn shows_later(&self) -> bool {
        let mut updates = self.table.write.updates.iter();
        updates.any(|update| update.endpoint.scheduled)
    }

    pub(crate) async fn remove(&self, row: &Address) -> Result<(), String> {
        let address = self.address(row, Verb::Delete)?;
        let outcome = self.write(delete(vec![address])).await?;
        if outcome.rows[0].state != RowState::Written {
            return Err(format!("delete: {:?}", outcome.rows[0]));
        }
        let delete = self.table.write.delete.as_ref().unwrap();
        if delete.endpoint.scheduled {
            // The store answers before the row goes; it goes with the requests that follow.
            for _ in 0..10 {
                if self.find(row).await.is_none() {
                    return Ok(());
                }
            }
        }
        match self.find(row).await {
            None => Ok(()),
            Some(_) if SHOWN_EMPTY.contains(&self.table.name.as_str()) => Ok(()),
            Some(row) => Err(format!("delete: still there: {row}")),
        }
    }

    pub(crate) fn address(&self, row: &Address, verb: Verb) -> Result<Vec<Value>, String> {
        let of = |name: &String| {
            row.get(name)
                .cloned()
                .ok_or_else(|| format!("no value for {name}"))
        };
        address_of(self.table, verb).iter().map(of).collect()
    }

    fn column(&self, name: &str) -> &Column {
        let table = self.table;
        table
            .columns
            .get(name)
            .or_else(|| table.write.members.get(name))
            .unwrap()
    }

    /// A value that the store takes: of a row that it has, where the column names one.
    async fn made_up(
        &self,
        column: &Column,
        word: &str,
        parents: &mut BTreeMap<String, Value>,
    ) -> Result<Value, String> {
        let given = VALUES
            .iter()
            .find(|(table, name, _)| *table == self.table.name && *name == column.name);
        if let Some((_, _, given)) = given
            && word != "Changed"
        {
            return Ok(parsed(column, given));
        }
        if let Some((table, name)) = &column.references {
            let table = crate::store::table(table);
            let below = table.per_parent.as_ref().map(|parent| &parent.listing);
            let listing = table.list.as_ref().or(below);
            let path = listing.map_or("{}", |listing| listing.path.as_str());
            let mut rows = rows_of(&self.store, table, path).await;
            let braces = placeholders(path);
            if let (Some(parent), [brace]) = (&table.per_parent, braces.as_slice()) {
                // The first parent that has such rows.
                let parents_table = crate::store::table(&parent.table);
                let below = parents_table.list.as_ref().unwrap();
                for row in rows_of(&self.store, parents_table, &below.path).await {
                    let key = row["id"].to_string();
                    let here = path.replace(&format!("{{{brace}}}"), &key);
                    rows = rows_of(&self.store, table, &here).await;
                    if !rows.is_empty() {
                        parents.insert((*brace).to_owned(), int(key.parse().unwrap()));
                        break;
                    }
                }
            }
            let other = &table.columns[name];
            let found = rows
                .iter()
                .filter_map(|row| at(row, &other.path))
                .find(|value| !value.is_null() && **value != 0);
            return found
                .map(|value| as_value(column, value))
                .ok_or_else(|| format!("no row of {} to name", table.name));
        }
        if let Some(first) = column.values.first() {
            return Ok(parsed(column, first));
        }
        Ok(match column.kind {
            ColumnType::Int64 => int(3),
            ColumnType::Bool => Value::Bool(true),
            ColumnType::Decimal(..) => money("12.5000"),
            ColumnType::Float64 => Value::Float(1.5),
            ColumnType::Date => Value::Date(20_000),
            ColumnType::Timestamp => Value::Timestamp(1_769_847_960_000_000),
            ColumnType::Json => Value::Json("[]".to_owned()),
            ColumnType::Text | ColumnType::Uuid => text(match column.name.as_str() {
                name if name.contains("email") => format!("{}@shop.example", word.to_lowercase()),
                name if name.contains("url") => {
                    format!("https://shop.example/{}", word.to_lowercase())
                }
                name if name.contains("path") => format!("/{}", word.to_lowercase()),
                name if name.contains("country_code") => "DE".to_owned(),
                _ => word.to_owned(),
            }),
        })
    }

    fn path(&self) -> String {
        let below = self.table.per_parent.as_ref().map(|parent| &parent.listing);
        self.table
            .list
            .as_ref()
            .or(below)
            .map_or_else(String::new, |listing| listing.path.clone())
    }

    async fn rows(&self, given: &Address) -> Vec<Json> {
        let mut path = self.path();
        for (name, value) in given {
            path = path.replace(&format!("{{{name}}}"), &plain(value));
        }
        // Some lists answer for given keys only.
        for column in self.table.columns.values().filter(|column| column.required) {
            if let Some((parameter, value)) =
                column.filters.values().next().zip(given.get(&column.name))
            {
                path = format!("{path}?{parameter}={}", plain(value));
            }
        }
        rows_of(&self.store, self.table, &path).await
    }

    pub(crate) async fn find(&self, row: &Address) -> Option<Json> {
        let rows = self.rows(row).await;
        rows.into_iter().find(|there| {
            self.table.key.iter().all(|name| {
                let column = &self.table.columns[name];
                column.from_parent || self.has(there, column, &row[name]).is_ok()
            })
        })
    }

    /// Whether the row has the value.
    pub(crate) fn has(&self, row: &Json, column: &Column, value: &Value) -> Result<(), String> {
        // What the row does not show cannot be held against it.
        let Some(there) = at(row, &column.path).filter(|_| !column.from_parent) else {
            return Ok(());
        };
        let told = match there {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        let same = match value {
            Value::Decimal(text) => told.parse::<f64>().ok() == text.parse::<f64>().ok(),
            Value::Float(number) => told.parse::<f64>().ok() == Some(*number),
            Value::Timestamp(_) | Value::Date(_) | Value::Json(_) => true,
            Value::Bool(flag) => told == flag.to_string() || told == u8::from(*flag).to_string(),
            value => told.eq_ignore_ascii_case(&plain(value)),
        };
        match same {
            true => Ok(()),
            false => Err(format!("{} is {there}, not {value:?}", column.name)),
        }
    }
}

async fn rows_of(store: &Store, table: &Table, path: &str) -> Vec<Json> {
    let below = table.per_parent.as_ref().map(|parent| &parent.listing);
    let Some(listing) = table.list.as_ref().or(below) else {
        let parents = table.embedded.as_ref().unwrap();
        let parent = crate::store::table(&parents.table);
        let above = &parent.list.as_ref().unwrap().path;
        let rows = Box::pin(rows_of(store, parent, above)).await;
        let inner = rows
            .iter()
            .filter_map(|row| at(row, &parents.rows[0])?.as_array());
        return inner.flatten().cloned().collect();
    };
    let version = table.api.segment();
    let mut includes: Vec<&str> = table
        .columns
        .values()
        .filter_map(|column| column.include.as_deref())
        .collect();
    includes.dedup();
    let include = match includes.is_empty() {
        true => String::new(),
        false => format!("&include={}", includes.join(",")),
    };
    let extra: String = listing
        .query
        .iter()
        .map(|(name, value)| format!("&{name}={value}"))
        .collect();
    let mut rows = Vec::new();
    for page in 1..50 {
        let limit =
            if listing.takes_limit() && !matches!(listing.paging, Paging::Whole | Paging::Single) {
                format!("&limit={}", listing.max_page)
            } else {
                String::new()
            };
        let page_word = if matches!(listing.paging, Paging::Page | Paging::Cursor) {
            format!("&page={page}")
        } else {
            String::new()
        };
        let query = format!("{limit}{page_word}{include}{extra}");
        let sign = if path.contains('?') { '&' } else { '?' };
        let target = format!("/{version}{path}{sign}{}", query.trim_start_matches('&'));
        let answer = store.ask(&target).await.unwrap_or_default();
        let here = listing
            .rows
            .iter()
            .fold(&answer, |json, name| json.get(name).unwrap_or(json));
        match here {
            Json::Array(here) if here.is_empty() => break,
            Json::Array(here) => rows.extend(here.iter().cloned()),
            Json::Null => break,
            other => rows.push(other.clone()),
        }
        if !matches!(listing.paging, Paging::Page | Paging::Cursor) {
            break;
        }
    }
    rows
}

fn at<'j>(row: &'j Json, path: &[String]) -> Option<&'j Json> {
    path.iter().try_fold(row, |json, name| json.get(name))
}

fn placeholders(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect()
}

fn as_value(column: &Column, json: &Json) -> Value {
    match (column.kind, json) {
        (ColumnType::Int64, json) => int(json
            .as_i64()
            .unwrap_or_else(|| json.as_str().unwrap().parse().unwrap())),
        (_, Json::String(word)) => text(word),
        (_, other) => text(other.to_string()),
    }
}

fn parsed(column: &Column, word: &str) -> Value {
    match column.kind {
        ColumnType::Int64 => int(word.parse().unwrap()),
        ColumnType::Bool => Value::Bool(word == "true"),
        ColumnType::Decimal(..) | ColumnType::Float64 => money(word),
        ColumnType::Json => Value::Json(word.to_owned()),
        ColumnType::Timestamp => Value::Timestamp(1_769_847_960_000_000),
        ColumnType::Date => Value::Date(20_000),
        ColumnType::Text | ColumnType::Uuid => text(word),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) | Value::Decimal(text) => text.clone(),
        other => format!("{other:?}"),
    }
}
