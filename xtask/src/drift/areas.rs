//! Which area of the store an official file describes, and how much of an area the tables must cover.
//!
//! The counting is `coverage`'s; here stands what is enough.

use std::collections::BTreeMap;

use super::coverage::Share;

/// Properties that an area's lists must have as columns, in percent.
const ENOUGH: usize = 95;

/// The areas that must be covered, each with the beginnings of its files' names.
const AREAS: [(&str, &[&str]); 11] = [
    ("catalog", &["catalog/"]),
    ("orders", &["orders."]),
    (
        "customers",
        &["customers.", "segments.", "subscribers.", "wishlists."],
    ),
    (
        "marketing",
        &[
            "marketing.",
            "promotions.",
            "promotion_settings.",
            "abandoned_",
            "email_templates.",
        ],
    ),
    ("price lists", &["price_lists.", "currencies."]),
    ("channels", &["channels.", "sites."]),
    ("shipping", &["shipping."]),
    (
        "store content",
        &[
            "store_content.",
            "pages.",
            "page-widgets.",
            "widgets.",
            "scripts.",
            "themes.",
            "redirects.",
            "custom-template-associations.",
        ],
    ),
    ("tax", &["tax.", "tax_"]),
    ("inventory", &["inventory.", "locations.", "pickup"]),
    ("webhooks", &["webhooks."]),
];

/// What is in no area that must be covered.
const REST: &str = "the rest";

/// The shares of files added up by area, in the areas' order.
pub(super) fn by_area(files: &BTreeMap<String, Share>) -> Vec<(&'static str, Share)> {
    let mut areas: Vec<(&str, Share)> = AREAS
        .iter()
        .map(|(area, _)| *area)
        .chain([REST])
        .map(|area| (area, Share::default()))
        .collect();
    for (file, share) in files {
        let area = area_of(file);
        if let Some((_, sum)) = areas.iter_mut().find(|(name, _)| *name == area) {
            sum.add(share);
        }
    }
    areas
}

fn area_of(file: &str) -> &'static str {
    let holds = |names: &[&str]| names.iter().any(|name| file.starts_with(name));
    AREAS
        .iter()
        .find(|(_, names)| holds(names))
        .map_or(REST, |(area, _)| area)
}

/// Why the tables cover less of an area than they must..
pub(super) fn shortfalls(areas: &[(&str, Share)]) -> Vec<String> {
    let required = areas.iter().filter(|(area, _)| *area != REST);
    let short = required.filter_map(|(area, share)| {
        let lists = share.lists - share.lists_covered - share.lists_explained;
        let few = share.properties_covered * 100 < share.properties * ENOUGH;
        match (share.lists, lists, few) {
            (0, ..) => Some(format!("{area}: no official file has a list of it")),
            (_, 0, false) => None,
            (_, 0, true) => Some(format!(
                "{area}: {} of {} properties have a column; {ENOUGH} % should",
                share.properties_covered, share.properties
            )),
            _ => Some(format!(
                "{area}: {lists} of {} lists have neither a table nor a reason to have none",
                share.lists
            )),
        }
    });
    short.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Share {
        Share {
            lists: 2,
            lists_covered: 1,
            lists_explained: 1,
            properties: 100,
            properties_covered: 95,
        }
    }

    #[test]
    fn files_belong_to_areas() {
        assert_eq!(area_of("catalog/products_catalog.v3.yml"), "catalog");
        assert_eq!(area_of("orders.v2.oas2.yml"), "orders");
        assert_eq!(area_of("tax_zone_check.v3.yml"), "tax");
        assert_eq!(area_of("geography.v2.yml"), REST);
    }

    #[test]
    fn an_area_falls_short_by_a_list_or_by_properties() {
        let list = Share {
            lists: 3,
            ..whole()
        };
        let properties = Share {
            properties_covered: 94,
            ..whole()
        };
        let areas = [
            ("tax", whole()),
            ("orders", list),
            ("customers", properties),
            ("webhooks", Share::default()),
        ];
        let short = shortfalls(&areas);
        let told: Vec<&str> = short
            .iter()
            .filter_map(|text| text.split(':').next())
            .collect();
        assert_eq!(told, ["orders", "customers", "webhooks"]);
    }
}
