//! The kinds of statements by name: the common ones, and one for each row of the tables of statements that were answered wrongly or
//! failed, so that none of these comes back unseen.

use crate::generator::{Generator, Statement};
use crate::{failing, general, quoted, wrong};

/// A name, and what makes a statement of that kind.
pub(crate) type Kind = (&'static str, fn(&mut Generator) -> Statement);

/// All of them, in turns.
pub(crate) const KINDS: [Kind; 47] = [
    ("filters", general::filters),
    ("expressions", general::expressions),
    ("joins", general::joins),
    ("aggregates", general::aggregates),
    ("windows", general::windows),
    ("set-operations", general::set_operations),
    ("limits", general::limits),
    ("derived", general::derived),
    ("subqueries", general::subqueries),
    ("names", general::names),
    ("filters", general::filters),
    ("subqueries", general::subqueries),
    ("branches", wrong::branches),
    ("not-in-with-nulls", wrong::not_in_with_nulls),
    ("windows-over-groups", wrong::windows_over_groups),
    ("offset-within", wrong::offset_within),
    ("json-operators", wrong::json_operators),
    ("spans", wrong::spans),
    ("overflow", wrong::overflow),
    ("operators", wrong::operators),
    ("dropped-clauses", wrong::dropped_clauses),
    ("beside-or", wrong::beside_or),
    ("constants-in-union", wrong::constants_in_union),
    ("recursion", wrong::recursion),
    ("copies", wrong::copies),
    ("means", wrong::means),
    ("quoted-values", quoted::quoted_values),
    ("nulls-alike", quoted::nulls_alike),
    ("written-times", quoted::written_times),
    ("functions", wrong::functions),
    ("listed-columns", wrong::listed_columns),
    ("one-value", wrong::one_value),
    ("keys-of-several", wrong::keys_of_several),
    ("arrays", failing::arrays),
    ("shown-subqueries", failing::shown_subqueries),
    ("nested-exists", failing::nested_exists),
    ("with-in-scalar", failing::with_in_scalar),
    ("lateral", failing::lateral),
    ("same-name", failing::same_name),
    ("rounding", failing::rounding),
    ("numbers-and-text", failing::numbers_and_text),
    ("order-by-name", failing::order_by_name),
    ("json-elements", failing::json_elements),
    ("calendar", failing::calendar),
    ("casts", failing::casts),
    ("joins", general::joins),
    ("aggregates", general::aggregates),
];

/// The kinds that `--only` leaves: those whose name it is, or begins.
pub(crate) fn chosen(only: Option<&str>) -> Result<Vec<Kind>, String> {
    let Some(only) = only else {
        return Ok(KINDS.to_vec());
    };
    let mut kinds: Vec<Kind> = KINDS
        .iter()
        .filter(|kind| kind.0 == only)
        .copied()
        .collect();
    kinds.dedup_by_key(|kind| kind.0);
    if kinds.is_empty() {
        let names: std::collections::BTreeSet<&str> = KINDS.iter().map(|kind| kind.0).collect();
        let names: Vec<&str> = names.into_iter().collect();
        return Err(format!(
            "there is no kind {only}; there are {}",
            names.join(", ")
        ));
    }
    Ok(kinds)
}
