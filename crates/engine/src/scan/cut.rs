//! `LIMIT` and `OFFSET` on rows as they come.

use arrow::array::RecordBatch;
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};

use crate::error::Result;

type Batches = BoxStream<'static, Result<RecordBatch>>;

/// The rows after the first `skip`, `most` of them at most. With the last of them the stream ends, and so do the requests
/// under way.
pub(super) fn cut(batches: Batches, skip: usize, most: usize) -> Batches {
    let start = (most > 0).then_some((batches, skip, most));
    stream::try_unfold(start, |state| async move {
        let Some((mut batches, mut skip, most)) = state else {
            return Ok(None);
        };
        while let Some(batch) = batches.try_next().await? {
            let before = batch.num_rows().min(skip);
            skip -= before;
            let rows = (batch.num_rows() - before).min(most);
            if rows > 0 {
                let left = most - rows;
                let rest = (left > 0).then_some((batches, skip, left));
                return Ok(Some((batch.slice(before, rows), rest)));
            }
        }
        Ok(None)
    })
    .boxed()
}
