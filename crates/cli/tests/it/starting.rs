//! The first minutes: no store named yet, profiles, completions, the manual, and what is wrong with a connection.

use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::support::{Run, Sandbox, program, storeql};

/// Runs it with a home of its own, where the configuration file may stand.
fn at_home(home: &Path, arguments: &[&str]) -> Run {
    let mut command = program();
    command.env("XDG_CONFIG_HOME", home).args(arguments);
    command.output().unwrap().into()
}

/// A home whose configuration file has this text.
fn home(text: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("storeql")).unwrap();
    std::fs::write(home.path().join("storeql/config.toml"), text).unwrap();
    home
}

#[test]
fn without_a_store_it_says_how_to_begin() {
    let home = home("");
    let said = at_home(home.path(), &[]).failed(2);
    assert_eq!(said.lines().count(), 4, "{said}");
    assert_snapshot!("no_store", said);
    for command in ["query", "login", "doctor"] {
        let sql = (command == "query").then_some("SELECT 1");
        let arguments: Vec<&str> = [command].into_iter().chain(sql).collect();
        assert_eq!(
            at_home(home.path(), &arguments).failed(2),
            said,
            "{command}"
        );
    }
}

/// Into a pipe nothing is drawn, so that no size is asked for: without a terminal it is the program `tput` that tells it.
#[cfg(unix)]
#[test]
fn a_query_into_a_pipe_starts_no_other_program() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let started = folder.path().join("started");
    let tput = folder.path().join("tput");
    std::fs::write(&tput, format!("#!/bin/sh\n: > {}\n", started.display())).unwrap();
    std::fs::set_permissions(&tput, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let sql = "SELECT 1 AS one";
    for command in [vec!["query", "--sandbox", sql], vec!["tables"]] {
        let run: Run = program()
            .env("PATH", &path)
            .args(&command)
            .output()
            .unwrap()
            .into();
        run.ok();
        assert!(!started.exists(), "{command:?}");
    }
}

#[test]
fn profiles_are_listed_without_their_secrets_and_tested() {
    let sandbox = Sandbox::start(&["--products", "1"]);
    let home = home(&format!(
        "[shop1]\nStoreId = \"{}\"\nAuthScheme = \"PAT\"\nApiUrl = \"{}\"\nOAuthAccessToken = \"{}\"\n\n\
         [shop2]\nStoreId = \"abc123\"\nOAuthAccessToken = \"${{SHOP2_TOKEN}}\"\n",
        sandbox.says("store_id"),
        sandbox.says("api_url"),
        sandbox.says("access_token"),
    ));
    let listed = at_home(home.path(), &["profiles"]).ok();
    assert!(!listed.contains(sandbox.says("access_token")), "{listed}");
    assert_snapshot!("profiles", listed);
    let well = at_home(home.path(), &["profiles", "test", "shop1"]).ok();
    assert_eq!(
        well,
        format!("shop1: the store {} answers\n", sandbox.says("store_id"))
    );
    let all = at_home(home.path(), &["profiles", "test"]);
    assert!(
        all.out
            .contains("shop2: OAuthAccessToken: the environment has no variable SHOP2_TOKEN"),
        "{}",
        all.out
    );
    // It is said once, and not as an error of the program too.
    assert_eq!((all.code, all.err.as_str()), (Some(2), ""));
    let none = tempfile::tempdir().unwrap();
    let none = at_home(none.path(), &["profiles"]);
    assert!(none.err.contains("storeql profiles edit"), "{}", none.err);
    assert_eq!(none.ok(), "");
}

