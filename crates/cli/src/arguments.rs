//! The command line as a person types it. What a property of the connection may be is `storeql-connection`'s to know.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell as CompletedShell;
use storeql_connection::{Category, Support, registry};
use storeql_sandbox::{App, Fault, OAuthFault, fault_help};
use storeql_server::pg::Role;
use url::Url;

use crate::output::{Expanded, Format};
use crate::terminal::Color;
use crate::variables::Variable;

/// A BigCommerce store as a SQL database.
///
/// Results go to standard output, all else to standard error.
///
/// Exit codes: 0 done, 1 the query failed, 2 bad usage, 3 not authorised, 4 the store could not be reached or did not answer
/// as it should, 5 partly written, 130 cancelled.
#[derive(Debug, Parser)]
#[command(name = "storeql", version, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Paint heads, NULL and messages: auto, always or never
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_possible_values = true
    )]
    pub(crate) color: Color,
}

/// One command each.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run SQL and write the rows
    Query(Query),
    /// The same, interactively: history, completion, \d
    Shell(Shell),
    /// Go on with a write that was killed or broke off, by its journal
    Resume(Resume),
    /// List the tables, or the columns of one and how the store answers filters on them
    Tables(Tables),
    /// Sign in and check a connection
    Login(Login),
    /// List the profiles of the configuration file, test or edit them
    Profiles(Profiles),
    /// Check a connection step by step: proxy, certificate, clock, token, scopes and allowance
    Doctor(Doctor),
    /// A BigCommerce store on this machine, to try things out and for tests
    Sandbox(Sandbox),
    /// Let other programs read and write a store: as a PostgreSQL server
    Serve(Serve),
    /// Print what makes a shell complete this program's commands and options
    Completions(Completions),
    /// Write the manual: a page of roff for each command
    Man(Man),
    /// Let Python, R, Go and other programs find the library, as the ADBC driver `storeql`
    Drivers(Drivers),
}

/// Which store.
#[derive(Debug, Default, Args)]
#[command(mut_group("SandboxOptions", |group| group.requires("sandbox").conflicts_with_all(["connection", "profile"])))]
pub(crate) struct Store {
    /// Connection string: Name=Value;… (default: the environment variable STOREQL_CONNECTION)
    #[arg(short, long, value_name = "CONNECTION", conflicts_with_all = ["profile", "sandbox"], long_help = connection_help())]
    pub(crate) connection: Option<String>,
    /// Profile of the configuration file (default: the one called `default`)
    #[arg(short, long, value_name = "NAME", conflicts_with = "sandbox")]
    pub(crate) profile: Option<String>,
    /// A sandbox store inside this process: no account needed
    #[arg(long)]
    pub(crate) sandbox: bool,
    #[command(flatten)]
    pub(crate) options: SandboxOptions,
}

/// `storeql query`
#[derive(Debug, Args)]
pub(crate) struct Query {
    /// One statement or several, separated by `;`; `-` reads them from standard input
    #[arg(value_name = "SQL", required_unless_present = "file")]
    pub(crate) sql: Option<String>,
    /// Read the statements from a file
    #[arg(short, long, value_name = "FILE", conflicts_with = "sql")]
    pub(crate) file: Option<PathBuf>,
    /// A value for `:NAME` in the statements; `:'NAME'` is the value as a text of SQL; can be given several times
    #[arg(short, long, value_name = "NAME=VALUE")]
    pub(crate) variable: Vec<Variable>,
    /// How rows are written (default: what the name after -o ends in, else table)
    ///
    /// Times are RFC 3339, decimals have all their digits. In json and ndjson, decimals are JSON numbers spelled exactly: read
    /// them with a parser that keeps digits where that matters.
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Write to a file, which appears when the query is done and only then; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Begin CSV with a byte order mark, by which Excel knows that it is UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
    /// In a table, one line per value: off, on, or auto where a terminal has no room for all columns
    #[arg(short = 'x', long, value_enum, value_name = "WHEN", default_value_t, num_args = 0..=1,
        default_missing_value = "on", require_equals = true, hide_possible_values = true)]
    pub(crate) expanded: Expanded,
    /// Print what the query cost as one JSON object on standard error
    #[arg(long)]
    pub(crate) stats: bool,
    /// Show the requests that INSERT, UPDATE, DELETE, UPSERT and MERGE would send, with their bodies, and send none of them
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write more than 10 rows without a question; elsewhere than at a terminal nothing is asked
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// A new file that tells what is written, so that `storeql resume` can go on with it (as the property JournalFile)
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: Store,
}

