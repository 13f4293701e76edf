//! Rows as the JSON of a column that holds rows: the lines of an order that is created. No number is read, so none changes.

use storeql_catalog::{Children, Table};

use crate::change::Verb;
use crate::error::{PlanError, PlanErrorKind};
use crate::raw::Tree;
use crate::spelling::Place;
use crate::value::Value;

/// Rows as the JSON that a column with children takes: one object for each, whose members are the columns of `names`. `source` is
/// what the rows are called in an error.
///
/// ```
/// use storeql_catalog::Catalog;
/// use storeql_write::{Value, rows_as_json};
///
/// let orders = Catalog::builtin().table("orders").unwrap();
/// let lines = &orders.write.children["products"];
/// let names = ["product_id".to_owned(), "quantity".to_owned()];
/// let rows = [vec![Value::Int(7), Value::Int(2)]];
/// let json = rows_as_json(orders, "products", lines, "OrderItems#TEMP", &names, &rows)?;
/// assert_eq!(json, r#"[{"product_id":7,"quantity":2}]"#);
/// # Ok::<_, storeql_write::PlanError>(())
/// ```
pub fn rows_as_json(
    table: &Table,
    column: &str,
    children: &Children,
    source: &str,
    names: &[String],
    rows: &[Vec<Value>],
) -> Result<String, PlanError> {
    let error =
        |kind, message: String| PlanError::new(kind, &table.name, message).of_column(column);
    let mut objects = Vec::new();
    for (number, values) in (1..).zip(rows) {
        let place = Place {
            table,
            verb: Verb::Insert,
            row: number,
            children: &children.children,
        };
        let mut object = Tree::new();
        for (name, value) in names.iter().zip(values) {
            let Some(member) = children.columns.get(name) else {
                let message =
                    format!("{source} has the column {name}, which the store does not know here.");
                let known: Vec<String> = children.columns.keys().cloned().collect();
                return Err(error(PlanErrorKind::UnknownColumn, message).allowing(&known));
            };
            let spelled = place.spell(member, value).map_err(|inner| {
                let message = format!("row {number} of {source}, {name}: {}", inner.message());
                error(inner.kind, message).allowing(&inner.allowed)
            })?;
            if let Some(text) = spelled {
                object.set(&member.path, Tree::Text(text));
            }
        }
        let mut text = String::new();
        object.write(&mut text);
        objects.push(text);
    }
    match (children.object, objects.as_slice()) {
        (true, [only]) => Ok(only.clone()),
        (true, _) => {
            let message = format!(
                "{source} has {} rows, and the store takes one here.",
                objects.len()
            );
            Err(error(PlanErrorKind::WrongType, message))
        }
        (false, _) => Ok(format!("[{}]", objects.join(","))),
    }
}

#[cfg(test)]
mod tests {
    use storeql_catalog::Catalog;

    use super::*;

    #[test]
    fn rows_become_objects_with_the_members_of_their_body() {
        let json = |table: &str, column: &str, names: &[&str], row: Vec<Value>| {
            let table = Catalog::builtin().table(table).unwrap();
            let children = &table.write.children[column];
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            rows_as_json(table, column, children, "X#TEMP", &names, &[row])
                .map_err(|error| error.to_string())
        };
        let price = Value::Decimal("19.90".to_owned());
        assert_eq!(
            json(
                "orders",
                "products",
                &["product_id", "price_ex_tax", "sku"],
                vec![Value::Int(7), price, Value::Null]
            )
            .unwrap(),
            r#"[{"product_id":7,"price_ex_tax":19.90}]"#
        );
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            json(
                "customers",
                "attributes",
                &["attribute_id", "attribute_value"],
                vec![Value::Int(2), text("gold")]
            )
            .unwrap(),
            r#"[{"attribute_id":2,"attribute_value":"gold"}]"#
        );
        assert_eq!(
            json(
                "carts",
                "gift_certificates",
                &["name", "sender_name"],
                vec![text("A"), text("B")]
            )
            .unwrap(),
            r#"[{"name":"A","sender":{"name":"B"}}]"#
        );
        assert_eq!(
            json("orders", "products", &["quantity"], vec![text("many")]).unwrap_err(),
            "orders.products: row 1 of X#TEMP, quantity: the value is a text, not a whole number."
        );
        let unknown = json("orders", "products", &["colour"], vec![Value::Int(1)]).unwrap_err();
        assert!(
            unknown.contains("X#TEMP has the column colour") && unknown.contains("product_id"),
            "{unknown}"
        );
    }
}
