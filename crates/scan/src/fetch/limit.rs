//! `LIMIT` and `OFFSET` on pages as they come.

use futures::stream::{self, StreamExt, TryStreamExt};

use super::page::Pages;

/// The rows after the first `skip`, `most` of them at most. With the last of them the stream ends, and so do the requests
/// under way.
pub fn limited(pages: Pages, skip: usize, most: usize) -> Pages {
    if (skip, most) == (0, usize::MAX) {
        return pages;
    }
    let start = (most > 0).then_some((pages, skip, most));
    stream::try_unfold(start, |state| async move {
        let Some((mut pages, mut skip, most)) = state else {
            return Ok(None);
        };
        while let Some(page) = pages.try_next().await? {
            let before = page.rows.min(skip);
            skip -= before;
            let rows = (page.rows - before).min(most);
            if rows > 0 {
                let left = most - rows;
                let rest = (left > 0).then_some((pages, skip, left));
                return Ok(Some((page.slice(before, rows), rest)));
            }
        }
        Ok(None)
    })
    .boxed()
}
