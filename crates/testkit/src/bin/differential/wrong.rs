//! Statements of the kinds that once gave another answer than PostgreSQL's without a word: one function for each.

use crate::general::{joined, subquery_condition};
use crate::generator::{Generator, Scope, Statement};
use crate::tables::Kind;

/// Branches of different types: `CASE WHEN … THEN 0 ELSE total END`, `coalesce(0, total)`, a day and a time, UNION, VALUES.
pub(crate) fn branches(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Decimal(4));
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let money = generator.column_or_literal(&scope, Kind::Decimal(4));
    let time = generator.column_or_literal(&scope, Kind::Time);
    let day = generator.literal(&scope, Kind::Date);
    let condition = generator.condition(&scope, 1);
    let (zero, one) = (
        generator.pick(&["0", "1", "0.5", "NULL"]),
        generator.pick(&["0", "2", "1.25"]),
    );
    let value = match generator.random.below(8) {
        0 => format!("CASE WHEN {condition} THEN {zero} ELSE {money} END"),
        1 => format!("CASE WHEN {condition} THEN {money} ELSE {one} END"),
        2 => format!(
            "CASE WHEN {condition} THEN {zero} WHEN {money} > 20 THEN {one} ELSE {money} END"
        ),
        3 => format!("coalesce({zero}, {money})"),
        4 => format!("coalesce(CASE WHEN {condition} THEN {one} END, {money})"),
        5 => format!(
            "{}({one}, {money}, 3)",
            generator.pick(&["greatest", "least"])
        ),
        6 => format!("CASE WHEN {condition} THEN {day} ELSE {time} END"),
        _ => format!("nullif({one}, {money})"),
    };
    match generator.random.below(7) {
        0 => {
            let aggregate = generator.pick(&["max", "min", "count"]);
            Statement::unordered(format!("SELECT {aggregate}({value}) FROM {from}"))
        }
        1 => Statement::ordered(format!(
            "SELECT {zero} AS v UNION ALL SELECT {money} FROM {from} ORDER BY v"
        )),
        2 => Statement::ordered(format!(
            "SELECT {money} AS v FROM {from} UNION SELECT {one} ORDER BY v"
        )),
        3 => Statement::unordered(format!(
            "SELECT v FROM (VALUES (0), ({zero}), ({one}), (1.125)) AS t(v) WHERE v >= 0"
        )),
        4 => Statement::ordered(format!(
            "SELECT {key} AS k, {}({key}, 1, 0.5) OVER (ORDER BY {key}) AS v FROM {from} ORDER BY 1",
            generator.pick(&["lag", "lead"])
        )),
        _ => Statement::unordered(format!("SELECT {key} AS k, {value} AS v FROM {from}")),
    }
}

/// `3 NOT IN (SELECT a column with NULL)`, also beside OR, negated and shown as a value.
pub(crate) fn not_in_with_nulls(generator: &mut Generator) -> Statement {
    let outer = generator.any_table();
    let scope = Scope::of(vec![outer.clone()]);
    let kind = [Kind::Int, Kind::Text][generator.random.below(2)];
    let source = generator.table_with(kind);
    let inside = scope.inside(source.clone());
    let column = generator.column_or_literal(&inside, kind);
    // A column with NULLs in every table.
    let column = match generator.percent(50) {
        true => format!("nullif({column}, {})", generator.literal(&inside, kind)),
        false => column,
    };
    let filter = generator.inner_filter(&inside, 1);
    let value = match generator.percent(50) {
        true => generator.literal(&scope, kind),
        false => generator.expression(&scope, kind, 1),
    };
    let member = generator.pick(&["NOT IN", "NOT IN", "IN", "<> ALL"]);
    let member = format!(
        "{value} {member} (SELECT {column} FROM {}{filter})",
        source.from()
    );
    let (key, from) = (Generator::key(&outer), outer.from());
    let other = generator.condition(&scope, 0);
    let condition = match generator.random.below(7) {
        0 => format!("({other}) OR {member}"),
        1 => format!("NOT ({member})"),
        2 => format!("({member}) IS NULL"),
        3 => format!("{other} AND {member}"),
        4 => format!("({member}) IS NOT TRUE"),
        _ => member,
    };
    Statement::unordered(format!("SELECT {key} FROM {from} WHERE {condition}"))
}

