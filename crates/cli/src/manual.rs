//! `storeql completions` and `storeql man`: what other programs read of the command line, made from its definition.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man as Page;

use crate::arguments::{Arguments, Completions, Man};
use crate::failure::{Failure, Result};

/// Prints a shell's completions.
pub(crate) fn completions(arguments: &Completions) -> Result<()> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "storeql", &mut script);
    print(&script)
}

/// Writes the manual.
pub(crate) fn man(arguments: &Man) -> Result<()> {
    let command = Arguments::command();
    let Some(folder) = &arguments.output else {
        let mut page = Vec::new();
        Page::new(command).render(&mut page)?;
        return print(&page);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| {
            Failure::Output(format!("could not write to {}: {error}", folder.display()))
        })
}

fn print(bytes: &[u8]) -> Result<()> {
    let mut output = io::stdout();
    Ok(output.write_all(bytes).and_then(|()| output.flush())?)
}
