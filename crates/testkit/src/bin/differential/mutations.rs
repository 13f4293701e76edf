//! Leaves out one mend of the engine after the other, and makes statements until one of them shows that it is missing: a mend that no
//! statement notices is one that the comparison does not cover.

use storeql_engine::{Mend, Options, SessionOptions};
use storeql_testkit::Store;

use crate::answer::{Verdict, compare};
use crate::generator::Generator;
use crate::kinds;
use crate::ours;
use crate::postgres::Judge;
use crate::spelling;
use crate::tables::Table;

/// The kind of statements that is to notice that a mend is missing.
fn kind(mend: Mend) -> &'static str {
    match mend {
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
        Mend::ValuesAsMeant => "numbers-and-text",
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
    let mut unnoticed = 0;
    for mend in Mend::ALL {
        let mut options = Options::default();
        options.without = Some(mend);
        let store = Store::start(shop.clone(), options).await?;
        let kind = kind(mend);
        match noticed(whole, &store, judge, tables, kind, count).await? {
            Some((seed, sql)) => println!("{mend:?}: --only {kind} --seed {seed}\n    {sql}"),
            None => {
                unnoticed += 1;
                println!("{mend:?}: not noticed by {count} statements of the kind {kind}");
            }
        }
    }
    println!(
        "mends: {} noticed, {unnoticed} not",
        Mend::ALL.len() - unnoticed
    );
    Ok(unnoticed == 0)
}

/// The seed and the text of the first statement that `store` answers worse than `whole`.
async fn noticed(
    whole: &Store,
    store: &Store,
    judge: &Judge,
    tables: &[Table],
    kind: &str,
    count: u64,
) -> Result<Option<(u64, String)>, String> {
    let kinds = kinds::chosen(Some(kind))?;
    let Some((_, make)) = kinds.first() else {
        return Ok(None);
    };
    for seed in 1..=count {
        let statement = make(&mut Generator::new(seed, tables));
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
            return Ok(Some((seed, sql)));
        }
    }
    Ok(None)
}
