//! Conventions that a machine can check.

use std::path::{Path, PathBuf};

use crate::{Outcome, root};

/// Words that start a statement; a module's SQL stands in its `store` files.
const STATEMENTS: [&str; 4] = ["\"select ", "\"insert into ", "\"update ", "\"delete from "];

/// Checks every source file and reports all that it finds.
pub fn check() -> Outcome {
    eprintln!("== conventions");
    let mut found = Vec::new();
    for file in sources(&root().join("crates")) {
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
        check_file(&name, &text, &mut found);
    }
    for problem in &found {
        eprintln!("  {problem}");
    }
    if found.is_empty() { Ok(()) } else { Err(format!("{} lines against the conventions", found.len())) }
}

fn check_file(name: &str, text: &str, found: &mut Vec<String>) {
    let is_store = name.contains("store")
        || name.contains("crates/kit/")
        || name.contains("/tests")
        || name.contains("crates/cli/");
    for (number, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", number + 1);
        if !is_store && STATEMENTS.iter().any(|word| line.contains(word)) {
            found.push(format!("{place}: SQL outside the module's store"));
        }
        if line.contains("#[ignore") {
            found.push(format!("{place}: an ignored test tests nothing"));
        }
        if line.contains("PreEscaped") && !name.contains("crates/kit/src/ui/") {
            found.push(format!("{place}: markup that is not escaped belongs to kit's look"));
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return files };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_outside_a_store_is_found() {
        let mut found = Vec::new();
        check_file("crates/plans/src/pages.rs", "x(\"select 1\")", &mut found);
        check_file("crates/plans/src/tasks/store.rs", "x(\"select 1\")", &mut found);
        assert_eq!(found, ["crates/plans/src/pages.rs:1: SQL outside the module's store"]);
    }
}
