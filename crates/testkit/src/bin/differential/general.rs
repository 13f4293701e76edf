//! Statements of the common kinds: filters, joins, aggregates, windows, set operations, limits, names.

use crate::generator::{Generator, Scope, Source, Statement};
use crate::tables::{Column, Kind};

/// Filters with three-valued logic over one table.
pub(crate) fn filters(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let key = Generator::key(&source);
    let condition = generator.condition(&scope, 3);
    let (from, shown) = (source.from(), generator.shown_kind());
    let shown = generator.expression(&scope, shown, 1);
    match generator.percent(30) {
        true => Statement::unordered(format!(
            "SELECT count(*), count({key}) FROM {from} WHERE {condition}"
        )),
        false => Statement::unordered(format!(
            "SELECT {key}, {shown} AS shown FROM {from} WHERE {condition}"
        )),
    }
}

/// Expressions of every kind, shown.
pub(crate) fn expressions(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let mut shown = vec![Generator::key(&source)];
    for place in 0..=generator.random.below(3) {
        let kind = generator.shown_kind();
        shown.push(format!(
            "{} AS e{place}",
            generator.expression(&scope, kind, 3)
        ));
    }
    Statement::unordered(format!(
        "SELECT {} FROM {}",
        shown.join(", "),
        source.from()
    ))
}

/// A FROM of one to three tables with joins of every kind, and what it names.
pub(crate) fn joined(generator: &mut Generator) -> (String, Scope) {
    if generator.percent(25) {
        let source = generator.any_table();
        return (source.from(), Scope::of(vec![source]));
    }
    let (child, parent, on) = generator.family();
    let (first, second) = match generator.percent(50) {
        true => (child.clone(), parent.clone()),
        false => (parent.clone(), child.clone()),
    };
    let join = generator.pick(&[
        "JOIN",
        "LEFT JOIN",
        "LEFT JOIN",
        "RIGHT JOIN",
        "FULL JOIN",
        "INNER JOIN",
    ]);
    let scope = Scope::of(vec![first.clone(), second.clone()]);
    // PostgreSQL takes FULL JOIN with equalities only.
    let more = match generator.percent(25) && join != "FULL JOIN" {
        true => format!(" AND {}", generator.condition(&scope, 0)),
        false => String::new(),
    };
    let mut from = format!("{} {join} {} ON {on}{more}", first.from(), second.from());
    let mut sources = vec![first, second];
    if generator.percent(30) {
        let third = generator.dependent(&Scope::of(vec![child]));
        let join = generator.pick(&["JOIN", "LEFT JOIN"]);
        from += &format!(" {join} {} ON {}", third.0.from(), third.1);
        sources.push(third.0);
    } else if generator.percent(10) {
        let third = generator.table("channels");
        from += &format!(" CROSS JOIN {}", third.from());
        sources.push(third);
    }
    (from, Scope::of(sources))
}

/// Joins.
pub(crate) fn joins(generator: &mut Generator) -> Statement {
    let (from, scope) = joined(generator);
    let mut shown: Vec<String> = scope.sources.iter().map(Generator::key).collect();
    for _ in 0..generator.random.below(3) {
        let kind = generator.shown_kind();
        shown.push(generator.expression(&scope, kind, 1));
    }
    let shown: Vec<String> = shown
        .iter()
        .enumerate()
        .map(|(place, shown)| format!("{shown} AS c{place}"))
        .collect();
    let filter = generator.inner_filter(&scope, 1);
    Statement::unordered(format!("SELECT {} FROM {from}{filter}", shown.join(", ")))
}

/// `sum(x)` and its like, also with DISTINCT and FILTER.
pub(crate) fn aggregate(generator: &mut Generator, scope: &Scope) -> String {
    let kinds = [
        Kind::Int,
        Kind::Decimal(4),
        Kind::Decimal(4),
        Kind::Text,
        Kind::Time,
        Kind::Bool,
    ];
    let kind = kinds[generator.random.below(kinds.len())];
    let value = generator.expression(scope, kind, 1);
    let function = match kind {
        Kind::Int | Kind::Decimal(_) => {
            generator.pick(&["sum", "avg", "min", "max", "count", "sum"])
        }
        Kind::Bool => generator.pick(&["bool_and", "bool_or", "count"]),
        _ => generator.pick(&["min", "max", "count"]),
    };
    let distinct = match generator.percent(15) {
        true => "DISTINCT ",
        false => "",
    };
    let filter = match generator.percent(25) {
        true => format!(" FILTER (WHERE {})", generator.condition(scope, 1)),
        false => String::new(),
    };
    match generator.percent(15) {
        true => format!("count(*){filter}"),
        false => format!("{function}({distinct}{value}){filter}"),
    }
}

