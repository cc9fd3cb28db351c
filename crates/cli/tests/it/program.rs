//! The program itself: run a command and read what it says, or keep a server running for a while.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Nothing in these stories takes longer, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A paper that comes with the reader's own tests.
pub fn paper(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../paper/tests/fixtures").join(name)
}

/// A place of its own for one story; commands run inside it, so that what they say names no other folder.
pub struct Place {
    folder: tempfile::TempDir,
}

/// What a command said, and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).expect("writes");
    }

    /// A command in this place, speaking English; nothing of the tester's own settings reaches it.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doanket"));
        command.args(words).current_dir(self.folder.path()).env_clear().env("DOANKET_LANG", "en");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, words: &[&str]) -> Told {
        told(&mut self.command(words))
    }

    pub fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Told {
        told(self.command(words).envs(variables.iter().copied()))
    }

    pub fn run_on(&self, words: &[&str], input: &[u8]) -> Told {
        let mut child = self.command(words).stdin(Stdio::piped()).spawn().expect("the program starts");
        child.stdin.take().expect("piped").write_all(input).expect("is read");
        ended(child)
    }
}

fn told(command: &mut Command) -> Told {
    ended(command.spawn().expect("the program starts"))
}

fn ended(child: Child) -> Told {
    let output = child.wait_with_output().expect("the program ends");
    Told {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

impl Told {
    /// Fails unless the command went well and said exactly this.
    #[track_caller]
    pub fn says(&self, out: &str) {
        assert_eq!((self.code, self.out.as_str(), self.err.as_str()), (Some(0), out, ""), "{self:?}");
    }

    /// Fails unless the command refused with this code and message, and printed nothing else.
    #[track_caller]
    pub fn refuses(&self, code: i32, err: &str) {
        assert_eq!((self.code, self.out.as_str(), self.err.as_str()), (Some(code), "", err), "{self:?}");
    }

    /// As [`Told::refuses`], where the system's own words stand between the two parts.
    #[track_caller]
    pub fn refuses_around(&self, code: i32, start: &str, end: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{self:?}");
        assert!(self.err.starts_with(start) && self.err.ends_with(end), "{}", self.err);
    }
}

/// A running server; it ends with the story.
pub struct Server {
    child: Child,
    /// Where it listens, `127.0.0.1:port`.
    pub address: String,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Starts a server in a place, on a free port, and waits until it says that it runs.
    pub fn start(place: &Place, words: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(words);
        let mut child = place.command(&all).spawn().expect("the program starts");
        let log = Arc::new(Mutex::new(String::new()));
        let (sink, source) = (Arc::clone(&log), child.stderr.take().expect("piped"));
        std::thread::spawn(move || {
            for line in BufReader::new(source).lines().map_while(Result::ok) {
                let mut log = sink.lock().expect("whole");
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut first = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        out.read_line(&mut first).expect("says where it listens");
        let address = first.trim_end().rsplit("http://").next().unwrap_or_default().to_owned();
        if !first.contains("http://") {
            let _ = child.wait();
            panic!("no address in {first:?}; {}", log.lock().expect("whole"));
        }
        // What else it says is read and dropped, so that it never waits for us.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        Self { child, address, log }
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("whole").clone()
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().expect("runs");
        self.child.wait().expect("ends");
    }

    /// Asks it to stop, as a service manager does.
    pub fn ask_to_stop(&self) {
        let status =
            Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(status.success());
    }

    /// The exit code, once it has ended by itself.
    pub fn ended(mut self) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("runs") {
                return status.code();
            }
            assert!(Instant::now() < deadline, "the server does not end; {}", self.log());
            std::thread::yield_now();
        }
    }

    pub fn stop(self) {
        self.ask_to_stop();
        let log = Arc::clone(&self.log);
        assert_eq!(self.ended(), Some(0), "{}", log.lock().expect("whole"));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
