//! `sys_procedures` and `sys_procedureparameters`: what EXEC calls.

use storeql_scan::arrow_type;

use super::column::{CATALOG_NAME, SCHEMA_NAME, flag, integer, text};
use super::rows::Rows;
use super::table::{Facts, SystemTable};
use crate::sql_types::shape;

/// How the field tells parameters from columns of the answer.
const INPUT: i32 = 1;
const OUTPUT: i32 = 4;

pub(super) const PROCEDURES: SystemTable = SystemTable {
    name: "sys_procedures",
    about: "The procedures that EXEC calls.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        text("ProcedureName", "The procedure."),
        text("Description", "What it does."),
        text("ProcedureType", "`PROCEDURE`."),
    ],
    rows: procedures,
};

pub(super) const PARAMETERS: SystemTable = SystemTable {
    name: "sys_procedureparameters",
    about: "The parameters of the procedures, and the columns that they answer.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        text("ProcedureName", "The procedure."),
        text("ColumnName", "The parameter, or the column of the answer."),
        integer(
            "Direction",
            "1 for a parameter, 4 for a column of the answer.",
        ),
        text("DataTypeName", "The type's name in SQL."),
        integer("DataType", "The type's number in ODBC and JDBC."),
        integer(
            "Length",
            "Characters or digits of the longest value; NULL for text of any length.",
        ),
        integer("NumericPrecision", "Digits."),
        integer("NumericScale", "Digits behind the point."),
        flag("IsNullable", "It may be left out."),
        flag("IsRequired", "A call must give it."),
        flag("IsArray", "It holds several values: never."),
        text("Description", "What it is."),
        integer("Ordinal", "Its place, from 1."),
        text("Values", "The values that it takes, where they are few."),
        text("Default", "The value that it has when none is given."),
    ],
    rows: parameters,
};

fn procedures(facts: &Facts<'_>, rows: &mut Rows) {
    for procedure in facts.catalog().procedures() {
        rows.add(
            facts
                .place(&procedure.name)
                .into_iter()
                .chain([procedure.about.as_str().into(), "PROCEDURE".into()]),
        );
    }
}

fn parameters(facts: &Facts<'_>, rows: &mut Rows) {
    for procedure in facts.catalog().procedures() {
        let (inputs, outputs) = (procedure.parameters.values(), procedure.results.values());
        let directed = inputs
            .map(|parameter| (parameter, INPUT))
            .chain(outputs.map(|column| (column, OUTPUT)));
        for (place, (parameter, direction)) in directed.enumerate() {
            let shape = shape(&arrow_type(parameter.kind));
            rows.add(
                facts.place(&procedure.name).into_iter().chain([
                    parameter.name.as_str().into(),
                    direction.into(),
                    shape.name.into(),
                    shape.code.into(),
                    shape.length.into(),
                    shape.precision.into(),
                    shape.scale.into(),
                    (!parameter.required).into(),
                    parameter.required.into(),
                    false.into(),
                    parameter.about.as_str().into(),
                    (place + 1).into(),
                    Some(parameter.values.join(","))
                        .filter(|values| !values.is_empty())
                        .into(),
                    parameter.default.as_deref().into(),
                ]),
            );
        }
    }
}