/// `count(*) OVER ()` over groups, with ORDER BY and LIMIT behind.
pub(crate) fn windows_over_groups(generator: &mut Generator) -> Statement {
    let (from, scope) = joined(generator);
    let kind = [Kind::Int, Kind::Text][generator.random.below(2)];
    let group = generator.column_or_literal(&scope, kind);
    let value = generator.expression(&scope, Kind::Decimal(4), 0);
    let window = match generator.random.below(7) {
        0 => "count(*) OVER ()".to_owned(),
        1 => "sum(count(*)) OVER ()".to_owned(),
        2 => format!("row_number() OVER (ORDER BY {group} DESC)"),
        3 => format!("lead({group}) OVER (ORDER BY {group} DESC)"),
        4 => format!("rank() OVER (ORDER BY sum({value}) DESC)"),
        5 => format!("sum(sum({value})) OVER (ORDER BY {group})"),
        _ => format!(
            "max(count(*)) OVER (ORDER BY {group} ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
        ),
    };
    let filter = generator.inner_filter(&scope, 1);
    let direction = generator.pick(&["", " DESC"]);
    let limit = generator.limit();
    if generator.percent(25) {
        return Statement::ordered(format!(
            "SELECT g, count(*) OVER () AS n FROM (SELECT DISTINCT {group} AS g FROM {from}{filter}) t ORDER BY g{direction}{limit}"
        ));
    }
    Statement::ordered(format!(
        "SELECT {group} AS g, count(*) AS n, {window} AS w FROM {from}{filter} GROUP BY {group} ORDER BY 1{direction}{limit}"
    ))
}

/// ORDER BY with OFFSET in a sub-query, and something over it that needs no order.
pub(crate) fn offset_within(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let kind = generator.shown_kind();
    let by = generator.expression(&scope, kind, 1);
    let direction = generator.pick(&["", " DESC", " NULLS FIRST"]);
    let filter = generator.inner_filter(&scope, 0);
    let skip = generator.random.between(0, 12);
    let limit = match generator.percent(30) {
        true => format!("LIMIT {} ", generator.random.between(1, 9)),
        false => String::new(),
    };
    let query = format!(
        "SELECT {key} AS k, {by} AS v FROM {from}{filter} ORDER BY 2{direction}, 1 {limit}OFFSET {skip}"
    );
    Statement::unordered(match generator.random.below(7) {
        0 => format!("SELECT count(*), sum(k) FROM ({query}) t"),
        1 => format!("SELECT v, count(*) FROM ({query}) t GROUP BY v"),
        2 => format!("SELECT DISTINCT v FROM ({query}) t"),
        3 => format!("SELECT {key} FROM {from} WHERE {key} IN (SELECT k FROM ({query}) t)"),
        4 => format!("SELECT sum(k) FROM (SELECT k FROM ({query}) t UNION ALL SELECT 10) u"),
        5 => format!("SELECT k, row_number() OVER (ORDER BY k) FROM ({query}) t"),
        _ => format!("SELECT k FROM ({query}) t WHERE k > 3"),
    })
}

/// JSON's operators beside comparisons, IN, LIKE and IS NULL.
pub(crate) fn json_operators(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Json);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let json = generator.column_or_literal(&scope, Kind::Json);
    let element = generator.pick(&["0", "1", "-1", "'id'", "'name'"]);
    let value = match generator.random.below(4) {
        0 => format!("{json} #>> '{{0}}'"),
        1 => format!("{json} -> {element} ->> 0"),
        _ => format!("{json} ->> {element}"),
    };
    let test = match generator.random.below(9) {
        0 => format!("{value} = '11'"),
        1 => format!("{value} <> '11'"),
        2 => format!("{value} IN ('7', '11', '23')"),
        3 => format!("{value} LIKE '1%'"),
        4 => format!("{value} IS NULL"),
        5 => format!("{value} IS NOT NULL AND {key} > 1"),
        6 => format!("NOT {value} = '11'"),
        7 => format!("{value} || 'x' > '2'"),
        _ => format!("{value} BETWEEN '1' AND '3'"),
    };
    match generator.percent(60) {
        true => Statement::unordered(format!("SELECT {key} FROM {from} WHERE {test}")),
        false => Statement::unordered(format!(
            "SELECT {key}, {value} AS v, {test} AS t FROM {from}"
        )),
    }
}

