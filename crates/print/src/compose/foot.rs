//! The signatures and the recipients.

use super::{BETWEEN, RECIPIENTS, RECIPIENTS_HEAD, SIGNATURE, centred, para, run, side_by_side};
use crate::flow::{Block, Para, Role};
use crate::model::{Paper, Recipients, Signature, clean};

/// Room for the signature and the seal: about four lines.
const SIGNING_ROOM: i32 = 1300;

pub fn foot(paper: &Paper, measure: i32) -> Vec<Block> {
    let recipients = paper.recipients.as_ref().map(recipients).unwrap_or_default();
    match paper.signatures.as_slice() {
        [] if recipients.is_empty() => Vec::new(),
        [] => recipients,
        [one] => {
            let left = measure * 48 / 100;
            let left_cell = if recipients.is_empty() { vec![empty()] } else { recipients };
            vec![
                spacer(),
                Block::Table(side_by_side(
                    vec![left, measure - left],
                    vec![vec![left_cell, signature(one)]],
                    false,
                )),
            ]
        }
        several => {
            let count = i32::try_from(several.len()).unwrap_or(1);
            let width = measure / count;
            let cells = several.iter().map(signature).collect();
            let mut blocks = vec![
                spacer(),
                Block::Table(side_by_side(vec![width; several.len()], vec![cells], !recipients.is_empty())),
            ];
            if !recipients.is_empty() {
                blocks.push(spacer());
                blocks.extend(recipients);
            }
            blocks
        }
    }
}

/// Air above the signature.
fn spacer() -> Block {
    let mut gap = para(Role::Plain, vec![run("", 20, false, false)]);
    gap.shape.keep_next = true;
    Block::Para(gap)
}

fn empty() -> Block {
    Block::Para(para(Role::Plain, vec![run("", RECIPIENTS, false, false)]))
}

fn signature(signature: &Signature) -> Vec<Block> {
    let mut lines: Vec<Para> =
        signature.authority.iter().map(|line| centred(line, SIGNATURE, true, false)).collect();
    lines.push(centred(&signature.position, SIGNATURE, true, false));
    let mut room = SIGNING_ROOM;
    if let Some(note) = &signature.note {
        let mut note = centred(note, SIGNATURE, false, true);
        note.shape.before = BETWEEN * 4;
        room -= BETWEEN * 4 + 320;
        lines.push(note);
    }
    let mut name = centred(&signature.name, SIGNATURE, true, false);
    name.shape.before = room;
    lines.push(name);
    lines.into_iter().map(Block::Para).collect()
}

fn recipients(recipients: &Recipients) -> Vec<Block> {
    let mut head = para(Role::Plain, vec![run("Nơi nhận:", RECIPIENTS_HEAD, true, true)]);
    head.shape.keep_next = true;
    let mut lines = vec![head];
    let plain = |text: &str| para(Role::Plain, vec![run(text, RECIPIENTS, false, false)]);
    for group in &recipients.groups {
        if let Some(label) = &group.label {
            lines.push(plain(&format!("{}:", clean(label).trim().trim_end_matches(':'))));
        }
        for to in &group.to {
            let to = clean(to);
            lines.push(plain(&format!(
                "- {};",
                to.trim().trim_start_matches("- ").trim_end_matches([';', '.'])
            )));
        }
    }
    let copy = clean(&recipients.file_copy);
    if !copy.trim().is_empty() {
        lines.push(plain(&format!("- Lưu: {}.", copy.trim().trim_end_matches('.'))));
    }
    if lines.len() == 1 { Vec::new() } else { lines.into_iter().map(Block::Para).collect() }
}
