//! The app that asks for access: the person's own, or the one that this program was built with.

use secrecy::SecretString;
use storeql_client::keep_secret;

use crate::error::Error;

/// The client id of the distributor's app, where the program was built with one.
const BUILT_IN_ID: Option<&str> = option_env!("STOREQL_OAUTH_CLIENT_ID");
/// Its secret. It can be read out of the program: a passphrase for the settings file protects what this cannot.
const BUILT_IN_SECRET: Option<&str> = option_env!("STOREQL_OAUTH_CLIENT_SECRET");

/// An app that is registered with the store's platform.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
}

impl Application {
    /// The app of the properties, else the built-in one.
    pub(crate) fn find(
        client_id: Option<&str>,
        client_secret: Option<SecretString>,
    ) -> Result<Self, Error> {
        let found = choose(client_id, client_secret, BUILT_IN_ID.zip(BUILT_IN_SECRET))?;
        keep_secret(&found.client_secret);
        Ok(found)
    }
}

fn choose(
    client_id: Option<&str>,
    client_secret: Option<SecretString>,
    built_in: Option<(&str, &str)>,
) -> Result<Application, Error> {
    match (client_id, client_secret, built_in) {
        (Some(client_id), Some(client_secret), _) => Ok(Application {
            client_id: client_id.to_owned(),
            client_secret,
        }),
        (Some(client_id), None, Some((own, secret))) if client_id == own => Ok(Application {
            client_id: client_id.to_owned(),
            client_secret: secret.into(),
        }),
        (None, None, Some((client_id, client_secret))) => Ok(Application {
            client_id: client_id.to_owned(),
            client_secret: client_secret.into(),
        }),
        (Some(_), None, _) => Err(Error::configuration(
            "OAuthClientSecret is missing: it belongs to OAuthClientId",
        )),
        (None, Some(_), _) => Err(Error::configuration(
            "OAuthClientId is missing: it belongs to OAuthClientSecret",
        )),
        (None, None, None) => Err(Error::configuration(
            "OAuthClientId and OAuthClientSecret are missing: this build of StoreQL has no app of its own, so signing in takes \
             the client id and the client secret of yours",
        )),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn own_app_before_the_built_in_one() {
        let built_in = Some(("built-in", "its secret"));
        let own = choose(Some("own"), Some("secret".into()), built_in).unwrap();
        assert_eq!(
            (own.client_id.as_str(), own.client_secret.expose_secret()),
            ("own", "secret")
        );
        let built = choose(None, None, built_in).unwrap();
        assert_eq!(
            (
                built.client_id.as_str(),
                built.client_secret.expose_secret()
            ),
            ("built-in", "its secret")
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = |id, secret| choose(id, secret, None).unwrap_err().to_string();
        assert!(error(None, None).contains("OAuthClientId and OAuthClientSecret"));
        assert!(error(Some("own"), None).starts_with("OAuthClientSecret is missing"));
        assert!(error(None, Some("secret".into())).starts_with("OAuthClientId is missing"));
    }
}
