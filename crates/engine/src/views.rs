//! Views: queries with a name, from the file that `UserDefinedViews` names and from CREATE VIEW.
//!
//! Where a view changes, it and those that use it are planned anew, those first that others use: either all views of the session
//! hold together afterwards, or nothing has changed.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use datafusion::catalog::{CatalogProviderList, MemoryCatalogProviderList};
use datafusion::common::Column;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use serde_json::Value;

use crate::datafusion::coercion::analyzed;
use crate::error::{Error, ErrorKind, Result};
use crate::mend::Mends;
use crate::metadata::listing::Listing;
use crate::metadata::namespace::{Contents, Namespace, View};
use crate::sql::Statement;
use crate::sql::labels::Labels;
use crate::sql::names::Names;
use crate::sql::resolved::ResolvedStatement;
use crate::sql::schemas::CATALOG;
use crate::sql::spelling::{fold, session_table};
use crate::sql::view_change::ViewChange;

/// Views that may stand one on the other: each is planned with all that it stands on.
const MOST_LEVELS: usize = 128;

/// A view before it is planned.
#[derive(Debug, Clone)]
struct Definition {
    name: String,
    query: Statement,
    /// The view as it is planned, where neither it nor a view that it names has changed.
    planned: Option<View>,
}

/// The views of a file, planned: or everything that is wrong with them.
pub(crate) async fn of_file(
    state: &SessionState,
    namespace: &Namespace,
    file: &Path,
) -> Result<Contents> {
    let within = |problems: Vec<String>| {
        let problems = problems.join("\n");
        let message = format!("UserDefinedViews: {}: {problems}", file.display());
        Error::new(ErrorKind::Configuration, message)
    };
    let text = fs::read_to_string(file)
        .map_err(|error| within(vec![format!("cannot be read ({error})")]))?;
    let definitions = read(&text).map_err(within)?;
    planned(state, namespace, definitions)
        .await
        .map_err(|errors| within(errors.iter().map(ToString::to_string).collect()))
}

/// Carries a change out. Says what was done.
pub(crate) async fn change(
    state: &SessionState,
    namespace: &Namespace,
    change: &ViewChange,
) -> Result<String> {
    loop {
        let before = namespace.contents();
        let (contents, done) = changed(state, namespace, change).await?;
        // Another statement of the session may have changed the views meanwhile.
        let done_now = match contents {
            Some(contents) => namespace.replace(&before, contents),
            None => true,
        };
        if done_now {
            return Ok(done);
        }
    }
}

/// What a change would come to, and what it would say; no contents where nothing changes.
pub(crate) async fn changed(
    state: &SessionState,
    namespace: &Namespace,
    change: &ViewChange,
) -> Result<(Option<Contents>, String)> {
    let contents = namespace.contents();
    let views = contents.views.iter();
    let mut definitions: Vec<Definition> = views
        .map(|(name, view)| Definition {
            name: name.clone(),
            query: view.query.clone(),
            planned: Some(view.clone()),
        })
        .collect();
    let done = match change {
        ViewChange::Create {
            name,
            query,
            or_replace,
            if_not_exists,
        } => {
            let same = |definition: &Definition| fold(&definition.name) == fold(name);
            let place = definitions.iter().position(same);
            if place.is_some() && *if_not_exists {
                return Ok((None, format!("the view {name} is there already")));
            }
            if place.is_some() && !or_replace {
                let message = format!(
                    "there is a view {name} already; CREATE OR REPLACE VIEW takes its place"
                );
                return Err(Error::new(ErrorKind::Syntax, message));
            }
            let definition = Definition {
                name: name.clone(),
                query: query.as_ref().clone(),
                planned: None,
            };
            match place {
                Some(place) => definitions[place] = definition,
                None => definitions.push(definition),
            }
            let verb = if place.is_some() {
                "replaced"
            } else {
                "created"
            };
            format!("the view {name} is {verb}")
        }
        ViewChange::Drop { names, if_exists } => {
            let mut said = Vec::new();
            for name in names {
                let before = definitions.len();
                definitions.retain(|definition| fold(&definition.name) != fold(name));
                if definitions.len() < before {
                    said.push(format!("the view {name} is dropped"));
                } else if *if_exists {
                    said.push(format!("there was no view {name}"));
                } else {
                    return Err(no_view(name, &contents));
                }
            }
            said.join("; ")
        }
    };
    let names: BTreeSet<String> = change.names().map(fold).collect();
    for definition in &mut definitions {
        let used = definition.query.relations();
        if used.iter().any(|name| names.contains(&fold(name))) {
            definition.planned = None;
        }
    }
    let planned = planned(state, namespace, definitions).await;
    let contents = planned.map_err(|errors| all_of(&errors))?;
    Ok((Some(contents), done))
}

