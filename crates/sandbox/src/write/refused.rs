//! Why a write is refused: the status, the sentence, and the members at fault.

/// Why a row, or a whole request, is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The status.
    pub(crate) status: u16,
    /// The sentence for all.
    pub(crate) title: String,
    /// The members at fault, each with what is wrong with it.
    pub(crate) fields: Vec<(String, String)>,
}

impl Refused {
    /// A refusal for one member.
    pub(crate) fn field(status: u16, title: &str, field: &str, message: &str) -> Self {
        Self {
            status,
            title: title.to_owned(),
            fields: vec![(field.to_owned(), message.to_owned())],
        }
    }

    /// 422 for one member, whose message is the sentence as well.
    pub(crate) fn invalid(field: &str, message: &str) -> Self {
        Self::field(422, message, field, message)
    }

    /// 422: a member that is needed is not there.
    pub(crate) fn missing(field: &str) -> Self {
        Self::field(
            422,
            "JSON data is missing or invalid",
            field,
            "error.path.missing",
        )
    }

    /// 422: a member, or the whole body as `obj`, is of another type.
    pub(crate) fn expected(field: &str, kind: &str) -> Self {
        let message = format!("error.expected.{kind}");
        Self::field(422, "JSON data is missing or invalid", field, &message)
    }

    /// 409: another row has these values, or the row needs one that is not there.
    pub(crate) fn conflict(field: &str, message: &str) -> Self {
        Self::field(409, message, field, message)
    }

    /// 404.
    pub(crate) fn not_found() -> Self {
        Self {
            status: 404,
            title: "The requested resource was not found.".to_owned(),
            fields: Vec::new(),
        }
    }

    /// 413: more rows than a request takes.
    pub(crate) fn too_many(most: usize) -> Self {
        Self {
            status: 413,
            title: format!("The request has more than {most} rows."),
            fields: Vec::new(),
        }
    }

    /// No refusal: the API passes the row over without a word.
    pub(crate) fn passed_over() -> Self {
        Self {
            status: 0,
            title: String::new(),
            fields: Vec::new(),
        }
    }

    /// Whether the API passes the row over.
    pub(crate) fn is_passed_over(&self) -> bool {
        self.status == 0
    }

    /// The same with the row's number before each member: `0.name`.
    pub(crate) fn of_row(mut self, position: usize) -> Self {
        for (field, _) in &mut self.fields {
            *field = format!("{position}.{field}");
        }
        self
    }
}
