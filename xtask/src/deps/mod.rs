//! `cargo xtask deps`: what may import what, one version of DataFusion and Arrow, and the shape of every source file.
//!
//! Each rule stands in a file of its own; this one only calls them.

mod circles;
mod crates;
mod files;
mod floors;
mod imports;
mod modules;
mod rooms;
mod versions;

use std::path::Path;

use crate::faults::Faults;

/// Checks all of it and lists every fault.
pub(crate) fn check(root: &Path) -> Faults {
    let mut faults = Faults::new();
    rooms::check(root, &mut faults);
    versions::check(root, &mut faults);
    files::check(root, &mut faults);
    match crates::read_all(root) {
        Ok(crates) => {
            circles::check(&crates, &mut faults);
            floors::check(&crates, floors::FLOORS, &mut faults);
        }
        Err(fault) => faults.push(fault),
    }
    faults
}
