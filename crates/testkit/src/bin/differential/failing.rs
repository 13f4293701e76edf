//! Statements of the kinds that are valid and once failed: one function for each.

use crate::general::{aggregate, joined, subquery_condition};
use crate::generator::{Generator, Scope, Source, Statement};
use crate::tables::Kind;

/// A table that others belong to, or that belongs to one.
fn related(generator: &mut Generator) -> (Source, Scope) {
    let (child, parent, _) = generator.family();
    let source = match generator.percent(60) {
        true => parent,
        false => child,
    };
    let scope = Scope::of(vec![source.clone()]);
    (source, scope)
}

/// `ARRAY[1,2]`, `= ANY(ARRAY[…])`, elements of lists.
pub(crate) fn arrays(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let (int, text) = (
        generator.column_or_literal(&scope, Kind::Int),
        generator.column_or_literal(&scope, Kind::Text),
    );
    let (one, other) = (
        generator.literal(&scope, Kind::Int),
        generator.literal(&scope, Kind::Int),
    );
    let place = generator.random.between(1, 3);
    Statement::unordered(match generator.random.below(9) {
        0 => format!("SELECT {key}, ARRAY[{int}, {one}] AS a FROM {from}"),
        1 => format!("SELECT {key} FROM {from} WHERE {int} = ANY(ARRAY[{one}, {other}])"),
        2 => format!("SELECT {key} FROM {from} WHERE {int} <> ALL(ARRAY[{one}, {other}])"),
        3 => format!("SELECT (array_agg({key} ORDER BY {key}))[{place}] FROM {from}"),
        4 => format!("SELECT {key}, (string_to_array({text}, ' '))[{place}] FROM {from}"),
        5 => format!("SELECT {key}, (ARRAY[{int}, {one}, {other}])[{place}] FROM {from}"),
        6 => format!("SELECT {key} FROM {from} WHERE {text} = ANY(ARRAY['a', NULL, {text}])"),
        7 => format!("SELECT a[{place}] FROM (SELECT ARRAY[{int}, {one}] AS a FROM {from}) t"),
        _ => format!("SELECT array_length(ARRAY[{one}, {other}], 1), cardinality(ARRAY[{one}])"),
    })
}

/// IN, EXISTS and scalars of the row in SELECT, CASE, FILTER, ORDER BY, GROUP BY and HAVING.
pub(crate) fn shown_subqueries(generator: &mut Generator) -> Statement {
    let (source, scope) = related(generator);
    let (key, from) = (Generator::key(&source), source.from());
    let kind = [Kind::Int, Kind::Decimal(4), Kind::Text, Kind::Time][generator.random.below(4)];
    let condition = subquery_condition(generator, &scope);
    match generator.random.below(9) {
        0 => Statement::unordered(format!("SELECT {key}, {condition} AS v FROM {from}")),
        1 => {
            let scalar = generator.scalar(&scope, kind, 1);
            Statement::unordered(format!("SELECT {key}, {scalar} AS v FROM {from}"))
        }
        2 => {
            let (one, other) = (
                generator.scalar(&scope, kind, 0),
                generator.scalar(&scope, Kind::Int, 0),
            );
            Statement::unordered(format!(
                "SELECT {key}, {one} AS v, {other} AS w, {other} + 1 AS x FROM {from}"
            ))
        }
        3 => Statement::unordered(format!(
            "SELECT {key}, CASE WHEN {condition} THEN 'yes' ELSE 'no' END AS v FROM {from}"
        )),
        4 => Statement::unordered(format!(
            "SELECT count(*) FILTER (WHERE {condition}) AS n FROM {from}"
        )),
        5 => {
            let scalar = generator.scalar(&scope, Kind::Int, 0);
            Statement::ordered(format!(
                "SELECT {key} AS k FROM {from} ORDER BY {scalar} NULLS LAST, {key}{}",
                generator.limit()
            ))
        }
        6 => {
            let scalar = generator.scalar(&scope, Kind::Int, 0);
            Statement::unordered(format!(
                "SELECT coalesce({scalar}, -1) AS v, count(*) FROM {from} GROUP BY 1"
            ))
        }
        7 => {
            let (from, scope) = joined(generator);
            let key = Generator::key(&scope.sources[0]);
            let condition =
                subquery_condition(generator, &Scope::of(vec![scope.sources[0].clone()]));
            Statement::unordered(format!("SELECT {key} AS k, {condition} AS v FROM {from}"))
        }
        _ => {
            let sum = aggregate(generator, &scope);
            let grouped = generator.column_or_literal(&scope, Kind::Int);
            Statement::unordered(format!(
                "SELECT {grouped} AS g, {sum} AS v FROM {from} GROUP BY {grouped} HAVING (SELECT count(*) FROM brands) > count(*)"
            ))
        }
    }
}

