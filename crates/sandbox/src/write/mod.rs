//! The generic part of writing: `description` says what a resource takes, `member` reads the notation of its members and holds
//! a body against it, `route` finds the description of a path, `keys` finds rows, `plan` works out what a body does to them, `carry_out` does
//! it, `answer` says what became of it. Nothing here knows a resource by name; the descriptions are in `writes`.

pub(crate) mod answer;
mod carry_out;
mod description;
mod keys;
mod member;
mod plan;
mod refused;
pub(crate) mod route;

pub(crate) use carry_out::{edit, rows_with, take_along};
pub(crate) use description::{Answer, Call, Change, Does, Errors, Given, Unlisted, Within, Writes};
pub(crate) use keys::text_of;
#[cfg(test)]
pub(crate) use member::right_values;
pub(crate) use member::{Phase, check_body};
pub(crate) use refused::Refused;
