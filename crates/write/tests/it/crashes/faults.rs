//! What goes wrong with a request that writes, as data.

/// A fault.
pub(super) struct Fault {
    /// As it is called here.
    pub(super) name: &'static str,
    /// What the sandbox does to a request that writes; none where nothing goes wrong, or where no server is reached.
    does: &'static [&'static str],
    /// And to each request that reads, from then on.
    reads: &'static [&'static str],
    /// How often.
    pub(super) times: &'static [Times],
}

/// How often a fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// It is no fault.
    Never,
    /// To the first request that writes.
    Once,
    /// To the second.
    Second,
    /// To each. The statement ends at its first failure.
    Always,
}

use Times::{Always, Never, Once, Second};

/// Sent again a few times, and told at the end.
const ANY: &[Times] = &[Once, Second, Always];
/// A store that refuses for its limit for ever keeps the test waiting; and what others would do always, a few do for them.
const ONCE: &[Times] = &[Once];

const fn fault(
    name: &'static str,
    does: &'static [&'static str],
    times: &'static [Times],
) -> Fault {
    Fault {
        name,
        does,
        reads: &[],
        times,
    }
}

/// All faults.
pub(super) const FAULTS: &[Fault] = &[
    fault("nothing", &[], &[Never]),
    // The connection dies before, during and after the request.
    fault(NO_SERVER, &[], &[Always]),
    fault("reset during the request", &["reset"], ANY),
    fault("reset after the request", &["reset:done"], ANY),
    fault("cut in the answer", &["cut"], ANY),
    fault("200 without a body", &["empty"], ONCE),
    fault("200 without a body, done", &["empty:done"], ONCE),
    fault("200 with an error's body", &["empty:as=error"], ONCE),
    fault(
        "200 with an error's body, done",
        &["empty:as=error,done"],
        ONCE,
    ),
    fault("500", &["500"], ANY),
    fault("500, done", &["500:done"], ANY),
    fault("502", &["502"], ONCE),
    fault("502, done", &["502:done"], ONCE),
    fault("503", &["503"], ONCE),
    fault("503, done", &["503:done"], ONCE),
    fault("504", &["504"], ONCE),
    fault("504, done", &["504:done"], ONCE),
    fault("429", &["429"], ONCE),
    fault("429 without headers", &["429-bare"], ONCE),
    // Refusals of the whole request, in the API's own shape.
    fault("401", &["401"], ANY),
    fault("403", &["403"], ONCE),
    fault("404", &["404"], ONCE),
    fault("409", &["echo:status=409"], ONCE),
    fault("413", &["echo:status=413"], ONCE),
    fault("422", &["echo:status=422"], ANY),
    fault("409, done", &["echo:status=409,done"], ONCE),
    fault("422, done", &["echo:status=422,done"], ONCE),
    // Carried out, and something beside the row was not saved.
    fault("207", &["207"], ONCE),
    // The row cannot be looked for either.
    Fault {
        name: "502, done, and no reading",
        does: &["502:done"],
        reads: &["500"],
        times: &[Once],
    },
];

const NO_SERVER: &str = "no server";

/// Faults of the sandbox that no cell has, each with the reason.
pub(super) const NOT_OF_WRITES: &[(&str, &str)] = &[
    (
        "stall",
        "it ends by the client's timeout, with the error of a cut",
    ),
    (
        "hang",
        "it ends by the client's timeout, with the error of a reset",
    ),
    ("appear", "it moves rows of a list that is read"),
    ("vanish", "it moves rows of a list that is read"),
    ("short", "it bends a list that is read"),
    ("total", "it bends a list that is read"),
    ("repeat", "it bends a list that is read"),
    ("reorder", "it bends a list that is read"),
    ("stuck-cursor", "it bends a list that is read"),
    ("null-members", "it bends a list that is read"),
    ("gap", "it is a property of the store"),
    ("archived", "it is a property of the store"),
];

/// Kinds of one row a request.
const ONE_ROW: &[&str] = &[
    "create, one a request",
    "create, one a request, v2",
    "create, nothing tells rows apart",
    "create, in an array that is replaced",
    "create, as a part of another row",
    "keyed write, one a request",
    "keyed write, whole row read first, v2",
    "delete, one a request",
    "delete that archives, v2",
];

/// Cells that are left out: the fault, the kinds, and the reason.
pub(super) const LEFT_OUT: &[(&str, &[&str], &str)] = &[
    (
        "404",
        &[
            "delete, one a request",
            "delete, keys in the address",
            "delete, keys in the body",
            "delete, scheduled",
            "delete that archives, v2",
        ],
        "the answer to a DELETE says that the row is gone, and the store that answers so keeps it",
    ),
    (
        "409, done",
        ONE_ROW,
        "409 of one row says that it was not written",
    ),
    (
        "422, done",
        ONE_ROW,
        "422 of one row says that it was not written",
    ),
    (
        "409, done",
        &["create, batch or nothing"],
        "the answer of this endpoint says that no row was written",
    ),
    (
        "422, done",
        &["create, batch or nothing"],
        "the answer of this endpoint says that no row was written",
    ),
    (
        "200 without a body",
        &["create, the answer has no key"],
        "such an endpoint may answer a success so: a test beside this matrix has it",
    ),
    (
        "200 without a body, done",
        &["create, the answer has no key"],
        "such an endpoint may answer a success so",
    ),
    (
        "207",
        &[
            "create, batch with a list of errors",
            "create, batch of which rows are left out",
            "keyed write, batch with a list of errors",
            "keyed write, batch that answers counts",
            "upsert, batch with batch_errors",
            "delete, keys in the body",
            "delete, scheduled",
        ],
        "207 of these says which rows were refused: the form with a refused row has it",
    ),
];

impl Fault {
    /// What the sandbox is told, for the requests of a method.
    pub(super) fn specs(&self, method: &str, times: Times) -> Vec<String> {
        let times = match times {
            Never => return Vec::new(),
            Once => "nth=1",
            Second => "nth=2",
            Always => "always",
        };
        let with = |spec: &&str, options: &str| {
            let sign = if spec.contains(':') { ',' } else { ':' };
            format!("{spec}{sign}{options}")
        };
        let does = self.does.iter();
        let does = does.map(|spec| with(spec, &format!("{times},method={method}")));
        let reads = self.reads.iter();
        does.chain(reads.map(|spec| with(spec, "always,method=GET")))
            .collect()
    }

    /// Whether it is of that kind of the sandbox's.
    pub(super) fn uses(&self, word: &str) -> bool {
        let specs = self.does.iter().chain(self.reads);
        specs
            .map(|spec| spec.split(':').next().unwrap_or_default())
            .any(|kind| kind == word)
    }

    /// Whether no server is at the address that the requests go to.
    pub(super) fn have_no_server(&self) -> bool {
        self.name == NO_SERVER
    }

    /// Whether the answer says that nothing was done, and asks for the same request later.
    pub(super) fn was_never_carried_out(&self) -> bool {
        self.name.starts_with("429")
    }

    /// Whether the same request may be answered otherwise a moment later.
    pub(super) fn passes(&self) -> bool {
        let refusals = ["401", "403", "404", "409", "413", "422"];
        !refusals.iter().any(|status| self.name.starts_with(status)) && !self.hides()
    }

    /// Whether it keeps the store from being read as well.
    pub(super) fn hides(&self) -> bool {
        !self.reads.is_empty() || self.have_no_server()
    }
}
