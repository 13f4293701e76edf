//! The rows of VALUES: a quoted value has the type of the others in its column. `VALUES (9.5), ('19.99')` are two numbers, and
//! `VALUES (DATE '2025-01-01'), ('2025-02-01')` two days.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    CastKind, DataType, ExactNumberInfo, Expr, Query, SetExpr, Statement, Value, ValueWithSpan,
    VisitMut, VisitorMut,
};

use crate::quoted_number;

/// Reads them so in the whole statement, but not in the rows that an INSERT gives: their types are those of the table.
pub(super) fn of_one_type(statement: &mut Statement) {
    let given = matches!(statement, Statement::Insert(_));
    let _ = statement.visit(&mut Rows { given, depth: 0 });
}

struct Rows {
    /// The outermost query is what an INSERT gives.
    given: bool,
    depth: usize,
}

impl VisitorMut for Rows {
    type Break = ();

    fn pre_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        self.depth -= 1;
        let given = self.given && self.depth == 0;
        if let SetExpr::Values(values) = query.body.as_mut()
            && !given
        {
            let width = values.rows.first().map_or(0, |row| row.content.len());
            for place in 0..width {
                let column = values.rows.iter_mut();
                let column = column.filter_map(|row| row.content.get_mut(place));
                in_column(column.collect());
            }
        }
        ControlFlow::Continue(())
    }
}

/// What the values of a column are that are not quoted.
enum Kind {
    Number,
    Float,
    Typed(DataType),
}

fn in_column(values: Vec<&mut Expr>) {
    let mut kinds = values.iter().filter_map(|value| kind_of(value));
    let Some(first) = kinds.next() else {
        return;
    };
    let is_float = matches!(first, Kind::Float) || kinds.any(|kind| matches!(kind, Kind::Float));
    let kind = if is_float { Kind::Float } else { first };
    for value in values {
        if matches!(kind, Kind::Float) {
            if !matches!(value, Expr::Cast { .. }) {
                *value = cast(value.clone(), DataType::Double(ExactNumberInfo::None));
            }
            continue;
        }
        let Expr::Value(ValueWithSpan {
            value: Value::SingleQuotedString(text),
            ..
        }) = &value
        else {
            continue;
        };
        match &kind {
            Kind::Number => {
                if let Some(number) = quoted_number::as_typed(text) {
                    *value = number;
                }
            }
            Kind::Typed(kind) => *value = cast(value.clone(), kind.clone()),
            Kind::Float => {}
        }
    }
}

fn cast(value: Expr, data_type: DataType) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(value),
        data_type,
        array: false,
        format: None,
    }
}

fn kind_of(value: &Expr) -> Option<Kind> {
    match value {
        Expr::Value(value) => match value.value {
            Value::Number(..) => Some(Kind::Number),
            Value::Boolean(_) => Some(Kind::Typed(DataType::Boolean)),
            _ => None,
        },
        Expr::UnaryOp { expr, .. } | Expr::Nested(expr) => kind_of(expr),
        Expr::TypedString(typed) => of_type(&typed.data_type),
        Expr::Cast { data_type, .. } => of_type(data_type),
        _ => None,
    }
}

fn of_type(kind: &DataType) -> Option<Kind> {
    match kind {
        DataType::Date | DataType::Time(..) | DataType::Timestamp(..) | DataType::Boolean => {
            Some(Kind::Typed(kind.clone()))
        }
        DataType::Int(_)
        | DataType::Integer(_)
        | DataType::BigInt(_)
        | DataType::SmallInt(_)
        | DataType::Numeric(_)
        | DataType::Decimal(_)
        | DataType::Dec(_) => Some(Kind::Number),
        DataType::Real
        | DataType::Float(_)
        | DataType::Float8
        | DataType::Double(_)
        | DataType::DoublePrecision => Some(Kind::Float),
        _ => None,
    }
}
