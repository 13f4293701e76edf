//! Leaves out one mend of the engine after the other, and makes statements until one of them shows that it is missing: a mend that no
//! statement notices is one that the comparison does not cover.

use storeql_engine::{Mend, Options, SessionOptions};
use storeql_testkit::Store;

use crate::answer::{Verdict, compare};
use crate::fixed::{self, Fixed};
use crate::generator::{Generator, Statement};
use crate::kinds;
use crate::ours;
use crate::postgres::Judge;
use crate::spelling;
use crate::tables::Table;

/// The kind of statements that is to notice that a mend is missing.
fn kind(mend: Mend) -> &'static str {
    match mend {
        Mend::Brackets | Mend::Unnested => "arrays",
        Mend::Precedence => "json-operators",
        Mend::Names => "order-by-name",
        Mend::RefusedClauses => "dropped-clauses",
        Mend::Literals | Mend::CheckedArithmetic => "casts",
        Mend::CoercedTypes | Mend::Branches | Mend::ShiftedDefaults => "branches",
        Mend::Types | Mend::TimesAsText | Mend::DatesAndSpans | Mend::TruncatedDays => "calendar",
        Mend::DigitsOfRound | Mend::Quotient => "rounding",
        Mend::DigitsOfRecursion => "recursion",
        Mend::RowSubqueries => "shown-subqueries",
        Mend::OrderBelowOffset => "offset-within",
        Mend::CountedCopies => "copies",
        Mend::RoundedMeans => "means",
        Mend::SpansByLength => "spans",
        Mend::CheckedSum => "overflow",
        Mend::JsonArrow => "json-elements",
        Mend::JsonPath => "json-operators",
        Mend::QuotedNumbers | Mend::RowsOfValues | Mend::RowValues => "quoted-values",
        Mend::NullsAlike => "nulls-alike",
        Mend::WrittenTimes => "written-times",
        Mend::Functions => "functions",
        Mend::ListedColumns => "listed-columns",
        Mend::NullableSides | Mend::SortKeys => "one-value",
        Mend::WholeWindows => "windows-over-groups",
        Mend::MergedSorts => "constants-in-union",
        Mend::KeysOfSeveral => "keys-of-several",
        _ => "operators",
    }
}

/// Tries each of them with up to `count` statements; true where all are noticed.
pub(crate) async fn run(
    whole: &Store,
    judge: &Judge,
    tables: &[Table],
    shop: storeql_sandbox::Options,
    count: u64,
) -> Result<bool, String> {
    let fixed = fixed::all()?;
    let mut unnoticed = 0;
    for mend in Mend::ALL {
        let mut options = Options::default();
        options.without = Some(mend);
        let store = Store::start(shop.clone(), options).await?;
        let kind = kind(mend);
        match noticed(
            whole,
            &store,
            judge,
            random(kind, tables, count)?.chain(fixed_ones(&fixed)),
        )
        .await?
        {
            Some((from, sql)) => println!("{mend:?}: {from}\n    {sql}"),
            None => {
                unnoticed += 1;
                println!(
                    "{mend:?}: not noticed by {count} statements of the kind {kind}, nor by a fixed one"
                );
            }
        }
    }
    println!(
        "mends: {} noticed, {unnoticed} not",
        Mend::ALL.len() - unnoticed
    );
    Ok(unnoticed == 0)
}

/// A statement, and where it is from.
type Tried = (String, Statement);

fn random<'t>(
    kind: &'static str,
    tables: &'t [Table],
    count: u64,
) -> Result<impl Iterator<Item = Tried> + use<'t>, String> {
    let kinds = kinds::chosen(Some(kind))?;
    let make = kinds.first().map(|(_, make)| *make);
    let make = make.ok_or_else(|| format!("there is no kind {kind}"))?;
    Ok((1..=count).map(move |seed| {
        let statement = make(&mut Generator::new(seed, tables));
        (format!("--only {kind} --seed {seed}"), statement)
    }))
}

fn fixed_ones(all: &[Fixed]) -> impl Iterator<Item = Tried> {
    all.iter().map(|fixed| {
        let statement = Statement {
            text: fixed.text.clone(),
            ordered: fixed.ordered,
        };
        (format!("the fixed statement {}", fixed.name), statement)
    })
}

/// The first statement that `store` answers worse than `whole`: where it is from, and its text.
async fn noticed(
    whole: &Store,
    store: &Store,
    judge: &Judge,
    statements: impl Iterator<Item = Tried>,
) -> Result<Option<(String, String)>, String> {
    for (from, statement) in statements {
        let sql = spelling::plain(&statement.text);
        let theirs = judge.answer(&spelling::for_postgres(&statement.text)).await;
        let worse =
            |verdict: &Verdict| matches!(verdict, Verdict::Different(_) | Verdict::Refused(_));
        let session = store.engine.session(SessionOptions::default());
        let without = ours::answer(&session, &sql).await;
        if !worse(&compare(&without, &theirs, statement.ordered)) {
            continue;
        }
        let session = whole.engine.session(SessionOptions::default());
        let with = compare(
            &ours::answer(&session, &sql).await,
            &theirs,
            statement.ordered,
        );
        // A clause that is refused is better than one that is dropped.
        let dropped = without.is_ok() && matches!(with, Verdict::Refused(_));
        if dropped || !worse(&with) {
            return Ok(Some((from, sql)));
        }
    }
    Ok(None)
}
