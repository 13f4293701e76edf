//! Arrays that are written as a text: `'{a,b}'::text[]`, `relkind = ANY ('{r,v}')`.

use datafusion::sql::sqlparser::ast::{Array, Expr, Value};

use crate::array_text;

/// The expression without its parentheses.
pub(super) fn plain(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => plain(inner),
        expr => expr,
    }
}

/// The array that a text is, where it is written as one.
pub(super) fn written(expr: &Expr) -> Option<Expr> {
    let Expr::Value(value) = plain(expr) else {
        return None;
    };
    let Value::SingleQuotedString(text) = &value.value else {
        return None;
    };
    let elements = array_text::elements(text)?.into_iter();
    let elements = elements.map(|element| {
        Expr::value(match element {
            Some(text) => Value::SingleQuotedString(text),
            None => Value::Null,
        })
    });
    Some(Expr::Array(Array {
        elem: elements.collect(),
        named: true,
    }))
}

/// Columns and calls that are arrays, beside which a text is one, too: `polroles = '{0}'`, `coalesce(fnames, '{}')`.
const OF_ARRAYS: [&str; 14] = [
    "polroles",
    "conkey",
    "confkey",
    "indkey",
    "proargtypes",
    "proallargtypes",
    "proargnames",
    "proargmodes",
    "reloptions",
    "relacl",
    "nspacl",
    "attacl",
    // As psycopg calls the names and types of a row's columns.
    "fnames",
    "ftypes",
];

fn is_array(expr: &Expr) -> bool {
    let name = match plain(expr) {
        Expr::Identifier(name) => name,
        Expr::CompoundIdentifier(parts) => match parts.last() {
            Some(name) => name,
            None => return false,
        },
        _ => return false,
    };
    OF_ARRAYS.contains(&name.value.to_lowercase().as_str())
}

/// Makes the array of a text beside an array of the catalogue.
pub(super) fn compared(left: &Expr, right: &mut Expr) {
    if is_array(left)
        && let Some(array) = written(right)
    {
        *right = array;
    }
}

/// Makes the array of the text behind ANY or ALL.
pub(super) fn among(right: &mut Expr) {
    if let Some(array) = written(right) {
        *right = array;
    }
}
