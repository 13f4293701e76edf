//! The frame of these functions: a name, how many values it takes, the type of what it answers, and what it makes of one row.

use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result as DataFusionResult, exec_datafusion_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    TypeSignature, Volatility,
};

use super::super::field::{data_type, field};
use super::super::objects::Objects;
use super::super::session::PostgresSession;
use super::super::value::{Value, column};
use crate::by_rows::by_rows;

/// What a function sees beside its values.
pub(super) struct Asked<'a> {
    pub(super) session: &'a PostgresSession,
    pub(super) objects: &'a Objects,
    /// The fields of its arguments.
    pub(super) fields: &'a [FieldRef],
}

type Compute = fn(&Asked<'_>, &[Value]) -> DataFusionResult<Value>;

/// One function.
#[derive(Debug, Clone)]
pub(super) struct Function {
    name: &'static str,
    takes: RangeInclusive<usize>,
    /// The name of PostgreSQL's type.
    returns: &'static str,
    /// It is NULL where one of its values is.
    strict: bool,
    compute: Compute,
}

/// A function that is NULL where one of its values is.
pub(super) const fn strict(
    name: &'static str,
    takes: RangeInclusive<usize>,
    returns: &'static str,
    compute: Compute,
) -> Function {
    Function {
        name,
        takes,
        returns,
        strict: true,
        compute,
    }
}

/// A function that sees NULL, too.
pub(super) const fn lenient(
    name: &'static str,
    takes: RangeInclusive<usize>,
    returns: &'static str,
    compute: Compute,
) -> Function {
    Function {
        strict: false,
        ..strict(name, takes, returns, compute)
    }
}

/// A function that is always NULL: what it would show is nothing that a store has.
pub(super) const fn nothing(
    name: &'static str,
    takes: RangeInclusive<usize>,
    returns: &'static str,
) -> Function {
    strict(name, takes, returns, |_, _| Ok(Value::Null))
}

impl Function {
    pub(super) fn made(&self, session: &Arc<PostgresSession>) -> ScalarUDF {
        let counts = self.takes.clone();
        let kinds = counts.map(|count| match count {
            0 => TypeSignature::Nullary,
            count => TypeSignature::Any(count),
        });
        ScalarUDF::from(Asking {
            function: self.clone(),
            session: Arc::clone(session),
            signature: Signature::one_of(kinds.collect(), Volatility::Stable),
        })
    }

    /// The type of its values. A list of what a list has holds the same elements.
    fn kind(&self, arguments: &[FieldRef]) -> DataFusionResult<DataType> {
        if self.returns != "_expanded" {
            return Ok(data_type(self.returns));
        }
        let element = match arguments.first().map(|field| field.data_type()) {
            Some(DataType::List(element)) => element.data_type().clone(),
            _ => return Err(exec_datafusion_err!("{} takes an array", self.name)),
        };
        let members = vec![
            Field::new("x", element, true),
            Field::new("n", DataType::Int32, true),
        ];
        let row = DataType::Struct(members.into());
        Ok(DataType::List(Arc::new(Field::new_list_field(row, true))))
    }
}

struct Asking {
    function: Function,
    session: Arc<PostgresSession>,
    signature: Signature,
}

impl std::fmt::Debug for Asking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.function.name)
    }
}

impl PartialEq for Asking {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Asking {}

impl Hash for Asking {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

impl ScalarUDFImpl for Asking {
    fn name(&self) -> &str {
        self.function.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(data_type(self.function.returns))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> DataFusionResult<FieldRef> {
        let told = field(self.name(), self.function.returns);
        let kind = self.function.kind(args.arg_fields)?;
        Ok(Arc::new(told.with_data_type(kind)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let catalogue = self.session.catalogue();
        let asked = Asked {
            session: &self.session,
            objects: &catalogue.objects,
            fields: &args.arg_fields,
        };
        let kind = self.function.kind(&args.arg_fields)?;
        by_rows(&args.args, args.number_rows, |columns| {
            let rows = columns
                .first()
                .map_or(args.number_rows, |column| column.len());
            let rows = if columns.is_empty() { 1 } else { rows };
            let values = (0..rows).map(|row| {
                let values = columns.iter().map(|column| Value::of(column, row));
                let values = values.collect::<DataFusionResult<Vec<_>>>()?;
                match self.function.strict && values.contains(&Value::Null) {
                    true => Ok(Value::Null),
                    false => (self.function.compute)(&asked, &values),
                }
            });
            let values = values.collect::<DataFusionResult<Vec<_>>>()?;
            Ok(column(&kind, values)?)
        })
    }
}