/// Differences of times beside spans: compared, in BETWEEN, in HAVING, summed.
pub(crate) fn spans(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Time);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let (span, literal) = (
        generator.interval(&scope, 1),
        generator.literal(&Scope::default(), Kind::Interval),
    );
    let comparison = generator.pick(&["<", "<=", ">", ">=", "=", "<>"]);
    Statement::unordered(match generator.random.below(7) {
        0 => format!("SELECT {key}, {span} AS v FROM {from}"),
        1 => {
            let high = generator.literal(&Scope::default(), Kind::Interval);
            format!("SELECT {key} FROM {from} WHERE {span} BETWEEN {literal} AND {high}")
        }
        2 => format!("SELECT count(*) FROM {from} HAVING max({span}) {comparison} {literal}"),
        3 => {
            let time = generator.column_or_literal(&scope, Kind::Time);
            let other = generator.column_or_literal(&scope, Kind::Time);
            format!("SELECT {key} FROM {from} WHERE {time} {comparison} {other} + {literal}")
        }
        4 => format!(
            "SELECT {}({span}) FROM {from}",
            generator.pick(&["max", "min", "avg", "sum"])
        ),
        _ => format!("SELECT {key} FROM {from} WHERE {span} {comparison} {literal}"),
    })
}

/// Whole numbers at the end of int64: sums, products, running sums, averages. PostgreSQL fails where they leave it.
pub(crate) fn overflow(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let great = generator.pick(&[
        "9223372036854775807",
        "9223372036854775000",
        "4611686018427387904",
        "3037000500",
    ]);
    let value = generator.column_or_literal(&scope, Kind::Int);
    let (operator, small) = (
        generator.pick(&["+", "-", "*"]),
        generator.random.between(0, 900),
    );
    match generator.random.below(8) {
        0 => Statement::unordered(format!("SELECT {great} {operator} CAST({small} AS bigint)")),
        1 => Statement::unordered(format!(
            "SELECT -{great} {operator} CAST({small} AS bigint)"
        )),
        2 => Statement::unordered(format!(
            "SELECT {key}, {great} {operator} {value} FROM {from}"
        )),
        3 => Statement::unordered(format!("SELECT sum({great} + {value} * 0) FROM {from}")),
        4 => Statement::ordered(format!(
            "SELECT {key}, sum(CAST({great} AS bigint) / 4) OVER (ORDER BY {key}) FROM {from} ORDER BY 1"
        )),
        5 => Statement::unordered(format!("SELECT avg({great} + {value} * 0) FROM {from}")),
        6 => Statement::unordered(format!(
            "SELECT {key} FROM {from} WHERE {value} {operator} {great} > 0"
        )),
        _ => Statement::unordered(format!("SELECT abs(-{great} {operator} {small}::bigint)")),
    }
}

/// Operators and literals of PostgreSQL's own: `^`, `#>>`, `round` of quotients, `%`, `//` forms of numbers.
pub(crate) fn operators(generator: &mut Generator) -> Statement {
    let (one, other) = (
        generator.random.between(-9, 9),
        generator.random.between(1, 5),
    );
    let cents = generator.random.between(1, 99);
    let value = match generator.random.below(14) {
        0 => format!("{one} ^ {other}, {other}.{cents:02} ^ 2"),
        1 => format!("2 ^ 3 ^ {other}"),
        2 => format!("-2 ^ {other}"),
        3 => format!("round({one}/{other}.0, 6)"),
        4 => format!("round({one}.{cents:02} * 1.5, 1)"),
        5 => format!("{one} % {other}, {one} / {other}"),
        6 => format!("CAST('[[{one},2],[3]]' AS json) #>> '{{0,0}}'"),
        7 => format!(
            "CAST('{{\"a\":{{\"1\":[{one}]}}}}' AS json) #>> '{{a,1,0}}', CAST('[\"x\"]' AS json) ->> '0'"
        ),
        8 => format!("{one}.5e1, 1e{other}, .5"),
        9 => format!("{one} # {other}, {one} & {other}, {one} | {other}, ~{other}"),
        10 => format!("1 << {other}, 1024 >> {other}"),
        11 => format!("CAST({one}.{cents:02} AS bigint), CAST(-{one}.5 AS bigint), round({one}.5)"),
        12 => format!("'a' || {one}, {one} || 'b'"),
        _ => format!("|/ {other}.0, @ {one}"),
    };
    Statement::unordered(format!("SELECT {value}"))
}

