//! What the API's resources take, by area: a few lines each, facts only, from the official files and from BigCommerce's guides.
//! How a request is carried out is known to `write`.

mod carts;
mod catalog;
mod channels;
mod content;
mod customers;
mod fulfilment;
mod inventory;
mod logistics;
mod marketing;
mod metafields;
mod orders;
mod pricing;
mod product_parts;
mod products;
mod segments;
mod settings;
mod wishlists;

use crate::write::Writes;

/// All descriptions.
pub(crate) const ALL: &[&[Writes]] = &[
    products::WRITES,
    catalog::WRITES,
    product_parts::WRITES,
    metafields::WRITES,
    customers::WRITES,
    pricing::WRITES,
    marketing::WRITES,
    channels::WRITES,
    logistics::WRITES,
    content::WRITES,
    settings::WRITES,
    inventory::WRITES,
    orders::WRITES,
    fulfilment::WRITES,
    carts::WRITES,
    segments::WRITES,
    wishlists::WRITES,
];
