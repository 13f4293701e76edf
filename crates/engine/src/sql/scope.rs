//! What can be named at a place in a statement: the relations of a FROM with their columns, and the columns of a result.
//!
//! Pure: it looks names up in what it is given. Which scope holds where is decided in `queries`.

use std::collections::HashMap;

use datafusion::sql::sqlparser::ast::{Expr, Ident, TableAlias};

use super::identifiers::{Closeness, closeness, exact, known_as};
use super::names::Names;

/// A column that a query gives to the queries around it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OutputColumn {
    /// As it was typed, or its canonical name where `*` gave it.
    pub(super) label: Ident,
    /// What PostgreSQL calls an expression without a label: `count` for `count(*)`.
    pub(super) implied: Option<String>,
    /// Its name in the plan.
    pub(super) name: String,
    /// Its values are names of tables and columns, which compare with a text in any spelling.
    pub(super) holds_names: bool,
}

impl OutputColumn {
    /// A column that is called in the plan as it is labelled.
    pub(super) fn canonical(name: &str) -> Self {
        Self {
            label: exact(name),
            implied: None,
            name: name.to_owned(),
            holds_names: false,
        }
    }

    /// How closely `typed` names it.
    pub(super) fn closeness(&self, typed: &Ident) -> Option<Closeness> {
        let label = closeness(typed, &self.label);
        let name = || closeness(typed, &exact(&self.name)).map(|_| Closeness::Alias);
        let implied = || {
            let implied = self.implied.as_ref()?;
            closeness(typed, &exact(implied)).map(|_| Closeness::Implied)
        };
        label.or_else(name).or_else(implied)
    }
}

/// The columns that a query gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Output {
    pub(super) columns: Vec<OutputColumn>,
    /// There are others, which only the plan knows, as those of a table function.
    pub(super) others: bool,
}

/// A relation of a FROM.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// What it is called here, and in the plan; none for a sub-query without an alias.
    pub(super) qualifier: Option<Ident>,
    /// The canonical table or view that it is, where its columns are that one's own.
    pub(super) table: Option<String>,
    /// An alias hides the table's own name.
    pub(super) aliased: bool,
    pub(super) output: Output,
}

/// A column that a name stands for.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// How the plan is told of it.
    pub(super) reference: Expr,
    /// Its name in the plan.
    pub(super) name: String,
    /// Its values are names.
    pub(super) holds_names: bool,
}

/// What came of looking a name up in one scope.
#[derive(Debug)]
pub(super) enum Lookup {
    Found(Box<Found>),
    /// Only the plan can know.
    Unknown,
    Missing,
    /// Several columns are named so; of these tables, where they are tables.
    Ambiguous(Vec<Option<String>>),
}

/// A column of a SELECT's result, for the clauses behind it.
#[derive(Debug, Clone)]
pub(super) struct ResultColumn {
    pub(super) column: OutputColumn,
    /// How the clauses behind the SELECT name it in the plan.
    pub(super) reference: Expr,
    /// What it is computed from.
    pub(super) expression: Option<Expr>,
}

/// What one SELECT can name.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    pub(super) relations: Vec<Relation>,
    /// Columns that USING or NATURAL made one, by their name in the plan.
    pub(super) merged: HashMap<String, Expr>,
    /// The columns of its result, once they are known.
    pub(super) results: Vec<ResultColumn>,
    /// Its result is DISTINCT, so that it is ordered by what it shows and by nothing else.
    pub(super) distinct: bool,
}

impl Relation {
    /// What a sub-query or a common table expression gives, under its alias.
    pub(super) fn derived(alias: Option<&TableAlias>, mut output: Output) -> Self {
        let renamed = alias.into_iter().flat_map(|alias| &alias.columns);
        let columns = renamed.map(|column| OutputColumn {
            label: column.name.clone(),
            ..OutputColumn::canonical(&known_as(&column.name))
        });
        for (place, column) in columns.enumerate() {
            match output.columns.get_mut(place) {
                Some(renamed) => {
                    *renamed = OutputColumn {
                        holds_names: renamed.holds_names,
                        ..column
                    }
                }
                None if output.others => output.columns.push(column),
                None => break,
            }
        }
        Self {
            qualifier: alias.map(|alias| exact(&known_as(&alias.name))),
            table: None,
            aliased: true,
            output,
        }
    }

    /// Its columns that `typed` names most closely.
    fn find(&self, typed: &Ident, names: &Names) -> Option<(Closeness, Vec<String>)> {
        let mut best: Option<(Closeness, Vec<String>)> = None;
        for column in &self.output.columns {
            let Some(close) = column.closeness(typed) else {
                continue;
            };
            match &mut best {
                Some((nearest, _)) if *nearest < close => {}
                Some((nearest, found)) if *nearest == close => found.push(column.name.clone()),
                _ => best = Some((close, vec![column.name.clone()])),
            }
        }
        // A column's other spellings in its definition.
        let other = || {
            let table = names.columns_of(self.table.as_deref()?)?;
            let column = table.column(&typed.value)?;
            Some((Closeness::Alias, vec![column.to_owned()]))
        };
        best.or_else(other)
    }

