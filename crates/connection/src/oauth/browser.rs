//! Opens the person's browser. The environment variable `BROWSER` says which, where one is set.

use url::Url;

use crate::error::Error;

/// Opens `address` in the default browser.
pub(crate) async fn open(address: Url) -> Result<(), Error> {
    let text = address.to_string();
    // Starting a browser may take a while.
    let opened = tokio::task::spawn_blocking(move || {
        let mut options = webbrowser::BrowserOptions::new();
        options.with_suppress_output(true);
        webbrowser::open_browser_with_options(webbrowser::Browser::Default, &text, &options)
    });
    let why = match opened.await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    Err(Error::sign_in(format!(
        "no browser could be opened here ({why}). Open this address in one, sign in, copy the code out of the address that you \
         are sent to, and connect with InitiateOAuth=REFRESH and OAuthVerifier set to the code: {address}"
    )))
}
