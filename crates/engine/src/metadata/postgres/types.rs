//! PostgreSQL's types, as far as clients ask for them, and what SQL calls them.

use std::sync::LazyLock;

/// One type.
#[derive(Debug, Clone)]
pub(super) struct Type {
    pub(super) oid: u32,
    pub(super) name: String,
    /// As SQL has it: `timestamp with time zone`.
    pub(super) sql: String,
    pub(super) length: i16,
    pub(super) by_value: bool,
    pub(super) kind: char,
    pub(super) category: char,
    pub(super) preferred: bool,
    pub(super) element: u32,
    /// The type of arrays of it; 0 where there is none.
    pub(super) array: u32,
    /// The functions that read and write it, in the order of `pg_type`: input, output, receive, send, and of the modifier.
    pub(super) functions: [String; 6],
    pub(super) alignment: char,
    pub(super) storage: char,
    pub(super) collation: u32,
}

/// Those of `types.txt`, and arrays of them.
pub(super) static TYPES: LazyLock<Vec<Type>> = LazyLock::new(|| {
    let lines = include_str!("types.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let types: Vec<Type> = lines.filter_map(of_line).collect();
    let arrays: Vec<Type> = types
        .iter()
        .filter(|one| one.array != 0)
        .map(array)
        .collect();
    types.into_iter().chain(arrays).collect()
});

fn of_line(line: &str) -> Option<Type> {
    let cells: Vec<&str> = line.split('|').collect();
    let [
        oid,
        name,
        sql,
        length,
        by_value,
        kind,
        category,
        preferred,
        element,
        array,
        functions @ ..,
        alignment,
        storage,
        collation,
    ] = cells.as_slice()
    else {
        return None;
    };
    let functions: Vec<String> = functions.iter().map(|name| (*name).to_owned()).collect();
    Some(Type {
        oid: oid.parse().ok()?,
        name: (*name).to_owned(),
        sql: (*sql).to_owned(),
        length: length.parse().ok()?,
        by_value: *by_value == "t",
        kind: kind.chars().next()?,
        category: category.chars().next()?,
        preferred: *preferred == "t",
        element: element.parse().ok()?,
        array: array.parse().ok()?,
        functions: functions.try_into().ok()?,
        alignment: alignment.chars().next()?,
        storage: storage.chars().next()?,
        collation: collation.parse().ok()?,
    })
}

fn array(element: &Type) -> Type {
    let functions = ["array_in", "array_out", "array_recv", "array_send"].map(str::to_owned);
    let [input, output, receive, send] = functions;
    let [.., modifier_in, modifier_out] = element.functions.clone();
    Type {
        oid: element.array,
        name: format!("_{}", element.name),
        sql: format!("{}[]", element.sql),
        length: -1,
        by_value: false,
        kind: 'b',
        category: 'A',
        preferred: false,
        element: element.oid,
        array: 0,
        functions: [input, output, receive, send, modifier_in, modifier_out],
        alignment: if element.alignment == 'd' { 'd' } else { 'i' },
        storage: 'x',
        collation: element.collation,
    }
}

pub(super) fn by_oid(oid: u32) -> Option<&'static Type> {
    TYPES.iter().find(|one| one.oid == oid)
}

/// A type by its own name or by that of SQL, in any case: `int8`, `BIGINT`, `int8[]`, `pg_catalog.int8`, `numeric(20,4)`.
pub(super) fn by_name(typed: &str) -> Option<&'static Type> {
    let name = typed.trim().to_lowercase();
    let name = name.strip_prefix("pg_catalog.").unwrap_or(&name);
    let name = match (name.find('('), name.find(')')) {
        (Some(start), Some(end)) => format!("{}{}", &name[..start], &name[end + 1..]),
        _ => name.to_owned(),
    };
    let (name, is_array) = match name.strip_suffix("[]") {
        Some(element) => (element.trim().to_owned(), true),
        None => (name, false),
    };
    let plain = name.trim_matches('"');
    let spelled = match plain {
        "int" => "integer",
        "decimal" | "dec" => "numeric",
        "float" => "double precision",
        other => other,
    };
    let found = TYPES.iter().find(|one| {
        (one.name == spelled || one.sql == spelled || one.sql == name) && !is_other_char(one, &name)
    });
    match found {
        Some(element) if is_array => by_oid(element.array),
        found => found,
    }
}

/// `char` without quotes is `character`, another type than `"char"`.
fn is_other_char(one: &Type, name: &str) -> bool {
    one.name == "char" && name == "char"
}

/// A type with its modifier as SQL has it: `numeric(20,4)`.
pub(super) fn format_type(oid: u32, modifier: Option<i32>) -> String {
    let Some(found) = by_oid(oid) else {
        return if oid == 0 { "-" } else { "???" }.to_owned();
    };
    let modifier = modifier.filter(|modifier| *modifier >= 0);
    let (element, brackets) = match by_oid(found.element)
        .filter(|_| found.category == 'A' && found.name.starts_with('_'))
    {
        Some(element) => (element, "[]"),
        None => (found, ""),
    };
    let arguments = match (element.name.as_str(), modifier) {
        ("numeric", Some(modifier)) => {
            let modifier = modifier - 4;
            format!("({},{})", modifier >> 16, modifier & 0xffff)
        }
        ("varchar" | "bpchar", Some(modifier)) => format!("({})", modifier - 4),
        ("timestamptz" | "timestamp" | "time" | "timetz", Some(digits)) => {
            let (first, rest) = element.sql.split_once(' ').unwrap_or((&element.sql, ""));
            return format!("{first}({digits}) {rest}{brackets}");
        }
        (_, Some(modifier)) if element.name == "bit" || element.name == "varbit" => {
            format!("({modifier})")
        }
        _ => String::new(),
    };
    format!("{}{arguments}{brackets}", element.sql)
}
