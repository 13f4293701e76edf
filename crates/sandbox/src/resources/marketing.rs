//! Coupons, gift certificates, banners, currencies, price lists and promotions.

use serde_json::Value;

use crate::dataset::Dataset;
use crate::resource::{Cursors, Envelope, Keys, Paging, Resource};
use crate::rows::Rows;

const SCOPE: &str = "store_v2_marketing";
const PRICES: &str = "store_v2_products";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        count: "/coupons/count",
        scope: SCOPE,
        filters: "
            id int =
            code text =
            name text =
            type text =
            min_id int @id min
            max_id int @id max
            exclude_type text @type not",
        ..Resource::v2("coupons", "/coupons", |data, _| data.all("coupons"))
    },
    Resource {
        item: "/gift_certificates/{id}",
        scope: SCOPE,
        sort: "direction id",
        filters: "
            min_id int @id min
            max_id int @id max
            code text =
            order_id int =
            to_name text =
            to_email text =
            from_name text =
            from_email text =",
        ..Resource::v2("gift_certificates", "/gift_certificates", |data, _| {
            data.all("gift_certificates")
        })
    },
    Resource {
        item: "/banners/{id}",
        count: "/banners/count",
        scope: SCOPE,
        filters: "
            min_id int @id min
            max_id int @id max",
        ..Resource::v2("banners", "/banners", |data, _| data.all("banners"))
    },
    Resource {
        item: "/currencies/{id}",
        scope: "store_v2_information",
        ..Resource::v2("currencies", "/currencies", |data, _| {
            data.all("currencies")
        })
    },
    Resource {
        item: "/promotions/{id}",
        scope: SCOPE,
        sort: "direction id name priority start_date",
        filters: "
            id int =
            name text =
            code text @name =
            currency_code text =
            redemption_type text =
            status text =
            channels any in
            query words @name =",
        ..Resource::v3("promotions", "/promotions", |data, _| {
            data.all("promotions")
        })
    },
    Resource {
        paging: Paging::Cursor(Cursors::Wins),
        scope: SCOPE,
        filters: "code text =",
        ..Resource::v3(
            "promotion_codes",
            "/promotions/{promotion_id}/codes",
            |data, keys| {
                data.table("promotions").find("id", keys.int(0)?)?;
                Rows::own(codes(data, |row| {
                    row["promotion_id"].as_i64() == keys.int(0)
                }))
            },
        )
    },
    Resource {
        paging: Paging::Cursor(Cursors::Wins),
        scope: SCOPE,
        filters: "code text =",
        required: "code",
        ..Resource::v3("codes_of_store", "/promotions/codes", |data, _| {
            Rows::own(codes(data, |_| true))
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::Bare,
        ..Resource::single("promotion_settings", "/promotions/settings", |data, _| {
            data.all("promotion_settings")
        })
    },
    Resource {
        item: "/pricelists/{price_list_id}",
        scope: PRICES,
        paging: Paging::Cursor(Cursors::Apart),
        envelope: Envelope::WithoutLinks,
        filters: "
            id int :in
            name text = :like
            date_created time = :max :min
            date_modified time = :max :min",
        ..Resource::v3("price_lists", "/pricelists", |data, _| {
            data.all("price_lists")
        })
    },
    Resource {
        item: "/pricelists/{price_list_id}/records/{variant_id}/{currency_code}",
        key: "variant_id currency",
        filters: "
            variant_id int :in
            product_id int :in
            currency text = :in
            price number = :max :min
            sale_price number = :max :min
            retail_price number = :max :min
            map_price number = :max :min
            calculated_price number = :max :min
            date_created time = :max :min
            date_modified time = :max :min
            sku text = :in",
        ..records("price_list_records", "/pricelists/{price_list_id}/records")
    },
    records(
        "price_list_records_of_variant",
        "/pricelists/{price_list_id}/records/{variant_id}",
    ),
    Resource {
        scope: PRICES,
        paging: Paging::Cursor(Cursors::Apart),
        envelope: Envelope::WithoutLinks,
        filters: "
            id int = :in
            price_list_id int = :in
            customer_group_id int = :in
            channel_id int = :in",
        ..Resource::v3(
            "price_list_assignments",
            "/pricelists/assignments",
            |data, _| data.all("price_list_assignments"),
        )
    },
];

/// The records of a list, or of one variant in it.
const fn records(name: &'static str, path: &'static str) -> Resource {
    Resource {
        scope: PRICES,
        key: "variant_id currency",
        paging: Paging::Cursor(Cursors::Apart),
        envelope: Envelope::WithoutLinks,
        include: "bulk_pricing_tiers sku",
        ..Resource::v3(name, path, records_of)
    }
}

fn records_of<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let list = keys.int(0)?;
    data.table("price_lists").find("id", list)?;
    let (variant, one_variant) = (keys.int(1), keys.path.len() == 2);
    let table = data.table("price_list_records");
    let of = |index: &usize, field: &str| table.cell(*index, field).number().map(|id| id as i64);
    let wanted = (0..table.len()).filter(|index| {
        of(index, "price_list_id") == Some(list)
            && (!one_variant || of(index, "variant_id") == variant)
    });
    Rows::own(wanted.map(|index| table.row(index, &[])).collect())
}

/// The codes that a test lets through, without the promotion that they are kept with.
fn codes(data: &Dataset, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut rows: Vec<Value> = data
        .rows("promotion_codes")
        .into_iter()
        .filter(wanted)
        .collect();
    for fields in rows.iter_mut().filter_map(Value::as_object_mut) {
        fields.shift_remove("promotion_id");
    }
    rows
}
