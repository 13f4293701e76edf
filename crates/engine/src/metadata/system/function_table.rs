//! `sys_functions`: the functions that people bring along, and what each becomes.

use super::column::text;
use super::rows::Rows;
use super::table::{Facts, SystemTable};
use crate::functions;

pub(super) const FUNCTIONS: SystemTable = SystemTable {
    name: "sys_functions",
    about: "The functions of PostgreSQL and of other databases, and what each becomes.",
    columns: &[
        text("FunctionName", "The function."),
        text("Origin", "The database or the driver whose spelling it is."),
        text(
            "Becomes",
            "What it is answered as; `itself` where it is a function here.",
        ),
        text("Example", "What can stand behind SELECT."),
        text(
            "Answer",
            "What the example answers, with `|` between columns; nothing where it is refused.",
        ),
    ],
    rows,
};

fn rows(_: &Facts<'_>, rows: &mut Rows) {
    for function in functions::all() {
        let meaning = function.meaning();
        rows.add([
            function.name.into(),
            function.of.name().into(),
            meaning.as_str().into(),
            function.example.into(),
            function.answer.into(),
        ]);
    }
}
