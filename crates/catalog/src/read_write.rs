//! The section `[write]` into a [`Write`]: endpoints, bodies and natural keys.
//!
//! Whether the endpoints can be asked so is `validate_writes`'s to say.

use indexmap::IndexMap;
use toml::Value;

use crate::children::Children;
use crate::column::Column;
use crate::profile::Api;
use crate::read_column;
use crate::section::Section;
use crate::write::{
    Body, Carries, Delete, Endpoint, Insert, Partial, Required, Update, Upsert, Write,
};

const BODIES: [(&str, Body); 3] = [
    ("object", Body::Object),
    ("array", Body::Array),
    ("keys", Body::Keys),
];

const PARTIAL: [(&str, Partial); 3] = [
    ("nothing", Partial::Nothing),
    ("told", Partial::Told),
    ("unknown", Partial::Unknown),
];

/// Reads the section.
pub(crate) fn write(section: Section<'_>, api: Api) -> Write {
    let api = section.choice("api", &Api::WORDS).unwrap_or(api);
    let found = Write {
        api,
        insert: parts(&section, "insert", insert).into_iter().next(),
        updates: parts(&section, "update", update),
        upsert: parts(&section, "upsert", upsert).into_iter().next(),
        delete: parts(&section, "delete", delete).into_iter().next(),
        required: section
            .texts("required")
            .iter()
            .map(|text| one_of(text))
            .collect(),
        unique: section.lists("unique"),
        members: members(&section, api),
        children: children(&section),
        scope: section.text("scope"),
    };
    section.finish();
    found
}

/// `"parent_id or tree_id"`
fn one_of(text: &str) -> Required {
    Required {
        one_of: text
            .split(" or ")
            .map(|name| name.trim().to_owned())
            .collect(),
    }
}

/// The members that no column reads. They are written as columns are.
fn members(section: &Section<'_>, api: Api) -> IndexMap<String, Column> {
    let read = |(name, member): (&str, Section<'_>)| {
        let column = read_column::column(name, member, api, api, false);
        (name.to_owned(), column)
    };
    section.members("members").into_iter().map(read).collect()
}

/// `products = { table = "order_items" }`
fn children(section: &Section<'_>) -> IndexMap<String, Children> {
    let read = |(name, declared): (&str, Section<'_>)| {
        let found = Children {
            table: declared.text("table"),
            object: declared.flag("object").unwrap_or(false),
            only: declared.texts("only"),
            paths: declared.path_pairs("as"),
            members: declared.texts("members"),
            ..Children::default()
        };
        declared.finish();
        (name.to_owned(), found)
    };
    section.members("children").into_iter().map(read).collect()
}

/// `"POST /orders"`, or `{ path = "POST /customers", batch = 10 }` where there is more to say; a list where there are several.
fn parts<T>(
    section: &Section<'_>,
    word: &'static str,
    read: impl Fn(&Section<'_>, Endpoint) -> T,
) -> Vec<T> {
    if let Some(Value::String(line)) = section.value(word) {
        let empty = toml::Table::new();
        let plain = section.below(word, &empty);
        return endpoint(&plain, line)
            .map(|endpoint| read(&plain, endpoint))
            .into_iter()
            .collect();
    }
    let mut found = Vec::new();
    for part in section.one_or_more(word) {
        let line = part.required_text("path");
        let endpoint = endpoint(&part, &line);
        found.extend(endpoint.map(|endpoint| read(&part, endpoint)));
        part.finish();
    }
    found
}

fn insert(section: &Section<'_>, endpoint: Endpoint) -> Insert {
    Insert {
        endpoint,
        found_by: section.texts("found_by"),
    }
}

fn update(section: &Section<'_>, endpoint: Endpoint) -> Update {
    Update {
        endpoint,
        columns: section.texts("columns"),
        carries: carries(section),
        nulls: section.flag("nulls").unwrap_or(true),
    }
}

fn upsert(section: &Section<'_>, endpoint: Endpoint) -> Upsert {
    Upsert {
        endpoint,
        key: section.texts("key"),
        carries: carries(section),
        found_by: section.texts("found_by"),
    }
}

fn delete(section: &Section<'_>, endpoint: Endpoint) -> Delete {
    Delete {
        endpoint,
        set: section.json_pairs("set"),
        takes_along: section.texts("takes_along"),
    }
}

/// A list of columns, or `"all"`.
fn carries(section: &Section<'_>) -> Carries {
    match section.value("carries") {
        Some(Value::String(all)) if all == "all" => Carries::All,
        Some(Value::String(other)) => {
            section.problem(
                "carries",
                format!("`{other}` is not known here"),
                "write \"all\", or a list of columns",
            );
            Carries::Columns(Vec::new())
        }
        _ => Carries::Columns(section.texts("carries")),
    }
}

fn endpoint(section: &Section<'_>, line: &str) -> Option<Endpoint> {
    let Some((method, path)) = line.split_once(' ') else {
        if !line.is_empty() {
            section.problem(
                "",
                format!("`{line}` is no endpoint"),
                "write the method and the path: \"POST /orders\"",
            );
        }
        return None;
    };
    let wrap = section.text("wrap");
    let batch = section.number("batch").unwrap_or(1);
    let several = batch > 1 || wrap.is_some();
    Some(Endpoint {
        method: method.to_owned(),
        path: path.to_owned(),
        batch,
        body: section.choice("body", &BODIES).unwrap_or(match several {
            true => Body::Array,
            false => Body::Object,
        }),
        wrap,
        paths: section.path_pairs("as"),
        replaces: section.flag("replaces").unwrap_or(false),
        concurrency: section.number("concurrency"),
        partial: section
            .choice("partial", &PARTIAL)
            .unwrap_or(match several {
                true => Partial::Unknown,
                false => Partial::Nothing,
            }),
        scheduled: section.flag("scheduled").unwrap_or(false),
    })
}
