//! A line of the plan.

/// What kind of work an item asks for (handbook 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Nhiệm vụ trọng tâm.
    Focus,
    /// Nhiệm vụ thường xuyên.
    Standing,
    /// Nhiệm vụ phát sinh.
    AdHoc,
}

impl ItemKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::Standing => "standing",
            Self::AdHoc => "ad_hoc",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Focus, Self::Standing, Self::AdHoc].into_iter().find(|kind| kind.code() == code)
    }
}
