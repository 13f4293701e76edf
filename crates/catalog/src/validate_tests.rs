//! One test per rule: a sound pair of tables, changed in one place, is refused for that reason and no other.

use proptest::prelude::*;

use crate::Catalog;

#[path = "validate_writes_tests.rs"]
mod writes;

const SHELVES: &str = r#"
name = "shelves"
about = "Where things stand."
api = "v3"
scope = "store_read_only"
key = ["id"]
list = "/shelves"
keyset = "id"
sort = ["id", "moved"]
[write]
insert = "POST /shelves"
update = "PUT /shelves/{id}"
delete = "DELETE /shelves/{id}"
required = ["name"]
[columns]
id = { type = "int64", filter = "= >= <=", read_only = true }
name = { type = "text", filter = "= like", aliases = ["title"] }
moved = { type = "timestamp", filter = ">= <=", not_null = true }
open = { type = "bool", filter = "=", booleans = "digits" }
place = { type = "json", path = "where.place" }
[[examples]]
about = "All"
sql = "SELECT * FROM shelves"
"#;

const BOOKS: &str = r#"
name = "books"
about = "What stands on shelves."
api = "v3"
scope = "store_read_only"
key = ["shelf_id", "place"]
[embedded]
table = "shelves"
rows = "books"
[per_parent]
table = "shelves"
keys = { shelf_id = "id" }
list = "/shelves/{shelf_id}/books"
[columns]
shelf_id = { type = "int64", parent = "id", references = "shelves.id" }
place = { type = "int64", ordinal = true }
"#;

fn load(shelves: &str, books: &str) -> Result<Catalog, crate::Problems> {
    Catalog::load([
        ("library/shelves.toml", shelves),
        ("library/books.toml", books),
    ])
}

/// The one problem with the shelves where `old` is written as `new`.
fn shelves(old: &str, new: &str) -> String {
    assert!(SHELVES.contains(old), "{old}");
    refused(load(&SHELVES.replace(old, new), BOOKS))
}

/// The one problem with the books where `old` is written as `new`.
fn books(old: &str, new: &str) -> String {
    assert!(BOOKS.contains(old), "{old}");
    refused(load(SHELVES, &BOOKS.replace(old, new)))
}

fn refused(result: Result<Catalog, crate::Problems>) -> String {
    let problems = result.expect_err("is refused");
    assert_eq!(problems.0.len(), 1, "\n{problems}");
    problems.to_string()
}

#[track_caller]
fn says(problem: &str, part: &str) {
    assert!(problem.contains(part), "{problem:?} does not say {part:?}");
}

#[test]
fn the_sound_pair_is_sound() {
    let catalog = load(SHELVES, BOOKS).expect("sound");
    assert_eq!(
        catalog
            .tables()
            .map(|table| table.name.as_str())
            .collect::<Vec<_>>(),
        ["books", "shelves"]
    );
    assert!(catalog.table("shelves").is_some());
    assert!(catalog.table("Shelves").is_none());
}

#[test]
fn unknown_words_name_the_nearest() {
    says(
        &shelves("[[examples]]", "[[example]]"),
        "example: is not a word of the format (did you mean `examples`?)",
    );
    says(
        &shelves("aliases", "alias"),
        "columns.name.alias: is not a word of the format (did you mean `aliases`?)",
    );
    says(
        &shelves("\"json\"", "\"jsn\""),
        "`jsn` is not a type (did you mean `json`?)",
    );
    says(&shelves("\"= like\"", "\"= liek\""), "did you mean `like`?");
    says(
        &shelves("\"digits\"", "\"numbers\""),
        "`numbers` is not known here",
    );
    says(
        &books("table = \"shelves\"\nrows", "table = \"shelve\"\nrows"),
        "did you mean `shelves`?",
    );
}

