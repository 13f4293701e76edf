//! Moments as seconds since 1970 in UTC: the two spellings of the API (RFC 2822 in v2, RFC 3339 in v3) and the many spellings
//! that clients send in filters. Reads no clock.

/// The moment that the generated shop takes for "today": fixed, so that the same seed always gives the same rows.
pub(crate) const TODAY: i64 = 1_769_882_400; // 2026-01-31 18:00:00 UTC

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// A moment taken apart.
struct Parts {
    year: i64,
    month: usize,
    day: i64,
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
}

/// Takes a moment apart by the civil calendar (Howard Hinnant's algorithm): a page of orders spells hundreds of them.
fn parts(seconds: i64) -> Parts {
    let days = seconds.div_euclid(DAY);
    let rest = seconds.rem_euclid(DAY);
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    Parts {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month: month as usize,
        day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
        weekday: days.rem_euclid(7) as usize,
        hour: rest / 3_600,
        minute: rest / 60 % 60,
        second: rest % 60,
    }
}

/// `Tue, 05 Mar 2019 21:40:11 +0000`, as v2 spells it.
pub(crate) fn rfc2822(seconds: i64) -> String {
    let at = parts(seconds);
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
        WEEKDAYS[at.weekday],
        at.day,
        MONTHS[at.month - 1],
        at.year,
        at.hour,
        at.minute,
        at.second
    )
}

/// `2019-03-05T21:40:11Z`, as most of v3 spells it.
pub(crate) fn rfc3339(seconds: i64) -> String {
    format!("{}Z", local(seconds, 'T'))
}

/// `2019-03-05T21:40:11+00:00`, as the catalogue spells it.
pub(crate) fn rfc3339_offset(seconds: i64) -> String {
    format!("{}+00:00", local(seconds, 'T'))
}

/// `2019-03-05`.
pub(crate) fn date(seconds: i64) -> String {
    let at = parts(seconds);
    format!("{:04}-{:02}-{:02}", at.year, at.month, at.day)
}

/// `2019-03-05T21:40:11` with the given sign between day and hour, and no zone.
pub(crate) fn local(seconds: i64, between: char) -> String {
    let at = parts(seconds);
    format!(
        "{:04}-{:02}-{:02}{between}{:02}:{:02}:{:02}",
        at.year, at.month, at.day, at.hour, at.minute, at.second
    )
}

/// Reads a moment as clients spell it: a bare date, RFC 3339, RFC 2822, or seconds since 1970.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 7 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) || text.contains(", ") {
        return rfc2822_seconds(text);
    }
    // A plus that the client did not encode arrives as a blank: "…T10:00:00 00:00" was sent as "…T10:00:00+00:00".
    let spelled = match text.rfind(' ') {
        Some(position) if position > 10 => {
            format!("{}+{}", &text[..position], &text[position + 1..])
        }
        _ => text.to_owned(),
    };
    // A date without a time is midnight, a time without a zone is UTC.
    [
        spelled.clone(),
        format!("{spelled}Z"),
        format!("{spelled}T00:00:00Z"),
    ]
    .iter()
    .find_map(|spelled| spelled.parse::<jiff::Timestamp>().ok())
    .map(|moment| moment.as_second())
}

/// RFC 2822, also with the plus of its zone turned into a blank.
fn rfc2822_seconds(text: &str) -> Option<i64> {
    let mended = match text.rfind(' ') {
        Some(position)
            if text[position + 1..].len() == 4
                && text[position + 1..]
                    .bytes()
                    .all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{}+{}", &text[..=position], &text[position + 1..])
        }
        _ => text.to_owned(),
    };
    let zoned = jiff::fmt::rfc2822::parse(&mended).ok()?;
    Some(zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_both_ways() {
        assert_eq!(rfc2822(1_551_822_011), "Tue, 05 Mar 2019 21:40:11 +0000");
        assert_eq!(rfc3339(1_551_822_011), "2019-03-05T21:40:11Z");
        assert_eq!(rfc3339(TODAY), "2026-01-31T18:00:00Z");
    }

    #[test]
    fn reads_what_clients_send() {
        for spelled in [
            "Tue, 05 Mar 2019 21:40:11 +0000",
            "Tue, 05 Mar 2019 21:40:11  0000",
            "2019-03-05T21:40:11Z",
            "2019-03-05T21:40:11+00:00",
            "2019-03-05T21:40:11 00:00",
            "2019-03-05T21:40:11.000Z",
            "2019-03-05 21:40:11",
            "1551822011",
        ] {
            assert_eq!(parse(spelled), Some(1_551_822_011), "{spelled}");
        }
        assert_eq!(parse("2015-01-01"), Some(1_420_070_400));
        assert_eq!(parse("yesterday"), None);
    }
}
