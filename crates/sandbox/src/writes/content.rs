//! Pages, the blog, redirects, scripts, widgets and templates.

use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::time::{local, parse};
use crate::write::{Answer, Change, Errors, Given, Refused, Writes, rows_with};

const CONTENT: &str = "store_v2_content";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: CONTENT,
        members: "
            channel_id:int name:text<100! is_visible:flag parent_id:int sort_order:int
            type:text=page|raw|contact_form|link|blog! is_homepage:flag is_customers_only:flag url:text meta_title:text?
            meta_keywords:text? meta_description:text? search_keywords:text? email:text<255 contact_fields:text body:text?
            +content_type:text link:text",
        unique: &["channel_id name"],
        most: 4_000,
        complete: page,
        changes: &[
            Change { status: 201, errors: Errors::Partly, or_one: true,
                ..Change::create_many("/content/pages", 50) },
            Change::update_many("/content/pages", 50),
            Change::update("/content/pages/{page_id}"),
            Change::delete("/content/pages/{page_id}"),
            Change::delete_listed("/content/pages", "id:in"),
        ],
        ..Writes::v3("pages", "pages")
    },
    Writes {
        scope: CONTENT,
        members: "
            title:text!! url:text body:text!! tags:array is_published:flag meta_description:text? meta_keywords:text?
            author:text? thumbnail_path:text? published_date:text|object -id:int -preview_url:text",
        complete: post,
        changes: &[
            Change::create("/blog/posts"),
            Change::update("/blog/posts/{id}"),
            Change::delete("/blog/posts/{id}"),
            Change::delete_listed("/blog/posts", ""),
        ],
        ..Writes::v2("blog_posts", "blog_posts")
    },
    Writes {
        scope: CONTENT,
        members: "from_path:text!! site_id:int!! to:object",
        names: &[("site_id", "sites", "id")],
        changes: &[
            Change {
                status: 201,
                ..Change::upsert_many("/storefront/redirects", 50, "site_id from_path")
            },
            Change::delete_listed("/storefront/redirects", "id:in site_id"),
        ],
        ..Writes::v3("redirects", "redirects")
    },
    Writes {
        scope: CONTENT,
        key: "uuid",
        members: "
            name:text<255! description:text html:text<65536 src:text auto_uninstall:flag load_method:text=default|async|defer
            location:text=head|footer visibility:text=storefront|all_pages|checkout|order_confirmation
            kind:text=src|script_tag api_client_id:text consent_category:text=essential|functional|analytics|targeting
            enabled:flag channel_id:int integrity_hashes:array",
        most: 50,
        complete: |_, row, _| {
            if row.get("channel_id").is_some_and(|channel| *channel == 0) {
                row.insert("channel_id".to_owned(), json!(1));
            }
            let full = |name: &str| row.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
            let wrong = match row.get("kind").and_then(Value::as_str) {
                Some("script_tag") => full("src"),
                _ => full("html"),
            };
            match wrong {
                true => Err(Refused::invalid("kind", "A script of kind src has no html, and a script_tag no src.")),
                false => Ok(()),
            }
        },
        changes: &[
            Change::create("/content/scripts"),
            Change::update("/content/scripts/{uuid}"),
            Change::delete("/content/scripts/{uuid}"),
        ],
        ..Writes::v3("scripts", "scripts")
    },
    Writes {
        scope: CONTENT,
        key: "uuid",
        members: "
            name:text! schema:array template:text! storefront_api_query:text channel_id:int ~create_new_version:flag",
        complete: without_words,
        changes: &[
            Change::create("/content/widget-templates"),
            Change::update("/content/widget-templates/{uuid}"),
            Change::delete("/content/widget-templates/{uuid}"),
        ],
        ..Writes::v3("widget_templates", "widget_templates")
    },
    Writes {
        scope: CONTENT,
        key: "uuid",
        members: "
            name:text! description:text widget_configuration:object widget_template_uuid:text! channel_id:int ~upgrade:flag",
        complete: |data, row, given| {
            let uuid = row.shift_remove("widget_template_uuid").unwrap_or_default();
            if !uuid.is_null() {
                let mut templates = rows_with(data, "widget_templates", "uuid", &uuid).into_iter();
                let template = templates.next().ok_or_else(|| {
                    Refused::invalid("widget_template_uuid", "The widget template does not exist.")
                })?;
                row.insert("widget_template".to_owned(), template);
            }
            without_words(data, row, given)
        },
        changes: &[
            Change::create("/content/widgets"),
            Change::update("/content/widgets/{uuid}"),
            Change::delete("/content/widgets/{uuid}"),
        ],
        ..Writes::v3("widgets", "widgets")
    },
    Writes {
        scope: CONTENT,
        key: "uuid",
        members: "
            widget_uuid:text! template_file:text! channel_id:int entity_id:text sort_order:int region:text
            status:text=inactive|active",
        complete: |data, row, _| {
            let uuid = row.shift_remove("widget_uuid").unwrap_or_default();
            if !uuid.is_null() {
                let mut widgets = rows_with(data, "widgets", "uuid", &uuid).into_iter();
                let widget = widgets.next().ok_or_else(|| Refused::invalid("widget_uuid", "The widget does not exist."))?;
                row.insert("widget".to_owned(), widget);
            }
            Ok(())
        },
        changes: &[
            Change::create("/content/placements"),
            Change::update("/content/placements/{uuid}"),
            Change::delete("/content/placements/{uuid}"),
        ],
        ..Writes::v3("placements", "placements")
    },
    Writes {
        scope: "store_themes_manage",
        members: "
            channel_id:int!! entity_type:text=product|category|brand|page!! entity_id:int!! file_name:text!!",
        names: &[("channel_id", "channels", "id")],
        changes: &[
            Change {
                answer: Answer::Bare,
                ..Change::upsert_many(
                    "/storefront/custom-template-associations",
                    100,
                    "channel_id entity_type entity_id",
                )
            },
            Change::delete_listed(
                "/storefront/custom-template-associations",
                "id:in entity_id:in channel_id type>entity_type",
            ),
        ],
        ..Writes::v3("template_associations", "template_associations")
    },
    Writes {
        scope: "store_themes_manage",
        key: "uuid",
        changes: &[Change::delete("/themes/{uuid}")],
        ..Writes::v3("themes", "themes")
    },
];

