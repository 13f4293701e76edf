//! Random statements that write: each runs on a store of its own, PostgreSQL says which rows it reaches and what they hold then, and
//! the whole store is read by plain HTTP before and behind it. A store has the data of its own seed.

mod shop;
mod statements;
mod tables;
mod verdict;

use std::collections::HashMap;

use storeql_engine::Session;
use tokio::sync::Mutex;

use self::shop::Shop;
use self::statements::{Does, Statement, make};
use crate::answer::{Answer, Refusal};
use crate::cell::Cell;
use crate::generator::Generator;
use crate::options::Options;
use crate::postgres::Judge;
use crate::random::Random;
use crate::report::pattern;
use crate::{load, ours, spelling};

/// Statements on the data of one seed.
const EACH: u64 = 500;

/// Faults that are printed whole.
const PRINTED: usize = 20;

/// How statements ended.
#[derive(Default)]
struct Tally {
    right: usize,
    /// Of these, so many reached a row.
    reached: usize,
    /// Of these, so many had a row that the API refuses, and told what became of each.
    in_part: usize,
    both_refuse: usize,
    refused: HashMap<String, (usize, String)>,
    wrong: Vec<String>,
}

/// What came of one statement.
enum Verdict {
    Right { reached: bool },
    InPart,
    BothRefuse,
    Refused(Refusal),
    Wrong(String),
}

/// Compares so many statements; true where each did what it says.
pub(crate) async fn run(judge: &Judge, options: &Options) -> Result<bool, String> {
    let mut tally = Tally::default();
    let last = options.seed + options.count;
    let mut first = options.seed;
    while first < last {
        let data = first / EACH;
        let end = last.min((data + 1) * EACH);
        group(judge, data, first..end, options.verbose, &mut tally).await?;
        first = end;
        eprintln!("{} of {}", first - options.seed, options.count);
    }
    Ok(tally.tell())
}

/// The statements of the seeds, all of one data.
async fn group(
    judge: &Judge,
    data: u64,
    seeds: std::ops::Range<u64>,
    verbose: bool,
    tally: &mut Tally,
) -> Result<(), String> {
    let shop = storeql_sandbox::Options {
        orders: 40,
        products: 40,
        customers: 30,
        seed: data + 1,
        ..storeql_sandbox::Options::default()
    };
    let first = Shop::start(shop.clone()).await?;
    let session = first.store.engine.session(Default::default());
    let names = [&load::TABLES[..], &["price_lists"]].concat();
    let tables = load::load(&session, judge, &names).await?;
    let judge = Mutex::new(judge);
    // Two at once: the store's work and PostgreSQL's overlap.
    let (even, odd): (Vec<u64>, Vec<u64>) = seeds.partition(|seed| seed % 2 == 0);
    let lane = async |seeds: Vec<u64>| {
        let mut shop_now = Shop::start(shop.clone()).await?;
        let mut verdicts = Vec::new();
        for seed in seeds {
            let statement = make(&mut Generator::new(seed, &tables));
            let verdict = one(&shop_now, &judge, seed, &statement).await?;
            if shop_now.was_written_to() {
                shop_now = Shop::start(shop.clone()).await?;
            }
            verdicts.push((seed, statement, verdict));
        }
        Ok::<_, String>(verdicts)
    };
    let (even, odd) = tokio::try_join!(lane(even), lane(odd))?;
    let mut all: Vec<_> = even.into_iter().chain(odd).collect();
    all.sort_by_key(|(seed, ..)| *seed);
    for (seed, statement, verdict) in all {
        if verbose {
            println!("--seed {seed}: {}", spelling::plain(&statement.ours));
        }
        tally.add(seed, &statement, verdict);
    }
    Ok(())
}