/// Aggregates with GROUP BY and HAVING.
pub(crate) fn aggregates(generator: &mut Generator) -> Statement {
    let (from, scope) = joined(generator);
    let mut groups = Vec::new();
    for _ in 0..generator.random.below(3) {
        let kind = generator.shown_kind();
        groups.push(generator.column_or_literal(&scope, kind));
    }
    groups.retain(|group| group.starts_with('⟨'));
    let mut shown = groups.clone();
    for _ in 0..=generator.random.below(2) {
        shown.push(aggregate(generator, &scope));
    }
    let columns = shown.len();
    let shown: Vec<String> = shown
        .iter()
        .enumerate()
        .map(|(place, shown)| format!("{shown} AS a{place}"))
        .collect();
    let filter = generator.inner_filter(&scope, 1);
    let mut text = format!("SELECT {} FROM {from}{filter}", shown.join(", "));
    if !groups.is_empty() {
        text += &format!(" GROUP BY {}", groups.join(", "));
        if generator.percent(35) {
            let having = aggregate(generator, &scope);
            text += &match generator.percent(60) {
                true => format!(" HAVING {having} IS NOT NULL"),
                false => format!(" HAVING count(*) > {}", generator.random.between(0, 4)),
            };
        }
    }
    if generator.percent(40) {
        let order = generator.order(columns);
        return Statement::ordered(format!("{text} {order}{}", generator.limit()));
    }
    Statement::unordered(text)
}

/// Window functions, with orders that leave nothing to chance.
pub(crate) fn windows(generator: &mut Generator) -> Statement {
    let source = generator.table_with(Kind::Decimal(4));
    let scope = Scope::of(vec![source.clone()]);
    let key = Generator::key(&source);
    let mut shown = vec![key.clone()];
    for _ in 0..=generator.random.below(2) {
        let partition = match generator.percent(60) {
            true => format!(
                "PARTITION BY {} ",
                generator.column_or_literal(&scope, Kind::Int)
            ),
            false => String::new(),
        };
        let by = generator.expression(&scope, Kind::Time, 0);
        let order = format!(
            "ORDER BY {by}{}, {key}",
            generator.pick(&["", " DESC", " NULLS FIRST"])
        );
        let frame = generator.pick(&[
            "",
            "",
            " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
            " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
            " ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING",
            " ROWS UNBOUNDED PRECEDING",
        ]);
        let kind = [Kind::Int, Kind::Decimal(4)][generator.random.below(2)];
        let value = generator.expression(&scope, kind, 1);
        shown.push(match generator.random.below(8) {
            0 => format!("row_number() OVER ({partition}{order})"),
            1 => format!(
                "{}() OVER ({partition}ORDER BY {value})",
                generator.pick(&["rank", "dense_rank"])
            ),
            2 => format!(
                "{}({value}) OVER ({partition}{order})",
                generator.pick(&["lag", "lead"])
            ),
            3 => format!(
                "{}({value}, 2, 0) OVER ({partition}{order})",
                generator.pick(&["lag", "lead"])
            ),
            4 => format!(
                "{}({value}) OVER ({partition}{order}{frame})",
                generator.pick(&["first_value", "last_value"])
            ),
            5 => format!("count(*) OVER ({partition})"),
            6 => format!("ntile(3) OVER ({partition}{order})"),
            _ => {
                let function = generator.pick(&["sum", "avg", "min", "max", "count"]);
                format!("{function}({value}) OVER ({partition}{order}{frame})")
            }
        });
    }
    let columns = shown.len();
    let shown: Vec<String> = shown
        .iter()
        .enumerate()
        .map(|(place, shown)| format!("{shown} AS w{place}"))
        .collect();
    let filter = generator.inner_filter(&scope, 1);
    let text = format!("SELECT {} FROM {}{filter}", shown.join(", "), source.from());
    let order = generator.order(columns);
    Statement::ordered(format!("{text} {order}{}", generator.limit()))
}