/// `storeql shell`
#[derive(Debug, Default, Args)]
pub(crate) struct Shell {
    /// Write more than 10 rows without a question
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// A value for `:NAME` in statements, as \set gives one; can be given several times
    #[arg(short, long, value_name = "NAME=VALUE")]
    pub(crate) variable: Vec<Variable>,
    #[command(flatten)]
    pub(crate) store: Store,
}

/// `storeql resume`
#[derive(Debug, Args)]
#[command(
    long_about = "Go on with a write that was killed or broke off, by its journal.\n\n\
    Rows that were written are left alone, rows that were not tried are sent, and a row that may have been written is looked for \
    first. A call of a procedure is repeated only where that does no harm. The store has to be the journal's."
)]
pub(crate) struct Resume {
    /// The journal: the file that --journal or the property JournalFile named
    #[arg(value_name = "FILE")]
    pub(crate) journal: PathBuf,
    /// Print what it cost as one JSON object on standard error
    #[arg(long)]
    pub(crate) stats: bool,
    #[command(flatten)]
    pub(crate) store: Store,
}

/// `storeql tables`
#[derive(Debug, Args)]
#[command(
    long_about = "List the tables, or the columns of one and how the store answers filters on them.\n\n\
    Opens no store. With a connection its own tables are listed too, and which scopes its token lacks, where that is known \
    without asking."
)]
pub(crate) struct Tables {
    /// A table in any spelling: its columns, and which filters the store itself answers; or a system table or a view
    pub(crate) name: Option<String>,
    /// How the list is written
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
    /// A folder with table definitions of your own, as the property Location names one
    #[arg(long, value_name = "FOLDER")]
    pub(crate) location: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: Store,
}

/// `storeql login`
#[derive(Debug, Args)]
pub(crate) struct Login {
    #[command(flatten)]
    pub(crate) store: Store,
    /// Print the address where a person signs in, for a machine without a browser
    #[arg(long, conflicts_with = "check")]
    pub(crate) print_url: bool,
    /// Tell which store the connection reaches and what it allows
    #[arg(long)]
    pub(crate) check: bool,
    /// Wait for the install button in a store's control panel, rather than open a browser
    #[arg(long, conflicts_with_all = ["check", "print_url"])]
    pub(crate) install: bool,
}

/// `storeql profiles`
#[derive(Debug, Args)]
pub(crate) struct Profiles {
    #[command(subcommand)]
    pub(crate) action: Option<ProfilesAction>,
}

/// What is done with profiles.
#[derive(Debug, Subcommand)]
pub(crate) enum ProfilesAction {
    /// List them, without their secrets
    List,
    /// Ask each store, or the named one's, whether it answers
    Test {
        /// Profile; all of them where none is named
        name: Option<String>,
    },
    /// Open the configuration file in $VISUAL or $EDITOR, and check it afterwards
    Edit,
}

/// `storeql doctor`
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) store: Store,
}

/// `storeql completions`
#[derive(Debug, Args)]
#[command(
    after_help = "bash: storeql completions bash > ~/.local/share/bash-completion/completions/storeql\n\
    zsh:  storeql completions zsh > a folder of $fpath, as _storeql\n\
    fish: storeql completions fish > ~/.config/fish/completions/storeql.fish"
)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: CompletedShell,
}

/// `storeql man`
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Folder for the pages: storeql.1, storeql-query.1, … (default: the first page on standard output)
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
}

/// `storeql sandbox`
#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Address that the store calls itself, where a proxy or a tunnel stands before it
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<Url>,
    /// An app that may ask to be let in; can be given several times
    ///
    /// id=ID,secret=SECRET[,redirect=URL…][,scope=SCOPE…]. Without a redirect, people may be sent back anywhere; without a scope,
    /// it may be granted all. The app that the first line of output names is there anyway.
    #[arg(long, value_name = "SPEC")]
    pub(crate) app: Vec<App>,
    /// Let the tokens of apps end after so many seconds, and be refreshed (default: they do not end)
    #[arg(long, value_name = "N")]
    pub(crate) token_seconds: Option<u64>,
    /// Let the codes of a sign-in end after so many seconds
    #[arg(long, value_name = "N", default_value_t = 600)]
    pub(crate) code_seconds: u64,
    /// Let signing in go wrong: wrong-context, empty-scope, drop-state or wrong-state; can be given several times
    #[arg(long, value_name = "KIND")]
    pub(crate) oauth_fault: Vec<OAuthFault>,
    /// Keep each answer as it is sent, and send it again from memory: for benchmarks of clients
    #[arg(long)]
    pub(crate) prepared: bool,
    #[command(flatten)]
    pub(crate) options: SandboxOptions,
}

