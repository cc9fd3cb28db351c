//! The static files of `assets/`: named by their content, compressed, and listed in `$OUT_DIR/assets.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Reads every file under `assets/` and writes the table that `ui::assets` includes.
///
/// Other files first, the style sheet last: its `url(fonts/…)` must name the files by their hash.
///
/// # Panics
/// When a file cannot be read or written.
pub fn generate() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("assets");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it")).join("assets");
    println!("cargo::rerun-if-changed={}", root.display());
    std::fs::create_dir_all(&out).expect("OUT_DIR is writable");

    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort_by_key(|(name, _)| (has_extension(name, "css"), name.clone()));

    let mut names = BTreeMap::new();
    let mut table =
        String::from("/// Every file, sorted by its name with the hash.\npub static ALL: &[Asset] = &[\n");
    let mut rows = Vec::new();
    for (name, path) in files {
        let mut bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if has_extension(&name, "css") {
            bytes = with_hashed_urls(&String::from_utf8(bytes).expect("style sheets are UTF-8"), &names)
                .into_bytes();
        }
        if has_extension(&name, "js") {
            bytes = trimmed(&String::from_utf8(bytes).expect("scripts are UTF-8"), Some("//")).into_bytes();
        }
        let hash = fnv(&bytes);
        let (stem, extension) = name.rsplit_once('.').expect("assets have an extension");
        let hashed = format!("{}.{hash:016x}.{extension}", stem.rsplit('/').next().expect("split gives one"));
        let stored = out.join(&hashed);
        std::fs::write(&stored, &bytes).expect("OUT_DIR is writable");
        let gzip = compressed(extension, &bytes).map(|gzip| {
            let path = out.join(format!("{hashed}.gz"));
            std::fs::write(&path, gzip).expect("OUT_DIR is writable");
            path
        });
        rows.push((hashed.clone(), row(&name, &hashed, hash, extension, &stored, gzip.as_deref())));
        names.insert(name, hashed);
    }
    rows.sort();
    for (_, row) in rows {
        table.push_str(&row);
    }
    table.push_str("];\n\n");
    for (name, hashed) in &names {
        let constant: String = name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
            .collect();
        let _ = writeln!(
            table,
            "/// The address of `{name}`.\npub const {constant}: &str = \"/assets/{hashed}\";"
        );
    }
    std::fs::write(out.with_file_name("assets.rs"), table).expect("OUT_DIR is writable");
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    for entry in std::fs::read_dir(folder).expect("assets is a folder") {
        let path = entry.expect("assets is readable").path();
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let name = path.strip_prefix(root).expect("it lies inside").to_string_lossy().replace('\\', "/");
        // Licences lie beside what they cover; they are not served.
        if !has_extension(&name, "txt") {
            files.push((name, path));
        }
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// The style sheet with `url(fonts/x.woff2)` turned into the hashed neighbour, and without comments.
fn with_hashed_urls(css: &str, names: &BTreeMap<String, String>) -> String {
    let mut css = css.to_owned();
    while let Some(start) = css.find("/*") {
        let end = css[start..].find("*/").map_or(css.len(), |end| start + end + 2);
        css.replace_range(start..end, "");
    }
    for (name, hashed) in names {
        css = css.replace(&format!("url({name})"), &format!("url({hashed})"));
    }
    trimmed(&css, None)
}

/// The lines without their indentation, and without lines that are only a comment.
fn trimmed(text: &str, comment: Option<&str>) -> String {
    let is_code = |line: &&str| !line.is_empty() && comment.is_none_or(|comment| !line.starts_with(comment));
    text.lines().map(str::trim).filter(is_code).collect::<Vec<_>>().join(
        "
",
    )
}

fn compressed(extension: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if extension == "woff2" {
        return None;
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory is writable");
    let gzip = encoder.finish().expect("memory is writable");
    (gzip.len() < bytes.len()).then_some(gzip)
}

fn row(name: &str, hashed: &str, hash: u64, extension: &str, stored: &Path, gzip: Option<&Path>) -> String {
    let content_type = match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        other => panic!("{name}: no content type for .{other}"),
    };
    let gzip = gzip
        .map_or("None".to_owned(), |path| format!("Some(include_bytes!({:?}))", path.display().to_string()));
    format!(
        "    Asset {{ name: {name:?}, file: {hashed:?}, content_type: {content_type:?}, etag: \"\\\"{hash:016x}\\\"\", bytes: include_bytes!({:?}), gzip: {gzip} }},\n",
        stored.display().to_string()
    )
}

/// FNV-1a: names change when content does; nothing here is a secret or a signature.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
