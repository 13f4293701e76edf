//! The objects of the catalogue, made of the definitions: schemas, tables and views with their columns, keys, indexes and procedures. Rows
//! and functions are made of these.

use std::collections::HashMap;

use arrow::datatypes::Field;
use storeql_catalog::{ColumnType, Table};
use storeql_scan::{arrow_schema, arrow_type};

use super::field::pg_type;
use super::oids::oid;
use super::relations::RELATIONS;
use super::types::by_name;
use crate::metadata::namespace::{Contents, Namespace, Part};
use crate::metadata::system;
use crate::sql::schemas::{INFORMATION_SCHEMA, PG_CATALOG};

/// The role that all objects belong to, and the number that PostgreSQL has for the first.
pub(super) const OWNER: (u32, &str) = (10, "storeql");
/// Of the collation `default`.
pub(super) const DEFAULT_COLLATION: u32 = 100;

/// A schema.
#[derive(Debug)]
pub(super) struct SchemaObject {
    pub(super) oid: u32,
    pub(super) name: String,
    pub(super) about: &'static str,
    /// A name without a schema is looked for in it.
    pub(super) searched: bool,
}

/// A table, a view or an index.
#[derive(Debug)]
pub(super) struct Class {
    pub(super) oid: u32,
    pub(super) schema: usize,
    pub(super) name: String,
    /// `r`, `v` or `i`.
    pub(super) kind: char,
    pub(super) about: String,
    pub(super) columns: Vec<Attribute>,
    /// The query of a view of the user's own.
    pub(super) query: Option<String>,
}

/// A column.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) kind: u32,
    pub(super) modifier: i32,
    pub(super) not_null: bool,
    pub(super) about: String,
}

/// A primary or a foreign key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) oid: u32,
    pub(super) name: String,
    /// The table that has it, by its place among the classes.
    pub(super) table: usize,
    pub(super) columns: Vec<i16>,
    /// Where it refers to, with the columns there.
    pub(super) to: Option<(usize, Vec<i16>)>,
    /// The index of the primary key that it is, or refers to.
    pub(super) index: u32,
}

/// An index: the primary key's, or of a column by which the store itself finds rows.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) class: usize,
    pub(super) table: usize,
    pub(super) columns: Vec<i16>,
    pub(super) primary: bool,
}

/// A procedure.
#[derive(Debug)]
pub(super) struct ProcedureObject {
    pub(super) oid: u32,
    pub(super) schema: usize,
    pub(super) name: String,
    pub(super) about: String,
    pub(super) parameters: Vec<ParameterObject>,
}

/// A parameter of a procedure, or a column that it answers.
#[derive(Debug)]
pub(super) struct ParameterObject {
    pub(super) name: String,
    pub(super) kind: u32,
    pub(super) is_output: bool,
    pub(super) default: Option<String>,
    pub(super) required: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Objects {
    pub(super) schemas: Vec<SchemaObject>,
    pub(super) classes: Vec<Class>,
    pub(super) keys: Vec<Key>,
    pub(super) indexes: Vec<Index>,
    pub(super) procedures: Vec<ProcedureObject>,
    by_oid: HashMap<u32, usize>,
    by_name: HashMap<(usize, String), usize>,
}

impl Objects {
    pub(super) fn of(namespace: &Namespace, contents: &Contents) -> Self {
        let mut objects = Self::default();
        objects.add_schemas(namespace);
        objects.add_tables(namespace);
        objects.add_system_tables(namespace);
        objects.add_views(namespace, contents);
        objects.add_catalogue();
        objects.add_indexes(namespace);
        objects.add_foreign_keys(namespace);
        objects.add_procedures(namespace);
        objects
    }

    fn add_schemas(&mut self, namespace: &Namespace) {
        let parts = [
            (Part::Store, "The tables of the store."),
            (Part::System, "What there is to query, and how."),
            (Part::Views, "The views of your own."),
        ];
        for (part, about) in parts {
            let name = namespace.schema_of(part).to_owned();
            self.schemas.push(SchemaObject {
                oid: oid("schema", &name),
                name,
                about,
                searched: true,
            });
        }
        let of_postgres = [
            (11, PG_CATALOG, "The catalogue, as PostgreSQL has it.", true),
            (
                oid("schema", INFORMATION_SCHEMA),
                INFORMATION_SCHEMA,
                "The catalogue, as the SQL standard has it.",
                false,
            ),
        ];
        for (oid, name, about, searched) in of_postgres {
            let name = name.to_owned();
            self.schemas.push(SchemaObject {
                oid,
                name,
                about,
                searched,
            });
        }
    }

