//! Channels and sites.

use serde_json::Value;

use crate::dataset::Dataset;
use crate::made_up::channels;
use crate::resource::{DATED_METAFIELDS, Envelope, Keys, Paging, Resource, RowsOf, metafields};
use crate::rows::Rows;

const CHANNELS: &str = "store_channel_settings";
const SITES: &str = "store_sites";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        item: "/channels/{channel_id}",
        scope: CHANNELS,
        include: "currencies",
        filters: "
            available flag @is_listable_from_ui =
            status text :in
            type text :in
            platform text :in
            date_created time = :min :max
            date_modified time = :min :max",
        ..Resource::v3("channels", "/channels", |data, _| data.all("channels"))
    },
    Resource {
        item: "/channels/{channel_id}/listings/{listing_id}",
        key: "listing_id",
        scope: "store_channel_listings",
        paging: Paging::After("listing_id"),
        max_limit: 1_000,
        filters: "
            product_id int :in
            date_created time = :min :max
            date_modified time = :min :max",
        ..Resource::v3(
            "channel_listings",
            "/channels/{channel_id}/listings",
            |data, keys| {
                channel(data, keys)?;
                data.belonging("channel_listings", "channel_id", keys.int(0)?)
            },
        )
    },
    Resource {
        scope: CHANNELS,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        ..Resource::v3(
            "channel_currency_assignments",
            "/channels/currency-assignments",
            |data, _| data.all("channel_currency_assignments"),
        )
    },
    of_channel(
        "currency_assignments_of_channel",
        "/channels/{channel_id}/currency-assignments",
        CHANNELS,
        |data, keys| data.belonging("channel_currency_assignments", "channel_id", keys.int(0)?),
    ),
    of_channel(
        "site_of_channel",
        "/channels/{channel_id}/site",
        SITES,
        |data, keys| data.belonging("sites", "channel_id", keys.int(0)?),
    ),
    of_channel(
        "active_theme",
        "/channels/{channel_id}/active-theme",
        CHANNELS,
        |data, keys| Rows::own(vec![channels::active_theme(channel(data, keys)?)]),
    ),
    of_channel(
        "channel_menus",
        "/channels/{channel_id}/channel-menus",
        CHANNELS,
        |data, keys| Rows::own(vec![menus(data, channel(data, keys)?)]),
    ),
    metafields(
        "channel_metafields",
        "/channels/metafields",
        CHANNELS,
        |data, _| data.all("channel_metafields"),
    ),
    Resource {
        item: "/channels/{channel_id}/metafields/{metafield_id}",
        filters: DATED_METAFIELDS,
        ..metafields(
            "metafields_of_channel",
            "/channels/{channel_id}/metafields",
            CHANNELS,
            |data, keys| {
                channel(data, keys)?;
                data.belonging("channel_metafields", "resource_id", keys.int(0)?)
            },
        )
    },
    Resource {
        item: "/sites/{site_id}",
        scope: SITES,
        envelope: Envelope::Offset,
        filters: "
            channel_id int :in
            url_type text @urls.type :in",
        ..Resource::v3("sites", "/sites", |data, _| data.all("sites"))
    },
    Resource {
        item: "/sites/{site_id}/routes/{route_id}",
        scope: SITES,
        filters: "type text =",
        ..Resource::v3("site_routes", "/sites/{site_id}/routes", |data, keys| {
            Rows::own(routes(data, keys)?)
        })
    },
    Resource {
        scope: SITES,
        ..Resource::single(
            "certificate_of_site",
            "/sites/{site_id}/certificate",
            |data, keys| {
                data.table("sites").find("id", keys.int(0)?)?;
                Rows::own(vec![channels::certificate_of(keys.int(0)?)])
            },
        )
    },
    Resource {
        key: "common_name",
        scope: SITES,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        filters: "urls text @common_name :in",
        ..Resource::v3("site_certificates", "/sites/certificates", |data, _| {
            data.all("site_certificates")
        })
    },
];

/// One object of a channel.
const fn of_channel(
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

/// The channel that a path names, if it exists.
fn channel(data: &Dataset, keys: &Keys) -> Option<i64> {
    data.table("channels")
        .find("id", keys.int(0)?)
        .and(keys.int(0))
}

/// The menus of a channel, as they were written or made up.
fn menus(data: &Dataset, channel: i64) -> Value {
    let written = data.rows("channel_menus").into_iter();
    let mut written = written.filter(|row| row["id"] == channel);
    match written.next() {
        Some(Value::Object(mut row)) => {
            row.shift_remove("id");
            Value::Object(row)
        }
        _ => channels::menus(channel),
    }
}

/// The routes of a site.
fn routes(data: &Dataset, keys: &Keys) -> Option<Vec<Value>> {
    let site = keys.int(0)?;
    data.table("sites").find("id", site)?;
    let mut rows: Vec<Value> = data
        .rows("site_routes")
        .into_iter()
        .filter(|row| row["site_id"] == site)
        .collect();
    for fields in rows.iter_mut().filter_map(Value::as_object_mut) {
        fields.shift_remove("site_id");
    }
    Some(rows)
}
