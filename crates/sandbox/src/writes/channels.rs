//! Channels with their listings, currencies and menus; sites and routes; webhooks.

use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::respond::Reply;
use crate::write::{Answer, Call, Change, Errors, Given, Refused, Within, Writes, edit, rows_with};

const CHANNELS: &str = "store_channel_settings";
const SITES: &str = "store_sites";

pub(crate) const WRITES: &[Writes] = &[
    // What cannot be changed is ignored without an error.
    Writes {
        scope: CHANNELS,
        members: "
            external_id:text is_listable_from_ui:flag is_visible:flag
            status:text=active|prelaunch|inactive|connected|disconnected|archived|deleted|terminated name:text!
            +type:text=pos|marketplace|storefront|marketing! +platform:text!",
        unique: &["name platform type"],
        changes: &[Change::create("/channels"), Change::update("/channels/{channel_id}")],
        event: "channel",
        ..Writes::v3("channels", "channels")
    },
    Writes {
        scope: "store_channel_listings",
        within: Within::Parent("channel_id", "channels", "id"),
        key: "listing_id",
        members: "
            product_id:int!! external_id:text
            state:text=active|disabled|error|pending|pending_disable|pending_delete|partially_rejected|queued|rejected|submitted|deleted!!
            name:text description:text variants:array!!",
        names: &[("product_id", "products", "id")],
        skips_absent: true,
        complete: listing,
        changes: &[
            Change::create_many("/channels/{channel_id}/listings", 10),
            Change::update_many("/channels/{channel_id}/listings", 10),
        ],
        ..Writes::v3("channel_listings", "channel_listings")
    },
    Writes {
        scope: CHANNELS,
        key: "channel_id",
        members: "enabled_currencies:array!! default_currency:text!!",
        changes: &[
            Change { method: "POST", ..Change::upsert("/channels/{channel_id}/currency-assignments") },
            Change::update("/channels/{channel_id}/currency-assignments"),
            Change { status: 200, answer: Answer::Bare, ..Change::delete("/channels/{channel_id}/currency-assignments") },
        ],
        ..Writes::v3("currency_assignments_of_channel", "channel_currency_assignments")
    },
    Writes {
        scope: CHANNELS,
        changes: &[
            Change::special("POST", "/channels/{channel_id}/channel-menus", menus),
            Change::special("DELETE", "/channels/{channel_id}/channel-menus", |data, call| {
                menus(data, &Call { body: &json!({}), ..*call })?;
                // Of what it emptied it tells the channel's number.
                let id = call.path.first().and_then(|id| id.parse::<i64>().ok());
                Ok(Reply::json(200, &json!({ "data": id, "meta": {} })))
            }),
        ],
        ..Writes::v3("channel_menus", "channels")
    },
    Writes {
        scope: SITES,
        members: "url:text! +channel_id:int!",
        names: &[("channel_id", "channels", "id")],
        unique: &["url", "channel_id"],
        along: &[("site_routes", "site_id")],
        complete: |_, row, given| {
            if given.before.is_none() {
                row.insert("ssl_status".to_owned(), json!("shared"));
            }
            let url = row.get("url").cloned().unwrap_or_default();
            for address in row.get_mut("urls").and_then(Value::as_array_mut).into_iter().flatten() {
                address["url"] = url.clone();
            }
            Ok(())
        },
        changes: &[
            Change { status: 201, ..Change::create("/sites") },
            Change::update("/sites/{site_id}"),
            Change::delete("/sites/{site_id}"),
        ],
        ..Writes::v3("sites", "sites")
    },
    Writes {
        scope: SITES,
        within: Within::Parent("site_id", "sites", "id"),
        parent_hidden: true,
        members: "
            type:text=product|brand|category|page|blog|home|cart|checkout|search|account|login|returns|static!!
            matching:text!! route:text!!",
        changes: &[
            Change { status: 201, ..Change::create("/sites/{site_id}/routes") },
            Change { status: 201, ..Change::update("/sites/{site_id}/routes/{route_id}") },
            Change::delete("/sites/{site_id}/routes/{route_id}"),
            Change { errors: Errors::Saved, ..Change::upsert_many("/sites/{site_id}/routes", 50, "id") },
        ],
        ..Writes::v3("site_routes", "site_routes")
    },
    Writes {
        scope: "",
        members: "scope:text! destination:text! is_active:flag headers:object?",
        unique: &["scope destination"],
        conflict: 422,
        complete: |data, row, _| {
            row.insert("store_hash".to_owned(), json!(data.hash));
            row.insert("client_id".to_owned(), data.owner().unwrap_or_default());
            let to = row.get("destination").and_then(Value::as_str).unwrap_or_default();
            // A hook may call this machine, so that listeners can be tried.
            let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
            match to.starts_with("https://") || here.iter().any(|here| to.starts_with(here)) {
                true => Ok(()),
                false => Err(Refused::invalid("destination", "The destination must be an https address.")),
            }
        },
        changes: &[
            Change::create("/hooks"),
            Change::update("/hooks/{webhook_id}"),
            Change { status: 200, answer: Answer::Rows, ..Change::delete("/hooks/{webhook_id}") },
        ],
        ..Writes::v3("webhooks", "webhooks")
    },
    Writes {
        scope: "",
        key: "",
        members: "emails:array",
        changes: &[Change { status: 204, answer: Answer::Nothing, ..Change::update("/hooks/admin") }],
        ..Writes::v3("webhook_admin", "webhook_admin")
    },
];

/// Variants of a listing are added or changed by their id; the others stay.
fn listing(_: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let Some(before) = given.before else {
        return Ok(());
    };
    row.insert("product_id".to_owned(), before["product_id"].clone());
    let mut variants = before["variants"].as_array().cloned().unwrap_or_default();
    for variant in row
        .get("variants")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        match variants
            .iter_mut()
            .find(|kept| kept["variant_id"] == variant["variant_id"])
        {
            Some(kept) => {
                for (name, value) in variant.as_object().into_iter().flatten() {
                    kept[name] = value.clone();
                }
            }
            None => variants.push(variant.clone()),
        }
    }
    row.insert("variants".to_owned(), Value::Array(variants));
    Ok(())
}

/// What is sent takes the place of the whole menu.
fn menus(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let id = call
        .path
        .first()
        .and_then(|id| id.parse::<i64>().ok())
        .unwrap_or_default();
    data.table("channels")
        .find("id", id)
        .ok_or_else(Refused::not_found)?;
    let list = |member: &str| call.body[member].as_array().cloned().unwrap_or_default();
    let shown = json!({
        "bigcommerce_protected_app_sections": list("bigcommerce_protected_app_sections"),
        "custom_app_sections": list("custom_app_sections"),
    });
    let mut kept = shown.clone();
    kept["id"] = json!(id);
    match rows_with(data, "channel_menus", "id", &json!(id)).is_empty() {
        true => data.change("channel_menus").add(kept),
        false => edit(data, "channel_menus", "id", &json!(id), |row| *row = kept),
    }
    Ok(Reply::json(200, &json!({ "data": shown, "meta": {} })))
}
