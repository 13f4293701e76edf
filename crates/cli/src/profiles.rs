//! `storeql profiles`: the stores that the configuration file names. What a profile means is `storeql-connection`'s to say.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use storeql_connection::{Connection, Sources, configuration_file, one_line};

use crate::arguments::{Profiles, ProfilesAction};
use crate::editing;
use crate::failure::{Failure, Result};
use crate::output::{self, Format, Layout, Sink};
use crate::telling::tell;
use crate::{terminal, wrapping};

/// What a file that is not there begins with.
const BEGINNING: &str = "# Stores, a section each. `storeql shell -p shop1` opens the first; the section [default] needs no -p.\n\
    # Every property stands in docs/properties.md. A secret may stand elsewhere: \"${NAME}\" is an environment variable.\n\
    #\n# [shop1]\n# StoreId = \"abc123\"\n# OAuthAccessToken = \"${SHOP1_TOKEN}\"\n";

/// Does what is asked.
pub(crate) async fn run(arguments: &Profiles) -> Result<()> {
    let path = configuration_file().ok_or_else(|| {
        Failure::Usage("this machine has no folder for the configuration file".to_owned())
    })?;
    match &arguments.action {
        None | Some(ProfilesAction::List) => list(&path),
        Some(ProfilesAction::Test { name }) => test(&path, name.as_deref()).await,
        Some(ProfilesAction::Edit) => edit(&path),
    }
}

/// A row for each, without its secrets.
fn list(path: &Path) -> Result<()> {
    let names = names(path)?;
    if names.is_empty() {
        let path = path.display();
        tell(
            "hint",
            format!("no store is named yet; `storeql profiles edit` opens {path}"),
        );
        return Ok(());
    }
    let mut stores = Vec::new();
    let mut ways = Vec::new();
    let mut problems = Vec::new();
    for name in &names {
        let connection = connection(name);
        let of = |property: &str| connection.as_ref().ok().and_then(|one| one.get(property));
        stores.push(of("StoreId").unwrap_or_default());
        let token = of("OAuthAccessToken").map(|_| "token".to_owned());
        ways.push(token.or_else(|| of("AuthScheme")).unwrap_or_default());
        let problem = connection.err().map(|failure| one_line(&said(&failure)));
        problems.push(problem.unwrap_or_default());
    }
    let columns = [
        ("profile", names),
        ("store", stores),
        ("signs in by", ways),
        ("problem", problems),
    ];
    let fields = columns
        .iter()
        .map(|(name, _)| Field::new(*name, DataType::Utf8, false));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = columns
        .into_iter()
        .map(|(_, texts): (_, Vec<String>)| Arc::new(StringArray::from(texts)) as ArrayRef);
    let batch = RecordBatch::try_new(schema, arrays.collect())?;
    let mut sink = Sink::open(None)?;
    let layout = Layout {
        explained: true,
        ..Layout::of(&sink)
    };
    let mut rows = output::rows(Format::Table, layout, batch.schema_ref(), &mut sink)?;
    rows.batch(&batch)?;
    rows.finish()?;
    sink.commit()
}

/// A line for each; the first that does not answer decides how the program ends.
async fn test(path: &Path, name: Option<&str>) -> Result<()> {
    let names = match name {
        Some(name) => vec![name.to_owned()],
        None => names(path)?,
    };
    let mut first = None;
    let say = |name: &str, text: &str| {
        let columns = terminal::output_columns();
        println!("{}", wrapping::hanging(&format!("{name}: "), text, columns));
    };
    for name in names {
        let answered = match connection(&name) {
            Ok(connection) => connection.connected_client().await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        match answered {
            Ok(client) => {
                let store = one_line(client.store_id());
                say(&name, &format!("the store {store} answers"));
            }
            Err(failure) => {
                say(&name, &one_line(&said(&failure)));
                first.get_or_insert(failure.code());
            }
        }
    }
    first.map_or(Ok(()), |code| Err(Failure::Told(code)))
}

/// Opens the file, which is made where it is not there, and says whether it can be read afterwards.
fn edit(path: &Path) -> Result<()> {
    begin(path)
        .map_err(|error| Failure::Output(format!("could not write {}: {error}", path.display())))?;
    editing::edit(path)?;
    let names = names(path)?;
    let known = match names.as_slice() {
        [] => "no profile".to_owned(),
        names => names.join(", "),
    };
    eprintln!("{}: {known}", path.display());
    Ok(())
}

/// Only its owner reads it: it may have tokens.
fn begin(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(mut file) => file.write_all(BEGINNING.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

fn names(path: &Path) -> Result<Vec<String>> {
    Ok(storeql_connection::profiles(path)?)
}

fn connection(name: &str) -> Result<Connection> {
    Ok(Connection::resolve(Sources::of_process(
        None,
        Some(name.to_owned()),
    ))?)
}

fn said(failure: &Failure) -> String {
    failure.message().unwrap_or_default()
}
