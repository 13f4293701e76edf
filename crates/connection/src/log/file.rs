//! A log file that is begun anew when it is full; the full ones stay beside it under the time at which they ended.
//!
//! Written here, as the crates for it either roll by time only, or make folders, panic where they cannot, and give no error
//! that a person could be told. Several processes may append to one file: each looks at the file itself before it rolls.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use crate::text_file;

/// The files that are open in this process, so that connections that name the same one share it.
static FILES: LazyLock<Mutex<HashMap<PathBuf, Weak<LogFile>>>> = LazyLock::new(Mutex::default);

/// When a file is full, and how many stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rolling {
    /// Bytes that a file holds.
    pub(super) size: u64,
    /// Files that are kept, the current one among them; all where it is none.
    pub(super) files: Option<usize>,
}

/// One log file.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    file: Mutex<File>,
}

impl LogFile {
    /// Opens `path` for appending; makes the file, but no folder.
    pub(super) fn open(path: &Path) -> io::Result<Arc<Self>> {
        let file = append_to(path)?;
        let path = std::fs::canonicalize(path)?;
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = files.get(&path).and_then(Weak::upgrade) {
            return Ok(open);
        }
        let opened = Arc::new(Self {
            path: path.clone(),
            file: Mutex::new(file),
        });
        files.retain(|_, file| file.strong_count() > 0);
        files.insert(path, Arc::downgrade(&opened));
        Ok(opened)
    }

    /// Appends a line, in a new file where this one is full.
    pub(super) fn append(&self, line: &[u8], rolling: Rolling) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |length: u64| length > 0 && length + line.len() as u64 > rolling.size;
        if full(file.metadata()?.len()) {
            // Another process may have rolled it already: then the path leads to a file that is not full.
            if std::fs::metadata(&self.path).is_ok_and(|found| full(found.len())) {
                std::fs::rename(&self.path, self.past_name())?;
            }
            *file = append_to(&self.path)?;
            if let Some(files) = rolling.files {
                self.keep(files.saturating_sub(1));
            }
        }
        file.write_all(line)
    }

    fn past_name(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(
            jiff::Timestamp::now()
                .strftime(".%Y%m%d-%H%M%S-%9f")
                .to_string(),
        );
        name.into()
    }

    /// Removes the oldest of the full files, but for `count`. One that cannot be removed stays.
    fn keep(&self, count: usize) {
        let mut past = self.past();
        past.sort_unstable();
        for path in past.iter().rev().skip(count) {
            let _ = std::fs::remove_file(path);
        }
    }

    /// The full files: the log's own name, and a time.
    fn past(&self) -> Vec<PathBuf> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let is_past = |found: &str| {
            let ending = found
                .strip_prefix(name.as_ref())
                .and_then(|ending| ending.strip_prefix('.'));
            ending.is_some_and(|ending| {
                ending.len() == 25 && ending.chars().all(|c| c.is_ascii_digit() || c == '-')
            })
        };
        let folder = self.path.parent().and_then(|folder| folder.read_dir().ok());
        let entries = folder.into_iter().flatten().filter_map(Result::ok);
        entries
            .filter(|entry| is_past(&entry.file_name().to_string_lossy()))
            .map(|entry| entry.path())
            .collect()
    }
}

/// Readable by its owner only: the log names the store and the statements.
fn append_to(path: &Path) -> io::Result<File> {
    if let Ok(found) = std::fs::metadata(path) {
        text_file::refuse_pipe(&found)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_processes_lose_nothing_to_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let rolling = Rolling {
            size: 1_000,
            files: None,
        };
        // A handle of its own is what another process has.
        let handle = || LogFile {
            path: path.clone(),
            file: Mutex::new(append_to(&path).unwrap()),
        };
        let (one, other) = (handle(), handle());
        let written: Vec<_> = (0..200)
            .map(|number| format!("{number:03} {}", "x".repeat(50)))
            .collect();
        for (number, line) in written.iter().enumerate() {
            let file = if number % 3 == 0 { &one } else { &other };
            file.append(format!("{line}\n").as_bytes(), rolling)
                .unwrap();
        }
        let mut found: Vec<String> = Vec::new();
        for file in one.past().iter().chain([&path]) {
            let text = std::fs::read_to_string(file).unwrap();
            assert!(text.len() as u64 <= rolling.size, "{}", text.len());
            found.extend(text.lines().map(str::to_owned));
        }
        found.sort_unstable();
        assert_eq!(found, written);
    }
}
