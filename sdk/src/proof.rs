//! Row 2. Header, account, storage, Merkle trees, attestations.
