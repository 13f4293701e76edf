//! What a comparison found, grouped: differences by kind, most frequent first, and how often StoreQL refused, by message.

use std::collections::HashMap;
use std::fmt::Write;

use crate::answer::{Answer, Refusal, Verdict};

/// Examples of each group that are printed in full.
const EXAMPLES: usize = 3;

/// Rows of each side that an example shows.
const ROWS: usize = 5;

/// A statement that was compared.
pub(crate) struct Compared {
    pub(crate) kind: String,
    /// `--seed 5 --count 1`, or the file and name of a fixed statement.
    pub(crate) from: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
    pub(crate) our_answer: Result<Answer, Refusal>,
    pub(crate) their_answer: Result<Answer, Refusal>,
    pub(crate) verdict: Verdict,
}

/// The sum of it.
#[derive(Default)]
pub(crate) struct Report {
    same: usize,
    both_refuse: usize,
    different: usize,
    refused: usize,
    groups: HashMap<String, (usize, Vec<String>)>,
    refusals: HashMap<String, (usize, String)>,
    errors_of_theirs: HashMap<String, (usize, String)>,
}

impl Report {
    pub(crate) fn add(&mut self, compared: &Compared) {
        match &compared.verdict {
            Verdict::Same => self.same += 1,
            Verdict::BothRefuse => {
                self.both_refuse += 1;
                // Statements that neither answers compare nothing: too many of one kind are a fault of the generator.
                if let Err(refusal) = &compared.their_answer {
                    let key = format!("{}: {}", compared.kind, pattern(&refusal.message));
                    let entry = self
                        .errors_of_theirs
                        .entry(key)
                        .or_insert_with(|| (0, compared.from.clone()));
                    entry.0 += 1;
                }
            }
            Verdict::Refused(refusal) => {
                self.refused += 1;
                let key = format!("{}: {}", refusal.kind, pattern(&refusal.message));
                let entry = self.refusals.entry(key).or_insert_with(|| {
                    (
                        0,
                        format!("{} ({}): {}", compared.from, compared.kind, compared.ours),
                    )
                });
                entry.0 += 1;
            }
            Verdict::Different(what) => {
                self.different += 1;
                let key = match &compared.our_answer {
                    Err(refusal) => format!("{what}: {}", pattern(&refusal.message)),
                    Ok(_) => format!("{}: {what}", compared.kind),
                };
                let entry = self.groups.entry(key).or_default();
                entry.0 += 1;
                if entry.1.len() < EXAMPLES {
                    entry.1.push(example(compared));
                }
            }
        }
    }

    /// Nothing differs.
    pub(crate) fn is_clean(&self) -> bool {
        self.different == 0
    }

    /// All of it as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut groups: Vec<_> = self.groups.iter().collect();
        groups.sort_by(|left, right| right.1.0.cmp(&left.1.0).then(left.0.cmp(right.0)));
        for (what, (count, examples)) in groups {
            let _ = writeln!(text, "\n== {count} × {what}");
            for example in examples {
                text += example;
            }
        }
        list(
            &mut text,
            "refused by both, by PostgreSQL's message",
            &self.errors_of_theirs,
        );
        list(
            &mut text,
            "refused by StoreQL only, by message",
            &self.refusals,
        );
        let _ = writeln!(
            text,
            "\n{} the same, {} refused by both, {} refused by StoreQL only, {} different",
            self.same, self.both_refuse, self.refused, self.different
        );
        text
    }
}

fn list(text: &mut String, title: &str, entries: &HashMap<String, (usize, String)>) {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by(|left, right| right.1.0.cmp(&left.1.0).then(left.0.cmp(right.0)));
    if !entries.is_empty() {
        let _ = writeln!(text, "\n== {title}");
    }
    for (message, (count, first)) in entries {
        let _ = writeln!(text, "{count:5} × {message}\n        first: {first}");
    }
}

/// A statement with both results.
pub(crate) fn example(compared: &Compared) -> String {
    let side = |answer: &Result<Answer, Refusal>| match answer {
        Err(refusal) => format!("    fails ({}): {}\n", refusal.kind, refusal.message),
        Ok(answer) => {
            let types: Vec<&str> = answer
                .columns
                .iter()
                .map(|column| column.type_name.as_str())
                .collect();
            let mut text = format!("    {} rows ({})\n", answer.rows.len(), types.join(", "));
            for row in answer.rows.iter().take(ROWS) {
                let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                let _ = writeln!(text, "    {}", cells.join(" | "));
            }
            text
        }
    };
    let theirs = match compared.theirs == compared.ours {
        true => String::new(),
        false => format!("  as PostgreSQL gets it: {}\n", compared.theirs),
    };
    format!(
        "  {} ({})\n  {}\n{theirs}   StoreQL:\n{}   PostgreSQL:\n{}",
        compared.from,
        compared.kind,
        compared.ours,
        side(&compared.our_answer),
        side(&compared.their_answer)
    )
}

/// A message without what differs from statement to statement: texts in quotes, numbers, and the columns of tables.
pub(crate) fn pattern(message: &str) -> String {
    let mut out = String::new();
    let mut characters = message.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' | '`' => {
                while characters.next().is_some_and(|next| next != character) {}
                out.push('…');
            }
            '[' => {
                while characters.next().is_some_and(|next| next != ']') {}
                out.push_str("[…]");
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                let mut word = letter.to_string();
                while let Some(next) =
                    characters.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '.'))
                {
                    word.push(next);
                }
                // `o1` and `o1.id` are aliases of a statement, and `Utf8` is a type.
                let alias = word.split('.').next().unwrap_or_default();
                let digits = alias.trim_start_matches(char::is_alphabetic);
                let numbered = !digits.is_empty()
                    && digits.chars().all(|digit| digit.is_ascii_digit())
                    && alias.len() - digits.len() == 1;
                out.push_str(if numbered { "…" } else { &word });
            }
            digit if digit.is_ascii_digit() => {
                while characters
                    .next_if(|next| next.is_ascii_digit() || *next == '.')
                    .is_some()
                {}
                out.push('0');
            }
            other => out.push(other),
        }
    }
    out.chars().take(110).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_one_kind_are_one_group() {
        assert_eq!(
            pattern("there is no table or alias o12 in the query; there are __correlated_sq_3"),
            pattern("there is no table or alias p1 in the query; there are __correlated_sq_3"),
        );
        assert_eq!(
            pattern("CAST(o1.id AS Utf8View) is no 'x'"),
            "CAST(… AS Utf8View) is no …"
        );
    }
}
