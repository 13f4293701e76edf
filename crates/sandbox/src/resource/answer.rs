//! Answers a GET: finds the rows of a resource, holds them against the request's filters, sorts, cuts the page and writes it.
//! Does not know HTTP, tokens or faults.

use std::cmp::Ordering;

use super::description::{Envelope, Paging, Resource};
use super::filter::BoundFilter;
use super::oddities::Oddities;
use super::page::{self, Page, PageRequest};
use super::route::{Compiled, Found, Target};
use super::sort::{self, Sort};
use crate::dataset::Dataset;
use crate::request::{Query, Version};
use crate::respond::Reply;
use crate::rows::{Fields, Projection, RowRequest, Rows};

/// A request to one resource, and what is read for it.
struct Call<'a> {
    data: &'a Dataset,
    resource: &'static Resource,
    row: RowRequest<'a>,
    oddities: &'a Oddities,
}

/// Answers one request.
pub(crate) fn answer(data: &Dataset, found: &Found<'_>, base: &str, oddities: &Oddities) -> Reply {
    let first_page = oddities.first_page.then(|| found.of_first_page());
    let found = first_page.as_ref().unwrap_or(found);
    let query = &found.keys.query;
    let unknown = match unknown_parameters(found, query) {
        Ok(unknown) => unknown,
        Err(reply) => return reply,
    };
    let mut reply = match answer_known(data, found, base, oddities) {
        Ok(reply) | Err(reply) => reply,
    };
    reply.unknown = unknown;
    reply
}

fn answer_known(
    data: &Dataset,
    found: &Found<'_>,
    base: &str,
    oddities: &Oddities,
) -> Result<Reply, Reply> {
    let query = &found.keys.query;
    let resource = found.compiled.resource;
    let rows =
        (resource.rows)(data, &found.keys).ok_or_else(|| Reply::not_found(resource.version))?;
    let call = Call {
        data,
        resource,
        row: RowRequest {
            base,
            include: query.list("include"),
            projection: Projection::of(
                resource.fields,
                query.list("include_fields"),
                query.list("exclude_fields"),
            ),
            query,
            shape: resource.shape(),
        },
        oddities,
    };
    match found.target {
        Target::Item => item(&rows, found, &call),
        Target::Count => {
            let counted = |index| rows.table().is_counted(index);
            let indexes = matching(&rows, found.compiled, &call, counted)?;
            let body = match resource.tally {
                Some(tally) => tally(data, &rows, &indexes),
                None => serde_json::json!({ "count": indexes.len() }),
            };
            Ok(Reply::json(200, &body))
        }
        Target::List if resource.paging == Paging::Single => {
            let Some(index) = rows.range().next() else {
                return Ok(if resource.empty_is_204 {
                    Reply::nothing()
                } else {
                    Reply::not_found(resource.version)
                });
            };
            Ok(one(&rows, index, &call))
        }
        Target::List => list(&rows, found.compiled, &call),
    }
}

/// One row, by the part of the path that lies beyond its list's.
fn item(rows: &Rows<'_>, found: &Found<'_>, call: &Call<'_>) -> Result<Reply, Reply> {
    let resource = call.resource;
    let parents = resource.list.matches('{').count();
    let (table, range) = (rows.table(), rows.range());
    let key = resource.key.split(' ');
    let key = key.zip(found.keys.path.iter().skip(parents).map(String::as_str));
    let key: Vec<(&str, &str)> = key.collect();
    let mut named = table.with(&key).into_iter();
    let index =
        named.find(|index| range.contains(index) && !call.data.hides(resource.name, *index));
    match index {
        Some(index) => Ok(one(rows, index, call)),
        None => Err(Reply::not_found(resource.version)),
    }
}

/// Writes one object with what surrounds it.
fn one(rows: &Rows<'_>, index: usize, call: &Call<'_>) -> Reply {
    let mut out = Vec::with_capacity(4_096);
    let enveloped = call.resource.envelope != Envelope::Bare;
    if enveloped {
        out.extend_from_slice(b"{\"data\":");
    }
    write_row(rows, index, call, &mut out);
    match call.resource.envelope {
        Envelope::Bare => {}
        Envelope::DataOnly => out.push(b'}'),
        _ => out.extend_from_slice(b",\"meta\":{}}"),
    }
    Reply::bytes(200, out)
}