    fn add(&mut self, class: Class) -> usize {
        let place = self.classes.len();
        self.by_oid.insert(class.oid, place);
        self.by_name
            .insert((class.schema, class.name.clone()), place);
        self.classes.push(class);
        place
    }

    /// A relation whose number is made of its name.
    fn relation(&self, schema: &str, name: &str, kind: char, about: &str) -> Class {
        Class {
            oid: oid("relation", &format!("{schema}.{name}")),
            schema: self.schema(schema).unwrap_or_default(),
            name: name.to_owned(),
            kind,
            about: about.to_owned(),
            columns: Vec::new(),
            query: None,
        }
    }

    fn add_tables(&mut self, namespace: &Namespace) {
        let schema = namespace.schema_of(Part::Store);
        for table in tables(namespace) {
            let fields = arrow_schema(table);
            let columns = fields.fields().iter().zip(table.columns.values());
            let columns = columns.map(|(field, column)| {
                let not_null = column.not_null || table.key.contains(&column.name);
                attribute(field, not_null, &column.about)
            });
            let class = Class {
                columns: columns.collect(),
                ..self.relation(schema, &table.name, 'r', &table.about)
            };
            self.add(class);
        }
    }

    fn add_system_tables(&mut self, namespace: &Namespace) {
        let schema = namespace.schema_of(Part::System);
        for name in namespace.listed_names(Part::System) {
            let Some(table) = system::find(&name) else {
                continue;
            };
            let columns = table.columns.iter().map(|column| {
                let field = Field::new(column.name, system::data_type(column.kind), true);
                attribute(&field, false, column.about)
            });
            let class = Class {
                columns: columns.collect(),
                ..self.relation(schema, table.name, 'v', table.about)
            };
            self.add(class);
        }
    }

    fn add_views(&mut self, namespace: &Namespace, contents: &Contents) {
        let schema = namespace.schema_of(Part::Views);
        let views = contents.views.iter();
        for (name, view) in views.filter(|(name, _)| namespace.lists(Part::Views, name)) {
            let fields = view.schema().fields().iter();
            let class = Class {
                columns: fields.map(|field| attribute(field, false, "")).collect(),
                query: Some(view.query.text().to_owned()),
                ..self.relation(schema, name, 'v', "")
            };
            self.add(class);
        }
    }

    fn add_catalogue(&mut self) {
        for relation in RELATIONS.iter() {
            let columns = relation.columns.iter().map(|column| Attribute {
                name: column.name.clone(),
                kind: by_name(&column.kind).map_or(25, |kind| kind.oid),
                modifier: -1,
                not_null: column.not_null,
                about: String::new(),
            });
            let class = Class {
                oid: relation.oid,
                columns: columns.collect(),
                ..self.relation(&relation.schema, &relation.name, relation.kind, "")
            };
            self.add(class);
        }
    }

    fn add_indexes(&mut self, namespace: &Namespace) {
        let schema = namespace.schema_of(Part::Store);
        for table in tables(namespace) {
            let Some(place) = self.find(schema, &table.name) else {
                continue;
            };
            for (name, columns, primary) in system::indexes(table) {
                let columns = numbers(table, columns);
                let index = Class {
                    columns: self.copied(place, &columns),
                    ..self.relation(schema, &name, 'i', "")
                };
                let index_oid = index.oid;
                let class = self.add(index);
                self.indexes.push(Index {
                    class,
                    table: place,
                    columns: columns.clone(),
                    primary,
                });
                if primary {
                    self.keys.push(Key {
                        oid: oid("constraint", &format!("{schema}.{}.{name}", table.name)),
                        name,
                        table: place,
                        columns,
                        to: None,
                        index: index_oid,
                    });
                }
            }
        }
    }

    fn copied(&self, table: usize, columns: &[i16]) -> Vec<Attribute> {
        let own = &self.classes[table].columns;
        let places = columns
            .iter()
            .filter_map(|number| usize::try_from(*number - 1).ok());
        let columns = places.filter_map(|place| own.get(place));
        let copied = columns.map(|column| Attribute {
            name: column.name.clone(),
            kind: column.kind,
            modifier: column.modifier,
            not_null: false,
            about: String::new(),
        });
        copied.collect()
    }

