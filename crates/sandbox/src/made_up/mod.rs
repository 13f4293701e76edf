//! The made-up shop: `shop` decides a few bytes about every product, customer and order; rows are made from these when they are
//! asked for. Each area of the shop has a file of its own.

mod carts;
mod catalog;
pub(crate) mod channels;
pub(crate) mod content;
pub(crate) mod customers;
pub(crate) mod general;
pub(crate) mod logistics;
pub(crate) mod marketing;
mod metafields;
mod numbering;
mod order_head;
mod orders;
pub(crate) mod people;
mod pricing;
mod product_children;
mod products;
pub(crate) mod sales;
mod settings;
mod shop;
mod variants;
mod words;

use std::sync::Arc;

use self::shop::Shop;
use crate::options::Options;
use crate::orders::Orders;
use crate::random::Random;
use crate::rows::Tables;

/// Makes up a shop: its tables, and its orders, which are kept apart.
pub(crate) fn make(options: &Options) -> (Tables, Box<dyn Orders>) {
    let mut shop = Shop::without_orders(options);
    shop.orders = orders::heads(&mut shop, options.orders, options.large_orders);
    let shop = Arc::new(shop);
    let mut tables = Tables::new();
    tables.insert("products", Box::new(products::Products(Arc::clone(&shop))));
    tables.insert(
        "variants",
        Box::new(variants::Variants::new(Arc::clone(&shop))),
    );
    tables.insert(
        "customers",
        Box::new(customers::Customers(Arc::clone(&shop))),
    );
    tables.insert(
        "customer_addresses",
        Box::new(customers::Addresses::new(Arc::clone(&shop))),
    );
    tables.insert(
        "inventory_items",
        Box::new(logistics::Inventory::new(Arc::clone(&shop))),
    );
    for add in [
        catalog::add,
        marketing::add,
        general::add,
        metafields::add,
        people::add,
        sales::add,
        pricing::add,
        channels::add,
        logistics::add,
        content::add,
        carts::add,
        settings::add,
    ] {
        add(&shop, &mut tables);
    }
    (tables, Box::new(orders::MadeUpOrders(shop)))
}

/// The store's hash, its name in every address.
pub(crate) fn store_hash(seed: u64) -> String {
    Random::at(seed, "store hash", 0).token(10)
}
