//! A small HTTP client over kept connections: it reads answers whole and checks them, and is cheap enough not to be measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What to ask, over and over.
#[derive(Clone)]
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    pub cookie: String,
    pub body: String,
    pub expect: u16,
}

impl Ask {
    pub fn get(path: &str, cookie: &str) -> Self {
        Self {
            method: "GET",
            path: path.to_owned(),
            cookie: cookie.to_owned(),
            body: String::new(),
            expect: 200,
        }
    }
}

/// What a load did.
pub struct Load {
    pub asked: usize,
    pub failed: usize,
    pub took: Duration,
    /// Sorted.
    pub latencies: Vec<Duration>,
    pub bytes: usize,
}

impl Load {
    /// Milliseconds.
    pub fn mean(&self) -> f64 {
        let total: Duration = self.latencies.iter().sum();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
        let count = self.latencies.len().max(1) as f64;
        total.as_secs_f64() * 1000.0 / count
    }

    /// Milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let place = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(place).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
    }
}

/// Asks `total` times over `connections` connections.
pub async fn load(address: &str, ask: &Ask, connections: usize, total: usize) -> Load {
    let left = Arc::new(AtomicUsize::new(total));
    let begun = Instant::now();
    let workers: Vec<_> = (0..connections)
        .map(|_| tokio::spawn(worker(address.to_owned(), ask.clone(), Arc::clone(&left))))
        .collect();
    let mut load = Load { asked: 0, failed: 0, took: Duration::ZERO, latencies: Vec::new(), bytes: 0 };
    for worker in workers {
        let (latencies, failed, bytes) = worker.await.expect("a worker ends");
        load.asked += latencies.len();
        load.failed += failed;
        load.bytes = load.bytes.max(bytes);
        load.latencies.extend(latencies);
    }
    load.took = begun.elapsed();
    load.latencies.sort();
    load
}

/// One question, and the body of its answer.
///
/// # Panics
/// When the answer is not what was expected.
pub async fn fetch(address: &str, ask: &Ask) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connects");
    stream.write_all(request(address, ask).as_bytes()).await.expect("writes");
    let mut buffer = Vec::new();
    let (status, size) = answer(&mut stream, &mut buffer).await;
    assert_eq!(status, ask.expect, "{}", ask.path);
    String::from_utf8(buffer.split_off(buffer.len() - size)).expect("text")
}

fn request(address: &str, ask: &Ask) -> String {
    let cookie = if ask.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", ask.cookie) };
    format!(
        "{} {} HTTP/1.1\r\nHost: {address}\r\n{cookie}Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        ask.method,
        ask.path,
        ask.body.len(),
        ask.body
    )
}

async fn worker(address: String, ask: Ask, left: Arc<AtomicUsize>) -> (Vec<Duration>, usize, usize) {
    let request = request(&address, &ask);
    let mut stream = TcpStream::connect(&address).await.expect("connects");
    stream.set_nodelay(true).expect("a socket option");
    let (mut latencies, mut failed, mut bytes) = (Vec::new(), 0, 0);
    let mut buffer = Vec::new();
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
        let begun = Instant::now();
        stream.write_all(request.as_bytes()).await.expect("writes");
        let (status, size) = answer(&mut stream, &mut buffer).await;
        latencies.push(begun.elapsed());
        bytes = size;
        if status != ask.expect {
            failed += 1;
        }
    }
    (latencies, failed, bytes)
}

/// Reads one answer; bodies have a length or come in chunks.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> (u16, usize) {
    buffer.clear();
    let head = loop {
        if let Some(end) = find(buffer, b"\r\n\r\n") {
            break end + 4;
        }
        read(stream, buffer).await;
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
    let status = text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    if let Some((_, rest)) = text.split_once("content-length: ") {
        let length: usize = rest.lines().next().and_then(|line| line.trim().parse().ok()).expect("a length");
        while buffer.len() < head + length {
            read(stream, buffer).await;
        }
        return (status, length);
    }
    if text.contains("transfer-encoding: chunked") {
        while !buffer.ends_with(b"0\r\n\r\n") {
            read(stream, buffer).await;
        }
    }
    (status, buffer.len() - head)
}

async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) {
    let read = stream.read_buf(buffer).await.expect("reads");
    assert!(read > 0, "the server closed the connection");
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
