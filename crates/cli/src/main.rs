//! The program `storeql`. All of it stands in the library, so that other programs can have it inside.

use std::process::ExitCode;

fn main() -> ExitCode {
    storeql_cli::run_program(std::env::args_os()).into()
}
