//! The settings file's bytes: its header, its entries, and how each is encrypted. Pure; reads and writes no file.
//!
//! The file is text: a header line with the version of the format, then JSON with one entry per login server, app and store.
//! An entry is encrypted by itself, with age in its passphrase mode (scrypt with a random salt, then ChaCha20-Poly1305), under
//! its app's client secret and the passphrase where there is one; so entries of several apps share a file, and each names
//! inside whose it is, so that entries cannot be swapped.

use age::scrypt::{Identity, Recipient};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::signed_in::SignedIn;
use crate::text_file;

/// What the first line begins with; the version follows.
const HEADER: &str = "StoreQL OAuth settings, version ";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;
/// 2^15 rounds take 32 MiB and some 60 ms: a client secret is long and random and needs no more, a passphrase is slow to
/// guess, and a connection does not wait for it noticeably.
const WORK_FACTOR: u8 = 15;
/// A file from elsewhere may ask for more work, but not for minutes of it.
const HARDEST_WORK: u8 = 18;

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Owner {
    pub(crate) login_url: String,
    pub(crate) client_id: String,
    pub(crate) store_id: String,
}

/// The file's text, taken apart.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Document {
    entries: Vec<Entry>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    owner: Owner,
    sealed: String,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    owner: Owner,
    signed_in: SignedIn,
}

/// Why a file or an entry cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is no settings file.
    Foreign,
    /// An editor has saved it as UTF-16.
    Utf16,
    /// It is one of a later StoreQL.
    Newer(u32),
    /// It is cut or damaged.
    Damaged,
    /// Another secret or passphrase opens it.
    WrongSecret,
}

impl Document {
    /// Reads a file's bytes.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        if bytes.is_empty() {
            return Err(Unreadable::Damaged);
        }
        let text = text_file::decode(bytes).map_err(|_| match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Unreadable::Utf16,
            _ => Unreadable::Foreign,
        })?;
        let Some(rest) = text.strip_prefix(HEADER) else {
            return Err(if HEADER.starts_with(text) {
                Unreadable::Damaged
            } else {
                Unreadable::Foreign
            });
        };
        let (version, json) = rest.split_once('\n').ok_or(Unreadable::Damaged)?;
        match version.trim_end().parse::<u32>() {
            Ok(VERSION) => serde_json::from_str(json).map_err(|_| Unreadable::Damaged),
            Ok(newer) if newer > VERSION => Err(Unreadable::Newer(newer)),
            _ => Err(Unreadable::Damaged),
        }
    }

    /// The bytes of a file.
    pub(crate) fn write(&self) -> Vec<u8> {
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{HEADER}{VERSION}\n{json}\n").into_bytes()
    }

    /// The stores for which the app has an entry.
    pub(crate) fn stores(&self, login_url: &str, client_id: &str) -> Vec<String> {
        let of_app = |entry: &&Entry| {
            entry.owner.login_url == login_url && entry.owner.client_id == client_id
        };
        self.entries
            .iter()
            .filter(of_app)
            .map(|entry| entry.owner.store_id.clone())
            .collect()
    }

    /// The owner's entry, opened with `key`; none where there is no entry.
    pub(crate) fn open(
        &self,
        owner: &Owner,
        key: &SecretString,
    ) -> Result<Option<SignedIn>, Unreadable> {
        let Some(entry) = self.entries.iter().find(|entry| entry.owner == *owner) else {
            return Ok(None);
        };
        let sealed = STANDARD
            .decode(&entry.sealed)
            .map_err(|_| Unreadable::Damaged)?;
        let mut identity = Identity::new(key.clone());
        identity.set_max_work_factor(HARDEST_WORK);
        let json = Zeroizing::new(age::decrypt(&identity, &sealed).map_err(why)?);
        let contents: Contents = serde_json::from_slice(&json).map_err(|_| Unreadable::Damaged)?;
        if contents.owner != *owner {
            return Err(Unreadable::Damaged);
        }
        Ok(Some(contents.signed_in))
    }

    /// Puts an entry in place of the owner's, sealed with `key`. The error is the encryption's own.
    pub(crate) fn put(
        &mut self,
        owner: &Owner,
        signed_in: &SignedIn,
        key: &SecretString,
    ) -> Result<(), String> {
        let contents = Contents {
            owner: owner.clone(),
            signed_in: signed_in.clone(),
        };
        let json =
            Zeroizing::new(serde_json::to_vec(&contents).map_err(|error| error.to_string())?);
        let mut recipient = Recipient::new(key.clone());
        recipient.set_work_factor(WORK_FACTOR);
        let sealed = age::encrypt(&recipient, &json).map_err(|error| error.to_string())?;
        self.entries.retain(|entry| entry.owner != *owner);
        self.entries.push(Entry {
            owner: owner.clone(),
            sealed: STANDARD.encode(sealed),
        });
        Ok(())
    }
}