/// Each kind of page needs one thing more.
fn page(_: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let needed = match row.get("type").and_then(Value::as_str) {
        Some("page" | "raw") => "body",
        Some("link") => "link",
        Some("contact_form") => "email",
        _ => return Ok(()),
    };
    if given.before.is_none() && !given.body.contains_key(needed) {
        return Err(Refused::missing(needed));
    }
    if row.get("channel_id").is_none_or(|channel| *channel == 0) {
        row.insert("channel_id".to_owned(), json!(1));
    }
    Ok(())
}

/// A date is written as a text and read as an object.
fn post(_: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let Some(text) = given.body.get("published_date").and_then(Value::as_str) else {
        return Ok(());
    };
    let published = parse(text)
        .ok_or_else(|| Refused::invalid("published_date", "The date is not one of RFC 2822."))?;
    row.insert(
        "published_date".to_owned(),
        json!({ "timezone_type": 1, "date": format!("{}.000000", local(published + 3_600, ' ')), "timezone": "+00:00" }),
    );
    row.insert(
        "published_date_iso8601".to_owned(),
        json!(format!("{}+0000", local(published, 'T'))),
    );
    Ok(())
}

/// Words that say what a change does, and are not kept.
fn without_words(_: &Dataset, row: &mut Map<String, Value>, _: &Given<'_>) -> Result<(), Refused> {
    for word in ["create_new_version", "upgrade"] {
        row.shift_remove(word);
    }
    Ok(())
}
