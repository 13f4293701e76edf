//! Exact numbers as text: how the differential test compares decimals, and how results of the corpus are written.

use std::fmt;

/// An exact number: `unscaled` divided by ten to the power of `scale`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decimal {
    /// The digits.
    pub unscaled: i128,
    /// How many of them stand behind the point.
    pub scale: u32,
}

impl Decimal {
    /// `-12.50` as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let unscaled = format!("{whole}{fraction}").parse().ok()?;
        let scale = u32::try_from(fraction.len()).ok()?;
        Some(Self { unscaled, scale })
    }

    /// Without the noughts at its end.
    pub fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.unscaled % 10 == 0 {
            self.unscaled /= 10;
            self.scale -= 1;
        }
        self
    }

    /// Rounded half away from zero, as PostgreSQL rounds.
    pub fn rounded(mut self, scale: u32) -> Self {
        if self.scale > scale {
            let Some(unit) = 10_i128.checked_pow(self.scale - scale) else {
                return Self { unscaled: 0, scale };
            };
            let rest = self.unscaled % unit;
            self.unscaled /= unit;
            if rest.abs() >= unit - rest.abs() {
                self.unscaled += rest.signum();
            }
            self.scale = scale;
        }
        self
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!(
            "{:0width$}",
            self.unscaled.abs(),
            width = self.scale as usize + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        let sign = if self.unscaled < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_half_away_from_zero() {
        let rounded = |text: &str, scale| Decimal::parse(text).unwrap().rounded(scale).to_string();
        assert_eq!(rounded("0.45", 1), "0.5");
        assert_eq!(rounded("-0.45", 1), "-0.5");
        assert_eq!(rounded("0.4499", 1), "0.4");
        assert_eq!(rounded("12.5", 4), "12.5");
        assert_eq!(rounded("0.05", 0), "0");
        assert_eq!(Decimal::parse("-0.05").unwrap().to_string(), "-0.05");
    }
}
