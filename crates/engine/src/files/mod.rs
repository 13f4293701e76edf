//! `read_csv('…')`, `read_json('…')` and `read_parquet('…')`: the rows of a file of this machine, as a table in a FROM. Which files a session
//! may read stands in its options; the formats are the files' beside this one.

mod csv;
#[cfg(any(test, fuzzing))]
pub(crate) mod holds;
mod json;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result as DataFusionResult;
use datafusion::execution::context::SessionContext;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use futures::StreamExt;
use futures::stream;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::error::{Error, ErrorKind, Result};
use crate::session_options::Files;

/// Rows of one batch.
const BATCH: usize = 8_192;

/// The rows of a file.
type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

/// Makes the functions known to a session that may read these files.
pub(crate) fn register(context: &SessionContext, files: &Files) {
    for format in [Format::Csv, Format::Json, Format::Parquet] {
        let function = ReadFile {
            format,
            files: files.clone(),
        };
        context.register_udtf(format.function(), Arc::new(function));
    }
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Csv,
    Json,
    Parquet,
}

impl Format {
    fn function(self) -> &'static str {
        match self {
            Self::Csv => "read_csv",
            Self::Json => "read_json",
            Self::Parquet => "read_parquet",
        }
    }

    /// The columns of a file.
    fn columns(self, path: &Path) -> Result<Schema, ArrowError> {
        match self {
            Self::Csv => csv::columns(path, BATCH),
            Self::Json => json::columns(path),
            Self::Parquet => {
                let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
                Ok(reader.schema().as_ref().clone())
            }
        }
    }

    fn rows(self, path: &Path, columns: &SchemaRef) -> Result<Batches, ArrowError> {
        Ok(match self {
            Self::Csv => Box::new(csv::rows(path, columns, BATCH)?),
            Self::Json => Box::new(json::rows(path, columns, BATCH)?),
            Self::Parquet => {
                let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
                Box::new(reader.with_batch_size(BATCH).build()?)
            }
        })
    }
}

/// One of the functions.
#[derive(Debug)]
struct ReadFile {
    format: Format,
    files: Files,
}

impl TableFunctionImpl for ReadFile {
    fn call_with_args(&self, args: TableFunctionArgs) -> DataFusionResult<Arc<dyn TableProvider>> {
        let rows = self.rows(args.exprs()).map_err(Error::into_datafusion)?;
        let columns = Arc::clone(&rows.columns);
        Ok(Arc::new(StreamingTable::try_new(
            columns,
            vec![Arc::new(rows)],
        )?))
    }
}

impl ReadFile {
    fn rows(&self, arguments: &[Expr]) -> Result<FileRows> {
        let function = self.format.function();
        let path = match arguments {
            [Expr::Literal(value, _)] => value.try_as_str().flatten(),
            _ => None,
        };
        let path = path.ok_or_else(|| {
            let message =
                format!("{function} takes the path of a file as a text: {function}('prices.csv')");
            Error::new(ErrorKind::Syntax, message)
        })?;
        let path = allowed(&self.files, function, Path::new(path))?;
        let unread = |error: ArrowError| unread(&path, &error);
        let columns = self.format.columns(&path).map_err(unread)?;
        Ok(FileRows {
            columns: Arc::new(by_plain_names(columns)),
            format: self.format,
            path,
        })
    }
}

/// The file that is meant, if the session may read it; `who` would.
pub(crate) fn allowed(files: &Files, who: &str, path: &Path) -> Result<PathBuf> {
    match files {
        Files::None => {
            let message = format!(
                "{who} is not allowed in this session, since it reads files of the machine that runs StoreQL: use the program storeql, or let its owner name a folder"
            );
            Err(Error::new(ErrorKind::Unsupported, message))
        }
        Files::Any => Ok(path.to_owned()),
        Files::Below(folder) => {
            let outside = || {
                let message = format!(
                    "{who} reads files below the folder of this session only, and {} is none of them",
                    path.display()
                );
                Error::new(ErrorKind::Unsupported, message)
            };
            // Links and `..` lead out of a folder as well.
            let folder = folder.canonicalize().map_err(|_| outside())?;
            let found = folder.join(path).canonicalize().map_err(|_| outside())?;
            match found.starts_with(&folder) {
                true => Ok(found),
                false => Err(outside()),
            }
        }
    }
}

/// The names of a CSV file's columns, as SQL has them.
pub(crate) fn csv_columns(path: &Path) -> Result<Vec<String>> {
    let columns = Format::Csv.columns(path);
    let columns = columns.map_err(|error| unread(path, &error))?;
    let columns = by_plain_names(columns);
    let names = columns.fields().iter().map(|field| field.name().clone());
    Ok(names.collect())
}

/// Names as SQL has them without quotes, where no two of them become the same.
fn by_plain_names(columns: Schema) -> Schema {
    let plain = |field: &Arc<Field>| field.name().trim().to_lowercase();
    let mut names: Vec<String> = columns.fields().iter().map(plain).collect();
    names.sort();
    names.dedup();
    if names.len() != columns.fields().len() {
        return columns;
    }
    let fields = columns.fields().iter();
    let fields = fields.map(|field| field.as_ref().clone().with_name(plain(field)));
    Schema::new(fields.collect::<Vec<_>>())
}

fn unread(path: &Path, error: &ArrowError) -> Error {
    let message = format!("the file {} cannot be read: {error}", path.display());
    Error::new(ErrorKind::InvalidValue, message)
}

/// The rows of one file, read when a plan runs.
#[derive(Debug)]
struct FileRows {
    format: Format,
    path: PathBuf,
    columns: SchemaRef,
}

impl PartitionStream for FileRows {
    fn schema(&self) -> &SchemaRef {
        &self.columns
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (path, columns) = (self.path.clone(), Arc::clone(&self.columns));
        let rows = match self.format.rows(&path, &columns) {
            Ok(rows) => rows,
            Err(error) => Box::new(std::iter::once(Err(error))),
        };
        let rows = stream::iter(rows).map(move |batch| {
            let batch = batch.and_then(|batch| {
                RecordBatch::try_new(Arc::clone(&columns), batch.columns().to_vec())
            });
            batch.map_err(|error| unread(&path, &error).into_datafusion())
        });
        Box::pin(RecordBatchStreamAdapter::new(
            Arc::clone(&self.columns),
            rows,
        ))
    }
}
