//! Finds the description that a path belongs to. All descriptions are compiled once, when the sandbox starts, and a
//! description that cannot be read fails the start.

use super::description::{Keys, Paging, Resource};
use super::filter::{self, Filter};
use crate::folder::DescribedTables;
use crate::request::{Query, Version};

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The list, or the single object.
    List,
    /// One row.
    Item,
    /// The count.
    Count,
}

/// A resource with its filters read.
pub(crate) struct Compiled {
    /// The description.
    pub(crate) resource: &'static Resource,
    /// Its filters.
    pub(crate) filters: Vec<Filter>,
}

/// One path of one resource.
struct Route {
    version: Version,
    segments: Vec<&'static str>,
    resource: usize,
    target: Target,
}

/// All paths.
pub(crate) struct Routes {
    compiled: Vec<Compiled>,
    routes: Vec<Route>,
}

/// What a path was found to be.
pub(crate) struct Found<'r> {
    /// The resource.
    pub(crate) compiled: &'r Compiled,
    /// Which of its paths.
    pub(crate) target: Target,
    /// The keys in the path.
    pub(crate) keys: Keys,
}

impl Found<'_> {
    /// The same request without what leads behind the first page: page, cursors, and ranges of the key.
    pub(crate) fn of_first_page(&self) -> Self {
        let compiled = self.compiled;
        let leads_on = |name: &str| {
            let of_key = |filter: &&Filter| {
                let mut key = compiled.resource.key.split(' ');
                filter.parameter == name && filter.is_bound() && key.any(|key| key == filter.field)
            };
            matches!(name, "page" | "after" | "before")
                || compiled.filters.iter().any(|filter| of_key(&filter))
        };
        let parameters = self.keys.query.0.iter();
        Self {
            compiled,
            target: self.target,
            keys: Keys {
                path: self.keys.path.clone(),
                query: Query(
                    parameters
                        .filter(|(name, _)| !leads_on(name))
                        .cloned()
                        .collect(),
                ),
            },
        }
    }
}

impl Routes {
    /// Compiles all descriptions.
    pub(crate) fn new(resources: &[&'static [Resource]]) -> Result<Self, String> {
        let mut compiled = Vec::new();
        let mut routes = Vec::new();
        for resource in resources.iter().flat_map(|area| area.iter()) {
            let filters = filter::parse(resource.filters)
                .map_err(|error| format!("{}: {error}", resource.name))?;
            let paths = [
                (resource.list, Target::List),
                (resource.also, Target::List),
                (resource.item, Target::Item),
                (resource.count, Target::Count),
            ];
            for (path, target) in paths.into_iter().filter(|(path, _)| !path.is_empty()) {
                let segments = path.trim_start_matches('/').split('/').collect();
                routes.push(Route {
                    version: resource.version,
                    segments,
                    resource: compiled.len(),
                    target,
                });
            }
            compiled.push(Compiled { resource, filters });
        }
        // Words win over placeholders: `/catalog/products/metafields` is no product.
        routes.sort_by_key(|route| {
            route
                .segments
                .iter()
                .map(|segment| segment.starts_with('{'))
                .collect::<Vec<_>>()
        });
        Ok(Self { compiled, routes })
    }

    /// Finds a path.
    pub(crate) fn find(&self, version: Version, path: &str, query: &Query) -> Option<Found<'_>> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let route = self
            .routes
            .iter()
            .find(|route| route.version == version && fits(&route.segments, &segments))?;
        let keys = route
            .segments
            .iter()
            .zip(&segments)
            .filter(|(pattern, _)| pattern.starts_with('{'));
        let decoded = keys.map(|(_, key)| {
            percent_encoding::percent_decode_str(key)
                .decode_utf8_lossy()
                .into_owned()
        });
        Some(Found {
            compiled: &self.compiled[route.resource],
            target: route.target,
            keys: Keys {
                path: decoded.collect(),
                query: query.clone(),
            },
        })
    }

    /// What the descriptions say of the tables behind them.
    pub(crate) fn described_tables(&self) -> DescribedTables {
        let mut described = DescribedTables::default();
        for compiled in &self.compiled {
            let resource = compiled.resource;
            let fields = described.fields.entry(resource.table).or_default();
            fields.extend(compiled.filters.iter().map(|filter| filter.field));
            fields.extend(resource.sort.split_whitespace().skip(1));
            fields.extend(resource.key.split(' '));
            if resource.paging == Paging::Single {
                described.single.insert(resource.name);
            }
        }
        described
    }

    /// All descriptions.
    #[cfg(test)]
    pub(crate) fn resources(&self) -> impl Iterator<Item = &'static Resource> {
        self.compiled.iter().map(|compiled| compiled.resource)
    }
}

fn fits(pattern: &[&str], segments: &[&str]) -> bool {
    pattern.len() == segments.len()
        && pattern.iter().zip(segments).all(|(pattern, segment)| {
            (pattern.starts_with('{') && !segment.is_empty()) || pattern == segment
        })
}
