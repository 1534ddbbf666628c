//! Row 5. The ways out.
