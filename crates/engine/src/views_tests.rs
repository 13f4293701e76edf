//! How a file of views is read, and in which order views are planned.

use super::*;

fn views(views: &[(&str, &str)]) -> Vec<Definition> {
    let definition = |(name, query): &(&str, &str)| Definition {
        name: (*name).to_owned(),
        query: Statement::one(query).unwrap(),
        planned: None,
    };
    views.iter().map(definition).collect()
}

fn names() -> Names {
    let mut names = Names::default();
    names.add("bigcommerce", "orders", ["Sales"], []);
    names
}

fn refused(definitions: &[Definition]) -> String {
    all_of(&in_order(definitions, &names()).unwrap_err()).to_string()
}

#[test]
fn a_file_is_an_object_of_queries() {
    let read_well = read(r#"{"Big": {"query": " SELECT 1; "}, "a b": {"query": "SELECT 2"}}"#);
    let read_well = read_well.unwrap();
    let read_well: Vec<(&str, &str)> = read_well
        .iter()
        .map(|view| (view.name.as_str(), view.query.text()))
        .collect();
    assert_eq!(read_well, [("Big", "SELECT 1"), ("a b", "SELECT 2")]);
    let problems = read(
        r#"{"a": "SELECT 1", "b": {"query": "SELECT 2", "cache": true}, "c": {}, "d": {"query": "SELEC"}}"#,
    )
    .unwrap_err()
    .join("\n");
    for expected in [
        "view a: has no query",
        "view b: has `cache`",
        "view c: has no query",
        "view d: expected an SQL statement, found SELEC",
    ] {
        assert!(problems.contains(expected), "{problems}");
    }
    assert!(read("[]").unwrap_err()[0].contains("not an object"));
    assert!(read("{").unwrap_err()[0].contains("not JSON"));
}

#[test]
fn what_is_used_comes_first() {
    let definitions = views(&[
        ("Last", "SELECT * FROM middle JOIN [FIRST_ONE] f ON true"),
        ("Middle", "SELECT * FROM x.FirstOne"),
        (
            "FirstOne",
            "WITH last AS (SELECT 1) SELECT * FROM orders, last",
        ),
    ]);
    assert_eq!(in_order(&definitions, &names()).unwrap().order, [2, 1, 0]);
}

#[test]
fn circles_and_names_that_are_taken_are_refused() {
    let circle = views(&[
        ("a", "SELECT * FROM b"),
        ("b", "SELECT (SELECT 1 FROM C)"),
        ("c", "SELECT * FROM A"),
    ]);
    let said = refused(&circle);
    assert!(
        said.contains("view a: a view cannot use itself: a → b → c → a"),
        "{said}"
    );
    let said = refused(&views(&[("v", "SELECT 1 FROM v")]));
    assert!(said.contains("v → v"), "{said}");
    let taken = views(&[
        ("Sales", "SELECT 1"),
        ("v_1", "SELECT 1"),
        ("V1", "SELECT 2"),
    ]);
    let said = refused(&taken);
    for expected in ["a table orders already", "two views V1"] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn views_stand_on_so_many_others_and_no_more() {
    let chain = |count: usize, from_below: bool| {
        let query = |view: usize| match view {
            0 => "SELECT * FROM orders".to_owned(),
            _ => format!("SELECT * FROM v{}", view - 1),
        };
        let mut views: Vec<(String, String)> = (0..count)
            .map(|view| (format!("v{view}"), query(view)))
            .collect();
        if !from_below {
            views.reverse();
        }
        let views: Vec<(&str, &str)> = views
            .iter()
            .map(|(name, query)| (name.as_str(), query.as_str()))
            .collect();
        self::views(&views)
    };
    for from_below in [true, false] {
        assert!(in_order(&chain(MOST_LEVELS, from_below), &names()).is_ok());
        for count in [MOST_LEVELS + 1, 300, 20_000] {
            let error = refused(&chain(count, from_below));
            assert!(
                error.contains("128 views stand one on the other"),
                "{error}"
            );
        }
    }
}