fn no_view(name: &str, contents: &Contents) -> Error {
    let message = match contents.names.table(name) {
        Some(table) => format!("{table} is a table and no view: it cannot be dropped"),
        None => format!("there is no view {name}"),
    };
    Error::new(ErrorKind::UnknownTable, message)
}

/// One error for several; the first one's kind.
fn all_of(errors: &[Error]) -> Error {
    match errors {
        [error] => error.clone(),
        _ => {
            let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
            let kind = errors
                .first()
                .map_or(ErrorKind::Internal, |error| error.kind);
            Error::new(kind, messages.join("\n"))
        }
    }
}

/// `{"Name": {"query": "SELECT …"}}`
fn read(text: &str) -> Result<Vec<Definition>, Vec<String>> {
    const SHAPE: &str = "{\"Name\": {\"query\": \"SELECT …\"}, …}";
    let views = match serde_json::from_str(text) {
        Ok(Value::Object(views)) => views,
        Ok(_) => return Err(vec![format!("is not an object of views: {SHAPE}")]),
        Err(error) => return Err(vec![format!("is not JSON: {error}")]),
    };
    let mut problems = Vec::new();
    let mut definitions = Vec::new();
    for (name, view) in views {
        let member = |member: &str| view.as_object().and_then(|members| members.get(member));
        let unknown = view
            .as_object()
            .into_iter()
            .flat_map(|members| members.keys())
            .filter(|member| *member != "query");
        problems.extend(unknown.map(|member| {
            format!("view {name}: has `{member}`, and a view has nothing but `query`")
        }));
        let Some(query) = member("query").and_then(Value::as_str) else {
            problems.push(format!("view {name}: has no query: {SHAPE}"));
            continue;
        };
        match Statement::one(query) {
            Ok(query) => definitions.push(Definition {
                name,
                query,
                planned: None,
            }),
            Err(error) => problems.push(format!("view {name}: {error}")),
        }
    }
    if problems.is_empty() {
        Ok(definitions)
    } else {
        Err(problems)
    }
}

/// Everything that a session with these views can name: or all that is wrong with them.
async fn planned(
    state: &SessionState,
    namespace: &Namespace,
    definitions: Vec<Definition>,
) -> Result<Contents, Vec<Error>> {
    let mut contents = namespace.contents().without_views();
    let Uses { order, uses } = in_order(&definitions, &contents.names)?;
    let scratch = Arc::new(namespace.with(contents.clone()));
    let state = planning(state, &scratch);
    let mut anew = vec![false; definitions.len()];
    let mut failed = vec![false; definitions.len()];
    let mut errors = Vec::new();
    for place in order {
        let Definition {
            name,
            query,
            planned,
        } = &definitions[place];
        // The error of the view that it uses says why.
        if uses[place].iter().any(|used| failed[*used]) {
            failed[place] = true;
            continue;
        }
        let uses_new = uses[place].iter().any(|used| anew[*used]);
        if let Some(view) = planned.as_ref().filter(|_| !uses_new) {
            contents.add(name, view.clone());
            continue;
        }
        anew[place] = true;
        scratch.set(contents.clone());
        match plan(&state, &scratch, name, query).await {
            Ok(view) => contents.add(name, view),
            Err(error) => {
                failed[place] = true;
                errors.push(error.within(format!("view {name}")));
            }
        }
    }
    if errors.is_empty() {
        Ok(contents)
    } else {
        Err(errors)
    }
}

/// The session's state over what is there so far.
fn planning(state: &SessionState, scratch: &Arc<Namespace>) -> SessionState {
    let catalogs = Arc::new(MemoryCatalogProviderList::new());
    catalogs.register_catalog(CATALOG.to_owned(), Arc::new(Listing::plain(scratch)));
    SessionStateBuilder::new_from_existing(state.clone())
        .with_catalog_list(catalogs)
        .build()
}

