//! What `information_schema` says of a type's digits, as PostgreSQL does.

/// Precision, radix and scale of a number, and digits of a second.
pub(super) struct Widths {
    pub(super) precision: Option<i32>,
    pub(super) radix: Option<i32>,
    pub(super) scale: Option<i32>,
    pub(super) seconds: Option<i32>,
}

pub(super) fn widths(name: &str, modifier: i32) -> Widths {
    let (precision, radix, scale, seconds) = match name {
        "int2" => (Some(16), Some(2), Some(0), None),
        "int4" => (Some(32), Some(2), Some(0), None),
        "int8" => (Some(64), Some(2), Some(0), None),
        "float4" => (Some(24), Some(2), None, None),
        "float8" => (Some(53), Some(2), None, None),
        "numeric" if modifier >= 0 => {
            let modifier = modifier - 4;
            (
                Some(modifier >> 16),
                Some(10),
                Some(modifier & 0xffff),
                None,
            )
        }
        "numeric" => (None, Some(10), None, None),
        "date" => (None, None, None, Some(0)),
        "timestamp" | "timestamptz" | "time" | "timetz" => (None, None, None, Some(6)),
        _ => (None, None, None, None),
    };
    Widths {
        precision,
        radix,
        scale,
        seconds,
    }
}
