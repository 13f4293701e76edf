//! Where tokens are kept between connections: a file that several processes share, or the process's own memory.
//!
//! A file is replaced whole, by a rename, so that it can be read without a lock. A sign-in takes the lock first and reads the file
//! again. An entry or a file that cannot be read is never removed.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind as IoKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::Instant;

use super::sealed::{Document, Owner, Unreadable};
use super::signed_in::SignedIn;
use crate::error::Error;
use crate::text_file;

/// The stores in memory, by the name after `memory://`.
static MEMORIES: LazyLock<Mutex<HashMap<String, Arc<Memory>>>> = LazyLock::new(Mutex::default);
/// How often a lock that another program holds is tried.
const LOCK_STEP: Duration = Duration::from_millis(50);

/// One place where tokens are kept, as one app sees it.
#[derive(Debug, Clone)]
pub(crate) struct TokenSettings {
    place: Place,
    login_url: String,
    client_id: String,
    key: SecretString,
}

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Memory(Arc<Memory>),
}

#[derive(Debug, Default)]
struct Memory {
    entries: Mutex<HashMap<Owner, SignedIn>>,
    lock: Arc<AsyncMutex<()>>,
}

/// The right to sign in and write.
#[derive(Debug)]
pub(crate) enum Lock {
    File { _file: File },
    Memory { _guard: OwnedMutexGuard<()> },
}

impl TokenSettings {
    /// The settings at `location`: a path, or `memory://name`.
    pub(crate) fn at(location: &str, login_url: &str, client_id: &str, key: SecretString) -> Self {
        let place = match location.strip_prefix("memory://") {
            Some(name) => {
                let mut memories = MEMORIES.lock().unwrap_or_else(PoisonError::into_inner);
                Place::Memory(Arc::clone(memories.entry(name.to_owned()).or_default()))
            }
            None => Place::File(PathBuf::from(location)),
        };
        Self {
            place,
            login_url: login_url.to_owned(),
            client_id: client_id.to_owned(),
            key,
        }
    }

    /// The entry of a store; without a store, the only one that the app has.
    pub(crate) async fn read(&self, store_id: Option<&str>) -> Result<Option<SignedIn>, Error> {
        match &self.place {
            Place::Memory(memory) => {
                let entries = memory
                    .entries
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                let stores = entries
                    .keys()
                    .filter(|owner| self.owns(owner))
                    .map(|owner| owner.store_id.clone());
                let store = self.one_store(store_id, stores.collect())?;
                Ok(store.and_then(|store| entries.get(&self.owner(&store)).cloned()))
            }
            Place::File(path) => {
                let (settings, path, store_id) =
                    (self.clone(), path.clone(), store_id.map(str::to_owned));
                // The key's derivation is work: not on a thread that others wait for.
                blocking(move || settings.read_file(&path, store_id.as_deref())).await
            }
        }
    }

    fn read_file(&self, path: &Path, store_id: Option<&str>) -> Result<Option<SignedIn>, Error> {
        let Some(document) = document(path)? else {
            return Ok(None);
        };
        let stores = document.stores(&self.login_url, &self.client_id);
        let Some(store) = self.one_store(store_id, stores)? else {
            return Ok(None);
        };
        document
            .open(&self.owner(&store), &self.key)
            .map_err(|why| unreadable(path, why))
    }

    /// Keeps `signed_in` as its store's entry. The caller holds the lock.
    pub(crate) async fn write(&self, _lock: &Lock, signed_in: &SignedIn) -> Result<(), Error> {
        let owner = self.owner(signed_in.store_id());
        match &self.place {
            Place::Memory(memory) => {
                memory
                    .entries
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(owner, signed_in.clone());
                Ok(())
            }
            Place::File(path) => {
                let (path, key, signed_in) = (path.clone(), self.key.clone(), signed_in.clone());
                blocking(move || {
                    let mut document = document(&path)?.unwrap_or_default();
                    // An entry that another secret made may be another program's: it is not overwritten.
                    document
                        .open(&owner, &key)
                        .map_err(|why| unreadable(&path, why))?;
                    document
                        .put(&owner, &signed_in, &key)
                        .map_err(|why| unwritable(&path, &why))?;
                    replace(&path, &document.write())
                        .map_err(|error| unwritable(&path, &error.to_string()))
                })
                .await
            }
        }
    }

