//! Names as a statement writes them, and the words that PostgreSQL keeps for itself.

/// Each word with the code of its kind.
pub(crate) fn keywords() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("keywords.txt").lines();
    let lines = lines.filter_map(|line| line.split_once(' '));
    lines
        .filter(|(code, _)| *code != "#")
        .flat_map(|(code, words)| words.split(' ').map(move |word| (word, code)))
}

/// A name in quotes where it needs them.
pub(crate) fn identifier(name: &str) -> String {
    let starts = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
    let plain = name.bytes().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'$')
    });
    let is_kept = || keywords().any(|(word, code)| code != "U" && word == name);
    match starts && plain && !is_kept() {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}
