//! Session tables, as scripts of other drivers have them: rows that are gathered before the INSERT that sends them. What the store has
//! afterwards is read as its own JSON.

use serde_json::{Value as Json, json};
use storeql_engine::{Error, Session, SessionOptions, Statement};
use storeql_testkit::{Store, answer};

use crate::writing::{self, PRODUCTS, all, store, writes};
use crate::writing_inside::simple_product;

/// Runs the statements of a text in a session, one after another.
async fn script(session: &Session, text: &str) -> Result<(), Error> {
    for statement in Statement::split(text)? {
        answer(session, statement.text()).await?;
    }
    Ok(())
}

async fn runs(session: &Session, text: &str) {
    let done = script(session, text).await;
    done.unwrap_or_else(|error| panic!("{text}: {error}"));
}

async fn rows(session: &Session, sql: &str) -> Vec<Vec<String>> {
    let answer = answer(session, sql).await;
    answer.unwrap_or_else(|error| panic!("{sql}: {error}")).rows
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_kept_in_the_session_and_sent_nowhere() {
    let store = store("").await;
    let session = store
        .engine
        .session(SessionOptions::default().read_only(true));
    store.sandbox.clear_requests();
    runs(
        &session,
        "INSERT INTO OrderProducts#TEMP (ProductId, QuantityOrdered) VALUES (7, 2), (8, 1);
         INSERT INTO [CData].[BigCommerce].[OrderItems#TEMP] (ProductId, Quantity, Note) VALUES ('9', 4, 'gift')",
    )
    .await;
    assert_eq!(
        rows(
            &session,
            "SELECT product_id, Quantity, note FROM order_items#temp ORDER BY 1"
        )
        .await,
        [["7", "2", "NULL"], ["8", "1", "NULL"], ["9", "4", "gift"]]
    );
    let joined = "SELECT sum(t.quantity) FROM OrderItems#TEMP t JOIN (VALUES (7), (9)) v (id) ON v.id = t.ProductId";
    assert_eq!(rows(&session, joined).await, [["6"]]);
    runs(&session, "DELETE FROM OrderItems#TEMP WHERE note = 'gift'").await;
    assert_eq!(
        rows(&session, "SELECT count(*) FROM OrderItems#TEMP").await,
        [["2"]]
    );
    runs(&session, "DELETE FROM OrderItems#TEMP").await;
    assert_eq!(
        rows(&session, "SELECT count(*) FROM OrderItems#TEMP").await,
        [["0"]]
    );
    // A text behind a number: the column holds both.
    runs(
        &session,
        "INSERT INTO Products#TEMP (Label) VALUES (1); INSERT INTO Products#TEMP (Label) VALUES ('one')",
    )
    .await;
    assert_eq!(
        rows(&session, "SELECT label FROM [Products#TEMP]").await,
        [["1"], ["one"]]
    );
    runs(
        &session,
        "DROP TABLE OrderItems#TEMP; DROP TABLE IF EXISTS OrderItems#TEMP",
    )
    .await;
    assert_eq!(store.requests(), [""; 0]);
    let other = store.engine.session(SessionOptions::default());
    for (session, sql, said) in [
        (
            &session,
            "SELECT * FROM OrderItems#TEMP",
            "there is no session table OrderItems#TEMP",
        ),
        (
            &other,
            "SELECT * FROM Products#TEMP",
            "there is no session table Products#TEMP",
        ),
        (
            &session,
            "INSERT INTO Nothing#TEMP (a) VALUES (1)",
            "there is no table Nothing",
        ),
        (
            &session,
            "INSERT INTO Products#TEMP (a, b) VALUES (1)",
            "names 2 columns, and each row has 1",
        ),
        (
            &session,
            "UPDATE Products#TEMP SET Label = 'x'",
            "takes INSERT, SELECT, DELETE and DROP TABLE",
        ),
        (
            &session,
            "CREATE VIEW v AS SELECT * FROM Products#TEMP",
            "a view cannot read",
        ),
        (
            &session,
            "INSERT INTO Products (Name) SELECT Label FROM Products#TEMP",
            "read-only",
        ),
    ] {
        let error = script(session, sql).await.unwrap_err();
        assert!(error.to_string().contains(said), "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_was_prepared_reads_the_rows_of_now() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    runs(&session, "INSERT INTO Products#TEMP (Name) VALUES ('a')").await;
    runs(
        &session,
        "PREPARE names AS SELECT name FROM Products#TEMP ORDER BY 1",
    )
    .await;
    runs(&session, "INSERT INTO Products#TEMP (Name) VALUES ('b')").await;
    assert_eq!(rows(&session, "EXECUTE names").await, [["a"], ["b"]]);
    // What was planned for other columns is refused.
    runs(&session, "INSERT INTO Products#TEMP (Price) VALUES (1)").await;
    let error = script(&session, "EXECUTE names").await.unwrap_err();
    assert!(
        error.to_string().contains("prepare the statement again"),
        "{error}"
    );
}

/// Rows of a sandbox that the scripts name.
struct There {
    product: i64,
    /// A product with options: its number, and that of its first option with the option's label and value.
    optioned: Json,
    order: Json,
}

async fn there(store: &Store) -> There {
    let products = writing::json(
        store,
        "v3",
        PRODUCTS,
        &[("include", "options,variants"), ("limit", "250")],
    )
    .await;
    let products = products["data"].as_array().unwrap();
    let optioned = products.iter().find(|product| {
        product["options"]
            .as_array()
            .is_some_and(|options| options.len() == 1)
    });
    let orders = writing::json(store, "v2", "/orders", &[("limit", "50")]).await;
    let mut orders = orders.as_array().unwrap().iter();
    There {
        product: simple_product(store).await,
        optioned: optioned.unwrap().clone(),
        order: orders
            .find(|order| order["status_id"] == 11)
            .unwrap()
            .clone(),
    }
}

/// The shapes of statements that the documentation of other drivers has for each table, with values of our own.
#[tokio::test(flavor = "multi_thread")]
async fn orders_and_their_parts() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let There { product, order, .. } = there(&store).await;
    store.sandbox.clear_requests();
    runs(
        &session,
        &format!(
            "INSERT INTO OrderProducts#TEMP (ProductId, Quantity) VALUES ({product}, 2);
             INSERT INTO OrderProducts#TEMP (Name, Quantity, PriceExTax, PriceIncTax) VALUES ('Engraving', 1, 4.10, '4.90');
             INSERT INTO Orders (CustomerId, BillingFirstName, BillingLastName, BillingStreet1, BillingCity, BillingState, BillingZip, BillingCountry, BillingCountryIso2, BillingEmail, LinkedProducts)
               VALUES ('0', 'Ann', 'Lee', '1 Elm St', 'Austin', 'Texas', '78701', 'United States', 'US', 'ann@example.com', 'OrderProducts#TEMP')"
        ),
    )
    .await;
    assert_eq!(writes(&store), ["POST /v2/orders"]);
    let id = rows(&session, "SELECT SCOPE_IDENTITY()").await[0][0].clone();
    let lines = writing::json(&store, "v2", &format!("/orders/{id}/products"), &[]).await;
    assert_eq!(lines[0]["product_id"], product);
    assert_eq!(lines[1]["name"], "Engraving");
    assert_eq!(lines[1]["price_inc_tax"], "4.9000");

    // A shipment of an order that waits for it.
    let id = order["id"].as_i64().unwrap();
    let lines = writing::json(&store, "v2", &format!("/orders/{id}/products"), &[]).await;
    let line = lines
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["order_address_id"] != 0);
    let (line, address) = (&line.unwrap()["id"], &line.unwrap()["order_address_id"]);
    runs(
        &session,
        &format!(
            "INSERT INTO ShipmentItems#TEMP (Id, Quantity) VALUES ({line}, 1);
             INSERT INTO OrderShipments (OrderId, OrderAddressId, LinkedProducts) VALUES ({id}, {address}, 'ShipmentItems#TEMP')"
        ),
    )
    .await;
    let shipments = writing::json(&store, "v2", &format!("/orders/{id}/shipments"), &[]).await;
    assert_eq!(
        &shipments[0]["items"][0]["order_product_id"], line,
        "{shipments}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn products_options_and_variants() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let There {
        product, optioned, ..
    } = there(&store).await;
    let category = all(&store, "/catalog/categories")
        .await
        .into_keys()
        .next()
        .unwrap();
    runs(
        &session,
        &format!(
            "INSERT INTO ProductVariantValues#TEMP (Label, DisplayName) VALUES ('XS', 'Size');
             INSERT INTO ProductVariants#TEMP (SKU, Price, LinkedOptionValues) VALUES ('FIELD-XS', 9.5, 'ProductVariantValues#TEMP');
             INSERT INTO Products (Name, Type, Description, Price, Categories, Availability, Weight, ProductVariants)
               VALUES ('Field kettle', 'physical', 'Boils', '19.90', '[{category}]', 'available', '1.5', 'ProductVariants#TEMP');
             INSERT INTO Products (Name, Type, Price, Weight, ProductVariants) VALUES ('Field cup', 'physical', 5, 1, '[{{\"sku\": \"FIELD-CUP\"}}]')"
        ),
    )
    .await;
    let query = [("name", "Field kettle"), ("include", "variants")];
    let made = writing::json(&store, "v3", PRODUCTS, &query).await;
    let variant = &made["data"][0]["variants"][0];
    assert_eq!(
        (&variant["sku"], &variant["price"]),
        (&json!("FIELD-XS"), &json!(9.5))
    );
    assert_eq!(variant["option_values"][0]["option_display_name"], "Size");

    runs(
        &session,
        &format!(
            "INSERT INTO ProductOptionValues#TEMP (Label, SortOrder, IsDefault) VALUES ('Matt', 0, true), ('Gloss', 1, false);
             INSERT INTO ProductOptions (ProductId, DisplayName, Type, SortOrder, LinkedOptionValues)
               VALUES ({product}, 'Finish of the field', 'radio_buttons', 0, 'ProductOptionValues#TEMP')"
        ),
    )
    .await;
    let options = writing::json(&store, "v3", &format!("{PRODUCTS}/{product}/options"), &[]).await;
    let options = options["data"].as_array().unwrap();
    let made = options
        .iter()
        .find(|option| option["display_name"] == "Finish of the field")
        .unwrap();
    assert_eq!(made["option_values"][1]["label"], "Gloss");

    // The store makes the name of the one that is shown, and no INSERT sets it.
    store.sandbox.clear_requests();
    let named = format!(
        "INSERT INTO ProductOptions (ProductId, DisplayName, Type, Name, SortOrder, LinkedOptionValues)
           VALUES ({product}, 'Other finish', 'radio_buttons', 'finish', 0, 'ProductOptionValues#TEMP')"
    );
    let error = answer(&session, &named).await.unwrap_err().message;
    assert!(error.contains("product_options.name"), "{error}");
    assert!(
        error.contains("the store sets the column itself: leave it out"),
        "{error}"
    );
    assert_eq!(writes(&store), [""; 0]);

    // A value that no variant has yet, and the variant with it.
    let (id, option) = (&optioned["id"], &optioned["options"][0]);
    runs(
        &session,
        &format!(
            "INSERT INTO ProductOptionValues (ProductId, OptionId, Label, SortOrder) VALUES ({id}, {0}, 'Field only', 99)",
            option["id"]
        ),
    )
    .await;
    let value = rows(&session, "SELECT SCOPE_IDENTITY()").await[0][0].clone();
    runs(
        &session,
        &format!(
            "DELETE FROM ProductVariantValues#TEMP;
             INSERT INTO ProductVariantValues#TEMP (Id, OptionId, Label, DisplayName) VALUES ({value}, {0}, 'Field only', '{1}');
             INSERT INTO ProductVariants (ProductId, SKU, LinkedOptionValues) VALUES ({id}, 'FIELD-ONLY', 'ProductVariantValues#TEMP')",
            option["id"],
            option["display_name"].as_str().unwrap()
        ),
    )
    .await;
    let variants = writing::json(
        &store,
        "v3",
        &format!("{PRODUCTS}/{id}/variants"),
        &[("limit", "250")],
    )
    .await;
    let mut variants = variants["data"].as_array().unwrap().iter();
    let made = variants
        .find(|variant| variant["sku"] == "FIELD-ONLY")
        .unwrap();
    assert_eq!(made["option_values"][0]["id"].to_string(), value);

    runs(
        &session,
        &format!(
            "INSERT INTO ProductImages (ProductId, ImageUrl, Description, SortOrder, IsThumbnail) VALUES ({product}, 'https://example.com/field.jpg', 'Field', 9, true)"
        ),
    )
    .await;
    let images = writing::json(&store, "v3", &format!("{PRODUCTS}/{product}/images"), &[]).await;
    let mut images = images["data"].as_array().unwrap().iter();
    assert!(images.any(|image| image["description"] == "Field"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_prices_at_once() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    runs(&session, "INSERT INTO PriceLists (Name) VALUES ('Field')").await;
    let list = rows(&session, "SELECT SCOPE_IDENTITY()").await[0][0].clone();
    let variants: Vec<i64> = all(&store, "/catalog/variants")
        .await
        .into_keys()
        .take(3)
        .collect();
    let values: Vec<String> = variants
        .iter()
        .map(|variant| format!("({variant}, 'usd', 7.25, {list})"))
        .collect();
    store.sandbox.clear_requests();
    runs(
        &session,
        &format!(
            "INSERT INTO PriceListRecords#TEMP (VariantId, Currency, Price, PriceListId) VALUES {};
             UPDATE PriceListRecords (VariantId, Currency, Price, PriceListId) SELECT VariantId, Currency, Price, PriceListId FROM PriceListRecords#TEMP",
            values.join(", ")
        ),
    )
    .await;
    assert_eq!(
        writes(&store),
        [format!("PUT /v3/pricelists/{list}/records")]
    );
    let records = writing::json(&store, "v3", &format!("/pricelists/{list}/records"), &[]).await;
    let prices: Vec<&Json> = records["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| &record["price"])
        .collect();
    assert_eq!(prices, [&json!(7.25); 3]);
    let error = script(&session, "UPDATE Products (Id, Price) SELECT 1, 2")
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("UPDATE products SET column"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_channels_and_shipping() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    runs(
        &session,
        "INSERT INTO Customers (FirstName, LastName, Email) VALUES ('Ann', 'Lee', 'field@example.com');
         INSERT INTO CustomerAddresses (CustomerId, FirstName, LastName, City, CountryCode, Address1, StateOrProvince, PostalCode)
           SELECT Id, FirstName, LastName, 'Austin', 'US', '1 Elm St', 'Texas', '78701' FROM Customers WHERE Email = 'field@example.com';
         INSERT INTO Channels (Name, Type, Platform, Status) VALUES ('Field shop', 'storefront', 'custom', 'active')",
    )
    .await;
    let channel = rows(&session, "SELECT SCOPE_IDENTITY()").await[0][0].clone();
    runs(
        &session,
        &format!("INSERT INTO CategoryTrees (Name, Channels) VALUES ('Field tree', '[{channel}]')"),
    )
    .await;
    let tree = rows(
        &session,
        "SELECT Id FROM CategoryTrees WHERE Name = 'Field tree'",
    )
    .await[0][0]
        .clone();
    runs(
        &session,
        &format!(
            "UPDATE CategoryTrees SET Name = 'Field tree 2' WHERE Id = {tree};
             INSERT INTO Categories (ParentId, Name, TreeId, Description) VALUES (0, 'Field category', {tree}, 'All');
             INSERT INTO ShippingZoneLocations#TEMP (CountryIso2, Zip) VALUES ('US', '78701'), ('US', '78702');
             INSERT INTO ShippingZones (Name, Type, Locations) VALUES ('Field zone', 'zip', 'ShippingZoneLocations#TEMP')"
        ),
    )
    .await;
    let zone = rows(&session, "SELECT SCOPE_IDENTITY()").await[0][0].clone();
    let made = writing::json(&store, "v2", &format!("/shipping/zones/{zone}"), &[]).await;
    assert_eq!(made["locations"][1]["zip"], "78702", "{made}");
    runs(
        &session,
        &format!(
            "INSERT INTO ShippingMethods (Name, Type, Settings, ZoneId) VALUES ('Field post', 'perorder', '{{\"rate\": 8}}', {zone})"
        ),
    )
    .await;
    let method = rows(&session, "SELECT SCOPE_IDENTITY()").await[0][0].clone();
    let product = simple_product(&store).await;
    runs(
        &session,
        &format!(
            "UPDATE ShippingMethods SET Name = 'Field mail', Type = 'perorder', Settings = '{{\"rate\": 9}}' WHERE Id = {method} AND ZoneId = {zone};
             DELETE FROM ShippingMethods WHERE Id = {method} AND ZoneId = {zone};
             INSERT INTO Coupons (Name, Type, Code, Amount, AppliesToEntity, AppliesToIds) VALUES ('Field', 'per_item_discount', 'FIELD', 5, 'products', '[{product}]')"
        ),
    )
    .await;
    let coupons = writing::json(&store, "v2", "/coupons", &[("code", "FIELD")]).await;
    assert_eq!(
        coupons[0]["applies_to"]["ids"][0]
            .to_string()
            .trim_matches('"'),
        product.to_string()
    );
}
