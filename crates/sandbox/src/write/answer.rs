//! Answers a request that writes: plans it, carries it out, and says what became of it. Does not know HTTP, tokens or faults.

use serde_json::{Map, Value, json};

use super::carry_out::carry_out;
use super::description::{Answer, Call, Errors};
use super::plan::{Failed, Plan, Step, plan};
use super::refused::Refused;
use super::route::Found;
use crate::dataset::Dataset;
use crate::random::Random;
use crate::request::{Query, Version};
use crate::resource::Envelope;
use crate::respond::{Reply, STATUS_CODES};
use crate::rows::{Fields, Projection, RowRequest, write_value};

/// Answers one request; gives how many rows its body has as well.
pub(crate) fn answer(
    data: &mut Dataset,
    found: &Found,
    query: &Query,
    body: &[u8],
    base: &str,
) -> (Reply, Option<usize>) {
    let version = found.compiled.writes.version;
    let body = match body {
        [] => Ok(Value::Null),
        body => serde_json::from_slice(body),
    };
    let Ok(body) = body else {
        let status = 400;
        let message = "The request body is not valid JSON.";
        return (Reply::error(version, status, message), None);
    };
    let rows = match &body {
        Value::Null => None,
        Value::Array(rows) => Some(rows.len()),
        Value::Object(body) => Some(wrapped(body)),
        _ => Some(1),
    };
    let reply = match answer_body(data, found, query, &body, base) {
        Ok(reply) => reply,
        // Where the errors of rows are a list, so is that of the whole.
        Err(refused) if found.change.errors == Errors::Listed && refused.status == 422 => {
            let total = rows.unwrap_or_default();
            Reply::json(
                422,
                &json!({
                    "data": [], "errors": [error_of(&refused)],
                    "meta": { "total": total, "success": 0, "failed": total },
                }),
            )
        }
        Err(refused) => refusal(version, &refused),
    };
    (reply, rows)
}

/// How many rows an object holds: those of its array where it is nothing but one, else itself.
fn wrapped(body: &Map<String, Value>) -> usize {
    let arrays = ["items", "settings", "line_items", "products", "fees"];
    let mut arrays = arrays.iter().filter_map(|name| body.get(*name)?.as_array());
    arrays
        .next()
        .filter(|_| body.len() <= 2)
        .map_or(1, Vec::len)
}

fn answer_body(
    data: &mut Dataset,
    found: &Found,
    query: &Query,
    body: &Value,
    base: &str,
) -> Result<Reply, Refused> {
    if let Some(special) = found.change.special {
        let path = found.path.as_slice();
        return special(data, &Call { path, query, body });
    }
    let mut plan = plan(data, found, query, body)?;
    let (total, failed) = (plan.rows, std::mem::take(&mut plan.failed));
    let unknown = std::mem::take(&mut plan.unknown);
    let errors = found.change.errors;
    let keeps_others = matches!(
        errors,
        Errors::Listed | Errors::Partly | Errors::BatchPartly
    );
    let mut reply = match (failed.is_empty(), keeps_others) {
        (false, false) => whole(found, failed)?,
        (false, true) => {
            let rows = carry_out(data, found, plan);
            partly(found, query, base, rows, &failed, total)
        }
        (true, _) if found.change.later > 0 => {
            let rows = later(data, found, plan, query, body);
            success(data, found, query, base, rows, total)
        }
        (true, _) => {
            let rows = carry_out(data, found, plan);
            success(data, found, query, base, rows, total)
        }
    };
    // What was sent as one row is answered as one.
    if body.is_object() && found.change.or_one {
        reply = as_one(reply);
    }
    reply
        .unknown
        .extend(unknown.into_iter().map(|name| format!("body: {name}")));
    Ok(reply)
}

/// Lets the change show some requests later.
fn later(data: &mut Dataset, found: &Found, now: Plan, query: &Query, body: &Value) -> Vec<Value> {
    let (waiting, query, body) = (found.clone(), query.clone(), body.clone());
    data.schedule(found.change.later, move |data| {
        // Planned anew: rows may have moved in between.
        if let Ok(plan) = plan(data, &waiting, &query, &body) {
            carry_out(data, &waiting, plan);
        }
    });
    now.steps.into_iter().map(Step::into_row).collect()
}

