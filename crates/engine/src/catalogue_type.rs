//! Which of PostgreSQL's types a column of its catalogue has, where Arrow's type does not tell: `char`, `int2vector`.

use arrow::datatypes::Field;

/// The key of a field's metadata that says it.
pub(crate) const CATALOGUE_TYPE: &str = "storeql:postgres";

/// Whether a field's values are a vector: an array that is written `1 2`, and whose first element has the place 0.
pub(crate) fn is_vector(field: &Field) -> bool {
    let kind = field.metadata().get(CATALOGUE_TYPE);
    kind.is_some_and(|kind| kind == "int2vector" || kind == "oidvector")
}
