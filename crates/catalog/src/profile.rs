//! What the endpoints of one API version have in common: base path, filter spelling, sort spelling, defaults.

use crate::column::Operator;

/// A version of BigCommerce's management API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Api {
    /// Bare arrays, 204 for empty, `min_`/`max_` filters, money as text, RFC 2822 times.
    V2,
    /// `{data, meta}`, `field:operator` filters, money as numbers, RFC 3339 times.
    V3,
}

impl Api {
    /// The versions as a definition writes them.
    pub(crate) const WORDS: [(&str, Api); 2] = [("v2", Api::V2), ("v3", Api::V3)];

    /// The path segment: `v2`.
    pub fn segment(self) -> &'static str {
        match self {
            Api::V2 => "v2",
            Api::V3 => "v3",
        }
    }

    /// How a filter on `name` is spelled, where the API has a rule for it.
    pub fn parameter(self, name: &str, operator: Operator) -> Option<String> {
        use Operator::*;
        Some(match (self, operator) {
            (_, Equal) => name.to_owned(),
            (Api::V2, AtLeast) => format!("min_{name}"),
            (Api::V2, AtMost) => format!("max_{name}"),
            (Api::V2, _) => return None,
            (Api::V3, NotEqual) => format!("{name}:not"),
            (Api::V3, In) => format!("{name}:in"),
            (Api::V3, NotIn) => format!("{name}:not_in"),
            (Api::V3, AtLeast) => format!("{name}:min"),
            (Api::V3, AtMost) => format!("{name}:max"),
            (Api::V3, Above) => format!("{name}:greater"),
            (Api::V3, Below) => format!("{name}:less"),
            (Api::V3, Like) => format!("{name}:like"),
        })
    }

    /// How its lists spell a sort unless a definition says otherwise.
    pub fn sort_style(self) -> SortStyle {
        match self {
            Api::V2 => SortStyle::Colon,
            Api::V3 => SortStyle::Direction,
        }
    }
}

/// How a list is asked to sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortStyle {
    /// `sort=price&direction=desc` (v3's usual way).
    Direction,
    /// `sort=id:desc` (v2, and v3 customers).
    Colon,
    /// `sort=name` alone: ascending only.
    Bare,
}
