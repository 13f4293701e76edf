//! `sys_connection_props`: the connection's properties, for tools that build a dialog of them. No secret is shown.

use storeql_connection::{Category, Property, PropertyKind, Sensitivity, Support, registry};

use super::column::{flag, integer, text};
use super::rows::{Cell, Rows};
use super::table::{Facts, SystemTable};

pub(super) const PROPERTIES: SystemTable = SystemTable {
    name: "sys_connection_props",
    about: "The properties of a connection, with the values that hold here.",
    columns: &[
        text("PropertyName", "The name in a connection string."),
        text("Name", "The name as a dialog shows it."),
        text("ShortDescription", "What it is for."),
        text("Type", "`STRING`, `INT` or `BOOLEAN`."),
        text("Values", "The values that it takes, where they are few."),
        text("Default", "The value that it has when none is given."),
        text(
            "Value",
            "The value that holds in this connection; `****` for a secret.",
        ),
        text("Category", "The dialog's page."),
        flag("Required", "A connection cannot do without it."),
        text("Sensitivity", "`PASSWORD` for a secret, else `NONE`."),
        flag("Visible", "A dialog shows it: not where it does nothing."),
        text("Hierarchy", "NULL: no property depends on another's value."),
        integer("Ordinal", "Its place on its page, from 1."),
        integer("CatOrdinal", "The page's place, from 1."),
        flag(
            "IsSessionProperty",
            "It can be changed in a session: never.",
        ),
        text("ETC", "NULL."),
    ],
    rows,
};

fn rows(facts: &Facts<'_>, rows: &mut Rows) {
    let mut page: Option<Category> = None;
    let (mut pages, mut place) = (0, 0);
    for property in registry() {
        if page != Some(property.category) {
            page = Some(property.category);
            pages += 1;
            place = 0;
        }
        place += 1;
        rows.add([
            property.name.into(),
            words(property.name).into(),
            property.about.into(),
            kind(property).into(),
            Some(property.values.join(","))
                .filter(|values| !values.is_empty())
                .into(),
            property.default.into(),
            facts.connection().get(property.name).into(),
            property.category.title().into(),
            false.into(),
            sensitivity(property).into(),
            (property.support == Support::Works).into(),
            Cell::Null,
            place.into(),
            pages.into(),
            false.into(),
            Cell::Null,
        ]);
    }
}

fn kind(property: &Property) -> &'static str {
    match property.kind {
        PropertyKind::Integer => "INT",
        PropertyKind::Boolean => "BOOLEAN",
        PropertyKind::Text | PropertyKind::Choice | PropertyKind::Url => "STRING",
    }
}

fn sensitivity(property: &Property) -> &'static str {
    match property.sensitivity {
        Sensitivity::Secret => "PASSWORD",
        Sensitivity::Plain => "NONE",
    }
}

/// `OAuthClientId` as a dialog spells it: `OAuth Client Id`.
fn words(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut words = String::new();
    for (position, character) in characters.iter().enumerate() {
        let before = position
            .checked_sub(1)
            .and_then(|before| characters.get(before));
        let after = characters.get(position + 1);
        let begins = character.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        let in_oauth = before == Some(&'O') && *character == 'A';
        if begins && !in_oauth {
            words.push(' ');
        }
        words.push(*character);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_as_a_dialog_spells_them() {
        for (name, shown) in [
            ("AuthScheme", "Auth Scheme"),
            ("OAuthClientId", "OAuth Client Id"),
            ("InitiateOAuth", "Initiate OAuth"),
            ("SSLServerCert", "SSL Server Cert"),
            ("CallbackURL", "Callback URL"),
            ("RTK", "RTK"),
        ] {
            assert_eq!(words(name), shown);
        }
    }
}
