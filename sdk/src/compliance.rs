//! Row 5. Verdicts.
