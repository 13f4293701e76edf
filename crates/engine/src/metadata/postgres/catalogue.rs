//! The catalogue at a moment: its objects, and the relations whose rows were made of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use arrow::array::RecordBatch;
use datafusion::common::Result as DataFusionResult;

use super::objects::Objects;
use super::relations::CatalogueRelation;
use super::value::{Value, column};
use crate::error::{Error, ErrorKind};
use crate::metadata::namespace::{Contents, Namespace};

/// A row of a relation: the columns of which something is known.
pub(super) type Row = Vec<(&'static str, Value)>;

/// What there is, as it stands for all sessions that see the same views.
#[derive(Debug)]
pub(super) struct Catalogue {
    pub(super) objects: Objects,
    /// By the relation and the name of the database.
    made: Mutex<HashMap<(&'static str, String), RecordBatch>>,
}

impl Catalogue {
    pub(super) fn of(namespace: &Namespace, contents: &Contents) -> Self {
        Self {
            objects: Objects::of(namespace, contents),
            made: Mutex::default(),
        }
    }

    /// The rows of a relation, made once.
    pub(super) fn rows(
        &self,
        relation: &'static CatalogueRelation,
        database: &str,
        rows: impl FnOnce(&Objects) -> Vec<Row>,
    ) -> DataFusionResult<RecordBatch> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (relation.path.as_str(), database.to_owned());
        if let Some(rows) = made.get(&key) {
            return Ok(rows.clone());
        }
        let batch = batch(relation, rows(&self.objects))?;
        made.insert(key, batch.clone());
        Ok(batch)
    }
}

/// Rows as Arrow has them: a column that a row does not name is NULL, or nothing of its type where it always has a value.
pub(super) fn batch(relation: &CatalogueRelation, rows: Vec<Row>) -> DataFusionResult<RecordBatch> {
    let mut columns: HashMap<&str, Vec<Value>> = HashMap::new();
    for known in &relation.columns {
        columns.insert(&known.name, Vec::with_capacity(rows.len()));
    }
    let fields = relation.arrow.fields();
    for (place, row) in rows.into_iter().enumerate() {
        for (name, value) in row {
            let Some(column) = columns.get_mut(name) else {
                let message = format!("{} has no column {name}", relation.path);
                return Err(Error::new(ErrorKind::Internal, message).into_datafusion());
            };
            column.push(value);
        }
        for (known, field) in relation.columns.iter().zip(fields) {
            if let Some(column) = columns.get_mut(known.name.as_str())
                && column.len() == place
            {
                column.push(match known.not_null {
                    true => Value::nothing(field.data_type()),
                    false => Value::Null,
                });
            }
        }
    }
    let arrays = relation.columns.iter().zip(fields).map(|(known, field)| {
        let values = columns.remove(known.name.as_str()).unwrap_or_default();
        column(field.data_type(), values)
    });
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    Ok(RecordBatch::try_new(relation.arrow.clone(), arrays)?)
}
