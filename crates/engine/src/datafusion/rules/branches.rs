//! Values that stand in one column have the type that PostgreSQL gives them, where DataFusion's is another one: a day beside a time is a
//! time of the same kind (DataFusion: nanoseconds without a zone), in CASE, `coalesce`, UNION and EXCEPT; a number beside a word in
//! `coalesce` is text.

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{Column, DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::{
    Distinct, Expr, ExprSchemable, Join, LogicalPlan, Projection, Union, cast,
};
use datafusion::optimizer::AnalyzerRule;

use super::copies::is_set_operation;
use super::expressions::in_node;
use crate::datafusion::number_kind::{NumberKind, number_kind};
use crate::datafusion::time_kind::{time_among, time_kind};

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct BranchesOfOneType;

impl AnalyzerRule for BranchesOfOneType {
    fn name(&self) -> &str {
        "branches_of_one_type"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Union(union) => in_union(union),
            LogicalPlan::Join(join) if is_set_operation(&join) => in_left_side(join),
            node => in_node(node, &|expr, schema| Ok(of_one_type(expr, schema))),
        })
        .data()
    }
}

fn of_one_type(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    match expr {
        Expr::Case(mut case) => {
            let values = case.when_then_expr.iter_mut().map(|(_, then)| then);
            let mut values: Vec<&mut Expr> = values
                .chain(case.else_expr.as_mut())
                .map(AsMut::as_mut)
                .collect();
            let changed = days_as_times(&mut values, schema);
            known(Expr::Case(case), changed)
        }
        Expr::ScalarFunction(mut call)
            if matches!(call.func.name(), "coalesce" | "greatest" | "least") =>
        {
            let mut values: Vec<&mut Expr> = call.args.iter_mut().collect();
            let mut changed = days_as_times(&mut values, schema);
            if call.func.name() == "coalesce" {
                changed |= numbers_as_text(&mut values, schema);
            }
            known(Expr::ScalarFunction(call), changed)
        }
        other => Transformed::no(other),
    }
}

fn known(expr: Expr, changed: bool) -> Transformed<Expr> {
    match changed {
        true => Transformed::yes(expr),
        false => Transformed::no(expr),
    }
}

fn days_as_times(values: &mut [&mut Expr], schema: &DFSchema) -> bool {
    let kinds: Vec<Option<DataType>> = values
        .iter()
        .map(|value| time_kind(value, schema))
        .collect();
    let Some(time) = time_among(&kinds) else {
        return false;
    };
    let mut changed = false;
    for (value, kind) in values.iter_mut().zip(kinds) {
        if kind == Some(DataType::Date32) {
            **value = cast(value.clone(), time.clone());
            changed = true;
        }
    }
    changed
}

/// Where a text among the values is no number that is written out.
fn numbers_as_text(values: &mut [&mut Expr], schema: &DFSchema) -> bool {
    let kind = |value: &Expr| value.get_type(schema).ok();
    let is_word = |value: &Expr| match value {
        Expr::Literal(ScalarValue::Utf8(Some(text)), _) => text.trim().parse::<f64>().is_err(),
        value => kind(value).is_some_and(|kind| kind.is_string()),
    };
    if !values.iter().any(|value| is_word(value)) {
        return false;
    }
    let mut changed = false;
    for value in values {
        if kind(value).is_some_and(|kind| kind.is_numeric()) {
            **value = cast(value.clone(), DataType::Utf8);
            changed = true;
        }
    }
    changed
}

