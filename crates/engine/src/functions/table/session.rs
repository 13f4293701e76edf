//! What a statement can ask of its session.

use super::super::function::{Function, Origin};
use super::entry::forms;

pub(super) const FUNCTIONS: &[Function] = &[
    forms(
        "version",
        Origin::PostgreSql,
        &[(
            "version()",
            concat!("'StoreQL ", env!("CARGO_PKG_VERSION"), "'"),
        )],
        "left(version(), 7)",
        "StoreQL",
    ),
    forms(
        "current_user",
        Origin::PostgreSql,
        &[("current_user", "'storeql'")],
        "current_user",
        "storeql",
    ),
    forms(
        "session_user",
        Origin::PostgreSql,
        &[("session_user", "'storeql'")],
        "session_user",
        "storeql",
    ),
    forms(
        "user",
        Origin::MySql,
        &[("user", "'storeql'")],
        "user",
        "storeql",
    ),
    forms(
        "current_database",
        Origin::PostgreSql,
        &[("current_database()", "'storeql'")],
        "current_database()",
        "storeql",
    ),
    forms(
        "current_catalog",
        Origin::PostgreSql,
        &[("current_catalog", "'storeql'")],
        "current_catalog",
        "storeql",
    ),
    forms(
        "database",
        Origin::MySql,
        &[("database()", "'storeql'")],
        "database()",
        "storeql",
    ),
];
