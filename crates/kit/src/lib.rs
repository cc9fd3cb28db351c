//! Storage on two engines, web basics, accounts. No business word.
