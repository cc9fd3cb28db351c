//! Texts become constants; the area lists are compressed once, when the program is built.

use std::io::Write as _;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data");
    texts::generate();
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    for name in ["units-until-2025-06-30", "units-from-2025-07-01", "succession-2025-07-01"] {
        let csv =
            std::fs::read(Path::new(&root).join(format!("data/{name}.csv"))).expect("the list is in data/");
        let target = std::fs::File::create(Path::new(&out).join(format!("{name}.csv.gz")))
            .expect("OUT_DIR is writable");
        let mut gzip = flate2::write::GzEncoder::new(target, flate2::Compression::best());
        gzip.write_all(&csv).expect("OUT_DIR is writable");
        gzip.finish().expect("OUT_DIR is writable");
    }
}
