//! The known name that a mistyped one was probably meant to be, for errors that ask "did you mean …?".

/// How alike two names have to be: `custmers` is meant to be `customers`, `warehouse` is not.
const ALIKE: f64 = 0.8;

/// Of `known`, each a spelling and what it stands for, the one whose spelling is most like `typed`; none where none is near: no more
/// than a third of its letters are wrong. Of several that are as near, the smallest, so that an error reads the same each time.
pub fn nearest<S: AsRef<str>, T: Ord>(
    typed: &str,
    known: impl IntoIterator<Item = (S, T)>,
) -> Option<T> {
    let near = known.into_iter().filter_map(|(spelling, meant)| {
        let spelling = spelling.as_ref();
        let letters = typed.chars().count().max(spelling.chars().count());
        let wrong = strsim::osa_distance(typed, spelling);
        let likeness = strsim::jaro_winkler(typed, spelling);
        (wrong <= (letters / 3).max(1) && likeness > ALIKE).then_some((wrong, likeness, meant))
    });
    near.min_by(|(fewer, more_like, a), (more, less_like, b)| {
        let likeness = less_like.total_cmp(more_like);
        fewer.cmp(more).then(likeness).then_with(|| a.cmp(b))
    })
    .map(|(_, _, meant)| meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_meant_if_it_is_near() {
        let known = ["customers", "orders", "order_items"];
        let near = |typed| nearest(typed, known.map(|name| (name, name)));
        assert_eq!(near("custmers"), Some("customers"));
        assert_eq!(near("order_item"), Some("order_items"));
        assert_eq!(near("warehouse"), None);
        // They begin alike, and are not.
        assert_eq!(nearest("sqlitemaster", [("sites", 1)]), None);
        assert_eq!(nearest("sha265", [("sha2", 1), ("sha256", 2)]), Some(2));
        assert_eq!(nearest("ab", [("abc", 2), ("abd", 1)]), Some(1));
        assert_eq!(nearest::<&str, u8>("ab", []), None);
    }
}
