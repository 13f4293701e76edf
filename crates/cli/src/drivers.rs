//! `storeql drivers`: tells ADBC's driver managers where the library is, by a manifest in a folder where they look, so that
//! `connect(driver="storeql")` works in Python, R, Go and others. It opens no store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::arguments::{Drivers, DriversAction, DriversPlace};
use crate::failure::{Failure, Result};
use crate::telling::tell;

/// The manifest's file, which is also the name by which the driver is asked for.
const MANIFEST: &str = "storeql.toml";

/// A folder of manifests.
struct Folder {
    place: DriversPlace,
    path: PathBuf,
}

/// Does as the arguments say.
pub(crate) fn run(arguments: &Drivers) -> Result<()> {
    match &arguments.action {
        DriversAction::Install { place, library } => install(place.chosen(), library.as_deref()),
        DriversAction::Uninstall { place } => uninstall(place.chosen()),
        DriversAction::List => list(),
    }
}

fn install(place: DriversPlace, library: Option<&Path>) -> Result<()> {
    let library = match library {
        Some(path) => path.to_owned(),
        None => beside_the_program()?,
    };
    // Managers take absolute paths only.
    let library = fs::canonicalize(&library).map_err(|error| {
        Failure::Usage(format!(
            "the library {} cannot be read: {error}; name it with --library",
            library.display()
        ))
    })?;
    let folder = place.folder()?;
    let path = folder.join(MANIFEST);
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, manifest(&library)));
    written.map_err(|error| unwritable(&path, &error))?;
    println!("{}", path.display());
    Ok(())
}

fn uninstall(place: DriversPlace) -> Result<()> {
    let path = place.folder()?.join(MANIFEST);
    match fs::remove_file(&path) {
        Ok(()) => {
            println!("{}", path.display());
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Usage(format!(
            "no driver is installed there: {} does not exist",
            path.display()
        ))),
        Err(error) => Err(unwritable(&path, &error)),
    }
}

fn list() -> Result<()> {
    let places = [DriversPlace::Venv, DriversPlace::User, DriversPlace::System];
    let folders = places.into_iter().filter_map(|place| {
        let path = place.folder().ok()?;
        Some(Folder { place, path })
    });
    let mut found = false;
    for Folder { place, path } in folders {
        let path = path.join(MANIFEST);
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let library = library_of(&text).unwrap_or_default();
        let note = match Path::new(&library).is_file() {
            true => "",
            false => " (this file does not exist)",
        };
        println!("{}: {} -> {library}{note}", place.name(), path.display());
        found = true;
    }
    if !found {
        tell(
            "hint",
            "no program finds the library yet; `storeql drivers install` tells them where it is",
        );
    }
    Ok(())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::Output(format!("could not change {}: {error}", path.display()))
}

/// The library as a package lays it: in the program's folder, or in `lib` beside that. Where the program runs inside the library, as by
/// `python -m storeql`, the variable names it.
fn beside_the_program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("STOREQL_LIBRARY") {
        return Ok(named.into());
    }
    let name = format!(
        "{}adbc_driver_storeql{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let program = std::env::current_exe().and_then(fs::canonicalize);
    let program = program
        .map_err(|error| Failure::Usage(format!("the program cannot find itself: {error}")))?;
    let folder = program.parent().unwrap_or(Path::new("."));
    let places = [folder.join(&name), folder.join("../lib").join(&name)];
    let found = places.iter().find(|path| path.is_file());
    found.cloned().ok_or_else(|| {
        Failure::Usage(format!(
            "there is no {name} in {} or in lib beside it: name the library with --library",
            folder.display()
        ))
    })
}

fn manifest(library: &Path) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let library = library
        .to_string_lossy()
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    format!(
        "manifest_version = 1\n\
         name = \"StoreQL\"\n\
         version = \"{version}\"\n\
         publisher = \"StoreQL\"\n\
         license = \"Apache-2.0\"\n\
         \n\
         [ADBC]\n\
         version = \"1.1.0\"\n\
         \n\
         [Driver.shared]\n\
         {} = \"{library}\"\n",
        platform()
    )
}

/// The library that a manifest of ours names.
fn library_of(manifest: &str) -> Option<String> {
    let begin = format!("{} = \"", platform());
    let line = manifest
        .lines()
        .find_map(|line| line.strip_prefix(&begin))?;
    let text = line.strip_suffix('"')?;
    Some(text.replace("\\\"", "\"").replace("\\\\", "\\"))
}

/// This system as manifests name it.
fn platform() -> String {
    let machine = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let musl = if cfg!(target_env = "musl") {
        "_musl"
    } else {
        ""
    };
    format!("{}_{machine}{musl}", std::env::consts::OS)
}

impl DriversPlace {
    fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::System => "system",
            Self::Venv => "venv",
        }
    }

    /// Where managers look.
    fn folder(self) -> Result<PathBuf> {
        let in_environment = || {
            let variables = ["VIRTUAL_ENV", "CONDA_PREFIX"];
            let mut folders = variables.into_iter().filter_map(std::env::var_os);
            let folder = folders.next().map(PathBuf::from);
            folder.map(|folder| folder.join("etc/adbc/drivers"))
        };
        let of_macos = Path::new("Library/Application Support/ADBC/Drivers");
        let found = match self {
            Self::Venv => in_environment(),
            Self::User => BaseDirs::new().map(|dirs| match std::env::consts::OS {
                "macos" => dirs.home_dir().join(of_macos),
                "windows" => dirs.data_local_dir().join("ADBC/Drivers"),
                _ => dirs.config_dir().join("adbc/drivers"),
            }),
            Self::System => match std::env::consts::OS {
                "macos" => Some(Path::new("/").join(of_macos)),
                "windows" => None,
                _ => Some(PathBuf::from("/etc/adbc/drivers")),
            },
        };
        found.ok_or_else(|| {
            Failure::Usage(match self {
                Self::Venv => {
                    "no virtual environment is active: VIRTUAL_ENV and CONDA_PREFIX are not set"
                        .to_owned()
                }
                Self::User => "the user has no home folder".to_owned(),
                Self::System => {
                    "this system has no folder of manifests for all users; use --user".to_owned()
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_its_library() {
        for path in ["/usr/lib/libadbc_driver_storeql.so", r#"C:\St "o"\x.dll"#] {
            let text = manifest(Path::new(path));
            assert_eq!(library_of(&text).as_deref(), Some(path), "{text}");
        }
        assert_eq!(library_of("manifest_version = 1"), None);
    }
}
