//! What a session is set to, as `SHOW` and `current_setting` tell it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::functions::identifier;
use crate::session_options::{SessionOptions, smaller};
use crate::sql::around::Limit;
use crate::sql::schemas::{SYSTEM_SCHEMA, VIEWS_SCHEMA};
use crate::store::{SessionZone, Store};
use crate::zone::Zone;

/// The settings of one session. Its time zone and its limits can be changed.
#[derive(Debug)]
pub(crate) struct Settings {
    store: Arc<Store>,
    zone: Mutex<SessionZone>,
    /// What the connection and the session's options allow: requests, rows.
    allowed: [Option<u64>; 2],
    /// What `SET MaxRequests` and `SET MaxRows` said.
    limits: Mutex<[Option<u64>; 2]>,
}

/// The PostgreSQL that is like this: programs choose their statements by it.
pub(crate) const VERSION: &str = "16.0";

/// A setting as `pg_settings` has it: its name, its value, what kind of value that is, and who could change it.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) kind: &'static str,
    pub(crate) context: &'static str,
}

/// A setting that is the same in all sessions.
type Fixed = (&'static str, &'static str, &'static str, &'static str);

const fn fixed(
    name: &'static str,
    value: &'static str,
    kind: &'static str,
    context: &'static str,
) -> Fixed {
    (name, value, kind, context)
}

/// Settings that hang on the session or its store.
const OWN: [(&str, &str, &str); 6] = [
    ("default_transaction_read_only", "bool", "user"),
    ("MaxRequests", "integer", "user"),
    ("MaxRows", "integer", "user"),
    ("search_path", "string", "user"),
    ("TimeZone", "string", "user"),
    ("transaction_read_only", "bool", "user"),
];

/// Settings that PostgreSQL's programs ask for, and what they are here.
const FIXED: &[Fixed] = &[
    fixed("application_name", "", "string", "user"),
    fixed("array_nulls", "on", "bool", "user"),
    fixed("backslash_quote", "safe_encoding", "enum", "user"),
    fixed("block_size", "8192", "integer", "internal"),
    fixed("bytea_output", "hex", "enum", "user"),
    fixed("check_function_bodies", "on", "bool", "user"),
    fixed("client_encoding", "UTF8", "string", "user"),
    fixed("client_min_messages", "notice", "enum", "user"),
    fixed("DateStyle", "ISO, MDY", "string", "user"),
    fixed("default_table_access_method", "heap", "string", "user"),
    fixed("default_tablespace", "", "string", "user"),
    fixed("default_transaction_deferrable", "off", "bool", "user"),
    fixed("escape_string_warning", "on", "bool", "user"),
    fixed("extra_float_digits", "1", "integer", "user"),
    fixed("in_hot_standby", "off", "bool", "internal"),
    fixed("integer_datetimes", "on", "bool", "internal"),
    fixed("IntervalStyle", "postgres", "enum", "user"),
    fixed("is_superuser", "off", "bool", "internal"),
    fixed("jit", "off", "bool", "user"),
    fixed("lc_collate", "C", "string", "internal"),
    fixed("lc_ctype", "C", "string", "internal"),
    fixed("lc_messages", "C", "string", "superuser"),
    fixed("lc_monetary", "C", "string", "user"),
    fixed("lc_numeric", "C", "string", "user"),
    fixed("lc_time", "C", "string", "user"),
    fixed("lock_timeout", "0", "integer", "user"),
    fixed("max_connections", "100", "integer", "postmaster"),
    fixed("max_identifier_length", "63", "integer", "internal"),
    fixed("max_index_keys", "32", "integer", "internal"),
    fixed("row_security", "on", "bool", "user"),
    fixed("server_encoding", "UTF8", "string", "internal"),
    fixed("server_version", VERSION, "string", "internal"),
    fixed("server_version_num", "160000", "integer", "internal"),
    fixed("session_authorization", "storeql", "string", "user"),
    fixed("ssl", "off", "bool", "sighup"),
    fixed("standard_conforming_strings", "on", "bool", "user"),
    fixed("statement_timeout", "0", "integer", "user"),
    fixed("synchronous_commit", "on", "enum", "user"),
    fixed("transaction_deferrable", "off", "bool", "user"),
    fixed("transaction_isolation", "read committed", "enum", "user"),
];