/// EXISTS in EXISTS, the inner one naming the outermost table.
pub(crate) fn nested_exists(generator: &mut Generator) -> Statement {
    let (source, scope) = related(generator);
    let (middle, on) = generator.dependent(&scope);
    let inside = scope.inside(middle.clone());
    let (inner, inner_on) = generator.dependent(&inside);
    let deepest = inside.inside(inner.clone());
    let condition = match generator.percent(70) {
        true => {
            let (int, outermost) = (
                generator.column_or_literal(&deepest, Kind::Int),
                generator.column_or_literal(&scope, Kind::Int),
            );
            format!("{int} {} {outermost}", generator.pick(&["=", "<>", "<"]))
        }
        false => generator.condition(&deepest, 0),
    };
    let (one, two) = (
        generator.pick(&["EXISTS", "NOT EXISTS"]),
        generator.pick(&["EXISTS", "NOT EXISTS"]),
    );
    Statement::unordered(format!(
        "SELECT {} FROM {} WHERE {one} (SELECT 1 FROM {} WHERE {on} AND {two} (SELECT 1 FROM {} WHERE {inner_on} AND {condition}))",
        Generator::key(&source),
        source.from(),
        middle.from(),
        inner.from()
    ))
}

/// WITH inside a scalar sub-query.
pub(crate) fn with_in_scalar(generator: &mut Generator) -> Statement {
    let (source, scope) = related(generator);
    let (other, on) = generator.dependent(&scope);
    let inside = scope.inside(other.clone());
    let value = generator.column_or_literal(&inside, Kind::Int);
    let function = generator.pick(&["max", "min", "count", "sum"]);
    let (key, from) = (Generator::key(&source), source.from());
    let query = format!(
        "(WITH mine AS (SELECT {function}({value}) AS v FROM {} WHERE {on}) SELECT v FROM mine)",
        other.from()
    );
    Statement::unordered(match generator.percent(50) {
        true => format!("SELECT {key}, {query} AS v FROM {from}"),
        false => format!(
            "SELECT {key} FROM {from} WHERE {key} {} {query}",
            generator.pick(&["<", ">=", "<>"])
        ),
    })
}

/// LATERAL and CROSS APPLY: the latest row of each, and aggregates of each.
pub(crate) fn lateral(generator: &mut Generator) -> Statement {
    let (source, scope) = related(generator);
    let (other, on) = generator.dependent(&scope);
    let inside = scope.inside(other.clone());
    let (key, from) = (Generator::key(&source), source.from());
    let kind = generator.shown_kind();
    let value = generator.expression(&inside, kind, 1);
    let by = Generator::key(&other);
    let many = generator.random.between(1, 3);
    let direction = generator.pick(&["", " DESC"]);
    let query = match generator.percent(70) {
        true => format!(
            "(SELECT {value} AS v, {by} AS k FROM {} WHERE {on} ORDER BY {by}{direction} LIMIT {many})",
            other.from()
        ),
        false => format!(
            "(SELECT count(*) AS v, max({by}) AS k FROM {} WHERE {on})",
            other.from()
        ),
    };
    Statement::unordered(match generator.random.below(4) {
        0 => format!("SELECT {key}, x.v, x.k FROM {from} LEFT JOIN LATERAL {query} x ON true"),
        1 => format!("SELECT {key}, x.v, x.k FROM {from}, LATERAL {query} x"),
        2 => {
            format!("SELECT {key}, x.v, x.k FROM {from} ⟦CROSS APPLY¦CROSS JOIN LATERAL⟧ {query} x")
        }
        _ => format!(
            "SELECT {key}, x.v, x.k FROM {from} ⟦OUTER APPLY {query} x¦LEFT JOIN LATERAL {query} x ON true⟧"
        ),
    })
}

