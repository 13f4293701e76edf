//! Casts to types of objects: `'orders'::regclass` is the table's number where it is compared, and its name where it is shown. Casts to the
//! other types of the catalogue become those to the types that its columns have.

use datafusion::sql::sqlparser::ast::{
    ArrayElemTypeDef, CastKind, DataType, Expr, ObjectName, ObjectNamePart, Value,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use super::arrays::{self, plain};
use crate::sql::calls::call;

/// Columns of the catalogue that are functions: their values are numbers, and what is shown of them is a name.
const OF_FUNCTIONS: [&str; 16] = [
    "typinput",
    "typoutput",
    "typreceive",
    "typsend",
    "typmodin",
    "typmodout",
    "typanalyze",
    "typsubscript",
    "amhandler",
    "aggfnoid",
    "aggtransfn",
    "aggfinalfn",
    "oprcode",
    "oprrest",
    "oprjoin",
    "prosupport",
];

/// What kind of object a type is of: `class` of `regclass`.
fn object(kind: &DataType) -> Option<&'static str> {
    let name = match kind {
        DataType::Regclass => return Some("class"),
        DataType::Custom(name, modifiers) if modifiers.is_empty() => last(name)?,
        _ => return None,
    };
    Some(match name.as_str() {
        "regclass" => "class",
        "regtype" => "type",
        "regproc" => "proc",
        "regprocedure" => "procedure",
        "regnamespace" => "namespace",
        "regrole" => "role",
        "regcollation" => "collation",
        "regoper" => "oper",
        "regoperator" => "operator",
        "regconfig" => "config",
        "regdictionary" => "dictionary",
        _ => return None,
    })
}

fn last(name: &ObjectName) -> Option<String> {
    let name = name.0.last().and_then(ObjectNamePart::as_ident)?;
    Some(name.value.to_lowercase())
}

fn element(kind: &DataType) -> Option<&DataType> {
    match kind {
        DataType::Array(
            ArrayElemTypeDef::SquareBracket(element, _)
            | ArrayElemTypeDef::AngleBracket(element)
            | ArrayElemTypeDef::Parenthesis(element),
        ) => Some(element),
        _ => None,
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Text | DataType::Varchar(_) | DataType::String(_) | DataType::CharacterVarying(_)
    )
}

fn is_written(expr: &Expr) -> bool {
    matches!(plain(expr), Expr::Value(_))
}

/// A value of a statement's text has a type of its own only where it stands in a cast.
fn typed(expr: &Expr) -> Expr {
    match expr {
        Expr::Value(value) if matches!(value.value, Value::Placeholder(_)) => Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(expr.clone()),
            data_type: DataType::Text,
            array: false,
            format: None,
        },
        expr => expr.clone(),
    }
}

fn made(function: &str, kind: &str, value: &Expr) -> Expr {
    let kind = Expr::value(Value::SingleQuotedString(kind.to_owned()));
    Expr::Function(call(function, [kind, typed(plain(value))]))
}

/// The object of a cast to a type of objects, and what is cast.
fn cast_to_object(expr: &Expr) -> Option<(&'static str, &Expr)> {
    match plain(expr) {
        Expr::Cast {
            expr, data_type, ..
        } => Some((object(data_type)?, expr)),
        _ => None,
    }
}

/// Both sides of a comparison as numbers, where one is an object.
pub(super) fn compared(left: &mut Box<Expr>, right: &mut Box<Expr>) {
    for side in [left, right] {
        if let Some((kind, value)) = cast_to_object(side) {
            **side = made("pg_reg_oid", kind, value);
        }
    }
}

/// What stands in a result: the name of an object.
pub(super) fn shown(expr: &mut Expr) {
    if let Some((kind, value)) = cast_to_object(expr) {
        *expr = made("pg_reg_text", kind, value);
        return;
    }
    let name = match plain(expr) {
        Expr::Identifier(name) => Some(name),
        Expr::CompoundIdentifier(parts) => parts.last(),
        _ => None,
    };
    if name.is_some_and(|name| OF_FUNCTIONS.contains(&name.value.to_lowercase().as_str())) {
        *expr = made("pg_reg_text", "proc", expr);
    }
}

/// A cast, as it is planned.
pub(super) fn planned(expr: &mut Expr) {
    let Expr::Cast {
        expr: value,
        data_type,
        ..
    } = expr
    else {
        return;
    };
    if let Some(kind) = object(data_type) {
        let function = match is_written(value) {
            true => "pg_reg_oid",
            false => "pg_reg_text",
        };
        *expr = made(function, kind, value);
        return;
    }
    if let Some(kind) = element(data_type).and_then(object) {
        *expr = made("pg_reg_texts", kind, value);
        return;
    }
    if let Some((kind, inner)) = cast_to_object(value) {
        let function = match is_text(&spelled(data_type)) {
            true => "pg_reg_text",
            false => "pg_reg_oid",
        };
        **value = made(function, kind, inner);
    } else if is_text(&spelled(data_type)) {
        shown(value);
    }
    *data_type = spelled(data_type);
    if element(data_type).is_some()
        && let Some(array) = arrays::written(value)
    {
        **value = array;
    }
}

/// The type that a type of the catalogue has here.
fn spelled(kind: &DataType) -> DataType {
    if let Some(inner) = element(kind) {
        let inner = Box::new(spelled(inner));
        return DataType::Array(ArrayElemTypeDef::SquareBracket(inner, None));
    }
    let DataType::Custom(name, modifiers) = kind else {
        return kind.clone();
    };
    let Some(plain) = last(name) else {
        return kind.clone();
    };
    let array = |element| DataType::Array(ArrayElemTypeDef::SquareBracket(Box::new(element), None));
    let is_quoted = name.0.last().and_then(ObjectNamePart::as_ident);
    let is_quoted = is_quoted.is_some_and(|name| name.quote_style.is_some());
    match plain.as_str() {
        "name" | "sql_identifier" | "character_data" | "yes_or_no" | "pg_node_tree" | "aclitem"
        | "bpchar" | "unknown" | "cstring" => DataType::Text,
        "char" if is_quoted => DataType::Text,
        "oid" | "xid" | "cid" => DataType::IntUnsigned(None),
        "cardinal_number" => DataType::Integer(None),
        "int2vector" => array(DataType::SmallInt(None)),
        "oidvector" => array(DataType::IntUnsigned(None)),
        _ if name.0.len() > 1 => {
            let modifiers = match modifiers.is_empty() {
                true => String::new(),
                false => format!("({})", modifiers.join(",")),
            };
            let text = format!("{plain}{modifiers}");
            let parsed = Parser::new(&GenericDialect {}).try_with_sql(&text);
            let parsed = parsed.and_then(|mut parser| parser.parse_data_type());
            parsed.unwrap_or_else(|_| kind.clone())
        }
        _ => kind.clone(),
    }
}
