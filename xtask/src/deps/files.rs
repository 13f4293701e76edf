//! The shape of every source file: its opening line and its length.

use std::fs;
use std::path::{Path, PathBuf};

use crate::faults::Faults;

const LONGEST_FILE: usize = 600;

pub(super) fn check(root: &Path, faults: &mut Faults) {
    for folder in ["crates", "fuzz", "xtask"] {
        check_files(&root.join(folder), root, faults);
    }
}

fn check_files(folder: &Path, root: &Path, faults: &mut Faults) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                check_files(&path, root, faults);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let shown = path.strip_prefix(root).unwrap_or(&path).display();
            match fs::read_to_string(&path) {
                Ok(text) => faults.extend(
                    file_faults(&text)
                        .into_iter()
                        .map(|fault| format!("{shown}: {fault}")),
                ),
                Err(error) => faults.push(format!("{shown}: {error}")),
            }
        }
    }
}

fn file_faults(text: &str) -> Faults {
    let mut faults = Faults::new();
    if !text.starts_with("//!") {
        faults.push("opens without `//!` saying what the file is for".to_owned());
    }
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        faults.push(format!("has {lines} lines; {LONGEST_FILE} is the most"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opens_with_its_purpose_and_ends_in_time() {
        assert!(file_faults("//! Why.\nfn f() {}\n").is_empty());
        assert_eq!(file_faults("fn f() {}\n").len(), 1);
        assert_eq!(
            file_faults(&format!("//! Why.\n{}", "\n".repeat(LONGEST_FILE))).len(),
            1
        );
    }
}