/// A column and its cast, an aggregate and its cast: one name for both.
pub(crate) fn same_name(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Decimal(4));
    let scope = Scope::of(vec![source.clone()]);
    let from = source.from();
    let (int, money) = (
        generator.column_or_literal(&scope, Kind::Int),
        generator.column_or_literal(&scope, Kind::Decimal(4)),
    );
    let time = generator.column_or_literal(&scope, Kind::Time);
    let key = Generator::key(&source);
    match generator.random.below(7) {
        0 => Statement::unordered(format!("SELECT {int}, CAST({int} AS text) FROM {from}")),
        1 => Statement::unordered(format!(
            "SELECT sum({money}), sum({money})::decimal(20,2) FROM {from}"
        )),
        2 => Statement::unordered(format!(
            "SELECT {money}::bigint, {money}::double precision, {money} FROM {from}"
        )),
        3 => Statement::unordered(format!(
            "SELECT {time}::date, {time}, {time}::date FROM {from}"
        )),
        4 => Statement::unordered(format!(
            "SELECT {int}::text, count(*), {int}::bigint FROM {from} GROUP BY {int}"
        )),
        5 => Statement::unordered(format!(
            "SELECT count(*), count(*), max({int}), max({int})::text FROM {from}"
        )),
        _ => Statement::ordered(format!(
            "SELECT CAST({key} AS text) FROM {from} ORDER BY {key} DESC"
        )),
    }
}

/// `round(price, 1) = 17.69`, and other comparisons of decimals with different digits.
pub(crate) fn rounding(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Decimal(4));
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let money = generator.column_or_literal(&scope, Kind::Decimal(4));
    let (literal, digits) = (
        generator.literal(&scope, Kind::Decimal(4)),
        generator.random.between(-1, 4),
    );
    let comparison = generator.pick(&["=", "<>", "<", ">=", "="]);
    Statement::unordered(match generator.random.below(7) {
        0 => format!("SELECT {key}, round({money}, {digits}) AS v FROM {from}"),
        6 => format!(
            "SELECT {key}, round({key}), round({key}, {digits}), avg(round({key}, 1)) OVER () FROM {from}"
        ),
        1 => format!(
            "SELECT {key} FROM {from} WHERE round({money}, {digits}) {comparison} round({literal}, {digits})"
        ),
        2 => format!("SELECT {key} FROM {from} WHERE {money} {comparison} {literal}1"),
        3 => format!("SELECT {key}, {money} / 3 AS v, {money} * 1.075 AS w FROM {from}"),
        4 => format!(
            "SELECT {key} FROM {from} WHERE CAST({money} AS bigint) {comparison} {}",
            generator.random.between(0, 90)
        ),
        _ => format!(
            "SELECT {key} FROM {from} WHERE round({money}, {digits}) {comparison} {literal}"
        ),
    })
}

/// A number compared with the text of one, and beside it in coalesce. Where the text is no number, StoreQL differs on purpose.
pub(crate) fn numbers_and_text(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let int = generator.column_or_literal(&scope, Kind::Int);
    let number = generator.random.between(0, 12);
    let flags = generator.table_with(Kind::Bool);
    let flag = generator.column_or_literal(&Scope::of(vec![flags.clone()]), Kind::Bool);
    let (flag_key, flag_from) = (Generator::key(&flags), flags.from());
    let truth = generator.pick(&["true", "false", "yes", "no", "1", "0"]);
    Statement::unordered(match generator.random.below(8) {
        0 => format!("SELECT {key}, coalesce({int}::text, 'guest') FROM {from}"),
        5 => format!("SELECT {flag_key} FROM {flag_from} WHERE {flag} = '{truth}'"),
        6 => format!("SELECT {flag_key} FROM {flag_from} WHERE '{truth}' <> {flag}"),
        1 => format!("SELECT {key} FROM {from} WHERE {int} = '{number}'"),
        2 => format!("SELECT {key} FROM {from} WHERE {int} IN ('{number}', '8')"),
        3 => format!("SELECT {key} FROM {from} WHERE {int} < 'x'"),
        4 => format!("SELECT {key} FROM {from} WHERE {int} BETWEEN '{number}' AND '20'"),
        _ => format!("SELECT {key} FROM {from} WHERE nullif({int}, '{number}') IS NULL"),
    })
}

/// ORDER BY a column where a result has its name.
pub(crate) fn order_by_name(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Text);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let columns: Vec<String> = source
        .of_kind(Kind::Text)
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let name = &columns[generator.random.below(columns.len())];
    let column = source.column(name);
    let other = generator.expression(&scope, Kind::Text, 1);
    let direction = generator.pick(&["", " DESC"]);
    let limit = generator.limit();
    Statement::ordered(match generator.random.below(5) {
        0 => format!(
            "SELECT upper({column}) AS ⟨{name}⟩ FROM {from} ORDER BY {column}{direction}, {key}{limit}"
        ),
        1 => format!(
            "SELECT {other} AS ⟨{name}⟩ FROM {from} ORDER BY {column}{direction}, {key}{limit}"
        ),
        2 => format!(
            "SELECT {key} AS k, {other} AS ⟨{name}⟩ FROM {from} ORDER BY ⟨{name}⟩{direction}, k{limit}"
        ),
        3 => format!(
            "SELECT {key} AS k, {other} AS ⟨{name}⟩ FROM {from} ORDER BY lower(⟨{name}⟩){direction}, 1{limit}"
        ),
        _ => format!(
            "SELECT reverse({column}) AS ⟨{name}⟩, count(*) FROM {from} GROUP BY {column} ORDER BY {column}{direction}{limit}"
        ),
    })
}

