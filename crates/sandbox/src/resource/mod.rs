//! The generic part of the API: `description` says what a resource is, `route` finds the description of a path, `filter`, `sort`
//! and `page` do their part, `oddities` is what goes wrong on demand, `answer` puts them together. Nothing here knows a resource by name; the descriptions are in
//! `resources`.

pub(crate) mod answer;
mod description;
mod filter;
pub(crate) mod oddities;
mod page;
pub(crate) mod route;
mod sort;

pub(crate) use description::{
    Cursors, DATED_METAFIELDS, Envelope, Keys, Paging, Resource, RowsOf, metafields,
};
