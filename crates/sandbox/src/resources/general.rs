//! The store, its clock, settings, metafields and log, countries, and ways to pay.

use serde_json::Value;

use crate::dataset::Dataset;
use crate::made_up::general;
use crate::resource::{Envelope, Keys, Paging, Resource, RowsOf, metafields};
use crate::rows::Rows;

const SCOPE: &str = "store_v2_information";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        ..Resource::v2("store", "/store", |data, _| data.all("store"))
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        ..Resource::v2("time", "/time", |_, _| Rows::own(vec![general::time()]))
    },
    Resource {
        item: "/store/metafields/{metafield_id}",
        ..metafields("store_metafields", "/store/metafields", SCOPE, |data, _| {
            data.all("store_metafields")
        })
    },
    Resource {
        scope: "store_logs_read_only",
        sort: "direction date_created type",
        filters: "
            type text = :not
            module text = :not
            severity int = :min :max
            id int :in",
        ..Resource::v3("system_logs", "/store/systemlogs", |data, _| {
            data.all("system_logs")
        })
    },
    Resource {
        item: "/countries/{id}",
        count: "/countries/count",
        scope: SCOPE,
        filters: "
            country text =
            country_iso2 text =
            country_iso3 text =",
        ..Resource::v2("countries", "/countries", |data, _| data.all("countries"))
    },
    Resource {
        count: "/countries/states/count",
        scope: SCOPE,
        ..Resource::v2("states", "/countries/states", |data, _| data.all("states"))
    },
    Resource {
        item: "/countries/{country_id}/states/{id}",
        count: "/countries/{country_id}/states/count",
        scope: SCOPE,
        filters: "
            state text =
            state_abbreviation text =",
        ..Resource::v2(
            "states_of_country",
            "/countries/{country_id}/states",
            |data, keys| {
                data.table("countries").find("id", keys.int(0)?)?;
                data.belonging("states", "country_id", keys.int(0)?)
            },
        )
    },
    Resource {
        key: "code",
        scope: "store_payments_methods_read",
        ..Resource::v2("payment_methods", "/payments/methods", |data, _| {
            data.all("payment_methods")
        })
    },
    Resource {
        scope: "store_payments_methods_read",
        paging: Paging::Whole,
        envelope: Envelope::Data,
        required: "order_id checkout_id",
        other: "order_id checkout_id",
        ..Resource::v3(
            "accepted_payment_methods",
            "/payments/methods",
            |data, _| data.all("accepted_payment_methods"),
        )
    },
    Resource {
        item: "/settings/analytics/{id}",
        paging: Paging::Whole,
        ..setting("settings_analytics", "/settings/analytics", |data, _| {
            data.all("settings_analytics")
        })
    },
    setting("settings_catalog", "/settings/catalog", |data, keys| {
        of_channel(data, keys, "settings_catalog")
    }),
    setting(
        "settings_email_statuses",
        "/settings/email-statuses",
        |data, keys| of_channel(data, keys, "settings_email_statuses"),
    ),
    setting("settings_inventory", "/settings/inventory", |data, keys| {
        of_channel(data, keys, "settings_inventory")
    }),
    setting(
        "settings_inventory_notifications",
        "/settings/inventory/notifications",
        |data, keys| of_channel(data, keys, "settings_inventory_notifications"),
    ),
    setting("settings_logo", "/settings/logo", |data, keys| {
        of_channel(data, keys, "settings_logo")
    }),
    Resource {
        paging: Paging::Whole,
        ..setting(
            "settings_search_filters",
            "/settings/search/filters",
            |data, _| data.all("settings_search_filters"),
        )
    },
    Resource {
        paging: Paging::Whole,
        other: "channel_id category_id",
        ..setting(
            "settings_available_filters",
            "/settings/search/filters/available",
            |data, _| data.all("settings_available_filters"),
        )
    },
    Resource {
        paging: Paging::Pages,
        envelope: Envelope::Pagination,
        other: "channel_id category_id",
        ..setting(
            "settings_filter_contexts",
            "/settings/search/filters/contexts",
            |data, _| data.all("settings_filter_contexts"),
        )
    },
    setting("settings_locale", "/settings/store/locale", |data, _| {
        data.all("settings_locale")
    }),
    setting(
        "settings_profile",
        "/settings/store/profile",
        |data, keys| of_channel(data, keys, "settings_profile"),
    ),
    setting(
        "settings_units",
        "/settings/store/units-of-measurement",
        |data, keys| of_channel(data, keys, "settings_units"),
    ),
    setting(
        "settings_category",
        "/settings/storefront/category",
        |data, keys| of_channel(data, keys, "settings_category"),
    ),
    setting(
        "settings_product",
        "/settings/storefront/product",
        |data, keys| of_channel(data, keys, "settings_product"),
    ),
    setting(
        "settings_robotstxt",
        "/settings/storefront/robotstxt",
        |data, keys| of_channel(data, keys, "settings_robotstxt"),
    ),
    setting(
        "settings_search",
        "/settings/storefront/search",
        |data, keys| of_channel(data, keys, "settings_search"),
    ),
    setting(
        "settings_security",
        "/settings/storefront/security",
        |data, keys| of_channel(data, keys, "settings_security"),
    ),
    setting("settings_seo", "/settings/storefront/seo", |data, keys| {
        of_channel(data, keys, "settings_seo")
    }),
    setting(
        "settings_status",
        "/settings/storefront/status",
        |data, keys| of_channel(data, keys, "settings_status"),
    ),
];

/// The store's settings; with `channel_id` what a channel has of its own, and null where the store's hold. The second channel
/// has the first of each group of its own.
fn of_channel<'a>(data: &'a Dataset, keys: &Keys, name: &'static str) -> Option<Rows<'a>> {
    let Some(channel) = keys.query.get("channel_id") else {
        return data.all(name);
    };
    let channel = channel.parse().ok()?;
    data.table("channels").find("id", channel)?;
    let mut rows = data.rows(name);
    for fields in rows.iter_mut().filter_map(Value::as_object_mut) {
        let own = if channel == 2 { 1 } else { 0 };
        for value in fields.values_mut().skip(own) {
            *value = Value::Null;
        }
    }
    Rows::own(rows)
}

/// One group of settings, of the store or of a channel.
const fn setting(name: &'static str, path: &'static str, rows: RowsOf) -> Resource {
    Resource {
        scope: "store_v2_information|store_v2_content",
        other: "channel_id",
        ..Resource::single(name, path, rows)
    }
}
