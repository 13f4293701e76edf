//! COPY table FROM STDIN: rows that come are inserted, many with one INSERT.

use std::collections::HashMap;

use bytes::Bytes;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::copy::CopyInResponse;
use storeql_engine::Prepared;

use super::client::Client;
use super::copy_options::{CopyFormat, CopyOptions};
use super::copy_rows::{Row, RowReader};
use super::encode::Format;
use super::fault::{Fault, Result, Stop};
use super::options::Ended;
use super::parameters::{Given, parameters};
use super::ready;
use super::request::Request;
use super::watch::Watch;
use super::wire::Arrived;

/// Rows, and values, of one INSERT at most.
const MOST_ROWS: usize = 250;
const MOST_VALUES: usize = 5_000;

/// What an INSERT of some rows needs, by their number: two numbers come again and again, the whole one and the last.
struct Inserts<'a> {
    table: &'a str,
    columns: Vec<String>,
    format: Format,
    prepared: HashMap<usize, Prepared>,
    written: u64,
}

impl Client {
    pub(super) async fn copy_in(
        &mut self,
        table: &str,
        columns: &[String],
        options: &CopyOptions,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<String> {
        let columns = match columns {
            [] => self.all_columns(table)?,
            columns => columns.to_vec(),
        };
        let count = columns.len();
        let mut inserts = Inserts {
            table,
            columns,
            format: match options.format {
                CopyFormat::Binary => Format::Binary,
                _ => Format::Text,
            },
            prepared: HashMap::new(),
            written: 0,
        };
        // What is wrong with the table or the columns is told before any row comes.
        self.prepare_insert(&mut inserts, 1, watch).await?;
        let code = inserts.format.code();
        self.put(Answer::CopyInResponse(CopyInResponse::new(
            i8::from(inserts.format == Format::Binary),
            count as i16,
            vec![code; count],
        )))?;
        watch.flush(&mut self.wire).await?;
        let mut reader = RowReader::new(options, count);
        let copied = self
            .copy_rows(&mut inserts, &mut reader, watch, ended)
            .await;
        ended.rows = inserts.written;
        match copied {
            Ok(()) => Ok(format!("COPY {}", inserts.written)),
            Err(Stop::Fault(fault)) if inserts.written > 0 => {
                let message = format!(
                    "{} ({} rows were written before)",
                    fault.message, inserts.written
                );
                Err(Fault { message, ..*fault }.into())
            }
            Err(stop) => Err(stop),
        }
    }

    /// All columns of a table, as PostgreSQL takes them where none are named.
    fn all_columns(&self, table: &str) -> Result<Vec<String>> {
        let relation = self.session.relation(table).map_err(Fault::from)?;
        let columns = relation.columns.iter();
        let columns = columns.map(|column| format!("\"{}\"", column.name.replace('"', "\"\"")));
        Ok(columns.collect())
    }

    async fn copy_rows(
        &mut self,
        inserts: &mut Inserts<'_>,
        reader: &mut RowReader<'_>,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<()> {
        let together = (MOST_VALUES / inserts.columns.len().max(1)).clamp(1, MOST_ROWS);
        let most = self.shared.limits.message;
        let mut rows: Vec<Row> = Vec::new();
        let mut last = false;
        while !last {
            match watch.arrival(&mut self.wire, most).await? {
                Arrived::Request(Request::CopyData(bytes)) => reader.push(&bytes),
                Arrived::Request(Request::CopyDone) => last = true,
                Arrived::Request(Request::CopyFail(why)) => {
                    let why = storeql_connection::one_line(&why);
                    let message = format!("COPY from stdin failed, as the client says: {why}");
                    return Err(Fault::new("57014", message).into());
                }
                Arrived::Request(Request::Flush | Request::Sync) => {}
                Arrived::Request(Request::Terminate) | Arrived::Gone => return Err(Stop::Left),
                Arrived::Request(_) => {
                    let message = "rows of COPY were expected, and another message came";
                    return Err(Fault::protocol(message).into());
                }
                Arrived::Unreadable(why) => return Err(Fault::protocol(why).into()),
            }
            while let Some(row) = reader.next(last)? {
                rows.push(row);
                if rows.len() == together {
                    self.insert(inserts, &rows, watch, ended).await?;
                    rows.clear();
                }
            }
            if reader.waiting() > most {
                let message = format!("a row of COPY has more than {most} bytes");
                return Err(Fault::new("54000", message).into());
            }
        }
        match rows.is_empty() {
            true => Ok(()),
            false => self.insert(inserts, &rows, watch, ended).await,
        }
    }

    async fn prepare_insert(
        &mut self,
        inserts: &mut Inserts<'_>,
        rows: usize,
        watch: &Watch,
    ) -> Result<()> {
        if inserts.prepared.contains_key(&rows) {
            return Ok(());
        }
        let width = inserts.columns.len();
        let row = |row: usize| {
            let places = (1..=width).map(|column| format!("${}", row * width + column));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        };
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            inserts.table,
            inserts.columns.join(", "),
            (0..rows).map(row).collect::<Vec<_>>().join(", ")
        );
        let prepared = watch
            .over(&mut self.wire, self.session.prepare(&sql))
            .await?;
        // The places of the error are those of a text that the client has not sent.
        let prepared = prepared.map_err(|error| Fault {
            offset: None,
            ..Fault::from(error)
        })?;
        inserts.prepared.insert(rows, prepared);
        Ok(())
    }

    async fn insert(
        &mut self,
        inserts: &mut Inserts<'_>,
        rows: &[Row],
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<()> {
        self.prepare_insert(inserts, rows.len(), watch).await?;
        let Some(prepared) = inserts.prepared.get(&rows.len()) else {
            return Ok(());
        };
        let kinds = ready::parameters(prepared, &[])?;
        let values: Vec<Option<&Bytes>> = rows.iter().flatten().map(Option::as_ref).collect();
        let given: Vec<Given> = kinds
            .iter()
            .zip(values)
            .map(|(kind, value)| Given {
                kind,
                format: inserts.format,
                value,
            })
            .collect();
        let values = parameters(prepared.parameters(), &given)?;
        let run = watch.over(&mut self.wire, prepared.run(values)).await?;
        let mut run = run.map_err(Fault::from)?;
        let before = ended.requests;
        let inserted = loop {
            match watch.next(&mut self.wire, &mut run).await {
                Ok(Some(_)) => {}
                Ok(None) => break Ok(()),
                Err(stop) => break Err(stop),
            }
        };
        ended.requests = before + run.progress().requests;
        inserts.written += run.written().unwrap_or(0);
        inserted
    }
}