    /// Waits for the right to sign in, at most `patience`. Finds out, before a code is spent, whether the folder can be written.
    pub(crate) async fn lock(&self, patience: Duration) -> Result<Lock, Error> {
        let late = || {
            let seconds = patience.as_secs();
            Error::sign_in(format!(
                "another program has been signing in for {seconds} seconds; end it, or try again later"
            ))
        };
        let path = match &self.place {
            Place::Memory(memory) => {
                let guard =
                    tokio::time::timeout(patience, Arc::clone(&memory.lock).lock_owned()).await;
                return guard
                    .map(|guard| Lock::Memory { _guard: guard })
                    .map_err(|_| late());
            }
            Place::File(path) => path,
        };
        let file = lock_file(path).map_err(|error| unwritable(path, &error.to_string()))?;
        let end = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock::File { _file: file }),
                Err(TryLockError::WouldBlock) if Instant::now() >= end => return Err(late()),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOCK_STEP).await,
                Err(TryLockError::Error(error)) => {
                    return Err(unwritable(path, &error.to_string()));
                }
            }
        }
    }

    fn owner(&self, store_id: &str) -> Owner {
        let (login_url, client_id) = (self.login_url.clone(), self.client_id.clone());
        Owner {
            login_url,
            client_id,
            store_id: store_id.to_owned(),
        }
    }

    fn owns(&self, owner: &Owner) -> bool {
        owner.login_url == self.login_url && owner.client_id == self.client_id
    }

    fn one_store(
        &self,
        wanted: Option<&str>,
        mut stores: Vec<String>,
    ) -> Result<Option<String>, Error> {
        if let Some(wanted) = wanted {
            return Ok(Some(wanted.to_owned()));
        }
        if stores.len() > 1 {
            stores.sort_unstable();
            let stores = stores.join(", ");
            let message = format!(
                "OAuthSettingsLocation has tokens of several stores ({stores}): set StoreId to one of them"
            );
            return Err(Error::configuration(message));
        }
        Ok(stores.pop())
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| {
            Err(Error::configuration(format!(
                "the settings file could not be handled ({error})"
            )))
        })
}

fn document(path: &Path) -> Result<Option<Document>, Error> {
    let read = || {
        text_file::refuse_pipe(&std::fs::metadata(path)?)?;
        std::fs::read(path)
    };
    match read() {
        Ok(bytes) => Document::read(&bytes)
            .map(Some)
            .map_err(|why| unreadable(path, why)),
        Err(error) if error.kind() == IoKind::NotFound => Ok(None),
        Err(error) => {
            let message = format!(
                "the OAuth settings file {} cannot be read ({error})",
                path.display()
            );
            Err(Error::configuration(message))
        }
    }
}

/// The lock is a file of its own, as the settings file itself is replaced. It stays: removing it would free others to lock
/// a file that is no longer there.
fn lock_file(path: &Path) -> std::io::Result<File> {
    let path = &real(path);
    if let Some(folder) = folder(path) {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    let lock = path.with_file_name(name);
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(lock)
}

/// Writes beside the file, to the disk, and then takes its place; readable by the owner only.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = real(path);
    let folder = folder(&path).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".OAuthSettings")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Where the path is a link, the file that it leads to is locked and replaced, not the link.
