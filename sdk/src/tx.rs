//! Row 6. Intent, build, review, sign, broadcast, receipt.
