//! Row 8. Strings the rooms together.
