//! Papers as .docx and .pdf beside python-docx, typst and LibreOffice, one and 75 in a batch: the report that comes with the
//! writer's tests (seven pages, a table of 75 rows). Peers write the same words and tables, with less layout than ours.
//!
//! `DOANKET_BENCH_PYTHON` names a Python that has the packages `python-docx` and `typst`. Peers that are not installed are said to be
//! missing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use ::print::model::Block;
use ::print::{Paper, Templates};

const BATCH: usize = 75;

const PYTHON_DOCX: &str = r#"
import docx, io, json, sys, time
blocks = json.load(open(sys.argv[1]))
def write():
    document = docx.Document()
    for kind, value in blocks:
        if kind == "p":
            document.add_paragraph().add_run(value).font.name = "Times New Roman"
        elif value:
            table = document.add_table(rows=len(value), cols=max(map(len, value)))
            for row, cells in zip(table.rows, value):
                for cell, text in zip(row.cells, cells):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
write()
n = 5
t = time.process_time()
for _ in range(n):
    write()
print((time.process_time() - t) / n * 1000)
"#;

const TYPST: &str = r#"
import sys, time, os, typst
folder = os.path.dirname(sys.argv[1])
source = os.path.join(folder, "a.typ")
open(source, "w").write('''#set page(paper: "a4", margin: (left: 30mm, right: 15mm, y: 20mm), numbering: "1")
#set text(font: "Liberation Serif", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 1.27cm, all: true))
#for (kind, value) in json("blocks.json") {
  if kind == "p" { par(value) } else if value.len() > 0 {
    table(columns: calc.max(..value.map(row => row.len())), table.header(..value.at(0)), ..value.slice(1).flatten())
  }
}
''')
fonts = [sys.argv[2]]
def write(n):
    # Another text each time, else it answers from its memory.
    open(source, "a").write("\n" + str(n))
    typst.compile(source, font_paths=fonts, pdf_standards="a-2b")
write(0)
n = 10
t = time.process_time()
for i in range(n):
    write(i)
print((time.process_time() - t) / n * 1000)
"#;

/// Runs the measurement.
pub fn run() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/print");
    let sample = crate_folder.join("tests/samples/report.json");
    let data = serde_json::from_slice(&std::fs::read(sample).expect("the sample")).expect("JSON");
    let templates = Templates::built_in().expect("sound templates");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
    let paper = templates.paper("report", &data).expect("a whole sample");
    let docx = measure("data to paper through the template", 200, || {
        std::hint::black_box(templates.paper("report", &data).expect("fits"));
    });
    let docx = docx
        + measure(".docx", 200, || drop(std::hint::black_box(::print::docx(&paper, day).expect("writes"))));
    let pdf = measure(".pdf, PDF/A-2a and PDF/UA-1", 100, || {
        drop(std::hint::black_box(::print::pdf(&paper, day).expect("writes")));
    });

    let folder = tempfile::tempdir().expect("a folder");
    let blocks = folder.path().join("blocks.json");
    std::fs::write(&blocks, serde_json::to_vec(&plain(&paper)).expect("JSON")).expect("writes");
    let fonts = crate_folder.join("fonts");
    tell("python-docx, in a running Python", python(PYTHON_DOCX, &blocks, &fonts), docx);
    tell("typst, in a running process", python(TYPST, &blocks, &fonts), pdf);

    let begun = Instant::now();
    let mut files = Vec::new();
    for place in 0..BATCH {
        let file = folder.path().join(format!("{place}.docx"));
        std::fs::write(&file, ::print::docx(&paper, day).expect("writes")).expect("writes");
        files.push(file);
    }
    let batch_docx = begun.elapsed().as_secs_f64() * 1000.0;
    println!("{:<46} {batch_docx:>9.1} ms", format!("{BATCH} .docx, written to files"));
    let begun = Instant::now();
    for place in 0..BATCH {
        let file = folder.path().join(format!("{place}.pdf"));
        std::fs::write(file, ::print::pdf(&paper, day).expect("writes")).expect("writes");
    }
    let batch = begun.elapsed().as_secs_f64() * 1000.0;
    println!("{:<46} {batch:>9.1} ms", format!("{BATCH} .pdf, written to files"));
    tell("LibreOffice, 75 .docx to .pdf in one run", libreoffice(folder.path(), &files), batch);
}

/// The words and tables of a paper, for the peers.
fn plain(paper: &Paper) -> Vec<(&'static str, serde_json::Value)> {
    let bodies = std::iter::once(&paper.body).chain(paper.annexes.iter().map(|annex| &annex.body));
    let mut blocks = vec![("p", paper.heading().into())];
    for block in bodies.flatten() {
        match block {
            Block::Heading(heading) => blocks.push(("p", heading.text.plain().into())),
            Block::Paragraph(paragraph) => blocks.push(("p", paragraph.text.plain().into())),
            Block::Basis(text) | Block::Declaration(text) => blocks.push(("p", text.plain().into())),
            Block::Article(article) => blocks.push(("p", article.text.plain().into())),
            Block::List(list) => blocks.extend(list.items.iter().map(|item| ("p", item.plain().into()))),
            Block::Table(table) => {
                let rows: Vec<Vec<String>> =
                    table.rows.iter().map(|row| row.iter().map(|cell| cell.text.plain()).collect()).collect();
                blocks.push(("t", rows.into()));
            }
        }
    }
    blocks
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

/// CPU time of this process.
fn cpu_ms() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    text.split_whitespace().next().expect("a number").parse::<f64>().expect("nanoseconds") / 1e6
}

fn tell(name: &str, peer_ms: Option<f64>, ours_ms: f64) {
    match peer_ms {
        Some(ms) => println!(
            "{name:<46} {ms:>9.1} ms   ours is {:.3}× of it ({:.0}× as fast)",
            ours_ms / ms,
            ms / ours_ms
        ),
        None => println!("{name:<46} not installed"),
    }
}

fn python(script: &str, blocks: &Path, fonts: &Path) -> Option<f64> {
    let program = std::env::var("DOANKET_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(program).args(["-c", script]).arg(blocks).arg(fonts).output().ok()?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default());
    }
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn libreoffice(folder: &Path, files: &[std::path::PathBuf]) -> Option<f64> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let run = |files: &[std::path::PathBuf]| {
        let mut command = Command::new("soffice");
        command
            .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
            .arg(folder.join("office"))
            .args(files);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()
            .filter(std::process::ExitStatus::success)
    };
    // The first run makes a profile.
    run(&files[..1])?;
    let begun = Instant::now();
    run(files)?;
    Some(begun.elapsed().as_secs_f64() * 1000.0)
}
