//! The property `ApiUrl` where the whole API path was pasted into it: its host is the API's, and its path names the store. Pure.

use secrecy::zeroize::Zeroizing;

use crate::error::Error;
use crate::property_values::PropertyValues;
use crate::spelling::shown;
use crate::store_id;

/// What stands before the store's hash in an API path.
const STORES: &str = "/stores/";

/// Cuts `ApiUrl` before the store, which becomes `StoreId` where none is given. An error where another one is.
pub(crate) fn without_store(properties: &mut PropertyValues) -> Result<(), Error> {
    let Some((api, path)) = properties
        .value("ApiUrl")
        .and_then(|text| text.split_once(STORES))
    else {
        return Ok(());
    };
    let named = store_id::parse(&format!("stores/{path}")).map_err(|_| {
        Error::configuration(format!(
            "ApiUrl: {} names no store behind stores/: give the API's own address, as in https://api.bigcommerce.com",
            shown(path)
        ))
    })?;
    let api = Zeroizing::new(api.to_owned());
    match properties.value("StoreId") {
        Some(given) if given != named => {
            return Err(Error::configuration(format!(
                "ApiUrl names the store {named} and StoreId is {given}: give one of them"
            )));
        }
        Some(_) => {}
        None => properties.set("StoreId", &named),
    }
    properties.set("ApiUrl", &api);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::connection::Connection;

    fn resolved(text: &str) -> (Option<String>, Option<String>) {
        let connection = Connection::parse(text).unwrap();
        (connection.get("ApiUrl"), connection.get("StoreId"))
    }

    #[test]
    fn the_store_in_the_address() {
        let expected = (
            Some("https://api.example".to_owned()),
            Some("abc".to_owned()),
        );
        for text in [
            "ApiUrl=https://api.example/stores/abc/v3/",
            "ApiUrl=https://api.example/stores/abc;StoreId=abc",
            "StoreId=https://api.bigcommerce.com/stores/abc/v2;ApiUrl= https://api.example/stores/abc/v2/orders?x=1 ",
        ] {
            assert_eq!(resolved(text), expected, "{text}");
        }
        let own = (Some("https://proxy.example/bc/".to_owned()), None);
        assert_eq!(resolved("ApiUrl=https://proxy.example/bc/"), own);
    }

    #[test]
    fn another_store_is_an_error() {
        let refused = |text: &str| Connection::parse(text).unwrap_err().to_string();
        let error = refused("StoreId=def;ApiUrl=https://api.example/stores/abc/v3");
        assert!(
            error.contains("the store abc and StoreId is def"),
            "{error}"
        );
        let error = refused("ApiUrl=https://api.example/stores/");
        assert!(error.contains("names no store"), "{error}");
    }
}
