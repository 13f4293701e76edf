//! What a statement answers on either side, and how two answers are held against each other.

use std::cmp::Ordering;

use crate::cell::{COMPARED_DIGITS, Cell, Family};

/// A column of a result.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) family: Family,
    /// As its side calls it.
    pub(crate) type_name: String,
    /// Digits behind the point, where the type says how many.
    pub(crate) scale: Option<u32>,
}

/// A result.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Why there is no result.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// PostgreSQL's code, or StoreQL's kind.
    pub(crate) kind: String,
    pub(crate) message: String,
}

/// What comparing came to.
#[derive(Debug)]
pub(crate) enum Verdict {
    Same,
    /// Both sides refuse the statement.
    BothRefuse,
    /// StoreQL refuses what PostgreSQL answers. No difference, but listed.
    Refused(Refusal),
    /// The answers differ; in which way.
    Different(String),
}

/// Digits behind the point up to which StoreQL keeps every digit that PostgreSQL has; beyond them it may round.
const KEPT_DIGITS: u32 = 4;

/// What PostgreSQL refuses and StoreQL takes, by PostgreSQL's message: it rounds numbers with double precision to digits too.
const TAKEN: [&str; 1] = ["function round(double precision, integer) does not exist"];

/// Words of the program's inside, which a message must not have.
const INSIDES: [&str; 21] = [
    "Internal error",
    "could not be carried out",
    "panicked",
    "__",
    "outer_ref",
    "TableScan",
    "Projection:",
    "Filter:",
    "Subquery:",
    "Aggregate:",
    "SubqueryAlias",
    "<subquery>",
    "Some(",
    "Expr(",
    "Literal(",
    "Column {",
    "InSubquery",
    "LogicalPlan",
    "Utf8",
    "Int64(",
    "Decimal128",
];

/// Compares what StoreQL answers with what PostgreSQL does.
pub(crate) fn compare(
    ours: &Result<Answer, Refusal>,
    theirs: &Result<Answer, Refusal>,
    ordered: bool,
) -> Verdict {
    if let Err(refusal) = ours
        && let Some(inside) = INSIDES
            .iter()
            .find(|inside| refusal.message.contains(**inside))
    {
        return Verdict::Different(format!(
            "a message with words of the program's inside ({inside})"
        ));
    }
    match (ours, theirs) {
        (Err(_), Err(_)) => Verdict::BothRefuse,
        (Err(refusal), Ok(_)) => Verdict::Refused(refusal.clone()),
        (Ok(_), Err(refusal)) if TAKEN.contains(&refusal.message.as_str()) => Verdict::Same,
        (Ok(_), Err(refusal)) => Verdict::Different(format!(
            "an answer where PostgreSQL refuses ({})",
            refusal.kind
        )),
        (Ok(ours), Ok(theirs)) => match difference(ours, theirs, ordered) {
            Some(difference) => Verdict::Different(difference),
            None => Verdict::Same,
        },
    }
}

fn difference(ours: &Answer, theirs: &Answer, ordered: bool) -> Option<String> {
    if ours.columns.len() != theirs.columns.len() {
        return Some("another number of columns".to_owned());
    }
    for (place, (mine, other)) in ours.columns.iter().zip(&theirs.columns).enumerate() {
        let all_null = |answer: &Answer| {
            answer
                .rows
                .iter()
                .all(|row| row.get(place).is_none_or(|cell| *cell == Cell::Null))
        };
        let untyped = mine.family == Family::Null && all_null(theirs);
        let json = matches!(
            (mine.family, other.family),
            (Family::Text, Family::Json) | (Family::Json, Family::Text)
        );
        if mine.family != other.family && !untyped && !json {
            return Some(format!(
                "the type {:?} where PostgreSQL has {:?}",
                mine.family, other.family
            ));
        }
    }
    if ours.rows.len() != theirs.rows.len() {
        return Some("another number of rows".to_owned());
    }
    let scales: Vec<Option<u32>> = ours.columns.iter().map(|column| column.scale).collect();
    let rounded = |row: &Vec<Cell>| -> Vec<Cell> {
        row.iter()
            .zip(&scales)
            .map(|(cell, scale)| round(cell, *scale))
            .collect()
    };
    let mut mine: Vec<Vec<Cell>> = ours.rows.iter().map(rounded).collect();
    let mut other: Vec<Vec<Cell>> = theirs.rows.iter().map(rounded).collect();
    let same = |left: &[Vec<Cell>], right: &[Vec<Cell>]| {
        left.iter()
            .zip(right)
            .all(|(left, right)| left.iter().zip(right).all(|(left, right)| left.same(right)))
    };
    if ordered && same(&mine, &other) {
        return None;
    }
    mine.sort_by(|left, right| order(left, right));
    other.sort_by(|left, right| order(left, right));
    match (same(&mine, &other), ordered) {
        (false, _) => Some("other values".to_owned()),
        (true, true) => Some("another order".to_owned()),
        (true, false) => None,
    }
}

