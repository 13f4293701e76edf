//! `cargo xtask dist`: what people install. Program and library, and these as a wheel, a Debian package and a tarball, in the folder
//! `dist` beside what cargo built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{self, succeeds};
use crate::faults::Faults;

/// Where the program installs the manifest that names the library, and takes it away again.
const AFTER: &str = "#!/bin/sh\nset -e\nstoreql drivers install --system >/dev/null\n";
const BEFORE: &str = "#!/bin/sh\nset -e\nif [ \"$1\" = remove ]; then storeql drivers uninstall --system >/dev/null || true; fi\n";

/// Builds all of it, and prints where each lies and how large it is.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Faults {
    let (mut json, mut profile) = (false, "release");
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (*argument, rest.len()) {
            ("--json", _) => json = true,
            ("--profile", 1..) => profile = rest.next().unwrap_or(&profile),
            (other, _) => {
                return vec![format!(
                    "dist does not know {other}: --json, --profile NAME"
                )];
            }
        }
    }
    match Dist::built(root, profile).and_then(|dist| dist.all()) {
        Ok(made) => {
            print(&made, json);
            Faults::new()
        }
        Err(fault) => vec![fault],
    }
}

fn print(made: &[(&str, PathBuf)], json: bool) {
    let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    if json {
        let entries = made.iter().map(|(name, path)| {
            let entry = serde_json::json!({ "path": path, "bytes": size(path) });
            ((*name).to_owned(), entry)
        });
        println!("{}", serde_json::Value::Object(entries.collect()));
        return;
    }
    for (name, path) in made {
        let megabytes = size(path) as f64 / 1e6;
        println!("{name:<8} {megabytes:>7.1} MB  {}", path.display());
    }
}

/// What has been built, and where the rest goes.
struct Dist {
    root: PathBuf,
    program: PathBuf,
    library: PathBuf,
    folder: PathBuf,
    version: String,
    /// Whether the packages are made small, which takes minutes for what is not optimised.
    is_small: bool,
}

impl Dist {
    /// Builds program and library, with the whole workspace's features: DataFusion is then the one that the tests were built with.
    fn built(root: &Path, profile: &str) -> Result<Self, String> {
        let mut build = cargo::command();
        build.args([
            "build",
            "--quiet",
            "--workspace",
            "--lib",
            "--bin",
            "storeql",
        ]);
        succeeds(build.args(["--profile", profile]).current_dir(root))?
            .then_some(())
            .ok_or("program and library do not build; see above")?;
        let built = cargo::built(root, profile)?;
        let library = format!(
            "{}adbc_driver_storeql{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        );
        let folder = built.join("dist");
        made_anew(&folder)?;
        Ok(Self {
            root: root.to_owned(),
            program: built.join(format!("storeql{}", std::env::consts::EXE_SUFFIX)),
            library: built.join(library),
            folder,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            is_small: profile != "dev",
        })
    }

    fn all(&self) -> Result<Vec<(&'static str, PathBuf)>, String> {
        let mut made = vec![
            ("program", self.program.clone()),
            ("library", self.library.clone()),
            ("wheel", self.wheel()?),
            ("tarball", self.tarball()?),
        ];
        if cfg!(target_os = "linux") {
            made.push(("deb", self.deb()?));
        }
        Ok(made)
    }

    /// The package's own build makes it.
    fn wheel(&self) -> Result<PathBuf, String> {
        let mut python = Command::new("python3");
        python.arg(self.root.join("python/storeql_wheel.py"));
        python
            .arg(&self.folder)
            .env("STOREQL_LIBRARY", &self.library);
        Ok(PathBuf::from(output(&mut python)?))
    }

    /// `bin`, `lib` and the licence, below a folder with the version in its name.
    fn tarball(&self) -> Result<PathBuf, String> {
        let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
        let name = format!("storeql-{}-{system}-{machine}", self.version);
        let inside = self.folder.join(&name);
        self.laid_out(&inside)?;
        for file in ["LICENSE", "README.md"] {
            copy(&self.root.join(file), &inside.join(file))?;
        }
        let path = self.folder.join(format!("{name}.tar.gz"));
        let mut tar = Command::new("tar");
        tar.arg("--create").arg("--gzip").arg("--file").arg(&path);
        tar.arg("--directory").arg(&self.folder).arg(&name);
        done(&mut tar)?;
        removed(&inside)?;
        Ok(path)
    }

    /// Installs to `/usr`, and tells ADBC's managers where the library is.
    fn deb(&self) -> Result<PathBuf, String> {
        let machine = output(Command::new("dpkg").arg("--print-architecture"))?;
        let inside = self.folder.join("deb");
        self.laid_out(&inside.join("usr"))?;
        let notice = inside.join("usr/share/doc/storeql/copyright");
        copy(&self.root.join("LICENSE"), &notice)?;
        let control = format!(
            "Package: storeql\nVersion: {}\nArchitecture: {machine}\nMaintainer: The authors of StoreQL <noreply@storeql.invalid>\n\
             Section: database\nPriority: optional\nDepends: libc6 (>= 2.28), libgcc-s1\n\
             Description: A BigCommerce store as a SQL database\n \
             The program storeql, and the library by which ADBC programs read and write a store.\n",
            self.version
        );
        for (name, text, mode) in [
            ("control", control.as_str(), 0o644),
            ("postinst", AFTER, 0o755),
            ("prerm", BEFORE, 0o755),
        ] {
            let path = inside.join("DEBIAN").join(name);
            written(&path, text)?;
            set_mode(&path, mode)?;
        }
        let path = self
            .folder
            .join(format!("storeql_{}_{machine}.deb", self.version));
        let mut build = Command::new("dpkg-deb");
        let compression = if self.is_small { "-Zxz" } else { "-Znone" };
        build.args(["--root-owner-group", compression, "--build"]);
        done(build.arg(&inside).arg(&path))?;
        removed(&inside)?;
        Ok(path)
    }

    fn laid_out(&self, below: &Path) -> Result<(), String> {
        for (file, folder) in [(&self.program, "bin"), (&self.library, "lib")] {
            let name = file.file_name().unwrap_or_default();
            copy(file, &below.join(folder).join(name))?;
        }
        Ok(())
    }
}

fn made_anew(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        removed(folder)?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn removed(folder: &Path) -> Result<(), String> {
    fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let folder = to.parent().unwrap_or(to);
    let copied = fs::create_dir_all(folder).and_then(|()| fs::copy(from, to));
    copied
        .map(|_| ())
        .map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))
}

fn written(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let set = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    set.map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> Result<(), String> {
    Ok(())
}

fn done(command: &mut Command) -> Result<(), String> {
    output(command).map(|_| ())
}

/// What a command printed, without the last line's end.
fn output(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_owned();
    let output = command
        .output()
        .map_err(|error| format!("{program:?} did not start: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned()),
        false => Err(format!(
            "{program:?} failed: {}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        )),
    }
}
