//! The descriptions of the API's resources, by area: a few lines each, facts only. How they work is the engine's business.

mod carts;
mod catalog;
mod channels;
mod content;
mod customers;
mod general;
mod logistics;
mod marketing;
mod orders;

use crate::resource::Resource;

/// All descriptions.
pub(crate) const ALL: &[&[Resource]] = &[
    catalog::RESOURCES,
    catalog::FURTHER,
    orders::RESOURCES,
    orders::FURTHER,
    customers::RESOURCES,
    customers::FURTHER,
    marketing::RESOURCES,
    channels::RESOURCES,
    logistics::RESOURCES,
    content::RESOURCES,
    carts::RESOURCES,
    general::RESOURCES,
];
