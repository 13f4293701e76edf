//! Random statements over a sandbox store, answered by StoreQL and by a PostgreSQL that holds the same rows: `cargo xtask
//! differential`. It says where the answers differ. How to mend that is not its business.

// A chore talks to the person at the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod answer;
mod cell;
mod covered;
mod expressions;
mod failing;
mod fixed;
mod general;
mod generator;
mod kinds;
mod load;
mod mutations;
mod options;
mod ours;
mod postgres;
mod postgres_text;
mod quoted;
mod random;
mod report;
mod slt;
mod spelling;
mod tables;
mod writes;
mod wrong;
mod zones;

use std::process::ExitCode;

use futures::{StreamExt, stream};
use storeql_testkit::Store;

use answer::compare;
use generator::{Generator, Statement};
use options::Options;
use postgres::{Judge, Postgres};
use random::Random;
use report::{Compared, Report};
use tables::Table;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options = match Options::parse(&arguments) {
        Ok(options) => options,
        Err(fault) => {
            eprintln!("error: {fault}\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    // A statement that panics is a difference, and its message stands in the report.
    std::panic::set_hook(Box::new(|_| {}));
    match run(&options).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Compares all that was asked for; true where nothing differs.
async fn run(options: &Options) -> Result<bool, String> {
    let postgres = Postgres::start().await?;
    let judge = postgres.connect().await?;
    match (options.slt, options.write) {
        (true, false) => return slt::run(&judge).await,
        (true, true) => return slt::write(&judge).await,
        (false, _) => {}
    }
    if options.writes {
        return writes::run(&judge, options).await;
    }
    let zones = match (options.only.as_deref(), options.mutations) {
        (None, false) => zones::run(&judge).await?,
        _ => true,
    };
    let shop = storeql_sandbox::Options {
        orders: 60,
        products: 40,
        customers: 30,
        ..storeql_sandbox::Options::default()
    };
    let store = Store::start(shop.clone(), storeql_engine::Options::default()).await?;
    let tables = load::load(
        &store
            .engine
            .session(storeql_engine::SessionOptions::default()),
        &judge,
        &load::TABLES,
    )
    .await?;
    if options.mutations {
        return mutations::run(&store, &judge, &tables, shop, options.count).await;
    }
    if let Some(file) = &options.file {
        return fixed::of_file(&store, &judge, file).await;
    }
    let fixed = match options.only {
        None => fixed::run(&store, &judge).await? & covered::run(&store, &judge).await?,
        Some(_) => true,
    };
    let mut report = Report::default();
    let kinds = kinds::chosen(options.only.as_deref())?;
    let (store, judge, tables) = (&store, &judge, tables.as_slice());
    let seeds = (0..options.count).map(|place| options.seed.wrapping_add(place));
    let compared = seeds.map(|seed| {
        // By the seed alone, so that it makes the same statement again.
        let (kind, make) = kinds[usize::try_from(seed).unwrap_or_default() % kinds.len()];
        one(store, judge, tables, seed, kind, make)
    });
    // Two at once: the engine's and PostgreSQL's work overlap.
    let mut compared = stream::iter(compared).buffered(2);
    let mut done = 0;
    while let Some(compared) = compared.next().await {
        done += 1;
        if options.verbose {
            println!("{}", report::example(&compared));
        } else if done % 200 == 0 {
            eprintln!("{done} of {}", options.count);
        }
        report.add(&compared);
    }
    println!("{}", report.text());
    Ok(zones && fixed && report.is_clean())
}

async fn one(
    store: &Store,
    judge: &Judge,
    tables: &[Table],
    seed: u64,
    kind: &str,
    make: fn(&mut Generator) -> Statement,
) -> Compared {
    let statement = make(&mut Generator::new(seed, tables));
    let theirs = spelling::for_postgres(&statement.text);
    // Statements about names are spelled freely, the others now and then.
    let mut random = Random::new(seed ^ 0x5e11);
    let ours = match kind == "names" || random.percent(10) {
        true => spelling::respelled(&statement.text, &mut random),
        false => spelling::plain(&statement.text),
    };
    let our_answer = ours::answer(
        &store
            .engine
            .session(storeql_engine::SessionOptions::default()),
        &ours,
    )
    .await;
    let their_answer = judge.answer(&theirs).await;
    let verdict = compare(&our_answer, &their_answer, statement.ordered);
    Compared {
        kind: kind.to_owned(),
        from: format!("--seed {seed} --count 1"),
        ours,
        theirs,
        our_answer,
        their_answer,
        verdict,
    }
}
