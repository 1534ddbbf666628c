//! Row 7. One error for callers.
