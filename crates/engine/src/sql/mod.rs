//! From a text to a statement that DataFusion can plan: quotes, `TOP`, several statements, names in any spelling.

pub(crate) mod around;
mod balanced;
mod brackets;
pub(crate) mod call;
mod calls;
mod describe;
mod explain_options;
mod expressions;
mod fetch;
mod from_clause;
pub(crate) mod identifiers;
pub(crate) mod labels;
pub(crate) mod literal_coercion;
mod literals;
mod name_comparison;
pub(crate) mod named;
pub(crate) mod names;
mod parser_error;
mod pivot;
pub(crate) mod place_of_error;
mod placeholders;
mod postgres;
mod queries;
mod refused;
mod relations;
pub(crate) mod resolved;
mod resolver;
mod row_values;
pub(crate) mod schemas;
mod scope;
mod select_list;
pub(crate) mod session_tables;
mod shorthand;
pub(crate) mod spelling;
mod split;
mod text_position;
mod tokens;
mod top;
mod typed;
mod unnested;
mod values_rows;
pub(crate) mod view_change;
pub(crate) mod what;
pub(crate) mod writes;

pub use split::Statement;

#[cfg(test)]
mod resolver_tests;
#[cfg(test)]
mod sql_tests;
