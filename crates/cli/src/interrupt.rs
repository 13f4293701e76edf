//! Ctrl-C and the request to end: noticed here, acted on by who runs something.

use tokio_util::sync::CancellationToken;

/// Exit code of a program that ends by Ctrl-C.
const EXIT_CODE: i32 = 130;

/// Resolves when the person presses Ctrl-C, or the system asks the program to end.
pub(crate) async fn pressed() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = control_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    control_c().await;
}

/// Resolves when the person presses Ctrl-C.
pub(crate) async fn control_c() {
    // Without a handler the system ends the program by itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Watches for the rest of the program: the token falls at the first Ctrl-C. At the second the program ends at once, since it
/// may hang in a write to a reader that has stopped reading.
pub(crate) fn watch() -> CancellationToken {
    let token = CancellationToken::new();
    let fallen = token.clone();
    tokio::spawn(async move {
        pressed().await;
        fallen.cancel();
        pressed().await;
        std::process::exit(EXIT_CODE);
    });
    token
}
