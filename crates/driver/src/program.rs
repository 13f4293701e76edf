//! The program inside the library, for `python -m storeql`.

use std::ffi::{CStr, OsString, c_char, c_int};
use std::os::unix::ffi::OsStringExt;

/// Runs the program `storeql` with a command line as `main` of C gets one. Answers its exit code.
///
/// # Safety
///
/// `words` has `count` texts that end with a zero byte.
#[unsafe(no_mangle)]
unsafe extern "C" fn storeql_main(count: c_int, words: *const *const c_char) -> c_int {
    let count = usize::try_from(count).unwrap_or_default();
    let word = |place| {
        // SAFETY: the caller has `count` texts there.
        let text = unsafe { CStr::from_ptr(*words.add(place)) };
        OsString::from_vec(text.to_bytes().to_vec())
    };
    let words: Vec<OsString> = (0..count).map(word).collect();
    // A panic would be the end of the process: it is told on standard error, and this is its exit code.
    std::panic::catch_unwind(|| storeql_cli::run_program(words)).map_or(101, c_int::from)
}
