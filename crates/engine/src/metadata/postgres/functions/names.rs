//! Functions of names and numbers: `to_regclass`, `quote_ident`, `pg_table_is_visible`, and what a cast to `regclass` is.

use datafusion::common::Result as DataFusionResult;

use super::super::objects::Class;
use super::super::tables::{function_oid, functions};
use super::super::types::{by_name, by_oid, format_type};
use super::super::value::Value;
use super::frame::{Asked, Function, strict};
use crate::error::{Error, ErrorKind};
use crate::functions::identifier;

pub(super) const FUNCTIONS: &[Function] = &[
    // The first value says what the name is of: `class`, `type`, `proc`.
    strict("pg_reg_oid", 2..=2, "oid", |asked, values| {
        Ok(number(asked, kind(values), &values[1])?.into())
    }),
    strict("pg_reg_text", 2..=2, "text", |asked, values| {
        let kind = kind(values);
        let number = number(asked, kind, &values[1])?;
        Ok(shown(asked, kind, number).into())
    }),
    strict("pg_reg_texts", 2..=2, "_text", |asked, values| {
        let Value::List(elements) = &values[1] else {
            return Ok(Value::Null);
        };
        let texts = elements.iter().map(|element| {
            let number = number(asked, kind(values), element)?;
            Ok(shown(asked, kind(values), number).into())
        });
        Ok(Value::List(texts.collect::<DataFusionResult<_>>()?))
    }),
    strict("to_regclass", 1..=1, "oid", |asked, values| {
        Ok(to(asked, "class", values))
    }),
    strict("to_regtype", 1..=1, "oid", |asked, values| {
        Ok(to(asked, "type", values))
    }),
    strict("to_regproc", 1..=1, "oid", |asked, values| {
        Ok(to(asked, "proc", values))
    }),
    strict("to_regprocedure", 1..=1, "oid", |asked, values| {
        Ok(to(asked, "procedure", values))
    }),
    strict("to_regnamespace", 1..=1, "oid", |asked, values| {
        Ok(to(asked, "namespace", values))
    }),
    strict("to_regrole", 1..=1, "oid", |asked, values| {
        Ok(to(asked, "role", values))
    }),
    strict("pg_table_is_visible", 1..=1, "bool", |asked, values| {
        let class = asked.objects.class(values[0].oid().unwrap_or_default());
        Ok(class.map(|class| is_visible(asked, class)).into())
    }),
    strict("pg_type_is_visible", 1..=1, "bool", |_, values| {
        Ok(by_oid(values[0].oid().unwrap_or_default())
            .map(|_| true)
            .into())
    }),
    strict("pg_function_is_visible", 1..=1, "bool", visible),
    strict("pg_operator_is_visible", 1..=1, "bool", visible),
    strict("pg_opclass_is_visible", 1..=1, "bool", visible),
    strict("pg_opfamily_is_visible", 1..=1, "bool", visible),
    strict("pg_collation_is_visible", 1..=1, "bool", visible),
    strict("pg_conversion_is_visible", 1..=1, "bool", visible),
    strict("pg_statistics_obj_is_visible", 1..=1, "bool", visible),
    strict("pg_ts_config_is_visible", 1..=1, "bool", visible),
    strict("pg_ts_dict_is_visible", 1..=1, "bool", visible),
    strict("pg_ts_parser_is_visible", 1..=1, "bool", visible),
    strict("pg_ts_template_is_visible", 1..=1, "bool", visible),
];

fn visible(_: &Asked<'_>, _: &[Value]) -> DataFusionResult<Value> {
    Ok(true.into())
}

fn kind(values: &[Value]) -> &str {
    values.first().and_then(Value::text).unwrap_or_default()
}

fn to(asked: &Asked<'_>, kind: &str, values: &[Value]) -> Value {
    find(asked, kind, values[0].text().unwrap_or_default()).into()
}

fn is_visible(asked: &Asked<'_>, class: &Class) -> bool {
    let found = asked.objects.searched(&class.name);
    found.is_some_and(|found| asked.objects.classes[found].oid == class.oid)
}