#[test]
fn wrong_types_are_told() {
    says(
        &shelves("read_only = true", "read_only = \"yes\""),
        "is string, not true or false",
    );
    says(
        &shelves("keyset =", "max_page = 0\nkeyset ="),
        "not a whole number above zero",
    );
    says(&shelves("\"text\"", "\"decimal(50,4)\""), "is no decimal");
    says(
        &shelves("\"POST /shelves\"", "\"/shelves\""),
        "is no endpoint",
    );
}

#[test]
fn every_problem_of_every_file_is_told_at_once() {
    let shelves = SHELVES
        .replace("about = \"Where", "abuot = \"Where")
        .replace("\"text\"", "\"txt\"");
    let books = BOOKS.replace("references", "reference");
    let problems = load(&shelves, &books).expect_err("is refused");
    assert_eq!(problems.0.len(), 5, "\n{problems}");
    assert!(
        problems
            .0
            .iter()
            .any(|problem| problem.file == "library/books.toml")
    );
}

#[test]
fn a_file_that_is_no_toml_names_its_line() {
    let problems = load("name = \"a\"\n=", BOOKS).expect_err("is refused");
    says(
        &problems.to_string(),
        "library/shelves.toml: line 2 is not TOML",
    );
}

#[test]
fn the_file_is_called_as_the_table() {
    let problems = Catalog::load([("library/racks.toml", SHELVES)]).expect_err("is refused");
    says(&problems.to_string(), "give both the same name");
}

#[test]
fn a_table_is_defined_once() {
    let twice = [
        ("library/shelves.toml", SHELVES),
        ("other/shelves.toml", SHELVES),
    ];
    says(
        &refused(Catalog::load(twice)),
        "is defined in library/shelves.toml as well",
    );
}

#[test]
fn names_are_in_snake_case() {
    says(&shelves("place = {", "Place = {"), "is not in snake_case");
}

#[test]
fn about_is_not_empty() {
    says(
        &shelves("\"Where things stand.\"", "\"\""),
        "about: is empty",
    );
}

#[test]
fn columns_that_read_the_same_clash() {
    says(
        &shelves("place = {", "na_me = {"),
        "`na_me` reads the same as a name of `name`",
    );
    says(
        &shelves("[\"title\"]", "[\"MOVED\"]"),
        "reads the same as a name of `name`",
    );
}

#[test]
fn tables_that_read_the_same_clash() {
    says(
        &books("about =", "aliases = [\"SHEL_VES\"]\nabout ="),
        "reads the same as a name of",
    );
}

#[test]
fn key_columns_exist() {
    says(
        &books("\"place\"]", "\"ordinal\"]"),
        "key: `books` has no column `ordinal`",
    );
    says(
        &books("key = [\"shelf_id\", \"place\"]", "key = []"),
        "key: is missing",
    );
}

#[test]
fn references_name_a_column_of_the_same_type() {
    says(
        &books("shelves.id\"", "shelfs.id\""),
        "there is no table `shelfs`",
    );
    says(
        &books("shelves.id\"", "shelves.ids\""),
        "`shelves` has no column `ids` (did you mean `id`?)",
    );
    says(
        &books("shelves.id\"", "shelves.name\""),
        "or they do not join",
    );
    says(&books("shelves.id\"", "shelves\""), "names no column");
}

#[test]
fn sorts_travel_on_integers_and_times_that_are_never_null() {
    says(
        &shelves("\"moved\"]", "\"missing\"]"),
        "sort: `shelves` has no column `missing`",
    );
    says(
        &shelves("\"moved\"]", "\"name\"]"),
        "is text, whose order the API does not tell",
    );
    says(
        &shelves(", not_null = true", ""),
        "where the API puts a NULL of",
    );
}

