//! Random statements that write: which rows they choose is as free as in a SELECT, and their values are such that the store takes them.

use super::tables::{Holds, Member, WRITTEN, Written};
use crate::generator::{Generator, Scope, Source};
use crate::tables::Kind;

/// A statement, and the one by which PostgreSQL says what it would have changed. Names are marked as `spelling.rs` says.
pub(super) struct Statement {
    pub(super) ours: String,
    /// Answers a row for each row that the statement reaches: its key, and its new values.
    pub(super) judged: String,
    pub(super) does: Does,
    pub(super) written: &'static Written,
    /// The members that get values, in the order of what is answered.
    pub(super) members: Vec<&'static Member>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Update,
    Delete,
    Insert,
}

/// A statement of one of the three kinds.
pub(super) fn make(generator: &mut Generator) -> Statement {
    let written = &WRITTEN[generator.random.below(WRITTEN.len())];
    match generator.random.below(10) {
        0 | 1 if written.deletes => delete(generator, written),
        2 | 3 if !written.gives.is_empty() => insert(generator, written),
        _ => update(generator, written),
    }
}

fn update(generator: &mut Generator, written: &'static Written) -> Statement {
    let source = generator.table(written.table);
    let (scope, from, on) = beside(generator, &source);
    let mut members: Vec<&Member> = Vec::new();
    for _ in 0..=generator.random.below(3) {
        let member = &written.sets[generator.random.below(written.sets.len())];
        if !members.iter().any(|known| known.name == member.name) {
            members.push(member);
        }
    }
    let sets: Vec<String> = members
        .iter()
        .map(|member| {
            let value = value(generator, &scope, member, &Generator::key(&source));
            format!("⟨{}⟩ = {value}", member.name)
        })
        .collect();
    let choice = choice(generator, &scope, &source, on);
    let from = from.map(|from| format!(" FROM {from}")).unwrap_or_default();
    let ours = format!(
        "UPDATE {} SET {}{from}{choice}",
        source.from(),
        sets.join(", ")
    );
    let mut returned = vec![Generator::key(&source)];
    returned.extend(members.iter().map(|member| source.column(member.name)));
    Statement {
        judged: format!("{ours} RETURNING {}", returned.join(", ")),
        ours,
        does: Does::Update,
        written,
        members,
    }
}

fn delete(generator: &mut Generator, written: &'static Written) -> Statement {
    let source = generator.table(written.table);
    let (scope, using, on) = beside(generator, &source);
    let choice = choice(generator, &scope, &source, on);
    let using = using.map(|using| format!(" USING {using}"));
    let using = using.unwrap_or_default();
    let ours = format!("DELETE FROM {}{using}{choice}", source.from());
    Statement {
        judged: format!("{ours} RETURNING {}", Generator::key(&source)),
        ours,
        does: Does::Delete,
        written,
        members: Vec::new(),
    }
}

fn insert(generator: &mut Generator, written: &'static Written) -> Statement {
    let name = generator.pick(&["brands", "coupons", "customers", "products", "orders"]);
    let source = generator.table(name);
    let scope = Scope::of(vec![source.clone()]);
    let key = Generator::key(&source);
    let members: Vec<&Member> = written.gives.iter().collect();
    let values = members.iter();
    let values: Vec<String> = values
        .map(|member| value(generator, &scope, member, &key))
        .collect();
    let choice = choice(generator, &scope, &source, None);
    let names = members.iter().map(|member| format!("⟨{}⟩", member.name));
    let names: Vec<String> = names.collect();
    let query = format!(
        "SELECT {} FROM {}{choice}",
        values.join(", "),
        source.from()
    );
    Statement {
        ours: format!(
            "INSERT INTO ⟨{}⟩ ({}) {query}",
            written.table,
            names.join(", ")
        ),
        judged: query,
        does: Does::Insert,
        written,
        members,
    }
}

/// Now and then another table beside the one that is written, with the condition that joins them.
fn beside(generator: &mut Generator, source: &Source) -> (Scope, Option<String>, Option<String>) {
    let alone = Scope::of(vec![source.clone()]);
    if !generator.percent(30) {
        return (alone, None, None);
    }
    let (other, on) = generator.dependent(&alone);
    let from = other.from();
    (Scope::of(vec![source.clone(), other]), Some(from), Some(on))
}

/// ` WHERE …`, and now and then nothing.
fn choice(generator: &mut Generator, scope: &Scope, source: &Source, on: Option<String>) -> String {
    let mut conditions: Vec<String> = on.into_iter().collect();
    if generator.percent(4) && conditions.is_empty() {
        return String::new();
    }
    let key = Generator::key(source);
    if generator.percent(50) {
        conditions.push(few(generator, source, &key));
    }
    if conditions.is_empty() || generator.percent(75) {
        let depth = generator.random.below(3);
        conditions.push(generator.condition(scope, depth));
    }
    format!(" WHERE {}", conditions.join(" AND "))
}

/// A condition that few rows meet, or none.
fn few(generator: &mut Generator, source: &Source, key: &str) -> String {
    let inner = Source {
        alias: generator.name("q"),
        ..source.clone()
    };
    let (from, inner_key) = (inner.from(), Generator::key(&inner));
    let scope = Scope::of(vec![inner]);
    let number = generator.random.between(1, 9);
    let number = number.to_string();
    let limited = |order: &str| {
        format!(
            "{key} IN (SELECT {inner_key} FROM {from} ORDER BY {inner_key}{order} LIMIT {number})"
        )
    };
    match generator.random.below(10) {
        0 => "1 = 0".to_owned(),
        1 => format!("{key} = 3 AND {key} = 4"),
        2 => format!(
            "{key} NOT IN (SELECT CASE WHEN {} THEN NULL ELSE {inner_key} END FROM {from})",
            generator.condition(&scope, 0)
        ),
        3 => format!("{key} % 4 = {}", generator.random.below(4)),
        4 | 5 => limited(""),
        6 => limited(" DESC"),
        7 => format!("{key} = (SELECT max({inner_key}) FROM {from})"),
        8 => format!("CAST({key} AS text) LIKE '%{number}'"),
        _ => format!("{key} BETWEEN {number} AND (SELECT min({inner_key}) + 5 FROM {from})"),
    }
}

/// An expression whose values the member takes.
fn value(generator: &mut Generator, scope: &Scope, member: &Member, key: &str) -> String {
    match member.holds {
        Holds::Unique(with) => {
            let number = generator.random.below(1000);
            return format!("'{with} {number} ' || CAST({key} AS text)");
        }
        Holds::Words(words) => {
            let condition = generator.condition(scope, 1);
            let (one, other) = (
                words[generator.random.below(words.len())],
                words[generator.random.below(words.len())],
            );
            return format!("CASE WHEN {condition} THEN '{one}' ELSE '{other}' END");
        }
        Holds::Any | Holds::Filled => {}
    }
    if matches!(member.holds, Holds::Any) && generator.percent(8) {
        return "NULL".to_owned();
    }
    let depth = generator.random.below(3);
    let value = generator.expression(scope, member.kind, depth);
    let value = match member.kind {
        Kind::Int => format!("least(abs({value}), 900)"),
        Kind::Decimal(_) => format!("least(abs({value}), 9999)"),
        Kind::Text => format!("substr({value}, 1, 13)"),
        _ => value,
    };
    let instead = match member.kind {
        _ if matches!(member.holds, Holds::Any) => return value,
        Kind::Int | Kind::Decimal(_) => "1",
        Kind::Bool => "false",
        _ => "'none'",
    };
    format!("coalesce({value}, {instead})")
}
