//! The program `storeql`: reads the command line and hands each command to its file. It knows neither SQL nor BigCommerce.

// The terminal is this program's business.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod failure;
mod interrupt;
mod login;
mod output;
mod query;
mod question;
mod resume;
mod run;
mod sandbox;
mod serve;
mod shell;
mod spinner;
mod store;
mod tables;
mod tally;
mod telling;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::failure::{Failure, Result};

fn main() -> ExitCode {
    match start(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit_code()
        }
    }
}

fn start(arguments: Arguments) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // One more than can compute at once, so that signals and answers are noticed while all of them do.
        .worker_threads(cores + 1)
        .enable_all()
        .build()
        .map_err(|error| Failure::Output(format!("could not start: {error}")))?;
    let result = match arguments.command {
        Command::Query(query) => runtime.block_on(query::run(&query)),
        // Reading a line blocks, so that the shell enters the runtime for each statement by itself.
        Command::Shell(shell) => shell::run(&runtime, &shell),
        Command::Resume(resume) => runtime.block_on(resume::run(&resume)),
        Command::Tables(tables) => runtime.block_on(tables::run(&tables)),
        Command::Sandbox(sandbox) => runtime.block_on(sandbox::run(&sandbox)),
        Command::Login(login) => runtime.block_on(login::run(&login)),
        Command::Serve(serve) => runtime.block_on(serve::run(serve.door)),
    };
    // A request in flight must not hold the program up.
    runtime.shutdown_background();
    result
}