/// The inputs of a UNION with their days as times, in those columns in which another input has times, with their quoted numbers as
/// numbers, where another input has numbers, and with their decimals as floats, where another input has floats.
fn in_union(union: Union) -> DataFusionResult<Transformed<LogicalPlan>> {
    let kinds_of = |place: usize| {
        let fields = union.inputs.iter();
        let fields = fields.map(move |input| input.schema().fields().get(place));
        fields.map(|field| field.map(|field| field.data_type().clone()))
    };
    let places = 0..union.schema.fields().len();
    let wanted: Vec<(Option<DataType>, Option<NumberKind>)> = places
        .map(|place| {
            let kinds: Vec<Option<DataType>> = kinds_of(place).collect();
            let has_days = kinds.contains(&Some(DataType::Date32));
            let numbers = union.inputs.iter().zip(&kinds);
            let numbers = numbers.filter_map(|(input, kind)| match input.as_ref() {
                LogicalPlan::Projection(projection) => {
                    number_kind(projection.expr.get(place)?, projection.input.schema())
                }
                _ => NumberKind::of(kind.as_ref()?),
            });
            (time_among(&kinds).filter(|_| has_days), numbers.max())
        })
        .collect();
    let mut changes = false;
    let mut inputs = Vec::with_capacity(union.inputs.len());
    for input in &union.inputs {
        let columns = input.schema().iter().zip(&wanted).enumerate();
        let columns = columns.map(|(place, ((qualifier, field), (time, numbers)))| {
            let column = Expr::Column(Column::from((qualifier, field)));
            let changed = match (time, quoted_in(input, place, *numbers)?) {
                (Some(time), _) if *field.data_type() == DataType::Date32 => {
                    cast(column, time.clone())
                }
                (_, Some(number)) => Expr::Literal(number, None),
                _ if *numbers == Some(NumberKind::Float)
                    && NumberKind::of(field.data_type()) == Some(NumberKind::Decimal) =>
                {
                    cast(column, DataType::Float64)
                }
                // INTERSECT and EXCEPT have names of their own, by which DataFusion does not find them when the other inputs are empty.
                _ if matches!(input.as_ref(), LogicalPlan::Join(_)) => column,
                _ => return Ok(column),
            };
            changes = true;
            let (qualifier, field) = match input.as_ref() {
                LogicalPlan::Join(_) => union.schema.qualified_field(place),
                _ => (qualifier, field),
            };
            Ok(changed.alias_qualified(qualifier.cloned(), field.name()))
        });
        let columns = columns.collect::<DataFusionResult<Vec<Expr>>>()?;
        let input = Projection::try_new(columns, Arc::clone(input))?;
        inputs.push(Arc::new(LogicalPlan::Projection(input)));
    }
    if !changes {
        return Ok(Transformed::no(LogicalPlan::Union(union)));
    }
    let union = Union::try_new_with_loose_types(inputs)?;
    Ok(Transformed::yes(LogicalPlan::Union(union)))
}

/// The number in quotes that a column of this input is, beside numbers of a kind.
fn quoted_in(
    input: &LogicalPlan,
    place: usize,
    numbers: Option<NumberKind>,
) -> DataFusionResult<Option<ScalarValue>> {
    let (LogicalPlan::Projection(projection), Some(numbers)) = (input, numbers) else {
        return Ok(None);
    };
    match projection.expr.get(place).cloned().map(Expr::unalias) {
        Some(Expr::Literal(ScalarValue::Utf8(Some(text)), _)) => numbers.reads(&text),
        _ => Ok(None),
    }
}

/// Digits behind the point of what may turn out to be a decimal: no decimal of a table has more.
const LEAST_DIGITS: i8 = 12;

/// The rows of EXCEPT and INTERSECT are those of the left side: its whole numbers are decimals where the right side has decimals, and its numbers are floats where that has floats. Before types
/// are coerced, what seems a whole number may be a decimal too, as `CASE WHEN … THEN 0 ELSE price END` and a UNION: it keeps its digits.
fn in_left_side(mut join: Join) -> DataFusionResult<Transformed<LogicalPlan>> {
    let mut changed = false;
    let pairs = join.left.schema().iter().zip(join.right.schema().fields());
    let columns = pairs.map(|((qualifier, left), right)| {
        let column = Expr::Column(Column::from((qualifier, left)));
        let (own, other) = (left.data_type(), right.data_type());
        let both = match (NumberKind::of(own), other) {
            (Some(NumberKind::Whole), DataType::Decimal128(_, scale)) => {
                let scale = LEAST_DIGITS.max(*scale);
                DataType::Decimal128(DECIMAL128_MAX_PRECISION, scale)
            }
            (Some(_), DataType::Float64) => DataType::Float64,
            _ => return column,
        };
        changed = true;
        cast(column, both).alias_qualified(qualifier.cloned(), left.name())
    });
    let columns: Vec<Expr> = columns.collect();
    if !changed {
        return Ok(Transformed::no(LogicalPlan::Join(join)));
    }
    let shown = |rows: Arc<LogicalPlan>| {
        Projection::try_new(columns, rows).map(|shown| Arc::new(LogicalPlan::Projection(shown)))
    };
    join.left = match join.left.as_ref() {
        LogicalPlan::Distinct(Distinct::All(rows)) => {
            let rows = shown(Arc::clone(rows))?;
            Arc::new(LogicalPlan::Distinct(Distinct::All(rows)))
        }
        _ => shown(Arc::clone(&join.left))?,
    };
    let join = LogicalPlan::Join(join).recompute_schema()?;
    Ok(Transformed::yes(join))
}
