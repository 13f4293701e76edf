//! `cargo xtask deps`: what may import what, one version of DataFusion and Arrow, and the shape of every source file.
//!
//! Each rule stands in a file of its own; this one only calls them.

mod circles;
mod crates;
mod files;
mod floors;
mod imports;
mod known_circles;
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
            circles::check(&crates, known_circles::KNOWN, &mut faults);
            floors::check(&crates, floors::FLOORS, &mut faults);
        }
        Err(fault) => faults.push(fault),
    }
    faults
}

/// Every circle of imports with the imports that make it, also those that are known and those of whole modules.
pub(crate) fn list_circles(root: &Path) -> Result<Vec<String>, String> {
    let crates = crates::read_all(root)?;
    let mut circles: Vec<String> = crates.iter().flat_map(circles::describe_all).collect();
    let of_modules = |of_crate| floors::describe_circle(of_crate, floors::FLOORS);
    circles.extend(crates.iter().filter_map(of_modules));
    Ok(circles)
}
