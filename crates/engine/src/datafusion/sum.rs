//! `sum` of whole numbers, which fails where the sum leaves BIGINT: DataFusion's wraps to a negative number. Every other `sum` is
//! DataFusion's own.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Decimal128Array, Int64Array, PrimitiveArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Int64Type};
use datafusion::common::{Result as DataFusionResult, ScalarValue, exec_datafusion_err};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, ReversedUDAF, Signature,
};

/// A sum on its way: 38 digits, which no number of rows of BIGINT fills.
const STATE: DataType = DataType::Decimal128(38, 0);

/// The function, to be registered in place of DataFusion's.
pub(crate) fn checked_sum() -> AggregateUDF {
    CheckedSum(sum_udaf()).into()
}

#[derive(Debug)]
struct CheckedSum(Arc<AggregateUDF>);

impl PartialEq for CheckedSum {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for CheckedSum {}

impl Hash for CheckedSum {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name().hash(state);
    }
}

fn is_whole(kind: &DataType) -> bool {
    *kind == DataType::Int64
}

impl AggregateUDFImpl for CheckedSum {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn signature(&self) -> &Signature {
        self.0.signature()
    }

    fn return_type(&self, arguments: &[DataType]) -> DataFusionResult<DataType> {
        self.0.return_type(arguments)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> DataFusionResult<Box<dyn Accumulator>> {
        match (is_whole(args.return_field.data_type()), args.is_distinct) {
            (true, false) => Ok(Box::new(Sum::default())),
            (true, true) => Ok(Box::new(DistinctSum::default())),
            (false, _) => self.0.accumulator(args),
        }
    }

    fn state_fields(&self, args: StateFieldsArgs) -> DataFusionResult<Vec<FieldRef>> {
        if is_whole(args.return_field.data_type()) && !args.is_distinct {
            let name = format_state_name(args.name, "sum");
            return Ok(vec![Arc::new(Field::new(name, STATE, true))]);
        }
        self.0.state_fields(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs) -> bool {
        self.0.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(
        &self,
        args: AccumulatorArgs,
    ) -> DataFusionResult<Box<dyn GroupsAccumulator>> {
        match is_whole(args.return_field.data_type()) {
            true => Ok(Box::new(Sums::default())),
            false => self.0.create_groups_accumulator(args),
        }
    }

    fn create_sliding_accumulator(
        &self,
        args: AccumulatorArgs,
    ) -> DataFusionResult<Box<dyn Accumulator>> {
        match is_whole(args.return_field.data_type()) && !args.is_distinct {
            true => Ok(Box::new(Sum::default())),
            false => self.0.create_sliding_accumulator(args),
        }
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }
}

/// The sum as BIGINT.
fn whole(sum: i128) -> DataFusionResult<i64> {
    i64::try_from(sum).map_err(|_| {
        exec_datafusion_err!(
            "a sum of whole numbers is {sum}, which is beyond BIGINT: sum CAST(… AS DECIMAL(38,0))"
        )
    })
}

/// Of the values that are not NULL, in one group.
#[derive(Debug, Default)]
struct Sum {
    sum: i128,
    values: u64,
}

impl Accumulator for Sum {
    fn update_batch(&mut self, values: &[ArrayRef]) -> DataFusionResult<()> {
        let values = values[0].as_primitive::<Int64Type>();
        for value in values.iter().flatten() {
            self.sum += i128::from(value);
            self.values += 1;
        }
        Ok(())
    }

    fn evaluate(&mut self) -> DataFusionResult<ScalarValue> {
        let sum = (self.values > 0).then(|| whole(self.sum)).transpose()?;
        Ok(ScalarValue::Int64(sum))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> DataFusionResult<Vec<ScalarValue>> {
        let sum = (self.values > 0).then_some(self.sum);
        Ok(vec![ScalarValue::Decimal128(sum, 38, 0)])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> DataFusionResult<()> {
        for sum in states[0].as_primitive::<Decimal128Type>().iter().flatten() {
            self.sum += sum;
            self.values += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> DataFusionResult<()> {
        let values = values[0].as_primitive::<Int64Type>();
        for value in values.iter().flatten() {
            self.sum -= i128::from(value);
            self.values -= 1;
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }
}

/// Of different values.
#[derive(Debug, Default)]
struct DistinctSum {
    values: HashSet<i64>,
}

impl Accumulator for DistinctSum {
    fn update_batch(&mut self, values: &[ArrayRef]) -> DataFusionResult<()> {
        let values = values[0].as_primitive::<Int64Type>();
        self.values.extend(values.iter().flatten());
        Ok(())
    }

    fn evaluate(&mut self) -> DataFusionResult<ScalarValue> {
        let sum = self.values.iter().map(|value| i128::from(*value)).sum();
        let any = !self.values.is_empty();
        Ok(ScalarValue::Int64(any.then(|| whole(sum)).transpose()?))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * size_of::<i64>()
    }

    fn state(&mut self) -> DataFusionResult<Vec<ScalarValue>> {
        let values = self.values.iter();
        let values: Vec<_> = values
            .map(|value| ScalarValue::Int64(Some(*value)))
            .collect();
        let list = ScalarValue::new_list_nullable(&values, &DataType::Int64);
        Ok(vec![ScalarValue::List(list)])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> DataFusionResult<()> {
        for values in states[0].as_list::<i32>().iter().flatten() {
            self.update_batch(&[values])?;
        }
        Ok(())
    }
}

/// Of many groups; none where a group has seen no value.
#[derive(Debug, Default)]
struct Sums {
    sums: Vec<Option<i128>>,
}

impl Sums {
    fn add(&mut self, group: usize, value: i128) {
        let sum = &mut self.sums[group];
        *sum = Some(sum.unwrap_or_default() + value);
    }
}

impl GroupsAccumulator for Sums {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> DataFusionResult<()> {
        self.sums.resize(total, None);
        let values = values[0].as_primitive::<Int64Type>();
        for (row, group) in groups.iter().enumerate() {
            let kept = filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
            if kept && values.is_valid(row) {
                self.add(*group, values.value(row).into());
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> DataFusionResult<ArrayRef> {
        let sums = emit_to.take_needed(&mut self.sums).into_iter();
        let sums = sums.map(|sum| sum.map(whole).transpose());
        Ok(Arc::new(sums.collect::<DataFusionResult<Int64Array>>()?))
    }

    fn state(&mut self, emit_to: EmitTo) -> DataFusionResult<Vec<ArrayRef>> {
        let sums = emit_to.take_needed(&mut self.sums).into_iter();
        let sums: Decimal128Array = sums.collect::<PrimitiveArray<Decimal128Type>>();
        Ok(vec![Arc::new(sums.with_precision_and_scale(38, 0)?)])
    }

    fn merge_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        total: usize,
    ) -> DataFusionResult<()> {
        self.sums.resize(total, None);
        let values = values[0].as_primitive::<Decimal128Type>();
        for (row, group) in groups.iter().enumerate() {
            if values.is_valid(row) {
                self.add(*group, values.value(row));
            }
        }
        Ok(())
    }

    fn convert_to_state(
        &self,
        values: &[ArrayRef],
        filter: Option<&BooleanArray>,
    ) -> DataFusionResult<Vec<ArrayRef>> {
        let mut sums = cast(&values[0], &STATE)?;
        if let Some(filter) = filter {
            // NULL where the filter is not true.
            let dropped: BooleanArray =
                filter.iter().map(|kept| Some(kept != Some(true))).collect();
            sums = arrow::compute::nullif(&sums, &dropped)?;
        }
        Ok(vec![sums])
    }

    fn size(&self) -> usize {
        self.sums.capacity() * size_of::<Option<i128>>()
    }
}
