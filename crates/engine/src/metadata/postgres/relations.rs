//! Which relations the catalogue has, with their columns: those of `relations.txt`.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{Field, Schema, SchemaRef};

use super::field::field;
use super::oids::oid;
use crate::sql::schemas::PG_CATALOG;

/// A relation of the catalogue.
#[derive(Debug)]
pub(super) struct CatalogueRelation {
    /// With its schema: `pg_catalog.pg_class`.
    pub(super) path: String,
    pub(super) schema: String,
    pub(super) name: String,
    /// `r` for a table and `v` for a view, as in `pg_class`.
    pub(super) kind: char,
    pub(super) oid: u32,
    pub(super) columns: Vec<CatalogueColumn>,
    pub(super) arrow: SchemaRef,
}

/// One of its columns.
#[derive(Debug)]
pub(super) struct CatalogueColumn {
    pub(super) name: String,
    /// The name of PostgreSQL's type.
    pub(super) kind: String,
    pub(super) not_null: bool,
}

/// All of them.
pub(super) static RELATIONS: LazyLock<Vec<CatalogueRelation>> = LazyLock::new(|| {
    let lines = include_str!("relations.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.filter_map(of_line).collect()
});

fn of_line(line: &str) -> Option<CatalogueRelation> {
    let mut words = line.split(' ');
    let path = words.next()?.to_owned();
    let (schema, name) = path.split_once('.')?;
    let kind = words.next()?.chars().next()?;
    let number: u32 = words.next()?.parse().ok()?;
    let columns: Vec<CatalogueColumn> = words.filter_map(column).collect();
    let fields = columns
        .iter()
        .map(|column| field(&column.name, &column.kind));
    let fields: Vec<Field> = fields.collect();
    Some(CatalogueRelation {
        schema: schema.to_owned(),
        name: name.to_owned(),
        kind,
        oid: if number == 0 {
            oid("relation", &path)
        } else {
            number
        },
        arrow: Arc::new(Schema::new(fields)),
        path,
        columns,
    })
}

fn column(word: &str) -> Option<CatalogueColumn> {
    let (name, kind) = word.split_once(':')?;
    Some(CatalogueColumn {
        name: name.to_owned(),
        kind: kind.trim_end_matches('!').to_owned(),
        not_null: kind.ends_with('!'),
    })
}

pub(super) fn by_path(path: &str) -> Option<&'static CatalogueRelation> {
    RELATIONS.iter().find(|relation| relation.path == path)
}

/// What a statement can name of them: the whole name, the short one where the schema is searched by itself, and the columns.
pub(crate) fn names() -> impl Iterator<
    Item = (
        &'static str,
        &'static str,
        Option<&'static str>,
        Vec<&'static str>,
    ),
> {
    RELATIONS.iter().map(|relation| {
        let columns = relation.columns.iter();
        (
            relation.schema.as_str(),
            relation.path.as_str(),
            (relation.schema == PG_CATALOG).then_some(relation.name.as_str()),
            columns.map(|column| column.name.as_str()).collect(),
        )
    })
}