fn success(
    data: &mut Dataset,
    found: &Found,
    query: &Query,
    base: &str,
    rows: Vec<Value>,
    total: usize,
) -> Reply {
    let status = found.change.status;
    let counts = json!({ "total": total, "success": total, "failed": 0 });
    let body = match found.change.answer {
        Answer::Nothing => {
            return Reply {
                status,
                ..Reply::nothing()
            };
        }
        Answer::Rows => return written(data, found, query, base, rows, json!({})),
        Answer::RowsAndCounts => return written(data, found, query, base, rows, counts),
        Answer::Keys => json!({ "data": keys_of(found, &rows), "errors": [], "meta": counts }),
        Answer::Empty => json!({ "data": {}, "meta": {} }),
        Answer::Counts => json!({ "meta": counts }),
        Answer::Bare => json!({}),
        Answer::Transaction => {
            json!({ "transaction_id": Random::at(data.number() as u64, "transaction", 0).uuid() })
        }
    };
    Reply::json(status, &body)
}

/// An answer whose array has one row, as that row.
fn as_one(mut reply: Reply) -> Reply {
    let body = reply.body.as_deref().unwrap_or_default();
    let mut value: Value = serde_json::from_slice(body).unwrap_or_default();
    if let Some(row) = value["data"].get_mut(0).map(Value::take) {
        value["data"] = row;
        reply.body = Some(value.to_string().into_bytes().into());
    }
    reply
}

/// The rows as their resource shows them.
fn written(
    data: &Dataset,
    found: &Found,
    query: &Query,
    base: &str,
    rows: Vec<Value>,
    meta: Value,
) -> Reply {
    let mut out = Vec::new();
    // Some tables are read by v2 and written by v3.
    let (resource, writes) = (found.compiled.resource, found.compiled.writes);
    let bare = resource.envelope == Envelope::Bare && resource.version == writes.version;
    if !bare {
        out.extend_from_slice(b"{\"data\":");
    }
    let mut rows = rows
        .into_iter()
        .map(|row| (found.compiled.writes.show)(data, row));
    match (found.change.many, bare) {
        (None, _) => write_row(
            found,
            query,
            base,
            rows.next().unwrap_or_default(),
            &mut out,
        ),
        (Some(_), _) => crate::json::array(&mut out, rows, |out, row| {
            write_row(found, query, base, row, out);
        }),
    }
    if !bare {
        out.extend_from_slice(format!(",\"meta\":{meta}}}").as_bytes());
    }
    Reply::bytes(found.change.status, out)
}

fn write_row(found: &Found, query: &Query, base: &str, mut row: Value, out: &mut Vec<u8>) {
    if let (Some(field), Some(row)) = (found.parent(), row.as_object_mut())
        && found.compiled.writes.parent_hidden
    {
        row.shift_remove(field);
    }
    let resource = found.compiled.resource;
    let request = RowRequest {
        base,
        include: query.list("include"),
        projection: Projection::of(Fields::Unknown, Vec::new(), Vec::new()),
        query,
        shape: resource.shape(),
    };
    write_value(row, &request, out);
}

/// One error for all rows; nothing was written.
fn whole(found: &Found, failed: Vec<Failed>) -> Result<Reply, Refused> {
    let many = found.change.many.is_some();
    match found.change.errors {
        Errors::Batch => {
            return Ok(Reply::json(
                422,
                &json!({ "batch_errors": batch_errors(&failed) }),
            ));
        }
        Errors::Saved => {
            let fields = failed
                .into_iter()
                .flat_map(|one| one.refused.of_row(one.position).fields);
            let errors: Map<String, Value> = fields
                .map(|(field, text)| (field, Value::from(text)))
                .collect();
            return Ok(Reply::json(
                422,
                &json!({ "errors": errors, "meta": { "saved_records": 0 } }),
            ));
        }
        _ => {}
    }
    let mut all: Option<Refused> = None;
    for one in failed {
        let refused = if many {
            one.refused.of_row(one.position)
        } else {
            one.refused
        };
        match &mut all {
            Some(all) => all.fields.extend(refused.fields),
            None => all = Some(refused),
        }
    }
    Err(all.unwrap_or_else(Refused::not_found))
}

