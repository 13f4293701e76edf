//! An event as one line of the log, and what is taken out of every line whatever the event says.
//!
//! Events are written without secrets. A statement or a server's answer may still repeat one, which is masked here.

use std::fmt;
use std::io;
use std::sync::Arc;

use storeql_client::one_line;
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer as FieldWriter;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::registry::LookupSpan;

use super::file::{LogFile, Rolling};
use super::module::Module;

/// The beginnings of addresses whose query is a sign-in's own business.
const SIGN_IN: [&str; 2] = ["oauth2/authorize?", "oauth2/token?"];

/// The format of a line: time, module, level, message, values.
pub(super) struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    N: for<'w> FormatFields<'w> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: FieldWriter<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        let module = Module::of(metadata.target()).map_or("", Module::name);
        let now = jiff::Timestamp::now();
        write!(writer, "{now:.6} {module:4} {:5} ", metadata.level())?;
        context.format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

/// One line of the log: what [`one_line`] makes of a text, and without the queries of a sign-in's addresses.
fn line(text: &str) -> String {
    let mut text = one_line(text.trim_end());
    for beginning in SIGN_IN {
        let mut from = 0;
        while let Some(found) = text[from..].find(beginning) {
            from += found + beginning.len();
            let query = text[from..].split([' ', '"', '\'']).next();
            let end = from + query.unwrap_or_default().len();
            text.replace_range(from..end, "…");
        }
    }
    text
}

/// Writes lines to a connection's log file.
#[derive(Clone)]
pub(super) struct Writer(Arc<Output>);

struct Output {
    file: Arc<LogFile>,
    rolling: Rolling,
}

impl Writer {
    pub(super) fn new(file: Arc<LogFile>, rolling: Rolling) -> Self {
        Self(Arc::new(Output { file, rolling }))
    }
}

impl io::Write for Writer {
    /// The subscriber gives each line whole.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut line = line(&String::from_utf8_lossy(bytes));
        line.push('\n');
        self.0.file.append(line.as_bytes(), self.0.rolling)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Writer {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}
