//! The settings of `storeql serve pg`, from its file and from the command line.

use std::path::Path;

use crate::arguments::PgSettings;
use crate::failure::{Failure, Result};

/// Reads a file of settings.
pub(super) fn read(path: &Path) -> Result<PgSettings> {
    let failed =
        |why: String| Failure::Usage(format!("the settings file {}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    toml::from_str(&text).map_err(|error| failed(error.to_string()))
}

/// The settings of `first`, and where it lacks one that of `second`.
pub(super) fn before(first: PgSettings, second: PgSettings) -> PgSettings {
    // Who may in is said in one place.
    let says_who = first.trust || first.user.is_some() || first.users.is_some();
    let (user, users, trust) = match says_who {
        true => (first.user, first.users, first.trust),
        false => (second.user, second.users, second.trust),
    };
    PgSettings {
        user,
        users,
        trust,
        listen: first.listen.or(second.listen),
        profile: match first.profile.is_empty() {
            true => second.profile,
            false => first.profile,
        },
        password_file: first.password_file.or(second.password_file),
        role: first.role.or(second.role),
        tls_cert: first.tls_cert.or(second.tls_cert),
        tls_key: first.tls_key.or(second.tls_key),
        client_ca: first.client_ca.or(second.client_ca),
        max_clients: first.max_clients.or(second.max_clients),
        statement_seconds: first.statement_seconds.or(second.statement_seconds),
        idle_seconds: first.idle_seconds.or(second.idle_seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> PgSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_command_line_goes_before_the_file() {
        let file = settings("listen = '127.0.0.1:1'\nprofile = ['a', 'b']\ntrust = true");
        let line = settings("listen = '127.0.0.1:2'\nuser = 'me'");
        let both = before(line, file);
        assert_eq!(both.listen.unwrap().port(), 2);
        assert_eq!(both.profile, ["a", "b"]);
        assert_eq!((both.user.as_deref(), both.trust), (Some("me"), false));
    }

    #[test]
    fn a_mistyped_setting_is_told() {
        assert!(toml::from_str::<PgSettings>("lisen = '127.0.0.1:1'").is_err());
        assert!(toml::from_str::<PgSettings>("role = 'admin'").is_err());
    }
}