/// UNION, INTERSECT and EXCEPT of queries of the same kinds, or of kinds that stand in one column.
pub(crate) fn set_operations(generator: &mut Generator) -> Statement {
    let kinds: Vec<Kind> = (0..=generator.random.below(2))
        .map(|_| generator.shown_kind())
        .collect();
    let mut text = set_member(generator, &kinds);
    for _ in 0..=generator.random.below(2) {
        let operation = generator.pick(&[
            "UNION",
            "UNION ALL",
            "UNION ALL",
            "INTERSECT",
            "EXCEPT",
            "EXCEPT ALL",
            "INTERSECT ALL",
        ]);
        text = format!("{text} {operation} {}", set_member(generator, &kinds));
    }
    if generator.percent(30) {
        let shown: Vec<String> = (1..=kinds.len())
            .map(|place| format!("t.⟨c{place}⟩"))
            .collect();
        return Statement::unordered(format!(
            "SELECT count(*), {0} FROM ({text}) t GROUP BY {0}",
            shown.join(", ")
        ));
    }
    let order = generator.order(kinds.len());
    Statement::ordered(format!("{text} {order}{}", generator.limit()))
}

fn set_member(generator: &mut Generator, kinds: &[Kind]) -> String {
    let source = generator.table_with(kinds[0]);
    let scope = Scope::of(vec![source.clone()]);
    let mut shown = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        let value = match generator.random.below(8) {
            // Which is text where all that stand in the column are NULL.
            0 if *kind == Kind::Text => "NULL".to_owned(),
            0 | 1 => generator.literal(&scope, *kind),
            _ => generator.expression(&scope, *kind, 1),
        };
        shown.push(format!("{value} AS ⟨c{}⟩", place + 1));
    }
    let shown = shown.join(", ");
    match generator.percent(15) {
        true => {
            let literals: Vec<String> = kinds
                .iter()
                .map(|kind| generator.literal(&scope, *kind))
                .collect();
            format!("SELECT {}", literals.join(", "))
        }
        false => {
            let filter = generator.inner_filter(&scope, 1);
            format!("SELECT {shown} FROM {}{filter}", source.from())
        }
    }
}

/// LIMIT and OFFSET over total orders.
pub(crate) fn limits(generator: &mut Generator) -> Statement {
    let (from, scope) = joined(generator);
    let mut shown = Vec::new();
    for _ in 0..=generator.random.below(2) {
        let kind = generator.shown_kind();
        shown.push(generator.expression(&scope, kind, 1));
    }
    let columns = shown.len();
    let distinct = match generator.percent(30) {
        true => "DISTINCT ",
        false => "",
    };
    let shown: Vec<String> = shown
        .iter()
        .enumerate()
        .map(|(place, shown)| format!("{shown} AS l{place}"))
        .collect();
    let filter = generator.inner_filter(&scope, 1);
    let order = generator.order(columns);
    let limit = generator.limit();
    Statement::ordered(format!(
        "SELECT {distinct}{} FROM {from}{filter} {order}{limit}",
        shown.join(", ")
    ))
}

/// A query in FROM or WITH, whose columns have names, under statements of other kinds.
pub(crate) fn derived(generator: &mut Generator) -> Statement {
    let source = generator.any_table();
    let scope = Scope::of(vec![source.clone()]);
    let mut columns = Vec::new();
    let mut shown = Vec::new();
    for _ in 0..=generator.random.below(3) {
        let kind = generator.shown_kind();
        let name = generator.name("d");
        shown.push(format!(
            "{} AS ⟨{name}⟩",
            generator.expression(&scope, kind, 2)
        ));
        columns.push(Column {
            name,
            kind,
            samples: Vec::new(),
        });
    }
    let filter = generator.inner_filter(&scope, 1);
    let order = generator.order(columns.len());
    let limit = generator.limit();
    let query = format!(
        "SELECT {} FROM {}{filter} {order}{limit}",
        shown.join(", "),
        source.from()
    );
    let outer = Source {
        alias: generator.name("q"),
        table: None,
        columns: columns.clone(),
    };
    let outer_scope = Scope::of(vec![outer.clone()]);
    let filter = generator.inner_filter(&outer_scope, 2);
    let all: Vec<String> = columns
        .iter()
        .map(|column| outer.column(&column.name))
        .collect();
    let list = match generator.random.below(3) {
        0 => format!(
            "{}, {}",
            aggregate(generator, &outer_scope),
            aggregate(generator, &outer_scope)
        ),
        1 => "count(*)".to_owned(),
        _ => all.join(", "),
    };
    let alias = &outer.alias;
    Statement::unordered(match generator.percent(50) {
        true => format!("SELECT {list} FROM ({query}) AS ⟨{alias}⟩{filter}"),
        false => format!("WITH ⟨{alias}⟩ AS ({query}) SELECT {list} FROM ⟨{alias}⟩{filter}"),
    })
}

