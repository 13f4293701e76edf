//! The descriptions of the API's resources, by area: a few lines each, facts only. How they work is known to `resource`.

mod carts;
mod catalog;
mod channels;
mod content;
mod customers;
mod general;
mod logistics;
mod marketing;
mod orders;

use crate::resource::Resource;

/// All descriptions.
pub(crate) const ALL: &[&[Resource]] = &[
    catalog::RESOURCES,
    catalog::FURTHER,
    orders::RESOURCES,
    orders::FURTHER,
    customers::RESOURCES,
    customers::FURTHER,
    marketing::RESOURCES,
    channels::RESOURCES,
    logistics::RESOURCES,
    content::RESOURCES,
    carts::RESOURCES,
    general::RESOURCES,
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::dataset::Dataset;
    use crate::options::Options;
    use crate::request::Query;
    use crate::resource::answer::answer;
    use crate::resource::oddities::Oddities;
    use crate::resource::route::Routes;

    /// A path with the first key that its list knows in the place of every placeholder.
    fn with_keys(path: &str, data: &Dataset) -> String {
        let order = data.orders.order(0);
        let text = |name: &str, field: &str| data.rows(name)[0][field].as_str().unwrap().to_owned();
        let known = [
            ("{product_id}", "105".to_owned()),
            ("{category_id}", "11".to_owned()),
            ("{channel_id}", "1".to_owned()),
            ("{cart_id}", order.cart_id.to_string()),
            ("{checkout_id}", order.cart_id.to_string()),
            ("{token}", order.cart_id.to_string()),
            (
                "{shipping_address_id}",
                order.consignments[0].id.to_string(),
            ),
            (
                "{shipping_consignment_id}",
                order.consignments[0].id.to_string(),
            ),
            ("{segment_id}", text("segments", "id")),
            (
                "{shopper_profile_id}",
                crate::views::customers::shopper_profiles(data)[0]["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
            ("{site_id}", "1000".to_owned()),
            ("{option_id}", "210".to_owned()),
            ("{modifier_id}", "100210".to_owned()),
            ("{uuid}", text("themes", "uuid")),
        ];
        let path = known
            .iter()
            .fold(path.to_owned(), |path, (name, key)| path.replace(name, key));
        let parts = path
            .split('/')
            .map(|part| if part.starts_with('{') { "1" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn every_list_answers_and_every_description_is_sound() {
        let routes = Routes::new(ALL).unwrap();
        let data = Dataset::new(&Options::default(), &routes.described_tables()).unwrap();
        let query = Query::parse(
            "channel_id=1&template_file=x&code=TEE10&product_id:in=105&order_id=1&channel_id:in=1",
        );
        for resource in routes.resources() {
            let required = if resource.required.is_empty() {
                Query::default()
            } else {
                let wanted = |(name, _): &&(String, String)| {
                    resource.required.split(' ').any(|word| word == name)
                };
                Query(query.0.iter().filter(wanted).cloned().collect())
            };
            let path = with_keys(resource.list, &data);
            let found = routes.find(resource.version, &path, &required).unwrap();
            assert_eq!(found.compiled.resource.name, resource.name, "{path}");
            let reply = answer(&data, &found, "http://x/stores/y", &Oddities::default());
            // This product has no second option, and that is the one way for a list not to be there.
            let missing = path.ends_with("/values") && reply.status == 404;
            assert!(
                matches!(reply.status, 200 | 204) || missing,
                "{path}: {}",
                reply.status
            );
            if let Some(body) = reply.body.filter(|_| !missing) {
                let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
                assert!(!value.to_string().contains("{base}"), "{path}");
            }
        }
    }

    #[test]
    fn no_two_resources_share_a_name() {
        let mut names: Vec<&str> = ALL
            .iter()
            .flat_map(|area| area.iter())
            .map(|resource| resource.name)
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
