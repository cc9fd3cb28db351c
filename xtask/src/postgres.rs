//! A private PostgreSQL server for the stories: its own data, its own port, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, install, is_root};

/// Runs `work` with the address of a fresh server, or of the one that `DOANKET_TEST_POSTGRES` names.
pub fn with_server(work: fn(&str) -> Outcome) -> Outcome {
    if let Ok(server) = std::env::var("DOANKET_TEST_POSTGRES") {
        return work(&server);
    }
    let server = Server::start()?;
    let outcome = work(&server.url);
    server.stop();
    outcome
}

struct Server {
    programs: PathBuf,
    data: PathBuf,
    url: String,
}

impl Server {
    fn start() -> Result<Self, String> {
        let programs = if let Some(programs) = programs() {
            programs
        } else {
            install(&["postgresql"])?;
            programs().ok_or("PostgreSQL is installed, but its programs are not where Debian puts them")?
        };
        let data = std::env::temp_dir().join(format!("doanket-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&data))?;
        }
        let port = free_port()?;
        run(as_server_user(&programs.join("initdb"))
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "-D"])
            .arg(&data))?;
        // The data is thrown away: nothing is gained by waiting for the disk.
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off -c max_connections=400"
        );
        let log = data.join("server.log");
        run(as_server_user(&programs.join("pg_ctl"))
            .args(["-w", "-D"])
            .arg(&data)
            .arg("-o")
            .arg(options)
            .arg("-l")
            .arg(log)
            .arg("start"))?;
        Ok(Self { programs, data, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") })
    }

    fn stop(self) {
        let stopped = run(as_server_user(&self.programs.join("pg_ctl"))
            .args(["-m", "immediate", "-D"])
            .arg(&self.data)
            .arg("stop"));
        if let Err(problem) = stopped {
            eprintln!("xtask: {problem}");
        }
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Where Debian keeps the server's programs, newest version first.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    versions.retain(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file());
    versions.sort();
    versions.pop()
}

/// The server refuses to run as root.
fn as_server_user(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn run(command: &mut Command) -> Outcome {
    command.stdout(Stdio::null()).stdin(Stdio::null()).current_dir(std::env::temp_dir());
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed")) }
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    Ok(listener.local_addr().map_err(|error| error.to_string())?.port())
}
