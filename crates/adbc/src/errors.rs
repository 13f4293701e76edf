//! The engine's error as ADBC has it: status, SQLSTATE and details, by the engine's one table.

use std::any::Any;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use adbc_core::error::{Error, Result, Status};
use serde_json::{Map, Value};
use storeql_engine::{Error as EngineError, ErrorKind};

/// The error for a caller that gets it from the call itself.
pub(crate) fn of_engine(error: impl Into<EngineError>) -> Error {
    let error = error.into();
    let details = facts(&error).into_iter();
    let details = details.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    Error {
        status: status(error.kind),
        sqlstate: characters(error.sqlstate()),
        details: Some(details.collect()),
        ..Error::with_message_and_status(error.to_string(), Status::Unknown)
    }
}

/// The error for a caller that gets a text only, as from a stream: with the status before it and the SQLSTATE behind it.
pub(crate) fn as_text(error: &EngineError) -> String {
    let status = error.kind.codes().adbc;
    format!("{status}: {error} (SQLSTATE {})", error.sqlstate())
}

/// The error as one JSON object.
pub(crate) fn as_json(error: &EngineError) -> Value {
    let named = [
        ("status", error.kind.codes().adbc.to_owned()),
        ("sqlstate", error.sqlstate().to_owned()),
        ("message", error.to_string()),
    ];
    let members = named.into_iter().chain(facts(error));
    let members = members.map(|(name, text)| (name.to_owned(), Value::String(text)));
    Value::Object(members.collect::<Map<_, _>>())
}

/// What an error tells beside its message.
fn facts(error: &EngineError) -> Vec<(&'static str, String)> {
    let position = error
        .position()
        .map(|at| format!("{}:{}", at.line, at.column));
    let fields = error.fields().iter();
    let fields: Vec<_> = fields
        .map(|one| format!("{}: {}", one.field, one.message))
        .collect();
    let facts = [
        ("hint", error.hint().map(str::to_owned)),
        ("table", error.table().map(str::to_owned)),
        ("column", error.column().map(str::to_owned)),
        ("position", position),
        (
            "http_status",
            error.status().map(|status| status.to_string()),
        ),
        ("fields", (!fields.is_empty()).then(|| fields.join("\n"))),
        ("retryable", error.retryable.then(|| "true".to_owned())),
    ];
    let told = facts.into_iter();
    told.filter_map(|(name, text)| Some((name, text?)))
        .collect()
}

/// The refusal of what StoreQL does not do.
pub(crate) fn unsupported(message: impl Into<String>) -> Error {
    of_engine(EngineError::new(ErrorKind::Unsupported, message))
}

/// An argument that cannot be.
pub(crate) fn invalid(message: impl Into<String>) -> Error {
    let error = of_engine(EngineError::new(ErrorKind::InvalidValue, message));
    Error {
        status: Status::InvalidArguments,
        ..error
    }
}

/// A call that comes too early or too late.
pub(crate) fn out_of_turn(message: impl Into<String>) -> Error {
    Error {
        sqlstate: characters("55000"),
        ..Error::with_message_and_status(message, Status::InvalidState)
    }
}

/// A name that stands for nothing.
pub(crate) fn not_found(message: impl Into<String>) -> Error {
    Error {
        sqlstate: characters("42704"),
        ..Error::with_message_and_status(message, Status::NotFound)
    }
}

/// What is said of a panic.
pub(crate) fn of_panic(cause: &(dyn Any + Send)) -> EngineError {
    let text = cause.downcast_ref::<&str>().copied();
    let text = text.or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    let message = format!(
        "StoreQL has a fault ({}); the statement has ended, and the next one works",
        text.unwrap_or("a panic without a message")
    );
    EngineError::new(ErrorKind::Internal, message)
}

/// Does `work`; a panic in it is an error. Otherwise it would end every database of the process, since the C interface answers
/// nothing any more after one.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|cause| Err(of_engine(of_panic(&*cause))))
}

fn status(kind: ErrorKind) -> Status {
    match kind.codes().adbc {
        "INVALID_ARGUMENT" => Status::InvalidArguments,
        "NOT_FOUND" => Status::NotFound,
        "NOT_IMPLEMENTED" => Status::NotImplemented,
        "UNAUTHORIZED" => Status::Unauthorized,
        "UNAUTHENTICATED" => Status::Unauthenticated,
        "INVALID_DATA" => Status::InvalidData,
        "INVALID_STATE" => Status::InvalidState,
        "IO" => Status::IO,
        "TIMEOUT" => Status::Timeout,
        "CANCELLED" => Status::Cancelled,
        "INTERNAL" => Status::Internal,
        _ => Status::Unknown,
    }
}

fn characters(sqlstate: &str) -> [c_char; 5] {
    let mut characters = [0; 5];
    for (place, byte) in characters.iter_mut().zip(sqlstate.bytes()) {
        *place = c_char::from_ne_bytes([byte]);
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_status_that_adbc_knows() {
        for kind in ErrorKind::ALL {
            assert_ne!(status(*kind), Status::Unknown, "{kind:?}");
        }
    }

    #[test]
    fn an_error_has_its_code_and_its_hint_apart() {
        let error = storeql_engine::Statement::one("SELEC 1").unwrap_err();
        let told = of_engine(error.clone());
        assert_eq!(told.status, Status::InvalidArguments);
        assert_eq!(told.sqlstate, characters("42601"));
        let details = told.details.unwrap();
        assert!(
            details.contains(&("position".to_owned(), b"1:1".to_vec())),
            "{details:?}"
        );
        assert_eq!(as_json(&error)["sqlstate"], "42601");
        assert!(as_text(&error).starts_with("INVALID_ARGUMENT: "));
        assert!(as_text(&error).ends_with(" (SQLSTATE 42601)"));
    }

    #[test]
    fn a_panic_is_an_error() {
        let error = guarded::<()>(|| panic!("a wall fell down")).unwrap_err();
        assert_eq!(error.status, Status::Internal);
        assert!(error.message.contains("a wall fell down"), "{error}");
        assert!(guarded(|| Ok(1)).is_ok());
    }
}
