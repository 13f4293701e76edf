//! From a text to a statement that DataFusion can plan: quotes, `TOP`, several statements, names in any spelling; and views.

pub(crate) mod call;
mod dedupe_columns;
mod describe;
pub(crate) mod identifiers;
pub(crate) mod labels;
pub(crate) mod literal_coercion;
mod name_comparison;
pub(crate) mod names;
mod parser_error;
mod relations;
pub(crate) mod resolved;
mod rewrite;
pub(crate) mod schemas;
pub(crate) mod spelling;
mod split;
mod text_position;
mod tokens;
pub(crate) mod view_change;
pub(crate) mod views;

pub use split::Statement;

#[cfg(test)]
mod sql_tests;
