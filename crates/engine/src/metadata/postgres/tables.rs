//! The rows of `pg_catalog`. Those of `information_schema` stand in `information`; a relation that is in no list has none.

use super::catalogue::Row;
use super::objects::{Attribute, Class, DEFAULT_COLLATION, OWNER, Objects};
use super::session::PostgresSession;
use super::types::{TYPES, by_oid};
use super::value::Value;
use crate::functions::keywords;

/// Numbers that PostgreSQL has for what all databases have.
const HEAP: u32 = 2;
const BTREE: u32 = 403;
const INTERNAL: u32 = 12;
const SQL: u32 = 14;
const TABLESPACE: u32 = 1663;
/// The catalogue's tables that descriptions name.
const PG_CLASS: u32 = 1259;
const PG_CONSTRAINT: u32 = 2606;
const PG_PROC: u32 = 1255;
const PG_NAMESPACE: u32 = 2615;
const PG_CATALOG: u32 = 11;

type Rows<T> = &'static [(&'static str, fn(&T) -> Vec<Row>)];

/// Rows that are the same for all sessions of the same views.
pub(super) const OF_CATALOGUE: Rows<Objects> = &[
    ("pg_catalog.pg_namespace", namespaces),
    ("pg_catalog.pg_class", classes),
    ("pg_catalog.pg_attribute", attributes),
    ("pg_catalog.pg_type", |_| types()),
    ("pg_catalog.pg_proc", procedures),
    ("pg_catalog.pg_constraint", constraints),
    ("pg_catalog.pg_depend", dependencies),
    ("pg_catalog.pg_index", indexes),
    ("pg_catalog.pg_description", descriptions),
    ("pg_catalog.pg_tables", tables),
    ("pg_catalog.pg_views", views),
    ("pg_catalog.pg_indexes", shown_indexes),
    ("pg_catalog.pg_am", |_| access_methods()),
    ("pg_catalog.pg_collation", |_| collations()),
    ("pg_catalog.pg_language", |_| languages()),
    ("pg_catalog.pg_tablespace", |_| tablespaces()),
    ("pg_catalog.pg_timezone_names", |_| time_zones()),
    ("pg_catalog.pg_get_keywords", |_| words()),
];

/// Rows that hang on who asks.
pub(super) const OF_SESSION: Rows<PostgresSession> = &[
    ("pg_catalog.pg_database", databases),
    ("pg_catalog.pg_roles", |session| roles(session, "pg_roles")),
    ("pg_catalog.pg_authid", |session| {
        roles(session, "pg_authid")
    }),
    ("pg_catalog.pg_user", users),
    ("pg_catalog.pg_settings", settings),
    ("information_schema.enabled_roles", |session| {
        let names = session.roles().into_iter();
        names
            .map(|(_, name)| vec![("role_name", name.into())])
            .collect()
    }),
];

fn namespaces(objects: &Objects) -> Vec<Row> {
    let row = |(oid, name): (u32, &str)| {
        vec![
            ("oid", oid.into()),
            ("nspname", name.into()),
            ("nspowner", OWNER.0.into()),
        ]
    };
    let schemas = objects.schemas.iter();
    schemas
        .map(|schema| row((schema.oid, &schema.name)))
        .collect()
}

fn classes(objects: &Objects) -> Vec<Row> {
    let keys = &objects.keys;
    let classes = objects.classes.iter().enumerate();
    let row = |(place, class): (usize, &Class)| {
        let is_table = class.kind == 'r';
        let is_index = class.kind == 'i';
        let method = match class.kind {
            'r' => HEAP,
            'i' => BTREE,
            _ => 0,
        };
        let referred = keys.iter().any(|key| match &key.to {
            Some((to, _)) => *to == place || key.table == place,
            None => false,
        });
        let indexed = is_table && objects.indexes.iter().any(|index| index.table == place);
        vec![
            ("oid", class.oid.into()),
            ("relname", (&class.name).into()),
            ("relnamespace", objects.schemas[class.schema].oid.into()),
            ("relowner", OWNER.0.into()),
            ("relam", method.into()),
            ("reltuples", Value::Real(if is_index { 0.0 } else { -1.0 })),
            ("relhasindex", indexed.into()),
            ("relpersistence", 'p'.into()),
            ("relkind", class.kind.into()),
            ("relnatts", class.columns.len().into()),
            ("relhasrules", (class.kind == 'v').into()),
            ("relhastriggers", referred.into()),
            ("relispopulated", true.into()),
            ("relreplident", if is_table { 'd' } else { 'n' }.into()),
        ]
    };
    classes.map(row).collect()
}