/// Elements of JSON as JSON.
pub(crate) fn json_elements(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Json);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let json = generator.column_or_literal(&scope, Kind::Json);
    let element = generator.pick(&["0", "1", "-1", "'id'", "'name'", "'value'"]);
    Statement::unordered(match generator.random.below(6) {
        0 => format!("SELECT {key}, {json} -> {element} AS v FROM {from}"),
        1 => format!("SELECT {key}, ({json} -> {element}) ->> 'id' AS v FROM {from}"),
        2 => format!("SELECT {key}, {json} #> '{{0,id}}' AS v FROM {from}"),
        3 => format!("SELECT max(({json} ->> {element})) AS v FROM {from}"),
        4 => format!("SELECT {key}, coalesce({json} ->> {element}, 'none') AS v FROM {from}"),
        _ => format!("SELECT {json} ->> {element} AS v, count(*) FROM {from} GROUP BY 1"),
    })
}

/// Days and times at the ends of the calendar, and casts between days, times and text.
pub(crate) fn calendar(generator: &mut Generator) -> Statement {
    let day = generator.pick(&[
        "'0001-01-01'",
        "'9999-12-31'",
        "'1970-01-01'",
        "'2024-02-29'",
        "'1582-10-10'",
        "'10000-01-01'",
    ]);
    let span = generator.literal(&Scope::default(), Kind::Interval);
    let field = generator.pick(&[
        "year", "month", "week", "day", "decade", "century", "quarter",
    ]);
    let operator = generator.pick(&["+", "-"]);
    let days = generator.random.between(0, 800);
    let zone = generator.pick(&["Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata"]);
    let hour = generator.random.between(0, 23);
    Statement::unordered(match generator.random.below(11) {
        0 => format!("SELECT DATE {day}, CAST({day} AS timestamptz)"),
        1 => format!("SELECT DATE {day} {operator} {span}"),
        2 => format!("SELECT DATE {day} {operator} {days}"),
        3 => format!("SELECT CAST(extract({field} FROM DATE {day}) AS bigint)"),
        4 => {
            let kind = generator.pick(&["TIMESTAMPTZ", "DATE"]);
            format!("SELECT date_trunc('{field}', {kind} {day})")
        }
        5 => format!("SELECT DATE {day} - DATE '2024-02-29', DATE {day} < DATE '2024-02-29'"),
        6 => format!("SELECT TIMESTAMPTZ '2025-03-30 {hour:02}:30:00' AT TIME ZONE '{zone}'"),
        7 => format!("SELECT TIMESTAMP '2025-10-26 {hour:02}:30:00' AT TIME ZONE '{zone}'"),
        8 => format!("SELECT CAST(TIMESTAMPTZ {day} AS text), CAST(DATE {day} AS text)"),
        9 => format!(
            "SELECT TIMESTAMPTZ '2025-03-30 {hour:02}:30:00+02' {operator} {span}, TIMESTAMPTZ '2025-03-30T{hour:02}:30:00Z'"
        ),
        _ => format!(
            "SELECT CAST('2025-02-3{}' AS date)",
            generator.random.between(0, 1)
        ),
    })
}

/// Casts between all kinds, also of texts that are no number.
pub(crate) fn casts(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let kind = generator.shown_kind();
    let value = generator.expression(&scope, kind, 1);
    let to = match kind {
        Kind::Int => generator.pick(&[
            "text",
            "decimal(20,2)",
            "double precision",
            "integer",
            "smallint",
            "varchar",
            "numeric",
        ]),
        Kind::Decimal(_) => generator.pick(&[
            "bigint",
            "integer",
            "decimal(20,1)",
            "decimal(10,0)",
            "double precision",
            "numeric(12,2)",
        ]),
        Kind::Text => generator.pick(&["text", "varchar", "varchar(3)", "bigint", "char(2)"]),
        Kind::Bool => generator.pick(&["text", "integer"]),
        Kind::Time => generator.pick(&["date", "timestamp", "timestamptz", "time"]),
        _ => generator.pick(&["text", "timestamptz", "date", "timestamp"]),
    };
    Statement::unordered(match generator.percent(50) {
        true => format!("SELECT {key}, CAST({value} AS {to}) AS v FROM {from}"),
        false => format!("SELECT {key}, ({value})::{to} AS v FROM {from}"),
    })
}
