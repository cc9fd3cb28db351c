//! Differences between two versions of a paper, clause by clause.
