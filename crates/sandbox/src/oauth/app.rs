//! An app that is registered with the login server, and how `--app` spells one.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::scopes;

/// An app that may ask to be let into the store.
#[derive(Clone, PartialEq, Eq)]
pub struct App {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The registered callback addresses, compared letter by letter. An empty list allows every http or https address.
    pub redirect_uris: Vec<String>,
    /// The scopes it may be granted; none means all.
    pub scopes: Option<Vec<String>>,
}

/// An `--app` that cannot be read. Does not repeat it: there is a secret in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the app cannot be read: {0}; it is id=ID,secret=SECRET, and redirect=URL and scope=SCOPE as often as there are any"
)]
pub struct AppError(String);

impl fmt::Debug for App {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("App")
            .field("client_id", &self.client_id)
            .field("redirect_uris", &self.redirect_uris)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

impl FromStr for App {
    type Err = AppError;

    fn from_str(spec: &str) -> Result<Self, AppError> {
        let (mut id, mut secret, mut redirect_uris, mut scopes) =
            (None, None, Vec::new(), Vec::new());
        for (position, part) in spec.split(',').enumerate() {
            let Some((name, value)) = part.split_once('=').filter(|(_, value)| !value.is_empty())
            else {
                return Err(AppError(format!("part {} has no value", position + 1)));
            };
            match name.trim() {
                "id" => id = Some(value.to_owned()),
                "secret" => secret = Some(value.to_owned()),
                "redirect" => redirect_uris.push(redirect_uri(value).map_err(AppError)?),
                "scope" if scopes::is_known(value) => scopes.push(value.to_owned()),
                "scope" => return Err(AppError(format!("there is no scope `{value}`"))),
                other => return Err(AppError(format!("there is no option `{other}`"))),
            }
        }
        Ok(Self {
            client_id: id.ok_or_else(|| AppError("its id is missing".to_owned()))?,
            client_secret: secret.ok_or_else(|| AppError("its secret is missing".to_owned()))?,
            redirect_uris,
            scopes: (!scopes.is_empty()).then_some(scopes),
        })
    }
}

fn redirect_uri(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!(
            "`{text}` is no address to send people to ({error})"
        )),
    }
}

impl App {
    /// The address to send a person back to, where the app may.
    pub(crate) fn redirect(&self, asked: &str) -> Option<Url> {
        let url = Url::parse(asked).ok()?;
        let fits = match self.redirect_uris.as_slice() {
            [] => matches!(url.scheme(), "http" | "https") && url.fragment().is_none(),
            registered => registered.iter().any(|own| own == asked),
        };
        fits.then_some(url)
    }

    /// Of the scopes asked for, those that the app may be granted; without any asked for, all of its own.
    pub(crate) fn grantable(&self, asked: &[&str]) -> Vec<String> {
        let own = |scope: &str| {
            self.scopes
                .as_ref()
                .is_none_or(|own| own.iter().any(|own| own == scope))
        };
        let asked = if asked.is_empty() {
            scopes::KNOWN
        } else {
            asked
        };
        let granted = asked.iter().copied().filter(|scope| own(scope));
        granted.map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_the_spelling() {
        let app: App = "id=reports,secret=s=1,redirect=http://localhost:1/a,redirect=https://x.test/b,scope=store_v2_orders"
            .parse()
            .unwrap();
        assert_eq!(
            (app.client_id.as_str(), app.client_secret.as_str()),
            ("reports", "s=1")
        );
        assert!(app.redirect("https://x.test/b").is_some());
        assert!(app.redirect("https://x.test/b/").is_none());
        assert_eq!(
            app.grantable(&["store_v2_orders", "store_cart"]),
            ["store_v2_orders"]
        );
        assert!(!format!("{app:?}").contains("s=1"));
    }

    #[test]
    fn a_wrong_one_is_told_without_its_secret() {
        for (spec, why) in [
            ("id=a,s3cret", "part 2 has no value"),
            ("secret=s3cret", "its id is missing"),
            ("id=a", "its secret is missing"),
            ("id=a,secret=s3cret,scope=cake", "no scope `cake`"),
            ("id=a,secret=s3cret,redirect=nowhere", "no address"),
        ] {
            let error = spec.parse::<App>().unwrap_err().to_string();
            assert!(error.contains(why) && !error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn without_addresses_any_of_the_web_will_do() {
        let app: App = "id=a,secret=b".parse().unwrap();
        assert!(app.redirect("http://127.0.0.1:33333/").is_some());
        for address in [
            "",
            "/callback",
            "javascript:alert(1)",
            "http://x.test/#here",
        ] {
            assert!(app.redirect(address).is_none(), "{address}");
        }
        assert_eq!(app.grantable(&[]).len(), scopes::KNOWN.len());
    }
}