/// `storeql drivers`
#[derive(Debug, Args)]
pub(crate) struct Drivers {
    #[command(subcommand)]
    pub(crate) action: DriversAction,
}

/// What is done about the driver's manifest.
#[derive(Debug, Subcommand)]
pub(crate) enum DriversAction {
    /// Write the manifest, and print where
    Install {
        #[command(flatten)]
        place: DriversPlaces,
        /// The library (default: the one beside the program)
        #[arg(long, value_name = "FILE")]
        library: Option<PathBuf>,
    },
    /// List the manifests that there are, and the library that each names
    List,
    /// Remove the manifest
    Uninstall {
        #[command(flatten)]
        place: DriversPlaces,
    },
}

/// For whom (default: --user).
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct DriversPlaces {
    /// For this user (the default)
    #[arg(long)]
    pub(crate) user: bool,
    /// For all users of this machine
    #[arg(long)]
    pub(crate) system: bool,
    /// For the virtual environment that is active
    #[arg(long)]
    pub(crate) venv: bool,
}

/// For whom a driver is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DriversPlace {
    User,
    System,
    Venv,
}

impl DriversPlaces {
    pub(crate) fn chosen(&self) -> DriversPlace {
        match self {
            Self { system: true, .. } => DriversPlace::System,
            Self { venv: true, .. } => DriversPlace::Venv,
            _ => DriversPlace::User,
        }
    }
}

/// `storeql serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(subcommand)]
    pub(crate) door: Door,
}

/// How a store is served.
#[derive(Debug, Subcommand)]
pub(crate) enum Door {
    /// As a PostgreSQL server: for psql, DBeaver, JDBC, psycopg, Metabase and all that speaks to one
    Pg(Box<ServePg>),
    /// Add a user who may in, or give one another password
    AddUser(AddUser),
}

/// `storeql serve pg`
#[derive(Debug, Args)]
#[command(mut_group("SandboxOptions", |group| group.requires("sandbox").conflicts_with_all(["connection", "profile"])))]
pub(crate) struct ServePg {
    /// A file with these settings, in TOML: `listen = "127.0.0.1:5433"`; what is given here goes before it
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) settings: PgSettings,
    /// Connection string: Name=Value;… (default: the environment variable STOREQL_CONNECTION)
    #[arg(short, long, value_name = "CONNECTION", conflicts_with_all = ["profile", "sandbox"])]
    pub(crate) connection: Option<String>,
    /// Serve a sandbox store inside this process, to a user with a password that the first line of output tells
    #[arg(long)]
    pub(crate) sandbox: bool,
    #[command(flatten)]
    pub(crate) options: SandboxOptions,
}

/// What a configuration file of `storeql serve pg` may say as well.
#[derive(Debug, Default, Args, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PgSettings {
    /// Address to listen on; port 0 takes a free one (default: 127.0.0.1:5433)
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Profile of the configuration file, which is a database of this name; can be given several times (default: `default`)
    #[arg(short, long, value_name = "NAME", conflicts_with = "sandbox")]
    #[serde(default)]
    pub(crate) profile: Vec<String>,
    /// The only user who may in; the password is in --password-file (default: those of --users)
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// A file with the password of --user
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// What --user may do, and all with --trust: read or write (default: write)
    #[arg(long, value_name = "ROLE")]
    #[serde(default, deserialize_with = "role")]
    pub(crate) role: Option<Role>,
    /// The file of the users who may in, as `storeql serve add-user` writes it (default: `users` in the configuration folder)
    #[arg(long, value_name = "FILE", conflicts_with = "user")]
    pub(crate) users: Option<PathBuf>,
    /// Let anyone in without a password; only where no other machine reaches the address
    #[arg(long, conflicts_with_all = ["user", "users"])]
    #[serde(default)]
    pub(crate) trust: bool,
    /// The server's certificate, in PEM: clients have to speak TLS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The certificate's key
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Clients have to show a certificate of this authority, beside their password
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) client_ca: Option<PathBuf>,
    /// Clients at once (default: 200)
    #[arg(long, value_name = "N")]
    pub(crate) max_clients: Option<usize>,
    /// Cancel a statement that takes longer (default: none is)
    #[arg(long, value_name = "N")]
    pub(crate) statement_seconds: Option<u64>,
    /// Part from a client that says nothing for so long (default: never)
    #[arg(long, value_name = "N")]
    pub(crate) idle_seconds: Option<u64>,
}

