//! Vietnamese language and calendar. No I/O.
