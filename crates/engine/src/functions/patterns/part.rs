//! What a pattern of times consists of.

/// A pattern.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::functions) struct Pattern(pub(super) Vec<Part>);

/// A part of it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::functions) enum Part {
    /// It stands for itself.
    Text(String),
    Field(Field, Style),
}

/// What of a time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::functions) enum Field {
    /// Its last digits, so many; four are the whole year.
    Year(usize),
    /// `2,025`.
    YearWithComma,
    IsoYear(usize),
    Century,
    Quarter,
    Month,
    MonthName,
    MonthShort,
    RomanMonth,
    Week,
    IsoWeek,
    WeekOfMonth,
    Day,
    DayOfYear,
    DayName,
    DayShort,
    /// Sunday is 1.
    DayOfWeek,
    /// Monday is 1.
    IsoDayOfWeek,
    /// Sunday is 0.
    DayOfWeekFromZero,
    JulianDay,
    Hour24,
    Hour12,
    Minute,
    Second,
    /// So many digits behind the second.
    Fraction(usize),
    SecondsOfDay,
    /// Seconds since 1970.
    Epoch,
    /// `AM`, or with dots.
    Meridiem {
        dots: bool,
    },
    Era {
        dots: bool,
    },
    /// `UTC`.
    Zone,
    /// `+00`.
    Offset,
    OffsetMinutes,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::functions) struct Style {
    /// With zeros or blanks up to its width.
    pub(super) padded: bool,
    /// A blank instead of a zero, as `%e`.
    pub(super) blank: bool,
    pub(super) ordinal: Option<Case>,
    pub(super) case: Case,
}

/// Small or capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::functions) enum Case {
    Upper,
    Capital,
    Lower,
}

impl Style {
    pub(super) const PADDED: Self = Self {
        padded: true,
        blank: false,
        ordinal: None,
        case: Case::Capital,
    };
    pub(super) const BARE: Self = Self {
        padded: false,
        ..Self::PADDED
    };
}

/// The parts, or what is wrong.
pub(super) type Parsed = Result<Vec<Part>, Unknown>;

/// What means nothing in a pattern.
#[derive(Debug, PartialEq)]
pub(super) struct Unknown {
    pub(super) what: String,
    pub(super) instead: &'static str,
}

impl Unknown {
    pub(super) fn sentence(self, pattern: &str) -> String {
        let Self { what, instead } = self;
        format!("the pattern '{pattern}' has {what}, which means nothing: {instead}")
    }
}

/// Whether a time is read from what the pattern writes without a doubt: a year, each other field
/// once at most, a mark behind each, and no other texts.
#[cfg(any(test, fuzzing))]
pub(in crate::functions) fn is_plain(pattern: &Pattern) -> bool {
    const FIELDS: [Field; 6] = [
        Field::Year(4),
        Field::Month,
        Field::Day,
        Field::Hour24,
        Field::Minute,
        Field::Second,
    ];
    let is_mark =
        |part: &Part| matches!(part, Part::Text(text) if matches!(text.as_str(), "/" | ":" | "."));
    let of_fields = pattern.0.iter().step_by(2);
    let between = pattern.0.iter().skip(1).step_by(2);
    let counts = FIELDS.map(|field| {
        let same = |part: &&Part| matches!(part, Part::Field(other, style) if *other == field && *style == Style::PADDED);
        of_fields.clone().filter(same).count()
    });
    counts[0] == 1
        && counts.iter().all(|count| *count <= 1)
        && counts.iter().sum::<usize>() == of_fields.count()
        && between.into_iter().all(is_mark)
}
