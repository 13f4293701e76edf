//! Arrays that are written as a text: `'{a,b}'::text[]`, `relkind = ANY ('{r,v}')`.

use datafusion::sql::sqlparser::ast::{Array, Expr, Value};

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
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let elements = elements(inside)?;
    let elements = elements.into_iter().map(|element| {
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

/// The elements between the braces: `a,"b,c",NULL`. None where an array stands in it.
fn elements(inside: &str) -> Option<Vec<Option<String>>> {
    let mut elements = Vec::new();
    if inside.trim().is_empty() {
        return Some(elements);
    }
    let mut text = String::new();
    let (mut within, mut was_quoted) = (false, false);
    let mut letters = inside.chars();
    let ended = |text: &mut String, was_quoted: bool| {
        let text = std::mem::take(text);
        match was_quoted {
            true => Some(text),
            false => {
                let text = text.trim();
                (!text.eq_ignore_ascii_case("null")).then(|| text.to_owned())
            }
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next()),
            '"' => {
                within = !within;
                was_quoted = true;
            }
            ',' if !within => {
                elements.push(ended(&mut text, was_quoted));
                was_quoted = false;
            }
            '{' | '}' if !within => return None,
            letter => text.push(letter),
        }
    }
    elements.push(ended(&mut text, was_quoted));
    Some(elements)
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
