//! Statements of the shape that the documentation of other drivers for BigCommerce has, with values of our own: an INSERT, an UPDATE and
//! a DELETE of each table that they write, as far as they do; UPSERT and EXEC. Those that gather rows in session tables are in
//! `session_tables`.

use std::collections::HashMap;

use storeql_engine::{Session, SessionOptions};
use storeql_testkit::answer;

use crate::writing::{PRODUCTS, all, run_in, store, writes};
use crate::writing_inside::simple_product;

/// What they write of each table: inserts, updates, deletes, upserts.
const WRITTEN: &[(&str, &str)] = &[
    ("CategoryTrees", "IUD"),
    ("Categories", "IUD"),
    ("Orders", "IUD"),
    ("Customers", "IUD"),
    ("CustomerAddresses", "IUD"),
    ("OrderItems", "I"),
    ("PriceListRecords", "P"),
    ("ProductVariants", "IUD"),
    ("Products", "IUD"),
    ("ProductImages", "IUD"),
    ("ProductOptions", "IUD"),
    ("ProductOptionValues", "I"),
    ("ProductMetafields", "I"),
    ("ProductReviews", "I"),
    ("ShippingZones", "IUD"),
    ("ShippingMethods", "IUD"),
    ("Coupons", "IUD"),
    ("Channels", "IU"),
    ("Brands", "IUDP"),
    ("PriceLists", "I"),
];

