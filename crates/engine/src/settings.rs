//! What a session is set to, as `SHOW` and `current_setting` tell it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::store::{SessionZone, Store};
use crate::zone::Zone;

/// The settings of one session. Only its time zone can be changed.
#[derive(Debug)]
pub(crate) struct Settings {
    store: Arc<Store>,
    zone: Mutex<SessionZone>,
}

/// Settings that PostgreSQL's programs ask for, and what they are here.
const FIXED: [(&str, &str); 17] = [
    ("application_name", ""),
    ("client_encoding", "UTF8"),
    ("datestyle", "ISO, MDY"),
    ("default_transaction_isolation", "read committed"),
    ("extra_float_digits", "1"),
    ("integer_datetimes", "on"),
    ("intervalstyle", "postgres"),
    ("is_superuser", "off"),
    ("lc_collate", "C"),
    ("lc_ctype", "C"),
    ("max_identifier_length", "63"),
    ("server_encoding", "UTF8"),
    ("server_version", "16.0"),
    ("server_version_num", "160000"),
    ("standard_conforming_strings", "on"),
    ("statement_timeout", "0"),
    ("transaction_isolation", "read committed"),
];

impl Settings {
    pub(crate) fn new(store: &Arc<Store>) -> Self {
        Self {
            zone: Mutex::new(store.zone().clone()),
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
            "search_path" => Some(self.store.connection().schema_name().to_owned()),
            "default_transaction_read_only" | "transaction_read_only" => read_only(),
            name => {
                let fixed = FIXED.iter().find(|(known, _)| *known == name);
                fixed.map(|(_, value)| (*value).to_owned())
            }
        }
    }
}
