//! What was granted and still holds: codes, tokens, refresh tokens. The clock is the caller's.
//!
//! Codes and tokens are drawn from the seed, so that they can be guessed: beyond this machine, the seed is a random number.

use std::collections::HashMap;
use std::time::Instant;

use crate::random::Random;

/// What the merchant agreed to.
#[derive(Clone)]
pub(crate) struct Grant {
    /// The app.
    pub(crate) client_id: String,
    /// The scopes it was granted; an empty list grants nothing.
    pub(crate) scopes: Vec<String>,
}

/// A token of the API.
#[derive(Clone)]
pub(crate) struct Token {
    /// The hash of the store that it is for.
    pub(crate) store: String,
    /// Its scopes. `None` grants everything, an empty list grants nothing.
    pub(crate) scopes: Option<Vec<String>>,
    /// The app that it was issued to; `None` for the store's own API account.
    pub(crate) client_id: Option<String>,
    /// When it ends by itself.
    pub(crate) expires: Option<Instant>,
}

struct Code {
    grant: Grant,
    redirect_uri: String,
    expires: Instant,
    used: bool,
}

/// The tables.
pub(crate) struct Grants {
    seed: u64,
    made: usize,
    codes: HashMap<String, Code>,
    tokens: HashMap<String, Token>,
    refresh_tokens: HashMap<String, Grant>,
}

impl Grants {
    /// Empty tables.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            made: 0,
            codes: HashMap::new(),
            tokens: HashMap::new(),
            refresh_tokens: HashMap::new(),
        }
    }

    /// A code for the app, to be sent to this address.
    pub(crate) fn issue_code(
        &mut self,
        grant: Grant,
        redirect_uri: String,
        expires: Instant,
    ) -> String {
        let code = self.secret(30);
        self.codes.insert(
            code.clone(),
            Code {
                grant,
                redirect_uri,
                expires,
                used: false,
            },
        );
        code
    }

    /// Redeems a code, which works once, or says why it does not work.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        client_id: &str,
        redirect_uri: &str,
        now: Instant,
    ) -> Result<Grant, &'static str> {
        let code = self
            .codes
            .get_mut(code)
            .filter(|code| code.grant.client_id == client_id);
        let code = code.ok_or("The code is not one of this app.")?;
        if code.used {
            return Err("The code has been used already.");
        }
        if code.expires <= now {
            return Err("The code has expired.");
        }
        if code.redirect_uri != redirect_uri {
            return Err("The redirect_uri is not the one that the code was sent to.");
        }
        code.used = true;
        Ok(code.grant.clone())
    }

    /// Adds a token that was made elsewhere.
    pub(crate) fn add(&mut self, name: String, token: Token) {
        self.tokens.insert(name, token);
    }

    /// Issues a token, and removes tokens that have expired.
    pub(crate) fn issue_token(&mut self, token: Token, now: Instant) -> String {
        self.tokens.retain(|_, token| token.is_good(now));
        let name = self.secret(31);
        self.tokens.insert(name.clone(), token);
        name
    }

    /// A new refresh token.
    pub(crate) fn issue_refresh_token(&mut self, grant: Grant) -> String {
        let name = self.secret(40);
        self.refresh_tokens.insert(name.clone(), grant);
        name
    }

    /// Redeems a refresh token, which works once: the answer holds the next one.
    pub(crate) fn redeem_refresh_token(
        &mut self,
        token: &str,
        client_id: &str,
    ) -> Result<Grant, &'static str> {
        let own = |grant: &Grant| grant.client_id == client_id;
        if !self.refresh_tokens.get(token).is_some_and(own) {
            return Err("The refresh token is not one of this app, or is used or revoked.");
        }
        self.refresh_tokens
            .remove(token)
            .ok_or("The refresh token is used.")
    }

    /// A token, while it is good.
    pub(crate) fn token(&self, token: &str, now: Instant) -> Option<&Token> {
        self.tokens.get(token).filter(|token| token.is_good(now))
    }

    /// Removes a token and returns whether it existed. Its refresh token stays valid.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        self.tokens.remove(token).is_some()
    }

    /// Removes all codes and tokens of an app.
    pub(crate) fn revoke_all(&mut self, client_id: &str) {
        self.codes
            .retain(|_, code| code.grant.client_id != client_id);
        self.tokens
            .retain(|_, token| token.client_id.as_deref() != Some(client_id));
        self.refresh_tokens
            .retain(|_, grant| grant.client_id != client_id);
    }

    /// How many tokens of an app are valid.
    pub(crate) fn count(&self, client_id: &str, now: Instant) -> usize {
        let own = |token: &&Token| token.client_id.as_deref() == Some(client_id);
        let good = |token: &&Token| token.is_good(now);
        self.tokens.values().filter(own).filter(good).count()
    }

    fn secret(&mut self, length: usize) -> String {
        self.made += 1;
        Random::at(self.seed, "grant", self.made).token(length)
    }
}

impl Token {
    fn is_good(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn grant() -> Grant {
        Grant {
            client_id: "app".to_owned(),
            scopes: Vec::new(),
        }
    }

    #[test]
    fn a_code_works_once_in_its_time_for_its_app_and_address() {
        let (mut grants, now) = (Grants::new(1), Instant::now());
        let code = grants.issue_code(grant(), "http://a/".to_owned(), now + SECOND);
        let mut redeem =
            |client_id, address, now| grants.redeem(&code, client_id, address, now).map(|_| ());
        assert!(
            redeem("other", "http://a/", now)
                .unwrap_err()
                .contains("not one")
        );
        assert!(
            redeem("app", "http://a", now)
                .unwrap_err()
                .contains("redirect_uri")
        );
        assert!(
            redeem("app", "http://a/", now + SECOND)
                .unwrap_err()
                .contains("expired")
        );
        assert_eq!(redeem("app", "http://a/", now), Ok(()));
        assert!(
            redeem("app", "http://a/", now)
                .unwrap_err()
                .contains("used")
        );
    }

    #[test]
    fn a_token_ends_by_its_time_or_with_its_app() {
        let (mut grants, now) = (Grants::new(1), Instant::now());
        let token = |expires| Token {
            store: "s".to_owned(),
            scopes: None,
            client_id: Some("app".to_owned()),
            expires,
        };
        let short = grants.issue_token(token(Some(now + SECOND)), now);
        let long = grants.issue_token(token(None), now);
        assert_eq!(grants.count("app", now), 2);
        assert!(grants.token(&short, now).is_some());
        assert!(grants.token(&short, now + SECOND).is_none());
        let refresh = grants.issue_refresh_token(grant());
        grants.revoke_all("app");
        assert!(grants.token(&long, now).is_none());
        assert!(grants.redeem_refresh_token(&refresh, "app").is_err());
    }
}
