//! The kinds of write that the matrix has, as data: what is written, by which method, and where the store shows it.

use futures::future::BoxFuture;

use super::changed::{
    changed_coupons, changed_metafields, price_records, priced_variants, redirects, renamed_brands,
    renamed_categories, renamed_products, variants_in_two_parts,
};
use super::created::{
    new_brands, new_categories, new_coupons, new_customers, new_fees, new_lines, new_locations,
    new_metafields, new_redirects, new_tax_classes, new_zones,
};
use super::removed::{
    gone_brands, gone_categories, gone_customers, gone_lines, gone_metafields, gone_orders,
};
use super::tried::Tried;
use crate::store::Store;

/// A kind of write.
pub(super) struct Kind {
    /// As it is called here.
    pub(super) name: &'static str,
    pub(super) table: &'static str,
    /// Of the requests that write.
    pub(super) method: &'static str,
    /// The same request again does no harm.
    pub(super) repeats: bool,
    /// A row that is there can be told from others, by its key or a natural key.
    pub(super) is_found: bool,
    /// Rows go.
    pub(super) removes: bool,
    /// The store answers before it is done.
    pub(super) scheduled: bool,
    /// How the store refuses one of the rows; else the reason why it refuses none.
    pub(super) refuses: Result<&'static str, &'static str>,
    /// What is written. With true, the store will refuse one of the rows.
    pub(super) begin: for<'s> fn(&'s Store, bool) -> BoxFuture<'s, Tried>,
}

const CREATES: Kind = Kind {
    name: "",
    table: "",
    method: "POST",
    repeats: false,
    is_found: true,
    removes: false,
    scheduled: false,
    refuses: Err(""),
    begin: |_, _| unreachable!(),
};
const CHANGES: Kind = Kind {
    method: "PUT",
    repeats: true,
    ..CREATES
};
const REMOVES: Kind = Kind {
    method: "DELETE",
    repeats: true,
    removes: true,
    ..CREATES
};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "create, one a request",
        table: "brands",
        refuses: Ok("409"),
        begin: |store, refused| Box::pin(new_brands(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, one a request, v2",
        table: "coupons",
        refuses: Ok("409 of v2"),
        begin: |store, refused| Box::pin(new_coupons(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, nothing tells rows apart",
        table: "shipping_zones",
        is_found: false,
        refuses: Err("what is wrong with a zone is refused before the first request"),
        begin: |_, _| Box::pin(async { new_zones() }),
        ..CREATES
    },
    Kind {
        name: "create, the answer has no key",
        table: "locations",
        refuses: Ok("409 for all rows, nothing written"),
        begin: |store, refused| Box::pin(new_locations(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, batch",
        table: "customers",
        refuses: Ok("409 or 422 for all rows, with a map of the rows' members"),
        begin: |store, refused| Box::pin(new_customers(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, batch with a list of errors",
        table: "product_metafields",
        refuses: Ok("errors[] beside the rows that were written, under 200"),
        begin: |store, refused| Box::pin(new_metafields(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, batch of which rows are left out",
        table: "categories",
        refuses: Ok("207 with the rows that were written"),
        begin: |store, refused| Box::pin(new_categories(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, batch or nothing",
        table: "tax_classes",
        refuses: Ok("422 with saved_records 0"),
        begin: |store, refused| Box::pin(new_tax_classes(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, by an endpoint that upserts",
        table: "redirects",
        method: "PUT",
        repeats: true,
        refuses: Ok("no answer of the store: the row is there when it is looked for"),
        begin: |store, refused| Box::pin(new_redirects(store, refused)),
        ..CREATES
    },
    Kind {
        name: "create, as a part of another row",
        table: "order_items",
        method: "PUT",
        is_found: false,
        refuses: Err("what is wrong with a line is refused before the first request"),
        begin: |store, _| Box::pin(new_lines(store)),
        ..CREATES
    },
    Kind {
        name: "create, in an array that is replaced",
        table: "order_fees",
        method: "PUT",
        is_found: false,
        refuses: Err("what is wrong with a fee is refused before the first request"),
        begin: |store, _| Box::pin(new_fees(store)),
        ..CREATES
    },
    Kind {
        name: "keyed write, one a request",
        table: "brands",
        refuses: Ok("409"),
        begin: |store, refused| Box::pin(renamed_brands(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "keyed write, whole row read first, v2",
        table: "coupons",
        refuses: Err("what is wrong with a coupon's count is refused before the first request"),
        begin: |store, _| Box::pin(changed_coupons(store)),
        ..CHANGES
    },
    Kind {
        name: "keyed write, batch",
        table: "products",
        refuses: Ok("409 for all rows, with a map of the rows' members"),
        begin: |store, refused| Box::pin(renamed_products(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "keyed write, batch with batch_errors",
        table: "product_variants",
        refuses: Ok("422 with batch_errors, nothing written"),
        begin: |store, refused| Box::pin(priced_variants(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "keyed write, two requests a row",
        table: "product_variants",
        refuses: Ok("409 of the second request"),
        begin: |store, refused| Box::pin(variants_in_two_parts(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "keyed write, batch with a list of errors",
        table: "product_metafields",
        refuses: Ok("errors[] beside the rows that were written, under 200"),
        begin: |store, refused| Box::pin(changed_metafields(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "keyed write, batch that answers counts",
        table: "categories",
        refuses: Ok("207 with counts alone"),
        begin: |store, refused| Box::pin(renamed_categories(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "upsert, batch",
        table: "redirects",
        refuses: Ok("422 for all rows, with a map of the rows' members"),
        begin: |store, refused| Box::pin(redirects(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "upsert, batch with batch_errors",
        table: "price_list_records",
        refuses: Ok("422 with batch_errors, the other rows written"),
        begin: |store, refused| Box::pin(price_records(store, refused)),
        ..CHANGES
    },
    Kind {
        name: "delete, one a request",
        table: "brands",
        refuses: Err("the store deletes each brand"),
        begin: |store, _| Box::pin(gone_brands(store)),
        ..REMOVES
    },
    Kind {
        name: "delete, keys in the address",
        table: "customers",
        refuses: Err("the store deletes each customer"),
        begin: |store, _| Box::pin(gone_customers(store)),
        ..REMOVES
    },
    Kind {
        name: "delete, keys in the body",
        table: "product_metafields",
        refuses: Err("the store deletes each metafield"),
        begin: |store, _| Box::pin(gone_metafields(store)),
        ..REMOVES
    },
    Kind {
        name: "delete, scheduled",
        table: "categories",
        scheduled: true,
        refuses: Ok("207 with counts alone"),
        begin: |store, refused| Box::pin(gone_categories(store, refused)),
        ..REMOVES
    },
    Kind {
        name: "delete that archives, v2",
        table: "orders",
        refuses: Err("the store archives each order"),
        begin: |store, _| Box::pin(gone_orders(store)),
        ..REMOVES
    },
    Kind {
        name: "delete by a change of another row",
        table: "order_items",
        method: "PUT",
        refuses: Err("the store takes each line out"),
        begin: |store, _| Box::pin(gone_lines(store)),
        ..REMOVES
    },
];
