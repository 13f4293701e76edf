//! RETURNING: the query that reads the written rows back, by their keys.

use datafusion::sql::sqlparser::ast::{
    Expr, Ident, SelectItem, SetExpr, Statement, TableWithJoins,
};
use storeql_catalog::Table;
use storeql_write::Value;

use super::clauses::unsupported;
use super::input::{all, named, of, query};
use super::statement::Returning;
use crate::error::Result;
use crate::sql::labels::Labels;

/// Reads rows of the table back, under their keys.
pub(super) fn read_back(
    items: &[SelectItem],
    table: &Table,
    from: TableWithJoins,
    called: &Ident,
) -> Result<Returning> {
    if table.key.is_empty() {
        let message = format!(
            "RETURNING is not supported for {}, whose rows have no key: read them with a SELECT afterwards",
            table.name
        );
        return Err(unsupported(message));
    }
    let keys: Vec<Expr> = table.key.iter().map(|name| of(called, name)).collect();
    let mut all = named(keys);
    all.extend(items.iter().cloned());
    let query = Statement::Query(Box::new(query(all, vec![from], None)?));
    Ok(Returning {
        labels: Labels::of(&query),
        query: Some(Box::new(query)),
        called: called.clone(),
        key: table.key.clone(),
    })
}

impl Returning {
    /// The query that reads at least the rows with these keys; none where the input has the values.
    pub(crate) fn of_keys(&self, keys: &[Vec<Value>]) -> Option<Statement> {
        let mut statement = self.query.as_deref()?.clone();
        let Statement::Query(query) = &mut statement else {
            return None;
        };
        let SetExpr::Select(select) = query.body.as_mut() else {
            return None;
        };
        let conditions = self.key.iter().enumerate().map(|(place, name)| {
            let mut list: Vec<Expr> = Vec::new();
            for value in keys.iter().filter_map(|key| key.get(place)) {
                let literal = literal(value);
                if !list.contains(&literal) {
                    list.push(literal);
                }
            }
            Expr::InList {
                expr: Box::new(of(&self.called, name)),
                list,
                negated: false,
            }
        });
        select.selection = all(conditions);
        Some(statement)
    }
}

fn literal(value: &Value) -> Expr {
    use datafusion::sql::sqlparser::ast::Value as Literal;
    Expr::value(match value {
        Value::Int(number) => Literal::Number(number.to_string(), false),
        Value::Decimal(text) => Literal::Number(text.clone(), false),
        Value::Text(text) | Value::Json(text) => Literal::SingleQuotedString(text.clone()),
        Value::Bool(flag) => Literal::Boolean(*flag),
        _ => Literal::Null,
    })
}
