//! Numbers of objects. They stay the same from day to day and from store to store, since clients keep them: each is made of what kind of object
//! it is and of its whole name.

/// The number of an object: above 16,384, as those that PostgreSQL gives, and below 2³¹, since some clients read them with a sign.
pub(super) fn oid(kind: &str, name: &str) -> u32 {
    const FIRST: u32 = 16_384;
    let bytes = kind.bytes().chain([0]).chain(name.bytes());
    // FNV-1a.
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    FIRST + hash % (i32::MAX.cast_unsigned() - FIRST)
}
