//! Coupons, gift certificates, banners, promotions with their codes, and mails about abandoned carts.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::random::Random;
use crate::respond::Reply;
use crate::time::{parse, rfc2822, rfc3339};
use crate::write::{Call, Change, Errors, Given, Refused, Within, Writes};

const SCOPE: &str = "store_v2_marketing";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        members: "
            name:text<100!!
            type:text=per_item_discount|per_total_discount|shipping_discount|free_shipping|percentage_discount|promotion!!
            amount:text!! min_purchase:text expires:text enabled:flag code:text<50!! applies_to:object!! max_uses:int
            max_uses_per_customer:int restricted_to:object|array shipping_methods:array? -id:int -num_uses:int -date_created:text",
        complete: |_, row, given| {
            let expires = given.body.get("expires").and_then(Value::as_str);
            let Some(text) = expires.filter(|text| !text.is_empty()) else {
                return Ok(());
            };
            let moment = parse(text).ok_or_else(|| Refused::invalid("expires", "The date is not one of RFC 2822."))?;
            row.insert("expires".to_owned(), Value::from(rfc2822(moment)));
            Ok(())
        },
        unique: &["name", "code"],
        changes: &[
            Change { status: 201, ..Change::create("/coupons") },
            Change::update("/coupons/{id}"),
            Change::delete("/coupons/{id}"),
            Change::delete_listed("/coupons", "id:in code name"),
        ],
        ..Writes::v2("coupons", "coupons")
    },
    Writes {
        scope: SCOPE,
        members: "
            to_name:text!! to_email:text!! from_name:text!! from_email:text!! amount:text!! balance:text purchase_date:text
            expiry_date:text customer_id:int
            template:text=birthday.html|boy.html|girl.html|celebration.html|christmas.html|general.html message:text<250
            code:text<255 status:text=active|pending|expired|disabled currency_code:text -id:int -order_id:int",
        unique: &["code"],
        complete: |_, row, given| {
            unix(given, &["purchase_date", "expiry_date"])?;
            // A certificate is worth what it was made for until some of it is spent.
            if given.before.is_none() && !given.body.contains_key("balance") {
                let amount = row.get("amount").cloned().unwrap_or_default();
                row.insert("balance".to_owned(), amount);
            }
            Ok(())
        },
        changes: &[
            Change { status: 201, ..Change::create("/gift_certificates") },
            Change::update("/gift_certificates/{id}"),
            Change::delete("/gift_certificates/{id}"),
            Change::delete_listed("/gift_certificates", ""),
        ],
        ..Writes::v2("gift_certificates", "gift_certificates")
    },
    Writes {
        scope: SCOPE,
        members: "
            name:text!! content:text!! page:text=home_page|category_page|brand_page|search_page!! location:text=top|bottom!!
            date_type:text=always|custom!! date_from:text date_to:text visible:text item_id:text -id:int -date_created:text",
        complete: |_, _, given| unix(given, &["date_from", "date_to"]),
        changes: &[
            Change::create("/banners"),
            Change::update("/banners/{id}"),
            Change::delete("/banners/{id}"),
            Change::delete_listed("/banners", ""),
        ],
        ..Writes::v2("banners", "banners")
    },
    Writes {
        scope: SCOPE,
        members: "
            +redemption_type:text=AUTOMATIC|COUPON! name:text! display_name:text channels:array customer:object rules:array!
            max_uses:int? status:text=ENABLED|DISABLED|INVALID start_date:text end_date:text? stop:flag
            can_be_used_with_other_promotions:flag currency_code:text notifications:array shipping_address:object
            schedule:object? codes:object coupon_overrides_other_promotions:flag
            coupon_overrides_automatic_when_offering_higher_discounts:flag coupon_type:text=SINGLE|BULK",
        may_go: |data, row| {
            let codes = crate::write::rows_with(data, "promotion_codes", "promotion_id", &row["id"]);
            match codes.is_empty() {
                true => Ok(()),
                false => Err(Refused::invalid("constraint", "The promotion has codes.")),
            }
        },
        changes: &[
            Change { status: 201, cap: 40, ..Change::create("/promotions") },
            Change { cap: 40, ..Change::update("/promotions/{id}") },
            Change { cap: 40, ..Change::delete("/promotions/{id}") },
            Change {
                cap: 40,
                errors: Errors::Listed,
                unlisted: crate::write::Unlisted::Refused,
                ..Change::delete_listed("/promotions", "id:in")
            },
        ],
        ..Writes::v3("promotions", "promotions")
    },
    Writes {
        scope: SCOPE,
        within: Within::Parent("promotion_id", "promotions", "id"),
        parent_hidden: true,
        members: "code:text<50! max_uses:int max_uses_per_customer:int",
        unique: &["code"],
        changes: &[
            Change { status: 201, cap: 40, ..Change::create("/promotions/{promotion_id}/codes") },
            Change { cap: 10, ..Change::special("POST", "/promotions/{promotion_id}/codegen", codes) },
            Change { cap: 40, ..Change::delete("/promotions/{promotion_id}/codes/{code_id}") },
            Change {
                cap: 40,
                unlisted: crate::write::Unlisted::Refused,
                ..Change::delete_listed("/promotions/{promotion_id}/codes", "id:in")
            },
        ],
        ..Writes::v3("promotion_codes", "promotion_codes")
    },
    Writes {
        scope: SCOPE,
        members: "is_active:flag coupon_code:text notify_at_minutes:int template:object",
        changes: &[
            Change::create("/marketing/abandoned-cart-emails"),
            Change::update("/marketing/abandoned-cart-emails/{id}"),
            Change::delete("/marketing/abandoned-cart-emails/{id}"),
        ],
        ..Writes::v3("abandoned_cart_emails", "abandoned_cart_emails")
    },
    Writes {
        scope: "store_v2_content",
        key: "type_id",
        members: "type_id:text body:text translations:array subject:text",
        changes: &[Change::update("/marketing/email-templates/{template_name}")],
        ..Writes::v3("email_templates", "email_templates")
    },
];

