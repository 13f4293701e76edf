//! What a resource takes: a short description, facts only. Knows no resource by name; the descriptions themselves are in
//! `writes`.

use serde_json::{Map, Value};

use super::refused::Refused;
use crate::dataset::Dataset;
use crate::request::{Query, Version};
use crate::respond::Reply;

/// What one resource takes.
pub(crate) struct Writes {
    /// The resource whose rows are written, and so what answers look like.
    pub(crate) resource: &'static str,
    pub(crate) version: Version,
    /// The scope that a token needs: several with `|` between.
    pub(crate) scope: &'static str,
    /// The table whose rows are written.
    pub(crate) table: &'static str,
    /// Where in the table the rows stand.
    pub(crate) within: Within,
    /// The field (or fields, separated by a blank) that tells one row from another; empty for a single object.
    pub(crate) key: &'static str,
    /// The members of a body; the notation is in `member`.
    pub(crate) members: &'static str,
    /// The fields (several with a blank between) of which no two rows have the same values. Letter case does not count.
    pub(crate) unique: &'static [&'static str],
    /// The status where another row has the same values.
    pub(crate) conflict: u16,
    /// Fields that name a row: field, table, and the table's key.
    pub(crate) names: &'static [(&'static str, &'static str, &'static str)],
    /// Rows that a deletion takes along: their table, and the field that names the row.
    pub(crate) along: &'static [(&'static str, &'static str)],
    /// A change takes the place of the whole row: what it leaves out is unset.
    pub(crate) replaces: bool,
    /// An array's row whose key is not there is passed over.
    pub(crate) skips_absent: bool,
    /// Other words by which a body names its row, spelled as the row has them: `sku` in place of `variant_id`.
    pub(crate) resolve: Resolve,
    /// Answers leave out the field that names the parent.
    pub(crate) parent_hidden: bool,
    /// Rows of one parent, or of the store, at most.
    pub(crate) most: usize,
    /// What webhooks call the rows: `product`, of which `store/product/created` tells; empty where they tell nothing.
    pub(crate) event: &'static str,
    /// The row as answers show it, where its resource has another shape.
    pub(crate) show: Show,
    /// Checks and completes a row before it is kept.
    pub(crate) complete: Complete,
    /// Whether a row may be deleted.
    pub(crate) may_go: MayGo,
    /// What follows for other rows.
    pub(crate) follow: Follow,
    /// The requests.
    pub(crate) changes: &'static [Change],
}

/// Checks and completes a row that a request makes or changes.
pub(crate) type Complete = fn(&Dataset, &mut Map<String, Value>, &Given<'_>) -> Result<(), Refused>;

/// Completes what a body says of its row before the row is looked for.
pub(crate) type Resolve = fn(&Dataset, &mut Map<String, Value>);

/// Gives a row in the shape of its resource.
pub(crate) type Show = fn(&Dataset, Value) -> Value;

/// Says why a row cannot be deleted.
pub(crate) type MayGo = fn(&Dataset, &Value) -> Result<(), Refused>;

/// Changes other rows when a row has come, changed (as it is now) or gone (as it was).
pub(crate) type Follow = fn(&mut Dataset, &Value, Does);

/// What a body gives for one row.
pub(crate) struct Given<'a> {
    pub(crate) body: &'a Map<String, Value>,
    /// The row as it was, where it is changed.
    pub(crate) before: Option<&'a Value>,
    /// The keys in the path.
    pub(crate) path: &'a [String],
}

/// Where in a table the rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// They are its rows.
    Store,
    /// They are its rows, and a field names a row of another table, by its key: the last
    /// ancestor of the path.
    Parent(&'static str, &'static str, &'static str),
    /// They stand in an array of each of its rows, and maybe in one of each element of that.
    Arrays(&'static [&'static str]),
}

/// One request that writes.
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) does: Does,
    /// The most rows of an array; without it the body is one object.
    pub(crate) many: Option<usize>,
    /// One row may be sent by itself, too, and is answered so.
    pub(crate) or_one: bool,
    /// The fields by which an upsert finds its row.
    pub(crate) by: &'static str,
    /// The body of a deletion has the keys of the rows.
    pub(crate) keys: bool,
    /// The parameters that say which rows go: `word` or `word>field`, separated by blanks.
    pub(crate) listed: &'static str,
    /// What a deletion without these parameters does.
    pub(crate) unlisted: Unlisted,
    pub(crate) status: u16,
    pub(crate) answer: Answer,
    pub(crate) errors: Errors,
    /// Requests side by side, where the API names a number.
    pub(crate) cap: usize,
    /// So many requests later the change shows.
    pub(crate) later: usize,
    pub(crate) special: Option<Special>,
    /// The body is a form with a file, which stands beside the same request with a body of JSON.
    pub(crate) form: bool,
}

/// A request whose work is all its own.
pub(crate) type Special = fn(&mut Dataset, &Call<'_>) -> Result<Reply, Refused>;

/// A request that writes, as a special change sees it.
pub(crate) struct Call<'a> {
    pub(crate) path: &'a [String],
    pub(crate) query: &'a Query,
    pub(crate) body: &'a Value,
}

