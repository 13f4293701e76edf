//! Random queries whose aliases are spelled like columns, in any case and with and without underscores: each answers the rows of
//! the same query with exact names, qualified columns and aliases that stand once.

use std::fmt::Write;

use storeql_engine::Options;
use storeql_testkit::Store;

/// Tables of the sandbox, with whole numbers that are small.
const TABLES: [(&str, &[&str]); 3] = [
    ("orders", &["id", "customer_id", "status_id", "items_total"]),
    ("order_items", &["id", "order_id", "product_id", "quantity"]),
    ("brands", &["id"]),
];
/// What aliases are called: as columns of the tables, and of none.
const ALIASES: [&str; 8] = [
    "id",
    "customer_id",
    "order_id",
    "status_id",
    "quantity",
    "product_id",
    "orders",
    "shown_as",
];
const QUERIES: u64 = 120;

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_that_is_spelled_like_a_column_changes_no_row() {
    let sandbox = storeql_sandbox::Options {
        orders: 12,
        products: 8,
        customers: 6,
        ..storeql_sandbox::Options::default()
    };
    let store = Store::start(sandbox, Options::default()).await.unwrap();
    for seed in 0..QUERIES {
        let (exact, spelled) = Generator::new(seed).query();
        let rows = |sql: String| {
            let store = &store;
            async move {
                match store.query(&sql).await {
                    Ok(answer) => answer.rows,
                    Err(error) => panic!("seed {seed}: {error}\n{sql}"),
                }
            }
        };
        let (right, answered) = (rows(exact.clone()).await, rows(spelled.clone()).await);
        assert_eq!(right, answered, "seed {seed}\n{exact}\n{spelled}");
    }
}

/// One text with exact names, and one as people write them.
#[derive(Debug, Clone, Default)]
struct Both {
    exact: String,
    spelled: String,
}

impl Both {
    fn push(&mut self, text: &str) {
        self.exact.push_str(text);
        self.spelled.push_str(text);
    }

    fn add(&mut self, other: &Both) {
        self.exact.push_str(&other.exact);
        self.spelled.push_str(&other.spelled);
    }
}

/// A relation of a FROM: its qualifier, and its columns.
struct Source {
    from: Both,
    qualifier: Both,
    columns: Vec<Both>,
}

struct Generator {
    state: u64,
    names: usize,
}

