//! A name with `*` for any letters, as the shell's commands take it: `\\d brand*`.

/// Names that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(String);

impl Pattern {
    pub(super) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it was typed.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Whether it stands for more than one name.
    pub(super) fn is_of_many(&self) -> bool {
        self.0.contains('*')
    }

    /// As a text of SQL for ILIKE.
    pub(super) fn of_like(&self) -> String {
        let mut pattern = String::from("'");
        for sign in self.0.chars() {
            match sign {
                '*' => pattern.push('%'),
                '%' | '_' | '\\' => pattern.extend(['\\', sign]),
                '\'' => pattern.push_str("''"),
                sign => pattern.push(sign),
            }
        }
        pattern.push('\'');
        pattern
    }

    /// Whether a name is one of them, in any case.
    pub(super) fn fits(&self, name: &str) -> bool {
        let (pattern, name) = (self.0.to_lowercase(), name.to_lowercase());
        let mut parts = pattern.split('*');
        let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else {
            return false;
        };
        let Some(end) = parts.next_back() else {
            return rest.is_empty();
        };
        for part in parts {
            match rest.split_once(part) {
                Some((_, behind)) => rest = behind,
                None => return false,
            }
        }
        rest.ends_with(end)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn only_a_star_stands_for_letters() {
        assert_eq!(Pattern::of("date_*").of_like(), "'date\\_%'");
        assert_eq!(Pattern::of("it's").of_like(), "'it''s'");
    }

    #[test]
    fn a_name_fits_as_a_whole() {
        let fits = |pattern: &str, name: &str| Pattern::of(pattern).fits(name);
        for (pattern, name) in [
            ("brands", "Brands"),
            ("brand*", "brands"),
            ("*", "orders"),
            ("order*s", "order_items"),
            ("*_*_*", "order_item_discounts"),
            ("**s", "orders"),
        ] {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("brand", "brands"),
            ("*item", "order_items"),
            ("o*o", "o"),
            ("order_*s*x", "order_items"),
            ("br_nds", "brands"),
        ] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }
}
