//! How the names and values that a person typed are compared, and how an error shows them. Knows no property.

/// A name without what may be spelled differently: case, blanks, underscores and hyphens.
pub(crate) fn plain(name: &str) -> String {
    let kept = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

/// A name as an error shows it. What stands there may be a value that lost its quotes, and that has other characters.
pub(crate) fn named(name: &str) -> String {
    let is_name = |c: char| c.is_alphabetic() || c.is_whitespace() || "_-".contains(c);
    if name.len() <= 40 && name.chars().all(is_name) {
        name.to_owned()
    } else {
        "of the name that is given (not shown: it may be part of a value)".to_owned()
    }
}

/// Of `known`, the name that `typed` is most like, if it is like one at all.
pub(crate) fn most_like<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    storeql_catalog::nearest(&plain(typed), known.map(|name| (plain(name), name)))
}

/// A plain value as an error shows it: only up to where, for want of a quote, another property's value may have run into it.
pub(crate) fn shown(text: &str) -> String {
    let own = text.split([';', '\n']).next().unwrap_or_default();
    let start: String = own.chars().take(80).collect();
    let rest = if start.len() < text.len() { "…" } else { "" };
    format!("\"{start}{rest}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_no_more_than_the_value() {
        assert_eq!(shown("maybe"), "\"maybe\"");
        assert_eq!(shown("maybe;OAuthAccessToken=t0ken"), "\"maybe…\"");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 83);
    }
}
