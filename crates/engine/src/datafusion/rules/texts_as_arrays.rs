//! A text that is cast to an array is read as PostgreSQL writes arrays, and an array that is cast to text is written so: `'{1,2}'::int[]`,
//! `ARRAY[1, 2]::text`; the text of a vector of the catalogue is `1 2`. DataFusion makes a list of one element of any text, and writes `[1, 2]`.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, ListBuilder, StringArray, StringBuilder, new_empty_array,
};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, exec_err};
use datafusion::logical_expr::expr::Cast;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use crate::array_text;
use crate::by_rows::by_rows;
use crate::catalogue_type::is_vector;
use crate::error::{Error, ErrorKind};
use crate::sql_types::sql_name;

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct TextsAsArrays;

impl AnalyzerRule for TextsAsArrays {
    fn name(&self) -> &str {
        "texts_as_arrays"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, converted)
    }
}

fn converted(expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    let Expr::Cast(Cast { expr: value, field }) = expr else {
        return Ok(Transformed::no(expr));
    };
    let from = value.to_field(schema)?.1;
    let to = field.data_type();
    let reads = from.data_type().is_string() && matches!(to, DataType::List(_));
    let writes = to.is_string() && is_written(from.data_type());
    if !reads && !writes {
        return Ok(Transformed::no(Expr::Cast(Cast { expr: value, field })));
    }
    let function = Conversion {
        to: to.clone(),
        vector: is_vector(&from),
        signature: Signature::any(1, Volatility::Immutable),
    };
    Ok(Transformed::yes(
        ScalarUDF::from(function).call(vec![*value]),
    ))
}

/// An array whose text is written here; times within an array are DataFusion's to write.
fn is_written(kind: &DataType) -> bool {
    match kind {
        DataType::List(element) => match element.data_type() {
            element @ DataType::List(_) => is_written(element),
            element => !matches!(element, DataType::Timestamp(..)),
        },
        _ => false,
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Conversion {
    to: DataType,
    /// It writes vectors.
    vector: bool,
    signature: Signature,
}

impl ScalarUDFImpl for Conversion {
    fn name(&self) -> &str {
        match self.to {
            DataType::List(_) => "array_of_text",
            _ => "text_of_array",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(self.to.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |values| {
            let [values] = values else {
                return exec_err!("an array is made of one value");
            };
            match &self.to {
                DataType::List(element) => read(values, element.data_type(), &self.to),
                text => Ok(cast(&written(values, self.vector)?, text)?),
            }
        })
    }
}

fn read(texts: &ArrayRef, element: &DataType, list: &DataType) -> DataFusionResult<ArrayRef> {
    let texts = cast(texts, &DataType::Utf8)?;
    let mut lists = ListBuilder::new(StringBuilder::new());
    for text in texts.as_string::<i32>() {
        let Some(text) = text else {
            lists.append_null();
            continue;
        };
        let Some(elements) = array_text::elements(text) else {
            let message = format!(
                "the text '{text}' is no array of {}: write it as {{a,b}}",
                sql_name(element)
            );
            return Err(Error::new(ErrorKind::InvalidValue, message)
                .with_sqlstate("22P02")
                .about_typed(text)
                .into_datafusion());
        };
        for element in elements {
            lists.values().append_option(element);
        }
        lists.append(true);
    }
    let exactly = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    let lists: ArrayRef = Arc::new(lists.finish());
    Ok(cast_with_options(&lists, list, &exactly)?)
}

fn written(lists: &ArrayRef, vector: bool) -> DataFusionResult<StringArray> {
    let lists = lists.as_list::<i32>();
    let mut texts = StringBuilder::new();
    for row in 0..lists.len() {
        if lists.is_null(row) {
            texts.append_null();
            continue;
        }
        let text = array(&lists.value(row))?;
        texts.append_value(match vector {
            true => text.trim_matches(['{', '}']).replace(',', " "),
            false => text,
        });
    }
    Ok(texts.finish())
}

/// The text of one array.
fn array(elements: &ArrayRef) -> DataFusionResult<String> {
    let mut text = "{".to_owned();
    if let DataType::List(_) = elements.data_type() {
        // Arrays within an array stand without quotes.
        let inner = written(elements, false)?;
        let inner: Vec<&str> = inner.iter().map(|text| text.unwrap_or("NULL")).collect();
        text += &inner.join(",");
    } else {
        let elements = match elements.data_type() {
            DataType::Null => new_empty_array(&DataType::Utf8),
            DataType::Boolean => letters(elements),
            _ => cast(elements, &DataType::Utf8)?,
        };
        for element in elements.as_string::<i32>() {
            array_text::push(&mut text, element);
        }
    }
    text.push('}');
    Ok(text)
}

fn letters(truths: &ArrayRef) -> ArrayRef {
    let letter = |truth: bool| if truth { "t" } else { "f" };
    let letters = truths.as_boolean().iter().map(|truth| truth.map(letter));
    Arc::new(letters.collect::<StringArray>())
}
