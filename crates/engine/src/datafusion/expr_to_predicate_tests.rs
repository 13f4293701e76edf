//! What filters say of single columns.

use datafusion::logical_expr::{col, lit};

use super::*;

fn read(filter: Expr) -> Constraints {
    predicate(&[filter])
}

fn ints(values: &[i64]) -> Vec<Value> {
    values.iter().copied().map(Value::Int).collect()
}

#[test]
fn a_flipped_comparison_is_turned() {
    let constraints = read(lit(5_i64).lt(col("id")));
    assert_eq!(
        constraints.columns["id"].low,
        Some(Bound {
            value: Value::Int(5),
            inclusive: false
        })
    );
    assert!(!constraints.partial);
}

#[test]
fn equalities_by_or_become_a_list() {
    let filter = col("id")
        .eq(lit(3_i64))
        .or(col("id").eq(lit(1_i64)))
        .or(col("id").in_list(vec![lit(2_i64)], false));
    assert_eq!(read(filter).allowed("id"), Some(&ints(&[1, 2, 3])[..]));
}

#[test]
fn or_over_two_columns_is_left_to_the_engine() {
    let constraints = read(col("id").eq(lit(3_i64)).or(col("status_id").eq(lit(1_i64))));
    assert!(constraints.partial && constraints.columns.is_empty());
}

#[test]
fn lists_and_ranges_meet() {
    let filter = col("id")
        .in_list(vec![lit(1_i64), lit(5_i64), lit(9_i64)], false)
        .and(col("id").gt(lit(1_i64)));
    assert_eq!(read(filter).allowed("id"), Some(&ints(&[5, 9])[..]));
    let filter = col("id").eq(lit(1_i64)).and(col("id").eq(lit(2_i64)));
    assert!(read(filter).contradictory());
}

#[test]
fn the_tighter_bound_wins() {
    let filter = col("id")
        .gt_eq(lit(5_i64))
        .and(col("id").gt(lit(5_i64)))
        .and(col("id").lt(lit(9_i64)))
        .and(col("id").lt_eq(lit(9_i64)));
    let tests = &read(filter).columns["id"];
    assert!(tests.low.as_ref().is_some_and(|low| !low.inclusive));
    assert!(tests.high.as_ref().is_some_and(|high| !high.inclusive));
}

#[test]
fn a_cast_column_is_no_column() {
    use arrow::datatypes::DataType;
    let filter = datafusion::logical_expr::cast(col("id"), DataType::Utf8).eq(lit("5"));
    assert!(read(filter).partial);
}

#[test]
fn null_is_no_value() {
    assert!(read(col("id").eq(lit(datafusion::scalar::ScalarValue::Int64(None)))).partial);
}

#[test]
fn like_gives_its_text_only_when_it_is_plain() {
    assert_eq!(
        read(col("name").like(lit("Ac%"))).columns["name"]
            .like
            .as_deref(),
        Some("Ac")
    );
    assert!(read(col("name").like(lit("A_c%"))).columns.is_empty());
}