/// A decimal as StoreQL's scale holds it, where that scale keeps at least what money needs.
fn round(cell: &Cell, scale: Option<u32>) -> Cell {
    match (cell, scale) {
        (Cell::Decimal(value), Some(scale)) if scale >= KEPT_DIGITS => {
            Cell::Decimal(value.rounded(scale.min(COMPARED_DIGITS)))
        }
        _ => cell.clone(),
    }
}

fn order(left: &[Cell], right: &[Cell]) -> Ordering {
    let pairs = left.iter().zip(right);
    pairs
        .map(|(left, right)| left.order(right))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use storeql_testkit::Decimal;

    fn one(cell: Cell, family: Family, scale: Option<u32>) -> Result<Answer, Refusal> {
        let column = Column {
            family,
            type_name: String::new(),
            scale,
        };
        Ok(Answer {
            columns: vec![column],
            rows: vec![vec![cell]],
        })
    }

    fn decimal(text: &str, scale: Option<u32>) -> Result<Answer, Refusal> {
        one(
            Cell::Decimal(Decimal::parse(text).unwrap()),
            Family::Decimal,
            scale,
        )
    }

    #[test]
    fn a_decimal_may_be_rounded_to_our_scale_and_its_cents_may_not_be_cut() {
        let theirs = decimal("0.33333333333333333333", None);
        assert!(matches!(
            compare(&decimal("0.333333", Some(6)), &theirs, true),
            Verdict::Same
        ));
        assert!(matches!(
            compare(&decimal("0", Some(0)), &theirs, true),
            Verdict::Different(_)
        ));
        assert!(matches!(
            compare(&decimal("0.3", Some(1)), &theirs, true),
            Verdict::Different(_)
        ));
    }

    #[test]
    fn a_whole_number_is_not_a_decimal() {
        let verdict = compare(
            &one(Cell::Int(1), Family::Int, None),
            &decimal("1", None),
            true,
        );
        assert!(matches!(verdict, Verdict::Different(_)), "{verdict:?}");
    }

    #[test]
    fn an_error_on_either_side() {
        let refused = |message: &str| {
            Err(Refusal {
                kind: "x".to_owned(),
                message: message.to_owned(),
            })
        };
        let answered = decimal("1", Some(4));
        let verdict = compare(&answered, &refused("no"), true);
        assert!(matches!(verdict, Verdict::Different(_)), "{verdict:?}");
        let verdict = compare(&refused("a sentence"), &answered, true);
        assert!(matches!(verdict, Verdict::Refused(_)), "{verdict:?}");
        let verdict = compare(&refused("InSubquery(x)"), &answered, true);
        assert!(matches!(verdict, Verdict::Different(_)), "{verdict:?}");
        let verdict = compare(&refused("a sentence"), &refused("no"), true);
        assert!(matches!(verdict, Verdict::BothRefuse), "{verdict:?}");
    }

    #[test]
    fn the_order_of_rows_counts_where_the_statement_orders_them() {
        let answer = |values: [i128; 2]| {
            let mut answer = one(Cell::Int(0), Family::Int, None)?;
            answer.rows = values.iter().map(|value| vec![Cell::Int(*value)]).collect();
            Ok(answer)
        };
        assert!(matches!(
            compare(&answer([1, 2]), &answer([2, 1]), false),
            Verdict::Same
        ));
        assert!(matches!(
            compare(&answer([1, 2]), &answer([2, 1]), true),
            Verdict::Different(_)
        ));
        assert!(matches!(
            compare(&answer([1, 1]), &answer([1, 2]), false),
            Verdict::Different(_)
        ));
    }
}
