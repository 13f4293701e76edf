//! The one exit for text that a person reads, in errors, warnings and the log: without secrets, and without characters that
//! steer a terminal.
//!
//! A store, a proxy or a login server may send anything, also the token that was sent to it. So what the process knows to be
//! secret is named here once, with [`keep_secret`], and every text goes through [`readable`] or [`one_line`] on its way out.
//! Cells of a result go through [`escaped`] alone: `EXEC GetOAuthAccessToken` answers a token on purpose.

use std::borrow::Cow;
use std::sync::{PoisonError, RwLock};

use secrecy::{ExposeSecret, SecretString};

/// A secret that is shorter would take common words out of every sentence.
const SHORTEST_SECRET: usize = 4;
/// A secret that is shorter is masked as a word of its own only: with the passphrase `open`, `opening` stays.
const LONG_SECRET: usize = 8;
/// What stands where a secret stood.
const MASK: &str = "****";

/// The secrets of the process, the longest first, as one may begin like another.
static SECRETS: RwLock<Vec<SecretString>> = RwLock::new(Vec::new());

/// Masks `secret` in every text from now on.
pub fn keep_secret(secret: &SecretString) {
    let text = secret.expose_secret();
    if text.len() < SHORTEST_SECRET {
        return;
    }
    let known =
        |secrets: &[SecretString]| secrets.iter().any(|known| known.expose_secret() == text);
    if known(&SECRETS.read().unwrap_or_else(PoisonError::into_inner)) {
        return;
    }
    let mut secrets = SECRETS.write().unwrap_or_else(PoisonError::into_inner);
    if !known(&secrets) {
        let place = secrets.partition_point(|other| other.expose_secret().len() >= text.len());
        secrets.insert(place, secret.clone());
    }
}

/// A text as a person may read it: without secrets, and on one line for each of its own, of which all but the first are
/// indented, so that no text makes a line that looks like one of the program's (`hint: …`).
pub fn readable(text: &str) -> String {
    let text = masked(text);
    let lines: Vec<_> = text.lines().map(escaped).collect();
    lines.join("\n    ")
}

/// The same on one line, whatever line ends the text has.
pub fn one_line(text: &str) -> String {
    escaped(&masked(text)).into_owned()
}

/// A text in which characters that steer a terminal are spelled out: `\u{1b}`, `\n`. What is spelled out stays as it is when
/// it is escaped again.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if steers(character) {
            plain.extend(character.escape_default());
        } else {
            plain.push(character);
        }
    }
    Cow::Owned(plain)
}

/// Control characters (C0, DEL and C1), line and paragraph separators, and the marks that turn the direction of writing.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

fn masked(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    let secrets = SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    for secret in secrets.iter().map(ExposeSecret::expose_secret) {
        if text.contains(secret) {
            text = Cow::Owned(without(&text, secret));
        }
    }
    text
}

fn without(text: &str, secret: &str) -> String {
    if secret.len() >= LONG_SECRET {
        return text.replace(secret, MASK);
    }
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, from) = rest.split_at(at);
        let after = &from[secret.len()..];
        masked.push_str(before);
        let goes_on =
            masked.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
        masked.push_str(if goes_on { secret } else { MASK });
        rest = after;
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        let hostile = "red \u{1b}[31m\u{9b}31m\u{7} \u{202e}cod.exe\u{2066} a\r\nhint: b\u{2028}c";
        let expected =
            r"red \u{1b}[31m\u{9b}31m\u{7} \u{202e}cod.exe\u{2066} a\r\nhint: b\u{2028}c";
        assert_eq!(one_line(hostile), expected);
        assert_eq!(one_line(expected), expected);
        assert!(matches!(escaped("Müller 😀"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_of_a_text_look_like_none_of_the_program() {
        assert_eq!(
            readable("two problems\nhint: x\r\n y"),
            "two problems\n    hint: x\n     y"
        );
        assert_eq!(readable("one\n"), "one");
    }

    #[test]
    fn known_secrets_are_masked_wherever_they_stand() {
        for secret in ["f81d4fae7dec", "f81d4fae7dec-longer", "abc", "ajar"] {
            keep_secret(&secret.into());
            keep_secret(&secret.into());
        }
        assert_eq!(
            readable("token f81d4fae7dec-longer, then xf81d4fae7decx, and abc"),
            "token ****, then x****x, and abc"
        );
        assert_eq!(
            readable("ajar: the door is 'ajar', ajarring"),
            "****: the door is '****', ajarring"
        );
    }
}
