//! Functions that show what an object is: `format_type`, `pg_get_constraintdef`, `obj_description`.

use super::super::objects::{OWNER, ProcedureObject};
use super::super::tables::functions as known;
use super::super::types::format_type;
use super::super::value::Value;
use super::frame::{Asked, Function, lenient, nothing, strict};
use super::names::class_of;
use crate::functions::identifier;

pub(super) const FUNCTIONS: &[Function] = &[
    lenient("format_type", 2..=2, "text", |_, values| {
        let modifier = values[1]
            .number()
            .and_then(|number| i32::try_from(number).ok());
        let oid = values[0].oid();
        Ok(oid.map(|oid| format_type(oid, modifier)).into())
    }),
    strict("pg_get_expr", 2..=3, "text", |_, values| {
        Ok(values[0].clone())
    }),
    strict("pg_get_constraintdef", 1..=2, "text", |asked, values| {
        let oid = values[0].oid().unwrap_or_default();
        let pretty = values.get(1) == Some(&Value::Flag(true));
        let key = asked.objects.keys.iter().find(|key| key.oid == oid);
        Ok(key
            .map(|key| asked.objects.key_definition(key, pretty))
            .into())
    }),
    strict("pg_get_indexdef", 1..=3, "text", |asked, values| {
        let oid = values[0].oid().unwrap_or_default();
        let objects = asked.objects;
        let mut indexes = objects.indexes.iter();
        let Some(index) = indexes.find(|index| objects.classes[index.class].oid == oid) else {
            return Ok(Value::Null);
        };
        let pretty = values.get(2) == Some(&Value::Flag(true));
        Ok(match values.get(1).and_then(Value::number) {
            None | Some(0) => objects.index_definition(index, pretty).into(),
            Some(number) => {
                let place = usize::try_from(number - 1).ok();
                let column = place.and_then(|place| index.columns.get(place).copied());
                let names =
                    objects.columns_of(index.table, &column.into_iter().collect::<Vec<_>>());
                names.first().map(|name| identifier(name)).into()
            }
        })
    }),
    strict("pg_get_viewdef", 1..=2, "text", |asked, values| {
        let class = class_of(asked, &values[0]);
        Ok(class.and_then(|class| class.query.clone()).into())
    }),
    strict("pg_get_userbyid", 1..=1, "name", |asked, values| {
        let oid = values[0].oid().unwrap_or_default();
        let roles = asked.session.roles();
        let found = roles.iter().find(|(role, _)| *role == oid);
        Ok(match found {
            Some((_, name)) => (*name).into(),
            None => format!("unknown (OID={oid})").into(),
        })
    }),
    strict("pg_get_function_result", 1..=1, "text", |_, values| {
        let oid = values[0].oid();
        let found = known().find(|(function, ..)| Some(*function) == oid);
        Ok(found
            .map(|(_, _, result, _)| format_type(result, None))
            .into())
    }),
    strict(
        "pg_get_function_arguments",
        1..=1,
        "text",
        |asked, values| Ok(arguments(asked, &values[0], true)),
    ),
    strict(
        "pg_get_function_identity_arguments",
        1..=1,
        "text",
        |asked, values| Ok(arguments(asked, &values[0], false)),
    ),
    strict("obj_description", 1..=2, "text", |asked, values| {
        let oid = values[0].oid().unwrap_or_default();
        let catalogue = values.get(1).and_then(Value::text);
        Ok(described(asked, oid, catalogue).into())
    }),
    strict("col_description", 2..=2, "text", |asked, values| {
        let class = asked.objects.class(values[0].oid().unwrap_or_default());
        let place = values[1]
            .number()
            .and_then(|number| usize::try_from(number - 1).ok());
        let column = class.and_then(|class| class.columns.get(place?));
        let about = column.map(|column| column.about.as_str());
        Ok(about.filter(|about| !about.is_empty()).into())
    }),
    nothing("shobj_description", 2..=2, "text"),
    nothing("pg_get_triggerdef", 1..=2, "text"),
    nothing("pg_get_ruledef", 1..=2, "text"),
    nothing("pg_get_functiondef", 1..=1, "text"),
    nothing("pg_get_function_sqlbody", 1..=1, "text"),
    nothing("pg_get_function_arg_default", 2..=2, "text"),
    nothing("pg_get_statisticsobjdef", 1..=1, "text"),
    nothing("pg_get_statisticsobjdef_columns", 1..=1, "text"),
    nothing("pg_get_partkeydef", 1..=1, "text"),
    nothing("pg_get_partition_constraintdef", 1..=1, "text"),
    nothing("pg_get_serial_sequence", 2..=2, "text"),
    nothing("pg_get_replica_identity_index", 1..=1, "oid"),
    nothing("pg_index_column_has_property", 3..=3, "bool"),
    nothing("pg_index_has_property", 2..=2, "bool"),
    nothing("pg_indexam_has_property", 2..=2, "bool"),
    nothing("pg_sequence_last_value", 1..=1, "int8"),
    nothing("pg_collation_for", 1..=1, "text"),
];

/// The parameters of a function or a procedure as its definition would have them.
fn arguments(asked: &Asked<'_>, value: &Value, whole: bool) -> Value {
    let oid = value.oid();
    let mut procedures = asked.objects.procedures.iter();
    if let Some(procedure) = procedures.find(|procedure| Some(procedure.oid) == oid) {
        return of_procedure(procedure, whole).into();
    }
    let found = known().find(|(function, ..)| Some(*function) == oid);
    let types = found.map(|(_, _, _, parameters)| {
        let types = parameters.into_iter().map(|kind| format_type(kind, None));
        types.collect::<Vec<_>>().join(", ")
    });
    types.into()
}

fn of_procedure(procedure: &ProcedureObject, whole: bool) -> String {
    let parameters = procedure.parameters.iter().map(|parameter| {
        let mode = if parameter.is_output { "OUT" } else { "IN" };
        let name = identifier(&parameter.name);
        let kind = format_type(parameter.kind, None);
        let default = match &parameter.default {
            Some(default) if whole => format!(" DEFAULT '{default}'::{kind}"),
            None if whole && !parameter.is_output && !parameter.required => {
                format!(" DEFAULT NULL::{kind}")
            }
            _ => String::new(),
        };
        format!("{mode} {name} {kind}{default}")
    });
    parameters.collect::<Vec<_>>().join(", ")
}

/// What is said of an object, by the catalogue's table that it stands in, or by its number alone.
fn described(asked: &Asked<'_>, oid: u32, catalogue: Option<&str>) -> Option<String> {
    let objects = asked.objects;
    let within = |name: &str| catalogue.is_none_or(|catalogue| catalogue == name);
    let class = || {
        let class = objects.class(oid)?;
        Some(class.about.clone())
    };
    let schema = || {
        let schema = objects.schemas.iter().find(|schema| schema.oid == oid)?;
        Some(schema.about.to_owned())
    };
    let procedure = || {
        let procedure = objects.procedures.iter().find(|one| one.oid == oid)?;
        Some(procedure.about.clone())
    };
    let about = (within("pg_class").then(class).flatten())
        .or_else(|| within("pg_namespace").then(schema).flatten())
        .or_else(|| within("pg_proc").then(procedure).flatten());
    about.filter(|about| !about.is_empty() && oid != OWNER.0)
}