/// The statements in their order. `{Brands}` is the key of the row that was inserted last into Brands.
const SCRIPT: &[(&str, &str)] = &[
    (
        "Channels",
        "INSERT INTO Channels (Name, Type, Platform, Status) VALUES ('Field shop', 'storefront', 'custom', 'active')",
    ),
    (
        "Channels",
        "UPDATE Channels SET Status = 'inactive' WHERE Id = {Channels}",
    ),
    (
        "CategoryTrees",
        "INSERT INTO CategoryTrees (Name, Channels) VALUES ('Field tree', '[{Channels}]')",
    ),
    (
        "CategoryTrees",
        "UPDATE CategoryTrees SET Name = 'Field tree 2' WHERE Id = {CategoryTrees}",
    ),
    (
        "Categories",
        "INSERT INTO Categories (ParentId, Name, TreeId, Description) VALUES (0, 'Field category', {CategoryTrees}, 'All')",
    ),
    (
        "Categories",
        "UPDATE Categories SET Description = 'Some', PageTitle = 'Field' WHERE Id = {Categories}",
    ),
    (
        "Customers",
        "INSERT INTO Customers (FirstName, LastName, Email) VALUES ('Ann', 'Lee', 'field@example.com')",
    ),
    (
        "Customers",
        "UPDATE Customers SET Company = 'Field & Co', Phone = '555-0100' WHERE Id = '{Customers}'",
    ),
    (
        "CustomerAddresses",
        "INSERT INTO CustomerAddresses (CustomerId, FirstName, LastName, City, CountryCode, Address1, StateOrProvince, PostalCode)
         VALUES ({Customers}, 'Ann', 'Lee', 'Austin', 'US', '1 Elm St', 'Texas', '78701')",
    ),
    (
        "CustomerAddresses",
        "UPDATE CustomerAddresses SET City = 'Dallas', PostalCode = '75201' WHERE Id = {CustomerAddresses}",
    ),
    (
        "CustomerAddresses",
        "DELETE FROM CustomerAddresses WHERE Id = {CustomerAddresses}",
    ),
    (
        "Orders",
        "INSERT INTO Orders (CustomerId, BillingFirstName, BillingLastName, BillingStreet1, BillingCity, BillingState, BillingZip, BillingCountry, BillingCountryIso2, BillingEmail, LinkedProducts)
         VALUES ({Customers}, 'Ann', 'Lee', '1 Elm St', 'Austin', 'Texas', '78701', 'United States', 'US', 'field@example.com', '[{\"product_id\": {product}, \"quantity\": 1}]')",
    ),
    (
        "OrderItems",
        "INSERT INTO OrderItems (OrderId, Name, PriceIncTax, PriceExTax, QuantityOrdered) VALUES ({Orders}, 'Engraving', 6, 5, 1)",
    ),
    (
        "OrderItems",
        "INSERT INTO OrderItems (OrderId, ProductId, QuantityOrdered) VALUES ({Orders}, {product}, 2)",
    ),
    (
        "Orders",
        "UPDATE Orders SET StatusId = '11', StaffNotes = 'Field' WHERE Id = {Orders}",
    ),
    ("Orders", "DELETE FROM Orders WHERE Id = {Orders}"),
    ("Customers", "DELETE FROM Customers WHERE Id = {Customers}"),
    (
        "Products",
        "INSERT INTO Products (Name, Type, Description, Price, Categories, Availability, Weight)
         VALUES ('Field kettle', 'physical', 'Boils', '19.90', '[{Categories}]', 'available', '1.5')",
    ),
    (
        "Products",
        "UPDATE Products SET Price = 21.5, IsVisible = true WHERE Id = {Products}",
    ),
    (
        "ProductImages",
        "INSERT INTO ProductImages (ProductId, ImageUrl, Description, SortOrder, IsThumbnail) VALUES ({Products}, 'https://example.com/field.jpg', 'Field', 9, true)",
    ),
    (
        "ProductImages",
        "UPDATE ProductImages SET Description = 'Front' WHERE Id = {ProductImages} AND ProductId = {Products}",
    ),
    (
        "ProductImages",
        "DELETE FROM ProductImages WHERE Id = {ProductImages} AND ProductId = {Products}",
    ),
    (
        "ProductOptions",
        "INSERT INTO ProductOptions (ProductId, DisplayName, Type, SortOrder, LinkedOptionValues)
         VALUES ({Products}, 'Finish', 'radio_buttons', 0, '[{\"label\": \"Matt\", \"sort_order\": 0}, {\"label\": \"Gloss\", \"sort_order\": 1}]')",
    ),
    (
        "ProductOptionValues",
        "INSERT INTO ProductOptionValues (ProductId, OptionId, Label, SortOrder) VALUES ({Products}, {ProductOptions}, 'Raw', 2)",
    ),
    (
        "ProductVariants",
        "INSERT INTO ProductVariants (ProductId, SKU, LinkedOptionValues) VALUES ({Products}, 'FIELD-RAW', '[{\"option_display_name\": \"Finish\", \"label\": \"Raw\"}]')",
    ),
    (
        "ProductVariants",
        "UPDATE ProductVariants SET Price = 23.5, SKU = 'FIELD-R' WHERE Id = {ProductVariants} AND ProductId = {Products}",
    ),
    (
        "ProductVariants",
        "DELETE FROM ProductVariants WHERE Id = {ProductVariants} AND ProductId = {Products}",
    ),
    (
        "ProductOptions",
        "UPDATE ProductOptions SET SortOrder = 3 WHERE Id = {ProductOptions} AND ProductId = {Products}",
    ),
    (
        "ProductOptions",
        "DELETE FROM ProductOptions WHERE Id = {ProductOptions} AND ProductId = {Products}",
    ),
    (
        "ProductMetafields",
        "INSERT INTO ProductMetafields (ResourceId, Namespace, Key, Value, PermissionSet) VALUES ({Products}, 'field', 'care', '30', 'write')",
    ),
    (
        "ProductReviews",
        "INSERT INTO ProductReviews (ProductId, Title, DateReviewed) VALUES ({Products}, 'Boils', '2026-01-31')",
    ),
    ("Products", "DELETE FROM Products WHERE Id = {Products}"),
    (
        "Categories",
        "DELETE FROM Categories WHERE Id = {Categories}",
    ),
    (
        "CategoryTrees",
        "DELETE FROM CategoryTrees WHERE Id = {CategoryTrees}",
    ),
    (
        "ShippingZones",
        "INSERT INTO ShippingZones (Name, Type, Locations) VALUES ('Field zone', 'zip', '[{\"country_iso2\": \"US\", \"zip\": \"78701\"}]')",
    ),
    (
        "ShippingMethods",
        "INSERT INTO ShippingMethods (Name, Type, Settings, ZoneId) VALUES ('Field post', 'perorder', '{\"rate\": 8}', {ShippingZones})",
    ),
    (
        "ShippingMethods",
        "UPDATE ShippingMethods SET Name = 'Field mail', Type = 'perorder', Settings = '{\"rate\": 9}' WHERE Id = {ShippingMethods} AND ZoneId = {ShippingZones}",
    ),
    (
        "ShippingMethods",
        "DELETE FROM ShippingMethods WHERE Id = {ShippingMethods} AND ZoneId = {ShippingZones}",
    ),
    (
        "ShippingZones",
        "UPDATE ShippingZones SET Name = 'Field zone 2', HandlingFeesFixedSurcharge = 5 WHERE Id = {ShippingZones}",
    ),
    (
        "ShippingZones",
        "DELETE FROM ShippingZones WHERE Id = {ShippingZones}",
    ),
    (
        "Coupons",
        "INSERT INTO Coupons (Name, Type, Code, Amount, AppliesToEntity, AppliesToIds) VALUES ('Field', 'per_item_discount', 'FIELD', 5, 'products', '[{product}]')",
    ),
    (
        "Coupons",
        "UPDATE Coupons SET Amount = 7, MaxUses = 3 WHERE Id = {Coupons}",
    ),
    ("Coupons", "DELETE FROM Coupons WHERE Id = {Coupons}"),
    (
        "Brands",
        "INSERT INTO [CData].[BigCommerce].[Brands] ([Name], [PageTitle]) VALUES ('Field brand', 'Field')",
    ),
    (
        "Brands",
        "UPSERT INTO Brands (Name, PageTitle) VALUES ('Field brand', 'Field and more')",
    ),
    (
        "Brands",
        "UPDATE Brands SET PageTitle = 'Field again' WHERE Id = {Brands}",
    ),
    (
        "Brands",
        "EXECUTE CreateBrandImage BrandId = '{Brands}', ImageUrl = 'https://example.com/field.png'",
    ),
    ("Brands", "EXEC DeleteBrandImage @BrandId = '{Brands}'"),
    ("Brands", "DELETE FROM Brands WHERE Id = {Brands}"),
    (
        "PriceLists",
        "INSERT INTO PriceLists (Name, Active) VALUES ('Field', true)",
    ),
    (
        "PriceListRecords",
        "UPSERT INTO PriceListRecords (PriceListId, VariantId, Currency, Price, SalePrice) VALUES ({PriceLists}, {variant}, 'usd', 9.99, 8.99)",
    ),
];

