//! What a procedure is: its parameters, the columns of its result, and what a call does. Plain data; how a file becomes it is
//! `read_procedure`, and what is wrong with one `validate_procedure`.

use indexmap::IndexMap;

use crate::column::ColumnType;
use crate::profile::Api;
use crate::template::{Reference, Template};

/// One procedure, as `EXEC` calls it.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    /// The name that drivers of this field know it by.
    pub name: String,
    /// One or two sentences.
    pub about: String,
    /// What a call does.
    pub does: Does,
    /// By name, in the order in which values without a name are taken.
    pub parameters: IndexMap<String, Parameter>,
    /// Parameters of which a call gives exactly one.
    pub exactly_one: Vec<Vec<String>>,
    /// Parameters of which a call gives one or more.
    pub at_least_one: Vec<Vec<String>>,
    /// Columns of its rows.
    pub results: IndexMap<String, Parameter>,
    /// The scope that it takes, where it sends requests.
    pub scope: Option<String>,
    /// Statements that show its use.
    pub examples: Vec<String>,
}

/// What a call does.
#[derive(Debug, Clone, PartialEq)]
pub enum Does {
    /// Something of the engine's own.
    Action(Action),
    /// Sends requests, one after another.
    Requests(Box<Requests>),
    /// Writes the rows of a CSV file, by the first of these statements whose columns the file has.
    Imports(Vec<Import>),
}

/// What a procedure starts that sends nothing a definition names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Spells the address to sign in at.
    AuthorizationUrl,
    /// Gets an access token.
    AccessToken,
}

/// The requests of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Requests {
    /// In the order in which they are sent.
    pub steps: Vec<ProcedureRequest>,
    /// The list with an element for each row of the result. Without it the result is one row.
    pub rows: Option<Reference>,
    /// How a call waits until its change shows.
    pub wait: Option<Wait>,
    /// A statement that shows whether the change was made, for a call whose answer was lost. Its braces are parameters.
    pub look: Option<String>,
}

/// One request of a procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcedureRequest {
    /// What templates call its answer.
    pub name: Option<String>,
    /// The version of the API.
    pub api: Api,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// Path and query with parameters in braces. A part of the query whose parameter has no value is left out.
    pub path: String,
    /// It is sent only where this parameter has a value.
    pub when: Option<String>,
    /// It is sent only where this parameter has none.
    pub unless: Option<String>,
    /// It changes nothing in the store, so that it may be sent again.
    pub reads: bool,
    /// Sent twice it leaves the same.
    pub again: bool,
    /// Rows that its answer has at most; a list as long as that may go on elsewhere.
    pub limit: Option<u32>,
    /// Requests side by side, where the API names a number.
    pub concurrency: Option<u32>,
    /// The body; its members are those of a form where one of them is a file.
    pub body: Option<Template>,
}

/// How a call waits until its change shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// The parameter that asks for it.
    pub when: String,
    /// The request that shows it. Its answer is called `shown`.
    pub read: ProcedureRequest,
    /// The value that shows it.
    pub value: Reference,
    /// What the value becomes.
    pub until: Template,
}

/// One way to write the rows of a CSV file.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Columns that the file has. One that it lacks may be given by a parameter instead.
    pub needs: Vec<String>,
    /// Parameters that stand for columns that the file lacks.
    pub given: IndexMap<String, String>,
    /// Columns that the file may have beside these, one at least.
    pub takes: Vec<String>,
    /// A query of the rows of the file that find nothing, which refuses the call where it has rows.
    pub check: Option<String>,
    /// The statement that writes. `{file}` is the file as a table, `{column:NAME}` a needed column of it, `{columns}` the names of the
    /// others, `{values}` their values, and `{set}` their assignments.
    pub statement: String,
}

/// A parameter, or a column of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Its type.
    pub kind: ColumnType,
    /// What it is for.
    pub about: String,
    /// All values that it may have, where there are few.
    pub values: Vec<String>,
    /// The value of a parameter that is not given.
    pub default: Option<String>,
    /// Every call has to give it a value.
    pub required: bool,
    /// The smallest number that it takes.
    pub least: Option<i64>,
    /// The largest number that it takes.
    pub most: Option<i64>,
    /// Characters at most.
    pub max_length: Option<u32>,
    /// It is the path of a file of the machine that runs StoreQL.
    pub file: bool,
    /// Its value is never shown.
    pub secret: bool,
    /// What a column of the result has.
    pub from: Option<Template>,
}

impl Procedure {
    /// Whether a call changes the store.
    pub fn writes(&self) -> bool {
        match &self.does {
            Does::Action(_) => false,
            Does::Requests(requests) => requests.steps.iter().any(|step| !step.reads),
            Does::Imports(_) => true,
        }
    }
}