    fn add_foreign_keys(&mut self, namespace: &Namespace) {
        let schema = namespace.schema_of(Part::Store);
        let mut keys = Vec::new();
        for table in tables(namespace) {
            for column in table.columns.values() {
                let Some((parent, referenced)) = &column.references else {
                    continue;
                };
                let definition = namespace.store().catalog().table(parent);
                let places = (self.find(schema, &table.name), self.find(schema, parent));
                let ((Some(place), Some(to)), Some(definition)) = (places, definition) else {
                    continue;
                };
                let name = system::foreign_key(table, column);
                let index = self.indexes.iter();
                let index = index.filter(|index| index.primary && index.table == to);
                let index = index.map(|index| self.classes[index.class].oid).next();
                keys.push(Key {
                    oid: oid("constraint", &format!("{schema}.{}.{name}", table.name)),
                    name,
                    table: place,
                    columns: numbers(table, [&column.name]),
                    to: Some((to, numbers(definition, [referenced]))),
                    index: index.unwrap_or_default(),
                });
            }
        }
        self.keys.extend(keys);
    }

    fn add_procedures(&mut self, namespace: &Namespace) {
        let schema = namespace.schema_of(Part::Store);
        let place = self.schema(schema).unwrap_or_default();
        for procedure in namespace.store().catalog().procedures() {
            let inputs = procedure.parameters.values().map(|one| (one, false));
            let outputs = procedure.results.values().map(|one| (one, true));
            let parameters = inputs
                .chain(outputs)
                .map(|(parameter, is_output)| ParameterObject {
                    name: parameter.name.clone(),
                    kind: kind_of(parameter.kind),
                    is_output,
                    default: parameter.default.clone(),
                    required: parameter.required,
                });
            self.procedures.push(ProcedureObject {
                oid: oid("procedure", &format!("{schema}.{}", procedure.name)),
                schema: place,
                name: procedure.name.clone(),
                about: procedure.about.clone(),
                parameters: parameters.collect(),
            });
        }
    }

    /// A schema by its name.
    pub(super) fn schema(&self, name: &str) -> Option<usize> {
        self.schemas.iter().position(|schema| schema.name == name)
    }

    /// A class by its schema and its name.
    pub(super) fn find(&self, schema: &str, name: &str) -> Option<usize> {
        let schema = self.schema(schema)?;
        self.by_name.get(&(schema, name.to_owned())).copied()
    }

    /// A class by its name, in the schemas that are searched.
    pub(super) fn searched(&self, name: &str) -> Option<usize> {
        let schemas = self.schemas.iter().enumerate();
        let searched = schemas.filter(|(_, schema)| schema.searched);
        let mut found = searched
            .filter_map(|(schema, _)| self.by_name.get(&(schema, name.to_owned())).copied());
        found.next()
    }

    /// A class by its number.
    pub(super) fn class(&self, oid: u32) -> Option<&Class> {
        self.by_oid
            .get(&oid)
            .and_then(|place| self.classes.get(*place))
    }

    /// The names of columns by their numbers.
    pub(super) fn columns_of(&self, class: usize, numbers: &[i16]) -> Vec<&str> {
        let columns = &self.classes[class].columns;
        let places = numbers
            .iter()
            .filter_map(|number| usize::try_from(*number - 1).ok());
        let columns = places.filter_map(|place| columns.get(place));
        columns.map(|column| column.name.as_str()).collect()
    }
}

/// The tables of the store that are listed.
fn tables(namespace: &Namespace) -> impl Iterator<Item = &Table> {
    let tables = namespace.store().catalog().tables();
    tables
        .map(AsRef::as_ref)
        .filter(|table| namespace.lists(Part::Store, &table.name))
}

fn attribute(field: &Field, not_null: bool, about: &str) -> Attribute {
    let kind = pg_type(field);
    Attribute {
        name: field.name().clone(),
        kind: kind.oid,
        modifier: kind.modifier,
        not_null,
        about: about.to_owned(),
    }
}

/// The number of the type of a parameter.
fn kind_of(kind: ColumnType) -> u32 {
    match (kind, arrow_type(kind)) {
        (ColumnType::Json, _) => by_name("json").map_or(25, |kind| kind.oid),
        (_, kind) => pg_type(&Field::new("", kind, true)).oid,
    }
}

/// The places of columns in their table, from 1.
fn numbers<'a>(table: &Table, columns: impl IntoIterator<Item = &'a String>) -> Vec<i16> {
    let places = columns
        .into_iter()
        .filter_map(|column| table.columns.get_index_of(column));
    places
        .filter_map(|place| i16::try_from(place + 1).ok())
        .collect()
}
