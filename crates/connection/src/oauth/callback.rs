//! What the browser brings back to the callback address, and whether it belongs to this sign-in. Pure.

use storeql_client::one_line;
use url::form_urlencoded;

use crate::error::Error;
use crate::secret::Secret;

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Callback {
    pub(crate) code: Secret,
    pub(crate) scope: Option<String>,
    pub(crate) context: Option<String>,
}

/// What a request to the callback address is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Arrival {
    /// The sign-in's end: a code, or why there is none.
    End(Result<Callback, Denied>),
    /// An answer without this sign-in's state, which any page can send the browser to.
    OfAnother,
    /// Nothing that a sign-in ends with: the address was only looked at.
    Nothing,
}

/// The person, or the login server, refused access: `error` and `error_description` of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denied(String);

/// What tells that an answer belongs to this sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// The state that was sent.
    ByState,
    /// The state; or none, but the name of a store, as the install button in a store's control panel sends it.
    ByStateOrInstall,
}

/// Reads a callback's query. `state` is what was sent.
pub(crate) fn read(query: &str, state: &str, bound: Bound) -> Arrival {
    let value = |name: &str| {
        let mut values = form_urlencoded::parse(query.as_bytes())
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value);
        values
            .next()
            .map(|value| value.into_owned())
            .filter(|value| !value.is_empty())
    };
    let (code, error) = (value("code"), value("error"));
    if code.is_none() && error.is_none() {
        return Arrival::Nothing;
    }
    let context = value("context");
    let is_ours = match value("state") {
        Some(told) => told == state,
        None => bound == Bound::ByStateOrInstall && error.is_none() && context.is_some(),
    };
    if !is_ours {
        return Arrival::OfAnother;
    }
    if let Some(error) = error {
        let description = value("error_description")
            .map(|text| format!(": {text}"))
            .unwrap_or_default();
        return Arrival::End(Err(Denied(short(&format!("{error}{description}")))));
    }
    Arrival::End(Ok(Callback {
        code: Secret::from(code.unwrap_or_default().as_str()),
        scope: value("scope"),
        context,
    }))
}

impl Denied {
    /// The error that the sign-in ends with.
    pub(crate) fn into_error(self) -> Error {
        let why = self.0;
        Error::sign_in(if why.starts_with("access_denied") {
            format!("access was refused in the browser ({why}): sign in again and allow it")
        } else {
            format!("the login server refused the sign-in ({why})")
        })
    }
}

/// Words from a URL, which can be long.
fn short(text: &str) -> String {
    one_line(&text.chars().take(200).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(arrival: Arrival) -> Callback {
        match arrival {
            Arrival::End(Ok(callback)) => callback,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_code_with_its_state() {
        let callback = code(read(
            "code=a%2Bb&state=s&scope=x%20y&context=stores%2Fabc",
            "s",
            Bound::ByState,
        ));
        assert_eq!(
            (callback.code.expose(), callback.scope.as_deref()),
            ("a+b", Some("x y"))
        );
        assert_eq!(callback.context.as_deref(), Some("stores/abc"));
    }

    #[test]
    fn without_the_state_an_answer_ends_nothing() {
        for query in [
            "code=c&state=x",
            "error=access_denied&state=x",
            "code=c&state=x&state=s&context=stores/abc",
            "error=access_denied",
            "error=access_denied&context=stores/abc",
            "code=c",
        ] {
            for bound in [Bound::ByState, Bound::ByStateOrInstall] {
                assert_eq!(read(query, "s", bound), Arrival::OfAnother, "{query}");
            }
        }
    }

    #[test]
    fn the_install_button_is_known_by_its_store_where_it_is_asked_for() {
        let query = "code=c&state=&context=stores/abc&account_uuid=1";
        assert_eq!(read(query, "s", Bound::ByState), Arrival::OfAnother);
        code(read(query, "s", Bound::ByStateOrInstall));
    }

    #[test]
    fn a_look_at_the_address_ends_nothing() {
        for query in ["", "x=1", "code=&state=s", "state=s"] {
            assert_eq!(
                read(query, "s", Bound::ByState),
                Arrival::Nothing,
                "{query}"
            );
        }
    }

    #[test]
    fn no_is_told() {
        let Arrival::End(Err(denied)) = read(
            "error=access_denied&error_description=no%0Athanks%1b&state=s",
            "s",
            Bound::ByState,
        ) else {
            panic!()
        };
        assert!(
            denied
                .into_error()
                .to_string()
                .contains(r"(access_denied: no\nthanks\u{1b})")
        );
    }
}
