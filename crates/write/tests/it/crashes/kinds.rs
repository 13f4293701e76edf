//! The kinds of write that the matrix has, as data: what is written, by which method, and where the store shows it.

use futures::future::BoxFuture;
use serde_json::{Value as Json, json};
use storeql_write::{Change, Value};

use crate::store::{Store, delete, insert, int, money, text, update, upsert};

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

/// A write of some rows.
pub(super) struct Tried {
    pub(super) change: Change,
    /// The list that has the rows.
    pub(super) list: String,
    /// Members of each row by which it is told there: as the statement says, or before it goes.
    pub(super) rows: Vec<Json>,
    /// The place of the row that the store refuses.
    pub(super) refused: Option<usize>,
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

/// One row of three, in the middle.
const REFUSED: usize = 1;

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

/// The names of three new rows; the refused one has the name of a row that is there.
fn names(refused: bool, taken: &Json) -> [String; 3] {
    let mut names = ["Ahorn", "Buche", "Zeder"].map(str::to_owned);
    if refused {
        names[REFUSED] = taken.as_str().unwrap().to_owned();
    }
    names
}

fn at(refused: bool) -> Option<usize> {
    refused.then_some(REFUSED)
}

fn id(row: &Json) -> i64 {
    row["id"].as_i64().unwrap()
}

/// New rows that are told by one member; the refused one is there already, and is not told by it.
fn named(list: &str, member: &str, change: Change, names: [String; 3], refused: bool) -> Tried {
    let mut rows: Vec<Json> = names.iter().map(|name| json!({ member: name })).collect();
    if refused {
        rows[REFUSED] = never();
    }
    Tried {
        change,
        list: list.to_owned(),
        rows,
        refused: at(refused),
    }
}

/// What no row has.
fn never() -> Json {
    json!({ "no such member": true })
}

async fn new_brands(store: &Store, refused: bool) -> Tried {
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

const COUPON: [&str; 6] = [
    "name",
    "code",
    "type",
    "amount",
    "applies_to_entity",
    "applies_to_ids",
];

fn coupon(name: &str) -> Vec<Value> {
    vec![
        text(name),
        text(format!("CODE-{name}")),
        text("per_total_discount"),
        money("5.0000"),
        text("categories"),
        Value::Json("[0]".to_owned()),
    ]
}

async fn new_coupons(store: &Store, refused: bool) -> Tried {
    let change = insert(&COUPON, vec![coupon("Taken")]);
    assert!(store.write("coupons", change).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let rows = names.iter().map(|name| coupon(name)).collect();
    let change = insert(&COUPON, rows);
    named("/v2/coupons?limit=250", "name", change, names, refused)
}

fn new_zones() -> Tried {
    let names = names(false, &Json::Null);
    let row = |name: &String| vec![text(name), text("zip")];
    let change = insert(&["name", "type"], names.iter().map(row).collect());
    named("/v2/shipping/zones", "name", change, names, false)
}

async fn new_locations(store: &Store, refused: bool) -> Tried {
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

async fn new_customers(store: &Store, refused: bool) -> Tried {
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

const METAFIELD: [&str; 5] = ["resource_id", "namespace", "key", "value", "permission_set"];

async fn product(store: &Store) -> i64 {
    id(&store.all("/v3/catalog/products").await[0])
}

fn metafields(product: i64, keys: &[&str]) -> Change {
    let row = |key: &&str| {
        let words = ["matrix", key, "1", "write"].map(text);
        [vec![int(product)], words.to_vec()].concat()
    };
    insert(&METAFIELD, keys.iter().map(row).collect())
}

fn metafields_of(product: i64) -> String {
    format!("/v3/catalog/products/{product}/metafields?limit=250")
}

async fn new_metafields(store: &Store, refused: bool) -> Tried {
    let product = product(store).await;
    let taken = metafields(product, &["Taken"]);
    assert!(store.write("product_metafields", taken).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let change = metafields(product, &names.each_ref().map(String::as_str));
    named(&metafields_of(product), "key", change, names, refused)
}

/// Three metafields that are there, by their keys.
async fn three_metafields(store: &Store) -> (i64, Vec<i64>) {
    let product = product(store).await;
    let made = metafields(product, &["One", "Two", "Three"]);
    let made = store.write("product_metafields", made).await;
    assert!(made.is_complete(), "{made:?}");
    let key = |row: &storeql_write::RowOutcome| match row.key[..] {
        [Value::Int(key)] => key,
        _ => panic!("{row:?}"),
    };
    (product, made.rows.iter().map(key).collect())
}

async fn changed_metafields(store: &Store, refused: bool) -> Tried {
    let (product, mut keys) = three_metafields(store).await;
    if refused {
        keys[REFUSED] = 987_654_321;
    }
    let row = |key: &i64| (vec![int(*key)], vec![text("changed")]);
    Tried {
        change: update(&["value"], keys.iter().map(row).collect()),
        list: metafields_of(product),
        rows: keys
            .iter()
            .map(|key| json!({ "id": key, "value": "changed" }))
            .collect(),
        refused: at(refused),
    }
}

async fn gone_metafields(store: &Store) -> Tried {
    let (product, keys) = three_metafields(store).await;
    gone(metafields_of(product), "id", keys)
}

fn gone(list: String, member: &str, keys: Vec<i64>) -> Tried {
    Tried {
        change: delete(keys.iter().map(|key| vec![int(*key)]).collect()),
        list,
        rows: keys.iter().map(|key| json!({ member: key })).collect(),
        refused: None,
    }
}

const CATEGORIES: &str = "/v3/catalog/trees/categories?limit=250";

/// The key of a category of the first level.
async fn category(store: &Store) -> i64 {
    let all = store.all("/v3/catalog/trees/categories").await;
    let first = all.iter().find(|category| category["parent_id"] == 0);
    first.unwrap()["category_id"].as_i64().unwrap()
}

async fn new_categories(store: &Store, refused: bool) -> Tried {
    let above = category(store).await;
    let taken = categories(above, &["Taken".to_owned()]);
    assert!(store.write("categories", taken).await.is_complete());
    let names = names(refused, &json!("Taken"));
    let change = categories(above, &names);
    named(CATEGORIES, "name", change, names, refused)
}

fn categories(above: i64, names: &[String]) -> Change {
    let row = |name: &String| vec![text(name), int(above)];
    insert(&["name", "parent_id"], names.iter().map(row).collect())
}

/// Three categories that are there, by their keys.
async fn three_categories(store: &Store) -> Vec<i64> {
    let names = ["One", "Two", "Three", "Taken"].map(str::to_owned);
    let above = category(store).await;
    let made = store.write("categories", categories(above, &names)).await;
    assert!(made.is_complete(), "{made:?}");
    let key = |row: &storeql_write::RowOutcome| match row.key[..] {
        [Value::Int(key)] => key,
        _ => panic!("{row:?}"),
    };
    made.rows[..3].iter().map(key).collect()
}

async fn renamed_categories(store: &Store, refused: bool) -> Tried {
    let keys = three_categories(store).await;
    let names = names(refused, &json!("Taken"));
    renamed(CATEGORIES.to_owned(), "category_id", keys, &names, refused)
}

fn renamed(list: String, key: &str, keys: Vec<i64>, names: &[String], refused: bool) -> Tried {
    let pairs = || keys.iter().zip(names);
    let row = |(key, name): (&i64, &String)| (vec![int(*key)], vec![text(name)]);
    let there = |(number, name): (&i64, &String)| json!({ key: number, "name": name });
    Tried {
        change: update(&["name"], pairs().map(row).collect()),
        list,
        rows: pairs().map(there).collect(),
        refused: at(refused),
    }
}

async fn gone_categories(store: &Store, refused: bool) -> Tried {
    let mut keys = three_categories(store).await;
    if refused {
        // The store keeps a category that has products.
        let product = store.all("/v3/catalog/products").await.remove(0);
        keys[REFUSED] = product["categories"][0].as_i64().unwrap();
    }
    let tried = gone(CATEGORIES.to_owned(), "category_id", keys);
    Tried {
        refused: at(refused),
        ..tried
    }
}

async fn new_tax_classes(store: &Store, refused: bool) -> Tried {
    let taken = &store.get("/v2/tax_classes").await[0]["name"];
    let names = names(refused, taken);
    let rows = names.iter().map(|name| vec![text(name)]).collect();
    let change = insert(&["name"], rows);
    named("/v2/tax_classes?limit=250", "name", change, names, refused)
}

/// Orders of the store.
async fn orders(store: &Store) -> Vec<i64> {
    let orders = store.get("/v2/orders?limit=250").await;
    orders.as_array().unwrap().iter().map(id).collect()
}

fn lines_of(order: i64) -> String {
    format!("/v2/orders/{order}/products?limit=250")
}

async fn lines(store: &Store) -> (i64, Change, [String; 3]) {
    let order = orders(store).await[0];
    let names = names(false, &Json::Null);
    let columns = [
        "order_id",
        "name",
        "quantity",
        "price_ex_tax",
        "price_inc_tax",
    ];
    let row = |name: &String| {
        let prices = ["5.0000", "6.0000"].map(money);
        [vec![int(order), text(name), int(1)], prices.to_vec()].concat()
    };
    let change = insert(&columns, names.iter().map(row).collect());
    (order, change, names)
}

async fn new_lines(store: &Store) -> Tried {
    let (order, change, names) = lines(store).await;
    named(&lines_of(order), "name", change, names, false)
}

async fn gone_lines(store: &Store) -> Tried {
    let (order, change, _) = lines(store).await;
    let made = store.write("order_items", change).await;
    assert!(made.is_complete(), "{made:?}");
    let names = storeql_write::address_of(
        crate::store::table("order_items"),
        storeql_write::Verb::Delete,
    );
    let key = |row: &storeql_write::RowOutcome| match row.key[..] {
        [Value::Int(key)] => key,
        _ => panic!("{row:?}"),
    };
    let keys: Vec<i64> = made.rows.iter().map(key).collect();
    let address = |key: &i64| {
        let of = |name: &String| int(if name == "id" { *key } else { order });
        names.iter().map(of).collect::<Vec<_>>()
    };
    Tried {
        change: delete(keys.iter().map(address).collect()),
        ..gone(lines_of(order), "id", keys)
    }
}

async fn new_fees(store: &Store) -> Tried {
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

async fn renamed_brands(store: &Store, refused: bool) -> Tried {
    let brands = store.all("/v3/catalog/brands").await;
    let keys = brands[1..4].iter().map(id).collect();
    let names = names(refused, &brands[0]["name"]);
    let list = "/v3/catalog/brands?limit=250";
    renamed(list.to_owned(), "id", keys, &names, refused)
}

async fn changed_coupons(store: &Store) -> Tried {
    let names = names(false, &Json::Null);
    let rows = names.iter().map(|name| coupon(name)).collect();
    let made = store.write("coupons", insert(&COUPON, rows)).await;
    assert!(made.is_complete(), "{made:?}");
    let changed = |row: &storeql_write::RowOutcome| (row.key.clone(), vec![int(7)]);
    let there = |name: &String| json!({ "name": name, "max_uses": 7 });
    Tried {
        change: update(&["max_uses"], made.rows.iter().map(changed).collect()),
        list: "/v2/coupons?limit=250".to_owned(),
        rows: names.iter().map(there).collect(),
        refused: None,
    }
}

async fn renamed_products(store: &Store, refused: bool) -> Tried {
    let products = store.all("/v3/catalog/products").await;
    let keys = products[1..4].iter().map(id).collect();
    let names = names(refused, &products[0]["name"]);
    let list = "/v3/catalog/products?limit=250";
    renamed(list.to_owned(), "id", keys, &names, refused)
}

async fn priced_variants(store: &Store, refused: bool) -> Tried {
    let variants = store.all("/v3/catalog/variants").await;
    let names = storeql_write::address_of(
        crate::store::table("product_variants"),
        storeql_write::Verb::Update,
    );
    let mut keys: Vec<i64> = variants[..3].iter().map(id).collect();
    if refused {
        keys[REFUSED] = 987_654_321;
    }
    let row = |(key, variant): (&i64, &Json)| {
        let of = |name: &String| match name.as_str() {
            "id" => int(*key),
            name => int(variant[name].as_i64().unwrap()),
        };
        (names.iter().map(of).collect(), vec![money("3.2100")])
    };
    let rows = keys.iter().zip(&variants).map(row).collect();
    Tried {
        change: update(&["price"], rows),
        list: "/v3/catalog/variants?limit=250".to_owned(),
        rows: keys
            .iter()
            .map(|key| json!({ "id": key, "price": 3.21 }))
            .collect(),
        refused: at(refused),
    }
}

async fn redirects(store: &Store, refused: bool) -> Tried {
    let site = id(&store.get("/v3/sites").await[0]);
    let names = names(false, &Json::Null);
    let row = |(place, name): (usize, &String)| {
        let site = if refused && place == REFUSED {
            987_654
        } else {
            site
        };
        let words = [format!("/{name}"), "url".to_owned(), "/new".to_owned()];
        [vec![int(site)], words.map(text).to_vec()].concat()
    };
    let columns = ["site_id", "from_path", "to_type", "to_path"];
    let change = upsert(&columns, names.iter().enumerate().map(row).collect());
    let list = "/v3/storefront/redirects?limit=250";
    named(
        list,
        "from_path",
        change,
        names.map(|name| format!("/{name}")),
        refused,
    )
}

async fn price_records(store: &Store, refused: bool) -> Tried {
    let list = id(&store.all("/v3/pricelists").await[0]);
    let variants = store.all("/v3/catalog/variants").await;
    let mut keys: Vec<i64> = variants[..3].iter().map(id).collect();
    if refused {
        keys[REFUSED] = 987_654_321;
    }
    let row = |key: &i64| vec![int(list), int(*key), text("usd"), money("4.5600")];
    let columns = ["price_list_id", "variant_id", "currency", "price"];
    let there = |key: &i64| json!({ "variant_id": key, "currency": "usd", "price": 4.56 });
    Tried {
        change: upsert(&columns, keys.iter().map(row).collect()),
        list: format!("/v3/pricelists/{list}/records?limit=250"),
        rows: keys.iter().map(there).collect(),
        refused: at(refused),
    }
}

async fn gone_brands(store: &Store) -> Tried {
    let brands = store.all("/v3/catalog/brands").await;
    let keys = brands[..3].iter().map(id).collect();
    gone("/v3/catalog/brands?limit=250".to_owned(), "id", keys)
}

async fn gone_customers(store: &Store) -> Tried {
    let customers = store.all("/v3/customers").await;
    let keys = customers[..3].iter().map(id).collect();
    gone("/v3/customers?limit=250".to_owned(), "id", keys)
}

async fn gone_orders(store: &Store) -> Tried {
    let keys = orders(store).await[..3].to_vec();
    gone("/v2/orders?limit=250".to_owned(), "id", keys)
}
