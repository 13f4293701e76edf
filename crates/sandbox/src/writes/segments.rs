//! Profiles of shoppers, and which of them are in which segment.

use serde_json::json;

use crate::dataset::Dataset;
use crate::random::Random;
use crate::respond::Reply;
use crate::time::rfc3339;
use crate::views::customers::{members, shopper_profiles};
use crate::write::{Call, Change, Refused, Writes, edit, rows_with};

const SCOPE: &str = "store_v2_customers";

/// Profiles that go into a segment by one request.
const MOST: usize = 50;

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        changes: &[
            Change::special("POST", "/shopper-profiles", create),
            Change::special("DELETE", "/shopper-profiles", delete),
        ],
        ..Writes::v3("shopper_profiles", "shopper_profiles")
    },
    Writes {
        scope: SCOPE,
        changes: &[
            Change {
                cap: 10,
                ..Change::special("POST", "/segments/{segment_id}/shopper-profiles", join)
            },
            Change {
                cap: 10,
                ..Change::special("DELETE", "/segments/{segment_id}/shopper-profiles", leave)
            },
        ],
        ..Writes::v3("segment_shopper_profiles", "segment_members")
    },
];

/// From the first write on, profiles and memberships are rows of their own.
fn hold(data: &mut Dataset) {
    if data.is_written("segment_members") {
        return;
    }
    let (profiles, members) = (shopper_profiles(data), members(data));
    for profile in profiles {
        data.change("shopper_profiles").add(profile);
    }
    for member in members {
        data.change("segment_members").add(member);
    }
}

fn create(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let rows = call.rows()?;
    for (position, row) in rows.iter().enumerate() {
        let id = row["customer_id"]
            .as_i64()
            .ok_or_else(|| Refused::missing("customer_id").of_row(position))?;
        if data.table("customers").find("id", id).is_none() {
            return Err(
                Refused::invalid("customer_id", "The customer does not exist.").of_row(position),
            );
        }
    }
    hold(data);
    let mut made = Vec::new();
    for row in rows {
        let there = rows_with(data, "shopper_profiles", "customer_id", &row["customer_id"]);
        let profile = match there.into_iter().next() {
            Some(profile) => profile,
            None => {
                let (now, number) = (rfc3339(data.now()), data.number());
                let id = Random::at(number as u64, "shopper profile", 0).uuid();
                let profile = json!({ "id": id, "customer_id": row["customer_id"], "created_at": now, "updated_at": now });
                data.change("shopper_profiles").add(profile.clone());
                edit(data, "customers", "id", &row["customer_id"], |customer| {
                    customer["shopper_profile_id"] = json!(id)
                });
                profile
            }
        };
        made.push(profile);
    }
    Ok(Reply::json(201, &json!({ "data": made, "meta": {} })))
}

/// Takes the rows of a table out that have the text in a field, where one is given, and one of `id:in` in another; without such a
/// list, any.
fn remove(
    data: &mut Dataset,
    call: &Call<'_>,
    table: &'static str,
    of: Option<(&str, &str)>,
    id: &str,
) {
    let (rows, ids) = (data.table(table), call.query.list("id:in"));
    let of: Vec<(&str, &str)> = of.into_iter().collect();
    let gone: Vec<usize> = match (ids.as_slice(), of.as_slice()) {
        ([], []) => (0..rows.len()).collect(),
        ([], of) => rows.with(of),
        (ids, of) => {
            let named = ids
                .iter()
                .map(|key| rows.with(&[of, &[(id, *key)]].concat()));
            named.flatten().collect()
        }
    };
    data.change(table).remove(&gone);
}

fn delete(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    hold(data);
    remove(data, call, "shopper_profiles", None, "id");
    remove(data, call, "segment_members", None, "profile");
    Ok(Reply::nothing())
}

/// The segment that the path names.
fn segment<'c>(data: &Dataset, call: &'c Call<'_>) -> Result<&'c str, Refused> {
    let id = call.path.first().map(String::as_str).unwrap_or_default();
    match data.table("segments").with(&[("id", id)]).is_empty() {
        true => Err(Refused::not_found()),
        false => Ok(id),
    }
}

fn join(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let segment = segment(data, call)?;
    let ids = call.rows()?;
    if ids.len() > MOST {
        return Err(Refused::too_many(MOST));
    }
    hold(data);
    let mut joined = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        let profile = rows_with(data, "shopper_profiles", "id", id)
            .into_iter()
            .next();
        let profile = profile.ok_or_else(|| {
            Refused::invalid("id", "The profile does not exist.").of_row(position)
        })?;
        joined.push(profile);
    }
    for profile in &joined {
        let id = profile["id"].as_str().unwrap_or_default();
        let there = data
            .table("segment_members")
            .with(&[("profile", id), ("segment", segment)]);
        if there.is_empty() {
            let pair = json!({ "segment": segment, "profile": id });
            data.change("segment_members").add(pair);
        }
    }
    Ok(Reply::json(201, &json!({ "data": joined, "meta": {} })))
}

fn leave(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let segment = segment(data, call)?;
    hold(data);
    let of = Some(("segment", segment));
    remove(data, call, "segment_members", of, "profile");
    Ok(Reply::nothing())
}
