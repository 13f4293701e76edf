//! How texts become statements.

use storeql_catalog::Catalog;

use super::names::Names;
use super::resolved::ResolvedStatement;
use super::split::Statement;
use crate::error::Error;
use crate::mend::Mends;

fn names() -> Names {
    let mut names = Names::default();
    let none: &[String] = &[];
    names.add_schema("bigcommerce", None);
    names.add(
        "bigcommerce",
        "order_items",
        [],
        [
            ("id", none),
            ("order_id", none),
            ("product_id", none),
            ("quantity", none),
        ],
    );
    names.add(
        "bigcommerce",
        "orders",
        [],
        [("id", none), ("customer_id", none), ("total_inc_tax", none)],
    );
    names
}

fn parse(text: &str, names: &Names) -> Result<ResolvedStatement, Error> {
    ResolvedStatement::of(
        &Statement::one(text)?,
        names,
        Catalog::builtin(),
        Mends::default(),
    )
}

#[test]
fn statements_are_cut_at_semicolons_that_are_no_text() {
    let text = "SELECT ';' FROM a; -- comment; more\nSELECT 'é;', \"x;y\" FROM b;\n;";
    let statements = Statement::split(text).unwrap();
    assert_eq!(statements.len(), 2);
    assert_eq!(statements[0].text(), "SELECT ';' FROM a");
    assert_eq!(statements[1].text(), "SELECT 'é;', \"x;y\" FROM b");
    assert_eq!(&text[statements[1].span()], statements[1].text());
}

#[test]
fn a_text_of_windows_is_cut_as_any_other() {
    let text = "\u{feff}-- first\r\nSELECT\u{a0}1;\r\nSELECT 'a\r\nb';\r\n";
    let statements = Statement::split(text).unwrap();
    let texts: Vec<_> = statements.iter().map(Statement::text).collect();
    assert_eq!(texts, ["SELECT\u{a0}1", "SELECT 'a\r\nb'"]);
    for statement in &statements {
        assert_eq!(&text[statement.span()], statement.text());
    }
}

#[test]
fn labels_are_what_was_typed() {
    let labels = parse(
        "SELECT ProductId, *, COUNT(*) AS N, i.Quantity FROM order_items i",
        &names(),
    )
    .unwrap()
    .labels;
    let at = |position| labels.at(position, 7, "plan");
    assert_eq!(
        [at(0), at(1), at(5), at(6)],
        ["ProductId", "plan", "N", "Quantity"]
    );
}
