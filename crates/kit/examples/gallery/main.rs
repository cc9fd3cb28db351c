//! Writes every component and sample pages as static files, to be looked at: `cargo run -p kit --example gallery -- FOLDER`.
//!
//! Serve the folder from its root (addresses of styles and scripts are absolute). People and places are invented.

mod components;
mod entry;
mod lists;
mod office;
mod plan;
mod reading;

use std::path::Path;

use kit::text::Lang;
use kit::ui::files;
use maud::Markup;

/// Sample words of the gallery in the page's language.
fn say(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// Draws a sample page.
type Draw = fn(Lang) -> Markup;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("usage: gallery FOLDER");
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder.join("assets"))?;
    for asset in files::ALL {
        std::fs::write(folder.join("assets").join(asset.file), asset.bytes)?;
    }
    let pages: [(&str, Draw); 15] = [
        ("today", office::today),
        ("search", office::search),
        ("record", office::record),
        ("list", lists::list),
        ("list-empty", lists::empty),
        ("figures", lists::figures),
        ("plan-outline", plan::outline),
        ("plan-board", plan::board),
        ("plan-timeline", plan::timeline),
        ("review", reading::review),
        ("form", entry::form),
        ("sign-in", entry::sign_in),
        ("set-up", entry::set_up),
        ("error", entry::error),
        ("components", components::all),
    ];
    for lang in [Lang::Vi, Lang::En] {
        for (name, draw) in pages {
            let html = draw(lang).0;
            let file = format!("{name}.{}.html", lang.tag());
            println!("{:>7} {file}", html.len());
            std::fs::write(folder.join(file), html)?;
        }
    }
    Ok(())
}
