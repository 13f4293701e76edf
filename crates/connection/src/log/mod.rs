//! The log file of a connection: what its properties say, and the way from the program's events into the file.
//!
//! The log belongs to the connection, as a process may hold several. So each has a subscriber of its own, within which
//! the work for that connection is done. The subscriber of the process stays the embedding program's to set.

mod file;
mod line;
mod module;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::FilterFn;
use tracing_subscriber::layer::SubscriberExt;

use crate::error::Error;
use crate::property_values::PropertyValues;
use crate::spelling::{named, shown};
use file::{LogFile, Rolling};
use line::{Line, Writer};
use module::Module;

/// A file is not begun anew before it has this size.
const SMALLEST_FILE: u64 = 100_000;
/// Of the files that are kept, one is being written.
const FEWEST_FILES: usize = 2;

/// What the properties say of the log. Pure; `None` where there is none.
#[derive(Debug, PartialEq, Eq)]
struct LogSettings<'c> {
    path: &'c Path,
    verbosity: u8,
    /// All, where the connection names none.
    modules: BTreeSet<Module>,
    rolling: Rolling,
    unknown: Vec<&'c str>,
}

/// Two subscribers that take no event and stay until the process ends.
///
/// `tracing` remembers of each event whether a subscriber wants it. While it knows one subscriber or none, it asks only
/// the subscriber of the thread that comes to the event first. A thread without a log would so keep that event out of
/// every log. With two that stay it asks all of them.
static TAKE_NOTHING: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [(); 2].map(|()| Dispatch::new(NoSubscriber::new())));

/// To be called before the first event: a log that is opened later has every event then.
pub(crate) fn prepare() {
    LazyLock::force(&TAKE_NOTHING);
}

/// Opens the log file where the properties name one: an error where it cannot be written.
pub(crate) fn open(properties: &PropertyValues) -> Result<Option<Dispatch>, Error> {
    let Some(settings) = settings(properties)? else {
        return Ok(None);
    };
    let file = LogFile::open(settings.path).map_err(|error| {
        Error::configuration(format!(
            "Logfile: {} cannot be written ({error}); its folder has to exist",
            settings.path.display()
        ))
    })?;
    let LogSettings {
        verbosity,
        modules,
        rolling,
        ..
    } = settings;
    let writer = Writer::new(file, rolling);
    let shown = FilterFn::new(move |metadata| {
        let module = Module::of(metadata.target());
        module.is_some_and(|module| {
            modules.contains(&module) && module.verbosity(*metadata.level()) <= verbosity
        })
    });
    let layer = tracing_subscriber::fmt::layer()
        .event_format(Line)
        .with_writer(writer)
        .with_ansi(false)
        .log_internal_errors(false)
        .with_filter(shown.with_max_level_hint(module::most(verbosity)));
    Ok(Some(Dispatch::new(
        tracing_subscriber::registry().with(layer),
    )))
}

/// What is wrong with the log's properties, and what the person should know.
pub(crate) fn check(properties: &PropertyValues) -> Result<Option<String>, Error> {
    let Some(settings) = settings(properties)? else {
        return Ok(None);
    };
    let unknown: Vec<_> = settings.unknown.iter().map(|name| named(name)).collect();
    let unknown = unknown.join(", ");
    let known = Module::ALL.map(Module::name).join(", ");
    Ok((!unknown.is_empty())
        .then(|| format!("LogModules: the log has no module {unknown}; it has {known}.")))
}

fn settings(properties: &PropertyValues) -> Result<Option<LogSettings<'_>>, Error> {
    let size = size(properties.value("MaxLogFileSize").unwrap_or_default())?;
    let count = properties.number("MaxLogFileCount").unwrap_or(-1);
    let Some(path) = properties.value("Logfile") else {
        return Ok(None);
    };
    let names = properties.value("LogModules").unwrap_or_default();
    let names = names
        .split([';', ','])
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let (known, unknown): (Vec<_>, Vec<_>) = names.partition(|name| Module::parse(name).is_some());
    let modules: BTreeSet<Module> = known.into_iter().filter_map(Module::parse).collect();
    Ok(Some(LogSettings {
        path: Path::new(path),
        verbosity: properties
            .value("Verbosity")
            .and_then(|text| text.parse().ok())
            .unwrap_or(1),
        modules: if modules.is_empty() && unknown.is_empty() {
            Module::ALL.into()
        } else {
            modules
        },
        rolling: Rolling {
            size: size.max(SMALLEST_FILE),
            files: usize::try_from(count)
                .ok()
                .filter(|files| *files > 0)
                .map(|files| files.max(FEWEST_FILES)),
        },
        unknown,
    }))
}

/// Bytes, as in `100MB`, `500 kB` or `250000`.
fn size(text: &str) -> Result<u64, Error> {
    let plain = text.trim().to_ascii_uppercase();
    let digits = plain.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match plain[digits.len()..].trim() {
        "" | "B" => Some(1),
        "K" | "KB" => Some(1_000),
        "M" | "MB" => Some(1_000_000),
        "G" | "GB" => Some(1_000_000_000),
        _ => None,
    };
    let bytes = digits.parse::<u64>().ok().zip(unit);
    bytes
        .and_then(|(number, unit)| number.checked_mul(unit))
        .ok_or_else(|| {
            Error::configuration(format!(
                "MaxLogFileSize: {} is no size, as in 100MB or 500kB",
                shown(text)
            ))
        })
}

#[cfg(test)]
#[path = "../log_tests.rs"]
mod tests;