/// Clauses that a parser takes and a planner may drop.
pub(crate) fn dropped_clauses(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let (key, from, table) = (
        Generator::key(&source),
        source.from(),
        source.table.clone().unwrap_or_default(),
    );
    let text = generator.column_or_literal(&scope, Kind::Text);
    Statement::unordered(match generator.random.below(9) {
        0 => format!("SELECT count(*) FROM ⟨{table}⟩ TABLESAMPLE BERNOULLI (0)"),
        1 => format!("SELECT count(*) FROM ⟨{table}⟩ TABLESAMPLE SYSTEM (0)"),
        2 => format!("SELECT {key}, {text} COLLATE \"C\" < 'b' FROM {from}"),
        3 => {
            format!("SELECT DISTINCT ON ({text}) {text}, {key} FROM {from} ORDER BY {text}, {key}")
        }
        4 => format!(
            "SELECT count(*) FROM (SELECT {key} FROM {from} ORDER BY {key} FETCH FIRST 3 ROWS ONLY) t"
        ),
        5 => format!("SELECT {text}, count(*) FROM {from} GROUP BY GROUPING SETS (({text}), ())"),
        6 => format!("SELECT {text}, count(*) FROM {from} GROUP BY ROLLUP ({text})"),
        7 => format!(
            "SELECT sum(n) FROM (SELECT count(*) AS n FROM {from} GROUP BY {text} ORDER BY 1 FETCH FIRST 2 ROWS WITH TIES) t"
        ),
        _ => format!("SELECT {key}, rank() OVER w FROM {from} WINDOW w AS (ORDER BY {key})"),
    })
}

/// A condition with sub-queries beside OR.
pub(crate) fn beside_or(generator: &mut Generator) -> Statement {
    let (child, parent, _) = generator.family();
    let source = match generator.percent(50) {
        true => child,
        false => parent,
    };
    let scope = Scope::of(vec![source.clone()]);
    let key = Generator::key(&source);
    let one = subquery_condition(generator, &scope);
    let other = generator.condition(&scope, 1);
    Statement::unordered(format!(
        "SELECT {key} FROM {} WHERE {other} OR {one}",
        source.from()
    ))
}

/// UNION ALL of parts in which a column is one value each, the first rows of them by all columns.
pub(crate) fn constants_in_union(generator: &mut Generator) -> Statement {
    let mut parts = Vec::new();
    for _ in 0..=generator.random.between(1, 2) {
        let source = generator.table_with(Kind::Int);
        let scope = Scope::of(vec![source.clone()]);
        let value = generator.column_or_literal(&scope, Kind::Int);
        let constant = generator.random.between(1, 9);
        parts.push(format!(
            "SELECT {value} % 2 AS a, {constant} AS b FROM {}",
            source.from()
        ));
    }
    let order = generator.order(2);
    let limit = generator.random.between(1, 9);
    Statement::ordered(format!(
        "{} {order} LIMIT {limit}",
        parts.join(" UNION ALL ")
    ))
}

/// WITH RECURSIVE whose second part gives other digits than the first.
pub(crate) fn recursion(generator: &mut Generator) -> Statement {
    let start = generator.pick(&["1", "1.0", "1.25"]);
    let next = generator.pick(&["n + 1", "n * 1.5", "n / 2.0", "n + 0.125"]);
    let steps = generator.random.between(2, 6);
    Statement::unordered(format!(
        "WITH RECURSIVE r AS (SELECT 1 AS step, {start} AS n UNION ALL SELECT step + 1, {next} FROM r WHERE step < {steps}) SELECT step, n FROM r"
    ))
}

