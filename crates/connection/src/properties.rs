//! The properties, as data: the established drivers' names, and a few of ours. What they mean is done elsewhere.

use crate::property::{Category, Property, PropertyKind, Sensitivity, Support};

use Category::{
    Authentication, Caching, Firewall, Logging, Miscellaneous, OAuth, Proxy, Schema, Ssl,
};

const NO_CACHE: Support = Support::Refused(
    "StoreQL keeps no local copy of the store: every query reads the store itself",
);
const NO_CACHE_PLACE: Support = Support::Ignored("StoreQL keeps no local copy of the store");
const NO_POOL: Support = Support::Ignored("connections to one store share one pool of their own");
const ONE_CHECK: Support = Support::Ignored("an access token is good until the store refuses it");

impl Property {
    const fn new(
        category: Category,
        name: &'static str,
        kind: PropertyKind,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            aliases: &[],
            kind,
            default: None,
            values: &[],
            category,
            about,
            sensitivity: Sensitivity::Plain,
            support: Support::Works,
        }
    }

    const fn text(category: Category, name: &'static str, about: &'static str) -> Self {
        Self::new(category, name, PropertyKind::Text, about)
    }

    const fn secret(category: Category, name: &'static str, about: &'static str) -> Self {
        Self {
            sensitivity: Sensitivity::Secret,
            ..Self::new(category, name, PropertyKind::Text, about)
        }
    }

    const fn number(
        category: Category,
        name: &'static str,
        default: &'static str,
        about: &'static str,
    ) -> Self {
        Self::new(category, name, PropertyKind::Integer, about).default(default)
    }

    const fn switch(category: Category, name: &'static str, about: &'static str) -> Self {
        Self::new(category, name, PropertyKind::Boolean, about).default("false")
    }

    const fn choice(
        category: Category,
        name: &'static str,
        values: &'static [&'static str],
        default: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            values,
            ..Self::new(category, name, PropertyKind::Choice, about).default(default)
        }
    }

    const fn default(self, default: &'static str) -> Self {
        Self {
            default: Some(default),
            ..self
        }
    }

    const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    const fn but(self, support: Support) -> Self {
        Self { support, ..self }
    }
}

