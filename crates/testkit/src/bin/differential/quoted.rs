//! Values in quotes beside numbers, days, times and truth values, wherever two values meet; and NULLs that are taken for equal in one
//! condition, beside others in which they are not.

use crate::generator::{Generator, Scope, Statement};
use crate::tables::Kind;

const KINDS: [Kind; 5] = [
    Kind::Decimal(4),
    Kind::Decimal(4),
    Kind::Int,
    Kind::Time,
    Kind::Date,
];

/// `price = '19.999'`, `greatest(price, '19.999')`, `VALUES (9.5), ('19.99')`, `SELECT price UNION SELECT '19.999'`.
pub(crate) fn quoted_values(generator: &mut Generator) -> Statement {
    let kind = KINDS[generator.random.below(KINDS.len())];
    let source = generator.table_with(kind);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let value = match generator.percent(70) {
        true => generator.column_or_literal(&scope, kind),
        false => generator.expression(&scope, kind, 1),
    };
    let (one, other) = (quoted(generator, kind), quoted(generator, kind));
    let operator = generator.pick(&["=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM"]);
    let condition = match generator.random.below(6) {
        0 => format!("{value} {operator} {one}"),
        1 => format!("{one} {operator} {value}"),
        2 => format!("{value} BETWEEN {one} AND {other}"),
        3 => format!("{value} NOT IN ({one}, {other})"),
        4 => format!("({value}, 1) = ({one}, 1)"),
        _ => format!("CASE {value} WHEN {one} THEN true ELSE {value} > {other} END"),
    };
    let both = match generator.random.below(6) {
        0 => format!("CASE WHEN {condition} THEN {one} ELSE {value} END"),
        1 => format!("coalesce({value}, {one})"),
        2 => format!("coalesce(nullif({value}, {one}), {other})"),
        3 => format!("{}({one}, {value})", generator.pick(&["greatest", "least"])),
        4 => format!(
            "{}({value}, {one}, {other})",
            generator.pick(&["greatest", "least"])
        ),
        _ => format!("nullif({value}, {one})"),
    };
    match generator.random.below(8) {
        0 | 1 => Statement::unordered(format!("SELECT {key} AS k, {condition} AS v FROM {from}")),
        2 => Statement::unordered(format!("SELECT {key} AS k FROM {from} WHERE {condition}")),
        3 => Statement::ordered(format!(
            "SELECT {value} AS v FROM {from} UNION SELECT {one} ORDER BY v"
        )),
        4 => Statement::ordered(format!(
            "SELECT {key} AS k, lag({value}, 1, {one}) OVER (ORDER BY {key}) AS v FROM {from} ORDER BY 1"
        )),
        5 => {
            let literal = generator.literal(&Scope::default(), kind);
            Statement::ordered(format!(
                "SELECT v FROM (VALUES ({literal}), ({one}), ({other})) AS t(v) ORDER BY v"
            ))
        }
        _ => Statement::unordered(format!("SELECT {key} AS k, {both} AS v FROM {from}")),
    }
}

/// A value of the kind in quotes, with more digits than columns have.
fn quoted(generator: &mut Generator, kind: Kind) -> String {
    let number = generator.random.between(0, 20_000);
    match kind {
        Kind::Decimal(_) => {
            let digits = generator.pick(&["", "5", "49", "50", "999", "00001", "0"]);
            format!("'{}.{:02}{digits}'", number / 100, number % 100)
        }
        Kind::Int => format!("'{}'", number / 100),
        kind => {
            let (year, month) = (2023 + number % 4, 1 + number % 12);
            let clock = match kind {
                Kind::Time => generator.pick(&["", " 10:30:00", " 23:59:59.5", "T08:00:00Z"]),
                _ => "",
            };
            format!("'{year}-{month:02}-{:02}{clock}'", 1 + number % 28)
        }
    }
}

/// `a.x IS NOT DISTINCT FROM b.x` beside `a.y = b.y`, in joins of every kind.
pub(crate) fn nulls_alike(generator: &mut Generator) -> Statement {
    let rows = |generator: &mut Generator| {
        let row = |generator: &mut Generator, key: usize| {
            let (x, y) = (
                generator.pick(&["NULL", "'x'", "'y'"]),
                generator.pick(&["NULL", "1", "2"]),
            );
            format!("({key}, {x}, {y})")
        };
        let rows: Vec<String> = (1..=4).map(|key| row(generator, key)).collect();
        // The first row says what the columns hold.
        format!("(0, 'x', 1), {}", rows.join(", "))
    };
    let (left, right) = (rows(generator), rows(generator));
    let join = generator.pick(&["JOIN", "LEFT JOIN", "FULL JOIN", "RIGHT JOIN"]);
    let (alike, equal) = ("a.x IS NOT DISTINCT FROM b.x", "a.y = b.y");
    let (on, condition) = match generator.random.below(4) {
        0 => (alike.to_owned(), format!("WHERE {equal}")),
        1 => (format!("{alike} AND {equal}"), String::new()),
        2 => (equal.to_owned(), format!("WHERE {alike}")),
        _ => (format!("{equal} AND a.x = b.x"), String::new()),
    };
    Statement::unordered(format!(
        "SELECT a.n, b.n AS m FROM (VALUES {left}) AS a(n, x, y) {join} (VALUES {right}) AS b(n, x, y) ON {on} {condition}"
    ))
}

/// Times as people write them: `date_created >= '2025-4-1'`.
pub(crate) fn written_times(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Time);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let time = generator.column_or_literal(&scope, Kind::Time);
    let (year, month, day) = (
        generator.random.between(2023, 2026),
        generator.random.between(1, 12),
        generator.random.between(1, 28),
    );
    let written = match generator.random.below(4) {
        0 => format!("{year}-{month}-{day}"),
        1 => format!("{year}{month:02}{day:02}"),
        2 => format!("{year}-{month:02}-{day:02} 10:30"),
        _ => format!("{year}-{month:02}-{day:02} 12:30 +02:00"),
    };
    let operator = generator.pick(&["<", ">=", "<="]);
    Statement::unordered(format!(
        "SELECT {key} AS k FROM {from} WHERE {time} {operator} '{written}'"
    ))
}
