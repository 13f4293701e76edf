//! What the making of statements shares: random choices, names that are not taken yet, tables, and what a place in a statement can
//! see. Names are marked as `spelling.rs` says.

use crate::random::Random;
use crate::tables::{Column, KEYS, Kind, Table};

/// Makes one statement.
pub(crate) struct Generator<'a> {
    pub(crate) random: Random,
    pub(crate) tables: &'a [Table],
    names: usize,
}

/// A statement with marked names.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) text: String,
    /// The rows' order counts: the statement orders them wholly.
    pub(crate) ordered: bool,
}

/// A table, or a query in its place, under an alias.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) alias: String,
    /// The table that it is; a query has none.
    pub(crate) table: Option<String>,
    pub(crate) columns: Vec<Column>,
}

/// What an expression can name: its own query's sources, and those of the queries around it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    pub(crate) sources: Vec<Source>,
    pub(crate) outer: Vec<Source>,
}

impl Statement {
    pub(crate) fn ordered(text: String) -> Self {
        Self {
            text,
            ordered: true,
        }
    }

    pub(crate) fn unordered(text: String) -> Self {
        Self {
            text,
            ordered: false,
        }
    }
}

impl Source {
    /// The column as an expression.
    pub(crate) fn column(&self, name: &str) -> String {
        format!("⟨{}⟩.⟨{name}⟩", self.alias)
    }

    /// `orders o`, as FROM has it.
    pub(crate) fn from(&self) -> String {
        let table = self.table.as_deref().unwrap_or(&self.alias);
        format!("⟨{table}⟩ ⟨{}⟩", self.alias)
    }

    pub(crate) fn of_kind(&self, kind: Kind) -> Vec<&Column> {
        self.columns
            .iter()
            .filter(|column| column.kind.like(kind))
            .collect()
    }
}

impl Scope {
    pub(crate) fn of(sources: Vec<Source>) -> Self {
        Self {
            sources,
            outer: Vec::new(),
        }
    }

    /// The scope of a query inside this one, over the source given.
    pub(crate) fn inside(&self, source: Source) -> Self {
        Self {
            sources: vec![source],
            outer: [self.sources.clone(), self.outer.clone()].concat(),
        }
    }
}

