//! Faults on demand: what `--fault SPEC` may say, and the text that explains it. Which requests a fault hits is decided in
//! `faults`; the server and the answers carry it out.
//!
//! A fault either happens to requests (`429:nth=2`), or is a property of the store from its start (`gap`, `archived`).

use std::fmt::Write;
use std::str::FromStr;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// 429 with rate headers.
    TooMany,
    /// 429 without rate headers.
    TooManyBare,
    /// An error status: HTML from 500 on, the API's own body below.
    Status(u16),
    /// 207: the row is written, and something beside it is not.
    Beside,
    /// Headers, a part of the body, then silence.
    Stall,
    /// Silence.
    Hang,
    /// A reset connection.
    Reset,
    /// A body that ends half-way.
    Cut,
    /// Hidden rows come into sight.
    Appear,
    /// Rows vanish.
    Vanish,
    /// A page with fewer rows than it should have.
    Short,
    /// `total` counts the page, and `total_pages` is 1.
    Total,
    /// The first page, whichever is asked for.
    Repeat,
    /// 200 without the list.
    Empty,
    /// Rows with equal sort values come in another order on each page.
    Reorder,
    /// The cursor of the next page is the cursor that was sent.
    StuckCursor,
    /// An error whose text holds the access token.
    Echo,
    /// Members that are null.
    NullMembers,
    /// Ids with a wide gap in their middle.
    Gap,
    /// Orders that the list hides and that their own path shows.
    Archived,
}

/// Which of the matching requests are hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Occurrence {
    /// The first so many.
    Times(u64),
    /// Only this one, counted from 1.
    Nth(u64),
    /// Every one.
    Always,
    /// Every one with this probability.
    Probability(f64),
}

/// What `empty` answers in place of the list, always with status 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyAnswer {
    /// No body.
    Nothing,
    /// `null`.
    Null,
    /// `{"data":null}`.
    DataNull,
    /// `{"data":{}}`.
    DataObject,
    /// The body of an error.
    ErrorDocument,
}

/// One fault, as `--fault` spells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// To which of the matching requests.
    pub occurrence: Occurrence,
    /// Only requests whose path below the store starts so; empty for all.
    pub path: String,
    /// Only requests of this method; empty for all.
    pub method: String,
    /// A request that writes is carried out all the same, before what goes wrong.
    pub done: bool,
    /// So many matching requests pass first.
    pub after: u64,
    /// `appear`, `vanish`, `short`, `archived`: how many rows.
    pub rows: usize,
    /// `appear`, `vanish`, `short`: the last rows instead of the first.
    pub from_end: bool,
    /// `short`: the largest page, in place of missing rows.
    pub limit: Option<usize>,
    /// `empty`: the answer.
    pub empty: EmptyAnswer,
    /// `echo`: the status, in place of the one that the API has for a refused parameter.
    pub status: Option<u16>,
    /// `reorder`: lists without a sort come in another order on each page, too.
    pub unsorted: bool,
    /// `null-members`: these members; empty for all but the key.
    pub members: Vec<String>,
    /// `archived`: whether `/v2/orders/count` counts the archived orders.
    pub counted: bool,
    /// `gap`: how much higher the ids of the second half are.
    pub by: i64,
}

/// A `--fault` that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the fault `{spec}` cannot be read: {reason}")]
pub struct FaultError {
    spec: String,
    reason: String,
}

/// A kind with its word, the options that it takes beside those of all, and what it does.
struct Word {
    word: &'static str,
    kind: FaultKind,
    options: &'static [&'static str],
    about: &'static str,
}

const fn word(
    word: &'static str,
    kind: FaultKind,
    options: &'static [&'static str],
    about: &'static str,
) -> Word {
    Word {
        word,
        kind,
        options,
        about,
    }
}

/// The options of every fault that happens to requests.
const OF_REQUESTS: &[&str] = &[
    "path", "method", "nth", "times", "after", "always", "p", "done",
];

