//! The tables that are written, and the store's lists that are watched: which members a statement may set, and what else a write
//! changes by itself. From BigCommerce's documentation, and not from the definitions.

use crate::tables::Kind;

/// A list of the store, read whole by plain HTTP.
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) api: &'static str,
    pub(super) path: &'static str,
    pub(super) key: &'static str,
}

/// Every list that a statement here could change, and some that none may.
pub(super) const LISTS: [List; 14] = [
    list("products", "v3", "/catalog/products", "id"),
    list("variants", "v3", "/catalog/variants", "id"),
    list("brands", "v3", "/catalog/brands", "id"),
    list(
        "categories",
        "v3",
        "/catalog/trees/categories",
        "category_id",
    ),
    list("customers", "v3", "/customers", "id"),
    list("customer_addresses", "v3", "/customers/addresses", "id"),
    list("customer_groups", "v2", "/customer_groups", "id"),
    list("orders", "v2", "/orders", "id"),
    list("coupons", "v2", "/coupons", "id"),
    list("price_lists", "v3", "/pricelists", "id"),
    list("redirects", "v3", "/storefront/redirects", "id"),
    list("pages", "v3", "/content/pages", "id"),
    list("channels", "v3", "/channels", "id"),
    list("banners", "v2", "/banners", "id"),
];

const fn list(
    name: &'static str,
    api: &'static str,
    path: &'static str,
    key: &'static str,
) -> List {
    List {
        name,
        api,
        path,
        key,
    }
}

/// A table that is written; it has the name of its list.
pub(super) struct Written {
    pub(super) table: &'static str,
    /// What UPDATE sets.
    pub(super) sets: &'static [Member],
    /// What INSERT gives; none where no row is inserted.
    pub(super) gives: &'static [Member],
    pub(super) deletes: bool,
    /// Members of the row that a write changes by itself.
    pub(super) derived: &'static [&'static str],
    /// Other rows that change along.
    pub(super) along: &'static [Along],
    /// Rows that the API does not take.
    pub(super) refuses: &'static [Refuses],
}

/// Rows that the API refuses: a member gets another word than `but` where the member `where_true` is true.
pub(super) struct Refuses {
    pub(super) member: &'static str,
    pub(super) but: &'static str,
    pub(super) where_true: &'static str,
}

/// A member of a row, which is a column of the same name.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) holds: Holds,
}

/// What a member takes, beside its type.
pub(super) enum Holds {
    /// Any value, NULL as well.
    Any,
    /// Any value but NULL.
    Filled,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A text that no other row has, with this in it.
    Unique(&'static str),
}

/// Rows of another list that change with a row: those whose member `by` is its key.
pub(super) struct Along {
    pub(super) list: &'static str,
    pub(super) by: &'static str,
    pub(super) how: How,
}

pub(super) enum How {
    /// These members change with the row.
    Members(&'static [&'static str]),
    /// They go where the row is deleted.
    Go,
    /// The key in them becomes 0 where the row is deleted.
    Unlinked,
    /// They come with a row that is inserted.
    Come,
    /// The other way round: the row's member `by` is their key, and these members of theirs change.
    Above(&'static [&'static str]),
}

const fn any(name: &'static str, kind: Kind) -> Member {
    member(name, kind, Holds::Any)
}

const fn filled(name: &'static str, kind: Kind) -> Member {
    member(name, kind, Holds::Filled)
}

const fn unique(name: &'static str, with: &'static str) -> Member {
    member(name, Kind::Text, Holds::Unique(with))
}

