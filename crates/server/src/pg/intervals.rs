//! The text of an interval, as PostgreSQL writes it: `1 year 2 mons -3 days +04:05:06.7`.

use arrow::compute::kernels::cast_utils::parse_interval_month_day_nano;
use arrow::datatypes::IntervalMonthDayNano;

/// The interval of a text; none where it is none.
pub(super) fn interval(text: &str) -> Option<IntervalMonthDayNano> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let clock = words.pop_if(|last| last.contains(':'));
    let mut span = match words.is_empty() {
        true => IntervalMonthDayNano::ZERO,
        false => {
            let plain = words
                .iter()
                .map(|word| word.strip_prefix('+').unwrap_or(word));
            parse_interval_month_day_nano(&plain.collect::<Vec<_>>().join(" ")).ok()?
        }
    };
    match clock {
        Some(clock) => span.nanoseconds = span.nanoseconds.checked_add(nanoseconds(clock)?)?,
        None if words.is_empty() => return None,
        None => {}
    }
    Some(span)
}

/// `-04:05:06.7` or `04:05`.
fn nanoseconds(clock: &str) -> Option<i64> {
    let unsigned = clock.strip_prefix(['-', '+']).unwrap_or(clock);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = whole.split(':').map(|part| {
        let number = Some(part).filter(|part| !part.is_empty() && is_number(part));
        number?.parse::<i64>().ok()
    });
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || minutes > 59 || seconds > 60 {
        return None;
    }
    let fraction = match fraction.len() {
        0..=9 if is_number(fraction) => format!("{fraction:0<9}").parse::<i64>().ok()?,
        _ => return None,
    };
    let seconds = hours
        .checked_mul(3_600)?
        .checked_add(minutes * 60 + seconds)?;
    let size = seconds.checked_mul(1_000_000_000)?.checked_add(fraction)?;
    Some(if clock.starts_with('-') { -size } else { size })
}
