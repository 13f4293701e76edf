//! Products and what hangs below them, variants, brands, categories and their trees.

use serde_json::Value;

use crate::resource::{Envelope, Fields, Keys, Paging, Resource, Rows};
use crate::store::{Store, catalog};

const SCOPE: &str = "store_v2_products";

/// An array below a product.
macro_rules! of_product {
    ($field:literal) => {
        |store, keys| Rows::own(store.children("products", "id", keys.int(0), $field)?)
    };
}

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        item: "/catalog/products/{product_id}",
        scope: SCOPE,
        // `include_fields` has no words for these three: asking for one by name brings nothing.
        fields: Fields::Except("sort_order gift_wrapping_options_type gift_wrapping_options_list"),
        include: "bulk_pricing_rules channels custom_fields images modifiers options parent_relations primary_image reviews variants videos",
        small_pages: "options modifiers",
        sort: "direction id name sku price date_modified date_last_imported inventory_level is_visible total_sold calculated_price",
        filters: "
            id int = :in :not_in :min :max :greater :less
            channel_id any @channels :in
            categories all = :in
            name text =
            mpn text =
            upc text =
            price number =
            weight number =
            condition text =
            brand_id int =
            date_modified daytime = :min :max
            date_last_imported daytime = :not :min :max
            is_visible flag =
            is_featured flag =
            is_free_shipping flag =
            inventory_level int = :in :not_in :min :max :greater :less
            inventory_low flag =
            out_of_stock flag =
            total_sold int =
            type text =
            keyword words =
            availability text =
            sku text = :in",
        other: "keyword_context",
        ..Resource::v3("products", "/catalog/products", |store, _| {
            store.all("products")
        })
    },
    Resource {
        scope: SCOPE,
        fields: Fields::Any,
        filters: "
            id int =
            sku text =
            upc text =
            product_id int :in",
        ..Resource::v3("variants", "/catalog/variants", |store, _| {
            store.all("variants")
        })
    },
    Resource {
        item: "/catalog/products/{product_id}/variants/{variant_id}",
        scope: SCOPE,
        fields: Fields::Any,
        ..Resource::v3(
            "product_variants",
            "/catalog/products/{product_id}/variants",
            of_product!("variants"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/images/{image_id}",
        scope: SCOPE,
        fields: Fields::Any,
        empty_is_204: true,
        ..Resource::v3(
            "product_images",
            "/catalog/products/{product_id}/images",
            of_product!("images"),
        )
    },
    Resource {
        item: "/catalog/brands/{brand_id}",
        scope: SCOPE,
        fields: Fields::Any,
        sort: "direction name",
        filters: "
            id int = :in :not_in :min :max :greater :less
            name text = :like
            page_title text =",
        ..Resource::v3("brands", "/catalog/brands", |store, _| store.all("brands"))
    },
    Resource {
        key: "category_id",
        scope: SCOPE,
        fields: Fields::Any,
        filters: "
            category_uuid text :in :not_in
            category_id int :in :not_in
            tree_id int :in :not_in
            parent_id int :in :not_in
            page_title text = :like
            name text = :like
            keyword words @name =
            is_visible flag =",
        ..Resource::v3("categories", "/catalog/trees/categories", |store, _| {
            store.all("categories")
        })
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Whole,
        filters: "
            id int :in
            channel_id any @channels :in",
        ..Resource::v3("category_trees", "/catalog/trees", |store, _| {
            store.all("category_trees")
        })
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        filters: "depth int @depth max",
        ..Resource::v3(
            "category_tree_nodes",
            "/catalog/trees/{tree_id}/categories",
            tree_nodes,
        )
    },
];

/// A tree with its categories nested.
fn tree_nodes<'a>(store: &'a Store, keys: &Keys) -> Option<Rows<'a>> {
    let tree = keys.int(0)?;
    store.table("category_trees").find(store, "id", tree)?;
    let categories = store.table("categories");
    let rows = (0..categories.len()).map(|index| categories.row(store, index, &[]));
    let own: Vec<Value> = rows
        .filter(|category| category["tree_id"] == tree)
        .collect();
    Rows::own(catalog::nodes(&own, 0, &[], 0, i64::MAX))
}
