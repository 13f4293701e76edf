//! PostgreSQL's patterns for numbers: `FM999,990.00`. A number is given as it is written, with all its digits.

/// A pattern of a number.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::functions) struct NumberPattern {
    slots: Vec<Slot>,
    /// Without blanks, and without zeros that a 9 stands for.
    bare: bool,
    sign: Sign,
    ordinal: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq)]
enum Slot {
    /// `9`: a digit, or nothing where it says nothing.
    Digit,
    /// `0`: a digit always.
    Zero,
    Point,
    Comma,
    Text(String),
}

/// Where the sign stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    /// Before the first digit, a blank for none.
    Floating,
    /// `S`: always.
    First,
    Last,
    /// `MI`: a minus or a blank, where it stands.
    MinusFirst,
    MinusLast,
    /// `PR`: `<1>`.
    Angles,
}

impl NumberPattern {
    /// The pattern that `text` is; otherwise what is wrong with it.
    pub(in crate::functions) fn of(text: &str) -> Result<Self, String> {
        let mut pattern = Self {
            slots: Vec::new(),
            bare: false,
            sign: Sign::Floating,
            ordinal: None,
        };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let any_digit = pattern
                .slots
                .iter()
                .any(|slot| matches!(slot, Slot::Digit | Slot::Zero));
            let two: String = rest.chars().take(2).collect();
            let (length, slot) = match (first, two.to_uppercase().as_str()) {
                (_, "FM") => {
                    pattern.bare = true;
                    (2, None)
                }
                (_, "MI") => {
                    pattern.sign = if any_digit {
                        Sign::MinusLast
                    } else {
                        Sign::MinusFirst
                    };
                    (2, None)
                }
                (_, "PR") => {
                    pattern.sign = Sign::Angles;
                    (2, None)
                }
                (_, "TH") => {
                    pattern.ordinal = Some(if first == 'T' { "TH" } else { "th" });
                    (2, None)
                }
                ('9', _) => (1, Some(Slot::Digit)),
                ('0', _) => (1, Some(Slot::Zero)),
                ('.' | 'D' | 'd', _) if !pattern.slots.contains(&Slot::Point) => {
                    (1, Some(Slot::Point))
                }
                (',' | 'G' | 'g', _) => (1, Some(Slot::Comma)),
                ('S' | 's', _) => {
                    pattern.sign = if any_digit { Sign::Last } else { Sign::First };
                    (1, None)
                }
                ('"', _) => {
                    let inside = &rest[1..];
                    let end = inside.find('"').unwrap_or(inside.len());
                    let slot = Slot::Text(inside[..end].to_owned());
                    ((end + 2).min(rest.len()), Some(slot))
                }
                _ if first.is_ascii_alphanumeric() || first == '.' => {
                    return Err(format!(
                        "the pattern '{text}' has {first}, which means nothing for a number here: patterns are 9 0 . , D G S MI PR TH and FM, as \
                         'FM999,990.00'; write a text that stands for itself in double quotes"
                    ));
                }
                _ => (first.len_utf8(), Some(Slot::Text(first.to_string()))),
            };
            pattern.slots.extend(slot);
            rest = &rest[length..];
        }
        Ok(pattern)
    }

    /// Digits behind the point.
    pub(in crate::functions) fn digits(&self) -> usize {
        let behind = self.slots.iter().skip_while(|slot| **slot != Slot::Point);
        behind.filter(|slot| is_digit(slot)).count()
    }

    /// A number, written by the pattern.
    pub(in crate::functions) fn write(&self, number: &str) -> String {
        let (negative, number) = match number.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, number),
        };
        let (whole, fraction) = rounded(number, self.digits());
        let negative = negative && (whole != "0" || fraction.bytes().any(|digit| digit != b'0'));
        let before = self.slots.iter().take_while(|slot| **slot != Slot::Point);
        let places = before.filter(|slot| is_digit(slot)).count();
        let has_point = self.slots.contains(&Slot::Point);
        let is_zero = whole == "0";
        // A 0 before the point is written where nothing else is.
        let shown = match (is_zero, has_point) {
            (true, true) if !(self.bare && fraction.bytes().all(|digit| digit == b'0')) => "",
            _ => whole.as_str(),
        };
        let too_long = shown.len() > places;
        let first_zero = self.slots.iter().position(|slot| *slot == Slot::Zero);
        let last_zero = self.slots.iter().rposition(|slot| *slot == Slot::Zero);
        let significant = fraction.trim_end_matches('0').len();
        let mut written: Vec<Option<String>> = Vec::new();
        let (mut place, mut behind, mut begun) = (0, None, false);
        for (index, slot) in self.slots.iter().enumerate() {
            let text = match slot {
                Slot::Text(text) => Some(text.clone()),
                Slot::Point => {
                    behind = Some(0);
                    Some(".".to_owned())
                }
                Slot::Comma => begun.then(|| ",".to_owned()),
                Slot::Digit | Slot::Zero => match &mut behind {
                    None => {
                        place += 1;
                        let from_last = places - place;
                        let digit = shown.len().checked_sub(from_last + 1);
                        let zero = first_zero.is_some_and(|zero| zero <= index);
                        let digit = match digit {
                            _ if too_long => Some("#".to_owned()),
                            Some(digit) => shown.get(digit..=digit).map(str::to_owned),
                            None => zero.then(|| "0".to_owned()),
                        };
                        begun |= digit.is_some();
                        digit
                    }
                    Some(behind) => {
                        let digit = fraction.get(*behind..=*behind).unwrap_or("0");
                        let kept =
                            *behind < significant || last_zero.is_some_and(|zero| zero >= index);
                        *behind += 1;
                        match () {
                            () if too_long => Some("#".to_owned()),
                            () if self.bare && !kept => Some(String::new()),
                            () => Some(digit.to_owned()),
                        }
                    }
                },
            };
            written.push(text);
        }
        self.signed(written, negative) + self.ordinal(&whole)
    }

    /// The parts with their sign; those that are none are blanks.
    fn signed(&self, mut written: Vec<Option<String>>, negative: bool) -> String {
        let blank = if self.bare { "" } else { " " };
        let floating = match (self.sign, negative) {
            (Sign::Floating, true) => "-",
            (Sign::Floating, false) => blank,
            (Sign::First, true) => "-",
            (Sign::First, false) => "+",
            (Sign::Angles, true) => "<",
            (Sign::Angles, false) => blank,
            _ => "",
        };
        let is_number = |slot: &Slot| !matches!(slot, Slot::Text(_));
        let first = written
            .iter()
            .zip(&self.slots)
            .position(|(text, slot)| text.is_some() && is_number(slot));
        if let Some(first) = first
            && let Some(text) = &mut written[first]
        {
            text.insert_str(0, floating);
        }
        let text: String = written
            .into_iter()
            .map(|text| text.unwrap_or_else(|| blank.to_owned()))
            .collect();
        let minus = if negative { "-" } else { blank };
        match self.sign {
            Sign::MinusFirst => format!("{minus}{text}"),
            Sign::MinusLast => format!("{text}{minus}"),
            Sign::Last => format!("{text}{}", if negative { "-" } else { "+" }),
            Sign::Angles => format!("{text}{}", if negative { ">" } else { blank }),
            Sign::Floating | Sign::First => text,
        }
    }

    fn ordinal(&self, whole: &str) -> &'static str {
        let Some(case) = self.ordinal.filter(|_| self.digits() == 0) else {
            return "";
        };
        let last: u32 = whole
            .get(whole.len().saturating_sub(2)..)
            .and_then(|last| last.parse().ok())
            .unwrap_or_default();
        let [upper, lower] = match (last, last % 10) {
            (11..=13, _) => ["TH", "th"],
            (_, 1) => ["ST", "st"],
            (_, 2) => ["ND", "nd"],
            (_, 3) => ["RD", "rd"],
            _ => ["TH", "th"],
        };
        if case == "TH" { upper } else { lower }
    }
}