fn attributes(objects: &Objects) -> Vec<Row> {
    let row = |class: &Class, place: usize, column: &Attribute| {
        let kind = by_oid(column.kind);
        let of = |value: fn(&super::types::Type) -> Value| kind.map_or(Value::Null, value);
        vec![
            ("attrelid", class.oid.into()),
            ("attname", (&column.name).into()),
            ("atttypid", column.kind.into()),
            ("attstattarget", Value::Number(-1)),
            ("attlen", of(|kind| kind.length.into())),
            ("attnum", (place + 1).into()),
            (
                "attndims",
                of(|kind| i32::from(kind.name.starts_with('_')).into()),
            ),
            ("attcacheoff", Value::Number(-1)),
            ("atttypmod", column.modifier.into()),
            ("attbyval", of(|kind| kind.by_value.into())),
            ("attalign", of(|kind| kind.alignment.into())),
            ("attstorage", of(|kind| kind.storage.into())),
            ("attnotnull", column.not_null.into()),
            ("attislocal", true.into()),
            ("attcollation", of(|kind| kind.collation.into())),
        ]
    };
    let classes = objects.classes.iter();
    let rows = classes.flat_map(|class| {
        let columns = class.columns.iter().enumerate();
        columns.map(move |(place, column)| row(class, place, column))
    });
    rows.collect()
}

/// The number of a function of PostgreSQL by its name; 0 for none.
pub(super) fn function_oid(name: &str) -> u32 {
    let found = functions().find(|(_, other, ..)| *other == name);
    found.map_or(0, |(oid, ..)| oid)
}

/// Those that read and write types: number, name, result and parameters.
pub(super) fn functions() -> impl Iterator<Item = (u32, &'static str, u32, Vec<u32>)> {
    let lines = include_str!("functions.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('|');
        let number = cells.next()?.parse().ok()?;
        let name = cells.next()?;
        let result = cells.next()?.parse().ok()?;
        let parameters = cells.next()?.split(',');
        let parameters = parameters.filter_map(|number| number.parse().ok());
        Some((number, name, result, parameters.collect()))
    })
}

fn types() -> Vec<Row> {
    let types = TYPES.iter().map(|one| {
        let [input, output, receive, send, modifier_in, modifier_out] = &one.functions;
        vec![
            ("oid", one.oid.into()),
            ("typname", (&one.name).into()),
            ("typnamespace", PG_CATALOG.into()),
            ("typowner", OWNER.0.into()),
            ("typlen", one.length.into()),
            ("typbyval", one.by_value.into()),
            ("typtype", one.kind.into()),
            ("typcategory", one.category.into()),
            ("typispreferred", one.preferred.into()),
            ("typisdefined", true.into()),
            ("typdelim", if one.name == "box" { ';' } else { ',' }.into()),
            ("typelem", one.element.into()),
            ("typarray", one.array.into()),
            ("typinput", function_oid(input).into()),
            ("typoutput", function_oid(output).into()),
            ("typreceive", function_oid(receive).into()),
            ("typsend", function_oid(send).into()),
            ("typmodin", function_oid(modifier_in).into()),
            ("typmodout", function_oid(modifier_out).into()),
            ("typalign", one.alignment.into()),
            ("typstorage", one.storage.into()),
            ("typtypmod", Value::Number(-1)),
            ("typcollation", one.collation.into()),
        ]
    });
    types.collect()
}

