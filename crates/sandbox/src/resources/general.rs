//! The store, its clock, settings, metafields and log, countries, and ways to pay.

use crate::made_up::general;
use crate::resource::{Envelope, Paging, Resource, RowsOf, metafields};
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
    setting("settings_catalog", "/settings/catalog", |data, _| {
        data.all("settings_catalog")
    }),
    setting(
        "settings_email_statuses",
        "/settings/email-statuses",
        |data, _| data.all("settings_email_statuses"),
    ),
    setting("settings_inventory", "/settings/inventory", |data, _| {
        data.all("settings_inventory")
    }),
    setting(
        "settings_inventory_notifications",
        "/settings/inventory/notifications",
        |data, _| data.all("settings_inventory_notifications"),
    ),
    setting("settings_logo", "/settings/logo", |data, _| {
        data.all("settings_logo")
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
    setting("settings_profile", "/settings/store/profile", |data, _| {
        data.all("settings_profile")
    }),
    setting(
        "settings_units",
        "/settings/store/units-of-measurement",
        |data, _| data.all("settings_units"),
    ),
    setting(
        "settings_category",
        "/settings/storefront/category",
        |data, _| data.all("settings_category"),
    ),
    setting(
        "settings_product",
        "/settings/storefront/product",
        |data, _| data.all("settings_product"),
    ),
    setting(
        "settings_robotstxt",
        "/settings/storefront/robotstxt",
        |data, _| data.all("settings_robotstxt"),
    ),
    setting(
        "settings_search",
        "/settings/storefront/search",
        |data, _| data.all("settings_search"),
    ),
    setting(
        "settings_security",
        "/settings/storefront/security",
        |data, _| data.all("settings_security"),
    ),
    setting("settings_seo", "/settings/storefront/seo", |data, _| {
        data.all("settings_seo")
    }),
    setting(
        "settings_status",
        "/settings/storefront/status",
        |data, _| data.all("settings_status"),
    ),
];

/// One group of settings; with `channel_id`, those of a channel, which here are the store's.
const fn setting(name: &'static str, path: &'static str, rows: RowsOf) -> Resource {
    Resource {
        scope: "store_v2_information|store_v2_content",
        other: "channel_id",
        ..Resource::single(name, path, rows)
    }
}