/// EXCEPT ALL and INTERSECT ALL of rows that are there several times, NULL among them.
pub(crate) fn copies(generator: &mut Generator) -> Statement {
    let mut part = || {
        let source = generator.table_with(Kind::Int);
        let value = generator.column_or_literal(&Scope::of(vec![source.clone()]), Kind::Int);
        let modulus = generator.random.between(2, 5);
        format!(
            "SELECT nullif({value} % {modulus}, 1) AS n FROM {}",
            source.from()
        )
    };
    let (one, other) = (part(), part());
    let operation = generator.pick(&["EXCEPT ALL", "INTERSECT ALL", "EXCEPT", "INTERSECT"]);
    Statement::unordered(format!("{one} {operation} {other}"))
}

/// Means of decimals, of groups and of windows.
pub(crate) fn means(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Decimal(4));
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let money = generator.column_or_literal(&scope, Kind::Decimal(4));
    let group = generator.column_or_literal(&scope, Kind::Int);
    let (value, filter) = (
        format!("{money} * {key}"),
        format!("{key} % {} = 0", generator.random.between(2, 4)),
    );
    Statement::unordered(match generator.random.below(4) {
        0 => format!("SELECT avg({value}), avg({money}) FILTER (WHERE {filter}) FROM {from}"),
        1 => format!("SELECT {group}, avg({value}) FROM {from} GROUP BY {group}"),
        2 => format!("SELECT {key}, avg({value}) OVER (ORDER BY {key}) FROM {from}"),
        _ => format!("SELECT {key}, avg({money}) OVER (PARTITION BY {group}) FROM {from}"),
    })
}

/// IN with values that hang on the row: columns, CASE, sub-queries that depend on it.
pub(crate) fn listed_columns(generator: &mut Generator) -> Statement {
    let (child, parent, on) = generator.family();
    let scope = Scope::of(vec![child.clone()]);
    let kind = [Kind::Int, Kind::Text, Kind::Decimal(4)][generator.random.below(3)];
    let sought = generator.expression(&scope, kind, 1);
    let inner = scope.inside(parent.clone());
    let values: Vec<String> = (0..=generator.random.below(3))
        .map(|_| match generator.random.below(5) {
            4 if kind == Kind::Int => {
                format!("(SELECT count(*) FROM {} WHERE {on})", parent.from())
            }
            0 => generator.case(&scope, kind, 1),
            1 => generator.literal(&scope, kind),
            2 => generator.column_or_literal(&scope, kind),
            _ if kind == Kind::Int => {
                let condition = generator.condition(&inner, 0);
                format!("(SELECT count(*) FROM {} WHERE {condition})", parent.from())
            }
            _ => generator.expression(&scope, kind, 2),
        })
        .collect();
    let not = generator.pick(&["", "", "NOT "]);
    let found = format!("{sought} {not}IN ({})", values.join(", "));
    let (key, from) = (Generator::key(&child), child.from());
    Statement::unordered(match generator.percent(50) {
        true => format!("SELECT {key} AS k FROM {from} WHERE {found}"),
        false => format!("SELECT {key} AS k, {found} AS v FROM {from}"),
    })
}