fn procedures(objects: &Objects) -> Vec<Row> {
    let known = functions().map(|(oid, name, result, parameters)| {
        vec![
            ("oid", oid.into()),
            ("proname", name.into()),
            ("pronamespace", PG_CATALOG.into()),
            ("proowner", OWNER.0.into()),
            ("prolang", INTERNAL.into()),
            ("procost", Value::Real(1.0)),
            ("prokind", 'f'.into()),
            ("proisstrict", true.into()),
            ("provolatile", 'i'.into()),
            ("proparallel", 's'.into()),
            ("pronargs", parameters.len().into()),
            ("prorettype", result.into()),
            ("proargtypes", parameters.into()),
            ("prosrc", name.into()),
        ]
    });
    let own = objects.procedures.iter().map(|procedure| {
        let parameters = &procedure.parameters;
        let inputs: Vec<u32> = parameters
            .iter()
            .filter(|parameter| !parameter.is_output)
            .map(|parameter| parameter.kind)
            .collect();
        let all: Vec<u32> = parameters.iter().map(|parameter| parameter.kind).collect();
        let mode = |is_output| if is_output { 'o' } else { 'i' };
        let modes: Vec<char> = parameters
            .iter()
            .map(|parameter| mode(parameter.is_output))
            .collect();
        let names: Vec<&String> = parameters.iter().map(|parameter| &parameter.name).collect();
        let optional = parameters
            .iter()
            .filter(|parameter| !parameter.is_output && !parameter.required);
        vec![
            ("oid", procedure.oid.into()),
            ("proname", (&procedure.name).into()),
            ("pronamespace", objects.schemas[procedure.schema].oid.into()),
            ("proowner", OWNER.0.into()),
            ("prolang", SQL.into()),
            ("procost", Value::Real(100.0)),
            ("prokind", 'p'.into()),
            ("provolatile", 'v'.into()),
            ("proparallel", 'u'.into()),
            ("pronargs", inputs.len().into()),
            ("pronargdefaults", optional.count().into()),
            ("prorettype", Value::Number(2249)),
            ("proargtypes", inputs.into()),
            ("proallargtypes", all.into()),
            ("proargmodes", modes.into()),
            ("proargnames", names.into()),
            ("prosrc", "".into()),
        ]
    });
    known.chain(own).collect()
}

fn constraints(objects: &Objects) -> Vec<Row> {
    let keys = objects.keys.iter().map(|key| {
        let table = &objects.classes[key.table];
        let (to, referenced) = match &key.to {
            Some((to, columns)) => (objects.classes[*to].oid, Value::from(columns.clone())),
            None => (0, Value::Null),
        };
        let action = if key.to.is_some() { 'a' } else { ' ' };
        let matching = if key.to.is_some() { 's' } else { ' ' };
        vec![
            ("oid", key.oid.into()),
            ("conname", (&key.name).into()),
            ("connamespace", objects.schemas[table.schema].oid.into()),
            ("contype", if key.to.is_some() { 'f' } else { 'p' }.into()),
            ("convalidated", true.into()),
            ("conrelid", table.oid.into()),
            ("conindid", key.index.into()),
            ("confrelid", to.into()),
            ("confupdtype", action.into()),
            ("confdeltype", action.into()),
            ("confmatchtype", matching.into()),
            ("conislocal", true.into()),
            ("connoinherit", true.into()),
            ("conkey", key.columns.clone().into()),
            ("confkey", referenced),
        ]
    });
    keys.collect()
}

/// By these a client finds the key that a foreign key refers to: the foreign key needs an index, which belongs to a primary key.
fn dependencies(objects: &Objects) -> Vec<Row> {
    let keys = objects.keys.iter().map(|key| {
        let (constraint, index) = ((PG_CONSTRAINT, key.oid), (PG_CLASS, key.index));
        let (of, on, kind) = match key.to {
            Some(_) => (constraint, index, 'n'),
            None => (index, constraint, 'i'),
        };
        vec![
            ("classid", of.0.into()),
            ("objid", of.1.into()),
            ("objsubid", 0.into()),
            ("refclassid", on.0.into()),
            ("refobjid", on.1.into()),
            ("refobjsubid", 0.into()),
            ("deptype", kind.into()),
        ]
    });
    keys.collect()
}

