//! One statement in two texts. A statement is made with marks: `⟨order_id⟩` is a name, which PostgreSQL gets exactly and StoreQL in
//! any spelling that it takes; `⟦ours¦theirs⟧` are two forms of one thing, for what only one of them writes so.

use crate::random::Random;

/// The text for PostgreSQL: every name exact.
pub(crate) fn for_postgres(marked: &str) -> String {
    names(&form(marked, false), |name| format!("\"{name}\""))
}

/// The text for StoreQL with names as they stand.
pub(crate) fn plain(marked: &str) -> String {
    names(&form(marked, true), str::to_owned)
}

/// The text for StoreQL, each name in a spelling of its own.
pub(crate) fn respelled(marked: &str, random: &mut Random) -> String {
    names(&form(marked, true), |name| respell(name, random))
}

/// The text with one of each two forms.
fn form(marked: &str, ours: bool) -> String {
    between(marked, ['⟦', '⟧'], |forms| {
        let (first, second) = forms.split_once('¦').unwrap_or((forms, forms));
        if ours { first } else { second }.to_owned()
    })
}

/// The text with its names as `name` writes them.
fn names(marked: &str, name: impl FnMut(&str) -> String) -> String {
    between(marked, ['⟨', '⟩'], name)
}

fn between(
    marked: &str,
    [start, end]: [char; 2],
    mut written: impl FnMut(&str) -> String,
) -> String {
    let mut text = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once(start) {
        let (inside, after) = after.split_once(end).unwrap_or((after, ""));
        text += before;
        text += &written(inside);
        rest = after;
    }
    text + rest
}

fn respell(name: &str, random: &mut Random) -> String {
    let camel = || -> String {
        name.split('_')
            .map(|word| {
                let mut letters = word.chars();
                letters
                    .next()
                    .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
            })
            .map(Option::unwrap_or_default)
            .collect()
    };
    match random.below(6) {
        0 => camel(),
        1 => format!("[{}]", camel()),
        2 => name.to_uppercase(),
        3 => format!("\"{}\"", camel()),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_statement_two_texts() {
        let marked = "SELECT ⟨o⟩.⟨id⟩ FROM ⟨orders⟩ ⟨o⟩ ⟦CROSS APPLY ⟨x⟩¦CROSS JOIN LATERAL ⟨x⟩⟧";
        assert_eq!(
            for_postgres(marked),
            "SELECT \"o\".\"id\" FROM \"orders\" \"o\" CROSS JOIN LATERAL \"x\""
        );
        assert_eq!(plain(marked), "SELECT o.id FROM orders o CROSS APPLY x");
        let respelled = respelled("⟨total_inc_tax⟩", &mut Random::new(3));
        assert_eq!(
            respelled.to_lowercase().replace(['_', '[', ']', '"'], ""),
            "totalinctax"
        );
    }
}
