//! Where results go: standard output, or a file that appears only when it is whole.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::pager::Pager;
use crate::failure::{Failure, Result};
use crate::terminal;

/// Takes the bytes of all results of a run.
pub(crate) struct Sink {
    target: Target,
    closed: bool,
}

enum Target {
    /// Unbuffered beyond the line: each batch is shown when it arrives.
    Standard(io::Stdout),
    /// Standard output, screen by screen.
    Paged(Pager),
    /// Written beside its final place, so that the rename cannot cross file systems.
    Fresh {
        file: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
    /// A device or a pipe, which cannot be replaced.
    Device {
        file: BufWriter<fs::File>,
        path: PathBuf,
    },
}

impl Sink {
    /// Writes to `path`, or to standard output, which `-` is as well.
    pub(crate) fn open(path: Option<&Path>) -> Result<Sink> {
        let target = match path.filter(|path| *path != Path::new("-")) {
            None => Target::Standard(io::stdout()),
            Some(path) => Target::file(path).map_err(|error| cannot_write(path, &error))?,
        };
        Ok(Sink {
            target,
            closed: false,
        })
    }

    /// Writes to standard output, and long results to a pager where that is a terminal.
    pub(crate) fn paged() -> Sink {
        let draws = io::stdout().is_terminal() && !terminal::is_dumb();
        Sink {
            target: match draws.then(terminal::size).flatten() {
                Some((_, lines)) => Target::Paged(Pager::new(lines)),
                None => Target::Standard(io::stdout()),
            },
            closed: false,
        }
    }

    /// Whether a person reads along.
    pub(crate) fn is_terminal(&self) -> bool {
        match self.target {
            Target::Standard(_) => io::stdout().is_terminal(),
            Target::Paged(_) => true,
            Target::Fresh { .. } | Target::Device { .. } => false,
        }
    }

    /// Ends one result: where it went to a pager, waits for the person to leave it. True where they left before its end.
    pub(crate) fn end_result(&mut self) -> Result<bool> {
        match &mut self.target {
            Target::Paged(pager) => {
                pager.end()?;
                Ok(std::mem::take(&mut self.closed))
            }
            _ => Ok(false),
        }
    }

    /// Columns and lines of the terminal, where a person reads along.
    pub(crate) fn terminal_size(&self) -> Option<(usize, usize)> {
        self.is_terminal().then(terminal::size).flatten()
    }

    /// Whether the reader went away (`storeql query … | head`). That ends the run without a message.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed && !matches!(self.target, Target::Paged(_))
    }

    /// Puts the file into its place. Without it, what was there before stays.
    pub(crate) fn commit(self) -> Result<()> {
        match self.target {
            Target::Standard(mut output) => Ok(output.flush()?),
            Target::Paged(mut pager) => Ok(pager.end()?),
            Target::Device { mut file, path } => {
                file.flush().map_err(|error| cannot_write(&path, &error))
            }
            Target::Fresh { file, path } => {
                put(file, &path).map_err(|error| cannot_write(&path, &error))
            }
        }
    }
}

impl Target {
    fn file(path: &Path) -> io::Result<Target> {
        // A link stays a link: what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Ok(metadata) = fs::metadata(&path) {
            if metadata.is_dir() {
                return Err(io::Error::other("it is a folder"));
            }
            if !metadata.is_file() {
                let file = fs::OpenOptions::new().write(true).open(&path)?;
                return Ok(Target::Device {
                    file: BufWriter::new(file),
                    path,
                });
            }
        }
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".storeql-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any file that the person creates; the process' mask takes the rest away.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder);
        let file = file.map_err(|error| unnamed(&error, folder))?;
        Ok(Target::Fresh {
            file: BufWriter::new(file),
            path,
        })
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Target::Standard(output) => output,
            Target::Paged(pager) => pager,
            Target::Fresh { file, .. } => file,
            Target::Device { file, .. } => file,
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.target.writer().write(bytes);
        self.closed |= is_broken_pipe(&written);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.target.writer().flush();
        self.closed |= is_broken_pipe(&flushed);
        flushed
    }
}

fn is_broken_pipe<T>(result: &io::Result<T>) -> bool {
    matches!(result, Err(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

fn put(file: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

/// The error without the temporary file's name, which the person never gave.
fn unnamed(error: &io::Error, folder: &Path) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            io::Error::other(format!("there is no folder {}", folder.display()))
        }
        kind => kind.into(),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::Output(format!("could not write {}: {error}", path.display()))
}
