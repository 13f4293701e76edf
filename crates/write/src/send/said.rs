//! What an answer says of the rows of its request: those that it shows, and those that it refuses. Pure.
//!
//! The API has four shapes for errors of arrays; all of them are read here into one.

use storeql_catalog::Api;

use crate::raw;

/// What an answer says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// The rows that it shows: `data`, or the whole of a v2 answer. None where it shows nothing of the kind.
    pub(crate) rows: Option<Vec<String>>,
    /// The rows stood in an array, where an empty one says that no row was written.
    pub(crate) listed: bool,
    /// What it refuses.
    pub(crate) faults: Vec<Fault>,
    /// `meta.success`: how many rows were written, where it says so.
    pub(crate) success: Option<usize>,
}

/// What is wrong with a row, or with the whole request.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fault {
    /// The row's place in the body, from 0, where a member's name begins with it: `2.name`.
    pub(crate) place: Option<usize>,
    /// The row as it was sent, where the answer repeats it.
    pub(crate) sent: Option<String>,
    /// Members and what is wrong with them.
    pub(crate) fields: Vec<(String, String)>,
    /// A sentence, where there is one.
    pub(crate) title: Option<String>,
}

impl Said {
    /// Reads an answer's body; of a body that is no JSON it says nothing.
    pub(crate) fn read(api: Api, body: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(body) else {
            return Self::default();
        };
        let mut said = Self::default();
        let members = raw::members(text);
        let data = match (api, &members) {
            (Api::V3, Some(members)) => members.get("data").copied(),
            (Api::V2, _) => Some(text.trim()).filter(|text| !text.is_empty()),
            (Api::V3, None) => None,
        };
        if let Some(data) = data {
            said.show(data);
        }
        let Some(members) = members else {
            return said;
        };
        for name in ["errors", "batch_errors"] {
            match members.get(name) {
                Some(text) if api == Api::V3 || said.rows.is_none() => said.refuse(text),
                _ => {}
            }
        }
        // One error for the whole names its members in `errors`, and says in a sentence what it is.
        let title = members.get("title").and_then(|title| raw::plain(title));
        if title.is_some() && said.faults.is_empty() && members.contains_key("status") {
            said.faults.push(Fault {
                title,
                ..Fault::default()
            });
        }
        said.success = members
            .get("meta")
            .and_then(|meta| raw::members(meta)?.get("success").copied())
            .and_then(|number| number.parse().ok());
        said
    }

    /// The sentence of an error that stands where a success has its rows, as some gateways answer it.
    pub(crate) fn error_in(api: Api, text: &str) -> Option<String> {
        let (whole, sentence) = match api {
            Api::V3 => (text, "title"),
            Api::V2 => (raw::elements(text)?.into_iter().next()?, "message"),
        };
        let members = raw::members(whole)?;
        let status: u16 = members.get("status")?.parse().ok()?;
        let is_error = status >= 400 && !members.contains_key("data");
        raw::plain(members.get(sentence)?).filter(|_| is_error)
    }

    fn show(&mut self, data: &str) {
        if let Some(rows) = raw::elements(data) {
            self.rows = Some(rows.into_iter().map(str::to_owned).collect());
            self.listed = true;
        } else if raw::members(data).is_some_and(|members| !members.is_empty()) {
            self.rows = Some(vec![data.to_owned()]);
        }
    }

    /// `errors`: an object of members, or a list of such errors; `batch_errors`: a list with the rows.
    fn refuse(&mut self, text: &str) {
        if let Some(errors) = raw::elements(text) {
            for error in errors {
                self.error(error);
            }
        } else if raw::members(text).is_some() {
            self.error(text);
        }
    }

    fn error(&mut self, text: &str) {
        let Some(members) = raw::members(text) else {
            self.faults.push(Fault {
                title: raw::plain(text),
                ..Fault::default()
            });
            return;
        };
        let inner = ["errors", "field_errors"]
            .iter()
            .find_map(|name| raw::members(members.get(*name)?));
        let title = members.get("title").and_then(|title| raw::plain(title));
        if let Some(sent) = members.get("data") {
            self.faults.push(Fault {
                place: None,
                sent: Some((*sent).to_owned()),
                fields: inner.into_iter().flatten().map(word).collect(),
                title,
            });
            return;
        }
        let whole = inner.is_none() && !members.contains_key("title");
        let fields = inner.unwrap_or(if whole { members } else { Default::default() });
        if fields.is_empty() {
            self.faults.push(Fault {
                title: title.clone(),
                ..Fault::default()
            });
        }
        for (name, why) in fields {
            let (place, name) = placed(&name);
            let field = word((name, why));
            let same = |fault: &&mut Fault| fault.place == place && fault.sent.is_none();
            match self.faults.iter_mut().find(same) {
                Some(fault) => fault.fields.push(field),
                None => self.faults.push(Fault {
                    place,
                    sent: None,
                    fields: vec![field],
                    title: title.clone(),
                }),
            }
        }
    }
}

fn word((name, why): (String, &str)) -> (String, String) {
    (name, raw::plain(why).unwrap_or_else(|| why.to_owned()))
}

/// `2.name` is the member `name` of the third row.
fn placed(name: &str) -> (Option<usize>, String) {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    match first.parse() {
        Ok(place) => (Some(place), rest.to_owned()),
        Err(_) => (None, name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Said {
        Said::read(Api::V3, body.as_bytes())
    }

    fn field(name: &str, why: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), why.to_owned())]
    }

    #[test]
    fn a_list_of_errors_names_rows_by_their_places() {
        let said = read(
            r#"{"data":[{"id":1}],"errors":[{"status":422,"title":"no","errors":{"1.value":"is missing","1.key":"too long"}}],
                "meta":{"total":2,"success":1,"failed":1}}"#,
        );
        assert_eq!(said.rows.unwrap(), [r#"{"id":1}"#]);
        assert_eq!(said.success, Some(1));
        let [fault] = said.faults.as_slice() else {
            panic!("{:?}", said.faults)
        };
        assert_eq!(fault.place, Some(1));
        assert_eq!(fault.fields.len(), 2);
        assert_eq!(fault.fields[..1], field("value", "is missing"));
    }

    #[test]
    fn one_error_for_all_names_rows_by_their_places() {
        let said = read(
            r#"{"status":422,"title":"no","errors":{"0.email":"is taken",".customer_create":"x"}}"#,
        );
        assert_eq!(said.rows, None);
        assert_eq!(said.faults[0].place, Some(0));
        assert_eq!(said.faults[0].fields, field("email", "is taken"));
        assert_eq!(said.faults[1].place, None);
    }

    #[test]
    fn batch_errors_repeat_the_row() {
        let said = read(
            r#"{"batch_errors":[{"data":{"variant_id":7},"field_errors":{"price":"below 0"}}]}"#,
        );
        assert_eq!(said.faults[0].sent.as_deref(), Some(r#"{"variant_id":7}"#));
        assert_eq!(said.faults[0].fields, field("price", "below 0"));
    }

    #[test]
    fn answers_without_rows() {
        for body in [
            "",
            "{}",
            r#"{"data":{},"meta":{}}"#,
            r#"{"transaction_id":"x"}"#,
        ] {
            assert_eq!(read(body), Said::default(), "{body}");
        }
        let none = read(r#"{"data":[],"meta":{}}"#);
        assert_eq!((none.rows, none.listed), (Some(Vec::new()), true));
        let v2 = Said::read(Api::V2, br#"{"id":7,"errors":null}"#);
        assert_eq!(v2.rows.unwrap(), [r#"{"id":7,"errors":null}"#]);
    }
}
