//! Whether JSON that a statement gives for rows inside of a row is a list of such rows.

use storeql_catalog::Children;

use crate::error::PlanErrorKind;
use crate::raw;

/// Why a text is not what a column with children takes.
#[derive(Debug, PartialEq)]
pub(crate) struct Misfit {
    pub(crate) kind: PlanErrorKind,
    pub(crate) message: String,
    /// The members that are known, where one is not.
    pub(crate) known: Vec<String>,
}

/// Whether the JSON text has the objects that the column takes, with members that the store knows. Most lists ignore an unknown one
/// without a word.
pub(crate) fn check(children: &Children, text: &str) -> Result<(), Misfit> {
    within(children, text, "")
}

fn within(children: &Children, text: &str, place: &str) -> Result<(), Misfit> {
    if children.object {
        return object(children, text, place);
    }
    let Some(items) = raw::elements(text) else {
        return Err(misfit(children, text, place));
    };
    for (number, item) in (1..).zip(items) {
        object(children, item, &format!("{place}object {number}: "))?;
    }
    Ok(())
}

fn object(children: &Children, text: &str, place: &str) -> Result<(), Misfit> {
    let Some(members) = raw::members(text) else {
        return Err(misfit(children, text, place));
    };
    let known = children.known();
    if let Some(unknown) = members.keys().find(|name| !known.contains(name)) {
        return Err(Misfit {
            kind: PlanErrorKind::NotAllowed,
            message: format!("{place}the store knows no member `{unknown}` here."),
            known,
        });
    }
    for (name, below) in &children.children {
        let path = children.columns.get(name).map(|column| &column.path);
        let inner = path.and_then(|path| raw::at(text, path));
        if let Some(inner) = inner.filter(|inner| *inner != "null") {
            within(below, inner, &format!("{place}{name}, "))?;
        }
    }
    Ok(())
}

fn misfit(children: &Children, text: &str, place: &str) -> Misfit {
    let given = match text.trim_start().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a text",
        Some(b'n') => "null",
        Some(b't' | b'f') => "true or false",
        _ => "a number",
    };
    let known = children.known();
    let member = known.first().map_or("name", String::as_str);
    let (taken, example) = match children.object {
        true => ("an object", format!("{{\"{member}\": …}}")),
        false => ("a list of objects", format!("[{{\"{member}\": …}}, …]")),
    };
    Misfit {
        kind: PlanErrorKind::WrongType,
        message: format!("{place}the JSON has {given} where the store takes {taken}: {example}."),
        known: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use storeql_catalog::Catalog;

    use super::*;

    fn children(table: &str, column: &str) -> Children {
        let table = Catalog::builtin().table(table).unwrap();
        table.write.children[column].clone()
    }

    #[test]
    fn objects_have_members_that_the_store_knows() {
        let lines = children("orders", "products");
        for (text, said) in [
            (
                r#"{"product_id": 7}"#,
                "an object where the store takes a list of objects",
            ),
            ("[7]", "object 1: the JSON has a number"),
            (
                r#"[{"quantity": 1}, {"prize": 2}]"#,
                "object 2: the store knows no member `prize`",
            ),
            (
                r#"[{"product_options": [{"id": 1, "size": "L"}]}]"#,
                "object 1: product_options, object 1: the store knows no member `size`",
            ),
            (r#"[{"order_id": 7}]"#, "no member `order_id`"),
        ] {
            let misfit = check(&lines, text).unwrap_err();
            assert!(misfit.message.contains(said), "{text}: {}", misfit.message);
        }
        let unknown = check(&lines, r#"[{"prize": 2}]"#).unwrap_err();
        assert!(
            unknown.known.contains(&"price_ex_tax".to_owned()),
            "{unknown:?}"
        );
        for right in [
            "[]",
            r#"[{"product_id": 7, "quantity": 2, "price_ex_tax": 1.10, "product_options": null}]"#,
            r#"[{"product_options": [{"id": 1, "value": "2"}]}]"#,
        ] {
            assert_eq!(check(&lines, right), Ok(()), "{right}");
        }
        let parts = children("orders", "consignments");
        assert_eq!(check(&parts, r#"{"shipping": [{}]}"#), Ok(()));
        assert!(check(&parts, "[]").is_err());
    }

    #[test]
    fn variants_of_a_product_have_their_options() {
        let variants = children("products", "variants");
        let right =
            r#"[{"sku": "A", "option_values": [{"option_display_name": "Size", "label": "L"}]}]"#;
        assert_eq!(check(&variants, right), Ok(()));
        assert!(check(&variants, r#"[{"sku_id": 7}]"#).is_err());
    }
}