/// All kinds, in the order in which they are explained.
const WORDS: &[Word] = &[
    word(
        "429",
        FaultKind::TooMany,
        &[],
        "429 with the rate headers and X-Retry-After",
    ),
    word(
        "429-bare",
        FaultKind::TooManyBare,
        &[],
        "429 without any rate header, as under load of the platform",
    ),
    word(
        "401",
        FaultKind::Status(401),
        &[],
        "that status with the API's own body",
    ),
    word(
        "403",
        FaultKind::Status(403),
        &[],
        "that status with the API's own body",
    ),
    word(
        "404",
        FaultKind::Status(404),
        &[],
        "that status with the API's own body",
    ),
    word(
        "500",
        FaultKind::Status(500),
        &[],
        "that status with an HTML body",
    ),
    word(
        "502",
        FaultKind::Status(502),
        &[],
        "that status with an HTML body",
    ),
    word(
        "503",
        FaultKind::Status(503),
        &[],
        "that status with an HTML body",
    ),
    word(
        "504",
        FaultKind::Status(504),
        &[],
        "that status with an HTML body",
    ),
    word(
        "207",
        FaultKind::Beside,
        &[],
        "a write is carried out, and its answer says that something beside the row was not saved",
    ),
    word(
        "stall",
        FaultKind::Stall,
        &[],
        "headers and a first part of the body, then silence",
    ),
    word(
        "hang",
        FaultKind::Hang,
        &[],
        "silence, without even headers",
    ),
    word(
        "reset",
        FaultKind::Reset,
        &[],
        "the connection is reset before any answer",
    ),
    word(
        "cut",
        FaultKind::Cut,
        &[],
        "Content-Length promises more than comes; the connection closes half-way",
    ),
    word(
        "appear",
        FaultKind::Appear,
        &["rows", "from"],
        "rows that were hidden from the start come into sight",
    ),
    word(
        "vanish",
        FaultKind::Vanish,
        &["rows", "from"],
        "rows that were there are gone",
    ),
    word(
        "short",
        FaultKind::Short,
        &["rows", "from", "limit"],
        "the first row of the page is missing (rows=, from=end); with limit=50 pages hold at most 50 rows",
    ),
    word(
        "total",
        FaultKind::Total,
        &[],
        "v3: total is the count of the page, and total_pages is 1",
    ),
    word(
        "repeat",
        FaultKind::Repeat,
        &[],
        "the first page, whatever page, cursor or range of keys is asked for",
    ),
    word(
        "empty",
        FaultKind::Empty,
        &["as"],
        "200 without a body; as=null, as=data-null, as=data-object, as=error for other bodies",
    ),
    word(
        "reorder",
        FaultKind::Reorder,
        &["unsorted"],
        "rows with equal sort values come in another order on each page; with unsorted, lists without a sort too",
    ),
    word(
        "stuck-cursor",
        FaultKind::StuckCursor,
        &[],
        "the cursor of the next page is the one that was sent",
    ),
    word(
        "echo",
        FaultKind::Echo,
        &["status"],
        "an error whose text holds the access token: 400 in v2, 422 in v3, or status=",
    ),
    word(
        "null-members",
        FaultKind::NullMembers,
        &["member"],
        "every member but the key is null; with member=NAME, as often as wanted, only these",
    ),
    word(
        "gap",
        FaultKind::Gap,
        &["path", "by"],
        "from the start: the ids of the second half of made-up orders, products and customers are higher by a million (by=)",
    ),
    word(
        "archived",
        FaultKind::Archived,
        &["rows", "counted"],
        "from the start: orders that /v2/orders hides and /v2/orders/{id} shows with is_deleted; with counted, /v2/orders/count counts them",
    ),
];

/// The options, as they are explained.
const OPTIONS: &[(&str, &str)] = &[
    (
        "path=/v2/orders",
        "only requests whose path below the store starts so (/v3 for a version, /oauth2/token for a sign-in)",
    ),
    ("nth=3", "only the third matching request"),
    (
        "times=3",
        "the first three matching requests (default: the first)",
    ),
    (
        "after=10",
        "matching requests are counted from the eleventh on",
    ),
    ("always", "every matching request"),
    ("p=0.02", "every matching request with this probability"),
    ("method=POST", "only requests of that method"),
    (
        "done",
        "a write is carried out all the same, and the client does not hear of it",
    ),
    ("rows=2", "how many rows (default: 1)"),
    ("from=end", "the last rows instead of the first"),
];

/// What `--fault` takes: the kinds and the options, one a line.
pub fn fault_help() -> String {
    let mut text = String::from("KIND[:OPTION,…]. Kinds:\n");
    // Writing into a text cannot fail.
    for alike in WORDS.chunk_by(|left, right| left.about == right.about) {
        let words: Vec<&str> = alike.iter().map(|word| word.word).collect();
        let about = alike.first().map_or("", |word| word.about);
        let _ = writeln!(text, "  {:<18} {about}", words.join(", "));
    }
    text.push_str("Options:\n");
    for (option, about) in OPTIONS {
        let _ = writeln!(text, "  {option:<18} {about}");
    }
    text.truncate(text.trim_end().len());
    text
}

impl FaultKind {
    /// Whether it is a property of the store from its start, and happens to no single request.
    pub(crate) fn is_of_store(self) -> bool {
        matches!(self, Self::Gap | Self::Archived)
    }
}

impl Fault {
    /// A fault that hits the first request.
    pub fn once(kind: FaultKind) -> Self {
        Self {
            kind,
            occurrence: Occurrence::Times(1),
            path: String::new(),
            method: String::new(),
            done: false,
            after: 0,
            rows: 1,
            from_end: false,
            limit: None,
            empty: EmptyAnswer::Nothing,
            status: None,
            unsorted: false,
            members: Vec::new(),
            counted: false,
            by: 1_000_000,
        }
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(spec: &str) -> Result<Self, FaultError> {
        let refuse = |reason: String| FaultError {
            spec: spec.to_owned(),
            reason,
        };
        let (name, options) = spec.split_once(':').unwrap_or((spec, ""));
        let word = find(name.trim()).map_err(refuse)?;
        let mut fault = Self::once(word.kind);
        for option in options
            .split(',')
            .map(str::trim)
            .filter(|option| !option.is_empty())
        {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            allow(word, name).map_err(refuse)?;
            set_option(&mut fault, name, value).map_err(refuse)?;
        }
        Ok(fault)
    }
}

/// Finds a kind.
fn find(name: &str) -> Result<&'static Word, String> {
    WORDS.iter().find(|word| word.word == name).ok_or_else(|| {
        let known: Vec<&str> = WORDS.iter().map(|word| word.word).collect();
        format!("there is no kind `{name}`; there are {}", known.join(", "))
    })
}

