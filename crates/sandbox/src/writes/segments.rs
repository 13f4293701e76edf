//! Profiles of shoppers, and which of them are in which segment.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::random::Random;
use crate::respond::Reply;
use crate::time::rfc3339;
use crate::views::customers::{members, shopper_profiles};
use crate::write::{Call, Change, Refused, Writes, edit};

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
        let there = shopper_profiles(data)
            .into_iter()
            .find(|profile| profile["customer_id"] == row["customer_id"]);
        let profile = match there {
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

/// The ids of `id:in`; without it, all.
fn listed(call: &Call<'_>, id: &Value) -> bool {
    let wanted = call.query.list("id:in");
    wanted.is_empty() || wanted.iter().any(|wanted| *id == **wanted)
}

/// Takes the rows of a table out that a test names.
fn remove(data: &mut Dataset, table: &'static str, goes: impl Fn(&Value) -> bool) {
    let gone: Vec<usize> = data
        .rows(table)
        .iter()
        .enumerate()
        .filter(|(_, row)| goes(row))
        .map(|(index, _)| index)
        .collect();
    data.change(table).remove(&gone);
}

fn delete(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    hold(data);
    remove(data, "shopper_profiles", |row| listed(call, &row["id"]));
    remove(data, "segment_members", |row| listed(call, &row["profile"]));
    Ok(Reply::nothing())
}

fn segment(data: &Dataset, call: &Call<'_>) -> Result<Value, Refused> {
    let id = call.path.first().cloned().unwrap_or_default();
    let found = data
        .rows("segments")
        .into_iter()
        .find(|row| row["id"] == id.as_str());
    found
        .map(|row| row["id"].clone())
        .ok_or_else(Refused::not_found)
}

fn join(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let segment = segment(data, call)?;
    let ids = call.rows()?;
    if ids.len() > MOST {
        return Err(Refused::too_many(MOST));
    }
    hold(data);
    let profiles = shopper_profiles(data);
    let mut joined = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        let profile = profiles.iter().find(|profile| profile["id"] == *id);
        let profile = profile.ok_or_else(|| {
            Refused::invalid("id", "The profile does not exist.").of_row(position)
        })?;
        joined.push(profile.clone());
    }
    for id in ids {
        let pair = json!({ "segment": segment, "profile": id });
        if !members(data).contains(&pair) {
            data.change("segment_members").add(pair);
        }
    }
    Ok(Reply::json(201, &json!({ "data": joined, "meta": {} })))
}

fn leave(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let segment = segment(data, call)?;
    hold(data);
    remove(data, "segment_members", |row| {
        row["segment"] == segment && listed(call, &row["profile"])
    });
    Ok(Reply::nothing())
}