fn is_digit(slot: &Slot) -> bool {
    matches!(slot, Slot::Digit | Slot::Zero)
}

/// The digits before the point and behind it, a half rounded away from zero.
fn rounded(number: &str, digits: usize) -> (String, String) {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut kept: Vec<u8> = whole.bytes().collect();
    kept.extend(fraction.bytes().chain(std::iter::repeat(b'0')).take(digits));
    if fraction
        .as_bytes()
        .get(digits)
        .is_some_and(|next| *next >= b'5')
    {
        let mut place = kept.len();
        loop {
            match place.checked_sub(1) {
                None => {
                    kept.insert(0, b'1');
                    break;
                }
                Some(before) if kept[before] == b'9' => {
                    kept[before] = b'0';
                    place = before;
                }
                Some(before) => {
                    kept[before] += 1;
                    break;
                }
            }
        }
    }
    let split = kept.len() - digits;
    let text = |digits: &[u8]| {
        digits
            .iter()
            .map(|digit| char::from(*digit))
            .collect::<String>()
    };
    let whole = text(&kept[..split]);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    (whole.to_owned(), text(&kept[split..]))
}

#[cfg(test)]
mod tests {
    use super::NumberPattern;

    #[test]
    fn as_postgresql_documents_them() {
        for (number, pattern, written) in [
            ("-0.1", "99.99", "  -.10"),
            ("-0.1", "FM9.99", "-.1"),
            ("0.1", "0.9", " 0.1"),
            ("12", "9990999.9", "    0012.0"),
            ("12", "FM9990999.9", "0012."),
            ("485", "999", " 485"),
            ("-485", "999", "-485"),
            ("1485", "9,999", " 1,485"),
            ("148.5", "999.999", " 148.500"),
            ("148.5", "FM999.999", "148.5"),
            ("148.5", "FM999.990", "148.500"),
            ("-485", "999S", "485-"),
            ("485", "999MI", "485 "),
            ("-485", "999PR", "<485>"),
            ("482", "999th", " 482nd"),
            ("485", "\"Good number:\"999", "Good number: 485"),
            ("12345", "999", " ###"),
            ("1234.5", "FM999,999.00", "1,234.50"),
            ("0.996", "0.00", " 1.00"),
        ] {
            let pattern = NumberPattern::of(pattern).unwrap();
            assert_eq!(pattern.write(number), written, "{number} {pattern:?}");
        }
        assert!(NumberPattern::of("99V99").is_err());
    }
}