fn indexes(objects: &Objects) -> Vec<Row> {
    let indexes = objects.indexes.iter().map(|index| {
        let columns = &objects.classes[index.class].columns;
        let collation = |column: &Attribute| by_oid(column.kind).map_or(0, |kind| kind.collation);
        let collations: Vec<u32> = columns.iter().map(collation).collect();
        let count = index.columns.len();
        vec![
            ("indexrelid", objects.classes[index.class].oid.into()),
            ("indrelid", objects.classes[index.table].oid.into()),
            ("indnatts", count.into()),
            ("indnkeyatts", count.into()),
            ("indisunique", index.primary.into()),
            ("indisprimary", index.primary.into()),
            ("indimmediate", true.into()),
            ("indisvalid", true.into()),
            ("indisready", true.into()),
            ("indislive", true.into()),
            ("indkey", index.columns.clone().into()),
            ("indcollation", collations.into()),
            ("indclass", vec![0_u32; count].into()),
            ("indoption", vec![0_i16; count].into()),
        ]
    });
    indexes.collect()
}

fn descriptions(objects: &Objects) -> Vec<Row> {
    let row = |object: u32, class: u32, place: usize, about: &str| {
        vec![
            ("objoid", object.into()),
            ("classoid", class.into()),
            ("objsubid", place.into()),
            ("description", about.into()),
        ]
    };
    let schemas = objects.schemas.iter();
    let schemas = schemas.map(|schema| row(schema.oid, PG_NAMESPACE, 0, schema.about));
    let classes = objects.classes.iter().flat_map(|class| {
        let columns = class.columns.iter().enumerate();
        let columns = columns.filter(|(_, column)| !column.about.is_empty());
        let columns =
            columns.map(|(place, column)| row(class.oid, PG_CLASS, place + 1, &column.about));
        let table = (!class.about.is_empty()).then(|| row(class.oid, PG_CLASS, 0, &class.about));
        table.into_iter().chain(columns)
    });
    let procedures = objects.procedures.iter();
    let procedures = procedures.map(|one| row(one.oid, PG_PROC, 0, &one.about));
    schemas.chain(classes).chain(procedures).collect()
}

fn named(objects: &Objects, kind: char) -> impl Iterator<Item = (usize, &str, &Class)> {
    let classes = objects.classes.iter().enumerate();
    classes
        .filter(move |(_, class)| class.kind == kind)
        .map(|(place, class)| (place, objects.schemas[class.schema].name.as_str(), class))
}

fn tables(objects: &Objects) -> Vec<Row> {
    let rows = named(objects, 'r').map(|(place, schema, class)| {
        vec![
            ("schemaname", schema.into()),
            ("tablename", (&class.name).into()),
            ("tableowner", OWNER.1.into()),
            (
                "hasindexes",
                objects
                    .indexes
                    .iter()
                    .any(|index| index.table == place)
                    .into(),
            ),
            ("hasrules", false.into()),
            (
                "hastriggers",
                objects
                    .keys
                    .iter()
                    .any(|key| key.to.is_some() && key.table == place)
                    .into(),
            ),
            ("rowsecurity", false.into()),
        ]
    });
    rows.collect()
}

fn views(objects: &Objects) -> Vec<Row> {
    let rows = named(objects, 'v').map(|(_, schema, class)| {
        vec![
            ("schemaname", schema.into()),
            ("viewname", (&class.name).into()),
            ("viewowner", OWNER.1.into()),
            ("definition", class.query.clone().into()),
        ]
    });
    rows.collect()
}

fn shown_indexes(objects: &Objects) -> Vec<Row> {
    let rows = objects.indexes.iter().map(|index| {
        let table = &objects.classes[index.table];
        vec![
            ("schemaname", (&objects.schemas[table.schema].name).into()),
            ("tablename", (&table.name).into()),
            ("indexname", (&objects.classes[index.class].name).into()),
            ("indexdef", objects.index_definition(index, false).into()),
        ]
    });
    rows.collect()
}

fn access_methods() -> Vec<Row> {
    let methods = [(HEAP, "heap", 3, 't'), (BTREE, "btree", 330, 'i')];
    let rows = methods.map(|(oid, name, handler, kind): (u32, &str, u32, char)| {
        vec![
            ("oid", oid.into()),
            ("amname", name.into()),
            ("amhandler", handler.into()),
            ("amtype", kind.into()),
        ]
    });
    rows.to_vec()
}

