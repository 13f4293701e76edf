//! A person at a browser, as far as HTTP goes: reads the consent page, decides, and goes where that leads.

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::Url;

use super::runtime;

/// What the browser shows in the end.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) text: String,
}

fn browser() -> Client {
    let browser = Client::builder().no_proxy().redirect(Policy::none());
    browser.build().unwrap()
}

async fn page(response: Response) -> Page {
    Page {
        status: response.status().as_u16(),
        text: response.text().await.unwrap(),
    }
}

fn location(response: &Response) -> String {
    assert_eq!(response.status().as_u16(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// Decides at the page of this address: where the browser is sent then.
pub(super) fn decide(address: &str, decision: &str) -> String {
    runtime().block_on(async {
        let browser = browser();
        let shown = page(browser.get(address).send().await.unwrap()).await;
        assert!(
            shown.text.contains(&format!("id=\"{decision}\"")),
            "{}",
            shown.text
        );
        let url = Url::parse(address).unwrap();
        let mut form: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        form.push(("decision".to_owned(), decision.to_owned()));
        let endpoint = address.split('?').next().unwrap();
        location(&browser.post(endpoint).form(&form).send().await.unwrap())
    })
}

/// Decides, and goes where that leads: to the program that waits there.
pub(super) fn answer(address: &str, decision: &str) -> Page {
    go(&decide(address, decision))
}

/// Looks at an address, wherever it leads.
pub(super) fn look(address: &str) -> Page {
    let browser = Client::builder().no_proxy().build().unwrap();
    runtime().block_on(async { page(browser.get(address).send().await.unwrap()).await })
}

/// Goes to an address, and on from there: the program takes its code out of the address bar.
pub(super) fn go(address: &str) -> Page {
    let browser = Client::builder().no_proxy().build().unwrap();
    runtime().block_on(async {
        let response = browser.get(address).send().await.unwrap();
        assert!(
            !response.url().as_str().contains("code="),
            "{}",
            response.url()
        );
        page(response).await
    })
}

/// Accepts on another machine, and copies the code out of the address bar.
pub(super) fn code(address: &str) -> String {
    parameter(&decide(address, "accept"), "code")
}

/// A parameter of an address.
pub(super) fn parameter(address: &str, name: &str) -> String {
    let url = Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(own, _)| own == name);
    found
        .unwrap_or_else(|| panic!("{name} in {address}"))
        .1
        .into_owned()
}

/// Presses a button in the store's list of apps: `install` or `uninstall`. Where the browser is sent then.
pub(super) fn press(button: &str, login_url: &str, client_id: &str, redirect_uri: &str) -> String {
    runtime().block_on(async {
        let form = [("client_id", client_id), ("redirect_uri", redirect_uri)];
        let request = browser()
            .post(format!("{login_url}/manage/{button}"))
            .form(&form);
        location(&request.send().await.unwrap())
    })
}
