//! Finds the description of a request that writes. All descriptions are compiled once, when the sandbox starts, and one that
//! cannot be read fails the start.

use std::sync::{Arc, Mutex};

use super::description::{Change, Does, Within, Writes};
use super::member::{self, Member};
use crate::lock::lock;
use crate::request::Version;
use crate::resource::Resource;
use crate::resource::route::{Pattern, Routes};

/// A resource with its members read.
pub(crate) struct Compiled {
    pub(crate) writes: &'static Writes,
    pub(crate) members: Vec<Member>,
    /// What its rows look like in answers.
    pub(crate) resource: &'static Resource,
}

/// One request of one resource.
struct Route {
    pattern: Pattern,
    version: Version,
    compiled: Arc<Compiled>,
    change: &'static Change,
    running: Arc<Mutex<usize>>,
}

/// All requests that write.
pub(crate) struct WriteRoutes {
    routes: Vec<Route>,
}

/// What a request was found to be.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) compiled: Arc<Compiled>,
    pub(crate) change: &'static Change,
    /// The keys in the path.
    pub(crate) path: Vec<String>,
    running: Arc<Mutex<usize>>,
}

/// A request that runs; dropped when it has been answered.
pub(crate) struct Running(Arc<Mutex<usize>>);

impl Drop for Running {
    fn drop(&mut self) {
        *lock(&self.0) -= 1;
    }
}

impl Found {
    /// Counts the request in; None where as many run as the API takes side by side.
    pub(crate) fn begin(&self) -> Option<Running> {
        let mut running = lock(&self.running);
        if self.change.cap > 0 && *running >= self.change.cap {
            return None;
        }
        *running += 1;
        Some(Running(Arc::clone(&self.running)))
    }

    /// The keys of the path that name ancestors, and those that name the row.
    pub(crate) fn keys(&self) -> (&[String], &[String]) {
        let own = match self.change.many {
            Some(_) => 0,
            None => self.key_of_path(),
        };
        self.path.split_at(self.path.len().saturating_sub(own))
    }

    /// How many of the path's keys name the row.
    fn key_of_path(&self) -> usize {
        match self.change.does {
            Does::Create => 0,
            _ => self.compiled.writes.key.split_whitespace().count(),
        }
    }

    /// The field of each row that names its parent.
    pub(crate) fn parent(&self) -> Option<&'static str> {
        match self.compiled.writes.within {
            Within::Parent(field, ..) => Some(field),
            _ => None,
        }
    }
}

impl WriteRoutes {
    /// Compiles all descriptions.
    pub(crate) fn new(all: &[&'static [Writes]], reads: &Routes) -> Result<Self, String> {
        let mut routes = Vec::new();
        for writes in all.iter().flat_map(|area| area.iter()) {
            let name = writes.resource;
            let members =
                member::parse(writes.members).map_err(|error| format!("{name}: {error}"))?;
            let resource = reads
                .resource(name)
                .ok_or_else(|| format!("{name} is no resource"))?;
            let compiled = Arc::new(Compiled {
                writes,
                members,
                resource,
            });
            for change in writes.changes {
                routes.push(Route {
                    pattern: Pattern::new(change.path),
                    version: writes.version,
                    compiled: Arc::clone(&compiled),
                    change,
                    running: Arc::default(),
                });
            }
        }
        routes.sort_by_key(|route| route.pattern.order());
        Ok(Self { routes })
    }

    /// Finds a request, whose body is a form or not.
    pub(crate) fn find(
        &self,
        version: Version,
        method: &str,
        path: &str,
        form: bool,
    ) -> Option<Found> {
        let fits = |route: &&Route| {
            route.version == version && route.change.method == method && route.change.form == form
        };
        let mut routes = self.routes.iter().filter(fits);
        let (route, keys) = routes.find_map(|route| Some((route, route.pattern.keys(path)?)))?;
        Some(Found {
            compiled: Arc::clone(&route.compiled),
            change: route.change,
            path: keys,
            running: Arc::clone(&route.running),
        })
    }

    /// Whether any request writes to the path.
    pub(crate) fn knows(&self, version: Version, path: &str) -> bool {
        let mut routes = self.routes.iter();
        routes.any(|route| route.version == version && route.pattern.keys(path).is_some())
    }
}
