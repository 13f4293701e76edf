//! The values that a template stands for, out of a call's arguments and the answers so far. Numbers stay as they are spelled.

use std::collections::HashMap;

use storeql_catalog::{Each, Reference, Step, Taken, Template};

use super::arguments::Arguments;
use crate::raw;
use crate::spelling::decimal;

/// What is known when a template is filled.
pub(super) struct Known<'a> {
    pub(super) arguments: &'a Arguments,
    /// Answers by the name of their request.
    pub(super) answers: HashMap<String, String>,
    /// Nothing is sent: requests of which an answer would come stand by their names, and secrets are masked.
    pub(super) shows: Option<Vec<String>>,
}

/// JSON; none where there is no value. The error says why there is none that could be sent.
pub(super) type Found = Result<Option<String>, String>;

impl Known<'_> {
    pub(super) fn fill(&self, template: &Template) -> Found {
        match template {
            Template::Json(text) => Ok(Some(text.clone())),
            Template::Value(references) => self.first(references),
            Template::First(items) => {
                for item in items {
                    if let Some(found) = self.fill(item)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Template::Sum(items) => self.sum(items),
            Template::List(items) => {
                let mut all = Vec::new();
                for item in items {
                    all.extend(self.fill(item)?);
                }
                Ok((!all.is_empty()).then(|| array(&all)))
            }
            Template::Object(members) => {
                let mut all = Vec::new();
                for (name, member) in members {
                    if let Some(value) = self.fill(member)? {
                        all.push((name.as_str(), value));
                    }
                }
                Ok((!all.is_empty()).then(|| object(&all)))
            }
            Template::Each(each) => self.each(each),
        }
    }

    /// The first that has a value.
    pub(super) fn first(&self, references: &[Reference]) -> Found {
        for reference in references {
            if let Some(found) = self.value(reference)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The value of a reference; JSON's null is none.
    pub(super) fn value(&self, reference: &Reference) -> Found {
        let (request, path) = match reference {
            Reference::Parameter(name) => {
                let json = self.arguments.json(name, self.shows.is_some());
                return Ok(json.map(str::to_owned));
            }
            Reference::Answer { request, path } => (request, path),
        };
        let Some(answer) = self.answers.get(request) else {
            let later = self.shows.as_ref();
            let later = later.is_some_and(|later| later.contains(request));
            return Ok(later.then(|| raw::quoted(&spelled(request, path))));
        };
        let mut text = answer.as_str();
        for step in path {
            let next = match step {
                Step::Member(name) => {
                    raw::members(text).and_then(|members| members.get(name).copied())
                }
                Step::Only => match raw::elements(text).unwrap_or_default().as_slice() {
                    [only] => Some(*only),
                    several => {
                        return Err(format!(
                            "{} is one row, and the store answered {}",
                            spelled(request, path),
                            several.len()
                        ));
                    }
                },
            };
            match next {
                Some(next) => text = next,
                None => return Ok(None),
            }
        }
        Ok((text.trim() != "null").then(|| text.trim().to_owned()))
    }

    fn sum(&self, items: &[Template]) -> Found {
        let mut sum = 0_i64;
        for item in items {
            let Some(value) = self.fill(item)? else {
                return Ok(None);
            };
            if self.shows.is_some() && value.starts_with('"') {
                return Ok(Some(value));
            }
            let added = whole(&value).and_then(|number| sum.checked_add(number));
            sum = added.ok_or_else(|| format!("{value} is no whole number that can be added"))?;
        }
        Ok(Some(sum.to_string()))
    }

    fn each(&self, each: &Each) -> Found {
        let Some(list) = self.first(&each.list)? else {
            return Ok(None);
        };
        if self.shows.is_some() && list.starts_with('"') {
            return Ok(Some(list));
        }
        let mut elements =
            raw::elements(&list).ok_or_else(|| "the store answered no list".to_owned())?;
        if let Some((member, parameter)) = &each.choose {
            let wanted = self.arguments.json(parameter, false);
            elements = chosen(&elements, member, wanted)?;
        }
        let mut all = Vec::new();
        for element in elements {
            let members = raw::members(element);
            let members = members.ok_or_else(|| "the store answered no object".to_owned())?;
            let mut fits = true;
            for (member, references) in &each.having {
                let wanted = self.first(references)?;
                let has = members.get(member.as_str()).map(|text| (*text).to_owned());
                fits &= wanted == has;
            }
            if let Some(taken) = taken(&each.members, &members)?.filter(|_| fits) {
                all.push(taken);
            }
        }
        match all.is_empty() {
            true => Err("nothing is left that it could be done to".to_owned()),
            false => Ok(Some(array(&all))),
        }
    }
}

/// The list in which an element has the wanted value; the first without one.
fn chosen<'t>(
    lists: &[&'t str],
    member: &str,
    wanted: Option<&str>,
) -> Result<Vec<&'t str>, String> {
    let mut offered = Vec::new();
    for list in lists {
        let elements = raw::elements(list).unwrap_or_default();
        let mut values = elements.iter().filter_map(|element| {
            raw::members(element)?
                .get(member)
                .map(|text| (*text).to_owned())
        });
        let fits = match wanted {
            None => true,
            Some(wanted) => values.any(|value| {
                offered.push(value.clone());
                value == wanted
            }),
        };
        if fits {
            return Ok(elements);
        }
    }
    let offered: Vec<String> = offered.iter().filter_map(|text| raw::plain(text)).collect();
    Err(format!(
        "the store offers no {member} {}; it offers {}",
        wanted.and_then(raw::plain).unwrap_or_default(),
        match offered.is_empty() {
            true => "none".to_owned(),
            false => offered.join(", "),
        }
    ))
}

/// The object of one element; none where nothing is left of a number.
fn taken(
    wanted: &indexmap::IndexMap<String, Taken>,
    members: &indexmap::IndexMap<String, &str>,
) -> Found {
    let mut all = Vec::new();
    for (name, taken) in wanted {
        let Some(value) = members.get(&taken.member) else {
            return Err(format!("the store's answer has no {}", taken.member));
        };
        let Some(less) = &taken.less else {
            all.push((name.as_str(), (*value).to_owned()));
            continue;
        };
        let less = members.get(less).and_then(|less| whole(less));
        let left = whole(value).zip(less);
        let left = left.and_then(|(all, less)| all.checked_sub(less));
        let left =
            left.ok_or_else(|| format!("the store's answer has no number {}", taken.member))?;
        if left <= 0 {
            return Ok(None);
        }
        all.push((name.as_str(), left.to_string()));
    }
    Ok(Some(object(&all)))
}

/// A whole number of JSON.
fn whole(text: &str) -> Option<i64> {
    let plain = raw::plain(text)?;
    decimal(&plain, 0).ok()?.parse().ok()
}

/// Whether two values are the same number or the same text.
pub(super) fn same(one: &str, other: &str) -> bool {
    let spelled = |text: &str| {
        let plain = raw::plain(text).unwrap_or_else(|| text.to_owned());
        decimal(&plain, usize::MAX).unwrap_or(plain)
    };
    spelled(one) == spelled(other)
}

/// `{quote.data.refund_methods}`
fn spelled(request: &str, path: &[Step]) -> String {
    let mut text = format!("{{{request}");
    for step in path {
        text.push('.');
        text.push_str(match step {
            Step::Member(name) => name,
            Step::Only => "only",
        });
    }
    text.push('}');
    text
}

fn array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

fn object(members: &[(&str, String)]) -> String {
    let member = |(name, value): &(&str, String)| format!("{}:{value}", raw::quoted(name));
    let members: Vec<String> = members.iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}