/// A list.
fn list(rows: &Rows<'_>, compiled: &Compiled, call: &Call<'_>) -> Result<Reply, Reply> {
    let resource = call.resource;
    require(resource, call.row.query)?;
    let mut request = page::request(resource, call.row.query)?;
    request.cap(resource, &call.row, call.oddities);
    let sort = sort::ask(resource.sort, call.row.query).map_err(|value| {
        Reply::refused(
            resource.version,
            "sort",
            &format!("'{value}' is not a sort of this resource."),
        )
    })?;
    let listed = |index| rows.table().is_listed(index);
    let mut indexes = matching(rows, compiled, call, listed)?;
    if let Some(sort) = &sort {
        sort::apply(sort, rows, &mut indexes);
    }
    reorder(rows, sort.as_ref(), &request, call.oddities, &mut indexes);
    let rank = |index: usize| rank(rows, sort.as_ref(), &indexes, index);
    let after_key = |key: &str| after_key(rows, call, &indexes, key);
    let mut page = page::cut(resource, &request, indexes.len(), rank, after_key)?;
    page.leave_out(call.oddities.missing);
    if page.shown.is_empty() && resource.empty_is_204 {
        return Ok(Reply::nothing());
    }
    Ok(Reply::bytes(
        200,
        write_page(rows, &indexes, &page, &request, call),
    ))
}

/// Writes the rows of a page and what surrounds them.
fn write_page(
    rows: &Rows<'_>,
    indexes: &[usize],
    page: &Page,
    request: &PageRequest<'_>,
    call: &Call<'_>,
) -> Vec<u8> {
    let resource = call.resource;
    let shown = indexes.get(page.shown.clone()).unwrap_or_default();
    let mut out = Vec::with_capacity(64 * 1_024);
    if resource.envelope != Envelope::Bare {
        out.extend_from_slice(b"{\"data\":");
    }
    crate::json::array(&mut out, shown, |out, index| {
        write_row(rows, *index, call, out)
    });
    match resource.envelope {
        Envelope::Bare => {}
        Envelope::DataOnly => out.push(b'}'),
        _ => {
            let whole = indexes.get(page.start..page.end).unwrap_or_default();
            let cursors = whole.first().zip(whole.last());
            let cursors =
                cursors.map(|(first, last)| (page::cursor_of(*first), page::cursor_of(*last)));
            let meta = page::meta(
                resource,
                request,
                page,
                call.row.query,
                cursors,
                call.oddities,
            );
            out.extend_from_slice(b",\"meta\":");
            out.extend_from_slice(meta.to_string().as_bytes());
            out.push(b'}');
        }
    }
    out
}

/// Writes one row.
fn write_row(rows: &Rows<'_>, index: usize, call: &Call<'_>, out: &mut Vec<u8>) {
    let start = out.len();
    rows.table().write(index, &call.row, out);
    let Some(members) = &call.oddities.null_members else {
        return;
    };
    if let Ok(mut row) = serde_json::from_slice(&out[start..]) {
        Oddities::blank(members, call.resource.key, &mut row);
        out.truncate(start);
        out.extend_from_slice(row.to_string().as_bytes());
    }
}

/// Lets equal rows change places from page to page, where a fault says so. Requests by cursor keep their order.
fn reorder(
    rows: &Rows<'_>,
    sort: Option<&Sort>,
    request: &PageRequest<'_>,
    oddities: &Oddities,
    indexes: &mut [usize],
) {
    let (Some(reorder), Some(page)) = (&oddities.reorder, request.page_number()) else {
        return;
    };
    match sort {
        Some(sort) => reorder.apply(page, indexes, |left, right| {
            sort::ties(sort, rows.table(), left, right)
        }),
        None if reorder.unsorted => reorder.apply(page, indexes, |_, _| true),
        None => {}
    }
}

/// The rows that pass all filters, in their natural order.
fn matching(
    rows: &Rows<'_>,
    compiled: &Compiled,
    call: &Call<'_>,
    is_of_answer: impl Fn(usize) -> bool,
) -> Result<Vec<usize>, Reply> {
    let asked = asked(compiled, call.row.query)?;
    let (table, data) = (rows.table(), call.data);
    let hidden = data.hidden(compiled.resource.name);
    let passes = |index: &usize| {
        !hidden.contains(index)
            && is_of_answer(*index)
            && asked
                .iter()
                .all(|filter| filter.accepts(&table.cell(*index, filter.field())))
    };
    Ok(rows.range().filter(passes).collect())
}

