//! `pdftotext`, if the machine has it: a second opinion on a text layer that looks damaged.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Format, SourceText};

/// The text by the command, or `None` when there is no such command, it fails, or it takes too long.
pub(super) fn read(bytes: &[u8], longest: Duration) -> Option<SourceText> {
    // Any text layer fits; a command gone wild does not fill the memory.
    const MOST: u64 = 64 * 1024 * 1024;
    let mut command = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-eol", "unix", "-nopgbrk", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = command.stdin.take()?;
    let output = command.stdout.take()?;
    let own = bytes.to_vec();
    // The command may close its input early: that is its own affair.
    let writer = std::thread::spawn(move || drop(input.write_all(&own)));
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        output.take(MOST).read_to_end(&mut text).map(|_| text)
    });
    let until = Instant::now() + longest;
    let status = loop {
        match command.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(5)),
            _ => {
                // Already gone or not ours any more: nothing is left to do.
                let _ = command.kill();
                let _ = command.wait();
                break None;
            }
        }
    };
    let _ = writer.join();
    let text = reader.join().ok()?.ok()?;
    status.filter(std::process::ExitStatus::success)?;
    let mut source = SourceText::from_plain(String::from_utf8_lossy(&text).into_owned());
    source.format = Format::Pdf;
    Some(source)
}
