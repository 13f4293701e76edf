//! Exact decimals from the API's spellings: `12`, `12.5000`, `"62.6793"`, `1.5E+2`. Nothing is rounded.

/// The unscaled value at `scale`, or `None` when the text is no number, has digits beyond the scale, or needs more than
/// `precision` digits.
pub(super) fn parse(text: &str, precision: u8, scale: i8) -> Option<i128> {
    let value = plain(text.as_bytes(), scale).or_else(|| any(text, scale))?;
    let most = POWERS.get(usize::from(precision))?;
    (value.abs() < *most).then_some(value)
}

/// Powers of ten.
const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Digits that fit 64 bits whatever they are.
const FEW: usize = 18;

/// Few digits, a point perhaps, and no exponent: nearly every number, and no need for 128 bits. `None` for any other text.
fn plain(text: &[u8], scale: i8) -> Option<i128> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut value = 0_u64;
    let mut point = None;
    for (position, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' if position <= FEW => {
                value = value.wrapping_mul(10) + u64::from(byte - b'0')
            }
            b'.' if point.is_none() => point = Some(position),
            _ => return None,
        }
    }
    let fraction = point.map_or(0, |point| text.len() - point - 1);
    let digits = text.len() - usize::from(point.is_some());
    if !(1..=FEW).contains(&digits) {
        return None;
    }
    let shift = usize::try_from(scale).ok()?.checked_sub(fraction)?;
    let value = i128::from(value).checked_mul(*POWERS.get(shift)?)?;
    Some(if negative { -value } else { value })
}

/// Every spelling.
fn any(text: &str, scale: i8) -> Option<i128> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(position) => {
            let exponent: i32 = text[position + 1..].parse().ok()?;
            (&text[..position], exponent)
        }
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.as_bytes() {
        [b'-', ..] => (true, &mantissa[1..]),
        [b'+', ..] => (false, &mantissa[1..]),
        _ => (false, mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value
            .checked_mul(10)?
            .checked_add(i128::from(byte - b'0'))?;
    }
    let shift = i32::from(scale)
        .checked_sub(i32::try_from(fraction.len()).ok()?)?
        .checked_add(exponent)?;
    let value = shifted(value, shift)?;
    Some(if negative { -value } else { value })
}

fn shifted(value: i128, shift: i32) -> Option<i128> {
    if value == 0 {
        return Some(0);
    }
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    match shift {
        0.. => value.checked_mul(power),
        _ => (value % power == 0).then_some(value / power),
    }
}

#[cfg(test)]
mod tests {
    use super::{any, parse, plain};

    #[test]
    fn spellings_of_the_api() {
        assert_eq!(parse("62.6793", 20, 4), Some(626_793));
        assert_eq!(parse("12", 20, 4), Some(120_000));
        assert_eq!(parse("-0.5", 20, 4), Some(-5_000));
        assert_eq!(parse("1.5E+2", 20, 4), Some(1_500_000));
        assert_eq!(parse("1e-4", 20, 4), Some(1));
        assert_eq!(parse("1.0000000000", 20, 4), Some(10_000));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        for text in [
            "0.00001",
            "",
            "-",
            ".",
            "abc",
            "1,5",
            "12345678901234567",
            "1e40",
        ] {
            assert_eq!(parse(text, 20, 4), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_is_the_long_way(text in "-?[0-9]{0,20}[.]?[0-9]{0,5}[e+]?", scale in 0_i8..11) {
            if let Some(value) = plain(text.as_bytes(), scale) {
                proptest::prop_assert_eq!(Some(value), any(&text, scale));
            }
        }
    }
}