impl<'a> Call<'a> {
    /// The rows of a body that is an array.
    pub(crate) fn rows(&self) -> Result<&'a [Value], Refused> {
        let rows = self.body.as_array().map(Vec::as_slice);
        rows.ok_or_else(|| Refused::expected("obj", "jsarray"))
    }
}

/// What a request does to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Create,
    Update,
    Upsert,
    Delete,
}

/// What a deletion of a list does when it is not told which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlisted {
    /// It deletes all.
    All,
    /// It is refused.
    Refused,
    /// It deletes nothing.
    Nothing,
}

/// What a success answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The rows: one, or an array.
    Rows,
    /// `data` as an empty object.
    Empty,
    /// Counts of what succeeded.
    Counts,
    /// Rows, and counts of what succeeded.
    RowsAndCounts,
    /// The keys of the rows, and counts of what succeeded.
    Keys,
    /// The number of a transaction.
    Transaction,
    /// An empty object.
    Bare,
    /// No body.
    Nothing,
}

/// How the errors of an array read, and what they leave written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errors {
    /// One error for all, members with the row's number before them; nothing is written.
    Whole,
    /// `errors` beside the rows that were written, under 200.
    Listed,
    /// The same under 207, or 422 where no row passed.
    Partly,
    /// `batch_errors` under 422; nothing is written.
    Batch,
    /// `batch_errors` under 422; the other rows are written.
    BatchPartly,
    /// `meta.saved_records` is 0; nothing is written.
    Saved,
}

impl Writes {
    /// A resource of v3 whose rows are those of a table.
    pub(crate) const fn v3(resource: &'static str, table: &'static str) -> Self {
        Self {
            resource,
            version: Version::V3,
            scope: "",
            table,
            within: Within::Store,
            key: "id",
            members: "",
            unique: &[],
            conflict: 409,
            names: &[],
            along: &[],
            replaces: false,
            skips_absent: false,
            resolve: |_, _| {},
            parent_hidden: false,
            most: usize::MAX,
            event: "",
            show: |_, row| row,
            complete: |_, _, _| Ok(()),
            may_go: |_, _| Ok(()),
            follow: |_, _, _| {},
            changes: &[],
        }
    }

    /// The same of v2.
    pub(crate) const fn v2(resource: &'static str, table: &'static str) -> Self {
        Self {
            version: Version::V2,
            ..Self::v3(resource, table)
        }
    }
}

impl Change {
    const fn new(method: &'static str, path: &'static str, does: Does) -> Self {
        Self {
            method,
            path,
            does,
            many: None,
            or_one: false,
            by: "",
            keys: false,
            listed: "",
            unlisted: Unlisted::All,
            status: 200,
            answer: Answer::Rows,
            errors: Errors::Whole,
            cap: 0,
            later: 0,
            special: None,
            form: false,
        }
    }

    /// Makes a row.
    pub(crate) const fn create(path: &'static str) -> Self {
        Self::new("POST", path, Does::Create)
    }

    /// Makes rows.
    pub(crate) const fn create_many(path: &'static str, most: usize) -> Self {
        Self {
            many: Some(most),
            ..Self::create(path)
        }
    }

    /// Changes the row that the path names.
    pub(crate) const fn update(path: &'static str) -> Self {
        Self::new("PUT", path, Does::Update)
    }

    /// Changes rows that name themselves by their key.
    pub(crate) const fn update_many(path: &'static str, most: usize) -> Self {
        Self {
            many: Some(most),
            ..Self::update(path)
        }
    }

    /// Makes rows, or changes those with the same values of these fields.
    pub(crate) const fn upsert_many(path: &'static str, most: usize, by: &'static str) -> Self {
        Self {
            many: Some(most),
            by,
            ..Self::new("PUT", path, Does::Upsert)
        }
    }

    /// Changes the row that the path names, or makes it.
    pub(crate) const fn upsert(path: &'static str) -> Self {
        Self::new("PUT", path, Does::Upsert)
    }

    /// Deletes the row that the path names.
    pub(crate) const fn delete(path: &'static str) -> Self {
        Self {
            status: 204,
            answer: Answer::Nothing,
            ..Self::new("DELETE", path, Does::Delete)
        }
    }

    /// Deletes the rows that parameters name; without them, all.
    pub(crate) const fn delete_listed(path: &'static str, listed: &'static str) -> Self {
        Self {
            many: Some(usize::MAX),
            listed,
            ..Self::delete(path)
        }
    }

    /// Deletes the rows whose keys are in the body.
    pub(crate) const fn delete_keys(path: &'static str) -> Self {
        Self {
            many: Some(usize::MAX),
            keys: true,
            ..Self::delete(path)
        }
    }

    /// Does something of its own.
    pub(crate) const fn special(
        method: &'static str,
        path: &'static str,
        special: Special,
    ) -> Self {
        Self {
            special: Some(special),
            ..Self::new(method, path, Does::Update)
        }
    }

    /// Takes a form, and does something of its own with it.
    pub(crate) const fn form(path: &'static str, special: Special) -> Self {
        Self {
            form: true,
            ..Self::special("POST", path, special)
        }
    }
}
