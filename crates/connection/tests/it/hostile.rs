//! Connection strings and settings files of random text.

use proptest::prelude::*;

use crate::holds;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_string(text in ".{0,120}", place in any::<usize>()) {
        holds::of_any_string(&text, place);
    }

    #[test]
    fn nearly_right_strings(pairs in prop::collection::vec((any::<u16>(), any::<u8>(), "([;='\"{}$ a1*-]|.){0,12}"), 0..6), place in any::<usize>()) {
        let pairs: Vec<_> = pairs.iter().map(|(name, quotes, value)| (*name, *quotes, value.as_str())).collect();
        holds::of_any_string(&holds::nearly_right(&pairs), place);
    }

    #[test]
    fn any_value(value in "([;='\"{}$ a]|.){0,40}") {
        holds::of_any_value(&value);
    }

    #[test]
    fn any_settings(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds::of_any_settings(&bytes);
        holds::of_any_settings(&[holds::GOOD_BEGINNING, &bytes].concat());
    }

    #[test]
    fn settings_that_end_too_soon(length in 0..holds::GOOD_BEGINNING.len(), end in "[\"}\\]\n]{0,6}") {
        holds::of_any_settings(&[&holds::GOOD_BEGINNING[..length], end.as_bytes()].concat());
    }
}