async fn one(
    shop: &Shop,
    judge: &Mutex<&Judge>,
    seed: u64,
    statement: &Statement,
) -> Result<Verdict, String> {
    let theirs = {
        let judge = judge.lock().await;
        judge.run("BEGIN").await?;
        let answer = judge
            .answer(&spelling::for_postgres(&statement.judged))
            .await;
        judge.run("ROLLBACK").await?;
        answer
    };
    let mut random = Random::new(seed ^ 0x5e11);
    let ours = match random.percent(15) {
        true => spelling::respelled(&statement.ours, &mut random),
        false => spelling::plain(&statement.ours),
    };
    shop.store.sandbox.clear_requests();
    let session = shop.store.engine.session(Default::default());
    let done = ours::done(&session, &ours).await;
    let after = match shop.was_written_to() {
        true => Some(shop.read().await?),
        false => None,
    };
    let after = after.as_ref().unwrap_or(&shop.rows);
    if let Ok(answer) = &theirs
        && !verdict::refused(statement, &answer.rows, &shop.rows).is_empty()
    {
        let told = told(&session).await;
        return Ok(match (done, told) {
            (Ok(told), _) => Verdict::Wrong(format!("the API refuses a row, and it says {told}")),
            (Err(refusal), Err(fault)) => Verdict::Wrong(format!("{}; {fault}", refusal.message)),
            // A guard of ours comes before the API's.
            (Err(refusal), Ok(told)) if told.is_empty() && *after == shop.rows => {
                Verdict::Refused(refusal)
            }
            (Err(refusal), Ok(told)) => {
                let rows = &answer.rows;
                match verdict::partial_fault(statement, rows, &told, &shop.rows, after) {
                    Some(fault) => Verdict::Wrong(format!("{}: {fault}", refusal.message)),
                    None => Verdict::InPart,
                }
            }
        });
    }
    Ok(match (done, theirs) {
        (Err(refusal), theirs) => match (*after == shop.rows, theirs) {
            (false, _) => Verdict::Wrong(format!(
                "the store changed, and the statement failed: {}",
                refusal.message
            )),
            (true, _) if refusal.kind == "panic" || refusal.kind == "Internal" => {
                Verdict::Wrong(refusal.message)
            }
            (true, Err(_)) => Verdict::BothRefuse,
            (true, Ok(_)) => Verdict::Refused(refusal),
        },
        (Ok(_), Err(refusal)) => {
            Verdict::Wrong(format!("PostgreSQL refuses it: {}", refusal.message))
        }
        (Ok(told), Ok(answer)) => judged(statement, &told, &answer, shop, after),
    })
}

/// What the session's latest write told of each row: its key, and its state.
async fn told(session: &Session) -> Result<Vec<(i64, String)>, String> {
    let answer = ours::answer(session, "SELECT id, state FROM sys_identity").await;
    let answer = answer.map_err(|refusal| refusal.message)?;
    let row = |row: &Vec<Cell>| match row.as_slice() {
        [key, Cell::Text(state)] => Some((key.to_string().parse().ok()?, state.clone())),
        _ => None,
    };
    let rows = answer.rows.iter().map(row);
    let rows: Option<Vec<_>> = rows.collect();
    rows.ok_or_else(|| "sys_identity has a row without key or state".to_owned())
}

/// A statement that both carried out.
fn judged(
    statement: &Statement,
    told: &str,
    answer: &Answer,
    shop: &Shop,
    after: &shop::Rows,
) -> Verdict {
    let reached = answer.rows.len();
    if let Some(fault) = verdict::fault(statement, &answer.rows, &shop.rows, after) {
        return Verdict::Wrong(format!("{told}: {fault}"));
    }
    let word = match statement.does {
        Does::Update => "UPDATE",
        Does::Delete => "DELETE",
        Does::Insert => "INSERT",
    };
    let expected = format!("{word} {reached}");
    let told_so = told == expected || told.starts_with(&format!("{expected} ("));
    match told_so {
        true => Verdict::Right {
            reached: reached > 0,
        },
        false => Verdict::Wrong(format!("it says {told}, and reaches {reached}")),
    }
}

impl Tally {
    fn add(&mut self, seed: u64, statement: &Statement, verdict: Verdict) {
        let text = || {
            format!(
                "--writes --seed {seed} --count 1: {}",
                spelling::plain(&statement.ours)
            )
        };
        match verdict {
            Verdict::Right { reached } => {
                self.right += 1;
                self.reached += usize::from(reached);
            }
            Verdict::InPart => {
                self.right += 1;
                self.reached += 1;
                self.in_part += 1;
            }
            Verdict::BothRefuse => self.both_refuse += 1,
            Verdict::Refused(refusal) => {
                let key = format!("{}: {}", refusal.kind, pattern(&refusal.message));
                let entry = self.refused.entry(key).or_insert_with(|| (0, text()));
                entry.0 += 1;
            }
            Verdict::Wrong(what) => self.wrong.push(format!("{}\n    {what}", text())),
        }
    }

    /// Prints it; true where nothing is wrong.
    fn tell(&self) -> bool {
        let mut refused: Vec<_> = self.refused.iter().collect();
        refused.sort_by(|one, other| other.1.0.cmp(&one.1.0).then(one.0.cmp(other.0)));
        if !refused.is_empty() {
            println!("\n== refused by StoreQL only, by message");
        }
        for (message, (count, first)) in &refused {
            println!("{count:5} × {message}\n        first: {first}");
        }
        for fault in self.wrong.iter().take(PRINTED) {
            println!("\n== wrong: {fault}");
        }
        let refusals: usize = refused.iter().map(|(_, (count, _))| count).sum();
        println!(
            "\n{} right, of them {} with rows ({} with a row that the API refuses); {} refused by both, {refusals} refused by StoreQL only, {} wrong",
            self.right,
            self.reached,
            self.in_part,
            self.both_refuse,
            self.wrong.len()
        );
        self.wrong.is_empty()
    }
}
