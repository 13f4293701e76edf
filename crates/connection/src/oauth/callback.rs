//! What the browser brings back to the callback address, and whether it belongs to this sign-in. Pure.

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
    End(Result<Callback, Refusal>),
    /// Nothing that a sign-in ends with: the address was only looked at.
    Nothing,
}

/// Why a sign-in ended without a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The answer belongs to another sign-in.
    OtherState,
    /// The answer is bound to nothing: neither `state` nor a store.
    Unbound,
    /// The person, or the login server, said no.
    Denied(String),
}

/// Reads a callback's query. `state` is what was sent; `store_id` the store that the connection names.
pub(crate) fn read(query: &str, state: &str, store_id: Option<&str>) -> Arrival {
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
    let told = value("state");
    if told.as_deref().is_some_and(|told| told != state) {
        return Arrival::End(Err(Refusal::OtherState));
    }
    if let Some(error) = error {
        let description = value("error_description")
            .map(|text| format!(": {text}"))
            .unwrap_or_default();
        return Arrival::End(Err(Refusal::Denied(printable(&format!(
            "{error}{description}"
        )))));
    }
    let (scope, context) = (value("scope"), value("context"));
    // Without `state`, the store binds the answer: the one that the connection names, or the install button's.
    if told.is_none() && store_id.is_none() && context.is_none() {
        return Arrival::End(Err(Refusal::Unbound));
    }
    let code = Secret::from(code.unwrap_or_default().as_str());
    Arrival::End(Ok(Callback {
        code,
        scope,
        context,
    }))
}

impl Refusal {
    /// The error that the sign-in ends with.
    pub(crate) fn into_error(self) -> Error {
        Error::sign_in(match self {
            Self::OtherState => {
                "the answer in the browser belongs to another sign-in (its state differs), and was refused: sign in again, in \
                 the page that this sign-in opens"
                    .to_owned()
            }
            Self::Unbound => {
                "the answer in the browser has no state and names no store, so that it may belong to another sign-in, and was refused: set \
                 StoreId and sign in again"
                    .to_owned()
            }
            Self::Denied(why) if why.starts_with("access_denied") => {
                format!("access was refused in the browser ({why}): sign in again and allow it")
            }
            Self::Denied(why) => format!("the login server refused the sign-in ({why})"),
        })
    }
}

/// Words from a URL, which any page can send the browser to: one short line without control characters.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
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
            None,
        ));
        assert_eq!(
            (callback.code.expose(), callback.scope.as_deref()),
            ("a+b", Some("x y"))
        );
        assert_eq!(callback.context.as_deref(), Some("stores/abc"));
    }

    #[test]
    fn a_different_state_is_refused_whatever_comes_with_it() {
        for query in [
            "code=c&state=x",
            "error=access_denied&state=x",
            "code=c&state=x&state=s&context=stores/abc",
        ] {
            assert_eq!(
                read(query, "s", Some("abc")),
                Arrival::End(Err(Refusal::OtherState)),
                "{query}"
            );
        }
    }

    #[test]
    fn a_missing_state_takes_a_store() {
        assert_eq!(
            read("code=c", "s", None),
            Arrival::End(Err(Refusal::Unbound))
        );
        code(read("code=c", "s", Some("abc")));
        code(read(
            "code=c&state=&context=stores/abc&account_uuid=1",
            "s",
            None,
        ));
    }

    #[test]
    fn a_look_at_the_address_ends_nothing() {
        for query in ["", "x=1", "code=&state=s", "state=s"] {
            assert_eq!(read(query, "s", Some("abc")), Arrival::Nothing, "{query}");
        }
    }

    #[test]
    fn no_is_told() {
        let Arrival::End(Err(denied)) = read(
            "error=access_denied&error_description=no%0Athanks&state=s",
            "s",
            None,
        ) else {
            panic!()
        };
        assert!(
            denied
                .into_error()
                .to_string()
                .contains("(access_denied: nothanks)")
        );
    }
}
