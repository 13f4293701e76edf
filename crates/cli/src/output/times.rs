//! Times at an axis: the first, the middle and the last, with as much of each as tells them apart.

use arrow::array::{ArrayRef, TimestampMicrosecondArray};

use super::rows::texts;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// The texts at both ends of an axis and in its middle.
pub(super) fn at_axis(first: i64, last: i64) -> Vec<String> {
    let middle = first + last.wrapping_sub(first) / 2;
    let days = [first, last].iter().all(|time| time.rem_euclid(DAY) == 0);
    // A time of the day where the span is short, or where the rows have times.
    let whole = days || last.wrapping_sub(first) > 90 * DAY;
    [first, middle, last]
        .into_iter()
        .map(|time| spelled(time, whole))
        .collect()
}

/// `2026-01-31`, or `2026-01-31 08:26`.
fn spelled(time: i64, day_only: bool) -> String {
    let array: ArrayRef = std::sync::Arc::new(TimestampMicrosecondArray::from(vec![time]));
    let text = texts(&array)
        .ok()
        .and_then(|mut texts| texts.pop().flatten());
    let text = text.unwrap_or_else(|| time.to_string());
    match text.split_once('T') {
        Some((day, _)) if day_only => day.to_owned(),
        Some((day, clock)) => format!("{day} {}", clock.get(..5).unwrap_or(clock)),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::at_axis;

    #[test]
    fn an_axis_of_days_has_no_clock() {
        let day = 24 * 60 * 60 * 1_000_000;
        assert_eq!(
            at_axis(0, 4 * day),
            ["1970-01-01", "1970-01-03", "1970-01-05"]
        );
        assert_eq!(
            at_axis(0, day / 2),
            ["1970-01-01 00:00", "1970-01-01 06:00", "1970-01-01 12:00"]
        );
    }
}
