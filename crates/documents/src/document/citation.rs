//! What a paper cites, and which paper of the register is meant.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::CharSpan;
use crate::DocumentId;

/// A symbol for comparing: blanks, dashes, letter forms and case do not count (handbook 2.4). Not a key: two papers may have
/// the same one.
pub fn symbol_key(symbol: &str) -> String {
    vi::normalise::symbol(symbol).to_lowercase()
}

/// A paper that this paper cites, once per symbol and date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Citation {
    pub id: i64,
    /// Normalised; empty for a paper known by its name only.
    pub symbol: String,
    /// As printed; never corrected.
    pub issued_on: Option<NaiveDate>,
    pub type_name: String,
    pub issuer: String,
    pub raw: String,
    pub occurrences: Vec<CharSpan>,
    pub is_legal_basis: bool,
    /// The cited paper in the register.
    pub target: Option<DocumentId>,
    pub target_title: String,
    /// A person chose the target.
    pub is_linked_by_hand: bool,
    pub standing: CitationStanding,
    /// Papers with the same symbol that may be meant.
    pub candidates: Vec<Candidate>,
}

/// What the register says of a citation (handbook OUT-2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CitationStanding {
    Found,
    NotInRegister,
    /// The register has the symbol, but under another date.
    DateConflict,
    /// The register has several papers with the symbol, and the citation does not say which.
    Ambiguous,
    /// Cited by name, without a symbol to look up.
    NamedOnly,
}

/// A paper that a citation may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Candidate {
    pub document: DocumentId,
    pub symbol: String,
    pub issued_on: Option<NaiveDate>,
    pub issuer: String,
}

impl CitationStanding {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::NotInRegister => "not_in_register",
            Self::DateConflict => "date_conflict",
            Self::Ambiguous => "ambiguous",
            Self::NamedOnly => "named_only",
        }
    }
}

/// Which of the papers with the cited symbol is meant: the only one whose date agrees. A citation without a date means the only
/// paper there is; with two it is nobody's guess.
pub fn choose(issued_on: Option<NaiveDate>, candidates: &[Candidate]) -> Option<DocumentId> {
    let mut fitting = candidates.iter().filter(|candidate| match (issued_on, candidate.issued_on) {
        (Some(cited), Some(own)) => cited == own,
        // Where one of the two has no date, it is the only one or nobody's guess.
        _ => candidates.len() == 1,
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only.document),
        _ => None,
    }
}

/// Where a citation stands, given its target and the papers with its symbol.
pub fn standing(
    symbol: &str,
    target: Option<DocumentId>,
    issued_on: Option<NaiveDate>,
    candidates: &[Candidate],
) -> CitationStanding {
    if target.is_some() {
        return CitationStanding::Found;
    }
    if candidates.is_empty() {
        return if symbol.is_empty() { CitationStanding::NamedOnly } else { CitationStanding::NotInRegister };
    }
    let has_date = |candidate: &Candidate| issued_on.is_some() && candidate.issued_on == issued_on;
    if issued_on.is_none() || candidates.iter().any(has_date) {
        CitationStanding::Ambiguous
    } else {
        CitationStanding::DateConflict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: i64, date: &str) -> Candidate {
        Candidate {
            document: DocumentId(id),
            symbol: "96/HD-MTTW-BTT".into(),
            issued_on: date.parse().ok(),
            issuer: String::new(),
        }
    }

    #[track_caller]
    fn check(cited: &str, register: &[Candidate], chosen: Option<i64>, stands: CitationStanding) {
        let cited = cited.parse().ok();
        let target = choose(cited, register);
        assert_eq!(target, chosen.map(DocumentId));
        assert_eq!(standing("96/HD-MTTW-BTT", target, cited, register), stands);
    }

    #[test]
    fn the_date_tells_two_papers_with_one_symbol_apart() {
        // Handbook 2.4: 96/HD-MTTW-BTT exists twice.
        let both = [candidate(1, "2017-12-05"), candidate(2, "2023-02-01")];
        check("2023-02-01", &both, Some(2), CitationStanding::Found);
        check("", &both, None, CitationStanding::Ambiguous);
        check("2024-02-01", &both, None, CitationStanding::DateConflict);
        check("2023-02-01", &both[..1], None, CitationStanding::DateConflict);
        check("", &both[..1], Some(1), CitationStanding::Found);
        check("2023-02-01", &[], None, CitationStanding::NotInRegister);
        check(
            "2023-02-01",
            &[candidate(3, "2023-02-01"), both[1].clone()],
            None,
            CitationStanding::Ambiguous,
        );
        check("2023-02-01", &[candidate(3, "")], Some(3), CitationStanding::Found);
    }

    #[test]
    fn symbols_compare_without_blanks_dashes_and_case() {
        assert_eq!(symbol_key("Số  31 – CT / TU").replace("số", ""), symbol_key("31-CT/TU"));
        assert_eq!(symbol_key("11/ÐA-MTTW-ĐCT"), symbol_key("11/ĐA-MTTW-ĐCT"));
        assert_ne!(symbol_key("16/TT-UBND"), symbol_key("16/TTr-UBND"));
    }
}
