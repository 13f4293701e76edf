//! Processor time of other processes, user and system, as the kernel counts it.

use std::fs;

/// Where a process's own user time stands behind its name in `/proc/PID/stat`; the system time follows.
const OWN: usize = 11;
/// The same of the children that it has waited for.
const OF_CHILDREN: usize = 13;

/// Seconds of a process that runs.
pub(super) fn seconds_of(process: u32) -> f64 {
    seconds(&process.to_string(), OWN)
}

/// Seconds of all processes that this one has started and waited for. The difference before and after one of them is that one's,
/// to its end.
pub(super) fn seconds_of_children() -> f64 {
    seconds("self", OF_CHILDREN)
}

fn seconds(process: &str, place: usize) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    ticks(&stat, place) / 100.0
}

/// User and system time, in hundredths of a second, from `place` on. The name before may hold blanks.
fn ticks(stat: &str, place: usize) -> f64 {
    let Some((_, fields)) = stat.rsplit_once(") ") else {
        return 0.0;
    };
    let both = fields.split(' ').skip(place).take(2);
    both.filter_map(|ticks| ticks.parse::<f64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_brackets_moves_no_field() {
        let stat = "7 (a b) c) S 1 7 7 0 -1 4194304 100 0 0 0 31 12 250 50 20 0 1 0 12345";
        assert_eq!((ticks(stat, OWN), ticks(stat, OF_CHILDREN)), (43.0, 300.0));
    }
}
