//! Exact decimals in PostgreSQL's two spellings: digits with a point, and groups of four digits.

use bytes::{BufMut, BytesMut};

/// A decimal number: its digits without the point, and how many of them stand behind it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pg) struct Digits {
    pub(in crate::pg) negative: bool,
    /// `0` to `9` as ASCII.
    pub(in crate::pg) digits: Vec<u8>,
    pub(in crate::pg) scale: usize,
}

impl Digits {
    /// A whole number, of which the last `scale` digits stand behind the point; with a negative scale noughts are added.
    pub(in crate::pg) fn of(number: &str, scale: i8) -> Self {
        let digits = number.trim_start_matches('-');
        let mut own = Self {
            negative: number.starts_with('-'),
            digits: digits.as_bytes().to_vec(),
            scale: usize::try_from(scale).unwrap_or(0),
        };
        if scale < 0 && digits != "0" {
            let noughts = usize::from(scale.unsigned_abs());
            own.digits.extend(std::iter::repeat_n(b'0', noughts));
        }
        own
    }

    /// As text, with all digits behind the point.
    pub(in crate::pg) fn text(&self, out: &mut BytesMut) {
        if self.negative {
            out.put_u8(b'-');
        }
        let whole = self.digits.len().saturating_sub(self.scale);
        match whole {
            0 => out.put_u8(b'0'),
            _ => out.put_slice(&self.digits[..whole]),
        }
        if self.scale > 0 {
            out.put_u8(b'.');
            let missing = self.scale.saturating_sub(self.digits.len());
            out.put_bytes(b'0', missing);
            out.put_slice(&self.digits[whole..]);
        }
    }

    /// As PostgreSQL's binary numeric: groups of four digits around the point.
    pub(in crate::pg) fn binary(&self, out: &mut BytesMut) {
        // The place of each digit counted from the point: 0 is the unit, -1 the first behind the point.
        let first_place = self.digits.len() as i64 - 1 - self.scale as i64;
        let mut groups: Vec<i16> = Vec::with_capacity(self.digits.len() / 4 + 2);
        let first_group = first_place.div_euclid(4);
        for (index, digit) in self.digits.iter().enumerate() {
            let place = first_place - index as i64;
            let group = (first_group - place.div_euclid(4)) as usize;
            if group == groups.len() {
                groups.push(0);
            }
            let tens = 10_i16.pow(place.rem_euclid(4) as u32);
            groups[group] += i16::from(digit - b'0') * tens;
        }
        let leading = groups.iter().take_while(|group| **group == 0).count();
        let trailing = groups.iter().rev().take_while(|group| **group == 0).count();
        let is_zero = leading == groups.len();
        let groups = match is_zero {
            true => &[],
            false => &groups[leading..groups.len() - trailing],
        };
        let weight = match is_zero {
            true => 0,
            false => (first_group - leading as i64) as i16,
        };
        out.put_i16(groups.len() as i16);
        out.put_i16(weight);
        out.put_u16(if self.negative && !is_zero { 0x4000 } else { 0 });
        out.put_u16(self.scale as u16);
        for group in groups {
            out.put_i16(*group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: &str, scale: i8) -> String {
        let mut out = BytesMut::new();
        Digits::of(number, scale).text(&mut out);
        String::from_utf8(out.to_vec()).unwrap()
    }

    fn binary(number: &str, scale: i8) -> Vec<i16> {
        let mut out = BytesMut::new();
        Digits::of(number, scale).binary(&mut out);
        let pairs = out.chunks_exact(2);
        pairs
            .map(|pair| i16::from_be_bytes([pair[0], pair[1]]))
            .collect()
    }

    #[test]
    fn every_digit_stands_in_the_text() {
        assert_eq!(text("125000", 4), "12.5000");
        assert_eq!(text("-5", 4), "-0.0005");
        assert_eq!(text("0", 4), "0.0000");
        assert_eq!(text("7", 0), "7");
        assert_eq!(text("7", -2), "700");
    }

    /// The words are a count of groups, the weight of the first, the sign, the scale, and the groups: as PostgreSQL's
    /// `numeric_send` gives them.
    #[test]
    fn groups_of_four_digits() {
        assert_eq!(binary("125000", 4), [2, 0, 0, 4, 12, 5000]);
        assert_eq!(binary("-5", 4), [1, -1, 0x4000, 4, 5]);
        assert_eq!(binary("0", 4), [0, 0, 0, 4]);
        assert_eq!(binary("100000000", 0), [1, 2, 0, 0, 1]);
        assert_eq!(binary("123456789", 2), [3, 1, 0, 2, 123, 4567, 8900]);
        assert_eq!(binary("1", 10), [1, -3, 0, 10, 100]);
    }
}