const fn words(name: &'static str, words: &'static [&'static str]) -> Member {
    member(name, Kind::Text, Holds::Words(words))
}

const fn member(name: &'static str, kind: Kind, holds: Holds) -> Member {
    Member { name, kind, holds }
}

const MONEY: Kind = Kind::Decimal(4);

/// The tables, those with more kinds of columns more often.
pub(super) const WRITTEN: [Written; 9] = [
    Written {
        table: "products",
        sets: &[
            filled("price", MONEY),
            any("cost_price", MONEY),
            any("sale_price", MONEY),
            any("retail_price", MONEY),
            filled("weight", MONEY),
            any("width", MONEY),
            any("warranty", Kind::Text),
            any("search_keywords", Kind::Text),
            any("bin_picking_number", Kind::Text),
            any("mpn", Kind::Text),
            filled("is_visible", Kind::Bool),
            filled("is_featured", Kind::Bool),
            any("order_quantity_minimum", Kind::Int),
            filled("sort_order", Kind::Int),
            words("condition", &["New", "Used", "Refurbished"]),
            words("availability", &["available", "disabled", "preorder"]),
            unique("name", "product"),
        ],
        gives: &[
            unique("name", "product"),
            words("type", &["physical", "digital"]),
            filled("weight", MONEY),
            filled("price", MONEY),
            any("cost_price", MONEY),
            any("warranty", Kind::Text),
            filled("is_visible", Kind::Bool),
        ],
        deletes: true,
        derived: &["date_modified", "calculated_price", "custom_url"],
        along: &[
            along(
                "variants",
                "product_id",
                How::Members(&["calculated_price", "calculated_weight"]),
            ),
            along("variants", "product_id", How::Go),
            along("variants", "product_id", How::Come),
        ],
        // The price can be hidden only where the product cannot be bought.
        refuses: &[Refuses {
            member: "availability",
            but: "disabled",
            where_true: "is_price_hidden",
        }],
    },
    Written {
        table: "products",
        sets: &[
            any("retail_price", MONEY),
            any("upc", Kind::Text),
            any("availability_description", Kind::Text),
            any("order_quantity_maximum", Kind::Int),
            filled("is_free_shipping", Kind::Bool),
        ],
        gives: &[],
        deletes: false,
        derived: &["date_modified"],
        along: &[],
        refuses: &[],
    },
    Written {
        table: "brands",
        sets: &[
            any("page_title", Kind::Text),
            any("meta_description", Kind::Text),
            any("search_keywords", Kind::Text),
            unique("name", "brand"),
        ],
        gives: &[unique("name", "brand"), any("page_title", Kind::Text)],
        deletes: true,
        derived: &["custom_url"],
        along: &[along("products", "brand_id", How::Unlinked)],
        refuses: &[],
    },
    Written {
        table: "categories",
        sets: &[
            any("description", Kind::Text),
            any("page_title", Kind::Text),
            filled("sort_order", Kind::Int),
            filled("is_visible", Kind::Bool),
        ],
        gives: &[],
        deletes: false,
        derived: &[],
        along: &[],
        refuses: &[],
    },
    Written {
        table: "customers",
        sets: &[
            filled("first_name", Kind::Text),
            any("company", Kind::Text),
            any("notes", Kind::Text),
            any("phone", Kind::Text),
            any("tax_exempt_category", Kind::Text),
            filled("accepts_product_review_abandoned_cart_emails", Kind::Bool),
        ],
        gives: &[
            unique("email", "@shop.example"),
            unique("first_name", "first"),
            unique("last_name", "last"),
            any("company", Kind::Text),
            any("notes", Kind::Text),
        ],
        deletes: true,
        derived: &["date_modified"],
        along: &[along("customer_addresses", "customer_id", How::Go)],
        refuses: &[],
    },
    Written {
        table: "customer_addresses",
        sets: &[
            unique("address1", "street"),
            any("address2", Kind::Text),
            any("company", Kind::Text),
            any("phone", Kind::Text),
            words("address_type", &["residential", "commercial"]),
        ],
        gives: &[],
        deletes: true,
        derived: &[],
        along: &[along(
            "customers",
            "customer_id",
            How::Above(&["address_count"]),
        )],
        refuses: &[],
    },
    Written {
        table: "orders",
        sets: &[
            filled("staff_notes", Kind::Text),
            filled("customer_message", Kind::Text),
        ],
        gives: &[],
        deletes: true,
        derived: &["date_modified"],
        along: &[],
        refuses: &[],
    },
    Written {
        table: "coupons",
        sets: &[
            filled("amount", MONEY),
            filled("min_purchase", MONEY),
            filled("enabled", Kind::Bool),
            filled("max_uses", Kind::Int),
            unique("code", "code"),
        ],
        gives: &[],
        deletes: true,
        derived: &[],
        along: &[],
        refuses: &[],
    },
    Written {
        table: "price_lists",
        sets: &[filled("active", Kind::Bool), unique("name", "list")],
        gives: &[unique("name", "list"), filled("active", Kind::Bool)],
        deletes: true,
        derived: &["date_modified"],
        along: &[],
        refuses: &[],
    },
];

const fn along(list: &'static str, by: &'static str, how: How) -> Along {
    Along { list, by, how }
}
