//! A statement's calls, casts and operators as other databases spell them, made into those that are planned. Runs before the names of the
//! statement are resolved, since `DATEDIFF(day, a, b)` has a word that is no column.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, DateTimeField, ExactNumberInfo, Expr, Function as Call,
    ObjectName, ObjectNamePart, Spanned, Statement, TableFactor, TimezoneInfo, TrimWhereField,
    UnaryOperator, Value, ValueWithSpan, VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Location;

use super::form::{arguments, constant, filled, formed, other_values};
use super::function::Becomes;
use super::{parts, rows, similar, table};
use crate::error::{Error, ErrorKind, Result};

/// Rewrites the whole statement; an error, with its place, where a call cannot be what it says.
pub(crate) fn as_planned(statement: &mut Statement) -> Result<(), (Error, Location)> {
    match statement.visit(&mut Spellings) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Spellings;

impl VisitorMut for Spellings {
    type Break = (Error, Location);

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<(Error, Location)> {
        if let Value::NationalStringLiteral(text) = &value.value {
            value.value = Value::SingleQuotedString(text.clone());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(
        &mut self,
        factor: &mut TableFactor,
    ) -> ControlFlow<(Error, Location)> {
        let lists = rows::as_lists(factor);
        match lists.err().or_else(|| of_factor(factor).and_then(refused)) {
            Some(error) => ControlFlow::Break((error, factor.span().start)),
            None => ControlFlow::Continue(()),
        }
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<(Error, Location)> {
        match made(expr) {
            Ok(Some(made)) => *expr = made,
            Ok(None) => {}
            Err(error) => return ControlFlow::Break((error, expr.span().start)),
        }
        ControlFlow::Continue(())
    }
}

fn made(expr: &mut Expr) -> Result<Option<Expr>> {
    match expr {
        Expr::Function(call) => called(call),
        Expr::Identifier(name)
            if name.value.eq_ignore_ascii_case("@@version") && name.quote_style.is_none() =>
        {
            filled(concat!("'StoreQL ", env!("CARGO_PKG_VERSION"), "'"), &[]).map(Some)
        }
        Expr::Position { expr, r#in } => filled(
            "strpos($1, $2)",
            &[r#in.as_ref().clone(), expr.as_ref().clone()],
        )
        .map(Some),
        Expr::Extract { field, expr, .. } => part(field, expr),
        Expr::Substring {
            substring_from: None,
            substring_for: None,
            ..
        } => Err(other_values(
            "substring",
            "substring(value1, value2), as substring(name, 2), or substring(value1, value2, value3)",
        )),
        Expr::Substring {
            expr,
            substring_from: Some(pattern),
            substring_for: None,
            ..
        } if constant(pattern).is_some() => {
            let values = [expr.as_ref().clone(), pattern.as_ref().clone()];
            filled("array_element(regexp_match($1, $2), 1)", &values).map(Some)
        }
        // One spelling of each, so that two of them in a SELECT list are seen to be one.
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            ..
        } => {
            let one = || Expr::value(Value::Number("1".to_owned(), false));
            let from = substring_from.as_deref().cloned().unwrap_or_else(one);
            let text = expr.as_ref().clone();
            match substring_for.as_deref() {
                None => filled("substr($1, $2)", &[text, from]),
                Some(length) => filled("substr($1, $2, $3)", &[text, from, length.clone()]),
            }
            .map(Some)
        }
        Expr::Trim {
            expr,
            trim_where: None | Some(TrimWhereField::Both),
            trim_what,
            trim_characters: None,
        } => match trim_what {
            None => filled("btrim($1)", std::slice::from_ref(expr)).map(Some),
            Some(what) => {
                let values = [expr.as_ref().clone(), what.as_ref().clone()];
                filled("btrim($1, $2)", &values).map(Some)
            }
        },
        Expr::SimilarTo {
            negated,
            expr,
            pattern,
            escape_char,
        } => similar::as_expression(*negated, expr, pattern, escape_char.as_ref()).map(Some),
        Expr::RLike {
            negated,
            expr,
            pattern,
            ..
        } => {
            let (left, right) = (expr.clone(), pattern.clone());
            let op = match negated {
                true => BinaryOperator::PGRegexNotMatch,
                false => BinaryOperator::PGRegexMatch,
            };
            Ok(Some(Expr::BinaryOp { left, op, right }))
        }
        Expr::UnaryOp {
            op: UnaryOperator::BangNot,
            expr,
        } => Ok(Some(Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr: expr.clone(),
        })),
        Expr::Convert {
            is_try,
            expr,
            data_type: Some(data_type),
            charset: None,
            styles,
            ..
        } if styles.is_empty() => {
            let mut data_type = data_type.clone();
            of_others(&mut data_type);
            Ok(Some(Expr::Cast {
                kind: if *is_try {
                    CastKind::TryCast
                } else {
                    CastKind::Cast
                },
                expr: expr.clone(),
                data_type,
                array: false,
                format: None,
            }))
        }
        Expr::Convert { styles, .. } => Err(Error::new(
            ErrorKind::Unsupported,
            match styles.is_empty() {
                true => "CONVERT … USING is not supported: a text is always UTF-8",
                false => {
                    "CONVERT with a style is not supported: write to_char(…, 'YYYY-MM-DD') or to_date(…, 'DD.MM.YYYY')"
                }
            },
        )),
        Expr::Cast { data_type, .. } => {
            of_others(data_type);
            Ok(None)
        }
        Expr::TypedString(typed) => {
            of_others(&mut typed.data_type);
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// The last part of a function's name, in small letters.
fn name_of(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [ObjectNamePart::Identifier(name)] => Some(name.value.to_lowercase()),
        _ => None,
    }
}

fn called(call: &mut Call) -> Result<Option<Expr>> {
    // `{fn …}` is the call.
    call.uses_odbc_syntax = false;
    let Some(name) = name_of(&call.name) else {
        return Ok(None);
    };
    let Some(function) = table::find(&name) else {
        return Ok(None);
    };
    match function.becomes {
        Becomes::Itself | Becomes::Ours(..) => Ok(None),
        Becomes::Forms(forms) => formed(&name, call, forms).map(Some),
        Becomes::Rewritten(rewrite) => rewrite(call).map(Some),
        Becomes::Rows(forms) => {
            let values = arguments(call).unwrap_or_default();
            rows::in_select(&name, forms, &values).map(Some)
        }
        Becomes::Refused(_) => refused(&call.name).map_or(Ok(None), Err),
    }
}

/// The name of the function whose rows FROM has.
fn of_factor(factor: &TableFactor) -> Option<&ObjectName> {
    match factor {
        TableFactor::Table {
            name,
            args: Some(_),
            ..
        }
        | TableFactor::Function { name, .. } => Some(name),
        _ => None,
    }
}

/// Why a function of that name is refused, if it is.
fn refused(name: &ObjectName) -> Option<Error> {
    let name = name_of(name)?;
    match table::find(&name)?.becomes {
        Becomes::Refused(instead) => Some(Error::new(
            ErrorKind::Unsupported,
            format!("{name} is not supported: {instead}"),
        )),
        _ => None,
    }
}

/// A part of a time that DataFusion does not take out.
fn part(field: &DateTimeField, time: &Expr) -> Result<Option<Expr>> {
    if let Some(made) = parts::taken_out(&field.to_string().to_lowercase(), time)? {
        return Ok(Some(made));
    }
    let DateTimeField::Custom(name) = field else {
        return Ok(None);
    };
    let unit = super::units::unit_of(&Expr::Identifier(name.clone()))?;
    let form = format!("date_part('{unit}', $1)");
    filled(&form, std::slice::from_ref(time)).map(Some)
}

/// The type that another database's name of a type means.
fn of_others(kind: &mut DataType) {
    let decimal =
        |precision, scale| DataType::Numeric(ExactNumberInfo::PrecisionAndScale(precision, scale));
    let other = match kind {
        DataType::Custom(name, modifiers) if modifiers.is_empty() => {
            let Some(name) = name_of(name) else {
                return;
            };
            match name.as_str() {
                "money" => decimal(19, 4),
                "smallmoney" => decimal(10, 4),
                "smalldatetime" | "datetime2" => DataType::Timestamp(None, TimezoneInfo::None),
                "datetimeoffset" => DataType::Timestamp(None, TimezoneInfo::Tz),
                "number" => DataType::Numeric(ExactNumberInfo::None),
                "uniqueidentifier" | "ntext" => DataType::Text,
                _ => return,
            }
        }
        DataType::Signed
        | DataType::SignedInteger
        | DataType::Unsigned
        | DataType::UnsignedInteger
        | DataType::Int64 => DataType::BigInt(None),
        DataType::Float64 => DataType::DoublePrecision,
        DataType::String(None) | DataType::Nvarchar(None) => DataType::Text,
        DataType::Bit(None) => DataType::Boolean,
        DataType::Datetime(_) => DataType::Timestamp(None, TimezoneInfo::None),
        _ => return,
    };
    *kind = other;
}
