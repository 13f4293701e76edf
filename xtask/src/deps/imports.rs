//! Says which file of a crate imports which: every path is followed to the file that defines its item.
//!
//! `mod` lines and re-exports are no imports. A path through a re-export imports the file behind it, so a circle cannot
//! hide behind `pub use`.

use std::collections::{BTreeMap, BTreeSet};

use super::modules::Modules;

/// A path that grows beyond this while it is followed names another crate: `use a::b; use b::a;` would grow for ever.
const LONGEST_PATH: usize = 12;

/// One file that imports another, with the first place that does so.
#[derive(Clone, Debug)]
pub(super) struct Import {
    pub(super) line: usize,
    pub(super) path: String,
}

/// The imports of a crate by the places of both files in `Modules::files`.
pub(super) type Imports = BTreeMap<(usize, usize), Import>;

pub(super) fn imports(modules: &Modules) -> Imports {
    let mut imports = Imports::new();
    for (place, module) in modules.modules.iter().enumerate() {
        let used = module.uses.iter().filter(|used| !used.re_export);
        let named = used
            .map(|used| (&used.path, used.line, used.name.is_none()))
            .chain(
                module
                    .mentions
                    .iter()
                    .map(|mention| (&mention.path, mention.line, false)),
            );
        for (path, line, is_glob) in named {
            let mut definers = Search::new(modules).resolve(place, path, true);
            if is_glob {
                definers.extend(module_at(modules, place, path));
            }
            for definer in definers {
                let files = (module.file, modules.modules[definer].file);
                if files.0 != files.1 {
                    imports.entry(files).or_insert_with(|| Import {
                        line,
                        path: path.join("::") + if is_glob { "::*" } else { "" },
                    });
                }
            }
        }
    }
    imports
}

/// The module that the path names, where it names one without a re-export on the way.
fn module_at(modules: &Modules, from: usize, path: &[String]) -> Option<usize> {
    path.iter()
        .try_fold(from, |module, step| match step.as_str() {
            "crate" => Some(0),
            "self" => Some(module),
            "super" => modules.modules[module].parent,
            name => modules.modules[module].children.get(name).copied(),
        })
}

/// One search for the definers of a path. It looks at each name of a module once, since re-exports can name each other.
struct Search<'a> {
    modules: &'a Modules,
    seen: BTreeSet<(usize, Vec<String>)>,
}

impl<'a> Search<'a> {
    fn new(modules: &'a Modules) -> Self {
        Self {
            modules,
            seen: BTreeSet::new(),
        }
    }

    /// The modules that define the item of `path`. A path that ends at a module imports nothing by itself.
    ///
    /// `certain`: a name that is not found after `crate`, `self` or `super` is taken for an item that a macro defines there.
    fn resolve(&mut self, from: usize, path: &[String], certain: bool) -> BTreeSet<usize> {
        let mut module = from;
        let mut rest = path;
        while let [first, others @ ..] = rest {
            module = match first.as_str() {
                "crate" => 0,
                "self" => module,
                "super" => self.modules.modules[module].parent.unwrap_or(module),
                _ => break,
            };
            rest = others;
        }
        let certain_here = certain && rest.len() < path.len();
        self.within(module, rest, certain_here, certain)
    }

    fn within(
        &mut self,
        module: usize,
        path: &[String],
        certain_here: bool,
        certain_below: bool,
    ) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let [name, rest @ ..] = path else {
            return found;
        };
        if path.len() > LONGEST_PATH || !self.seen.insert((module, path.to_vec())) {
            return found;
        }
        let here = &self.modules.modules[module];
        let child = here.children.get(name).copied();
        if let Some(child) = child.filter(|_| !rest.is_empty()) {
            return self.within(child, rest, certain_below, certain_below);
        }
        if here.items.contains(name) {
            found.insert(module);
        }
        let mut is_known = child.is_some() || !found.is_empty();
        for used in here
            .uses
            .iter()
            .filter(|used| used.name.as_ref() == Some(name))
        {
            is_known = true;
            // `use name::name` names a crate, not itself.
            if used.path.first() == Some(name) {
                continue;
            }
            found.extend(self.resolve(module, &[used.path.as_slice(), rest].concat(), true));
        }
        if !is_known {
            for used in here.uses.iter().filter(|used| used.name.is_none()) {
                found.extend(self.resolve(module, &[used.path.as_slice(), path].concat(), false));
            }
            if found.is_empty() && certain_here {
                found.insert(module);
            }
        }
        found
    }
}
