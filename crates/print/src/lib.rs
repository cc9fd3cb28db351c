//! Official papers as .docx and .pdf, in the layout of decree 30/2020, from one description.
//!
//! A [`Paper`] says what a paper contains, in the words of the office. [`docx`] and [`pdf`] write it; both draw from the same
//! lines, indents and columns, so the two files read and break alike. [`Templates`] make papers out of an office's
//! data.
//!
//! Equal input gives equal bytes: there is no clock, no random number and no machine in them. No database and no web either.

mod compose;
mod docx;
mod error;
mod flow;
mod fonts;
mod format;
mod lines;
pub mod model;
mod pdf;
pub mod signing;
mod template;

/// Sentences of this crate. The generated code names its types as `kit::text` does, which this crate must not need.
mod texts {
    use kit::text::Text;

    mod kit {
        pub mod text {
            pub use crate::error::Phrase;

            pub struct Text {
                #[expect(
                    dead_code,
                    reason = "the generator gives every text a key; here nobody asks for it"
                )]
                pub key: &'static str,
                pub vi: &'static str,
                pub en: &'static str,
            }

            impl Text {
                pub fn fill(&self, places: &[(&str, String)]) -> Phrase {
                    let filled = |text: &str| {
                        places.iter().fold(text.to_owned(), |text, (name, value)| {
                            text.replace(&format!("{{{name}}}"), value)
                        })
                    };
                    Phrase { vi: filled(self.vi), en: filled(self.en) }
                }
            }
        }
    }

    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

pub use docx::docx;
pub use error::{Phrase, PrintError};
pub use format::FileFormat;
pub use model::Paper;
pub use pdf::pdf;
pub use template::{TemplateName, Templates, markup};