/// Sub-queries in WHERE: IN, EXISTS, scalars, beside AND, OR and NOT.
pub(crate) fn subqueries(generator: &mut Generator) -> Statement {
    let (child, parent, _) = generator.family();
    let source = match generator.percent(50) {
        true => child,
        false => parent,
    };
    let scope = Scope::of(vec![source.clone()]);
    let key = Generator::key(&source);
    let mut condition = subquery_condition(generator, &scope);
    for _ in 0..generator.random.below(2) {
        let other = match generator.percent(50) {
            true => generator.condition(&scope, 1),
            false => subquery_condition(generator, &scope),
        };
        condition = format!("({condition} {} {other})", generator.pick(&["AND", "OR"]));
    }
    if generator.percent(20) {
        condition = format!("NOT ({condition})");
    }
    Statement::unordered(format!(
        "SELECT {key} FROM {} WHERE {condition}",
        source.from()
    ))
}

/// A condition that is a sub-query.
pub(crate) fn subquery_condition(generator: &mut Generator, scope: &Scope) -> String {
    match generator.random.below(3) {
        0 => generator.membership(scope, 1),
        1 => generator.exists(scope, 1),
        _ => {
            let kind =
                [Kind::Int, Kind::Decimal(4), Kind::Text, Kind::Time][generator.random.below(4)];
            let (value, scalar) = (
                generator.expression(scope, kind, 0),
                generator.scalar(scope, kind, 1),
            );
            format!(
                "{value} {} {scalar}",
                generator.pick(&["=", "<>", "<", ">="])
            )
        }
    }
}

/// Columns spelled as aliases of other things: `SELECT a AS b, b AS a`, an alias of a derived table's column that is another
/// table's column, ORDER BY and GROUP BY by either.
pub(crate) fn names(generator: &mut Generator) -> Statement {
    let (child, parent, _) = generator.family();
    let kind = [Kind::Int, Kind::Decimal(4), Kind::Text][generator.random.below(3)];
    let (source, other) = match generator.percent(50) {
        true => (child, parent),
        false => (parent, child),
    };
    let scope = Scope::of(vec![source.clone()]);
    let borrowed = |generator: &mut Generator, source: &Source| {
        let place = generator.random.below(source.columns.len());
        source.columns[place].name.clone()
    };
    let alias = match generator.percent(50) {
        true => borrowed(generator, &source),
        false => borrowed(generator, &other),
    };
    let value = generator.expression(&scope, kind, 1);
    let key = Generator::key(&source);
    let from = source.from();
    match generator.random.below(5) {
        0 => Statement::ordered(format!(
            "SELECT {value} AS ⟨{alias}⟩, {key} AS place FROM {from} ORDER BY ⟨{alias}⟩, {key}"
        )),
        1 => {
            let column = source
                .of_kind(Kind::Int)
                .first()
                .map(|column| column.name.clone())
                .unwrap_or_default();
            let sum = source.column(&column);
            Statement::unordered(format!(
                "SELECT sum({sum}) AS ⟨{column}⟩, max({value}) AS ⟨{alias}_2⟩ FROM {from}"
            ))
        }
        2 => {
            let outer = generator.name("q");
            Statement::unordered(format!(
                "SELECT ⟨{outer}⟩.⟨{alias}⟩, count(*) FROM (SELECT {value} AS ⟨{alias}⟩ FROM {from}) ⟨{outer}⟩ GROUP BY ⟨{outer}⟩.⟨{alias}⟩"
            ))
        }
        3 => {
            let outer = generator.name("q");
            let condition = generator.condition(&scope, 1);
            Statement::unordered(format!(
                "WITH ⟨{outer}⟩ AS (SELECT {value} AS ⟨{alias}⟩, {key} AS ⟨row_key⟩ FROM {from} WHERE {condition}) \
                 SELECT ⟨{alias}⟩, ⟨row_key⟩ FROM ⟨{outer}⟩ WHERE ⟨{alias}⟩ IS NOT NULL"
            ))
        }
        _ => Statement::unordered(format!(
            "SELECT {value} AS ⟨{alias}⟩, count(*) AS ⟨how_many⟩ FROM {from} GROUP BY 1"
        )),
    }
}