#[test]
fn profiles_are_edited_in_the_persons_editor() {
    let home = tempfile::tempdir().unwrap();
    let script = home.path().join("editor.sh");
    std::fs::write(
        &script,
        "printf '[mine]\\nStoreId = \"abc\"\\n' >> \"$1\"\n",
    )
    .unwrap();
    let mut command = program();
    command
        .env("XDG_CONFIG_HOME", home.path())
        .env("VISUAL", format!("sh {}", script.display()))
        .args(["profiles", "edit"]);
    let run: Run = command.output().unwrap().into();
    assert!(run.err.ends_with("config.toml: mine\n"), "{}", run.err);
    run.ok();
    let file = home.path().join("storeql/config.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("# Stores") && text.ends_with("[mine]\nStoreId = \"abc\"\n"),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_connection_string_of_another_program_is_taken() {
    let sandbox = Sandbox::start(&["--products", "1"]);
    let plain = sandbox.says("connection");
    for connection in [
        format!("\"{plain}\""),
        format!("jdbc:bigcommerce:{plain}"),
        format!("Driver={{StoreQL}};{plain}"),
    ] {
        let run = storeql(&[
            "query",
            "-c",
            &connection,
            "SELECT count(*) AS n FROM products",
            "--format",
            "csv",
        ]);
        assert_eq!(run.ok(), "n\n1\n", "{connection}");
    }
    let said = storeql(&["query", "-c", "DSN=shop", "SELECT 1"]).failed(2);
    assert!(said.contains("storeql profiles edit"), "{said}");
}

#[test]
fn shells_complete_what_the_command_line_has() {
    for shell in ["bash", "zsh", "fish"] {
        let script = storeql(&["completions", shell]).ok();
        for word in ["query", "doctor", "chart-svg", "expanded"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    // Bash itself reads it, and offers what begins so.
    let script = storeql(&["completions", "bash"]).ok();
    let ask = format!(
        "{script}\nCOMP_WORDS=(storeql do) COMP_CWORD=1\n_storeql storeql do storeql\necho \"${{COMPREPLY[@]}}\""
    );
    let answered = Command::new("bash").arg("-c").arg(ask).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&answered.stdout), "doctor\n");
}

#[test]
fn each_command_has_a_page_of_the_manual() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("man1");
    storeql(&["man", "-o", place.to_str().unwrap()]).ok();
    let query = std::fs::read_to_string(place.join("storeql-query.1")).unwrap();
    assert!(
        query.contains(".TH storeql-query 1") && query.contains("\\-\\-expanded"),
        "{query}"
    );
    assert!(place.join("storeql-profiles-edit.1").exists());
    assert!(storeql(&["man"]).ok().contains(".SH SYNOPSIS"));
}

#[test]
fn the_doctor_checks_step_by_step() {
    let well = storeql(&["doctor", "--sandbox"]).ok();
    for step in [
        "connection",
        "proxy",
        "network",
        "certificate",
        "clock",
        "token",
        "scopes",
        "allowance",
    ] {
        assert!(well.contains(&format!("  {step} ")), "{step}: {well}");
    }
    assert!(!well.contains("WRONG"), "{well}");

    let sandbox = Sandbox::start(&["--scopes", "store_v2_orders"]);
    let lacking = storeql(&["doctor", "-c", sandbox.says("connection")]).ok();
    assert!(
        lacking.contains("note   scopes       1 of 17 for reading; it lacks "),
        "{lacking}"
    );
    assert!(lacking.contains("note   clock "), "{lacking}");

    let connection = sandbox
        .says("connection")
        .replace(sandbox.says("access_token"), "wrong");
    let run = storeql(&["doctor", "-c", &connection]);
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(
        run.out.contains("ok     network ") && run.out.contains("WRONG  token "),
        "{}",
        run.out
    );

    let nowhere =
        "StoreId=abc;OAuthAccessToken=x;AuthScheme=PAT;ApiUrl=http://127.0.0.1:9/;Timeout=1";
    let run = storeql(&["doctor", "-c", nowhere]);
    assert_eq!(run.code, Some(4), "{run:?}");
    assert!(
        run.out.contains("WRONG  network ") && !run.out.contains("token  "),
        "{}",
        run.out
    );
}