    /// Whether `path`, which may begin with a catalog and a schema, names it.
    fn is_called(&self, path: &[Ident], names: &Names) -> Option<Closeness> {
        let [before @ .., last] = path else {
            return None;
        };
        let own = self.qualifier.as_ref().and_then(|own| closeness(last, own));
        if self.aliased {
            return own.filter(|_| before.is_empty());
        }
        let table = self.table.as_deref();
        if before.is_empty() && own.is_some() {
            return own;
        }
        let path: Vec<String> = path.iter().map(|part| part.value.clone()).collect();
        let found = names.find(&path).ok();
        (table.is_some() && found == table).then_some(Closeness::Alias)
    }

    fn reference(&self, column: &str) -> Expr {
        match &self.qualifier {
            Some(qualifier) => Expr::CompoundIdentifier(vec![qualifier.clone(), exact(column)]),
            None => Expr::Identifier(exact(column)),
        }
    }

    /// A column by its name in the plan.
    pub(super) fn column(&self, name: &str) -> Found {
        Found {
            reference: self.reference(name),
            name: name.to_owned(),
            holds_names: self
                .output
                .columns
                .iter()
                .any(|column| column.name == name && column.holds_names),
        }
    }

    /// The name in the plan of the one column that `typed` names.
    pub(super) fn one(&self, typed: &Ident, names: &Names) -> Option<String> {
        match self.find(typed, names) {
            Some((_, mut found)) if found.len() == 1 => found.pop(),
            _ => None,
        }
    }
}

impl Scope {
    /// The scope of an ORDER BY behind a set operation: only the result's columns have names there.
    pub(super) fn of_output(output: &Output) -> Self {
        let results = output.columns.iter().map(|column| ResultColumn {
            reference: Expr::Identifier(exact(&column.name)),
            column: column.clone(),
            expression: None,
        });
        Self {
            results: results.collect(),
            ..Self::default()
        }
    }

    /// What a name without a qualifier stands for among the relations.
    pub(super) fn bare(&self, typed: &Ident, names: &Names) -> Lookup {
        let found: Vec<(&Relation, Closeness, Vec<String>)> = self
            .relations
            .iter()
            .filter_map(|relation| {
                let (close, columns) = relation.find(typed, names)?;
                Some((relation, close, columns))
            })
            .collect();
        let Some(nearest) = found.iter().map(|(_, close, _)| *close).min() else {
            let others = self.relations.iter().any(|relation| relation.output.others);
            return if others {
                Lookup::Unknown
            } else {
                Lookup::Missing
            };
        };
        let nearest: Vec<(&Relation, &String)> = found
            .iter()
            .filter(|(_, close, _)| *close == nearest)
            .flat_map(|(relation, _, columns)| columns.iter().map(|column| (*relation, column)))
            .collect();
        match nearest.as_slice() {
            [(relation, column)] => Lookup::Found(Box::new(relation.column(column))),
            [(relation, column), rest @ ..] if rest.iter().all(|(_, other)| other == column) => {
                match self.merged.get(*column) {
                    Some(reference) => Lookup::Found(Box::new(Found {
                        reference: reference.clone(),
                        ..relation.column(column)
                    })),
                    None => ambiguous(&nearest),
                }
            }
            _ => ambiguous(&nearest),
        }
    }

    /// The relation that a qualifier names.
    pub(super) fn relation(&self, path: &[Ident], names: &Names) -> Option<&Relation> {
        let called = self.relations.iter().filter_map(|relation| {
            let close = relation.is_called(path, names)?;
            Some((close, relation))
        });
        called
            .min_by_key(|(close, _)| *close)
            .map(|(_, relation)| relation)
    }

    /// What a name behind a relation's stands for.
    pub(super) fn of_relation(relation: &Relation, typed: &Ident, names: &Names) -> Lookup {
        match relation.find(typed, names) {
            Some((_, columns)) => match columns.as_slice() {
                [column] => Lookup::Found(Box::new(relation.column(column))),
                _ => Lookup::Ambiguous(vec![relation.table.clone()]),
            },
            None if relation.output.others => Lookup::Unknown,
            None => Lookup::Missing,
        }
    }

    /// The column of the result that a name stands for, by a label or, where no label is named so, by what PostgreSQL would call
    /// an expression. Of several columns it is the first, if all are the same.
    pub(super) fn result(&self, typed: &Ident) -> Result<Option<&ResultColumn>, ()> {
        let found = self
            .results
            .iter()
            .filter_map(|result| Some((result.column.closeness(typed)?, result)));
        let found: Vec<(Closeness, &ResultColumn)> = found.collect();
        let Some(nearest) = found.iter().map(|(close, _)| *close).min() else {
            return Ok(None);
        };
        let mut nearest = found.into_iter().filter(|(close, _)| *close == nearest);
        let first = nearest.next().map(|(_, result)| result);
        let same = |other: &ResultColumn| {
            first.is_some_and(|first| {
                first.expression.is_some() && first.expression == other.expression
            })
        };
        if nearest.all(|(_, other)| same(other)) {
            Ok(first)
        } else {
            Err(())
        }
    }

    /// The names that its relations' columns have in the plan.
    pub(super) fn has_column(&self, name: &str) -> bool {
        let columns = self.relations.iter().flat_map(|one| &one.output.columns);
        columns.into_iter().any(|column| column.name == name)
    }
}

fn ambiguous(found: &[(&Relation, &String)]) -> Lookup {
    let tables = found.iter().map(|(relation, _)| relation.table.clone());
    Lookup::Ambiguous(tables.collect())
}
