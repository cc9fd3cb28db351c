//! The browser's stories: the built program, a real Chromium, an accessibility check on every page.

use std::process::Command;

use crate::{Outcome, cargo, install, is_installed, root, step};

/// Builds the program, fetches what drives the browser, and runs `e2e/`.
pub fn stories() -> Outcome {
    if !root().join("e2e").is_dir() {
        return Err("e2e/ is missing".to_owned());
    }
    if !is_installed("chromium") {
        install(&["chromium"])?;
    }
    if !is_installed("node") || !is_installed("npm") {
        install(&["nodejs", "npm"])?;
    }
    step("build", &mut cargo(&["build", "--locked", "--package", "doanket"]))?;
    let folder = root().join("e2e");
    step(
        "what drives the browser",
        Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder),
    )?;
    let program = target().join("debug").join("doanket");
    step(
        "the browser's stories",
        Command::new("node")
            .args(["--test", "--test-reporter=spec", "stories/"])
            .env("DOANKET", program)
            .current_dir(&folder),
    )
}

fn target() -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into)
}
