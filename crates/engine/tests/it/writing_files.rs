//! Images from files of this machine, by INSERT. What the store has afterwards is read as its own JSON.

use std::fs::{self, File};

use serde_json::Value as Json;
use storeql_engine::{Error, ErrorKind, Session, SessionOptions};
use storeql_testkit::{Store, answer};

use crate::writing::{self, PRODUCTS, run_in, store, writes};
use crate::writing_inside::simple_product;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nimage";

async fn images(store: &Store, product: i64) -> Vec<Json> {
    let path = format!("{PRODUCTS}/{product}/images");
    let images = writing::get(store, "v3", &path).await;
    images.as_array().unwrap().clone()
}

async fn refused(session: &Session, sql: &str) -> Error {
    run_in(session, sql).await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_along_with_a_new_image() {
    let store = store("").await;
    let product = simple_product(&store).await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("front.png"), PNG).unwrap();
    let below = SessionOptions::default().files_below(folder.path().to_owned());
    let session = store.engine.session(below.clone());
    store.sandbox.clear_requests();
    let sql = format!(
        "INSERT INTO ProductImages (ProductId, ImageFile, Description, SortOrder, IsThumbnail) VALUES ({product}, 'front.png', 'The \"front\"', 3, true) RETURNING id"
    );
    let id = answer(&session, &sql).await.unwrap().rows[0][0].clone();
    assert_eq!(
        writes(&store),
        [format!("POST /v3/catalog/products/{product}/images")]
    );
    let images = images(&store, product).await;
    let image = images
        .iter()
        .find(|image| image["id"].as_i64() == id.parse().ok())
        .unwrap();
    assert_eq!(image["description"], "The \"front\"");
    assert_eq!(
        (
            image["sort_order"].as_i64(),
            image["is_thumbnail"].as_bool()
        ),
        (Some(3), Some(true))
    );
    assert!(
        image["image_file"].as_str().unwrap().ends_with(".png"),
        "{image}"
    );

    let shows = store.engine.session(below.dry_run(true));
    let shown = answer(&shows, &sql.replace(" RETURNING id", ""))
        .await
        .unwrap()
        .rows
        .concat()
        .concat();
    assert!(shown.contains(r#"form {"description":"The \"front\"","sort_order":"3","is_thumbnail":"true","image_file":"@"#), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_sent_are_told_before_the_first_request() {
    let store = store("").await;
    let product = simple_product(&store).await;
    let before = images(&store, product).await.len();
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    fs::create_dir(&inside).unwrap();
    fs::write(folder.path().join("outside.png"), PNG).unwrap();
    fs::write(inside.join("front.png"), PNG).unwrap();
    fs::write(inside.join("text.png"), "no image").unwrap();
    let large = File::create(inside.join("large.png")).unwrap();
    large.set_len(8 * 1024 * 1024 + 1).unwrap();
    let below = store
        .engine
        .session(SessionOptions::default().files_below(inside));
    let none = store.engine.session(SessionOptions::default());
    let insert = |file: &str| {
        format!(
            "INSERT INTO product_images (product_id, image_file) VALUES ({product}, 'front.png'), ({product}, '{file}')"
        )
    };
    for (session, file, said) in [
        (
            &none,
            "front.png",
            "product_images.image_file is not allowed in this session",
        ),
        (
            &below,
            "../outside.png",
            "below the folder of this session only",
        ),
        (
            &below,
            "missing.png",
            "below the folder of this session only",
        ),
        (&below, ".", "is no file"),
        (
            &below,
            "large.png",
            "row 2: the file large.png has 8388609 bytes, and the store takes 8388608",
        ),
    ] {
        store.sandbox.clear_requests();
        let error = refused(session, &insert(file)).await;
        assert!(error.to_string().contains(said), "{file}: {error}");
        assert_eq!(writes(&store), [""; 0], "{file}");
    }
    let both = format!(
        "INSERT INTO product_images (product_id, image_file, image_url) VALUES ({product}, 'front.png', 'https://example.com/a.png')"
    );
    let error = refused(&below, &both).await;
    assert!(
        error
            .to_string()
            .contains("it has both: give image_url or image_file"),
        "{error}"
    );
    assert_eq!(images(&store, product).await.len(), before);
    // The store looks at what is in the file.
    let error = refused(&below, &insert("text.png")).await;
    assert_eq!(error.kind, ErrorKind::PartlyWritten);
    assert!(error.to_string().contains("1 written, 1 failed"), "{error}");
    assert_eq!(images(&store, product).await.len(), before + 1);
}