impl Generator {
    fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1),
            names: 0,
        }
    }

    /// xorshift64*
    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let number = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % bound
    }

    fn often(&mut self) -> bool {
        self.below(3) > 0
    }

    /// Any spelling of a name.
    fn spelled(&mut self, name: &str) -> String {
        let keeps_underscores = self.often();
        let case = self.below(3);
        let characters = name.chars().filter(|one| keeps_underscores || *one != '_');
        let mut upper = true;
        let mut text = String::new();
        for one in characters {
            let capital = case == 1 || case == 2 && upper;
            upper = one == '_';
            text.push(if capital {
                one.to_ascii_uppercase()
            } else {
                one
            });
        }
        match self.below(4) {
            0 => format!("[{text}]"),
            _ => text,
        }
    }

    fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// Aliases for so many columns: as many names that stand once.
    fn aliases(&mut self, count: usize) -> Vec<(String, &'static str)> {
        let mut left: Vec<&'static str> = ALIASES.to_vec();
        let mut aliases = Vec::new();
        for _ in 0..count {
            let place = self.below(left.len());
            let name = left.remove(place);
            aliases.push((self.name("x"), name));
        }
        aliases
    }

    fn table(&mut self) -> Source {
        let (table, columns) = TABLES[self.below(TABLES.len())];
        let alias = self.name("t");
        Source {
            from: Both {
                exact: format!("{table} AS {alias}"),
                spelled: format!("{} {alias}", self.spelled(table)),
            },
            qualifier: Both {
                exact: alias.clone(),
                spelled: alias,
            },
            columns: columns.iter().map(|name| both(name)).collect(),
        }
    }

    fn source(&mut self, depth: usize) -> Source {
        if depth == 0 || self.often() {
            return self.table();
        }
        let (query, columns) = self.select(depth - 1, false);
        let alias = self.name("d");
        let mut from = both("(");
        from.add(&query);
        let _ = write!(from.exact, ") AS {alias}");
        let _ = write!(from.spelled, ") {alias}");
        Source {
            from,
            qualifier: both(&alias),
            columns,
        }
    }

    /// A column of one of the sources. Where the name alone can mean no other, it sometimes stands alone.
    fn column(&mut self, sources: &[Source]) -> Both {
        let source = self.below(sources.len());
        let place = self.below(sources[source].columns.len());
        let (qualifier, column) = (&sources[source].qualifier, &sources[source].columns[place]);
        let mine = fold(&column.spelled);
        let alike = sources
            .iter()
            .flat_map(|source| &source.columns)
            .filter(|column| fold(&column.spelled) == mine);
        let alone = alike.count() == 1 && self.often();
        let exact = format!("{}.{}", qualifier.exact, column.exact);
        let name = self.spelled(&column.spelled);
        let spelled = if alone {
            name
        } else {
            format!("{}.{name}", qualifier.spelled)
        };
        Both { exact, spelled }
    }

    /// A SELECT, and the columns that it gives. At the top its rows are in one order.
    fn select(&mut self, depth: usize, top: bool) -> (Both, Vec<Both>) {
        let mut sources = vec![self.source(depth)];
        let mut from = both(" FROM ");
        from.add(&sources[0].from);
        if self.below(2) == 0 {
            let other = self.source(depth);
            from.push(" JOIN ");
            from.add(&other.from);
            sources.push(other);
            from.push(" ON ");
            let key = |source: &Source, generator: &mut Self| {
                generator.column(std::slice::from_ref(source)).clone()
            };
            // Qualified: a condition sees both sides.
            for (place, source) in sources.iter().enumerate() {
                let column = key(source, self);
                let qualifier = &source.qualifier.exact;
                let last = column
                    .spelled
                    .rsplit('.')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                from.exact.push_str(&column.exact);
                let _ = write!(from.spelled, "{qualifier}.{last}");
                from.push(if place == 0 { " = " } else { "" });
            }
        }
        let grouped = self.below(4) == 0;
        let count = 1 + self.below(3);
        let mut text = both("SELECT ");
        let mut columns = Vec::new();
        let mut inputs = Vec::new();
        for (place, (unique, alike)) in self.aliases(count).into_iter().enumerate() {
            let column = self.column(&sources);
            let expression = match (grouped, place, self.below(3)) {
                (true, 1.., 0) => ("count(", ")"),
                (true, 1.., _) => ("max(", ")"),
                (true, 0, _) => ("", ""),
                (false, _, 0) => ("-", ""),
                (false, _, _) => ("", ""),
            };
            text.push(if place == 0 { "" } else { ", " });
            text.push(expression.0);
            text.add(&column);
            text.push(expression.1);
            let _ = write!(text.exact, " AS {unique}");
            let _ = write!(text.spelled, " AS {}", self.spelled(alike));
            columns.push(Both {
                exact: unique,
                spelled: alike.to_owned(),
            });
            inputs.push(column);
        }
        text.add(&from);
        if self.below(2) == 0 {
            text.push(" WHERE ");
            let column = self.column(&sources);
            text.add(&column);
            text.push(&format!(" > {}", self.below(5)));
        }
        if grouped {
            text.push(" GROUP BY ");
            text.add(&inputs[0]);
        }
        if top {
            text.push(" ORDER BY ");
            match self.below(4) {
                // A label of the result, alone.
                0 | 1 => {
                    let place = self.below(columns.len());
                    text.exact.push_str(&columns[place].exact);
                    let label = columns[place].spelled.clone();
                    let label = self.spelled(&label);
                    text.spelled.push_str(&label);
                }
                // In an expression a column, which a result may be called like.
                2 => {
                    let column = if grouped {
                        inputs[0].clone()
                    } else {
                        self.column(&sources)
                    };
                    text.push("0 + ");
                    text.add(&column);
                }
                _ => {
                    let column = if grouped {
                        inputs[0].clone()
                    } else {
                        self.column(&sources)
                    };
                    text.exact.push_str(&column.exact);
                    // Qualified: alone it may be a label.
                    let qualified = match column.spelled.contains('.') {
                        true => column.spelled,
                        false => format!("0 + {}", column.spelled),
                    };
                    text.spelled.push_str(&qualified);
                }
            }
            for place in 1..=columns.len() {
                text.push(&format!(", {place}"));
            }
        }
        (text, columns)
    }

    fn query(mut self) -> (String, String) {
        let (text, _) = self.select(2, true);
        (text.exact, text.spelled)
    }
}

fn both(text: &str) -> Both {
    Both {
        exact: text.to_owned(),
        spelled: text.to_owned(),
    }
}

fn fold(name: &str) -> String {
    let kept = name.chars().filter(|one| one.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}
