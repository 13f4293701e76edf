//! A sandbox that listens on an address which other machines can reach.

use storeql_sandbox::{Options, Sandbox};

#[tokio::test]
async fn beyond_this_machine_no_token_follows_from_the_seed() {
    let start = async |listen: &str| {
        let options = Options {
            listen: listen.parse().unwrap(),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        (
            sandbox.access_token().to_owned(),
            sandbox.client_secret().to_owned(),
        )
    };
    assert_eq!(start("127.0.0.1:0").await, start("127.0.0.1:0").await);
    let (one, other) = (start("0.0.0.0:0").await, start("0.0.0.0:0").await);
    assert!(one.0 != other.0 && one.1 != other.1, "{one:?} {other:?}");
}
