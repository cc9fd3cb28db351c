//! `doanket paper`: official papers from templates, without a database.

mod signatures;

use std::io::{Read as _, Write as _};
use std::path::Path;

use kit::text::Lang;
use print::Templates;

use crate::args::{Args, PaperCommand, PaperRender};
use crate::config::signing_roots;
use crate::error::{CliError, lang};

/// Larger data than any paper has.
const MAX_DATA_BYTES: u64 = 64 * 1024 * 1024;

pub fn run(command: &PaperCommand, all_args: &Args) -> Result<(), CliError> {
    match command {
        PaperCommand::Render(args) => render(args),
        PaperCommand::Verify(args) => signatures::verify(args, || signing_roots(all_args)),
        PaperCommand::Sign(args) => signatures::sign(args),
        PaperCommand::Templates { templates } => {
            let mut out = String::new();
            for template in all(templates.as_deref())?.names() {
                let title = match lang().unwrap_or_default() {
                    Lang::Vi => template.title_vi,
                    Lang::En => template.title_en,
                };
                out.push_str(&format!("{:<14} {title}\n", template.name));
            }
            // A reader that stops early (`head`) is no failure.
            let _ = std::io::stdout().write_all(out.as_bytes());
            Ok(())
        }
    }
}

fn all(folder: Option<&Path>) -> Result<Templates, CliError> {
    let mut templates = Templates::built_in().map_err(CliError::Print)?;
    if let Some(folder) = folder {
        templates.add_folder(folder).map_err(CliError::Print)?;
    }
    Ok(templates)
}

fn render(args: &PaperRender) -> Result<(), CliError> {
    let ending = args.to.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let write = match ending.as_str() {
        "docx" => print::docx,
        "pdf" => print::pdf,
        _ => return Err(CliError::UnknownEnding { path: args.to.clone() }),
    };
    let mut templates = all(args.templates.as_deref())?;
    let name = own_file(&mut templates, &args.template)?;
    let data = read(&args.data)?;
    let data = serde_json::from_slice(&data)
        .map_err(|error| CliError::NotJson { path: args.data.clone(), detail: error.to_string() })?;
    let paper = templates.paper(&name, &data).map_err(CliError::Print)?;
    // The file's own date is the paper's, so that the same data give the same bytes.
    let written = paper.date.day().unwrap_or_else(|| kit::Clock::System.today());
    let bytes = write(&paper, written).map_err(CliError::Print)?;
    std::fs::write(&args.to, bytes)
        .map_err(|error| CliError::Unwritable { path: args.to.clone(), detail: error.to_string() })
}

/// A template named by its file joins the others.
fn own_file(templates: &mut Templates, template: &str) -> Result<String, CliError> {
    let path = Path::new(template);
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Ok(template.to_owned());
    }
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or(template);
    templates.add(name, &text).map_err(CliError::Print)?;
    Ok(name.to_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed =
        |error: std::io::Error| CliError::Unreadable { path: path.to_owned(), detail: error.to_string() };
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().take(MAX_DATA_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        file.take(MAX_DATA_BYTES).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}
