//! Acts of the audit in words a clerk reads.

use crate::text::{Phrase, Text};
use crate::texts;

/// What was done, as it stands after the name of who did it ("nhập văn bản"). Lists offer the acts in this order.
pub const ACTS: &[(&str, Text)] = &[
    ("installation_set_up", texts::ACT_INSTALLATION_SET_UP),
    ("signed_in", texts::ACT_SIGNED_IN),
    ("signed_out", texts::ACT_SIGNED_OUT),
    ("sign_in_refused", texts::ACT_SIGN_IN_REFUSED),
    ("openid_bound", texts::ACT_OPENID_BOUND),
    ("openid_linked", texts::ACT_OPENID_LINKED),
    ("openid_refused", texts::ACT_OPENID_REFUSED),
    ("password_changed", texts::ACT_PASSWORD_CHANGED),
    ("password_reset", texts::ACT_PASSWORD_RESET),
    ("two_step_enabled", texts::ACT_TWO_STEP_ENABLED),
    ("two_step_disabled", texts::ACT_TWO_STEP_DISABLED),
    ("token_created", texts::ACT_TOKEN_CREATED),
    ("token_revoked", texts::ACT_TOKEN_REVOKED),
    ("calendar_address_made", texts::ACT_CALENDAR_ADDRESS_MADE),
    ("calendar_address_revoked", texts::ACT_CALENDAR_ADDRESS_REVOKED),
    ("account_created", texts::ACT_ACCOUNT_CREATED),
    ("account_closed", texts::ACT_ACCOUNT_CLOSED),
    ("post_filled", texts::ACT_POST_FILLED),
    ("holding_ended", texts::ACT_HOLDING_ENDED),
    ("stand_in_added", texts::ACT_STAND_IN_ADDED),
    ("figures_saved", texts::ACT_FIGURES_SAVED),
    ("indicator_added", texts::ACT_INDICATOR_ADDED),
    ("indicator_changed", texts::ACT_INDICATOR_CHANGED),
    ("report_begun", texts::ACT_REPORT_BEGUN),
    ("report_words_saved", texts::ACT_REPORT_WORDS_SAVED),
    ("report_submitted", texts::ACT_REPORT_SUBMITTED),
    ("report_returned", texts::ACT_REPORT_RETURNED),
    ("report_accepted", texts::ACT_REPORT_ACCEPTED),
    ("report_consolidated", texts::ACT_REPORT_CONSOLIDATED),
    ("report_taken", texts::ACT_REPORT_TAKEN),
    ("report_locked", texts::ACT_REPORT_LOCKED),
    ("report_corrected", texts::ACT_REPORT_CORRECTED),
    ("reports_reminded", texts::ACT_REPORTS_REMINDED),
    ("report_form_made", texts::ACT_REPORT_FORM_MADE),
    ("reporting_regime_put", texts::ACT_REPORTING_REGIME_PUT),
    ("indicator_ended", texts::ACT_INDICATOR_ENDED),
    ("unit_created", texts::ACT_UNIT_CREATED),
    ("unit_renamed", texts::ACT_UNIT_RENAMED),
    ("unit_closed", texts::ACT_UNIT_CLOSED),
    ("unit_merged", texts::ACT_UNIT_MERGED),
    ("units_imported", texts::ACT_UNITS_IMPORTED),
    ("document_imported", texts::ACT_DOCUMENT_IMPORTED),
    ("document_corrected", texts::ACT_DOCUMENT_CORRECTED),
    ("document_cancelled", texts::ACT_DOCUMENT_CANCELLED),
    ("document_read_again", texts::ACT_DOCUMENT_READ_AGAIN),
    ("document_retired", texts::ACT_DOCUMENT_RETIRED),
    ("totals_rebuilt", texts::ACT_TOTALS_REBUILT),
    ("finding_noted", texts::ACT_FINDING_NOTED),
    ("citation_linked", texts::ACT_CITATION_LINKED),
    ("demand_added", texts::ACT_DEMAND_ADDED),
    ("demand_linked", texts::ACT_DEMAND_LINKED),
    ("demand_unlinked", texts::ACT_DEMAND_UNLINKED),
    ("demand_withdrawn", texts::ACT_DEMAND_WITHDRAWN),
    ("demands_read", texts::ACT_DEMANDS_READ),
    ("proposals_made", texts::ACT_PROPOSALS_MADE),
    ("proposal_accepted", texts::ACT_PROPOSAL_ACCEPTED),
    ("proposal_section_accepted", texts::ACT_PROPOSAL_SECTION_ACCEPTED),
    ("proposal_parts_accepted", texts::ACT_PROPOSAL_PARTS_ACCEPTED),
    ("proposal_edited", texts::ACT_PROPOSAL_EDITED),
    ("proposal_split", texts::ACT_PROPOSAL_SPLIT),
    ("proposal_merged", texts::ACT_PROPOSAL_MERGED),
    ("proposal_dropped", texts::ACT_PROPOSAL_DROPPED),
    ("proposal_restored", texts::ACT_PROPOSAL_RESTORED),
    ("proposal_added", texts::ACT_PROPOSAL_ADDED),
    ("review_act_undone", texts::ACT_REVIEW_ACT_UNDONE),
    ("review_act_redone", texts::ACT_REVIEW_ACT_REDONE),
    ("plan_created", texts::ACT_PLAN_CREATED),
    ("plan_begun_from_last_year", texts::ACT_PLAN_BEGUN_FROM_LAST_YEAR),
    ("plan_reviewed", texts::ACT_PLAN_REVIEWED),
    ("plan_submitted", texts::ACT_PLAN_SUBMITTED),
    ("plan_approved", texts::ACT_PLAN_APPROVED),
    ("plan_returned", texts::ACT_PLAN_RETURNED),
    ("plan_issued", texts::ACT_PLAN_ISSUED),
    ("plan_adjusted", texts::ACT_PLAN_ADJUSTED),
    ("plan_closed", texts::ACT_PLAN_CLOSED),
    ("plan_allotment_set", texts::ACT_PLAN_ALLOTMENT_SET),
    ("plan_published", texts::ACT_PLAN_PUBLISHED),
    ("plan_publication_withdrawn", texts::ACT_PLAN_PUBLICATION_WITHDRAWN),
    ("plan_item_created", texts::ACT_PLAN_ITEM_CREATED),
    ("plan_item_edited", texts::ACT_PLAN_ITEM_EDITED),
    ("plan_item_carried", texts::ACT_PLAN_ITEM_CARRIED),
    ("plan_item_withdrawn", texts::ACT_PLAN_ITEM_WITHDRAWN),
    ("plan_item_taken_back", texts::ACT_PLAN_ITEM_TAKEN_BACK),
    ("item_fanned_out", texts::ACT_ITEM_FANNED_OUT),
    ("item_fan_out_ended", texts::ACT_ITEM_FAN_OUT_ENDED),
    ("spending_recorded", texts::ACT_SPENDING_RECORDED),
    ("task_given", texts::ACT_TASK_GIVEN),
    ("task_assigned", texts::ACT_TASK_ASSIGNED),
    ("task_moved", texts::ACT_TASK_MOVED),
    ("task_noted", texts::ACT_TASK_NOTED),
    ("figure_commented", texts::ACT_FIGURE_COMMENTED),
    ("figure_comment_resolved", texts::ACT_FIGURE_COMMENT_RESOLVED),
    ("plan_target_linked", texts::ACT_PLAN_TARGET_LINKED),
    ("plan_target_unlinked", texts::ACT_PLAN_TARGET_UNLINKED),
    ("report_passages_arranged", texts::ACT_REPORT_PASSAGES_ARRANGED),
    ("task_verified", texts::ACT_TASK_VERIFIED),
    ("task_carried", texts::ACT_TASK_CARRIED),
    ("task_evidence_added", texts::ACT_TASK_EVIDENCE_ADDED),
    ("task_evidence_withdrawn", texts::ACT_TASK_EVIDENCE_WITHDRAWN),
    ("task_extension_asked", texts::ACT_TASK_EXTENSION_ASKED),
    ("task_extension_granted", texts::ACT_TASK_EXTENSION_GRANTED),
    ("task_extension_refused", texts::ACT_TASK_EXTENSION_REFUSED),
    ("outgoing_drafted", texts::ACT_OUTGOING_DRAFTED),
    ("outgoing_changed", texts::ACT_OUTGOING_CHANGED),
    ("outgoing_moved", texts::ACT_OUTGOING_MOVED),
    ("outgoing_signed", texts::ACT_OUTGOING_SIGNED),
    ("outgoing_signed_digitally", texts::ACT_OUTGOING_SIGNED_DIGITALLY),
    ("outgoing_numbered", texts::ACT_OUTGOING_NUMBERED),
    ("outgoing_issued", texts::ACT_OUTGOING_ISSUED),
    ("outgoing_attached", texts::ACT_OUTGOING_ATTACHED),
    ("outgoing_sent", texts::ACT_OUTGOING_SENT),
    ("outgoing_reminded", texts::ACT_OUTGOING_REMINDED),
    ("paper_opened", texts::ACT_PAPER_OPENED),
    ("paper_acknowledged", texts::ACT_PAPER_ACKNOWLEDGED),
    ("opinions_asked", texts::ACT_OPINIONS_ASKED),
    ("opinions_given", texts::ACT_OPINIONS_GIVEN),
    ("opinion_answered", texts::ACT_OPINION_ANSWERED),
    ("number_reserved", texts::ACT_NUMBER_RESERVED),
    ("number_cancelled", texts::ACT_NUMBER_CANCELLED),
    ("register_closed", texts::ACT_REGISTER_CLOSED),
    ("register_set", texts::ACT_REGISTER_SET),
    ("authority_set", texts::ACT_AUTHORITY_SET),
    ("authority_ended", texts::ACT_AUTHORITY_ENDED),
    ("incoming_registered", texts::ACT_INCOMING_REGISTERED),
    ("incoming_changed", texts::ACT_INCOMING_CHANGED),
    ("template_changed", texts::ACT_TEMPLATE_CHANGED),
    ("view_saved", texts::ACT_VIEW_SAVED),
    ("view_changed", texts::ACT_VIEW_CHANGED),
    ("view_deleted", texts::ACT_VIEW_DELETED),
];

/// The words for an act; one without words of its own keeps its code in brackets, so that it can be asked about.
pub fn words(action: &str) -> Phrase {
    match ACTS.iter().find(|(code, _)| *code == action) {
        Some((_, text)) => (*text).into(),
        None => texts::act_other(action),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(std::fs::read_to_string(&path).expect("a source"));
            }
        }
    }

    #[test]
    fn every_act_that_a_module_records_has_words() {
        let mut files = Vec::new();
        for module in ["kit", "organisation", "documents", "plans", "reports", "dispatch"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(module).join("src"), &mut files);
        }
        let named =
            files.iter().flat_map(|file| file.split(concat!("Event::", "new(")).skip(1)).filter_map(|call| {
                let code = call.trim_start().strip_prefix('"')?;
                code.split('"').next()
            });
        let wordless: Vec<&str> = named.filter(|code| !ACTS.iter().any(|(known, _)| known == code)).collect();
        assert!(files.len() > 50 && wordless.is_empty(), "{wordless:?}");
    }
}
