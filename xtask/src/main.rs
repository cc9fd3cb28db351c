//! Developer tasks, in plain Rust without dependencies.
//!
//! ```text
//! cargo xtask test     everything that must pass: format, lints, rules and stories on both engines, the browser's stories
//! cargo xtask quick    rules and stories only
//! cargo xtask e2e      the browser's stories only
//! cargo xtask ci       what continuous integration runs: the same as test
//! ```
//!
//! What a task needs and does not find (PostgreSQL, Chromium, Node.js, poppler, LibreOffice) it installs on Debian when it may, and else says in one
//! line what to install.

mod browser;
mod postgres;
mod tidy;

use std::process::{Command, ExitCode};

/// A task's failure, said in one line.
pub type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let outcome = match task.as_str() {
        "test" | "ci" => all(),
        "quick" => postgres::with_server(stories),
        "e2e" => browser::stories(),
        "tidy" => tidy::check(),
        _ => Err("cargo xtask test | quick | e2e | tidy | ci".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Outcome {
    step("format", &mut cargo(&["fmt", "--all", "--check"]))?;
    tidy::check()?;
    step(
        "lints",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
    )?;
    postgres::with_server(stories)?;
    browser::stories()
}

/// Rules and stories; stories run on both engines.
fn stories(server: &str) -> Outcome {
    // Papers are looked at with other eyes than those that wrote them.
    if !is_installed("pdftotext") {
        install(&["poppler-utils"])?;
    }
    if !is_installed("soffice") {
        install(&["libreoffice-writer-nogui"])?;
    }
    let has_nextest = Command::new("cargo")
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    let mut tests = if has_nextest {
        cargo(&["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "--status-level", "fail"])
    } else {
        cargo(&["test", "--workspace", "--locked", "--no-fail-fast", "--quiet"])
    };
    step("rules and stories on both engines", tests.env("DOANKET_TEST_POSTGRES", server))?;
    step(
        "examples in the documentation",
        &mut cargo(&["test", "--workspace", "--locked", "--doc", "--quiet"]),
    )
}

/// A call of cargo from the workspace's root.
pub fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(root());
    command
}

/// The workspace's root.
pub fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(std::path::Path::new(".")).to_owned()
}

/// Runs a command as a named step.
pub fn step(name: &str, command: &mut Command) -> Outcome {
    eprintln!("== {name}");
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed")) }
}

/// Whether a program is on the path.
pub fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs Debian packages when this user may, and else says which.
pub fn install(packages: &[&str]) -> Outcome {
    let advice = format!("install what is missing: apt-get install {}", packages.join(" "));
    if !is_root() || !is_installed("apt-get") {
        return Err(advice);
    }
    eprintln!("== installing {}", packages.join(" "));
    let quiet = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-y"]).args(words);
        command.stdout(std::process::Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let wanted: Vec<&str> =
        ["install", "--no-install-recommends"].into_iter().chain(packages.iter().copied()).collect();
    if quiet(&["update"]) && quiet(&wanted) { Ok(()) } else { Err(advice) }
}

/// Whether this process may do everything.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
