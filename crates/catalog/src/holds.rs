//! What holds of any definition of a table. The tests try it with a few, the targets in `fuzz/` with many.

use crate::{Catalog, Problem};

/// A table beside those that come with the program, or sentences that say what is wrong.
pub fn of_any_definition(text: &str) {
    let builtin = Catalog::builtin();
    match builtin.overlay([("own/any.toml", text)]) {
        Ok(catalog) => assert!(catalog.tables().count() >= builtin.tables().count()),
        Err(problems) => {
            let told = |problem: &Problem| !problem.file.is_empty() && !problem.message.is_empty();
            assert!(
                !problems.0.is_empty() && problems.0.iter().all(told),
                "{problems}"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions() {
        let whole = include_str!("../tables/catalog/brands.toml");
        of_any_definition("");
        of_any_definition("about = 1");
        for end in (0..whole.len())
            .filter(|end| whole.is_char_boundary(*end))
            .step_by(7)
        {
            of_any_definition(&whole[..end]);
        }
    }
}
