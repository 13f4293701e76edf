//! The program `storeql`: reads the command line and hands each command to its file. It knows neither SQL nor BigCommerce.
//!
//! A library, since the ADBC library has the program inside as well: `python -m storeql` runs it from there.

// The terminal is this program's business.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod doctor;
mod drivers;
mod editing;
mod failure;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod interrupt;
mod login;
mod manual;
mod output;
mod privileges;
mod profiles;
mod query;
mod question;
mod resume;
mod run;
mod sandbox;
mod serve;
mod shell;
mod spinner;
mod sql_text;
mod store;
mod tables;
mod tally;
mod telling;
mod terminal;
mod variables;
mod wrapping;

use std::ffi::OsString;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::failure::{Failure, Result};

/// Runs the program with a command line, whose first word is the program's name. Answers its exit code; a command line that is wrong, or
/// that asks for help, ends the process at once.
pub fn run_program(words: impl IntoIterator<Item = OsString>) -> u8 {
    match start(Arguments::parse_from(words)) {
        Ok(()) => 0,
        Err(failure) => {
            failure.report();
            failure.code()
        }
    }
}

fn start(arguments: Arguments) -> Result<()> {
    terminal::choose(arguments.color);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // One more than can compute at once, so that signals and answers are noticed while all of them do.
        .worker_threads(cores + 1)
        .enable_all()
        .build()
        .map_err(|error| Failure::Output(format!("could not start: {error}")))?;
    // Without a command, the shell.
    let command = arguments.command.unwrap_or_else(arguments::shell);
    let result = match command {
        Command::Query(query) => runtime.block_on(query::run(&query)),
        // Reading a line blocks, so that the shell enters the runtime for each statement by itself.
        Command::Shell(shell) => shell::run(&runtime, &shell),
        Command::Resume(resume) => runtime.block_on(resume::run(&resume)),
        Command::Tables(tables) => runtime.block_on(tables::run(&tables)),
        Command::Sandbox(sandbox) => runtime.block_on(sandbox::run(&sandbox)),
        Command::Drivers(drivers) => drivers::run(&drivers),
        Command::Login(login) => runtime.block_on(login::run(&login)),
        Command::Serve(serve) => runtime.block_on(serve::run(serve.door)),
        Command::Profiles(profiles) => runtime.block_on(profiles::run(&profiles)),
        Command::Doctor(doctor) => runtime.block_on(doctor::run(&doctor)),
        Command::Completions(completions) => manual::completions(&completions),
        Command::Man(man) => manual::man(&man),
    };
    // A request in flight must not hold the program up.
    runtime.shutdown_background();
    result
}
