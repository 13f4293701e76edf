//! Images that come as files, in a form.

use crate::{Answer, Shop, read};
use serde_json::json;
use storeql_sandbox::Options;

/// Of letters alone, since the judge passes bodies on as text.
const GIF: &[u8] = b"GIF89a and the rest";

/// Sends a form with a file and these texts.
async fn send(shop: &Shop, path: &str, content: &[u8], texts: &[(&str, &str)]) -> Answer {
    let mut body = Vec::new();
    for (name, text) in texts {
        let part =
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = "--line\r\nContent-Disposition: form-data; name=\"image_file\"; filename=\"logo.gif\"\r\nContent-Type: image/gif\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--line--\r\n");
    let request = shop.client.post(shop.url(path));
    let request = request.header("X-Auth-Token", shop.sandbox.access_token());
    let kind = "multipart/form-data; boundary=line";
    read(request.header("Content-Type", kind).body(body)).await
}

#[tokio::test]
async fn a_brand_has_one_image() {
    let shop = Shop::open(Options::default()).await;
    let brand = shop.rows("/v3/catalog/brands").await[0]["id"].clone();
    let path = format!("/v3/catalog/brands/{brand}");
    let image = format!("{path}/image");
    let sent = send(&shop, &image, GIF, &[]).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let url = &sent.body["data"]["image_url"];
    assert_eq!(&shop.row(&path).await.unwrap()["image_url"], url);
    assert_eq!(shop.send("DELETE", &image, json!(null)).await.status, 204);
    assert_eq!(shop.row(&path).await.unwrap()["image_url"], "");

    assert_eq!(send(&shop, &image, b"%PDF-1.4", &[]).await.status, 422);
    let nowhere = "/v3/catalog/brands/999999/image";
    assert_eq!(send(&shop, nowhere, GIF, &[]).await.status, 404);
    assert_eq!(shop.send("DELETE", nowhere, json!(null)).await.status, 404);
    let no_form = shop
        .send("POST", &image, json!({ "image_file": "logo.gif" }))
        .await;
    assert_eq!(no_form.status, 422);
}

#[tokio::test]
async fn a_file_becomes_an_image_of_a_product() {
    let shop = Shop::open(Options::default()).await;
    let product = shop.rows("/v3/catalog/products").await[0]["id"].clone();
    let path = format!("/v3/catalog/products/{product}/images");
    let before = shop.rows(&path).await.len();
    let texts = [
        ("description", "12"),
        ("is_thumbnail", "true"),
        ("sort_order", "3"),
    ];
    let sent = send(&shop, &path, GIF, &texts).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let made = &sent.body["data"];
    assert_eq!(
        (&made["description"], &made["sort_order"]),
        (&json!("12"), &json!(3))
    );
    let images = shop.rows(&path).await;
    assert_eq!(images.len(), before + 1);
    let thumbnails = images.iter().filter(|image| image["is_thumbnail"] == true);
    let thumbnails: Vec<_> = thumbnails.map(|image| &image["id"]).collect();
    assert_eq!(thumbnails, [&made["id"]]);

    for texts in [
        [("sort_order", "first")],
        [("image_url", "https://x.example/a.png")],
    ] {
        assert_eq!(
            send(&shop, &path, GIF, &texts).await.status,
            422,
            "{texts:?}"
        );
    }
    let nowhere = "/v3/catalog/products/999999/images";
    assert_eq!(send(&shop, nowhere, GIF, &[]).await.status, 404);
}

#[tokio::test]
async fn an_image_has_8_megabytes_at_most() {
    let shop = Shop::open(Options::default()).await;
    let brand = shop.rows("/v3/catalog/brands").await[0]["id"].clone();
    let image = format!("/v3/catalog/brands/{brand}/image");
    for (more, status) in [(0, 200), (1, 422)] {
        let mut content = GIF.to_vec();
        content.resize(8 * 1_024 * 1_024 + more, b'x');
        assert_eq!(send(&shop, &image, &content, &[]).await.status, status);
    }
}