fn role<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Role>, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(value)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// `storeql serve add-user`
#[derive(Debug, Args)]
#[command(
    long_about = "Add a user who may in, or give one another password.\n\n\
    The password is asked for, or read from the first line of --password-file or of standard input. The file has a verifier of it, \
    from which it cannot be read. A server that runs takes the user at once."
)]
pub(crate) struct AddUser {
    /// The user's name
    pub(crate) name: String,
    /// What the user may do: read, or read and write
    #[arg(long, value_name = "ROLE", default_value = "read")]
    pub(crate) role: Role,
    /// The users file (default: `users` in the configuration folder)
    #[arg(long, value_name = "FILE")]
    pub(crate) users: Option<PathBuf>,
    /// A file with the password
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

/// What the sandbox store holds and how it behaves. What is not given is the sandbox's own default.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Sandbox store")]
pub(crate) struct SandboxOptions {
    /// Number of orders
    #[arg(long, value_name = "N", conflicts_with = "data")]
    pub(crate) orders: Option<usize>,
    /// Of these, so many with more items than the API includes in a list
    #[arg(long, value_name = "N", conflicts_with = "data")]
    pub(crate) large_orders: Option<usize>,
    /// Number of products
    #[arg(long, value_name = "N", conflicts_with = "data")]
    pub(crate) products: Option<usize>,
    /// Number of customers
    #[arg(long, value_name = "N", conflicts_with = "data")]
    pub(crate) customers: Option<usize>,
    /// The same seed gives the same store
    #[arg(long, value_name = "S", conflicts_with = "data")]
    pub(crate) seed: Option<u64>,
    /// A store of your own: a folder with products.ndjson, customers.ndjson, orders.ndjson, order_products.ndjson, …
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Wait so long before each answer
    #[arg(long, value_name = "L")]
    pub(crate) latency_ms: Option<u64>,
    /// Requests allowed per window (default: as good as endless)
    #[arg(long, value_name = "Q")]
    pub(crate) quota: Option<u32>,
    /// Length of the quota's window
    #[arg(long, value_name = "W", requires = "quota")]
    pub(crate) window_ms: Option<u64>,
    /// Scopes of its token, separated by commas (default: all)
    #[arg(long, value_name = "SCOPES", value_delimiter = ',')]
    pub(crate) scopes: Option<Vec<String>>,
    /// Go wrong on purpose; can be given several times
    #[arg(
        long,
        value_name = "SPEC",
        long_help = format!("Go wrong on purpose; can be given several times\n\n{}", fault_help())
    )]
    pub(crate) fault: Vec<Fault>,
    /// Write one JSON line per request to a file
    #[arg(long, value_name = "FILE")]
    pub(crate) request_log: Option<PathBuf>,
}

/// What runs where no command is given.
pub(crate) fn shell() -> Command {
    Command::Shell(Shell::default())
}

/// The properties that do something, by their names; what each is for stands in the docs.
fn connection_help() -> String {
    let mut text =
        "Connection string: Name=Value;… (default: the environment variable STOREQL_CONNECTION)\n\n\
         docs/connecting.md shows each way to sign in, docs/properties.md says what each property is for:\n"
            .to_owned();
    for category in Category::ALL {
        let names: Vec<_> = registry()
            .iter()
            .filter(|one| one.category == *category && one.support == Support::Works)
            .map(|one| one.name)
            .collect();
        if !names.is_empty() {
            text.push_str(&format!("\n{}: {}", category.title(), names.join(", ")));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(line.split(' '))
    }

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_store_is_named_in_one_way() {
        assert!(parse("storeql query -c x --sandbox SQL").is_err());
        assert!(parse("storeql query -c x -p y SQL").is_err());
        assert!(parse("storeql query --sandbox --orders 10 SQL").is_ok());
    }

    #[test]
    fn the_sandbox_flags_belong_to_a_sandbox() {
        assert!(parse("storeql query -c x --orders 10 SQL").is_err());
        assert!(parse("storeql query --quota 5 SQL").is_err());
        assert!(parse("storeql sandbox --orders 10").is_ok());
        assert!(parse("storeql sandbox --orders 10 --data folder").is_err());
    }
}