fn real(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn folder(path: &Path) -> Option<&Path> {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
}

fn unwritable(path: &Path, why: &str) -> Error {
    Error::configuration(format!(
        "the OAuth settings file {} cannot be written ({why}): let OAuthSettingsLocation name a place that can",
        path.display()
    ))
}

fn unreadable(path: &Path, why: Unreadable) -> Error {
    let path = path.display();
    let advice = "Nothing was changed; another OAuthSettingsLocation starts afresh.";
    Error::configuration(match why {
        Unreadable::Foreign => format!("{path} is no OAuth settings file of StoreQL. {advice}"),
        Unreadable::Utf16 => {
            format!("the OAuth settings file {path} is UTF-16: save it as UTF-8. {advice}")
        }
        Unreadable::Newer(version) => format!(
            "the OAuth settings file {path} was written by a newer StoreQL (version {version} of the file): update this one. {advice}"
        ),
        Unreadable::Damaged => {
            format!("the OAuth settings file {path} is cut or damaged. {advice}")
        }
        Unreadable::WrongSecret => format!(
            "the OAuth settings file {path} was made with another OAuthClientSecret or OAuthSettingsPassphrase. {advice}"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::super::signed_in::tests::granted;
    use super::*;

    fn settings(path: &Path, secret: &str) -> TokenSettings {
        TokenSettings::at(
            path.to_str().unwrap(),
            "https://login.example",
            "app",
            secret.into(),
        )
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_pipe_is_no_settings_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let error = settings(&path, "secret").read(None).await.unwrap_err();
        assert!(error.to_string().contains("a pipe and no file"), "{error}");
    }

    async fn keep(settings: &TokenSettings, token: &str, store: &str) {
        let lock = settings.lock(Duration::from_secs(5)).await.unwrap();
        settings
            .write(&lock, &SignedIn::now(granted(token, store, None), None))
            .await
            .unwrap();
    }

    async fn token(settings: &TokenSettings, store: Option<&str>) -> Option<String> {
        settings
            .read(store)
            .await
            .unwrap()
            .map(|signed_in| signed_in.access_token.expose().to_owned())
    }

    #[tokio::test]
    async fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("OAuthSettings.txt");
        let file = settings(&path, "secret");
        let memory = TokenSettings::at(
            "memory://found-again",
            "https://login.example",
            "app",
            "secret".into(),
        );
        for settings in [file, memory] {
            assert_eq!(token(&settings, Some("one")).await, None);
            keep(&settings, "first", "one").await;
            assert_eq!(token(&settings, None).await.as_deref(), Some("first"));
            keep(&settings, "second", "one").await;
            keep(&settings, "other", "two").await;
            assert_eq!(
                token(&settings, Some("one")).await.as_deref(),
                Some("second")
            );
            let error = settings.read(None).await.unwrap_err().to_string();
            assert!(error.contains("one, two"), "{error}");
        }
        let again = TokenSettings::at(
            "memory://found-again",
            "https://login.example",
            "app",
            "secret".into(),
        );
        assert_eq!(token(&again, Some("two")).await.as_deref(), Some("other"));
        let other_app = TokenSettings::at(
            "memory://found-again",
            "https://login.example",
            "other",
            "secret".into(),
        );
        assert_eq!(token(&other_app, Some("two")).await, None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        std::fs::write(&path, Document::default().write()).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        keep(&settings(&link, "secret"), "t", "one").await;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        // A sign-in by the other path waits at the same lock.
        let _held = settings(&link, "secret")
            .lock(Duration::ZERO)
            .await
            .unwrap();
        let error = settings(&path, "secret").lock(Duration::ZERO).await;
        assert!(error.unwrap_err().to_string().contains("another program"));
        assert_eq!(
            token(&settings(&path, "secret"), None).await.as_deref(),
            Some("t")
        );
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("OAuthSettings.txt");
        keep(&settings(&path, "secret"), "t", "one").await;
        let good = std::fs::read(&path).unwrap();
        let cases: [(&str, &[u8], &str); 4] = [
            ("other", &good, "another OAuthClientSecret"),
            ("secret", &good[..good.len() / 2], "cut or damaged"),
            ("secret", b"[DSN]\n", "no OAuth settings file"),
            (
                "secret",
                b"StoreQL OAuth settings, version 7\n{}",
                "newer StoreQL",
            ),
        ];
        for (secret, bytes, expected) in cases {
            std::fs::write(&path, bytes).unwrap();
            let settings = settings(&path, secret);
            let error = settings.read(Some("one")).await.unwrap_err().to_string();
            assert!(
                error.contains(expected) && error.contains("Nothing was changed"),
                "{error}"
            );
            let lock = settings.lock(Duration::from_secs(5)).await.unwrap();
            let signed_in = SignedIn::now(granted("new", "one", None), None);
            assert!(
                settings.write(&lock, &signed_in).await.is_err(),
                "{expected}"
            );
            assert_eq!(std::fs::read(&path).unwrap(), bytes, "{expected}");
        }
    }

    #[tokio::test]
    async fn a_folder_that_is_none_is_told_before_anything_is_sent() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let error = settings(&file.join("settings"), "secret")
            .lock(Duration::from_secs(1))
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("OAuthSettingsLocation"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("OAuthSettings.txt");
        let settings = settings(&path, "secret");
        let held = settings.lock(Duration::from_secs(1)).await.unwrap();
        let error = settings
            .lock(Duration::from_millis(120))
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("another program"), "{error}");
        drop(held);
        settings.lock(Duration::from_secs(1)).await.unwrap();
    }
}
