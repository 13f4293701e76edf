//! The tables that statements are made over: their columns, values of them, and the keys by which they are joined.

/// The type of an expression, as far as the making of statements tells types apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    /// With so many digits behind the point.
    Decimal(i8),
    Float,
    Text,
    Bool,
    Date,
    Time,
    Interval,
    Json,
    Uuid,
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Some of its values, as literals.
    pub(crate) samples: Vec<String>,
}

/// A child's column and the parent's that it holds.
pub(crate) const KEYS: [(&str, &str, &str, &str); 11] = [
    ("orders", "customer_id", "customers", "id"),
    ("orders", "status_id", "order_statuses", "id"),
    ("orders", "channel_id", "channels", "id"),
    ("order_items", "order_id", "orders", "id"),
    ("order_items", "product_id", "products", "id"),
    ("order_shipments", "order_id", "orders", "id"),
    ("products", "brand_id", "brands", "id"),
    ("product_variants", "product_id", "products", "id"),
    ("product_reviews", "product_id", "products", "id"),
    ("customer_addresses", "customer_id", "customers", "id"),
    ("categories", "parent_id", "categories", "category_id"),
];

impl Kind {
    /// Decimals are one kind whatever their digits.
    pub(crate) fn like(self, other: Self) -> bool {
        matches!((self, other), (Self::Decimal(_), Self::Decimal(_))) || self == other
    }
}