async fn plan(
    state: &SessionState,
    namespace: &Namespace,
    name: &str,
    query: &Statement,
) -> Result<View> {
    let contents = namespace.contents();
    let catalog = namespace.store().catalog();
    let statement = ResolvedStatement::of(query, &contents.names, catalog, Mends::default())?;
    let mut relations = query.relations().into_iter();
    if let Some(table) = relations.find(|name| session_table(name).is_some()) {
        let message = format!("a view cannot read {table}, whose rows are the session's own");
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    if !statement.is_query() {
        return Err(Error::new(ErrorKind::Syntax, "a view is a SELECT"));
    }
    let plan = state.statement_to_plan(statement.parsed).await;
    let plan = plan
        .and_then(|plan| analyzed(state, plan))
        .map_err(Error::of_datafusion)?;
    if !plan
        .get_parameter_types()
        .map_err(Error::of_datafusion)?
        .is_empty()
    {
        return Err(Error::new(ErrorKind::Syntax, "a view has no parameters"));
    }
    Ok(View {
        query: query.clone(),
        plan: labelled(plan, &statement.labels, name)?,
    })
}

/// The plan under the labels that were written: they are the view's columns.
fn labelled(plan: LogicalPlan, labels: &Labels, name: &str) -> Result<LogicalPlan> {
    let count = plan.schema().fields().len();
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    for place in 0..count {
        let (relation, field) = plan.schema().qualified_field(place);
        let label = labels.at(place, count, field.name());
        if !seen.insert(fold(label)) {
            let message = format!("{name} has two columns called {label}; name them apart with AS");
            return Err(Error::new(ErrorKind::Syntax, message));
        }
        let column = Expr::Column(Column::new(relation.cloned(), field.name()));
        columns.push(column.alias(label));
    }
    let plan = LogicalPlanBuilder::from(plan).project(columns);
    plan.and_then(LogicalPlanBuilder::build)
        .map_err(Error::of_datafusion)
}

/// The places of views: in an order in which each stands behind those that it uses, and of those that each uses.
#[derive(Debug)]
struct Uses {
    order: Vec<usize>,
    uses: Vec<Vec<usize>>,
}

fn in_order(definitions: &[Definition], names: &Names) -> Result<Uses, Vec<Error>> {
    let mut errors = Vec::new();
    let mut places = HashMap::new();
    for (place, Definition { name, .. }) in definitions.iter().enumerate() {
        if places.insert(fold(name), place).is_some() {
            errors.push(Error::new(
                ErrorKind::Syntax,
                format!("there are two views {name}"),
            ));
        }
        if let Some(table) = names.table(name) {
            let message =
                format!("view {name}: there is a table {table} already; name the view differently");
            errors.push(Error::new(ErrorKind::Syntax, message));
        }
    }
    let used = |definition: &Definition| -> BTreeSet<usize> {
        let named = definition.query.relations();
        let place = |name: &String| places.get(&fold(name)).copied();
        named.iter().filter_map(place).collect()
    };
    let uses = definitions.iter().map(used);
    let mut walk = Walk {
        definitions,
        uses: uses.map(Vec::from_iter).collect(),
        way: Vec::new(),
        order: Vec::new(),
        levels: vec![0; definitions.len()],
    };
    for place in 0..definitions.len() {
        if let Err(error) = walk.to(place) {
            errors.push(error);
            break;
        }
    }
    if errors.is_empty() {
        Ok(Uses {
            order: walk.order,
            uses: walk.uses,
        })
    } else {
        Err(errors)
    }
}

/// A walk through the views, from those that use to those that are used.
struct Walk<'a> {
    definitions: &'a [Definition],
    uses: Vec<Vec<usize>>,
    way: Vec<usize>,
    order: Vec<usize>,
    /// How many views stand one on the other at each place, once it is in the order.
    levels: Vec<usize>,
}

impl Walk<'_> {
    fn to(&mut self, place: usize) -> Result<()> {
        if self.levels[place] > 0 {
            return Ok(());
        }
        if let Some(start) = self.way.iter().position(|passed| *passed == place) {
            let circle = self.way[start..].iter().chain([&place]);
            let names: Vec<&str> = circle
                .map(|place| self.definitions[*place].name.as_str())
                .collect();
            let message = format!("a view cannot use itself: {}", names.join(" → "));
            return Err(Error::new(ErrorKind::Syntax, message)
                .within(format!("view {}", self.definitions[place].name)));
        }
        self.way.push(place);
        // Before the next step as well: the walk is as deep as the way is long.
        self.not_too_high(place, self.way.len())?;
        let mut below = 0;
        for used in self.uses[place].clone() {
            self.to(used)?;
            below = below.max(self.levels[used]);
        }
        self.way.pop();
        self.levels[place] = below + 1;
        self.not_too_high(place, below + 1)?;
        self.order.push(place);
        Ok(())
    }

    fn not_too_high(&self, place: usize, levels: usize) -> Result<()> {
        if levels <= MOST_LEVELS {
            return Ok(());
        }
        let message = format!(
            "more than {MOST_LEVELS} views stand one on the other: write some of them as one query, by WITH"
        );
        Err(Error::new(ErrorKind::Unsupported, message)
            .within(format!("view {}", self.definitions[place].name)))
    }
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
