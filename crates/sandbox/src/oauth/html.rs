//! The pages that a person sees. No script, nothing from elsewhere, and every word from a request escaped.

use super::scopes;
use crate::respond::Reply;

/// What the consent page shows.
pub(super) struct Consent<'a> {
    pub(super) app: &'a str,
    pub(super) user: &'a str,
    pub(super) email: &'a str,
    pub(super) context: &'a str,
    pub(super) redirect_uri: &'a str,
    pub(super) scopes: &'a [String],
    /// Parameters that come back with the decision.
    pub(super) carried: &'a [(&'a str, &'a str)],
}

/// An app in the list.
pub(super) struct Listed<'a> {
    pub(super) client_id: &'a str,
    pub(super) redirect_uris: &'a [String],
    pub(super) tokens: usize,
}

/// Asks the person.
pub(super) fn consent(asked: &Consent<'_>) -> Reply {
    let scopes: String = asked.scopes.iter().map(|scope| item(scope)).collect();
    let carried: String = asked.carried.iter().map(|pair| hidden(*pair)).collect();
    let body = format!(
        "<h1>Let <code>{app}</code> into your store?</h1>\
         <p>You are signed in as <b>{user}</b> (<code>{email}</code>) to <code>{context}</code>. \
         If you accept, this app may:</p>\
         <ul>{scopes}</ul>\
         <p>Either way you are sent back to <code>{redirect_uri}</code></p>\
         <form method=\"post\" action=\"authorize\">{carried}\
         <button id=\"accept\" class=\"main\" name=\"decision\" value=\"accept\">Accept</button>\
         <button id=\"refuse\" name=\"decision\" value=\"refuse\">Refuse</button></form>",
        app = escaped(asked.app),
        user = escaped(asked.user),
        email = escaped(asked.email),
        context = escaped(asked.context),
        redirect_uri = escaped(asked.redirect_uri),
    );
    page(200, "Let an app in", &body)
}

/// Lists the apps.
pub(super) fn apps(context: &str, apps: &[Listed<'_>]) -> Reply {
    let apps: String = apps.iter().map(listed).collect();
    let body = format!(
        "<h1>Apps of <code>{}</code></h1>\
         <p>Install sends you to the app's callback, as the button in a store's control panel does. Uninstall ends all of \
         its tokens.</p>{apps}",
        escaped(context)
    );
    page(200, "Apps", &body)
}

/// A page that says what is wrong.
pub(super) fn trouble(title: &str, why: &str) -> Reply {
    let body = format!(
        "<h1>{}</h1><p>{}</p><p>Go back to the app that sent you here, and check what it is set to.</p>",
        escaped(title),
        escaped(why)
    );
    page(400, title, &body)
}

fn item(scope: &str) -> String {
    let (class, word) = if scopes::only_reads(scope) {
        ("read", "read")
    } else {
        ("change", "change")
    };
    format!(
        "<li><span class=\"{class}\">{word}</span><code>{}</code></li>",
        escaped(scope)
    )
}

fn hidden((name, value): (&str, &str)) -> String {
    format!(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
        escaped(name),
        escaped(value)
    )
}

fn listed(app: &Listed<'_>) -> String {
    let address = match app.redirect_uris {
        [] => "<input name=\"redirect_uri\" type=\"url\" required placeholder=\"http://localhost:33333\">".to_owned(),
        own => {
            let choices = own.iter().map(|uri| format!("<option>{}</option>", escaped(uri)));
            format!("<select name=\"redirect_uri\">{}</select>", choices.collect::<String>())
        }
    };
    let tokens = match app.tokens {
        0 => "no tokens".to_owned(),
        1 => "1 token".to_owned(),
        many => format!("{many} tokens"),
    };
    let id = hidden(("client_id", app.client_id));
    format!(
        "<section><h2><code>{}</code> <small>{tokens}</small></h2>\
         <form method=\"post\" action=\"install\">{id}<label>Callback {address}</label>\
         <button class=\"main\">Install</button></form>\
         <form method=\"post\" action=\"uninstall\">{id}<button>Uninstall</button></form></section>",
        escaped(app.client_id)
    )
}

fn page(status: u16, title: &str, body: &str) -> Reply {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{}</title><style>{STYLE}</style></head>\n\
         <body><main><p class=\"name\">Sandbox store <span>for practice: nothing here is real</span></p>{body}</main></body></html>\n",
        escaped(title)
    );
    let mut reply = Reply::page(status, html);
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
    for (name, value) in [
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        reply.headers.push((name, value.to_owned()));
    }
    reply
}

const STYLE: &str = "\
    :root{color-scheme:light dark}*{box-sizing:border-box}\
    body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;\
    background:light-dark(#eef1f6,#14161a);color:light-dark(#1c1f26,#e7e9ee)}\
    main{width:min(40rem,100% - 2rem);margin:1rem;padding:2rem clamp(1rem,5vw,2.5rem);border-radius:12px;\
    background:light-dark(#fff,#1f2229);box-shadow:0 2px 18px rgba(0,0,0,.12)}\
    .name{margin:0 0 1.2rem;font-weight:600;color:light-dark(#3057b8,#8fb0ff)}\
    .name span{font-weight:400;color:light-dark(#6b7280,#9aa3b2);margin-left:.4rem}\
    h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.05rem;margin:0 0 .6rem}small{font-weight:400}\
    code{overflow-wrap:anywhere;font-size:.92em}\
    ul{list-style:none;margin:1rem 0;padding:.4rem .9rem;max-height:17rem;overflow:auto;border-radius:8px;\
    border:1px solid light-dark(#d9dee7,#373c47)}\
    li{display:flex;gap:.7rem;align-items:baseline;padding:.2rem 0}\
    li span{flex:none;width:4.2rem;text-align:center;font-size:.8rem;border-radius:99px}\
    .read{background:light-dark(#e2f3e8,#1d3a2a);color:light-dark(#14683f,#8fdcb2)}\
    .change{background:light-dark(#fdeccd,#463413);color:light-dark(#8a5300,#ffcf7d)}\
    section{padding:1rem 0;border-top:1px solid light-dark(#d9dee7,#373c47)}\
    form{display:flex;flex-wrap:wrap;gap:.7rem;margin-top:.8rem;align-items:end}label{flex:1 1 16rem}\
    input,select{width:100%;font:inherit;padding:.45rem .6rem;border-radius:8px;border:1px solid #9aa3b2}\
    button{font:inherit;font-weight:600;padding:.55rem 1.6rem;border-radius:8px;cursor:pointer;\
    border:1px solid light-dark(#b9c1cf,#4a5160);background:none;color:inherit}\
    button.main{background:#3057b8;border-color:#3057b8;color:#fff}button:focus-visible{outline:3px solid #8fb0ff}";

/// Text from a request as text, within an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