impl Settings {
    pub(crate) fn new(store: &Arc<Store>, options: &SessionOptions) -> Self {
        let connection = store.connection();
        Self {
            allowed: [
                smaller(connection.max_requests(), options.max_requests),
                smaller(connection.max_rows(), options.max_rows),
            ],
            zone: Mutex::new(store.zone().clone()),
            limits: Mutex::default(),
            store: Arc::clone(store),
        }
    }

    fn chosen(&self) -> SessionZone {
        let zone = self.zone.lock().unwrap_or_else(PoisonError::into_inner);
        zone.clone()
    }

    /// The session's time zone; none where it is the store's, which was not read yet.
    pub(crate) fn zone(&self) -> Option<Zone> {
        match self.chosen() {
            SessionZone::Of(zone) => Some(zone),
            SessionZone::OfStore => self.store.zone_of_store().cloned(),
        }
    }

    /// The session's time zone as it was chosen: `store` where it is the store's own.
    pub(crate) fn zone_name(&self) -> String {
        match self.chosen() {
            SessionZone::Of(zone) => zone.name().to_owned(),
            SessionZone::OfStore => "store".to_owned(),
        }
    }

    /// Sets the time zone; none is the one that the connection names. Says what it is now.
    pub(crate) fn set_zone(&self, zone: Option<&Zone>) -> String {
        let chosen = match zone {
            Some(zone) => SessionZone::Of(zone.clone()),
            None => self.store.zone().clone(),
        };
        let said = match &chosen {
            SessionZone::Of(zone) => format!("days begin at midnight of {}", zone.name()),
            SessionZone::OfStore => "days begin at midnight of the store".to_owned(),
        };
        *self.zone.lock().unwrap_or_else(PoisonError::into_inner) = chosen;
        said
    }

    /// What a statement keeps to: the smallest of what is allowed and what was set. None is no limit.
    pub(crate) fn limit(&self, limit: Limit) -> Option<u64> {
        let limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        smaller(self.allowed[limit as usize], limits[limit as usize])
    }

    /// Keeps to a limit from the next statement on; none takes it back. Says so.
    pub(crate) fn set_limit(&self, limit: Limit, most: Option<u64>) -> String {
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        limits[limit as usize] = most;
        match (limit, most) {
            (_, None) => format!("{limit:?} is what the connection says"),
            (Limit::MaxRequests, Some(most)) => {
                format!("a statement that needs more than {most} requests is refused")
            }
            (Limit::MaxRows, Some(most)) => format!("a result is cut after {most} rows"),
        }
    }

    /// The value of a setting, by its name in any case.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let name = name.trim().to_lowercase();
        let read_only = || {
            let on = self.store.connection().read_only();
            Some(if on { "on" } else { "off" }.to_owned())
        };
        match name.as_str() {
            "timezone" => Some(match self.zone() {
                Some(zone) => zone.name().to_owned(),
                None => self.zone_name(),
            }),
            "search_path" => {
                let own = self.store.connection().schema_name();
                let path = [own, SYSTEM_SCHEMA, VIEWS_SCHEMA].map(identifier);
                Some(path.join(", "))
            }
            "default_transaction_read_only" | "transaction_read_only" => read_only(),
            // As in the properties, 0 is no limit.
            "maxrequests" => Some(self.limit(Limit::MaxRequests).unwrap_or(0).to_string()),
            "maxrows" => Some(self.limit(Limit::MaxRows).unwrap_or(0).to_string()),
            name => {
                let mut fixed = FIXED.iter();
                let fixed = fixed.find(|(known, ..)| known.eq_ignore_ascii_case(name));
                fixed.map(|(_, value, ..)| (*value).to_owned())
            }
        }
    }

    /// All of them, in the order of their names.
    pub(crate) fn all(&self) -> Vec<Setting> {
        let own = OWN.iter().map(|(name, kind, context)| Setting {
            name,
            value: self.get(name).unwrap_or_default(),
            kind,
            context,
        });
        let fixed = FIXED.iter().map(|(name, value, kind, context)| Setting {
            name,
            value: (*value).to_owned(),
            kind,
            context,
        });
        let mut all: Vec<Setting> = own.chain(fixed).collect();
        all.sort_by_key(|setting| setting.name.to_lowercase());
        all
    }
}
