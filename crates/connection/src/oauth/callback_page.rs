//! The pages that the browser shows at the callback address: static HTML without scripts, without requests to other servers, and
//! without secrets.

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CallbackPage {
    pub(crate) status: u16,
    pub(crate) html: String,
}

/// The sign-in has worked.
pub(crate) fn done(store_id: &str, missing_scopes: &[String]) -> CallbackPage {
    let missing = match missing_scopes {
        [] => String::new(),
        scopes => format!(
            "<p>These scopes were asked for and not granted, so the tables that need them cannot be read: <code>{}</code></p>",
            escaped(&scopes.join(" "))
        ),
    };
    let text = format!(
        "<p>StoreQL may now read the store <code>{}</code>. You can close this page and go back to your query.</p>{missing}",
        escaped(store_id)
    );
    page(200, "good", "You are signed in", &text)
}

/// The sign-in has failed.
pub(crate) fn failed(why: &str) -> CallbackPage {
    let mut sentence = why.to_owned();
    if let Some(first) = sentence.get(..1) {
        let first = first.to_uppercase();
        sentence.replace_range(..1, &first);
    }
    let text = format!(
        "<p>{}.</p><p>You can close this page; the program that opened it says the same.</p>",
        escaped(sentence.trim_end_matches('.'))
    );
    page(400, "bad", "Signing in has failed", &text)
}

/// A request to the callback address that brings no code.
pub(crate) fn waiting() -> CallbackPage {
    let text =
        "<p>StoreQL waits here for BigCommerce's answer. Go on in the page where you sign in.</p>";
    page(400, "", "Nothing to see yet", text)
}

/// An answer that belongs to another sign-in.
pub(crate) fn of_another() -> CallbackPage {
    page(
        400,
        "",
        "This answer belongs to another sign-in",
        "<p>It was ignored: it does not have this sign-in's state. StoreQL still waits for yours; go on in the page where you \
         sign in.</p>",
    )
}

/// An address that is not the callback's.
pub(crate) fn not_here() -> CallbackPage {
    page(
        404,
        "",
        "There is nothing here",
        "<p>StoreQL waits at another address for a sign-in.</p>",
    )
}

/// A second answer after the first.
pub(crate) fn over() -> CallbackPage {
    page(
        410,
        "",
        "This sign-in is over",
        "<p>Its answer has arrived already. You can close this page.</p>",
    )
}

fn page(status: u16, class: &str, title: &str, text: &str) -> CallbackPage {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>StoreQL: {title}</title><style>{STYLE}</style></head>\n\
         <body><main class=\"{class}\"><p class=\"name\">StoreQL</p><h1>{title}</h1>{text}</main></body></html>\n"
    );
    CallbackPage { status, html }
}

const STYLE: &str = "\
    :root{color-scheme:light dark}\
    body{margin:0;min-height:100vh;display:grid;place-items:center;font:17px/1.5 system-ui,sans-serif;\
    background:light-dark(#f3f4f6,#14161a);color:light-dark(#1c1f26,#e7e9ee)}\
    main{max-width:34rem;margin:1.5rem;padding:2rem 2.5rem;border-radius:12px;border-top:6px solid #8a93a3;\
    background:light-dark(#fff,#1f2229);box-shadow:0 2px 18px rgba(0,0,0,.12)}\
    main.good{border-color:#1f9d61}main.bad{border-color:#c93a3a}\
    h1{font-size:1.6rem;margin:.2rem 0 1rem}.name{margin:0;font-weight:600;color:#7a8394}\
    code{overflow-wrap:anywhere}";

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_from_outside_stay_words() {
        let page = failed("access was refused (<script>alert(1)</script>)");
        assert!(
            page.html.contains("Access was refused (&lt;script&gt;"),
            "{}",
            page.html
        );
        assert!(!page.html.contains("<script"));
    }

    #[test]
    fn missing_scopes_are_named() {
        let page = done("abc", &["store_v2_orders".into()]);
        assert!(
            page.html.contains("You are signed in")
                && page.html.contains("<code>store_v2_orders</code>")
        );
    }
}
