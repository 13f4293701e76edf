//! What makes a statement mean what PostgreSQL means where DataFusion would answer otherwise, by name. A test opens a store without one of
//! them, and sees that the comparison with PostgreSQL notices it.

/// One of them. Where it stands and why is said beside the rule, the function or the setting itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mend {
    /// A `[` may open an array or a subscript.
    Brackets,
    /// `x ->> 'a' = 'b'` compares what the arrow gives.
    Precedence,
    /// Names have scopes: `ORDER BY b.name` where a result is called name.
    Names,
    /// Sub-queries inside of `unnest` that look alike are two.
    Unnested,
    /// Clauses that the planner drops are refused.
    RefusedClauses,
    /// `1_000`, `CAST(… AS json)`, `CAST(… AS varchar(3))`, `AT TIME ZONE`.
    Literals,
    /// Functions as PostgreSQL and other databases have them.
    Functions,
    /// A quoted value of VALUES has the type of the others in its column.
    RowsOfValues,
    /// `(a, b) = (1, NULL)` is unknown.
    RowValues,
    /// The types of a result are those behind the coercion of branches.
    CoercedTypes,
    /// TIMESTAMP in microseconds, FLOAT with double precision.
    Types,
    /// `price = '19.999'` compares with 19.999.
    QuotedNumbers,
    /// `1e-20::float8 > 0.0` compares floats.
    DecimalsBesideFloats,
    /// `concat('a', true)` is `at`.
    LettersOfTruths,
    /// `'{1,2}'::int[]` has two elements.
    TextsAsArrays,
    /// Floats that are infinite or no number are an error.
    CheckedFloats,
    /// `x IN (2, CASE … END)` looks at each row.
    ListedColumns,
    /// `round(price, 2)` has two digits.
    DigitsOfRound,
    /// A day beside a time is a time, a number beside a word is text.
    Branches,
    /// A column of WITH RECURSIVE keeps its digits.
    DigitsOfRecursion,
    /// `date_trunc` of a day is a time.
    TruncatedDays,
    /// `a.x IS NOT DISTINCT FROM b.x` takes NULLs for equal in no other condition.
    NullsAlike,
    /// Sub-queries that depend on the row, wherever they stand.
    RowSubqueries,
    /// OFFSET keeps the order below it.
    OrderBelowOffset,
    /// EXCEPT ALL and INTERSECT ALL count equal rows.
    CountedCopies,
    /// Means of decimals are rounded.
    RoundedMeans,
    /// Intervals compare by their length.
    SpansByLength,
    /// A time as text is written as PostgreSQL writes it.
    TimesAsText,
    /// `'2025-04-01 10:30'` is a time.
    WrittenTimes,
    /// Whole numbers beyond BIGINT are an error.
    CheckedArithmetic,
    /// Sums of whole numbers beyond BIGINT are an error.
    CheckedSum,
    /// `^` is a power.
    Power,
    /// Quotients of decimals are rounded.
    Quotient,
    /// `->` gives JSON.
    JsonArrow,
    /// `#>` and `#>>` take a path.
    JsonPath,
    /// A date and an interval make a time.
    DatesAndSpans,
    /// `lag(id, 1, 0.5)` has the type of both values.
    ShiftedDefaults,
    /// A window over groups looks at all of them, also those that LIMIT cuts off.
    WholeWindows,
    /// A column of one value may be NULL above an outer join.
    NullableSides,
    /// `x IS TRUE` may be shown below an aggregate.
    ShownTruths,
    /// A join keeps a key one side of which has columns of several tables.
    KeysOfSeveral,
    /// A key that may be NULL decides no other key of ORDER BY.
    SortKeys,
    /// With LIMIT, the parts of a UNION ALL are sorted by all keys.
    MergedSorts,
}

impl Mend {
    /// All of them.
    pub const ALL: [Self; 43] = [
        Self::Brackets,
        Self::Precedence,
        Self::Names,
        Self::Unnested,
        Self::RefusedClauses,
        Self::Literals,
        Self::Functions,
        Self::RowsOfValues,
        Self::RowValues,
        Self::CoercedTypes,
        Self::Types,
        Self::QuotedNumbers,
        Self::DecimalsBesideFloats,
        Self::LettersOfTruths,
        Self::TextsAsArrays,
        Self::CheckedFloats,
        Self::ListedColumns,
        Self::DigitsOfRound,
        Self::Branches,
        Self::DigitsOfRecursion,
        Self::TruncatedDays,
        Self::NullsAlike,
        Self::RowSubqueries,
        Self::OrderBelowOffset,
        Self::CountedCopies,
        Self::RoundedMeans,
        Self::SpansByLength,
        Self::TimesAsText,
        Self::WrittenTimes,
        Self::CheckedArithmetic,
        Self::CheckedSum,
        Self::Power,
        Self::Quotient,
        Self::JsonArrow,
        Self::JsonPath,
        Self::DatesAndSpans,
        Self::ShiftedDefaults,
        Self::WholeWindows,
        Self::NullableSides,
        Self::ShownTruths,
        Self::KeysOfSeveral,
        Self::SortKeys,
        Self::MergedSorts,
    ];
}

/// Those of a session: all, or all but one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mends {
    pub(crate) without: Option<Mend>,
}

impl Mends {
    pub(crate) fn has(self, mend: Mend) -> bool {
        self.without != Some(mend)
    }
}
