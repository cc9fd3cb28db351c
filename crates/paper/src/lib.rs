//! Reading official papers. No database, no web.
