//! What the two writers make: pages as pictures, text as read by others, the order of a .docx's elements, and any model at all.

mod any;
mod ooxml;
mod samples;
mod signing;
mod templates;
mod tools;
