//! The store and its clock.

use crate::resource::{Envelope, Paging, Resource, Rows};
use crate::store::general;

const SCOPE: &str = "store_v2_information";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        ..Resource::v2("store", "/store", |store, _| store.all("store"))
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        envelope: Envelope::Bare,
        ..Resource::v2("time", "/time", |_, _| Rows::own(vec![general::time()]))
    },
];
