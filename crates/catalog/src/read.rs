//! One definition's text into a [`Table`]: the words of the format and their defaults.
//!
//! Whether the table makes sense, alone and among the others, is `validate`'s to say.

use indexmap::IndexMap;
use toml::Value;

use crate::column::Column;
use crate::problem::Problem;
use crate::profile::{Api, SortStyle};
use crate::read_column;
use crate::read_write;
use crate::section::{Notes, Section, pairs_of};
use crate::table::{
    Complete, Count, CountBy, Embedded, Example, Hidden, Listing, Paging, PerParent, Table,
};
use crate::write::Write;

/// The largest page of nearly every list.
const USUAL_PAGE: u32 = 250;

/// The page of nearly every list that is not told how large it should be.
const USUAL_PAGE_UNASKED: u32 = 50;

/// Reads one file; what is wrong with it goes to `problems`.
pub(crate) fn table(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Table> {
    let notes = Notes::new(file);
    let table = match text.parse::<toml::Table>() {
        Ok(parsed) => Some(read(file, Section::new(&parsed, "", &notes))),
        Err(error) => {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            notes.add(
                "",
                format!("line {line} is not TOML: {}", error.message()),
                "",
            );
            None
        }
    };
    problems.extend(notes.into_problems());
    table
}

fn read(file: &str, section: Section<'_>) -> Table {
    let (area, stem) = file.rsplit_once('/').unwrap_or(("user", file));
    let name = section.required_text("name");
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    if !name.is_empty() && name != stem {
        section.problem(
            "name",
            format!("is `{name}`, but the file is called `{stem}`"),
            "give both the same name",
        );
    }
    let about = section.required_text("about");
    let aliases = section.texts("aliases");
    if !section.has("api") {
        section.problem("api", "is missing", "write \"v2\" or \"v3\"");
    }
    let api = section.choice("api", &Api::WORDS).unwrap_or(Api::V3);
    let scope = section.required_text("scope");
    let key = section.texts("key");
    let count = count(&section);
    let list = listing(&section, api);
    let embedded = section.section("embedded").map(embedded);
    let per_parent = section
        .section("per_parent")
        .and_then(|parent| per_parent(parent, api));
    let write = section.section("write");
    let write = write.map_or_else(|| Write::none(api), |write| read_write::write(write, api));
    if !section.has("columns") {
        section.problem("columns", "are missing", "a table has at least one column");
    }
    let columns = columns(&section, api, write.api, &key);
    let columns_of = section.text("columns_of");
    let examples = section.list("examples").into_iter().map(example).collect();
    section.finish();
    Table {
        name,
        area: area.to_owned(),
        about,
        aliases,
        api,
        scope,
        key,
        columns,
        columns_of,
        list,
        embedded,
        per_parent,
        count,
        write,
        examples,
    }
}

fn columns(
    section: &Section<'_>,
    api: Api,
    written_by: Api,
    key: &[String],
) -> IndexMap<String, Column> {
    let mut columns = IndexMap::new();
    for (name, member) in section.members("columns") {
        let in_key = key.iter().any(|part| part == name);
        let column = read_column::column(name, member, api, written_by, in_key);
        columns.insert(name.to_owned(), column);
    }
    columns
}

/// The words that say how a list is read stand beside `list` itself, at the top and under `[per_parent]` alike.
fn listing(section: &Section<'_>, api: Api) -> Option<Listing> {
    const PAGING: [(&str, Paging); 6] = [
        ("page", Paging::Page),
        ("cursor", Paging::Cursor),
        ("after_key", Paging::AfterKey),
        ("whole", Paging::Whole),
        ("as_told", Paging::AsTold),
        ("single", Paging::Single),
    ];
    const STYLES: [(&str, SortStyle); 3] = [
        ("direction", SortStyle::Direction),
        ("colon", SortStyle::Colon),
        ("bare", SortStyle::Bare),
    ];
    let path = section.text("list");
    let paging = section.choice("paging", &PAGING).unwrap_or(Paging::Page);
    let told = paging == Paging::AsTold;
    let pages = told || matches!(paging, Paging::Page | Paging::Cursor);
    let listing = Listing {
        path: path.clone().unwrap_or_default(),
        paging,
        max_page: section.number("max_page").unwrap_or(match told {
            true => USUAL_PAGE_UNASKED,
            false => USUAL_PAGE,
        }),
        keyset: section.text("keyset"),
        sort: sort(section),
        sort_style: section
            .choice("sort_style", &STYLES)
            .unwrap_or(api.sort_style()),
        projects: section.flag("projects").unwrap_or(false),
        query: section.pairs("query"),
        rows: section.path("rows").unwrap_or_default(),
        concurrency: section.number("concurrency"),
        total: section.flag("total").unwrap_or(api == Api::V3 && pages),
        bare: section.flag("bare").unwrap_or(false),
    };
    if path.is_none() {
        for word in [
            "paging",
            "max_page",
            "keyset",
            "sort",
            "projects",
            "query",
            "rows",
            "concurrency",
            "total",
            "bare",
        ] {
            if section.has(word) {
                section.problem(
                    word,
                    "says how `list` is read, and there is no `list`",
                    "add `list`, or remove it",
                );
            }
        }
    }
    path.map(|_| listing)
}

/// A list of columns whose words are their own names, or a table of column and word.
fn sort(section: &Section<'_>) -> IndexMap<String, String> {
    let Some(value) = section.value("sort") else {
        return IndexMap::new();
    };
    let pairs = match value {
        Value::Array(names) => names
            .iter()
            .map(|name| name.as_str().map(|name| (name.to_owned(), name.to_owned())))
            .collect(),
        other => pairs_of(other),
    };
    if pairs.is_none() {
        section.problem(
            "sort",
            "is neither a list of columns nor a table of column and word",
            "write sort = [\"id\"]",
        );
    }
    pairs.unwrap_or_default()
}

fn count(section: &Section<'_>) -> Option<Count> {
    if let Some(Value::String(path)) = section.value("count") {
        return Some(Count {
            path: path.clone(),
            field: "count".to_owned(),
            filters: false,
            by: None,
            hidden: None,
        });
    }
    let count = section.section("count")?;
    let by = count.section("by").map(|by| {
        let found = CountBy {
            column: by.required_text("column"),
            rows: by.required_text("rows"),
            key: by.required_text("key"),
            count: by.required_text("count"),
        };
        by.finish();
        found
    });
    let hidden = count.section("hidden").map(|hidden| {
        let found = Hidden {
            path: hidden.required_text("path"),
            member: hidden.required_text("member"),
        };
        hidden.finish();
        found
    });
    let found = Count {
        path: count.required_text("path"),
        field: count.text("field").unwrap_or_else(|| "count".to_owned()),
        filters: count.flag("filters").unwrap_or(false),
        by,
        hidden,
    };
    count.finish();
    Some(found)
}

fn embedded(section: Section<'_>) -> Embedded {
    let complete = section.section("complete").map(|complete| {
        let found = Complete {
            total: complete.required_text("total"),
            sum: complete.required_text("sum"),
            warning: complete.text("warning"),
        };
        complete.finish();
        found
    });
    let found = Embedded {
        table: section.required_text("table"),
        include: section.text("include"),
        query: section.pairs("query"),
        max_page: section.number("max_page"),
        rows: section.paths("rows"),
        complete,
    };
    if found.rows.iter().all(Vec::is_empty) {
        section.problem(
            "rows",
            "is missing",
            "name the parent's member that has the rows",
        );
    }
    section.finish();
    found
}

fn per_parent(section: Section<'_>, api: Api) -> Option<PerParent> {
    let table = section.required_text("table");
    let keys = section.pairs("keys");
    if !section.has("list") {
        section.problem(
            "list",
            "is missing",
            "write the path below a parent, with its key in braces",
        );
    }
    let listing = listing(&section, api);
    section.finish();
    Some(PerParent {
        table,
        keys,
        listing: listing?,
    })
}

fn example(section: Section<'_>) -> Example {
    let found = Example {
        about: section.required_text("about"),
        sql: section.required_text("sql"),
    };
    section.finish();
    found
}
