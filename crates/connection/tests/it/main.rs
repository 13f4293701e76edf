//! What has to be seen in a process of its own.

use storeql_connection::Connection;

/// One event of the program, at one place of the code.
fn event() {
    tracing::info!(target: "storeql_client::client", "this event");
}

/// A thread that has no log comes to the event first. The log of the connection has it all the same.
///
/// In a process with other logs it would hold by chance.
#[test]
fn an_event_that_a_thread_without_a_log_told_first_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let connection = Connection::parse(&format!(
        "StoreId=abc;AccessToken=secret;Verbosity=5;Logfile={}",
        log.display()
    ))
    .unwrap();
    connection.open_log().unwrap();
    std::thread::spawn(event).join().unwrap();
    connection.logged(event);
    let text = std::fs::read_to_string(&log).unwrap();
    assert_eq!(text.matches("this event").count(), 1, "{text}");
}
