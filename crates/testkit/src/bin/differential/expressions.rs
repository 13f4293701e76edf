//! Expressions of each kind over what a place can see, with sub-queries in any of them.

use crate::generator::{Generator, Scope, Source};
use crate::tables::{KEYS, Kind};

/// The kinds of which columns of results are made, those that can be ordered and grouped.
pub(crate) const SHOWN: [Kind; 6] = [
    Kind::Int,
    Kind::Decimal(4),
    Kind::Text,
    Kind::Bool,
    Kind::Time,
    Kind::Date,
];

impl Generator<'_> {
    /// One of the kinds that can be shown.
    pub(crate) fn shown_kind(&mut self) -> Kind {
        SHOWN[self.random.below(SHOWN.len())]
    }

    /// An expression of the kind.
    pub(crate) fn expression(&mut self, scope: &Scope, kind: Kind, depth: usize) -> String {
        if depth == 0 || self.percent(30) {
            return if self.percent(80) {
                self.column_or_literal(scope, kind)
            } else {
                self.literal(scope, kind)
            };
        }
        if self.percent(12) {
            return self.case(scope, kind, depth - 1);
        }
        if self.percent(8) {
            let (one, other) = (
                self.expression(scope, kind, depth - 1),
                self.expression(scope, kind, depth - 1),
            );
            let function = self.pick(&["coalesce", "nullif", "greatest", "least"]);
            return format!("{function}({one}, {other})");
        }
        match kind {
            Kind::Int => self.int(scope, depth - 1),
            Kind::Decimal(_) => self.decimal(scope, depth - 1),
            Kind::Float => {
                let number = self.expression(scope, Kind::Decimal(4), depth - 1);
                format!("CAST({number} AS double precision)")
            }
            Kind::Text => self.text(scope, depth - 1),
            Kind::Bool => self.condition(scope, depth - 1),
            Kind::Date => self.date(scope, depth - 1),
            Kind::Time => self.time(scope, depth - 1),
            Kind::Interval => self.interval(scope, depth - 1),
            Kind::Json | Kind::Uuid => self.column_or_literal(scope, kind),
        }
    }

    /// CASE in both forms, its branches of one kind, or a whole number beside decimals and a day beside times.
    pub(crate) fn case(&mut self, scope: &Scope, kind: Kind, depth: usize) -> String {
        let mut text = "CASE".to_owned();
        let simple = self
            .percent(25)
            .then(|| self.expression(scope, Kind::Int, 0));
        if let Some(operand) = &simple {
            text += &format!(" {operand}");
        }
        for _ in 0..=self.random.below(2) {
            let when = match simple {
                Some(_) => self.literal(scope, Kind::Int),
                None => self.condition(scope, depth.min(1)),
            };
            let branch = self.branch(kind);
            let then = self.expression(scope, branch, depth);
            text += &format!(" WHEN {when} THEN {then}");
        }
        if self.percent(75) {
            text += &format!(" ELSE {}", self.expression(scope, kind, depth));
        }
        text + " END"
    }

    /// A kind that stands beside another in one column without changing its type.
    fn branch(&mut self, kind: Kind) -> Kind {
        match kind {
            Kind::Decimal(_) if self.percent(40) => Kind::Int,
            Kind::Time if self.percent(20) => Kind::Date,
            other => other,
        }
    }

    fn int(&mut self, scope: &Scope, depth: usize) -> String {
        let one = self.expression(scope, Kind::Int, depth);
        match self.random.below(10) {
            0 | 1 => {
                let other = self.expression(scope, Kind::Int, depth);
                format!("({one} {} {other})", self.pick(&["+", "-"]))
            }
            2 => format!("({one} * {})", self.random.between(-4, 9)),
            3 => format!(
                "({one} {} {})",
                self.pick(&["/", "%"]),
                self.random.between(2, 7)
            ),
            4 => format!("length({})", self.expression(scope, Kind::Text, depth)),
            5 => format!("abs({one})"),
            6 => {
                let time = self.expression(scope, Kind::Time, depth);
                let field = self.pick(&[
                    "year", "month", "day", "hour", "dow", "doy", "quarter", "week", "isodow",
                ]);
                format!("CAST(extract({field} FROM {time}) AS bigint)")
            }
            7 => format!(
                "CAST({} AS bigint)",
                self.expression(scope, Kind::Decimal(4), depth)
            ),
            8 => self.scalar(scope, Kind::Int, depth),
            _ => format!("(-{one})"),
        }
    }

    fn decimal(&mut self, scope: &Scope, depth: usize) -> String {
        let one = self.expression(scope, Kind::Decimal(4), depth);
        match self.random.below(11) {
            0 | 1 => {
                let other = self.branch(Kind::Decimal(4));
                let other = self.expression(scope, other, depth);
                format!("({one} {} {other})", self.pick(&["+", "-"]))
            }
            2 => {
                let factor = self.literal(&Scope::default(), Kind::Decimal(2));
                format!("({one} * {factor})")
            }
            3 => format!("({one} / {})", self.pick(&["2", "3", "1.19", "7.0", "100"])),
            4 => format!("round({one}, {})", self.random.between(-1, 3)),
            5 => format!(
                "{}({one})",
                self.pick(&["abs", "floor", "ceil", "round", "trunc", "-"])
            ),
            6 => format!(
                "CAST({} AS decimal(18,2))",
                self.expression(scope, Kind::Int, depth)
            ),
            7 => format!("CAST({one} AS decimal(20,2))"),
            8 => self.scalar(scope, Kind::Decimal(4), depth),
            9 => format!("coalesce({one}, 0)"),
            _ => {
                let other = self.expression(scope, Kind::Int, depth);
                format!("({one} * {other})")
            }
        }
    }

    fn text(&mut self, scope: &Scope, depth: usize) -> String {
        let one = self.expression(scope, Kind::Text, depth);
        match self.random.below(10) {
            0 => format!("({one} || {})", self.expression(scope, Kind::Text, depth)),
            1 => format!(
                "{}({one})",
                self.pick(&[
                    "upper", "lower", "trim", "reverse", "ltrim", "initcap", "md5"
                ])
            ),
            2 => format!(
                "substring({one} FROM {} FOR {})",
                self.random.between(1, 4),
                self.random.between(0, 5)
            ),
            3 => format!(
                "{}({one}, {})",
                self.pick(&["left", "right"]),
                self.random.between(-2, 5)
            ),
            4 => format!("replace({one}, 'a', 'oo')"),
            5 => {
                let kind = [Kind::Int, Kind::Bool, Kind::Date][self.random.below(3)];
                format!("CAST({} AS text)", self.expression(scope, kind, depth))
            }
            6 => format!(
                "concat({one}, '-', {})",
                self.expression(scope, Kind::Int, depth)
            ),
            7 => self.scalar(scope, Kind::Text, depth),
            8 => format!("lpad({one}, {}, '*')", self.random.between(0, 9)),
            _ => format!("split_part({one}, ' ', {})", self.random.between(1, 2)),
        }
    }

    fn time(&mut self, scope: &Scope, depth: usize) -> String {
        let one = self.expression(scope, Kind::Time, depth);
        match self.random.below(6) {
            0 | 1 => {
                let span = self.literal(&Scope::default(), Kind::Interval);
                format!("({one} {} {span})", self.pick(&["+", "-"]))
            }
            2 | 3 => {
                let field = self.pick(&["year", "quarter", "month", "week", "day", "hour"]);
                format!("date_trunc('{field}', {one})")
            }
            4 => self.scalar(scope, Kind::Time, depth),
            _ => format!(
                "CAST({} AS timestamptz)",
                self.expression(scope, Kind::Date, depth)
            ),
        }
    }

    fn date(&mut self, scope: &Scope, depth: usize) -> String {
        match self.random.below(3) {
            0 => format!(
                "CAST({} AS date)",
                self.expression(scope, Kind::Time, depth)
            ),
            1 => {
                let day = self.expression(scope, Kind::Date, depth);
                format!(
                    "({day} {} {})",
                    self.pick(&["+", "-"]),
                    self.random.between(0, 40)
                )
            }
            _ => self.column_or_literal(scope, Kind::Date),
        }
    }

    /// A span: a difference of times, a literal, or a sum of both.
    pub(crate) fn interval(&mut self, scope: &Scope, depth: usize) -> String {
        match self.random.below(4) {
            0 => self.literal(&Scope::default(), Kind::Interval),
            1 => {
                let span = self.interval(scope, depth.saturating_sub(1));
                let literal = self.literal(&Scope::default(), Kind::Interval);
                format!("({span} {} {literal})", self.pick(&["+", "-"]))
            }
            _ => {
                let (one, other) = (
                    self.expression(scope, Kind::Time, depth),
                    self.expression(scope, Kind::Time, 0),
                );
                format!("({one} - {other})")
            }
        }
    }

    /// A condition of three values.
    pub(crate) fn condition(&mut self, scope: &Scope, depth: usize) -> String {
        if depth > 0 {
            let (one, other) = (
                self.condition(scope, depth - 1),
                self.condition(scope, depth - 1),
            );
            match self.random.below(8) {
                0 => return format!("({one} AND {other})"),
                1 | 2 => return format!("({one} OR {other})"),
                3 => return format!("NOT ({one})"),
                4 => {
                    let test = self.pick(&[
                        "TRUE",
                        "FALSE",
                        "NOT TRUE",
                        "NOT FALSE",
                        "UNKNOWN",
                        "NOT UNKNOWN",
                    ]);
                    return format!("({one}) IS {test}");
                }
                5 => return self.membership(scope, depth - 1),
                6 => return self.exists(scope, depth - 1),
                _ => {}
            }
        }
        self.comparison(scope, depth)
    }

    fn comparison(&mut self, scope: &Scope, depth: usize) -> String {
        let kinds = [
            Kind::Int,
            Kind::Int,
            Kind::Decimal(4),
            Kind::Text,
            Kind::Time,
            Kind::Date,
            Kind::Bool,
            Kind::Interval,
        ];
        let kind = kinds[self.random.below(kinds.len())];
        let one = self.expression(scope, kind, depth.min(1));
        if kind == Kind::Bool && self.percent(50) {
            return one;
        }
        // Comparisons do not stand beside each other in PostgreSQL without parentheses.
        let one = match kind {
            Kind::Bool => format!("({one})"),
            _ => one,
        };
        if kind == Kind::Text && self.percent(35) {
            let like = self.pick(&["LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE"]);
            let pattern = self.pick(&["'%a%'", "'_r%'", "'A%'", "'%'", "''", "'%e'", "NULL"]);
            return format!("{one} {like} {pattern}");
        }
        let other = |generator: &mut Self| {
            if generator.percent(60) {
                generator.literal(scope, kind)
            } else {
                generator.expression(scope, kind, depth.min(1))
            }
        };
        match self.random.below(9) {
            0 => format!("{one} IS {}", self.pick(&["NULL", "NOT NULL"])),
            1 => {
                let (low, high) = (other(self), other(self));
                format!(
                    "{one} {} {low} AND {high}",
                    self.pick(&["BETWEEN", "NOT BETWEEN"])
                )
            }
            2 | 3 => {
                let mut list: Vec<String> =
                    (0..=self.random.below(3)).map(|_| other(self)).collect();
                if self.percent(25) {
                    list.push("NULL".to_owned());
                }
                format!(
                    "{one} {} ({})",
                    self.pick(&["IN", "NOT IN"]),
                    list.join(", ")
                )
            }
            4 => {
                let distinct = self.pick(&["IS DISTINCT FROM", "IS NOT DISTINCT FROM"]);
                let other = if self.percent(30) {
                    "NULL".to_owned()
                } else {
                    other(self)
                };
                format!("{one} {distinct} {other}")
            }
            _ => {
                let other = other(self);
                format!(
                    "{one} {} {other}",
                    self.pick(&["=", "<>", "<", "<=", ">", ">="])
                )
            }
        }
    }

    /// IN or NOT IN of a sub-query, whose column may hold NULL, and = ANY, <> ALL.
    pub(crate) fn membership(&mut self, scope: &Scope, depth: usize) -> String {
        let kind = [Kind::Int, Kind::Int, Kind::Text][self.random.below(3)];
        let one = self.expression(scope, kind, 0);
        let source = self.table_with(kind);
        let inside = scope.inside(source.clone());
        let column = self.column_or_literal(&inside, kind);
        let filter = self.inner_filter(&inside, depth);
        let from = source.from();
        let member = self.pick(&["IN", "IN", "NOT IN", "NOT IN", "= ANY", "<> ALL"]);
        format!("{one} {member} (SELECT {column} FROM {from}{filter})")
    }

    /// EXISTS or NOT EXISTS, mostly of rows that belong to the outer one.
    pub(crate) fn exists(&mut self, scope: &Scope, depth: usize) -> String {
        let (source, on) = self.dependent(scope);
        let inside = scope.inside(source.clone());
        let filter = match self.percent(50) {
            true => format!(" AND {}", self.condition(&inside, depth.min(1))),
            false => String::new(),
        };
        let exists = self.pick(&["EXISTS", "EXISTS", "NOT EXISTS"]);
        format!(
            "{exists} (SELECT 1 FROM {} WHERE {on}{filter})",
            source.from()
        )
    }

    /// A sub-query of one value: an aggregate, or the first of an order, of the rows that belong to the outer one.
    pub(crate) fn scalar(&mut self, scope: &Scope, kind: Kind, depth: usize) -> String {
        let (source, on) = self.dependent(scope);
        let inside = scope.inside(source.clone());
        let from = source.from();
        let filter = match self.percent(30) {
            true => format!(" AND {}", self.condition(&inside, depth.min(1))),
            false => String::new(),
        };
        if self.percent(30) {
            let value = self.column_or_literal(&inside, kind);
            let key = Self::key(&source);
            let order = self.pick(&["", " DESC"]);
            return format!(
                "(SELECT {value} FROM {from} WHERE {on}{filter} ORDER BY {key}{order} LIMIT 1)"
            );
        }
        let value = match kind {
            Kind::Int => match self.random.below(3) {
                0 => "count(*)".to_owned(),
                1 => format!(
                    "count(DISTINCT {})",
                    self.expression(&inside, Kind::Text, 0)
                ),
                _ => format!(
                    "{}({})",
                    self.pick(&["sum", "max", "min"]),
                    self.expression(&inside, Kind::Int, 0)
                ),
            },
            Kind::Decimal(_) => {
                let value = self.expression(&inside, kind, 0);
                format!("{}({value})", self.pick(&["sum", "max", "min", "avg"]))
            }
            _ => format!(
                "{}({})",
                self.pick(&["max", "min"]),
                self.expression(&inside, kind, 0)
            ),
        };
        format!("(SELECT {value} FROM {from} WHERE {on}{filter})")
    }

    /// A table, and the condition by which its rows belong to one of the scope's: by a key, or by an equal column, or by none.
    pub(crate) fn dependent(&mut self, scope: &Scope) -> (Source, String) {
        let around: Vec<&Source> = scope.sources.iter().collect();
        let mut found = Vec::new();
        for source in around {
            for (child, key, parent, id) in KEYS {
                if source.table.as_deref() == Some(parent) {
                    found.push((child, key, source.column(id)));
                }
                if source.table.as_deref() == Some(child) {
                    found.push((parent, id, source.column(key)));
                }
            }
        }
        if !found.is_empty() && self.percent(85) {
            let (table, column, outer) = found[self.random.below(found.len())].clone();
            let source = self.table(table);
            let on = match self.percent(90) {
                true => format!("{} = {outer}", source.column(column)),
                false => format!("{} < {outer}", source.column(column)),
            };
            return (source, on);
        }
        let source = self.table_with(Kind::Int);
        let inside = scope.inside(source.clone());
        let on = self.comparison(&inside, 0);
        (source, on)
    }

    /// ` WHERE …`, or nothing.
    pub(crate) fn inner_filter(&mut self, scope: &Scope, depth: usize) -> String {
        match self.percent(60) {
            true => format!(" WHERE {}", self.condition(scope, depth.min(1))),
            false => String::new(),
        }
    }
}
