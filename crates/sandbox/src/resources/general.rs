//! The store, its clock, settings, metafields and log, countries, and ways to pay.

use crate::resource::{Envelope, Paging, Resource, Rows, RowsOf, metafields};
use crate::store::general;

const SCOPE: &str = "store_v2_information";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        ..Resource::v2("store", "/store", |store, _| store.all("store"))
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        ..Resource::v2("time", "/time", |_, _| Rows::own(vec![general::time()]))
    },
    Resource {
        item: "/store/metafields/{metafield_id}",
        ..metafields(
            "store_metafields",
            "/store/metafields",
            SCOPE,
            |store, _| store.all("store_metafields"),
        )
    },
    Resource {
        scope: "store_logs_read_only",
        sort: "direction date_created type",
        filters: "
            type text = :not
            module text = :not
            severity int = :min :max
            id int :in",
        ..Resource::v3("system_logs", "/store/systemlogs", |store, _| {
            store.all("system_logs")
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
        ..Resource::v2("countries", "/countries", |store, _| store.all("countries"))
    },
    Resource {
        count: "/countries/states/count",
        scope: SCOPE,
        ..Resource::v2("states", "/countries/states", |store, _| {
            store.all("states")
        })
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
            |store, keys| {
                store.table("countries").find(store, "id", keys.int(0)?)?;
                store.belonging("states", "country_id", keys.int(0)?)
            },
        )
    },
    Resource {
        key: "code",
        scope: "store_payments_methods_read",
        ..Resource::v2("payment_methods", "/payments/methods", |store, _| {
            store.all("payment_methods")
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
            |store, _| store.all("accepted_payment_methods"),
        )
    },
    Resource {
        item: "/settings/analytics/{id}",
        paging: Paging::Whole,
        ..setting("settings_analytics", "/settings/analytics", |store, _| {
            store.all("settings_analytics")
        })
    },
    setting("settings_catalog", "/settings/catalog", |store, _| {
        store.all("settings_catalog")
    }),
    setting(
        "settings_email_statuses",
        "/settings/email-statuses",
        |store, _| store.all("settings_email_statuses"),
    ),
    setting("settings_inventory", "/settings/inventory", |store, _| {
        store.all("settings_inventory")
    }),
    setting(
        "settings_inventory_notifications",
        "/settings/inventory/notifications",
        |store, _| store.all("settings_inventory_notifications"),
    ),
    setting("settings_logo", "/settings/logo", |store, _| {
        store.all("settings_logo")
    }),
    Resource {
        paging: Paging::Whole,
        ..setting(
            "settings_search_filters",
            "/settings/search/filters",
            |store, _| store.all("settings_search_filters"),
        )
    },
    Resource {
        paging: Paging::Whole,
        other: "channel_id category_id",
        ..setting(
            "settings_available_filters",
            "/settings/search/filters/available",
            |store, _| store.all("settings_available_filters"),
        )
    },
    Resource {
        paging: Paging::Pages,
        envelope: Envelope::Pagination,
        other: "channel_id category_id",
        ..setting(
            "settings_filter_contexts",
            "/settings/search/filters/contexts",
            |store, _| store.all("settings_filter_contexts"),
        )
    },
    setting("settings_locale", "/settings/store/locale", |store, _| {
        store.all("settings_locale")
    }),
    setting("settings_profile", "/settings/store/profile", |store, _| {
        store.all("settings_profile")
    }),
    setting(
        "settings_units",
        "/settings/store/units-of-measurement",
        |store, _| store.all("settings_units"),
    ),
    setting(
        "settings_category",
        "/settings/storefront/category",
        |store, _| store.all("settings_category"),
    ),
    setting(
        "settings_product",
        "/settings/storefront/product",
        |store, _| store.all("settings_product"),
    ),
    setting(
        "settings_robotstxt",
        "/settings/storefront/robotstxt",
        |store, _| store.all("settings_robotstxt"),
    ),
    setting(
        "settings_search",
        "/settings/storefront/search",
        |store, _| store.all("settings_search"),
    ),
    setting(
        "settings_security",
        "/settings/storefront/security",
        |store, _| store.all("settings_security"),
    ),
    setting("settings_seo", "/settings/storefront/seo", |store, _| {
        store.all("settings_seo")
    }),
    setting(
        "settings_status",
        "/settings/storefront/status",
        |store, _| store.all("settings_status"),
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
