//! What the shop window shows besides goods: pages, posts, redirects, scripts, widgets, themes, templates of e-mails.

use serde_json::{Value, json};

use super::shop::Shop;
use crate::json::merged;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, local, rfc3339};

fn uuid(what: &str, position: usize) -> String {
    Random::at(17, what, position).uuid()
}

/// The id of a theme.
pub(crate) fn theme_uuid(position: usize) -> String {
    uuid("theme", position)
}

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    put(
        tables,
        "pages",
        vec![
            page(
                1,
                "Über uns",
                "page",
                json!({ "body": "<h1>Über uns</h1>", "meta_title": "Über uns", "meta_keywords": null, "meta_description": null }),
            ),
            page(
                2,
                "Contact",
                "contact_form",
                json!({ "email": "ilse@example.com", "contact_fields": "fullname,email", "body": "<p>Write to us.</p>" }),
            ),
            page(3, "Journal", "blog", json!({})),
            page(
                4,
                "Impressum",
                "raw",
                json!({ "body": "plain", "content_type": "text/html" }),
            ),
            page(
                5,
                "Großhandel",
                "link",
                json!({ "link": "https://gastro.example.com" }),
            ),
        ],
    );
    put(tables, "blog_posts", (1..=4).map(post).collect());
    put(
        tables,
        "redirects",
        shop.products.iter().take(60).map(redirect).collect(),
    );
    put(
        tables,
        "scripts",
        vec![script(0, "Statistik"), script(1, "Chat")],
    );
    widgets(tables);
    put(tables, "themes", (0..2).map(theme).collect());
    put(tables, "theme_configurations", (0..2).map(|position| json!({
        "uuid": uuid("configuration", position), "theme_uuid": theme_uuid(position), "variation_id": uuid("variation", position),
        "settings": { "color-primary": "#1c2a4a" }, "date_created": rfc3339(TODAY - 300 * DAY), "site_id": 1_000 + position,
    })).collect());
    put(tables, "template_associations", shop.products.iter().take(12).map(|product| json!({
        "id": product.id, "channel_id": 1, "entity_type": "product", "entity_id": product.id, "file_name": "custom-product.html",
        "is_valid": product.id % 4 != 0, "date_created": rfc3339(product.created), "date_modified": rfc3339(product.modified),
    })).collect());
    emails(tables);
}

fn page(id: i64, name: &str, kind: &str, own: Value) -> Value {
    let row = json!({
        "id": id, "channel_id": 1, "name": name, "is_visible": id != 4, "parent_id": 0, "sort_order": id, "type": kind, "is_homepage": false,
        "is_customers_only": false, "search_keywords": if id == 1 { json!("wir, team") } else { Value::Null }, "url": format!("/seite-{id}/"),
    });
    merged(row, own)
}

/// A page in the old shape of v2.
pub(crate) fn old_page(row: &Value) -> Value {
    let text = |field: &str| row[field].as_str().unwrap_or_default();
    json!({
        "id": row["id"], "channel_id": row["channel_id"], "name": row["name"], "meta_title": text("meta_title"), "email": text("email"),
        "body": text("body"), "is_visible": row["is_visible"], "parent_id": row["parent_id"], "sort_order": row["sort_order"],
        "meta_keywords": text("meta_keywords"), "type": if row["type"] == "blog" { json!("page") } else { row["type"].clone() },
        "contact_fields": text("contact_fields"), "meta_description": text("meta_description"), "is_homepage": row["is_homepage"],
        "layout_file": "page.html", "is_customers_only": row["is_customers_only"], "search_keywords": text("search_keywords"),
        "has_mobile_version": false, "mobile_body": "", "content_type": "text/html", "url": row["url"], "link": text("link"),
    })
}

/// The titles of the posts.
const TITLES: [&str; 4] = [
    "Tee richtig aufgießen",
    "La théière en fonte",
    "A café in Oslo",
    "春の新茶",
];

/// A post. The official file demands an ISO date of `published_date.date`, while its own examples have this blank and fraction, and
/// the time of the store's clock under the time zone +00:00: the moment is `published_date_iso8601`.
fn post(id: i64) -> Value {
    let published = TODAY - id * 45 * DAY;
    json!({
        "id": id, "title": TITLES[(id - 1) as usize],
        "url": format!("/journal/{id}/"), "preview_url": format!("/journal/{id}/?preview=1"), "body": "<p>Wasser, nicht zu heiß …</p>",
        "tags": if id % 2 == 0 { json!(["Tee", "café"]) } else { json!(["Tee"]) }, "summary": "Wasser, nicht zu heiß …", "is_published": id != 4,
        "published_date": { "timezone_type": 1, "date": format!("{}.000000", local(published + 3_600, ' ')), "timezone": "+00:00" },
        "published_date_iso8601": format!("{}+0000", local(published, 'T')), "meta_description": null, "meta_keywords": null,
        "author": if id == 2 { Value::Null } else { json!("Ilse") }, "thumbnail_path": null,
    })
}

/// The tags of all posts. The official file nests this list twice; the API does not.
pub(crate) fn tags(posts: &[Value]) -> Vec<Value> {
    let mut tags: Vec<(String, Vec<Value>)> = Vec::new();
    for post in posts {
        for tag in post["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            match tags.iter_mut().find(|(name, _)| name == tag) {
                Some((_, ids)) => ids.push(post["id"].clone()),
                None => tags.push((tag.to_owned(), vec![post["id"].clone()])),
            }
        }
    }
    tags.into_iter()
        .map(|(tag, ids)| json!({ "tag": tag, "post_ids": ids }))
        .collect()
}

