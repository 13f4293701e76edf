//! Who may in: names with a role and a verifier of SCRAM-SHA-256, by which a password is proved and from which it cannot be read.
//!
//! A line of the users file is `NAME:ROLE:SCRAM-SHA-256$4096:SALT$STORED:SERVER`, the verifier spelled as PostgreSQL spells it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pgwire::api::auth::sasl::scram::{SCRAM_ITERATIONS, ScramSecret, gen_salted_password};

/// Bytes of a salt.
const SALT: usize = 16;
/// Bytes of a key of SCRAM-SHA-256.
const KEY: usize = 32;
const METHOD: &str = "SCRAM-SHA-256";

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Reads only.
    Read,
    /// Reads and writes, as far as the connection allows it.
    Write,
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            other => Err(format!("{other} is no role: read or write")),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}

/// What proves a user's password.
#[derive(Clone, PartialEq)]
pub(super) struct Verifier {
    iterations: usize,
    salt: Vec<u8>,
    stored_key: Vec<u8>,
    server_key: Vec<u8>,
}

/// One user.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct User {
    pub(super) role: Role,
    pub(super) verifier: Verifier,
}

/// The users of a server.
///
/// ```
/// use storeql_server::pg::{Role, Users};
///
/// let users = Users::one("report", "a long password", Role::Read)?;
/// assert!(!format!("{users:?}").contains("password"));
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Users(BTreeMap<String, User>);

impl Users {
    /// One user, for a server that is not to outlive the process.
    pub fn one(name: &str, password: &str, role: Role) -> Result<Self, String> {
        let mut users = Self::default();
        users.put(name, password, role)?;
        Ok(users)
    }

    /// The users of a file, which others of the machine must not read.
    pub fn read(path: &Path) -> Result<Self, String> {
        let failed = |why: String| format!("the users file {}: {why}", path.display());
        is_private(path).map_err(failed)?;
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        let mut users = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, user) =
                read_line(line).ok_or_else(|| failed(format!("line {} is no user", index + 1)))?;
            users.insert(name, user);
        }
        Ok(Self(users))
    }

    /// Adds a user to a file, or gives one another password and role. The file is made where it is not there.
    pub fn add(path: &Path, name: &str, password: &str, role: Role) -> Result<(), String> {
        let mut users = match path.exists() {
            true => Self::read(path)?,
            false => Self::default(),
        };
        users.put(name, password, role)?;
        let failed = |error: std::io::Error| {
            format!(
                "the users file {} cannot be written: {error}",
                path.display()
            )
        };
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        // The file beside it takes its place when it is whole; it is the owner's alone from the beginning.
        let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
        for (name, user) in &users.0 {
            writeln!(file, "{}", spelled(name, user)).map_err(failed)?;
        }
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    fn put(&mut self, name: &str, password: &str, role: Role) -> Result<(), String> {
        if name.is_empty() || name.contains(':') || name.chars().any(char::is_control) {
            return Err(
                "a user's name has at least one letter, no colon and no control character"
                    .to_owned(),
            );
        }
        if password.is_empty() {
            return Err("an empty password lets anyone in; give a longer one".to_owned());
        }
        let mut salt = vec![0; SALT];
        getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
        let verifier = Verifier::of(password, salt)?;
        self.0.insert(name.to_owned(), User { role, verifier });
        Ok(())
    }

    pub(super) fn get(&self, name: &str) -> Option<&User> {
        self.0.get(name)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `NAME:ROLE:VERIFIER`.
pub(super) fn read_line(line: &str) -> Option<(String, User)> {
    let (name, rest) = line.split_once(':')?;
    let (role, verifier) = rest.split_once(':')?;
    let user = User {
        role: role.parse().ok()?,
        verifier: Verifier::read(verifier)?,
    };
    Some((name.to_owned(), user))
}

/// As [`read_line`] reads it.
pub(super) fn spelled(name: &str, user: &User) -> String {
    format!("{name}:{}:{}", user.role, user.verifier)
}

#[cfg(unix)]
fn is_private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|error| error.to_string())?;
    match metadata.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => Err("others of this machine may read or write it; chmod 600 it".to_owned()),
    }
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> Result<(), String> {
    Ok(())
}

