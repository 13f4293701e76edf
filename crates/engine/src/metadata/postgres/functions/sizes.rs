//! Sizes: a store tells none, and so each is 0.

use super::super::value::Value;
use super::frame::{Function, strict};

const fn size(name: &'static str, takes: std::ops::RangeInclusive<usize>) -> Function {
    strict(name, takes, "int8", |_, _| Ok(Value::Number(0)))
}

pub(super) const FUNCTIONS: &[Function] = &[
    size("pg_relation_size", 1..=2),
    size("pg_table_size", 1..=1),
    size("pg_total_relation_size", 1..=1),
    size("pg_indexes_size", 1..=1),
    size("pg_database_size", 1..=1),
    size("pg_tablespace_size", 1..=1),
    size("pg_stat_get_numscans", 1..=1),
    strict("pg_size_pretty", 1..=1, "text", |_, values| {
        let bytes = values[0].number().unwrap_or_default();
        let units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
        let (mut size, mut unit) = (bytes, 0);
        while size.abs() >= 10_240 && unit + 1 < units.len() {
            size = (size + 512 * size.signum()) / 1_024;
            unit += 1;
        }
        Ok(format!("{size} {}", units[unit]).into())
    }),
];