/// A column of one value on the side of an outer join that may have no partner: sorted, grouped, in partitions.
pub(crate) fn one_value(generator: &mut Generator) -> Statement {
    let (child, parent, on) = generator.family();
    let (child_key, parent_key) = (Generator::key(&child), Generator::key(&parent));
    let join = generator.pick(&["LEFT JOIN", "RIGHT JOIN", "FULL JOIN"]);
    let one = generator.pick(&["7", "'x'", "DATE '2025-01-01'"]);
    let alias = parent.alias.clone();
    let least = generator.random.between(0, 60);
    let whole = match generator.percent(50) {
        true => format!(
            "(SELECT *, {one} AS one FROM {} WHERE {parent_key} > {least}) AS ⟨{alias}⟩",
            parent.from()
        ),
        false => format!(
            "(SELECT *, {parent_key} AS one FROM {} WHERE {parent_key} = {least}) AS ⟨{alias}⟩",
            parent.from()
        ),
    };
    let from = format!("{} {join} {whole} ON {on}", child.from());
    let order = generator.pick(&["", " DESC", " NULLS FIRST", " DESC NULLS LAST"]);
    match generator.random.below(5) {
        4 => Statement::ordered(format!(
            "SELECT {parent_key} AS p, {child_key} % 3 AS k, count(*) AS n FROM {from} GROUP BY {parent_key}, {child_key} % 3 ORDER BY 1{order}, 2, 3"
        )),
        0 => Statement::ordered(format!(
            "SELECT one AS v, {child_key} AS k, {parent_key} AS p FROM {from} ORDER BY 1{order}, 2, 3"
        )),
        1 => Statement::unordered(format!(
            "SELECT one AS v, count(*) AS n FROM {from} GROUP BY one"
        )),
        2 => Statement::unordered(format!(
            "SELECT {child_key} AS k, {parent_key} AS p, row_number() OVER (PARTITION BY one ORDER BY {child_key}, {parent_key}) AS r FROM {from}"
        )),
        _ => Statement::unordered(format!(
            "SELECT {child_key} AS k, {parent_key} AS p, rank() OVER (ORDER BY one{order}, {child_key}) AS r FROM {from}"
        )),
    }
}

/// Functions of PostgreSQL that DataFusion reads otherwise or has not.
pub(crate) fn functions(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Time);
    let scope = Scope::of(vec![source.clone()]);
    let (key, from) = (Generator::key(&source), source.from());
    let time = generator.column_or_literal(&scope, Kind::Time);
    let number = generator.expression(&scope, Kind::Int, 0);
    let text = generator.expression(&scope, Kind::Text, 0);
    let pattern = generator.pick(&[
        "YYYY-MM",
        "Mon YYYY",
        "Day",
        "FMDay DD",
        "HH24:MI:SS",
        "Q",
        "IYYY-IW",
        "DDD",
        "Month",
    ]);
    let value = match generator.random.below(5) {
        0 | 1 => format!("to_char({time}, '{pattern}')"),
        2 => format!("to_char({number}, 'FM999,990')"),
        3 => format!("split_part({text}, ' ', 1)"),
        _ => format!("mod({number}, 7)"),
    };
    Statement::unordered(format!("SELECT {key} AS k, {value} AS v FROM {from}"))
}

/// A join's key one side of which has columns of several tables: `p.id = o.id + b.id`, `p.id = (ARRAY[o.id, b.id])[s.i]`.
pub(crate) fn keys_of_several(generator: &mut Generator) -> Statement {
    let (child, parent, on) = generator.family();
    let third = generator.any_table();
    let [a, b, c] = [&child, &parent, &third].map(Generator::key);
    let other = generator.random.between(0, 200);
    let key = match generator.random.below(4) {
        0 => format!("{c} = {a} + {b}"),
        1 => format!("{a} = {c} - {b} + {other}"),
        2 => format!("{c} = (ARRAY[{a}, {b}, {other}])[1 + ({a} + {b}) % 3]"),
        _ => format!("{c} + {a} = {b} + {other}"),
    };
    let scope = Scope::of(vec![child.clone(), parent.clone(), third.clone()]);
    let more = match generator.percent(50) {
        true => format!(
            " AND {} = {}",
            generator.column_or_literal(&scope, Kind::Int),
            generator.column_or_literal(&scope, Kind::Int)
        ),
        false => String::new(),
    };
    let (first, second, last) = (child.from(), parent.from(), third.from());
    let from = match generator.random.below(3) {
        0 => format!("{first} JOIN {second} ON {on} JOIN {last} ON {key}{more}"),
        1 => format!("{first} JOIN {second} ON {b} > {a} % 7 JOIN {last} ON {key}{more}"),
        _ => format!("{first}, {second}, {last} WHERE {on} AND {key}{more}"),
    };
    Statement::unordered(format!("SELECT {a} AS k, {b} AS p, {c} AS t FROM {from}"))
}
