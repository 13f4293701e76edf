//! The settings that a client may ask for. None can be changed: what `SET` takes changes no answer.

/// The PostgreSQL that this catalogue is like: clients choose their statements by it.
pub(crate) const VERSION: &str = "15.0";
/// The same as a number.
const VERSION_NUMBER: &str = "150000";

/// One setting: its name, its value, the kind of value, and who may change it.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) value: &'static str,
    pub(super) kind: &'static str,
    pub(super) context: &'static str,
}

const fn setting(
    name: &'static str,
    value: &'static str,
    kind: &'static str,
    context: &'static str,
) -> Setting {
    Setting {
        name,
        value,
        kind,
        context,
    }
}

/// All of them, by their names in order; `search_path` is the session's.
pub(super) const SETTINGS: &[Setting] = &[
    setting("application_name", "", "string", "user"),
    setting("array_nulls", "on", "bool", "user"),
    setting("backslash_quote", "safe_encoding", "enum", "user"),
    setting("block_size", "8192", "integer", "internal"),
    setting("bytea_output", "hex", "enum", "user"),
    setting("check_function_bodies", "on", "bool", "user"),
    setting("client_encoding", "UTF8", "string", "user"),
    setting("client_min_messages", "notice", "enum", "user"),
    setting("DateStyle", "ISO, MDY", "string", "user"),
    setting("default_table_access_method", "heap", "string", "user"),
    setting("default_tablespace", "", "string", "user"),
    setting("default_transaction_deferrable", "off", "bool", "user"),
    setting(
        "default_transaction_isolation",
        "read committed",
        "enum",
        "user",
    ),
    setting("default_transaction_read_only", "off", "bool", "user"),
    setting("escape_string_warning", "on", "bool", "user"),
    setting("extra_float_digits", "1", "integer", "user"),
    setting(
        "idle_in_transaction_session_timeout",
        "0",
        "integer",
        "user",
    ),
    setting("in_hot_standby", "off", "bool", "internal"),
    setting("integer_datetimes", "on", "bool", "internal"),
    setting("IntervalStyle", "postgres", "enum", "user"),
    setting("is_superuser", "off", "bool", "internal"),
    setting("jit", "off", "bool", "user"),
    setting("lc_collate", "C.UTF-8", "string", "internal"),
    setting("lc_ctype", "C.UTF-8", "string", "internal"),
    setting("lc_messages", "C.UTF-8", "string", "superuser"),
    setting("lc_monetary", "C.UTF-8", "string", "user"),
    setting("lc_numeric", "C.UTF-8", "string", "user"),
    setting("lc_time", "C.UTF-8", "string", "user"),
    setting("lock_timeout", "0", "integer", "user"),
    setting("max_connections", "100", "integer", "postmaster"),
    setting("max_identifier_length", "63", "integer", "internal"),
    setting("max_index_keys", "32", "integer", "internal"),
    setting("row_security", "on", "bool", "user"),
    setting("search_path", "", "string", "user"),
    setting("server_encoding", "UTF8", "string", "internal"),
    setting("server_version", VERSION, "string", "internal"),
    setting("server_version_num", VERSION_NUMBER, "integer", "internal"),
    setting("session_authorization", "storeql", "string", "user"),
    setting("ssl", "off", "bool", "sighup"),
    setting("standard_conforming_strings", "on", "bool", "user"),
    setting("statement_timeout", "0", "integer", "user"),
    setting("synchronous_commit", "on", "enum", "user"),
    setting("TimeZone", "UTC", "string", "user"),
    setting("transaction_deferrable", "off", "bool", "user"),
    setting("transaction_isolation", "read committed", "enum", "user"),
    setting("transaction_read_only", "off", "bool", "user"),
];
