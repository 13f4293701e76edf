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

/// A path with placeholders.
pub(crate) struct Pattern(Vec<&'static str>);

impl Pattern {
    /// Takes the path of a description apart.
    pub(crate) fn new(path: &'static str) -> Self {
        Self(path.trim_start_matches('/').split('/').collect())
    }

    /// The place among patterns: words win over placeholders, as `/catalog/products/metafields` is no product.
    pub(crate) fn order(&self) -> Vec<bool> {
        self.0
            .iter()
            .map(|segment| segment.starts_with('{'))
            .collect()
    }

    /// The keys that a path has in place of the placeholders, decoded; None for another path.
    pub(crate) fn keys(&self, path: &str) -> Option<Vec<String>> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        if segments.len() != self.0.len() {
            return None;
        }
        let mut keys = Vec::new();
        for (pattern, segment) in self.0.iter().zip(segments) {
            if pattern.starts_with('{') && !segment.is_empty() {
                let decoded = percent_encoding::percent_decode_str(segment);
                keys.push(decoded.decode_utf8_lossy().into_owned());
            } else if *pattern != segment {
                return None;
            }
        }
        Some(keys)
    }
}

/// One path of one resource.
struct Route {
    version: Version,
    pattern: Pattern,
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
                routes.push(Route {
                    version: resource.version,
                    pattern: Pattern::new(path),
                    resource: compiled.len(),
                    target,
                });
            }
            compiled.push(Compiled { resource, filters });
        }
        routes.sort_by_key(|route| route.pattern.order());
        Ok(Self { compiled, routes })
    }

    /// Finds a path.
    pub(crate) fn find(&self, version: Version, path: &str, query: &Query) -> Option<Found<'_>> {
        let mut routes = self.routes.iter().filter(|route| route.version == version);
        let (route, keys) = routes.find_map(|route| Some((route, route.pattern.keys(path)?)))?;
        Some(Found {
            compiled: &self.compiled[route.resource],
            target: route.target,
            keys: Keys {
                path: keys,
                query: query.clone(),
            },
        })
    }

    /// The description of that name.
    pub(crate) fn resource(&self, name: &str) -> Option<&'static Resource> {
        let mut resources = self.compiled.iter().map(|compiled| compiled.resource);
        resources.find(|resource| resource.name == name)
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
