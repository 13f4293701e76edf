//! What a property is, as data. The properties themselves stand in `properties`, and `registry` finds one by its name.

/// One property of a connection. Parser, docs, command-line help and `sys_connection_props` all read this.
#[derive(Debug)]
#[non_exhaustive]
pub struct Property {
    /// The name as the docs spell it.
    pub name: &'static str,
    /// Other names of it.
    pub aliases: &'static [&'static str],
    /// What its values are.
    pub kind: PropertyKind,
    /// The value that it has when none is given.
    pub default: Option<&'static str>,
    /// The values that it takes, where they are few.
    pub values: &'static [&'static str],
    /// Where the docs list it.
    pub category: Category,
    /// What it is for.
    pub about: &'static str,
    /// Whether its value may be shown.
    pub sensitivity: Sensitivity,
    /// Whether it does anything here.
    pub support: Support,
}

/// What a property's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    /// Any text.
    Text,
    /// One of the property's `values`, in any case.
    Choice,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An address with scheme.
    Url,
}

/// Where the docs list a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Which store, and how to sign in.
    Authentication,
    /// Signing in with OAuth.
    OAuth,
    /// The server's certificate.
    Ssl,
    /// A firewall's proxy.
    Firewall,
    /// A proxy.
    Proxy,
    /// The log.
    Logging,
    /// What tables there are.
    Schema,
    /// A local cache.
    Caching,
    /// The rest.
    Miscellaneous,
}

impl Category {
    /// All of them, in the order of the docs.
    pub const ALL: &'static [Category] = &[
        Category::Authentication,
        Category::OAuth,
        Category::Ssl,
        Category::Firewall,
        Category::Proxy,
        Category::Logging,
        Category::Schema,
        Category::Caching,
        Category::Miscellaneous,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Category::Authentication => "Authentication",
            Category::OAuth => "OAuth",
            Category::Ssl => "SSL",
            Category::Firewall => "Firewall",
            Category::Proxy => "Proxy",
            Category::Logging => "Logging",
            Category::Schema => "Schema",
            Category::Caching => "Caching",
            Category::Miscellaneous => "Miscellaneous",
        }
    }
}

/// Whether a property's value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// It may.
    Plain,
    /// It is never shown, and wiped from memory.
    Secret,
}

/// Whether a property does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// It does what it says.
    Works,
    /// It cannot change a result: accepted and named in a warning. Says why.
    Ignored(&'static str),
    /// It would change results and is not there: any value but the default is refused. Says why.
    Refused(&'static str),
}
