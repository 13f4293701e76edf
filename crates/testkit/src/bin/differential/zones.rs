//! Days of the shop: the statements of `tests/differential/zones/clocks.sql` in three time zones, over orders of every half hour around both
//! changes of the clocks in each, where filters travel to the store and where they do not.

use std::fmt::Write;
use std::path::Path;

use jiff::{Timestamp, ToSpan};
use storeql_engine::{Engine, SessionOptions};
use storeql_testkit::Store;

use crate::answer::{Verdict, compare};
use crate::fixed::{Fixed, statements};
use crate::load;
use crate::ours;
use crate::postgres::Judge;
use crate::report::{Compared, example};
use crate::spelling;

/// Zones whose clocks change by an hour, and by half of one.
const ZONES: [&str; 3] = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];

/// When they change in 2025.
const CHANGES: [&str; 6] = [
    "2025-03-30T01:00:00Z",
    "2025-10-26T01:00:00Z",
    "2025-03-09T07:00:00Z",
    "2025-11-02T06:00:00Z",
    "2025-04-05T15:00:00Z",
    "2025-10-04T15:30:00Z",
];

/// Half hours before and after a change.
const AROUND: i32 = 60;

/// Compares all of them; true where none differs. The judge's table of orders is another one afterwards.
pub(crate) async fn run(judge: &Judge) -> Result<bool, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let orders = orders()?;
    std::fs::write(folder.path().join("orders.ndjson"), orders)
        .map_err(|error| error.to_string())?;
    let shop = storeql_sandbox::Options {
        data: Some(folder.path().to_owned()),
        ..storeql_sandbox::Options::default()
    };
    let store = Store::start(shop, storeql_engine::Options::default()).await?;
    let mut unpushed = storeql_engine::Options::default();
    unpushed.pushdown = false;
    let connection = store.engine.connection().clone();
    let whole = Engine::open_with(connection, unpushed)
        .await
        .map_err(|error| error.to_string())?;
    let session = store.engine.session(SessionOptions::default());
    load::load(&session, judge, &["orders"]).await?;
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/differential/zones/clocks.sql");
    let text =
        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let (mut right, mut wrong) = (0, 0);
    for zone in ZONES {
        let set = format!("SET TIME ZONE '{zone}'");
        judge.run(&set).await?;
        for fixed in statements(&text) {
            for (how, engine) in [("pushed", &store.engine), ("not pushed", &whole)] {
                let from = format!("zones/{} in {zone}, {how}", fixed.name);
                let compared = one(engine, judge, &set, from, &fixed).await;
                match compared.verdict {
                    Verdict::Same | Verdict::BothRefuse => right += 1,
                    Verdict::Refused(_) | Verdict::Different(_) => {
                        wrong += 1;
                        println!("{}", example(&compared));
                    }
                }
            }
        }
    }
    judge.run("SET TIME ZONE 'UTC'").await?;
    println!("statements in time zones: {right} right, {wrong} wrong");
    Ok(wrong == 0)
}

async fn one(
    engine: &std::sync::Arc<Engine>,
    judge: &Judge,
    set: &str,
    from: String,
    fixed: &Fixed,
) -> Compared {
    let (ours, theirs) = (
        spelling::plain(&fixed.text),
        spelling::for_postgres(&fixed.text),
    );
    let session = engine.session(SessionOptions::default());
    let our_answer = match ours::done(&session, set).await {
        Ok(_) => ours::answer(&session, &ours).await,
        Err(refusal) => Err(refusal),
    };
    let their_answer = judge.answer(&theirs).await;
    let verdict = compare(&our_answer, &their_answer, fixed.ordered);
    Compared {
        kind: "zones".to_owned(),
        from,
        ours,
        theirs,
        our_answer,
        their_answer,
        verdict,
    }
}

fn orders() -> Result<String, String> {
    let mut text = String::new();
    let mut id = 0;
    for change in CHANGES {
        let change: Timestamp = change
            .parse()
            .map_err(|error| format!("{change}: {error}"))?;
        for half_hours in -AROUND..=AROUND {
            id += 1;
            let time = change + (30 * half_hours).minutes();
            let time = time.strftime("%a, %d %b %Y %H:%M:%S +0000");
            writeln!(
                text,
                r#"{{"id":{id},"status_id":2,"date_created":"{time}","date_modified":"{time}"}}"#
            )
            .map_err(|error| error.to_string())?;
        }
    }
    Ok(text)
}
