//! What a client asks of its session and its server.

use super::super::field::pg_type;
use super::super::types::format_type;
use super::super::value::Value;
use super::frame::{Function, lenient, nothing, strict};
use crate::settings::VERSION;

pub(super) const FUNCTIONS: &[Function] = &[
    // What a statement calls `version()`, `current_database()` and `current_user` other faces answer otherwise.
    strict("pg_version", 0..=0, "text", |_, _| {
        let own = env!("CARGO_PKG_VERSION");
        Ok(format!("PostgreSQL {VERSION} (StoreQL {own})").into())
    }),
    strict("pg_current_database", 0..=0, "name", |asked, _| {
        Ok(asked.session.client.database.as_str().into())
    }),
    strict("pg_current_user", 0..=0, "name", |asked, _| {
        Ok(asked.session.client.user.as_str().into())
    }),
    strict("current_schema", 0..=0, "name", |asked, _| {
        Ok(asked.session.search_path().into_iter().next().into())
    }),
    strict("current_schemas", 1..=1, "_name", |asked, values| {
        let implicit = (values[0] == Value::Flag(true)).then(|| "pg_catalog".to_owned());
        let all = implicit.into_iter().chain(asked.session.search_path());
        Ok(all.collect::<Vec<_>>().into())
    }),
    // A setting that changes no answer is taken and not kept.
    lenient("set_config", 3..=3, "text", |_, values| {
        Ok(values[1].clone())
    }),
    strict("pg_backend_pid", 0..=0, "int4", |_, _| {
        Ok((std::process::id() & 0x7fff_ffff).into())
    }),
    strict(
        "pg_client_encoding",
        0..=0,
        "name",
        |_, _| Ok("UTF8".into()),
    ),
    strict("getdatabaseencoding", 0..=0, "name", |_, _| {
        Ok("UTF8".into())
    }),
    strict("pg_encoding_to_char", 1..=1, "name", |_, values| {
        let is_utf8 = values[0].number() == Some(6);
        Ok(if is_utf8 { "UTF8" } else { "" }.into())
    }),
    strict("pg_char_to_encoding", 1..=1, "int4", |_, values| {
        let name = values[0].text().unwrap_or_default().to_lowercase();
        let is_utf8 = name == "utf8" || name == "utf-8";
        Ok(if is_utf8 { 6 } else { -1 }.into())
    }),
    strict("pg_is_in_recovery", 0..=0, "bool", |_, _| Ok(false.into())),
    strict("pg_my_temp_schema", 0..=0, "oid", |_, _| Ok(0.into())),
    strict("pg_is_other_temp_schema", 1..=1, "bool", |_, _| {
        Ok(false.into())
    }),
    strict("pg_relation_is_publishable", 1..=1, "bool", |_, _| {
        Ok(false.into())
    }),
    strict("txid_current", 0..=0, "int8", |_, _| Ok(1.into())),
    strict(
        "pg_advisory_unlock_all",
        0..=0,
        "text",
        |_, _| Ok("".into()),
    ),
    lenient("pg_typeof", 1..=1, "text", |asked, _| {
        let kind = asked.fields.first().map(|field| pg_type(field));
        Ok(kind.map(|kind| format_type(kind.oid, None)).into())
    }),
    nothing("inet_server_addr", 0..=0, "text"),
    nothing("inet_client_addr", 0..=0, "text"),
    nothing("inet_server_port", 0..=0, "int4"),
    nothing("inet_client_port", 0..=0, "int4"),
    strict(
        "pg_tablespace_location",
        1..=1,
        "text",
        |_, _| Ok("".into()),
    ),
];
