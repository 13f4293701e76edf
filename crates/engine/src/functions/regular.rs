//! Regular expressions of which all matches are wanted: a text cut at them, and the rows of `regexp_matches`.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ListBuilder, StringBuilder};
use arrow::datatypes::DataType;
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;
use regex::{Regex, RegexBuilder};

use super::columns::texts;
use super::computed::{Description, computed, refused};

/// An expression of a statement, and whether all matches are wanted.
struct Wanted {
    expression: Regex,
    all: bool,
}

/// The expression with its flags: `i` takes capital and small letters for the same, `g` wants all matches.
fn wanted(pattern: &str, flags: &str) -> DataFusionResult<Wanted> {
    let mut builder = RegexBuilder::new(pattern);
    let mut all = false;
    for flag in flags.chars() {
        match flag {
            'g' => all = true,
            'i' => {
                builder.case_insensitive(true);
            }
            'c' => {
                builder.case_insensitive(false);
            }
            's' => {
                builder.dot_matches_new_line(true);
            }
            'n' | 'm' => {
                builder.multi_line(true);
            }
            'x' => {
                builder.ignore_whitespace(true);
            }
            other => {
                return Err(refused(format!(
                    "a regular expression takes the flags g, i, c, s, n, m and x, and '{other}' is none"
                )));
            }
        }
    }
    let expression = builder.build().map_err(|_| {
        refused(format!(
            "the text '{pattern}' is no regular expression: a sign that stands for itself has \\ before it"
        ))
    })?;
    Ok(Wanted { expression, all })
}

/// What `answer` writes of each row's text and expression; NULL where one of them is.
fn each(
    values: &[ArrayRef],
    mut answer: impl FnMut(Option<(&str, &Wanted)>) -> DataFusionResult<()>,
) -> DataFusionResult<()> {
    let columns = values.iter().map(texts);
    let columns = columns.collect::<DataFusionResult<Vec<_>>>()?;
    // Most statements have one expression for all rows.
    let mut known: Option<(String, String, Wanted)> = None;
    for row in 0..columns[0].len() {
        if columns.iter().any(|column| column.is_null(row)) {
            answer(None)?;
            continue;
        }
        let pattern = columns[1].value(row);
        let flags = columns.get(2).map_or("", |flags| flags.value(row));
        if !matches!(&known, Some((p, f, _)) if p == pattern && f == flags) {
            let made = wanted(pattern, flags)?;
            known = Some((pattern.to_owned(), flags.to_owned(), made));
        }
        if let Some((_, _, wanted)) = &known {
            answer(Some((columns[0].value(row), wanted)))?;
        }
    }
    Ok(())
}

/// A text without the matches, as PostgreSQL cuts it: a match of nothing at an end, or behind another match, is none.
fn pieces<'t>(text: &'t str, expression: &Regex) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let (mut start, mut behind) = (0, None);
    for found in expression.find_iter(text) {
        let is_nothing = found.is_empty()
            && (found.start() == 0 || found.end() == text.len() || behind == Some(found.start()));
        if is_nothing {
            continue;
        }
        pieces.push(&text[start..found.start()]);
        start = found.end();
        behind = Some(start);
    }
    pieces.push(&text[start..]);
    pieces
}

/// `regexp_split_to_array(text, pattern, flags)`.
pub(super) fn regexp_split_to_array() -> ScalarUDF {
    computed(Description {
        name: "regexp_split_to_array",
        takes: 2..=3,
        returns: |_| Ok(DataType::new_list(DataType::Utf8, true)),
        field: None,
        compute: |values, _| {
            let mut lists = ListBuilder::new(StringBuilder::new());
            each(values, |row| {
                if let Some((text, wanted)) = row {
                    if wanted.all {
                        return Err(refused(
                            "a text is always cut at all matches: leave the flag g out",
                        ));
                    }
                    for piece in pieces(text, &wanted.expression) {
                        lists.values().append_value(piece);
                    }
                }
                lists.append(row.is_some());
                Ok(())
            })?;
            Ok(Arc::new(lists.finish()))
        },
    })
}

/// The matches of `regexp_matches(text, pattern, flags)`: of each the texts of its groups, or the whole where it has none.
pub(super) fn regexp_all() -> ScalarUDF {
    computed(Description {
        name: "regexp_all",
        takes: 2..=3,
        returns: |_| {
            let one = DataType::new_list(DataType::Utf8, true);
            Ok(DataType::new_list(one, true))
        },
        field: None,
        compute: |values, _| {
            let mut lists = ListBuilder::new(ListBuilder::new(StringBuilder::new()));
            each(values, |row| {
                if let Some((text, wanted)) = row {
                    let most = if wanted.all { usize::MAX } else { 1 };
                    for found in wanted.expression.captures_iter(text).take(most) {
                        let skipped = usize::from(found.len() > 1);
                        let groups = lists.values();
                        for group in found.iter().skip(skipped) {
                            let text = group.map(|group| group.as_str());
                            groups.values().append_option(text);
                        }
                        groups.append(true);
                    }
                }
                lists.append(row.is_some());
                Ok(())
            })?;
            Ok(Arc::new(lists.finish()))
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{pieces, wanted};

    #[test]
    fn texts_are_cut_as_by_postgresql() {
        for (text, pattern, cut) in [
            ("a,b,,c", ",", ["a", "b", "", "c"].as_slice()),
            ("abc", "", &["a", "b", "c"]),
            ("a b  c", "\\s*", &["a", "b", "c"]),
            ("none", ",", &["none"]),
            ("", ",", &[""]),
            (",a,", ",", &["", "a", ""]),
        ] {
            let expression = wanted(pattern, "").unwrap().expression;
            assert_eq!(pieces(text, &expression), cut, "{text} at {pattern}");
        }
    }
}
