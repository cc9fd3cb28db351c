//! Lists are paged by key: each page names the last row it showed, and rows past are never counted.

/// How many rows a page shows unless asked otherwise, and at most.
pub const PAGE_SIZE: i64 = 50;
pub const MAX_PAGE_SIZE: i64 = 200;

/// A page of rows, and whether more follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOf<T> {
    pub rows: Vec<T>,
    pub has_more: bool,
}

impl<T> PageOf<T> {
    /// Cuts the one row that was read beyond the page.
    pub fn cut(mut rows: Vec<T>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        Self { rows, has_more }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_beyond_the_page_says_that_more_follow() {
        assert_eq!(PageOf::cut(vec![1, 2, 3], 2), PageOf { rows: vec![1, 2], has_more: true });
        assert_eq!(PageOf::cut(vec![1, 2], 2), PageOf { rows: vec![1, 2], has_more: false });
    }
}