/// The filters of a request with their values.
fn asked<'f>(compiled: &'f Compiled, query: &Query) -> Result<Vec<BoundFilter<'f>>, Reply> {
    let mut asked = Vec::new();
    for filter in &compiled.filters {
        let Some(value) = query.get(&filter.parameter) else {
            continue;
        };
        let values = if filter.takes_list() {
            query.list(&filter.parameter)
        } else {
            vec![value]
        };
        let refused = |value: String| {
            let message = format!("The value '{value}' of {} is not valid.", filter.parameter);
            Reply::refused(compiled.resource.version, &filter.parameter, &message)
        };
        asked.push(filter.bind(&values).map_err(refused)?);
    }
    Ok(asked)
}

/// How many rows of a result stand before a row, and whether it is among them.
fn rank(rows: &Rows<'_>, sort: Option<&Sort>, indexes: &[usize], index: usize) -> (usize, bool) {
    let order = |other: &usize| match sort {
        Some(sort) => sort::compare(sort, rows.table(), *other, index),
        None => other.cmp(&index),
    };
    if index >= rows.table().len() {
        return (indexes.len(), false);
    }
    let before = indexes.partition_point(|other| order(other) == Ordering::Less);
    (before, indexes.get(before) == Some(&index))
}

/// The position behind the row with a key, for lists that page by the last row's id.
fn after_key(rows: &Rows<'_>, call: &Call<'_>, indexes: &[usize], key: &str) -> usize {
    let Paging::After(field) = call.resource.paging else {
        return 0;
    };
    let wanted = key.parse::<f64>().unwrap_or(-1.0);
    indexes.partition_point(|index| {
        let found = rows.table().cell(*index, field).number();
        found.is_some_and(|found| found <= wanted)
    })
}

/// One of the required parameters must be there.
fn require(resource: &Resource, query: &Query) -> Result<(), Reply> {
    let mut required = resource.required.split_whitespace().peekable();
    let Some(first) = required.peek().copied() else {
        return Ok(());
    };
    if required.any(|name| query.get(name).is_some()) {
        return Ok(());
    }
    Err(Reply::refused(
        resource.version,
        first,
        &format!("The parameter {first} is required."),
    ))
}

/// Parameters that the resource does not list: an error in v2 unless they are general words, else to be marked in the log.
fn unknown_parameters(found: &Found<'_>, query: &Query) -> Result<Vec<String>, Reply> {
    let compiled = found.compiled;
    let resource = compiled.resource;
    let mut unknown = Vec::new();
    for (name, _) in &query.0 {
        let name = name.strip_suffix("[]").unwrap_or(name);
        if knows(compiled, found.target, name) {
            continue;
        }
        if resource.version == Version::V2 && !matches!(name, "page" | "limit" | "sort") {
            return Err(Reply::unsupported_field(name));
        }
        unknown.push(name.to_owned());
    }
    let words = query.list("include");
    let known = |word: &str| {
        resource
            .include
            .split_whitespace()
            .any(|entry| entry.split('>').next() == Some(word))
    };
    unknown.extend(
        words
            .into_iter()
            .filter(|word| !resource.include.is_empty() && !known(word))
            .map(|word| format!("include={word}")),
    );
    Ok(unknown)
}

/// Whether a path of a resource lists a parameter.
fn knows(compiled: &Compiled, target: Target, name: &str) -> bool {
    let resource = compiled.resource;
    let listed = match name {
        "include" => !resource.include.is_empty(),
        "include_fields" => resource.fields != Fields::Unknown,
        "exclude_fields" => !matches!(resource.fields, Fields::Unknown | Fields::IncludeOnly),
        "sort" | "direction" if target == Target::List => {
            match resource.sort.split_whitespace().next() {
                Some("direction") => name == "direction" || resource.sort.trim() != "direction",
                Some(_) => name == "sort",
                None => false,
            }
        }
        "page" => {
            matches!(resource.paging, Paging::Pages | Paging::Cursor(_)) && target == Target::List
        }
        "limit" => {
            !matches!(resource.paging, Paging::Whole | Paging::Single) && target == Target::List
        }
        "before" => matches!(resource.paging, Paging::Cursor(_)),
        "after" => matches!(resource.paging, Paging::Cursor(_) | Paging::After(_)),
        _ => false,
    };
    let filtered = target != Target::Item
        && compiled
            .filters
            .iter()
            .any(|filter| filter.parameter == name);
    listed || filtered || resource.other.split_whitespace().any(|other| other == name)
}
