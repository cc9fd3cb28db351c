//! What an issued paper must bear (handbook 2.2), and what must not be entered here at all (NEV-2.4).

use super::{Finding, FindingKind, Reading, Severity};
use crate::Note;

pub(crate) fn check(reading: &Reading, found: &mut Vec<Finding>) {
    let meta = &reading.meta.meta;
    if meta.kind.is_some() {
        let missing = [
            (meta.number.is_none(), FindingKind::NotNumbered, "Chưa có số, ký hiệu", "No number and symbol"),
            (
                meta.date.is_none(),
                FindingKind::NotDated,
                "Chưa có địa danh, ngày tháng ban hành",
                "No place and date",
            ),
            (meta.signer.is_none(), FindingKind::NotSigned, "Không thấy người ký", "No signer is named"),
        ];
        for (is_missing, kind, vi, en) in missing {
            if is_missing {
                found.push(Finding::new(kind, Severity::Info, None, vi, en));
            }
        }
    }
    let is_marked = meta.secrecy.is_some() || reading.source.notes.contains(&Note::SecrecyMark);
    if is_marked {
        let mark = meta.secrecy.as_deref().unwrap_or("mật");
        found.push(Finding::new(
            FindingKind::SecrecyMark,
            Severity::Error,
            None,
            format!("Văn bản có dấu chỉ mức độ mật ({mark}): không được đưa vào hệ thống"),
            format!("The paper bears a mark of secrecy ({mark}): it must not be entered"),
        ));
    }
    for note in &reading.source.notes {
        if let Note::DoubtfulText { percent } = note {
            found.push(Finding::new(
                FindingKind::DoubtfulText,
                Severity::Warning,
                None,
                format!("Lớp chữ của tệp có thể hỏng: {percent}% không phải âm tiết tiếng Việt"),
                format!("The text of the file may be damaged: {percent}% are no Vietnamese syllables"),
            ));
        }
    }
}
