//! Connection strings and settings files of random text.

use proptest::prelude::*;

use super::super::holds;

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
    fn any_profiles(text in "(\\[[a-c]{0,2}\\]|[a-c \u{a0}]{0,3}=|[0-9'\"#\n\u{a0}\\\\]|true|.){0,20}") {
        holds::of_any_profiles(text.as_bytes());
    }

    #[test]
    fn any_callback(query in "((code|state|error|context)=(s3cret|[a-z%0-9+]{0,5})&?){0,4}") {
        holds::of_any_callback(&query);
    }

    #[test]
    fn any_settings(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds::of_any_settings(&bytes);
    }

    #[test]
    fn settings_that_end_too_soon(length in 0..holds::GOOD_BEGINNING.len(), end in "[\"}\\]\n]{0,6}") {
        holds::of_these_settings(&[&holds::GOOD_BEGINNING[..length], end.as_bytes()].concat());
    }
}
