//! The fixed statements of `tests/differential/*.sql`, compared like the random ones, and the list of those that are known to fail. A
//! mark in that list whose statement fails no longer is a failure itself, so that the list says what is true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use storeql_testkit::Store;

use crate::answer::{Verdict, compare};
use crate::ours;
use crate::postgres::Judge;
use crate::report::{Compared, example};
use crate::spelling;

/// One statement of a file.
#[derive(Debug, PartialEq)]
pub(crate) struct Fixed {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) ordered: bool,
    /// StoreQL is to refuse it, whatever PostgreSQL answers.
    refused: bool,
}

/// Compares all of them; true where those that fail are those of the list.
pub(crate) async fn run(store: &Store, judge: &Judge) -> Result<bool, String> {
    let mut known = known(&read(&folder().join("known-failures.tsv"))?)?;
    let (mut right, mut expected, mut faults) = (0, 0, Vec::new());
    for fixed in all()? {
        let mark = known.remove(&fixed.name);
        let compared = one(store, judge, &fixed).await;
        let fails = match &compared.verdict {
            Verdict::Same | Verdict::BothRefuse => fixed.refused && compared.our_answer.is_ok(),
            Verdict::Refused(_) => !fixed.refused,
            Verdict::Different(_) => true,
        };
        match (fails, mark) {
            (false, None) => right += 1,
            (true, Some(_)) => expected += 1,
            (true, None) => faults.push(example(&compared)),
            (false, Some(_)) => faults.push(format!(
                "  {} fails no longer: take its mark out of known-failures.tsv\n",
                fixed.name
            )),
        }
    }
    faults.extend(known.keys().map(|name| {
        format!("  {name} is marked in known-failures.tsv, and there is no such statement\n")
    }));
    for fault in &faults {
        println!("{fault}");
    }
    println!(
        "fixed statements: {right} right, {expected} known to fail, {} wrong",
        faults.len()
    );
    Ok(faults.is_empty())
}

/// Says of each statement of a file whether both sides answer it, and shows those that they answer differently. A statement that
/// PostgreSQL does not take, as it is another database's, has no second answer.
pub(crate) async fn of_file(store: &Store, judge: &Judge, file: &Path) -> Result<bool, String> {
    let (mut same, mut different) = (0, 0);
    let (mut refused_here, mut refused_there, mut refused_by_both) = (0, 0, 0);
    for fixed in statements(&read(file)?) {
        let compared = one(store, judge, &fixed).await;
        let verdict = match (&compared.verdict, &compared.their_answer) {
            (Verdict::Same, _) => {
                same += 1;
                "the same"
            }
            (Verdict::BothRefuse, _) => {
                refused_by_both += 1;
                "refused by both"
            }
            (Verdict::Refused(_), _) => {
                refused_here += 1;
                "refused by StoreQL"
            }
            (Verdict::Different(_), Err(_)) if compared.our_answer.is_ok() => {
                refused_there += 1;
                "refused by PostgreSQL"
            }
            (Verdict::Different(_), _) => {
                different += 1;
                println!("{}", example(&compared));
                "different"
            }
        };
        println!("{}: {verdict}", fixed.name);
    }
    println!(
        "{same} the same, {different} different, {refused_here} refused by StoreQL, {refused_there} by PostgreSQL, {refused_by_both} by both"
    );
    Ok(different == 0)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/differential")
}

/// The statements of all files, each with its file's name before its own.
pub(crate) fn all() -> Result<Vec<Fixed>, String> {
    let folder = folder();
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let area = file.file_stem().unwrap_or_default().to_string_lossy();
        let statements = statements(&read(&file)?).into_iter();
        all.extend(statements.map(|fixed| Fixed {
            name: format!("{area}/{}", fixed.name),
            ..fixed
        }));
    }
    Ok(all)
}

async fn one(store: &Store, judge: &Judge, fixed: &Fixed) -> Compared {
    let (ours, theirs) = (
        spelling::plain(&fixed.text),
        spelling::for_postgres(&fixed.text),
    );
    let our_answer = ours::answer(
        &store
            .engine
            .session(storeql_engine::SessionOptions::default()),
        &ours,
    )
    .await;
    let their_answer = judge.answer(&theirs).await;
    let verdict = compare(&our_answer, &their_answer, fixed.ordered);
    Compared {
        kind: "fixed".to_owned(),
        from: fixed.name.clone(),
        ours,
        theirs,
        our_answer,
        their_answer,
        verdict,
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// `name<TAB>reason`, a line each.
fn known(text: &str) -> Result<BTreeMap<String, String>, String> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, reason) = line
                .split_once('\t')
                .ok_or_else(|| format!("known-failures.tsv: no reason: {line}"))?;
            Ok((name.to_owned(), reason.to_owned()))
        })
        .collect()
}

/// `-- name` opens a statement, `-- name: refused` one that StoreQL is to refuse; an empty line ends it. Its rows are compared in
/// order where its text ends in an ORDER BY.
pub(crate) fn statements(text: &str) -> Vec<Fixed> {
    let blocks = text.split("\n\n").map(str::trim);
    blocks
        .filter_map(|block| {
            let (head, sql) = block.split_once('\n')?;
            let head = head.strip_prefix("-- ")?;
            let (name, word) = head.split_once(": ").unwrap_or((head, ""));
            let last = sql.rsplit(')').next().unwrap_or(sql);
            Some(Fixed {
                name: name.to_owned(),
                text: sql.trim_end_matches(';').to_owned(),
                ordered: last.contains("ORDER BY"),
                refused: word == "refused",
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_have_names() {
        let read = statements(
            "# Title\n\n-- one\nSELECT 1;\n\n-- two: refused\nSELECT id\nFROM t ORDER BY id;\n",
        );
        let names: Vec<(&str, bool, bool)> = read
            .iter()
            .map(|fixed| (fixed.name.as_str(), fixed.ordered, fixed.refused))
            .collect();
        assert_eq!(names, [("one", false, false), ("two", true, true)]);
        assert_eq!(read[1].text, "SELECT id\nFROM t ORDER BY id");
    }
}