/// The class that a value names, by its number or by its name.
pub(super) fn class_of<'a>(asked: &'a Asked<'_>, value: &Value) -> Option<&'a Class> {
    let number = number(asked, "class", value).ok()?;
    asked.objects.class(number)
}

/// The number of an object: of a number itself, of a text the object of that name, which must be there.
fn number(asked: &Asked<'_>, kind: &str, value: &Value) -> DataFusionResult<u32> {
    if let Some(number) = value.oid() {
        return Ok(number);
    }
    let name = value.text().unwrap_or_default();
    if name == "-" {
        return Ok(0);
    }
    find(asked, kind, name).ok_or_else(|| {
        let (what, sqlstate) = match kind {
            "class" => ("relation", "42P01"),
            "type" => ("type", "42704"),
            "namespace" => ("schema", "3F000"),
            "role" => ("role", "42704"),
            _ => ("function", "42883"),
        };
        let message = format!("{what} \"{name}\" does not exist");
        Error::new(ErrorKind::UnknownTable, message)
            .with_sqlstate(sqlstate)
            .into_datafusion()
    })
}

/// The parts of a name: small letters where they stand without quotes.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut within = false;
    let mut letters = name.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if within && letters.peek() == Some(&'"') => {
                letters.next();
                if let Some(last) = parts.last_mut() {
                    last.push('"');
                }
            }
            '"' => within = !within,
            '.' if !within => parts.push(String::new()),
            letter => {
                if let Some(last) = parts.last_mut() {
                    match within {
                        true => last.push(letter),
                        false => last.extend(letter.to_lowercase()),
                    }
                }
            }
        }
    }
    parts
}

fn find(asked: &Asked<'_>, kind: &str, name: &str) -> Option<u32> {
    let objects = asked.objects;
    let path = parts(name);
    let last = path.last()?;
    match kind {
        "class" => {
            let place = match path.as_slice() {
                [name] => objects.searched(name),
                [.., schema, name] => objects.find(schema, name),
                [] => None,
            };
            place.map(|place| objects.classes[place].oid)
        }
        "type" => by_name(name).map(|found| found.oid),
        "namespace" => objects.schema(last).map(|place| objects.schemas[place].oid),
        "role" => {
            let roles = asked.session.roles();
            roles
                .iter()
                .find(|(_, role)| role == last)
                .map(|(oid, _)| *oid)
        }
        "collation" => (last == "default").then_some(super::super::objects::DEFAULT_COLLATION),
        _ => {
            let last = last.split('(').next().unwrap_or_default();
            let known = function_oid(last);
            let mut own = objects.procedures.iter();
            let own = own.find(|procedure| procedure.name == last);
            (known != 0)
                .then_some(known)
                .or(own.map(|procedure| procedure.oid))
        }
    }
}

/// An object by its number, as `regclass` and its like show it.
fn shown(asked: &Asked<'_>, kind: &str, number: u32) -> String {
    if number == 0 {
        return "-".to_owned();
    }
    let objects = asked.objects;
    let name = match kind {
        "class" => objects.class(number).map(|class| objects.shown(class)),
        "type" => by_oid(number).map(|_| format_type(number, None)),
        "namespace" => {
            let found = objects.schemas.iter().find(|schema| schema.oid == number);
            found.map(|schema| identifier(&schema.name))
        }
        "role" => {
            let roles = asked.session.roles();
            let found = roles.iter().find(|(role, _)| *role == number);
            found.map(|(_, name)| identifier(name))
        }
        _ => {
            let known = functions().find(|(function, ..)| *function == number);
            let mut own = objects.procedures.iter();
            let own = own.find(|procedure| procedure.oid == number);
            let known = known.map(|(_, name, ..)| name.to_owned());
            known.or(own.map(|procedure| identifier(&procedure.name)))
        }
    };
    name.unwrap_or_else(|| number.to_string())
}
