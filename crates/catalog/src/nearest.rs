//! The known name that a mistyped one was probably meant to be, for errors that ask "did you mean …?".

/// How alike two names have to be: `custmers` is meant to be `customers`, `warehouse` is not.
const ALIKE: f64 = 0.8;

/// Of `known`, each a spelling and what it stands for, the one whose spelling is most like `typed`; none where none is near.
/// Of several that are as near, the smallest, so that an error reads the same each time.
pub fn nearest<S: AsRef<str>, T: Ord>(
    typed: &str,
    known: impl IntoIterator<Item = (S, T)>,
) -> Option<T> {
    known
        .into_iter()
        .map(|(spelling, meant)| (strsim::jaro_winkler(typed, spelling.as_ref()), meant))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|(left, a), (right, b)| left.total_cmp(right).then_with(|| b.cmp(a)))
        .map(|(_, meant)| meant)
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
        assert_eq!(nearest("ab", [("abc", 2), ("abd", 1)]), Some(1));
        assert_eq!(nearest::<&str, u8>("ab", []), None);
    }
}