/// All of them, in the order of the docs.
pub(crate) const PROPERTIES: &[Property] = &[
    Property::choice(Authentication, "AuthScheme", &["OAuth", "PersonalAccessToken"], "OAuth",
        "How to sign in: PersonalAccessToken (also spelled PAT) with the token of a store-level API account; OAuth with an app, or with a token that is given in OAuthAccessToken."),
    Property::text(Authentication, "StoreId",
        "The store's hash: in the control panel's API path, the part between stores/ and /v3. The whole path is taken too.")
        .also(&["StoreHash"]),
    Property::secret(Authentication, "OAuthAccessToken",
        "The access token: of a store-level API account, or from an OAuth sign-in made elsewhere.")
        .also(&["AccessToken"]),
    Property::new(Authentication, "ApiUrl", PropertyKind::Url, "The address of the API, for another server than BigCommerce's.")
        .default("https://api.bigcommerce.com"),
    Property::new(Authentication, "LoginUrl", PropertyKind::Url, "The address of the OAuth server, for another server than BigCommerce's.")
        .default("https://login.bigcommerce.com"),
    // OAuth.
    Property::choice(OAuth, "InitiateOAuth", &["OFF", "REFRESH", "GETANDREFRESH"], "OFF",
        "Who signs in: GETANDREFRESH opens the browser when there is no token yet; REFRESH uses the settings file, or exchanges OAuthVerifier once; OFF leaves it to you."),
    Property::text(OAuth, "OAuthClientId", "The app's client id.").also(&["ClientId"]),
    Property::secret(OAuth, "OAuthClientSecret", "The app's client secret.").also(&["ClientSecret"]),
    Property::new(OAuth, "CallbackURL", PropertyKind::Url,
        "The callback address that is registered for the app; a loopback address is listened at."),
    Property::text(OAuth, "OAuthListenAddress",
        "Where to listen for the callback when CallbackURL is not a loopback address, as behind a tunnel: 127.0.0.1:8080."),
    Property::text(OAuth, "Scope",
        "The scopes to ask for, separated by blanks. Without it, the read-only scopes of all tables.").also(&["Permissions"]),
    Property::text(OAuth, "OAuthSettingsLocation",
        "Where tokens are kept, encrypted: a file, or memory://name for this process only. Without it, OAuthSettings.txt in StoreQL's configuration folder."),
    Property::secret(OAuth, "OAuthSettingsPassphrase",
        "A passphrase for the settings file, on top of the client secret."),
    Property::secret(OAuth, "OAuthVerifier", "The code from the callback address, where the browser is on another machine."),
    Property::text(OAuth, "OAuthExpiresIn", "Seconds for which the access token is good.").but(ONE_CHECK),
    Property::text(OAuth, "OAuthTokenTimestamp", "When the access token was made, in milliseconds since 1970.").but(ONE_CHECK),
    // The network.
    Property::text(Ssl, "SSLServerCert",
        "The server certificate to accept: PEM text, a PEM file, a SHA-256, SHA-1 or MD5 thumbprint, or * for any."),
    Property::choice(Firewall, "FirewallType", &["NONE", "TUNNEL", "SOCKS4", "SOCKS5"], "NONE", "The firewall's kind of proxy."),
    Property::text(Firewall, "FirewallServer", "The firewall's host."),
    Property::number(Firewall, "FirewallPort", "0", "The firewall's port; 0 is 80 for TUNNEL and 1080 for SOCKS."),
    Property::text(Firewall, "FirewallUser", "The user name for the firewall."),
    Property::secret(Firewall, "FirewallPassword", "The password for the firewall."),
    Property::new(Proxy, "ProxyAutoDetect", PropertyKind::Boolean,
        "Use the proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), where no other is named.").default("true"),
    Property::text(Proxy, "ProxyServer", "The proxy's host."),
    Property::number(Proxy, "ProxyPort", "80", "The proxy's port."),
    Property::choice(Proxy, "ProxyAuthScheme", &["BASIC", "DIGEST", "NONE", "NEGOTIATE", "NTLM", "PROPRIETARY"], "BASIC", "How to sign in at the proxy; only BASIC and NONE are supported."),
    Property::text(Proxy, "ProxyUser", "The user name for the proxy."),
    Property::secret(Proxy, "ProxyPassword", "The password for the proxy."),
    Property::choice(Proxy, "ProxySSLType", &["AUTO", "ALWAYS", "NEVER", "TUNNEL"], "AUTO", "Whether to speak TLS to the proxy itself."),
    Property::text(Proxy, "ProxyExceptions", "Hosts that are reached without the proxy, separated by semicolons."),
    // The log.
    Property::text(Logging, "Logfile",
        "A file for the log of this connection; it is made where there is none, its folder is not. Without it nothing is logged."),
    Property::choice(Logging, "Verbosity", &["1", "2", "3", "4", "5"], "1",
        "How much the log says. 1: statements with their rows, duration and errors, and sign-ins; 2: also each request, retry and wait; 3: also the headers of answers; 4: also the transport; 5: also plans. Tokens, codes, secrets and bodies are in it at no verbosity."),
    Property::text(Logging, "LogModules",
        "The parts of the program that the log is about, separated by semicolons: INFO (the connection), EXEC (statements), HTTP (requests), OAUT (signing in), SSL (certificates), TCPX (the transport). Without it, all."),
    Property::text(Logging, "MaxLogFileSize",
        "The size at which a new log file is begun, as in 100MB or 500kB; 100kB at least. The full one is renamed: its name ends with the time.").default("100MB"),
    Property::number(Logging, "MaxLogFileCount", "-1",
        "Log files that are kept, the current one included, 2 at least; the oldest are removed. 0 or less keeps all."),
    // What there is.
    Property::text(Schema, "Location", "A folder with table definitions of your own, `table.toml` or `area/table.toml`: they add tables, or take the place of those that come with StoreQL."),
    Property::text(Schema, "BrowsableSchemas", "The schemas to list, separated by commas; without it, all. What is not listed can be queried."),
    Property::text(Schema, "Tables", "The tables to list, separated by commas; without it, all. A table that is not listed can be queried."),
    Property::text(Schema, "Views", "The views to list, separated by commas; without it, all. A view that is not listed can be queried."),
    Property::text(Schema, "UserDefinedViews", "A JSON file with views of your own: {\"Name\": {\"query\": \"SELECT …\"}}."),
    Property::switch(Caching, "AutoCache", "Keep results in a local database.").but(NO_CACHE),
    Property::switch(Caching, "Offline", "Answer from the local database only.").but(NO_CACHE),
    Property::switch(Caching, "CacheMetadata", "Keep table metadata in the local database.").but(NO_CACHE_PLACE),
    Property::text(Caching, "CacheDriver", "The local database's driver.").but(NO_CACHE_PLACE),
    Property::text(Caching, "CacheProvider", "The local database's provider.").but(NO_CACHE_PLACE),
    Property::secret(Caching, "CacheConnection", "The local database's connection string.").but(NO_CACHE_PLACE),
    Property::text(Caching, "CacheLocation", "The local database's folder.").but(NO_CACHE_PLACE),
    Property::number(Caching, "CacheTolerance", "600", "Seconds for which a local copy is good.").but(NO_CACHE_PLACE),
    // The rest.
    Property::number(Miscellaneous, "Timeout", "60", "Seconds that one request may take, its retries included; 0 is for ever."),
    Property::text(Miscellaneous, "Pagesize", "Rows to ask for in one request; without it, as many as the API gives."),
    Property::number(Miscellaneous, "MaxRows", "-1", "Rows that a query gives at most; -1 is all."),
    Property::number(Miscellaneous, "MaxRequests", "-1",
        "Requests that a query may send at most, as planned; 0 and -1 are any number. A query that would send more is refused: before its first request where that is known, else by the first answer that tells it."),
    Property::number(Miscellaneous, "MaxMemory", "-1",
        "Megabytes that sorts, aggregates and joins may take together; what needs more is written to temporary files, or ends with an error where it cannot be. 0 is any amount; -1 is half of the least of the machine's memory, its container's limit and the process's own (ulimit -v)."),
    Property::text(Miscellaneous, "Timezone",
        "Time zone in which days begin, for date_trunc, extract, casts to a day and times without a zone: UTC where it is not said, a name as Europe/Berlin, or `store` for the store's own, which the first statement reads. `SET TIME ZONE` changes it for a session."),
    Property::choice(Miscellaneous, "InvalidValues", &["FAIL", "NULL"], "FAIL",
        "What becomes of a value that does not fit its column's type: FAIL ends the query with an error that names it, NULL takes its place otherwise."),
    Property::switch(Miscellaneous, "Readonly", "Refuse every statement that would change the store."),
    Property::switch(Miscellaneous, "AllowUnfilteredWrites",
        "Take an UPDATE or a DELETE that has no WHERE, or one that every row meets, as id = id. Without it such a statement is refused."),
    Property::number(Miscellaneous, "MaxAffectedRows", "1000",
        "Rows that an UPDATE or a DELETE may reach; one that would reach more is refused before anything is written. 0 and -1 are any number."),
    Property::choice(Miscellaneous, "OnError", &["STOP", "CONTINUE"], "STOP",
        "What a write does after a row that failed, or whose fate is unknown: STOP sends nothing more, CONTINUE writes the other rows. Either way the statement ends with an error that tells of each."),
    Property::text(Miscellaneous, "JournalFile",
        "A new file that gets a line before and after each request that writes, so that a run which was killed can be gone on with by `storeql resume`. A second write gets the same name with .2 behind it. The file holds the values that are written, but no secret ones."),
    Property::number(Miscellaneous, "BatchSize", "0", "Rows to write in one request; 0 is as many as the API takes.")
        .but(Support::Ignored("writes use the API's own batch sizes")),
    Property::switch(Miscellaneous, "ConnectOnOpen", "Contact the store when the connection is opened, so that a wrong token or address is told then and not by the first query."),
    Property::text(Miscellaneous, "PseudoColumns", "Pseudo columns to show as columns.")
        .but(Support::Ignored("no table here has pseudo columns")),
    Property::text(Miscellaneous, "Other", "Switches for special cases, as Name=Value;…: CachePartial, DefaultColumnSize and RecordToFile do nothing; ConvertDateTimeToGMT is true and QueryPassthrough is false, and cannot be otherwise. Another one is refused."),
    Property::number(Miscellaneous, "ConnectionLifeTime", "0", "Seconds that a pooled connection lives.").but(NO_POOL),
    Property::switch(Miscellaneous, "UseConnectionPooling", "Pool connections.").but(NO_POOL),
    Property::number(Miscellaneous, "PoolIdleTimeout", "60", "Seconds that a pooled connection may idle.").but(NO_POOL),
    Property::number(Miscellaneous, "PoolMaxSize", "100", "Connections in the pool at most.").but(NO_POOL),
    Property::number(Miscellaneous, "PoolMinSize", "1", "Connections in the pool at least.").but(NO_POOL),
    Property::number(Miscellaneous, "PoolWaitTime", "60", "Seconds to wait for a pooled connection.").but(NO_POOL),
    Property::secret(Miscellaneous, "RTK", "A runtime licence key.").but(Support::Ignored("StoreQL needs no licence key")),
];
