//! Writes of the matrix that create rows.

use serde_json::{Value as Json, json};

use super::tried::{
    CATEGORIES, COUPON, REFUSED, Tried, categories, category, coupon, id, lines, lines_of,
    metafields, metafields_of, named, names, orders, product,
};
use crate::store::{Store, insert, int, money, text, upsert};

pub(super) async fn new_brands(store: &Store, refused: bool) -> Tried {
    let taken = &store.all("/v3/catalog/brands").await[0]["name"];
    let names = names(refused, taken);
    let rows = names.iter().map(|name| vec![text(name)]).collect();
    let change = insert(&["name"], rows);
    named(
        "/v3/catalog/brands?limit=250",
        "name",
        change,
        names,
        refused,
    )
}

pub(super) async fn new_coupons(store: &Store, refused: bool) -> Tried {
    let change = insert(&COUPON, vec![coupon("Taken")]);
    assert!(store.write("coupons", change).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let rows = names.iter().map(|name| coupon(name)).collect();
    let change = insert(&COUPON, rows);
    named("/v2/coupons?limit=250", "name", change, names, refused)
}

pub(super) fn new_zones() -> Tried {
    let names = names(false, &Json::Null);
    let row = |name: &String| vec![text(name), text("zip")];
    let change = insert(&["name", "type"], names.iter().map(row).collect());
    named("/v2/shipping/zones", "name", change, names, false)
}

pub(super) async fn new_locations(store: &Store, refused: bool) -> Tried {
    let taken = &store.all("/v3/inventory/locations").await[0]["code"];
    let names = names(refused, taken);
    let columns = [
        "code",
        "label",
        "type_id",
        "address1",
        "city",
        "state",
        "zip",
        "email",
        "country_code",
        "latitude",
        "longitude",
    ];
    let row = |code: &String| {
        let mut row = vec![text(code), text(format!("Label {code}")), text("PHYSICAL")];
        let address = [
            "Kai 7",
            "Hamburg",
            "Hamburg",
            "20457",
            "kai@shop.example",
            "DE",
        ];
        row.extend(address.map(text));
        row.extend([money("1.5"), money("1.5")]);
        row
    };
    let change = insert(&columns, names.iter().map(row).collect());
    named(
        "/v3/inventory/locations?limit=250",
        "code",
        change,
        names,
        refused,
    )
}

pub(super) async fn new_customers(store: &Store, refused: bool) -> Tried {
    let taken = &store.all("/v3/customers").await[0]["email"];
    let mut emails = ["a", "b", "c"].map(|name| format!("{name}@matrix.example"));
    if refused {
        emails[REFUSED] = taken.as_str().unwrap().to_owned();
    }
    let row = |email: &String| vec![text(email), text("Ann"), text("Other")];
    let columns = ["email", "first_name", "last_name"];
    let change = insert(&columns, emails.iter().map(row).collect());
    named("/v3/customers?limit=250", "email", change, emails, refused)
}

pub(super) async fn new_metafields(store: &Store, refused: bool) -> Tried {
    let product = product(store).await;
    let taken = metafields(product, &["Taken"]);
    assert!(store.write("product_metafields", taken).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let change = metafields(product, &names.each_ref().map(String::as_str));
    named(&metafields_of(product), "key", change, names, refused)
}

pub(super) async fn new_categories(store: &Store, refused: bool) -> Tried {
    let above = category(store).await;
    let taken = categories(above, &["Taken".to_owned()]);
    assert!(store.write("categories", taken).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let change = categories(above, &names);
    named(CATEGORIES, "name", change, names, refused)
}

pub(super) async fn new_tax_classes(store: &Store, refused: bool) -> Tried {
    let taken = &store.get("/v2/tax_classes").await[0]["name"];
    let names = names(refused, taken);
    let rows = names.iter().map(|name| vec![text(name)]).collect();
    let change = insert(&["name"], rows);
    named("/v2/tax_classes?limit=250", "name", change, names, refused)
}

pub(super) async fn new_lines(store: &Store) -> Tried {
    let (order, change, names) = lines(store).await;
    named(&lines_of(order), "name", change, names, false)
}

pub(super) async fn new_fees(store: &Store) -> Tried {
    let order = orders(store).await[0];
    let names = names(false, &Json::Null);
    let columns = [
        "order_id",
        "type",
        "display_name_customer",
        "cost_ex_tax",
        "cost_inc_tax",
    ];
    let row = |name: &String| {
        let costs = ["5.0000", "6.0000"].map(money);
        let words = [text("custom_fee"), text(name)];
        [vec![int(order)], words.to_vec(), costs.to_vec()].concat()
    };
    let change = insert(&columns, names.iter().map(row).collect());
    let list = format!("/v2/orders/{order}/fees");
    named(&list, "display_name_customer", change, names, false)
}

pub(super) async fn new_redirects(store: &Store, refused: bool) -> Tried {
    let site = id(&store.get("/v3/sites").await[0]);
    let columns = ["site_id", "from_path", "to_type", "to_path"];
    let row = |name: &String| {
        let words = [format!("/{name}"), "url".to_owned(), "/new".to_owned()];
        [vec![int(site)], words.map(text).to_vec()].concat()
    };
    let taken = upsert(&columns, vec![row(&"Taken".to_owned())]);
    assert!(store.write("redirects", taken).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let change = insert(&columns, names.iter().map(row).collect());
    let paths = names.map(|name| format!("/{name}"));
    let list = "/v3/storefront/redirects?limit=250";
    named(list, "from_path", change, paths, refused)
}
