//! The page of all connection properties, from the registry that the parser reads too.

use std::fmt::Write;

use storeql_connection::{Category, Property, PropertyKind, Sensitivity, Support, registry};

use super::table::NOTE;
use super::text::cell;

const INTRODUCTION: &str = "\
A connection string is a list of `Name=Value` pairs with `;` between them. Names may be written in any case and with spaces,
underscores or hyphens; a value with a `;` in it goes in quotes or braces. The names are those of the established drivers for
BigCommerce, so that a connection string written for them works here.

```
AuthScheme=PersonalAccessToken;StoreId=abc123;OAuthAccessToken=…
```
";

/// The page.
pub(super) fn page() -> String {
    let mut text = format!("{NOTE}# Connection properties\n\n{INTRODUCTION}");
    for category in Category::ALL {
        let of_category: Vec<&Property> = registry()
            .iter()
            .filter(|one| one.category == *category)
            .collect();
        if of_category.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "\n## {}\n\n| Property | Values | Default | About |\n|---|---|---|---|\n",
            category.title()
        );
        for property in of_category {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} |",
                property.name,
                cell(&values(property)),
                property
                    .default
                    .map(|default| format!("`{default}`"))
                    .unwrap_or_default(),
                cell(&about(property))
            );
        }
    }
    text
}

fn values(property: &Property) -> String {
    match property.kind {
        PropertyKind::Choice => property
            .values
            .iter()
            .map(|value| format!("`{value}`"))
            .collect::<Vec<_>>()
            .join(", "),
        PropertyKind::Text => "text".to_owned(),
        PropertyKind::Integer => "number".to_owned(),
        PropertyKind::Boolean => "`true`, `false`".to_owned(),
        PropertyKind::Url => "URL".to_owned(),
    }
}

fn about(property: &Property) -> String {
    let mut text = property.about.to_owned();
    if property.sensitivity == Sensitivity::Secret {
        text.push_str(" Secret: never shown.");
    }
    if !property.aliases.is_empty() {
        let aliases: Vec<String> = property
            .aliases
            .iter()
            .map(|alias| format!("`{alias}`"))
            .collect();
        let _ = write!(text, " Also called {}.", aliases.join(", "));
    }
    match property.support {
        Support::Works => {}
        Support::Ignored(why) => {
            let _ = write!(text, " **Accepted and without effect**: {why}.");
        }
        Support::Refused(why) => {
            let _ = write!(text, " **Refused**: {why}.");
        }
    }
    text
}