/// Refuses an option that the kind does not take.
fn allow(word: &Word, name: &str) -> Result<(), String> {
    let common: &[&str] = if word.kind.is_of_store() {
        &[]
    } else {
        OF_REQUESTS
    };
    let known: Vec<&str> = common.iter().chain(word.options).copied().collect();
    if known.contains(&name) {
        return Ok(());
    }
    Err(format!(
        "`{}` has no option `{name}`; it has {}",
        word.word,
        known.join(", ")
    ))
}

/// Reads one option into the fault.
fn set_option(fault: &mut Fault, name: &str, value: &str) -> Result<(), String> {
    let number = || {
        value
            .parse::<u32>()
            .map_err(|_| format!("`{name}` wants a whole number, not `{value}`"))
    };
    match name {
        "path" => value.clone_into(&mut fault.path),
        "method" => fault.method = value.to_uppercase(),
        "done" => fault.done = true,
        "nth" => fault.occurrence = Occurrence::Nth(number()?.into()),
        "times" => fault.occurrence = Occurrence::Times(number()?.into()),
        "always" => fault.occurrence = Occurrence::Always,
        "after" => fault.after = number()?.into(),
        "rows" => fault.rows = number()? as usize,
        "from" if value == "end" || value == "start" => fault.from_end = value == "end",
        "from" => return Err(format!("`from` wants start or end, not `{value}`")),
        "p" => match value.parse::<f64>() {
            Ok(probability) if (0.0..=1.0).contains(&probability) => {
                fault.occurrence = Occurrence::Probability(probability);
            }
            _ => return Err(format!("`p` wants a number from 0 to 1, not `{value}`")),
        },
        "limit" => match number()? {
            0 => return Err("`limit` wants a number above 0".to_owned()),
            limit => fault.limit = Some(limit as usize),
        },
        "as" => fault.empty = empty_answer(value)?,
        "status" => match number()? {
            status @ 400..=599 => fault.status = u16::try_from(status).ok(),
            other => return Err(format!("`status` wants one from 400 to 599, not {other}")),
        },
        "unsorted" => fault.unsorted = true,
        "member" => fault.members.push(value.to_owned()),
        "counted" => fault.counted = true,
        "by" => fault.by = number()?.into(),
        other => return Err(format!("there is no option `{other}`")),
    }
    Ok(())
}

fn empty_answer(word: &str) -> Result<EmptyAnswer, String> {
    Ok(match word {
        "nothing" => EmptyAnswer::Nothing,
        "null" => EmptyAnswer::Null,
        "data-null" => EmptyAnswer::DataNull,
        "data-object" => EmptyAnswer::DataObject,
        "error" => EmptyAnswer::ErrorDocument,
        other => {
            return Err(format!(
                "`as` wants nothing, null, data-null, data-object or error, not `{other}`"
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_the_grammar() {
        let fault: Fault = "429:times=2,path=/v3/customers,after=1".parse().unwrap();
        assert_eq!(fault.kind, FaultKind::TooMany);
        assert_eq!(fault.occurrence, Occurrence::Times(2));
        assert_eq!((fault.path.as_str(), fault.after), ("/v3/customers", 1));
        let fault: Fault = "vanish:nth=2,rows=3,from=end".parse().unwrap();
        assert_eq!((fault.rows, fault.from_end), (3, true));
        let fault: Fault = "null-members:member=name,member=sku".parse().unwrap();
        assert_eq!(fault.members, ["name", "sku"]);
        let fault: Fault = "short:limit=50,always".parse().unwrap();
        assert_eq!(fault.limit, Some(50));
        let fault: Fault = "502:method=post,done".parse().unwrap();
        assert_eq!((fault.method.as_str(), fault.done), ("POST", true));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (spec, why) in [
            ("teapot", "no kind `teapot`"),
            ("500:p=2", "from 0 to 1"),
            ("total:rows=2", "`total` has no option `rows`"),
            ("gap:nth=2", "`gap` has no option `nth`; it has path, by"),
            ("short:limit=0", "above 0"),
            ("empty:as=cake", "not `cake`"),
            ("echo:status=200", "from 400 to 599"),
            ("vanish:rows=many", "whole number"),
        ] {
            let error = spec.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn the_help_explains_each_kind_and_each_option() {
        let help = fault_help();
        for word in WORDS {
            let listed = [" ", ","].map(|end| format!(" {}{end}", word.word));
            assert!(
                listed.iter().any(|text| help.contains(text)),
                "{}",
                word.word
            );
            for option in word.options {
                let explained = help.contains(&format!("{option}="))
                    || help.contains(&format!("with {option},"));
                assert!(explained, "{option}");
            }
        }
    }
}