#[test]
fn a_keyset_is_a_sorted_unique_key_with_both_bounds() {
    says(
        &shelves("keyset = \"id\"", "keyset = \"ids\""),
        "keyset: `shelves` has no column `ids`",
    );
    says(
        &shelves("\"= >= <=\"", "\"= >=\""),
        "has no filters for both bounds",
    );
    says(
        &shelves("[\"id\", \"moved\"]", "[\"moved\"]"),
        "the list does not sort by `id`",
    );
    let both = SHELVES
        .replace("key = [\"id\"]", "key = [\"id\", \"name\"]")
        .replace("/{id}", "/{id}/{name}");
    says(&refused(load(&both, BOOKS)), "`id` alone is not the key");
    let unsorted = SHELVES.replace("[\"id\", \"moved\"]", "[\"moved\"]");
    let time = unsorted
        .replace("keyset = \"id\"", "keyset = \"moved\"")
        .replace("key = [\"id\"]", "key = [\"moved\"]");
    says(
        &refused(load(&time.replace("/{id}", "/{moved}"), BOOKS)),
        "cut by ranges of an int64",
    );
}

#[test]
fn filters_suit_the_type_and_the_api() {
    says(
        &shelves("filter = \"= like\"", "filter = \"= >=\""),
        "`>=` means nothing on text",
    );
    says(
        &shelves("\">= <=\", not_null", "\"= >= <=\", not_null"),
        "`=` means nothing on timestamp",
    );
    says(
        &shelves("\"json\"", "\"json\", filter = \"=\""),
        "`=` means nothing on json",
    );
    says(
        &shelves("filter = \"=\", booleans", "filter = \"= in\", booleans"),
        "`in` means nothing on bool",
    );
    let v2 = refused(load(&SHELVES.replace("\"v3\"", "\"v2\""), BOOKS));
    says(&v2, "v2 has no rule to spell `like`");
}

#[test]
fn words_of_one_type_stand_on_that_type() {
    says(
        &shelves("\"json\"", "\"json\", booleans = \"digits\""),
        "only a bool is spelled so",
    );
    says(
        &shelves("\"json\"", "\"json\", values = [\"a\"]"),
        "only text and int64 have a list of values",
    );
    says(
        &shelves("\"json\"", "\"int64\", ordinal = true"),
        "an int64 of an embedded table",
    );
}

#[test]
fn a_required_column_has_a_place_in_the_request() {
    says(
        &shelves("\"json\"", "\"json\", required = true"),
        "no request has a place for it",
    );
    says(
        &shelves("list = \"/shelves\"", "list = \"/shelves/{name}\""),
        "write required = true",
    );
    assert!(
        load(
            &SHELVES
                .replace("list = \"/shelves\"", "list = \"/shelves/{name}\"")
                .replace("aliases", "required = true, aliases"),
            BOOKS
        )
        .is_ok()
    );
}

#[test]
fn paths_name_columns() {
    says(
        &shelves(
            "\"DELETE /shelves/{id}\"",
            "\"DELETE /shelves/{id}/{number}\"",
        ),
        "has no column `number`",
    );
    says(
        &shelves("\"DELETE /shelves/{id}\"", "\"DELETE shelves/{id}\""),
        "is not a path",
    );
    says(&books("/{shelf_id}/", "/{shelf_id/"), "is not a path");
    says(
        &books("/{shelf_id}/", "/{place}/"),
        "`{place}` is not among the keys",
    );
}

#[test]
fn parents_exist_and_agree() {
    says(
        &books("table = \"shelves\"\nkeys", "table = \"racks\"\nkeys"),
        "there is no table `racks`",
    );
    says(
        &books(
            "keys = { shelf_id = \"id\" }",
            "keys = { shelf_id = \"number\" }",
        ),
        "has no column `number`",
    );
    says(
        &books(
            "keys = { shelf_id = \"id\" }",
            "keys = { shelf_id = \"name\" }",
        ),
        "and the parent's is text",
    );
    says(
        &books(
            "keys = { shelf_id = \"id\" }",
            "keys = { shelf_id = \"id\", row = \"id\" }",
        ),
        "has no column `row`",
    );
}

#[test]
fn a_value_of_the_parent_stands_in_the_parent() {
    says(
        &books("parent = \"id\"", "parent = \"number\""),
        "`shelves` has no column `number`",
    );
    says(
        &shelves(
            "place = {",
            "above = { type = \"int64\", parent = \"id\" }\nplace = {",
        ),
        "have no parent",
    );
    says(
        &books(
            "ordinal = true }",
            "ordinal = true }\nlabel = { type = \"text\", parent = \"name\" }",
        ),
        "add it to `keys`",
    );
}

