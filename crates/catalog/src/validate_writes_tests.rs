//! The rules of writes, one test each, on the pair of tables of `validate_tests`.

use super::*;

#[test]
fn writes_name_one_row_by_its_whole_key() {
    says(
        &shelves("\"PUT /shelves/{id}\"", "\"PUT /shelves\""),
        "does not name one row by its key",
    );
    says(
        &shelves("\"DELETE /shelves/{id}\"", "\"DELETE /shelves\""),
        "does not name one row by its key",
    );
    says(
        &shelves(
            "\"DELETE /shelves/{id}\"",
            "{ path = \"DELETE /shelves\", batch = 10 }",
        ),
        "one row by its key",
    );
    says(
        &shelves("\"DELETE /shelves/{id}\"", "\"POST /shelves/{id}\""),
        "`POST` is not done here",
    );
    let batch = SHELVES.replace(
        "\"PUT /shelves/{id}\"",
        "{ path = \"PUT /shelves\", batch = 10 }",
    );
    assert!(load(&batch, BOOKS).is_ok());
    let list = SHELVES.replace(
        "\"DELETE /shelves/{id}\"",
        "{ path = \"DELETE /shelves?id:in={id}\", batch = 10 }",
    );
    assert!(load(&list, BOOKS).is_ok());
}

#[test]
fn required_columns_exist_and_can_be_written() {
    says(
        &shelves("required = [\"name\"]", "required = [\"label\"]"),
        "write.required: `shelves` has no column `label`",
    );
    says(
        &shelves("required = [\"name\"]", "required = [\"id\"]"),
        "`id` is read-only",
    );
}

/// The one problem with the shelves where their `[write]` is another.
fn written(write: &str) -> String {
    refused(load(&with_write(write), BOOKS))
}

fn with_write(write: &str) -> String {
    let (before, rest) = SHELVES.split_once("[write]").expect("has writes");
    let (_, after) = rest.split_once("[columns]").expect("has columns");
    format!("{before}[write]\n{write}\n[columns]{after}")
}

#[test]
fn a_delete_by_its_body_or_by_a_change_names_its_rows_there() {
    for sound in [
        "delete = { path = \"DELETE /shelves\", body = \"keys\", batch = 10 }",
        "delete = { path = \"PUT /racks/{place}\", wrap = \"shelves\", set = { open = 0 } }",
        "delete = { path = \"PUT /racks/{place}\", wrap = \"shelves\", replaces = true }",
    ] {
        let loaded = load(&with_write(sound), BOOKS);
        assert!(loaded.is_ok(), "{sound}: {loaded:?}");
    }
    says(
        &written("delete = { path = \"DELETE /shelves?a:in={id}&b:in={name}\", batch = 10 }"),
        "delete each pair of them",
    );
    says(
        &written("delete = { path = \"PUT /shelves/{name}\", set = { open = 0 } }"),
        "one row by its key",
    );
    says(
        &written("delete = { path = \"DELETE /shelves/{id}\", takes_along = [\"book\"] }"),
        "there is no table `book` (did you mean `books`?)",
    );
}

#[test]
fn an_upsert_has_a_natural_key_that_can_be_written() {
    says(
        &written("upsert = { path = \"PUT /shelves\", batch = 10 }"),
        "write.upsert.key: is missing",
    );
    says(
        &written("upsert = { path = \"PUT /shelves\", batch = 10, key = [\"id\"] }"),
        "`id` is read-only",
    );
    let sound =
        "upsert = { path = \"PUT /shelves\", batch = 10, key = [\"name\"], carries = \"all\" }";
    let catalog = load(&with_write(sound), BOOKS).expect("sound");
    let table = catalog.table("shelves").expect("there");
    let takes = |name: &str| table.write.takes(&table.columns[name]);
    assert_eq!(takes("id"), crate::Takes::Never);
    assert_eq!(takes("name"), crate::Takes::AtInsert);
    assert_eq!(takes("moved"), crate::Takes::Always);
}

#[test]
fn what_names_the_row_is_given_at_creation_only() {
    let write = "[write]\ninsert = \"POST /shelves/{shelf_id}/books\"\nupdate = \"PUT /shelves/{shelf_id}/books/{place}\"\n[columns]\ntitle = { type = \"text\" }";
    let books = BOOKS.replace("[columns]", write);
    let catalog = load(SHELVES, &books).expect("sound");
    let table = catalog.table("books").expect("there");
    let takes = |name: &str| table.write.takes(&table.columns[name]);
    assert_eq!(takes("shelf_id"), crate::Takes::AtInsert);
    assert_eq!(takes("place"), crate::Takes::AtInsert);
    assert_eq!(takes("title"), crate::Takes::Always);
    let elsewhere = books.replace("/{shelf_id}/books", "/books").replace(
        "list = \"/shelves/books\"",
        "list = \"/shelves/{shelf_id}/books\"",
    );
    let catalog = load(
        SHELVES,
        &elsewhere
            .replace("/shelves/books/{place}", "/books/{shelf_id}/{place}")
            .replace("\nupdate = \"PUT /books/{shelf_id}/{place}\"", ""),
    );
    let catalog = catalog.expect("sound");
    let table = catalog.table("books").expect("there");
    assert_eq!(
        table.write.takes(&table.columns["shelf_id"]),
        crate::Takes::Never
    );
}

#[test]
fn only_the_first_update_takes_any_column() {
    let two = |second: &str| {
        let first = "{ path = \"PUT /shelves\", batch = 9, nulls = false }";
        format!("update = [{first}, {{ path = \"PUT /shelves/{{id}}\"{second} }}]")
    };
    says(&written(&two("")), "which of the updates takes a column");
    says(
        &written(&two(", columns = [\"nam\"]")),
        "has no column `nam` (did you mean `name`?)",
    );
    assert!(load(&with_write(&two(", columns = [\"name\"]")), BOOKS).is_ok());
}

#[test]
fn what_goes_along_is_known() {
    let update = "update = { path = \"PUT /shelves/{id}\", carries = ";
    says(
        &written(&format!("{update}\"everything\" }}")),
        "write \"all\", or a list",
    );
    says(
        &written(&format!("{update}[\"nam\"] }}")),
        "has no column `nam`",
    );
    says(
        &written("insert = \"POST /shelves\"\n[write.members]\nname = { type = \"json\" }"),
        "is a column of the table",
    );
    says(
        &written("insert = \"POST /shelves\"\nrequired = [\"name or label\"]"),
        "has no column `label`",
    );
}

#[test]
fn words_of_writes_suit_their_column() {
    says(
        &shelves("\"json\"", "\"json\", max_length = 5"),
        "only a text has a length",
    );
    says(
        &shelves("\"json\"", "\"json\", write_format = \"unix_text\""),
        "json is not spelled so",
    );
    says(
        &shelves("\"json\"", "\"json\", writes_null = true, unset = []"),
        "needs no other value",
    );
    says(
        &shelves("\"json\"", "\"json\", read_only = true, unset = []"),
        "another word how one does",
    );
    says(
        &written("insert = { path = \"POST /shelves\", batch = 10, body = \"object\" }"),
        "an object holds one row",
    );
}
