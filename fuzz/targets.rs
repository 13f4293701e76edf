//! The targets, and what each of them costs at most. What has to hold of an input stands in the `holds` of the crate that reads it.

use std::alloc::System;
use std::sync::LazyLock;

use cap::Cap;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Bytes that any input may cost: what is built once, at the first one, and what does not depend on the input's length.
const FIXED: usize = 64 * 1024 * 1024;

/// What has to hold of any bytes.
type Holds = fn(&[u8]);

/// Each target: its name, how many bytes of memory a byte of its input may cost, and what has to hold.
const TARGETS: &[(&str, usize, Holds)] = &[
    ("adbc_address", 100, |bytes| {
        storeql_adbc::holds::of_any_address(&text(bytes));
    }),
    ("catalog_definition", 2_000, |bytes| {
        storeql_catalog::holds::of_any_definition(&text(bytes));
    }),
    ("cli_command", 100, |bytes| {
        storeql_cli::holds::of_any_entry(&text(bytes));
    }),
    ("cli_variables", 100, |bytes| {
        storeql_cli::holds::of_any_variables(&text(bytes));
    }),
    ("client_answer", 200, storeql_client::holds::of_any_answer),
    ("client_page", 100, storeql_client::holds::of_any_page),
    ("connection_callback", 100, |bytes| {
        storeql_connection::holds::of_any_callback(&text(bytes));
    }),
    (
        "connection_pairs",
        2_000,
        storeql_connection::holds::of_any_pairs,
    ),
    (
        "connection_profiles",
        500,
        storeql_connection::holds::of_any_profiles,
    ),
    (
        "connection_settings",
        2_000,
        storeql_connection::holds::of_any_settings,
    ),
    ("connection_string", 2_000, |bytes| {
        let place = bytes.first().copied().unwrap_or_default();
        storeql_connection::holds::of_any_string(&text(bytes), place.into());
    }),
    ("engine_cast", 5_000, storeql_engine::holds::of_any_cast),
    ("engine_file", 2_000, storeql_engine::holds::of_any_file),
    ("engine_partition", 100, |bytes| {
        storeql_engine::holds::of_any_partition(&text(bytes));
    }),
    ("engine_patterns", 500, |bytes| {
        storeql_engine::holds::of_any_pattern(&text(bytes));
    }),
    ("engine_plan", 20_000, |bytes| {
        storeql_engine::holds::of_any_plan(&text(bytes));
    }),
    ("engine_statement", 5_000, |bytes| {
        storeql_engine::holds::of_any_statement(&text(bytes));
    }),
    ("engine_values", 500, |bytes| {
        storeql_engine::holds::of_any_value(&text(bytes));
    }),
    ("json_walk", 200, |bytes| {
        storeql_json::holds::of_any_json(&text(bytes));
    }),
    ("scan_page", 500, storeql_scan::holds::of_any_page),
    ("scan_values", 100, |bytes| {
        storeql_scan::holds::of_any_value(&text(bytes));
    }),
    ("server_command", 200, |bytes| {
        storeql_server::holds::of_any_command(&text(bytes));
    }),
    ("server_copy", 500, storeql_server::holds::of_any_copy),
    (
        "server_messages",
        100,
        storeql_server::holds::of_any_messages,
    ),
    (
        "server_parameter",
        1_000,
        storeql_server::holds::of_any_parameter,
    ),
    ("server_start", 200, storeql_server::holds::of_any_start),
    ("server_users", 100, |bytes| {
        storeql_server::holds::of_any_user(&text(bytes));
    }),
    ("write_answer", 500, storeql_write::holds::of_any_answer),
    ("write_journal", 500, storeql_write::holds::of_any_journal),
];

static TARGET: LazyLock<(usize, Holds)> = LazyLock::new(|| {
    let wanted = std::env::var("STOREQL_FUZZ_TARGET").unwrap_or_default();
    let target = TARGETS.iter().find(|(name, ..)| *name == wanted);
    let (_, each, holds) = target.unwrap_or_else(|| panic!("there is no target {wanted}"));
    (*each, *holds)
});

/// What libFuzzer calls with each input. A panic ends the process, so that libFuzzer keeps the input.
#[allow(unsafe_code, non_snake_case)]
#[unsafe(no_mangle)]
extern "C" fn LLVMFuzzerTestOneInput(data: *const u8, size: usize) -> i32 {
    // SAFETY: libFuzzer gives so many bytes, which no one changes until this returns; of none it may give no place.
    let input = match size {
        0 => &[],
        _ => unsafe { std::slice::from_raw_parts(data, size) },
    };
    let (each, holds) = *TARGET;
    let most = MEMORY.allocated() + FIXED + each * input.len();
    let kept = MEMORY.set_limit(most).is_ok() && std::panic::catch_unwind(|| holds(input)).is_ok();
    if !kept {
        std::process::abort();
    }
    let _ = MEMORY.set_limit(usize::MAX);
    0
}

/// An input as text.
fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