fn verb(sql: &str) -> &str {
    sql.split(' ').next().unwrap()
}

#[test]
fn each_statement_of_each_table_has_its_shape() {
    for (table, letters) in WRITTEN {
        for letter in letters.chars() {
            let word = match letter {
                'I' => "INSERT",
                'U' => "UPDATE",
                'D' => "DELETE",
                _ => "UPSERT",
            };
            let of = |(of, sql): &&(&str, &str)| of == table && verb(sql) == word;
            assert!(SCRIPT.iter().any(|line| of(&line)), "{word} {table}");
        }
    }
    for (table, _) in SCRIPT {
        assert!(WRITTEN.iter().any(|(of, _)| of == table), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_of_the_field_runs_line_by_line() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let variant = *all(&store, "/catalog/variants")
        .await
        .keys()
        .next()
        .unwrap();
    let mut known = HashMap::from([
        ("product", simple_product(&store).await.to_string()),
        ("variant", variant.to_string()),
    ]);
    for (table, sql) in SCRIPT {
        let typed = known.iter().fold((*sql).to_owned(), |sql, (name, value)| {
            sql.replace(&format!("{{{name}}}"), value)
        });
        store.sandbox.clear_requests();
        let done = run_in(&session, &typed).await;
        let done = done.unwrap_or_else(|error| panic!("{typed}: {error}"));
        let word = verb(sql);
        if !word.starts_with("EXEC") {
            assert_eq!(done.told, format!("{word} 1"), "{typed}");
        }
        assert!(!writes(&store).is_empty(), "{typed}");
        if word == "INSERT" {
            known.insert(table, identity(&session).await);
        }
    }
    let products = all(&store, PRODUCTS).await;
    assert!(products.values().all(|row| row["name"] != "Field kettle"));
}

/// The key of the row that was created last.
async fn identity(session: &Session) -> String {
    let rows = answer(session, "SELECT SCOPE_IDENTITY()")
        .await
        .unwrap()
        .rows;
    rows[0][0].clone()
}
