//! Row 2. Mnemonic, derivation, vault, signer.