fn collations() -> Vec<Row> {
    let collations = [
        (DEFAULT_COLLATION, "default", 'd', -1, None),
        (950, "C", 'c', -1, Some("C")),
        (951, "POSIX", 'c', -1, Some("POSIX")),
    ];
    let rows = collations.map(
        |(oid, name, provider, encoding, locale): (u32, &str, char, i32, Option<&str>)| {
            vec![
                ("oid", oid.into()),
                ("collname", name.into()),
                ("collnamespace", PG_CATALOG.into()),
                ("collowner", OWNER.0.into()),
                ("collprovider", provider.into()),
                ("collisdeterministic", true.into()),
                ("collencoding", encoding.into()),
                ("collcollate", locale.into()),
                ("collctype", locale.into()),
            ]
        },
    );
    rows.to_vec()
}

fn languages() -> Vec<Row> {
    let rows = [(INTERNAL, "internal"), (SQL, "sql")].map(|(oid, name): (u32, &str)| {
        vec![
            ("oid", oid.into()),
            ("lanname", name.into()),
            ("lanowner", OWNER.0.into()),
            ("lanpltrusted", (name == "sql").into()),
        ]
    });
    rows.to_vec()
}

fn tablespaces() -> Vec<Row> {
    vec![vec![
        ("oid", TABLESPACE.into()),
        ("spcname", "pg_default".into()),
        ("spcowner", OWNER.0.into()),
    ]]
}

fn time_zones() -> Vec<Row> {
    vec![vec![
        ("name", "UTC".into()),
        ("abbrev", "UTC".into()),
        ("utc_offset", "00:00:00".into()),
        ("is_dst", false.into()),
    ]]
}

fn words() -> Vec<Row> {
    let rows = keywords().map(|(word, code)| {
        let about = match code {
            "U" => "unreserved",
            "C" => "unreserved (cannot be function or type name)",
            "T" => "reserved (can be function or type name)",
            _ => "reserved",
        };
        vec![
            ("word", word.into()),
            ("catcode", code.into()),
            ("catdesc", about.into()),
        ]
    });
    rows.collect()
}

fn databases(session: &PostgresSession) -> Vec<Row> {
    let rows = session.databases().into_iter().map(|(oid, name)| {
        vec![
            ("oid", oid.into()),
            ("datname", name.into()),
            ("datdba", OWNER.0.into()),
            ("encoding", Value::Number(6)),
            ("datlocprovider", 'c'.into()),
            ("datallowconn", true.into()),
            ("datconnlimit", Value::Number(-1)),
            ("dattablespace", TABLESPACE.into()),
            ("datcollate", "C.UTF-8".into()),
            ("datctype", "C.UTF-8".into()),
        ]
    });
    rows.collect()
}

fn roles(session: &PostgresSession, relation: &str) -> Vec<Row> {
    let rows = session.roles().into_iter().map(|(oid, name)| {
        let mut row: Row = vec![
            ("oid", oid.into()),
            ("rolname", name.into()),
            ("rolinherit", true.into()),
            ("rolcanlogin", true.into()),
            ("rolsuper", false.into()),
            ("rolcreaterole", false.into()),
            ("rolcreatedb", false.into()),
            ("rolreplication", false.into()),
            ("rolbypassrls", false.into()),
            ("rolconnlimit", Value::Number(-1)),
        ];
        if relation == "pg_roles" {
            row.push(("rolpassword", "********".into()));
        }
        row
    });
    rows.collect()
}

fn users(session: &PostgresSession) -> Vec<Row> {
    let rows = session.roles().into_iter().map(|(oid, name)| {
        vec![
            ("usename", name.into()),
            ("usesysid", oid.into()),
            ("usecreatedb", false.into()),
            ("usesuper", false.into()),
            ("userepl", false.into()),
            ("usebypassrls", false.into()),
            ("passwd", "********".into()),
        ]
    });
    rows.collect()
}

fn settings(session: &PostgresSession) -> Vec<Row> {
    let rows = session.settings.all().into_iter().map(|setting| {
        let value = Value::from(setting.value);
        vec![
            ("name", setting.name.into()),
            ("setting", value.clone()),
            ("category", "StoreQL".into()),
            ("short_desc", "".into()),
            ("context", setting.context.into()),
            ("vartype", setting.kind.into()),
            ("source", "default".into()),
            ("boot_val", value.clone()),
            ("reset_val", value),
            ("pending_restart", false.into()),
        ]
    });
    rows.collect()
}