impl Verifier {
    fn of(password: &str, salt: Vec<u8>) -> Result<Self, String> {
        let salted = gen_salted_password(password, &salt, SCRAM_ITERATIONS);
        match ScramSecret::verifier_from_salted_password(salt, salted, SCRAM_ITERATIONS) {
            ScramSecret::Verifier {
                salt,
                iterations,
                stored_key,
                server_key,
            } => Ok(Self {
                iterations,
                salt,
                stored_key,
                server_key,
            }),
            ScramSecret::SaltedPassword { .. } => {
                Err("a password's verifier could not be made".to_owned())
            }
        }
    }

    /// A verifier of no password, so that a name that there is not is answered as any other. The same name has the same salt.
    pub(super) fn of_unknown_user(name: &str, secret: &[u8]) -> Self {
        let digest = |word: &str| {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
            let text = format!("{word} {name}");
            ring::hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        };
        Self {
            iterations: SCRAM_ITERATIONS,
            salt: digest("salt")[..SALT].to_vec(),
            stored_key: digest("stored"),
            server_key: digest("server"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('$');
        let (METHOD, Some(salted), Some(keys), None) =
            (parts.next()?, parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let (iterations, salt) = salted.split_once(':')?;
        let (stored_key, server_key) = keys.split_once(':')?;
        let bytes = |text: &str| STANDARD.decode(text).ok();
        let verifier = Self {
            iterations: iterations.parse().ok()?,
            salt: bytes(salt)?,
            stored_key: bytes(stored_key)?,
            server_key: bytes(server_key)?,
        };
        let is_whole = verifier.iterations >= SCRAM_ITERATIONS
            && verifier.stored_key.len() == KEY
            && verifier.server_key.len() == KEY;
        is_whole.then_some(verifier)
    }

    pub(super) fn secret(&self) -> ScramSecret {
        ScramSecret::Verifier {
            salt: self.salt.clone(),
            iterations: self.iterations,
            stored_key: self.stored_key.clone(),
            server_key: self.server_key.clone(),
        }
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [salt, stored, server] =
            [&self.salt, &self.stored_key, &self.server_key].map(|bytes| STANDARD.encode(bytes));
        write!(f, "{METHOD}${}:{salt}${stored}:{server}", self.iterations)
    }
}

/// Without what a password could be guessed by.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_no_password_and_is_the_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users");
        Users::add(&path, "report", "long and secret", Role::Read).unwrap();
        Users::add(&path, "app", "another one", Role::Write).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("secret") && text.contains("report:read:SCRAM-SHA-256$4096:"));
        let users = Users::read(&path).unwrap();
        assert_eq!(users.get("app").unwrap().role, Role::Write);
        let report = users.get("report").unwrap();
        let again = Verifier::of("long and secret", report.verifier.salt.clone()).unwrap();
        assert!(again == report.verifier);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
            assert!(Users::read(&path).unwrap_err().contains("chmod 600"));
        }
    }

    #[test]
    fn names_and_passwords_that_let_anyone_in_are_refused() {
        for (name, password) in [("", "x"), ("a:b", "x"), ("a\nb", "x"), ("a", "")] {
            assert!(Users::one(name, password, Role::Read).is_err());
        }
    }

    #[test]
    fn a_line_that_is_no_user() {
        for line in [
            "report",
            "report:admin:SCRAM-SHA-256$4096:c2FsdA==$YQ==:YQ==",
            "report:read:md5abc",
            "report:read:SCRAM-SHA-256$1:c2FsdA==$YQ==:YQ==",
        ] {
            assert!(read_line(line).is_none(), "{line}");
        }
    }
}