/// The key of an app's entries.
pub(crate) fn key(client_secret: &SecretString, passphrase: Option<&SecretString>) -> SecretString {
    let (secret, passphrase) = (
        client_secret.expose_secret(),
        passphrase.map_or("", |text| text.expose_secret()),
    );
    // The length keeps secret and passphrase apart.
    let key = Zeroizing::new(format!("{}:{secret}{passphrase}", secret.len()));
    key.as_str().into()
}

fn why(error: age::DecryptError) -> Unreadable {
    use age::DecryptError::{DecryptionFailed, KeyDecryptionFailed, NoMatchingKeys};
    match error {
        DecryptionFailed | KeyDecryptionFailed | NoMatchingKeys => Unreadable::WrongSecret,
        _ => Unreadable::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::signed_in::tests::granted;
    use super::*;

    fn owner(store: &str) -> Owner {
        let (login_url, client_id) = ("https://login.example".to_owned(), "app".to_owned());
        Owner {
            login_url,
            client_id,
            store_id: store.to_owned(),
        }
    }

    fn document() -> (Document, SecretString) {
        let key = key(&"secret".into(), Some(&"passphrase".into()));
        let mut document = Document::default();
        for store in ["one", "two"] {
            let signed_in = SignedIn::now(granted(&format!("token-of-{store}"), store, None), None);
            document.put(&owner(store), &signed_in, &key).unwrap();
        }
        (document, key)
    }

    #[test]
    fn written_and_read_is_the_same() {
        let (document, key) = document();
        let bytes = document.write();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(
            text.starts_with("StoreQL OAuth settings, version 1\n") && !text.contains("token-of"),
            "{text}"
        );
        let read = Document::read(&bytes).unwrap();
        assert_eq!(read, document);
        assert_eq!(read.stores("https://login.example", "app"), ["one", "two"]);
        let opened = read.open(&owner("two"), &key).unwrap().unwrap();
        assert_eq!(opened.access_token.expose(), "token-of-two");
        assert_eq!(read.open(&owner("three"), &key).unwrap(), None);
    }

    #[test]
    fn a_new_entry_takes_the_place_of_the_old_one() {
        let (mut document, key) = document();
        document
            .put(
                &owner("one"),
                &SignedIn::now(granted("new", "one", None), None),
                &key,
            )
            .unwrap();
        assert_eq!(document.entries.len(), 2);
        assert_eq!(
            document
                .open(&owner("one"), &key)
                .unwrap()
                .unwrap()
                .access_token
                .expose(),
            "new"
        );
    }

    #[test]
    fn the_wrong_secret_opens_nothing() {
        let (document, _) = document();
        for other in [
            key(&"other".into(), None),
            key(&"secret".into(), None),
            key(&"secretpassphrase".into(), None),
        ] {
            assert_eq!(
                document.open(&owner("one"), &other),
                Err(Unreadable::WrongSecret)
            );
        }
    }

    #[test]
    fn what_is_no_good_file() {
        let (document, key) = document();
        let bytes = document.write();
        for length in [
            0,
            5,
            HEADER.len(),
            HEADER.len() + 1,
            HEADER.len() + 2,
            bytes.len() / 2,
            bytes.len() - 3,
        ] {
            assert_eq!(
                Document::read(&bytes[..length]),
                Err(Unreadable::Damaged),
                "{length}"
            );
        }
        assert_eq!(
            Document::read(b"StoreQL OAuth settings, version 2\n?"),
            Err(Unreadable::Newer(2))
        );
        assert_eq!(Document::read(b"[DSN]\nToken=x"), Err(Unreadable::Foreign));
        assert_eq!(Document::read(b"\xff\xfe"), Err(Unreadable::Utf16));
        let marked = [b"\xef\xbb\xbf", &bytes[..]].concat();
        assert_eq!(Document::read(&marked).as_ref(), Ok(&document));
        let windows = String::from_utf8(bytes.clone())
            .unwrap()
            .replace('\n', "\r\n");
        assert_eq!(Document::read(windows.as_bytes()).as_ref(), Ok(&document));
        let mut swapped = Document::read(&bytes).unwrap();
        swapped.entries[0].owner = owner("three");
        assert_eq!(
            swapped.open(&owner("three"), &key),
            Err(Unreadable::Damaged)
        );
        swapped.entries[1].sealed.replace_range(20..24, "AAAA");
        assert!(swapped.open(&owner("two"), &key).is_err());
        swapped.entries[1].sealed = "no base 64".into();
        assert_eq!(swapped.open(&owner("two"), &key), Err(Unreadable::Damaged));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Document::read(&bytes);
        }

        #[test]
        fn any_json_after_the_header_is_read_or_refused(json in ".{0,200}") {
            let _ = Document::read(format!("{HEADER}1\n{json}").as_bytes());
        }

        #[test]
        fn any_entry_is_opened_or_refused(sealed in "[A-Za-z0-9+/=]{0,80}", age in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut bytes = b"age-encryption.org/v1\n-> scrypt ".to_vec();
            bytes.extend(age);
            for sealed in [sealed, STANDARD.encode(bytes)] {
                let document = Document { entries: vec![Entry { owner: owner("one"), sealed }] };
                prop_assert!(document.open(&owner("one"), &"key".into()).is_err());
            }
        }
    }
}
