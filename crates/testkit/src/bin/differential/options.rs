//! What the program is asked for.

use std::path::PathBuf;

pub(crate) const USAGE: &str = "\
usage: cargo xtask differential [--count N] [--seed S] [--only KIND] [--verbose]
       cargo xtask differential --slt [--write]
       cargo xtask differential --mutations [--count N]
       cargo xtask differential --file PATH
       cargo xtask differential --writes [--count N] [--seed S] [--verbose]

  --count N     so many random statements (2000); 0 compares the fixed ones only
  --seed S      the first one's seed (1); each statement has the seed after the one before
  --only KIND   statements of one kind; the seed of a statement that was found this way needs the same KIND
  --verbose     print every statement with both answers
  --slt         run the .slt corpus against PostgreSQL
  --write       with --slt: write PostgreSQL's rows into the records of tests/slt/tools, and compare nothing
  --writes      random statements that write, and the whole store before and behind each
  --file PATH   the statements of a file written as those of tests/differential, and which of both sides answer each
  --mutations   leave out one mend of the engine after the other, and say which statement notices it";

/// The choices.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) count: u64,
    pub(crate) seed: u64,
    pub(crate) only: Option<String>,
    pub(crate) verbose: bool,
    pub(crate) slt: bool,
    pub(crate) write: bool,
    pub(crate) mutations: bool,
    pub(crate) writes: bool,
    pub(crate) file: Option<PathBuf>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            count: 2000,
            seed: 1,
            only: None,
            verbose: false,
            slt: false,
            write: false,
            mutations: false,
            writes: false,
            file: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{argument} takes a value"))
            };
            let number = |text: &String| {
                text.parse()
                    .map_err(|_| format!("{argument} takes a number, not {text}"))
            };
            match argument.as_str() {
                "--count" => options.count = number(value()?)?,
                "--seed" => options.seed = number(value()?)?,
                "--only" => options.only = Some(value()?.clone()),
                "--verbose" => options.verbose = true,
                "--file" => options.file = Some(value()?.into()),
                "--slt" => options.slt = true,
                "--write" => options.write = true,
                "--writes" => options.writes = true,
                "--mutations" => options.mutations = true,
                other => return Err(format!("there is no {other}")),
            }
        }
        Ok(options)
    }
}
