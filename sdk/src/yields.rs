//! Row 5. What a holding earns.