impl<'a> Generator<'a> {
    pub(crate) fn new(seed: u64, tables: &'a [Table]) -> Self {
        Self {
            random: Random::new(seed),
            tables,
            names: 0,
        }
    }

    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.random.percent(percent)
    }

    pub(crate) fn pick(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.random.below(choices.len())]
    }

    /// A name that the statement has not used.
    pub(crate) fn name(&mut self, start: &str) -> String {
        self.names += 1;
        format!("{start}{}", self.names)
    }

    /// A table by name, under an alias of its own.
    pub(crate) fn table(&mut self, name: &str) -> Source {
        let alias = self.name(&name[..1]);
        let table = self.tables.iter().find(|table| table.name == name);
        Source {
            alias,
            table: Some(name.to_owned()),
            columns: table.map(|table| table.columns.clone()).unwrap_or_default(),
        }
    }

    /// A table with a column of the kind.
    pub(crate) fn table_with(&mut self, kind: Kind) -> Source {
        let with: Vec<&str> = self
            .tables
            .iter()
            .filter(|table| table.columns.iter().any(|column| column.kind.like(kind)))
            .map(|table| table.name.as_str())
            .collect();
        let name = self.random.pick(&with).to_owned();
        self.table(&name)
    }

    pub(crate) fn any_table(&mut self) -> Source {
        let place = self.random.below(self.tables.len());
        let name = self.tables[place].name.clone();
        self.table(&name)
    }

    /// A child and its parent, and the condition by which they belong together.
    pub(crate) fn family(&mut self) -> (Source, Source, String) {
        let (child, key, parent, id) = KEYS[self.random.below(KEYS.len())];
        let (child, parent) = (self.table(child), self.table(parent));
        let on = format!("{} = {}", child.column(key), parent.column(id));
        (child, parent, on)
    }

    /// The column that names a row of the table.
    pub(crate) fn key(source: &Source) -> String {
        let name = if source
            .columns
            .iter()
            .any(|column| column.name == "category_id")
        {
            "category_id"
        } else {
            "id"
        };
        source.column(name)
    }

    /// A column of the scope's own sources.
    pub(crate) fn column(&mut self, scope: &Scope, kind: Kind) -> Option<String> {
        let all = scope.sources.iter().flat_map(|source| {
            source
                .of_kind(kind)
                .into_iter()
                .map(move |column| source.column(&column.name))
        });
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all[self.random.below(all.len())].clone())
    }

    /// A column, or a literal where no source has such a column.
    pub(crate) fn column_or_literal(&mut self, scope: &Scope, kind: Kind) -> String {
        match self.column(scope, kind) {
            Some(column) => column,
            None => self.literal(scope, kind),
        }
    }

    /// A literal, often a value that a column of the scope has.
    pub(crate) fn literal(&mut self, scope: &Scope, kind: Kind) -> String {
        let samples: Vec<&String> = scope
            .sources
            .iter()
            .flat_map(|source| source.of_kind(kind))
            .flat_map(|column| &column.samples)
            .collect();
        if !samples.is_empty() && self.random.percent(70) {
            return samples[self.random.below(samples.len())].clone();
        }
        match kind {
            Kind::Int => self.random.between(-3, 120).to_string(),
            Kind::Decimal(_) => {
                let cents = self.random.between(0, 20_000);
                format!("{}.{:02}", cents / 100, cents % 100)
            }
            Kind::Float => format!(
                "CAST({}.5 AS double precision)",
                self.random.between(-90, 90)
            ),
            Kind::Text => self
                .pick(&["'a'", "'Brand'", "''", "'x_y'", "'Zoe'", "'100%'", "'US'"])
                .to_owned(),
            Kind::Bool => self.pick(&["true", "false"]).to_owned(),
            Kind::Date => format!("DATE '{}'", self.day()),
            Kind::Time => {
                let (day, hour) = (self.day(), self.random.between(0, 23));
                format!("TIMESTAMPTZ '{day} {hour:02}:30:00+00'")
            }
            Kind::Interval => self
                .pick(&[
                    "INTERVAL '2 days'",
                    "INTERVAL '36 hours'",
                    "INTERVAL '1 month'",
                    "INTERVAL '90 minutes'",
                    "INTERVAL '1 year 2 months'",
                    "INTERVAL '1 day 12:30:00'",
                    "INTERVAL '-3 days'",
                    "INTERVAL '0 seconds'",
                ])
                .to_owned(),
            Kind::Json => "CAST('[1,\"b\",null]' AS json)".to_owned(),
            Kind::Uuid => "'00000000-0000-4000-8000-000000000000'".to_owned(),
        }
    }

    fn day(&mut self) -> String {
        let (year, month, day) = (
            self.random.between(2023, 2026),
            self.random.between(1, 12),
            self.random.between(1, 28),
        );
        format!("{year}-{month:02}-{day:02}")
    }

    /// `ORDER BY 1, 2, …`, some of them downwards: an order in which only equal rows are left to chance.
    pub(crate) fn order(&mut self, columns: usize) -> String {
        let parts: Vec<String> = (1..=columns)
            .map(|place| {
                let direction =
                    self.pick(&["", "", " DESC", " ASC", " DESC NULLS LAST", " NULLS FIRST"]);
                format!("{place}{direction}")
            })
            .collect();
        format!("ORDER BY {}", parts.join(", "))
    }

    /// LIMIT, OFFSET, both or neither.
    pub(crate) fn limit(&mut self) -> String {
        let (limit, offset) = (self.random.between(0, 12), self.random.between(0, 9));
        match self.random.below(6) {
            0 => format!(" LIMIT {limit}"),
            1 => format!(" OFFSET {offset}"),
            2 => format!(" LIMIT {limit} OFFSET {offset}"),
            3 => format!(" OFFSET {offset} LIMIT {limit}"),
            _ => String::new(),
        }
    }
}
