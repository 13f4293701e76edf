//! What can go wrong, as kinds that a caller may act on, and the one table that gives each kind its code in every face.

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident => $odbc:literal $postgres:literal $adbc:literal $exit:literal;)*) => {
        /// What went wrong, as far as a caller may want to act on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind { $($(#[$about])* $kind,)* }

        impl ErrorKind {
            /// Every kind, for docs and tests.
            pub const ALL: &'static [ErrorKind] = &[$(ErrorKind::$kind,)*];

            /// The kind's code in each face.
            pub fn codes(self) -> Codes {
                match self {
                    $(ErrorKind::$kind => Codes { odbc: $odbc, postgres: $postgres, adbc: $adbc, exit: $exit },)*
                }
            }
        }
    };
}

kinds! {
    /// The text is not SQL that StoreQL knows.
    Syntax => "42000" "42601" "INVALID_ARGUMENT" 1;
    /// No such table, view or procedure.
    UnknownTable => "42S02" "42P01" "NOT_FOUND" 1;
    /// No such column.
    UnknownColumn => "42S22" "42703" "NOT_FOUND" 1;
    /// The statement is fine but asks for what StoreQL does not do.
    Unsupported => "HYC00" "0A000" "NOT_IMPLEMENTED" 1;
    /// The connection is read-only.
    ReadOnly => "25006" "25006" "UNAUTHORIZED" 1;
    /// A value has the wrong type or does not fit.
    InvalidValue => "22018" "22000" "INVALID_DATA" 1;
    /// A property of the connection is wrong or missing.
    Configuration => "08001" "08001" "INVALID_ARGUMENT" 2;
    /// The token is not valid for this store, or there is none.
    Unauthorized => "28000" "28000" "UNAUTHENTICATED" 3;
    /// The token is valid but lacks a scope.
    Forbidden => "42000" "42501" "UNAUTHORIZED" 3;
    /// The store could not be reached.
    Unreachable => "08001" "08001" "IO" 4;
    /// The store did not answer in time.
    Timeout => "HYT00" "57014" "TIMEOUT" 4;
    /// The store kept refusing for its rate limit.
    RateLimited => "08004" "53400" "IO" 4;
    /// The store failed, to the end of the retries.
    Server => "08S01" "58000" "IO" 4;
    /// The store answered something that is not its API.
    Protocol => "08S01" "08P01" "IO" 4;
    /// The store refused the request.
    Store => "HY000" "HV000" "INVALID_STATE" 1;
    /// A limit of the connection stopped the query.
    Limit => "54000" "54000" "INVALID_STATE" 1;
    /// The query was cancelled.
    Cancelled => "HY008" "57014" "CANCELLED" 1;
    /// A write stopped part-way.
    PartlyWritten => "HY000" "58030" "INVALID_STATE" 5;
    /// A fault of StoreQL's own.
    Internal => "HY000" "XX000" "INTERNAL" 1;
}

/// The codes of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    /// ODBC SQLSTATE.
    pub odbc: &'static str,
    /// PostgreSQL SQLSTATE.
    pub postgres: &'static str,
    /// ADBC status.
    pub adbc: &'static str,
    /// Exit code of the program.
    pub exit: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_codes_that_its_faces_accept() {
        for kind in ErrorKind::ALL {
            let codes = kind.codes();
            assert_eq!((codes.odbc.len(), codes.postgres.len()), (5, 5), "{kind:?}");
            assert!((1..=5).contains(&codes.exit), "{kind:?}");
            assert!(!codes.adbc.is_empty(), "{kind:?}");
        }
    }
}
