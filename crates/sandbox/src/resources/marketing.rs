//! Coupons.

use crate::resource::Resource;

const SCOPE: &str = "store_v2_marketing";

pub(crate) const RESOURCES: &[Resource] = &[Resource {
    count: "/coupons/count",
    scope: SCOPE,
    filters: "
        id int =
        code text =
        name text =
        type text =
        min_id int @id min
        max_id int @id max
        exclude_type text @type not",
    ..Resource::v2("coupons", "/coupons", |store, _| store.all("coupons"))
}];
