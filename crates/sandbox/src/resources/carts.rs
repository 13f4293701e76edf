//! Carts, checkouts and abandoned carts, which are only read by id, their settings, and webhooks.

use crate::dataset::Dataset;
use crate::resource::{Envelope, Keys, Paging, Resource, RowsOf, metafields};
use crate::rows::Rows;
use crate::views::carts;

const CART: &str = "store_cart";
/// The official file and the guide write this scope in two ways.
const CHECKOUT: &str = "store_checkout|store_checkouts";
const CHECKOUT_CONTENT: &str = "store_content_checkout|store_checkout_content";
const INFORMATION: &str = "store_v2_information";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        scope: CART,
        other: "include",
        ..Resource::single("carts", "/carts/{cart_id}", |data, keys| {
            let cart = carts::cart_of(data, keys.text(0), &keys.query.list("include"))?;
            Rows::own(vec![cart])
        })
    },
    Resource {
        scope: CHECKOUT,
        other: "include",
        ..Resource::single("checkouts", "/checkouts/{checkout_id}", |data, keys| {
            let order = carts::order_of(data, keys.text(0))?;
            let mut checkout = carts::checkout(&order, &keys.query.list("include"));
            let said = data.rows("checkout_messages").into_iter();
            for said in said.filter(|said| said["id"] == keys.text(0)) {
                checkout["customer_message"] = said["message"].clone();
                checkout["version"] = said["version"].clone();
            }
            Rows::own(vec![checkout])
        })
    },
    // The token of an abandoned cart is the cart's id here.
    Resource {
        scope: CART,
        ..Resource::single(
            "abandoned_carts",
            "/abandoned-carts/{token}",
            |data, keys| {
                Rows::own(vec![
                    serde_json::json!({ "cart_id": carts::order_of(data, keys.text(0))?.cart_id }),
                ])
            },
        )
    },
    // The official file has `data` of one cart's metafields as an object; it is an array, as everywhere else.
    metafields("cart_metafields", "/carts/metafields", CART, |data, _| {
        data.all("cart_metafields")
    }),
    Resource {
        item: "/carts/{cart_id}/metafields/{metafield_id}",
        ..metafields(
            "metafields_of_cart",
            "/carts/{cart_id}/metafields",
            CART,
            |data, keys| {
                carts::order_of(data, keys.text(0))?;
                let of = |row: &serde_json::Value| row["resource_id"] == keys.text(0);
                Rows::own(
                    data.rows("cart_metafields")
                        .into_iter()
                        .filter(of)
                        .collect(),
                )
            },
        )
    },
    settings(
        "cart_settings",
        "/carts/settings",
        INFORMATION,
        |data, _| data.all("cart_settings"),
    ),
    settings(
        "cart_settings_of_channel",
        "/carts/settings/channels/{channel_id}",
        INFORMATION,
        |data, keys| of_channel(data, keys, "cart_settings"),
    ),
    settings(
        "checkout_settings",
        "/checkouts/settings",
        CHECKOUT_CONTENT,
        |data, _| data.all("checkout_settings"),
    ),
    settings(
        "checkout_settings_of_channel",
        "/checkouts/settings/channels/{channel_id}",
        CHECKOUT_CONTENT,
        |data, keys| of_channel(data, keys, "checkout_settings_of_channel"),
    ),
    Resource {
        other: "pagination",
        ..settings(
            "abandoned_cart_settings",
            "/abandoned-carts/settings",
            INFORMATION,
            |data, _| data.all("abandoned_cart_settings"),
        )
    },
    settings(
        "abandoned_cart_settings_of_channel",
        "/abandoned-carts/settings/channels/{channel_id}",
        INFORMATION,
        |data, keys| of_channel(data, keys, "abandoned_cart_settings"),
    ),
    Resource {
        item: "/hooks/{webhook_id}",
        filters: "
            is_active flag =
            scope text =
            destination text =",
        ..Resource::v3("webhooks", "/hooks", |data, _| data.all("webhooks"))
    },
    Resource {
        paging: Paging::Single,
        envelope: Envelope::Data,
        other: "is_active",
        ..Resource::v3("webhook_admin", "/hooks/admin", |data, _| {
            data.all("webhook_admin")
        })
    },
];

const fn settings(
    name: &'static str,
    path: &'static str,
    scope: &'static str,
    rows: RowsOf,
) -> Resource {
    Resource {
        scope,
        ..Resource::single(name, path, rows)
    }
}

/// The settings of a channel, which are those of the data.
fn of_channel<'a>(data: &'a Dataset, keys: &Keys, name: &'static str) -> Option<Rows<'a>> {
    data.table("channels").find("id", keys.int(0)?)?;
    data.all(name)
}