/// Some rows are written and some are not.
fn partly(
    found: &Found,
    query: &Query,
    base: &str,
    rows: Vec<Value>,
    failed: &[Failed],
    total: usize,
) -> Reply {
    if found.change.errors == Errors::BatchPartly {
        return Reply::json(422, &json!({ "batch_errors": batch_errors(failed) }));
    }
    let errors = match found.change.errors {
        Errors::Partly => merged_error(failed),
        _ => failed.iter().map(listed_error).collect(),
    };
    let success = rows.len();
    let status = match (found.change.errors, success) {
        (_, 0) => 422,
        (Errors::Partly, _) => 207,
        _ => 200,
    };
    let mut shown = Vec::new();
    crate::json::array(&mut shown, rows.clone(), |out, row| {
        write_row(found, query, base, row, out)
    });
    let shown: Value = serde_json::from_slice(&shown).unwrap_or_default();
    let mut body = json!({
        "errors": errors,
        "meta": { "total": total, "success": success, "failed": failed.len() },
    });
    match (found.change.answer, found.change.errors) {
        (Answer::Keys, _) => body["data"] = keys_of(found, &rows),
        (Answer::Counts, _) => {}
        (_, Errors::Partly) if success == 0 => {}
        _ => body["data"] = shown,
    }
    Reply::json(status, &body)
}

fn batch_errors(failed: &[Failed]) -> Vec<Value> {
    let one = |one: &Failed| json!({ "data": one.given, "field_errors": fields_of(&one.refused) });
    failed.iter().map(one).collect()
}

/// The faults of all rows as one error.
fn merged_error(failed: &[Failed]) -> Value {
    let mut all = Map::new();
    for one in failed {
        all.extend(fields_of(&one.refused.clone().of_row(one.position)));
    }
    json!({
        "status": 422, "type": STATUS_CODES, "errors": all,
        "title": "Please verify if all required fields are present in the request body and are filled with values correctly.",
    })
}

/// The keys of rows.
fn keys_of(found: &Found, rows: &[Value]) -> Value {
    let key = found.compiled.writes.key;
    rows.iter().map(|row| row[key].clone()).collect()
}

fn listed_error(failed: &Failed) -> Value {
    error_of(&failed.refused.clone().of_row(failed.position))
}

/// One error of a list.
fn error_of(refused: &Refused) -> Value {
    json!({
        "status": refused.status, "title": refused.title, "type": STATUS_CODES, "errors": fields_of(refused),
    })
}

fn fields_of(refused: &Refused) -> Map<String, Value> {
    let fields = refused.fields.iter();
    fields
        .map(|(field, text)| (field.clone(), Value::from(text.as_str())))
        .collect()
}

/// A refusal of the whole request.
fn refusal(version: Version, refused: &Refused) -> Reply {
    match version {
        Version::V3 => Reply::json(
            refused.status,
            &json!({
                "status": refused.status, "title": refused.title, "type": STATUS_CODES, "errors": fields_of(refused),
            }),
        ),
        Version::V2 => {
            // v2 has no 422: what is wrong with a field is 400.
            let status = if refused.status == 422 {
                400
            } else {
                refused.status
            };
            let told: Vec<Value> = match refused.fields.as_slice() {
                [] => vec![json!({ "status": status, "message": refused.title })],
                fields => fields
                    .iter()
                    .map(|(field, text)| match text.as_str() {
                        text if text == refused.title => json!({
                            "status": status, "message": text, "details": { "field": field },
                        }),
                        "error.path.missing" => json!({
                            "status": status, "message": format!("The required field '{field}' was not supplied."),
                        }),
                        text => json!({
                            "status": status, "message": format!("The field '{field}' is invalid."),
                            "details": { "invalid_reason": text },
                        }),
                    })
                    .collect(),
            };
            Reply::json(status, &Value::Array(told))
        }
    }
}