#[test]
fn a_place_for_the_rows_and_the_value_is_told_once() {
    says(
        &books("rows = \"books\"\n", ""),
        "embedded.rows: is missing",
    );
    says(
        &books("list = \"/shelves/{shelf_id}/books\"\n", ""),
        "per_parent.list: is missing",
    );
    says(
        &books("parent = \"id\",", "parent = \"id\", path = \"shelf\","),
        "cannot stand beside `parent`",
    );
    says(
        &shelves("path = \"where.place\"", "path = \".\""),
        "path: is empty",
    );
}

#[test]
fn a_table_can_be_read_and_is_not_its_own_parent() {
    let lone = SHELVES.replace(
        "list = \"/shelves\"\nkeyset = \"id\"\nsort = [\"id\", \"moved\"]",
        "",
    );
    says(&refused(load(&lone, BOOKS)), "cannot be read");
    let itself = BOOKS
        .replace("table = \"shelves\"\nrows", "table = \"books\"\nrows")
        .replace("parent = \"id\", ", "");
    says(&refused(load(SHELVES, &itself)), "is its own parent");
}

#[test]
fn words_of_a_list_need_a_list() {
    let problems =
        load(&SHELVES.replace("list = \"/shelves\"\n", ""), BOOKS).expect_err("is refused");
    says(
        &problems.to_string(),
        "keyset: says how `list` is read, and there is no `list`",
    );
}

#[test]
fn examples_name_their_table() {
    says(
        &shelves("FROM shelves", "FROM racks"),
        "does not name `shelves`",
    );
}

#[test]
fn counts_and_sums_name_columns() {
    let by = "count = { path = \"/shelves/count\", by = { column = \"state\", rows = \"a\", key = \"b\", count = \"c\" } }";
    says(
        &shelves("keyset =", &format!("{by}\nkeyset =")),
        "has no column `state`",
    );
    says(
        &books(
            "rows = \"books\"",
            "rows = \"books\"\ncomplete = { total = \"books\", sum = \"pages\" }",
        ),
        "has no column `pages`",
    );
}

#[test]
fn an_overlay_adds_and_overrides() {
    let catalog = load(SHELVES, BOOKS).expect("sound");
    let other = SHELVES.replace("Where things stand.", "Racks, to us.");
    let overlaid = catalog
        .overlay([("shelves.toml", other.as_str())])
        .expect("sound");
    let table = overlaid.table("shelves").expect("there");
    assert_eq!(
        (table.about.as_str(), table.area.as_str()),
        ("Racks, to us.", "user")
    );
    assert_eq!(
        catalog.table("shelves").expect("there").about,
        "Where things stand."
    );
    let without = SHELVES
        .replace("open =", "opened =")
        .replace("keyset = \"id\"\n", "")
        .replace("id = {", "number = {");
    let problems = catalog
        .overlay([("shelves.toml", without.as_str())])
        .expect_err("is refused");
    assert!(
        problems
            .0
            .iter()
            .any(|problem| problem.file == "library/books.toml"),
        "\n{problems}"
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_loader_panic(text in "\\PC{0,200}") {
        let _ = Catalog::load([("a/b.toml", text.as_str())]);
    }

    #[test]
    fn no_cut_or_changed_definition_makes_the_loader_panic(
        start in 0..SHELVES.len(), length in 0..40_usize, put in "[ -~\\n]{0,20}", from_books: bool,
    ) {
        let whole = if from_books { BOOKS } else { SHELVES };
        let start = start.min(whole.len());
        let end = (start + length).min(whole.len());
        let text = format!("{}{put}{}", &whole[..start], &whole[end..]);
        let _ = Catalog::load([("library/shelves.toml", text.as_str()), ("library/books.toml", BOOKS)]);
    }
}
