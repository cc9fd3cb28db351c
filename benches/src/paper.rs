//! Text out of .docx beside python-docx and pandoc, and text to tasks. Peers that are not installed are said to be missing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Runs the measurement on the plan paper's fixture.
pub fn run() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/paper/tests/fixtures");
    let docx = fixtures.join("plan-auto.docx");
    let bytes = std::fs::read(&docx).expect("the fixture");
    let limits = paper::formats::Limits::default();
    let text = measure("text out of .docx", 500, || {
        std::hint::black_box(paper::formats::read_file(&bytes, None, &limits).expect("reads"));
    });
    let source = paper::formats::read_file(&bytes, None, &limits).expect("reads");
    let reader = paper::reading::Reader::new(paper::reading::Rules::default());
    measure("text to tasks", 500, || {
        std::hint::black_box(reader.read(&source));
    });
    for (name, program, script) in [
        (
            "python-docx, text only, in a running Python",
            "python3",
            "import docx, sys, time\nn = 30\n[docx.Document(sys.argv[1]).paragraphs for _ in range(3)]\nt = time.process_time()\nfor _ in range(n):\n    '\\n'.join(p.text for p in docx.Document(sys.argv[1]).paragraphs)\nprint((time.process_time() - t) / n * 1000)",
        ),
        ("pandoc -t plain, whole process", "pandoc", ""),
    ] {
        match peer(program, script, &docx) {
            Some(ms) => println!("{name:<46} {ms:>9.3} ms   {:>6.1}× of ours", ms / text),
            None => println!("{name:<46} not installed"),
        }
    }
}

fn measure(name: &str, times: u32, mut work: impl FnMut()) -> f64 {
    for _ in 0..times / 10 {
        work();
    }
    let before = cpu_ms();
    for _ in 0..times {
        work();
    }
    let ms = (cpu_ms() - before) / f64::from(times);
    println!("{name:<46} {ms:>9.3} ms CPU");
    ms
}

/// CPU time of this thread of the process, which does all the work.
pub fn cpu_ms() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    text.split_whitespace().next().expect("a number").parse::<f64>().expect("nanoseconds") / 1e6
}

fn peer(program: &str, script: &str, docx: &Path) -> Option<f64> {
    if script.is_empty() {
        let run = || {
            Command::new(program)
                .arg(docx)
                .args(["-t", "plain"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
        };
        run().ok().filter(std::process::ExitStatus::success)?;
        let begun = Instant::now();
        for _ in 0..5 {
            run().ok()?;
        }
        return Some(begun.elapsed().as_secs_f64() * 1000.0 / 5.0);
    }
    let output = Command::new(program).arg("-c").arg(script).arg(docx).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
