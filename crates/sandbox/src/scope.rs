//! Scopes of a token: whether they let it read a resource, or write to it.
//!
//! A description names the modify scope; `_read_only` behind it (or in place of `_manage`) reads too. Several are separated by `|`;
//! `!` behind one excludes its read-only form. An empty description needs at least one scope, no matter which.

/// Whether a token with these scopes may read. `None` grants everything, an empty list grants nothing.
pub(crate) fn allows(scopes: Option<&[String]>, wanted: &str) -> bool {
    let Some(scopes) = scopes else { return true };
    let has = |name: &str| scopes.iter().any(|scope| scope == name);
    if wanted.is_empty() {
        return !scopes.is_empty();
    }
    wanted
        .split('|')
        .any(|scope| match scope.strip_suffix('!') {
            Some(exact) => has(exact),
            None => {
                let stem = scope.strip_suffix("_manage").unwrap_or(scope);
                has(scope) || has(&format!("{stem}_read_only"))
            }
        })
}

/// Whether a token with these scopes may write. `None` grants everything.
pub(crate) fn allows_writing(scopes: Option<&[String]>, wanted: &str) -> bool {
    let Some(scopes) = scopes else { return true };
    if wanted.is_empty() {
        return !scopes.is_empty();
    }
    let mut wanted = wanted.split('|').map(|scope| scope.trim_end_matches('!'));
    wanted.any(|wanted| scopes.iter().any(|scope| scope == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_scope_that_changes_writes() {
        let scopes = [
            "store_v2_orders".to_owned(),
            "store_v2_products_read_only".to_owned(),
        ];
        assert!(allows_writing(Some(&scopes), "store_v2_orders"));
        assert!(!allows_writing(Some(&scopes), "store_v2_products"));
        assert!(allows_writing(None, "store_v2_products"));
    }

    #[test]
    fn read_only_reads() {
        let scopes = [
            "store_v2_orders_read_only".to_owned(),
            "store_themes_read_only".to_owned(),
        ];
        assert!(allows(Some(&scopes), "store_v2_orders"));
        assert!(allows(Some(&scopes), "store_themes_manage"));
        assert!(allows(
            Some(&scopes),
            "store_v2_transactions|store_v2_orders"
        ));
        assert!(!allows(Some(&scopes), "store_v2_orders!"));
        assert!(!allows(Some(&scopes), "store_v2_products"));
        assert!(allows(None, "store_v2_products"));
        assert!(allows(Some(&scopes), ""));
        assert!(!allows(Some(&[]), "") && !allows(Some(&[]), "store_v2_products"));
    }
}