/// Characters of a code at most, with all that stands around it.
const LONGEST_CODE: usize = 50;

/// Makes codes; its errors are spelled as nowhere else.
fn codes(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    make_codes(data, call).or_else(|refused| {
        let Refused { status, title, fields } = &refused;
        let body = match status {
            405 => json!({ "status": "405", "title": title, "error": title }),
            422 => {
                let errors = fields.iter();
                let errors = errors.map(|(field, message)| json!({ "status": 422, "title": format!("{field}: {message}") }));
                json!({ "errors": errors.collect::<Vec<_>>() })
            }
            _ => return Err(refused),
        };
        Ok(Reply::json(*status, &body))
    })
}

/// Makes codes of a promotion that has them in bulk.
fn make_codes(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let id = call
        .path
        .first()
        .and_then(|id| id.parse::<i64>().ok())
        .unwrap_or_default();
    let promotions = data.table("promotions");
    let promotion = promotions.find("id", id).ok_or_else(Refused::not_found)?;
    let promotion = promotions.row(promotion, &[]);
    if promotion["redemption_type"] != "COUPON" || promotion["coupon_type"] != "BULK" {
        return Err(Refused {
            status: 405,
            title: "Codes are made for promotions of the coupon type BULK only.".to_owned(),
            fields: Vec::new(),
        });
    }
    let body = call
        .body
        .as_object()
        .ok_or_else(|| Refused::expected("obj", "jsobject"))?;
    let number = |name: &'static str, least: i64, most: i64, default: Option<i64>| {
        let Some(value) = body.get(name) else {
            return default.ok_or_else(|| Refused::missing(name));
        };
        let number = value
            .as_i64()
            .filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| Refused::invalid(name, &format!("must be from {least} to {most}")))
    };
    let count = number("batch_size", 1, 250, None)?;
    let length = number("code_length", 6, 16, Some(16))?;
    let uses = number("max_uses", 0, 100_000, Some(1))?;
    let of_customer = number("max_uses_per_customer", 0, 100_000, Some(1))?;
    let around = |name: &'static str| {
        let text = body.get(name).and_then(Value::as_str).unwrap_or_default();
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "_-".contains(c);
        match text.len() <= 20 && text.chars().all(fits) {
            true => Ok(text),
            false => Err(Refused::invalid(
                name,
                "must be 20 capital letters, digits, _ and - at most",
            )),
        }
    };
    let (prefix, suffix) = (around("prefix")?, around("suffix")?);
    let delimiter = body
        .get("delimiter")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !matches!(delimiter, "" | "_" | "-") {
        return Err(Refused::invalid("delimiter", "must be _ or -"));
    }
    let excluded = body.get("exclude_characters").and_then(Value::as_array);
    let excluded: Vec<&str> = excluded
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let letters: Vec<char> = ('A'..='Z')
        .chain('0'..='9')
        .filter(|c| !excluded.contains(&c.to_string().as_str()))
        .collect();
    if letters.is_empty() {
        return Err(Refused::invalid(
            "exclude_characters",
            "leaves no character",
        ));
    }
    let around = |text: &str, delimiter: &str| {
        if text.is_empty() {
            0
        } else {
            text.len() + delimiter.len()
        }
    };
    let whole = length as usize + around(prefix, delimiter) + around(suffix, delimiter);
    if whole > LONGEST_CODE {
        return Err(Refused::invalid(
            "code_length",
            "a code has 50 characters at most",
        ));
    }
    let created = rfc3339(data.now());
    let mut codes = Vec::new();
    for _ in 0..count {
        let mut random = Random::at(data.number() as u64, "promotion code", 0);
        let mut code: String = (0..length).map(|_| *random.pick(&letters)).collect();
        if !prefix.is_empty() {
            code = format!("{prefix}{delimiter}{code}");
        }
        if !suffix.is_empty() {
            code = format!("{code}{delimiter}{suffix}");
        }
        let id = data.change("promotion_codes").next_number("id");
        data.change("promotion_codes").add(json!({
            "id": id, "promotion_id": promotion["id"], "code": code, "current_uses": 0, "max_uses": uses,
            "max_uses_per_customer": of_customer, "created": created,
        }));
        codes.push(json!({ "code": code }));
    }
    let made = json!({
        "batch_size": count, "codes": codes, "created": created, "max_uses": uses, "max_uses_per_customer": of_customer,
    });
    Ok(Reply::json(201, &json!({ "data": made, "meta": {} })))
}

/// These dates are seconds since 1970, in a text.
fn unix(given: &Given<'_>, fields: &[&'static str]) -> Result<(), Refused> {
    let is_unix = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let wrong = fields.iter().find(|field| {
        let text = given.body.get(**field).and_then(Value::as_str);
        text.is_some_and(|text| !is_unix(text))
    });
    match wrong {
        Some(field) => Err(Refused::invalid(
            field,
            "The date must be seconds since 1970.",
        )),
        None => Ok(()),
    }
}
