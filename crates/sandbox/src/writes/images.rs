//! Images that come as files, in a form: of products and of brands.

use serde_json::{Value, json};

use super::product_parts::after_image;
use crate::dataset::Dataset;
use crate::respond::Reply;
use crate::time::rfc3339_offset;
use crate::write::{Call, Change, Does, Refused, Writes, edit};

const SCOPE: &str = "store_v2_products";

/// Bytes of an image at most.
const LARGEST: u64 = 8 * 1_024 * 1_024;

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        changes: &[Change::form(
            "/catalog/products/{product_id}/images",
            of_product,
        )],
        ..Writes::v3("product_images", "products")
    },
    Writes {
        scope: SCOPE,
        changes: &[
            Change::form("/catalog/brands/{brand_id}/image", of_brand),
            // Form posts are all that it takes.
            Change::special("POST", "/catalog/brands/{brand_id}/image", |_, _| {
                Err(Refused::missing("image_file"))
            }),
            Change::special(
                "DELETE",
                "/catalog/brands/{brand_id}/image",
                |data, call| {
                    let id = row_of(data, call, "brands")?;
                    edit(data, "brands", "id", &id, |brand| {
                        brand["image_url"] = json!("")
                    });
                    Ok(Reply::nothing())
                },
            ),
        ],
        ..Writes::v3("brands", "brands")
    },
];

/// The number of the row that the path names.
fn row_of(data: &Dataset, call: &Call<'_>, table: &str) -> Result<Value, Refused> {
    let id = call.path.first().and_then(|id| id.parse::<i64>().ok());
    let id = id.filter(|id| data.table(table).find("id", *id).is_some());
    id.map(Value::from).ok_or_else(Refused::not_found)
}

/// The kind of the image in the form, `png`.
fn kind_of<'b>(call: &Call<'b>) -> Result<&'b str, Refused> {
    let file = &call.body["image_file"];
    let Some(kind) = file["kind"].as_str() else {
        return Err(Refused::missing("image_file"));
    };
    if kind.is_empty() {
        return Err(Refused::invalid(
            "image_file",
            "The file is no image of a known type.",
        ));
    }
    match file["size"].as_u64() {
        Some(size) if size <= LARGEST => Ok(kind),
        _ => Err(Refused::invalid(
            "image_file",
            "The file is larger than 8 MB.",
        )),
    }
}

fn of_product(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let product = row_of(data, call, "products")?;
    let kind = kind_of(call)?;
    if call.body.get("image_url").is_some() {
        return Err(Refused::invalid("image_url", "A form has no image_url."));
    }
    let text = |name: &str| call.body[name].as_str();
    let sort_order = match text("sort_order").map(str::parse::<i64>) {
        None => 0,
        Some(Ok(place)) => place,
        Some(Err(_)) => return Err(Refused::expected("sort_order", "jsnumber")),
    };
    let thumbnail = match text("is_thumbnail") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Refused::expected("is_thumbnail", "jsboolean")),
    };
    let id = data.number();
    let address =
        |size: &str| format!("https://cdn.example.com/products/{product}/{id}.{size}.{kind}");
    let image = json!({
        "id": id, "product_id": product, "is_thumbnail": thumbnail, "sort_order": sort_order,
        "description": text("description").unwrap_or_default(), "image_file": format!("{product}/{id}.{kind}"),
        "url_zoom": address("1280.1280"), "url_standard": address("386.513"), "url_thumbnail": address("220.290"),
        "url_tiny": address("44.58"), "date_modified": rfc3339_offset(data.now()),
    });
    edit(data, "products", "id", &product, |row| {
        if let Some(images) = row["images"].as_array_mut() {
            images.push(image.clone());
        }
    });
    after_image(data, &image, Does::Create);
    Ok(Reply::json(200, &json!({ "data": image, "meta": {} })))
}

fn of_brand(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let brand = row_of(data, call, "brands")?;
    let kind = kind_of(call)?;
    let number = data.number();
    let url = format!("https://cdn.example.com/brands/{brand}-{number}.{kind}");
    edit(data, "brands", "id", &brand, |row| {
        row["image_url"] = json!(url)
    });
    Ok(Reply::json(
        200,
        &json!({ "data": { "image_url": url }, "meta": {} }),
    ))
}
