//! Products and what hangs below them, variants, brands, categories and their trees.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::resource::{Envelope, Keys, Paging, Resource, metafields};
use crate::rows::{Cell, Fields, Rows};
use crate::views::catalog;

const SCOPE: &str = "store_v2_products";

/// Metafields of one brand or category are filtered by their ids too.
const METAFIELDS_BY_ID: &str = "
    id int = :in :not_in :min :max :greater :less
    key text = :in
    namespace text = :in
    date_created time :min :max
    date_modified time :min :max";

/// An array below a product.
macro_rules! of_product {
    ($field:literal) => {
        |data, keys| Rows::own(data.children("products", "id", keys.int(0), $field)?)
    };
}

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        item: "/catalog/products/{product_id}",
        scope: SCOPE,
        // `include_fields` has no words for these three: asking for one by name brings nothing.
        fields: Fields::Except("sort_order gift_wrapping_options_type gift_wrapping_options_list"),
        include: "bulk_pricing_rules channels custom_fields images modifiers options parent_relations primary_image reviews variants videos ->complex_rules",
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
        ..Resource::v3("products", "/catalog/products", |data, _| {
            data.all("products")
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
        ..Resource::v3("variants", "/catalog/variants", |data, _| {
            data.all("variants")
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
        // Clients in the field send `sort=id`, which the official file does not list.
        sort: "direction name id",
        filters: "
            id int = :in :not_in :min :max :greater :less
            name text = :like
            page_title text =",
        ..Resource::v3("brands", "/catalog/brands", |data, _| data.all("brands"))
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
        ..Resource::v3("categories", "/catalog/trees/categories", |data, _| {
            data.all("categories")
        })
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Whole,
        filters: "
            id int :in
            channel_id any @channels :in",
        ..Resource::v3("category_trees", "/catalog/trees", |data, _| {
            data.all("category_trees")
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

/// The rest of the catalogue: what hangs below products, assignments, metafields, the old list of categories.
pub(crate) const FURTHER: &[Resource] = &[
    Resource {
        item: "/catalog/products/{product_id}/videos/{id}",
        ..below_product(
            "product_videos",
            "/catalog/products/{product_id}/videos",
            of_product!("videos"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/reviews/{review_id}",
        empty_is_204: true,
        filters: "status flag @is_approved =",
        ..below_product(
            "product_reviews",
            "/catalog/products/{product_id}/reviews",
            reviews,
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/custom-fields/{custom_field_id}",
        ..below_product(
            "product_custom_fields",
            "/catalog/products/{product_id}/custom-fields",
            of_product!("custom_fields"),
        )
    },
    // The official file has `data` of the list as one object; it is an array, as its `meta.pagination` says.
    Resource {
        item: "/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}",
        paging: Paging::Whole,
        ..below_product(
            "product_bulk_pricing_rules",
            "/catalog/products/{product_id}/bulk-pricing-rules",
            of_product!("bulk_pricing_rules"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/complex-rules/{complex_rule_id}",
        ..below_product(
            "product_rules",
            "/catalog/products/{product_id}/complex-rules",
            of_product!("complex_rules"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/options/{option_id}",
        ..below_product(
            "product_options",
            "/catalog/products/{product_id}/options",
            of_product!("options"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/options/{option_id}/values/{value_id}",
        ..below_product(
            "product_option_values",
            "/catalog/products/{product_id}/options/{option_id}/values",
            |data, keys| values_of(data, keys, "options"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/modifiers/{modifier_id}",
        ..below_product(
            "product_modifiers",
            "/catalog/products/{product_id}/modifiers",
            of_product!("modifiers"),
        )
    },
    Resource {
        item: "/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}",
        ..below_product(
            "product_modifier_values",
            "/catalog/products/{product_id}/modifiers/{modifier_id}/values",
            |data, keys| values_of(data, keys, "modifiers"),
        )
    },
    Resource {
        scope: SCOPE,
        key: "product_id channel_id",
        filters: "
            product_id int :in
            channel_id int :in",
        ..Resource::v3(
            "product_channel_assignments",
            "/catalog/products/channel-assignments",
            |data, _| Rows::own(assignments(data, "channels", "channel_id")),
        )
    },
    Resource {
        scope: SCOPE,
        key: "product_id category_id",
        filters: "
            product_id int :in
            category_id int :in",
        ..Resource::v3(
            "product_category_assignments",
            "/catalog/products/category-assignments",
            |data, _| Rows::own(assignments(data, "categories", "category_id")),
        )
    },
    Resource {
        scope: SCOPE,
        ..Resource::single("catalog_summary", "/catalog/summary", |data, _| {
            Rows::own(vec![catalog::summary(data)])
        })
    },
    Resource {
        item: "/catalog/categories/{category_id}",
        scope: SCOPE,
        fields: Fields::Any,
        sort: "colon name id parent_id sort_order",
        filters: "
            id int = :in :not_in :min :max :greater :less
            name text = :like
            parent_id int = :in :min :max :greater :less
            page_title text = :like
            keyword words @name =
            is_visible flag =",
        ..Resource::v3("old_categories", "/catalog/categories", |data, _| {
            Rows::own(catalog::old_categories(data))
        })
    },
    Resource {
        scope: SCOPE,
        key: "product_id",
        other: "page",
        paging: Paging::Whole,
        ..Resource::v3(
            "category_sort_orders",
            "/catalog/categories/{category_id}/products/sort-order",
            sort_order,
        )
    },
    metafields(
        "product_metafields",
        "/catalog/products/metafields",
        SCOPE,
        |data, _| data.all("product_metafields"),
    ),
    Resource {
        item: "/catalog/products/{product_id}/metafields/{metafield_id}",
        ..metafields(
            "metafields_of_product",
            "/catalog/products/{product_id}/metafields",
            SCOPE,
            |data, keys| data.belonging("product_metafields", "resource_id", keys.int(0)?),
        )
    },
    metafields(
        "variant_metafields",
        "/catalog/variants/metafields",
        SCOPE,
        |data, _| data.all("variant_metafields"),
    ),
    Resource {
        item: "/catalog/products/{product_id}/variants/{variant_id}/metafields/{metafield_id}",
        ..metafields(
            "metafields_of_variant",
            "/catalog/products/{product_id}/variants/{variant_id}/metafields",
            SCOPE,
            |data, keys| data.belonging("variant_metafields", "resource_id", keys.int(1)?),
        )
    },
    metafields(
        "brand_metafields",
        "/catalog/brands/metafields",
        SCOPE,
        |data, _| data.all("brand_metafields"),
    ),
    Resource {
        item: "/catalog/brands/{brand_id}/metafields/{metafield_id}",
        filters: METAFIELDS_BY_ID,
        ..metafields(
            "metafields_of_brand",
            "/catalog/brands/{brand_id}/metafields",
            SCOPE,
            |data, keys| data.belonging("brand_metafields", "resource_id", keys.int(0)?),
        )
    },
    metafields(
        "category_metafields",
        "/catalog/categories/metafields",
        SCOPE,
        |data, _| data.all("category_metafields"),
    ),
    Resource {
        item: "/catalog/categories/{category_id}/metafields/{metafield_id}",
        filters: METAFIELDS_BY_ID,
        ..metafields(
            "metafields_of_category",
            "/catalog/categories/{category_id}/metafields",
            SCOPE,
            |data, keys| data.belonging("category_metafields", "resource_id", keys.int(0)?),
        )
    },
];

/// A list below a product.
const fn below_product(
    name: &'static str,
    list: &'static str,
    rows: crate::resource::RowsOf,
) -> Resource {
    Resource {
        scope: SCOPE,
        fields: Fields::Any,
        ..Resource::v3(name, list, rows)
    }
}

/// A product's reviews; the filter says 1 and 0 where the field says it in words.
fn reviews<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let mut reviews = data.children("products", "id", keys.int(0), "reviews")?;
    if let Some(status) = keys.query.get("status") {
        reviews.retain(|review| (review["status"] == "approved") == (status == "1"));
        for review in &mut reviews {
            review["is_approved"] = Value::from(status == "1");
        }
    }
    Rows::own(reviews)
}

/// The values of one of a product's options or modifiers.
fn values_of<'a>(data: &'a Dataset, keys: &Keys, field: &str) -> Option<Rows<'a>> {
    let parents = data.children("products", "id", keys.int(0), field)?;
    let parent = parents
        .into_iter()
        .find(|parent| parent["id"].as_i64() == keys.int(1))?;
    match parent.get("option_values") {
        Some(Value::Array(values)) => Rows::own(values.clone()),
        _ => Rows::own(Vec::new()),
    }
}

/// Which product stands where.
fn assignments(data: &Dataset, field: &str, key: &str) -> Vec<Value> {
    let products = data.table("products");
    let mut rows = Vec::new();
    for index in (0..products.len()).filter(|index| !data.hides("products", *index)) {
        if let (Cell::Int(product), Cell::Ids(ids)) =
            (products.cell(index, "id"), products.cell(index, field))
        {
            rows.extend(
                ids.into_iter()
                    .map(|id| json!({ "product_id": product, key: id })),
            );
        }
    }
    rows
}

/// The order of the products within a category.
fn sort_order<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let category = keys.int(0)?;
    data.table("categories").find("category_id", category)?;
    let assigned = assignments(data, "categories", "category_id")
        .into_iter()
        .filter(|row| row["category_id"] == category);
    let set = data.rows("category_product_orders");
    let row = |(position, row): (usize, Value)| {
        let own = format!("{category}/{}", row["product_id"]);
        let set = set.iter().find(|row| row["id"] == own.as_str());
        let order = set.map_or_else(|| json!(position), |set| set["sort_order"].clone());
        json!({ "product_id": row["product_id"], "sort_order": order })
    };
    Rows::own(assigned.enumerate().map(row).collect())
}

/// A tree with its categories nested.
fn tree_nodes<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let tree = keys.int(0)?;
    data.table("category_trees").find("id", tree)?;
    let categories = data.table("categories");
    let rows = (0..categories.len()).map(|index| categories.row(index, &[]));
    let own: Vec<Value> = rows
        .filter(|category| category["tree_id"] == tree)
        .collect();
    Rows::own(catalog::nodes(&own, 0, &[], 0, i64::MAX))
}
