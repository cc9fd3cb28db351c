//! Markup of reports.
