//! What holds of any pattern of times and numbers.

use chrono::NaiveDate;

use super::patterns::{NumberPattern, Spelling, is_plain, of_time, read, write};

/// A pattern, in each spelling, or a sentence that quotes it. What a plain one writes of a time, it reads as that time.
pub fn of_any_pattern(text: &str) {
    let time = NaiveDate::from_ymd_opt(2025, 11, 9).and_then(|date| date.and_hms_opt(15, 4, 5));
    let Some(time) = time else { return };
    for spelling in [
        Spelling::Postgres,
        Spelling::Percent,
        Spelling::MySql,
        Spelling::Letters,
    ] {
        let pattern = match of_time(text, spelling) {
            Ok(pattern) => pattern,
            Err(why) => {
                assert!(why.contains(text), "{why}");
                continue;
            }
        };
        let written = write(&pattern, &time, true);
        let found = read(&pattern, &written);
        if is_plain(&pattern) {
            assert_eq!(
                found.map(|found| write(&pattern, &found, true)),
                Ok(written),
                "{text}"
            );
        } else if let Err(why) = found {
            assert!(!why.is_empty());
        }
    }
    match NumberPattern::of(text) {
        Ok(pattern) => {
            for number in ["0", "-1.5", "1234567.891", "-0.004"] {
                let written = pattern.write(number);
                assert!(written.len() <= text.len() + 8, "{text}: {written}");
            }
        }
        Err(why) => assert!(why.contains(text), "{why}"),
    }
}
