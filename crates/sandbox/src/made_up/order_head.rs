//! What is kept of every made-up order, in a few bytes. The rest is made when it is asked for.

/// What is kept of an order.
#[derive(Clone, Debug)]
pub(crate) struct OrderHead {
    pub(crate) created: i64,
    pub(crate) modified: i64,
    /// With tax; kept because orders are filtered by it.
    pub(crate) total: i64,
    /// 0 for a guest.
    pub(crate) customer_id: i64,
    /// The id of the first line; the others follow.
    pub(crate) first_item: i64,
    pub(crate) lines: u16,
    pub(crate) status: u8,
    pub(crate) channel: u8,
    pub(crate) payment: u8,
    pub(crate) shape: Shape,
}

/// How an order is made up of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One shipping address.
    Plain,
    /// Two shipping addresses.
    Split,
    /// Fetched at a shop.
    Pickup,
    /// Downloads only.
    Download,
    /// A gift certificate by e-mail.
    Gift,
}
