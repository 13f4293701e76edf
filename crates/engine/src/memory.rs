//! The memory that sorts, aggregates and joins of one store share, and the files that they write where it does not suffice.
//!
//! Pages that scans hold are not part of it: each scan has its own allowance.

use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use datafusion::common::{DataFusionError, Result as DataFusionResult};
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::{SpillFile, SpillWriter, TempFileFactory};
use futures::Stream;
use futures::stream;
use storeql_connection::MemoryLimit;

use crate::error::{Error, Result};

/// Bytes that are read of a file, or written to it, at once.
const CHUNK: usize = 1024 * 1024;
/// Consumers of memory that DataFusion's error names.
const NAMED: NonZeroUsize = NonZeroUsize::MIN;

/// What DataFusion runs in.
pub(crate) fn runtime(limit: MemoryLimit) -> Result<Arc<RuntimeEnv>> {
    let files = DiskManagerMode::Custom(Arc::new(Unnamed));
    let files = DiskManagerBuilder::default().with_mode(files);
    let mut runtime = RuntimeEnvBuilder::new().with_disk_manager_builder(files);
    let bytes = match limit {
        MemoryLimit::None => None,
        MemoryLimit::Megabytes(most) => Some(most.saturating_mul(1024 * 1024)),
        MemoryLimit::Machine => Some(of_machine() / 2),
    };
    if let Some(bytes) = bytes {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let pool = TrackConsumersPool::new(FairSpillPool::new(bytes), NAMED);
        runtime = runtime.with_memory_pool(Arc::new(pool));
    }
    runtime.build_arc().map_err(Error::of_datafusion)
}

/// The least of what the machine has, what its container allows, and how large the process may become.
fn of_machine() -> u64 {
    let told = sysinfo::System::new().ok().map(|mut system| {
        system.refresh_memory();
        let container = system.cgroup_limits().map(|limits| limits.total_memory);
        let physical = Some(system.total_memory()).filter(|bytes| *bytes > 0);
        [physical, container]
    });
    let told = told.into_iter().flatten().flatten();
    told.chain(address_space()).min().unwrap_or(u64::MAX)
}

#[cfg(unix)]
fn address_space() -> Option<u64> {
    let (soft, _) = rlimit::Resource::AS.get().ok()?;
    (soft != rlimit::INFINITY).then_some(soft)
}

#[cfg(not(unix))]
fn address_space() -> Option<u64> {
    None
}

/// Makes files that have no name, so that none is left behind however the program ends.
struct Unnamed;

impl TempFileFactory for Unnamed {
    fn create_temp_file(&self, _: &str) -> DataFusionResult<Arc<dyn SpillFile>> {
        let file = tempfile::tempfile().map_err(DataFusionError::IoError)?;
        Ok(Arc::new(UnnamedFile(Arc::new(Contents {
            file: Mutex::new(file),
            size: AtomicU64::new(0),
        }))))
    }
}

struct UnnamedFile(Arc<Contents>);

struct Contents {
    file: Mutex<std::fs::File>,
    size: AtomicU64,
}

impl Contents {
    fn file(&self) -> MutexGuard<'_, std::fs::File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes from `start` on, at most a chunk of them.
    fn read(&self, start: u64) -> std::io::Result<Bytes> {
        let left = self.size.load(Ordering::Acquire).saturating_sub(start);
        let wanted = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        let mut chunk = vec![0; wanted];
        let mut file = self.file();
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut chunk)?;
        Ok(chunk.into())
    }

    fn append(&self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut file = self.file();
        file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)?;
        self.size.fetch_add(bytes.len() as u64, Ordering::Release);
        Ok(bytes.len())
    }
}

impl SpillFile for UnnamedFile {
    fn size(&self) -> Option<u64> {
        Some(self.0.size.load(Ordering::Acquire))
    }

    fn read_stream(
        &self,
    ) -> DataFusionResult<Pin<Box<dyn Stream<Item = DataFusionResult<Bytes>> + Send>>> {
        let chunks = stream::try_unfold((Arc::clone(&self.0), 0), |(contents, start)| async move {
            let reader = Arc::clone(&contents);
            let chunk = tokio::task::spawn_blocking(move || reader.read(start));
            let chunk = chunk
                .await
                .map_err(|error| DataFusionError::External(Box::new(error)))?
                .map_err(DataFusionError::IoError)?;
            let end = start + chunk.len() as u64;
            Ok((!chunk.is_empty()).then_some((chunk, (contents, end))))
        });
        Ok(Box::pin(chunks))
    }

    fn open_writer(&self) -> DataFusionResult<Box<dyn SpillWriter>> {
        let appending = Appending(Arc::clone(&self.0));
        Ok(Box::new(Writer(BufWriter::with_capacity(CHUNK, appending))))
    }
}

struct Appending(Arc<Contents>);

impl Write for Appending {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.append(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Writer(BufWriter<Appending>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl SpillWriter for Writer {
    fn finish(&mut self) -> DataFusionResult<()> {
        self.0.flush().map_err(DataFusionError::IoError)
    }
}