fn redirect(product: &super::shop::Product) -> Value {
    let to_product = product.id % 4 != 0;
    let target = if to_product {
        json!({ "type": "product", "entity_id": product.id })
    } else {
        json!({ "type": "url", "url": "https://old.example.com/" })
    };
    json!({
        "id": product.id + 500, "site_id": 1_000, "from_path": format!("/alt/{}", product.id), "to": target,
        "to_url": if to_product { format!("https://hafen-und-herd.example.com/product-{}/", product.id) } else { "https://old.example.com/".to_owned() },
    })
}

/// A redirect in the old shape of v2.
pub(crate) fn old_redirect(row: &Value) -> Value {
    let to_product = row["to"]["type"] == "product";
    json!({
        "id": row["id"], "path": row["from_path"], "url": row["to_url"],
        "forward": { "type": if to_product { "product" } else { "manual" }, "ref": row["to"]["entity_id"].as_i64().unwrap_or_default() },
    })
}

fn script(position: usize, name: &str) -> Value {
    json!({
        "uuid": uuid("script", position), "name": name, "date_created": rfc3339(TODAY - 200 * DAY), "date_modified": rfc3339(TODAY - 20 * DAY),
        "description": "", "html": if position == 0 { "<script>/* zählt */</script>" } else { "" },
        "src": if position == 0 { "" } else { "https://chat.example.com/a.js" }, "auto_uninstall": true, "load_method": "async", "location": "footer",
        "visibility": "storefront", "kind": if position == 0 { "script_tag" } else { "src" }, "api_client_id": "sandbox", "consent_category": "analytics",
        "enabled": true, "channel_id": 1, "integrity_hashes": [],
    })
}

fn widgets(tables: &mut Tables) {
    let dates = |row: Value| {
        merged(
            row,
            json!({ "date_created": rfc3339(TODAY - 250 * DAY), "date_modified": rfc3339(TODAY - 25 * DAY) }),
        )
    };
    let template = dates(json!({
        "uuid": uuid("widget template", 0), "name": "Heller Kasten", "schema": [], "template": "<div>{{text}}</div>", "storefront_api_query": "",
        "kind": "custom", "current_version_uuid": uuid("template version", 0), "icon_name": "default", "channel_id": 1,
        "template_engine": "handlebars_v3", "client_rerender": false,
    }));
    let widget = |position: usize| {
        dates(json!({
            "uuid": uuid("widget", position), "name": format!("Kasten {position}"), "description": "", "widget_configuration": { "text": "Guten Morgen" },
            "widget_template": template, "version_uuid": uuid("widget version", position), "channel_id": 1,
            "storefront_api_query_params": { "productId": position },
        }))
    };
    let placement = |position: usize| {
        dates(json!({
            "uuid": uuid("placement", position), "template_file": "pages/home", "channel_id": 1, "entity_id": "", "sort_order": position,
            "region": "home_below_menu", "status": "active", "widget": widget(position),
        }))
    };
    put(tables, "widget_templates", vec![template.clone()]);
    put(tables, "widgets", (0..3).map(widget).collect());
    put(tables, "placements", (0..2).map(placement).collect());
    put(
        tables,
        "regions",
        vec![
            json!({ "name": "home_below_menu" }),
            json!({ "name": "home_below_carousel" }),
        ],
    );
    put(
        tables,
        "page_widgets",
        vec![
            json!({ "regions": [{ "name": "home_below_menu", "children": [{
        "widget_template_uuid": uuid("widget template", 0), "configuration": {}, "storefront_api_query_params": {}, "name": "Kasten 0",
        "description": "", "type": "widget",
    }] }] }),
        ],
    );
}

fn theme(position: usize) -> Value {
    json!({
        "uuid": theme_uuid(position), "name": if position == 0 { "Hafen" } else { "Cornerstone" }, "is_private": position == 0, "is_active": position == 0,
        "updated_at": rfc3339(TODAY - 40 * DAY),
        "variations": [{ "uuid": uuid("variation", position), "name": "Hell", "description": "", "external_id": "" }],
    })
}

fn emails(tables: &mut Tables) {
    let template = |kind: &str, subject: &str| json!({ "type_id": kind, "subject": subject, "body": "<p>{{{lang \"hello\"}}}</p>", "translations": [{ "locale": "de", "keys": { "hello": "Guten Tag" } }] });
    put(
        tables,
        "email_templates",
        vec![
            template("invoice_email", "Ihre Rechnung"),
            template("createaccount_email", "Welcome"),
            template("abandoned_cart_email", "Noch da?"),
            template("product_review_email", "Et alors ?"),
        ],
    );
    let mail = |id: i64, minutes: i64| {
        json!({
            "id": id, "notify_at_minutes": minutes, "coupon_code": if id == 2 { "TEA10" } else { "" }, "is_active": true, "sent_num": id * 12,
            "template": { "subject": "Noch da?", "body": "<p>{{{lang \"hello_phrase\"}}}</p>", "translations": [{ "locale": "de", "keys": { "hello_phrase": "Guten Tag" } }] },
        })
    };
    put(
        tables,
        "abandoned_cart_emails",
        vec![mail(1, 60), mail(2, 1_440)],
    );
    put(
        tables,
        "default_abandoned_cart_email",
        vec![json!({
            "subject": "Complete your purchase", "body": "<p>{{{lang \"hello_phrase\"}}}</p>", "translations": [{ "locale": "en", "keys": { "hello_phrase": "Hello" } }],
        })],
    );
    put(
        tables,
        "abandoned_cart_email_settings",
        vec![json!({ "use_global": true })],
    );
}
