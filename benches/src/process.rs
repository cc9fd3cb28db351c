//! A server process under measurement.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A child process that serves HTTP; ended when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    /// From the start of the process to its first answer.
    pub started_in: Duration,
    /// CPU seconds until the first answer.
    pub start_cpu: f64,
}

impl Server {
    /// Starts a server that prints an address with `http://`, and waits for its first answer.
    pub fn start(command: &mut Command) -> Self {
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let address = loop {
            let line = lines.next().expect("an address before the end").expect("readable");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split_whitespace().next().expect("an address").trim_end_matches('.').to_owned();
            }
        };
        // What else it prints must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        while std::net::TcpStream::connect(&address).is_err() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let mut server = Self { child, address, started_in: begun.elapsed(), start_cpu: 0.0 };
        server.start_cpu = server.cpu_seconds();
        server
    }

    /// User and system time so far.
    pub fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
        let ticks: f64 =
            fields[11].parse::<f64>().expect("a number") + fields[12].parse::<f64>().expect("a number");
        // Linux counts in hundredths everywhere that matters (USER_HZ).
        ticks / 100.0
    }

    /// Resident memory, in MiB.
    pub fn memory_mib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS")).expect("a size");
        line.split_whitespace().nth(1).expect("a number").parse::<f64>().expect("a number") / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program built beside this one.
pub fn beside(name: &str) -> PathBuf {
    std::env::current_exe().expect("a path").with_file_name(name)
}
