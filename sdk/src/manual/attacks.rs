//! What has gone wrong elsewhere, and what stands in its way here.
//!
//! **The review shows one thing, the signature covers another.** A page builds a description beside the transaction, and whoever
//! controls the page controls the description. Here a review is decoded from the bytes that will be signed.
//!
//! **A balance in the wrong units.** A wallet shows a scaled or rebased balance and sends raw units, or the other way round.
//! Here raw units carry their scale, and shares are another type than amounts.
//!
//! **A donated vault.** Somebody sends the asset to a vault to lift the share price before a deposit rounds to nothing. A
//! return measured by `totalAssets` would call that income. Here the share price at two blocks is compared, and a redemption
//! that rounds to nothing is named before it is signed.
//!
//! **A list of payments that lies.** A page offers a claim that the contract will refuse, or one for another account. Here the leaf
//! and the proof are recomputed against the contract's own root; the token that is paid is compared with the descriptor; and a
//! distributor without the money is told apart from one with it.
//!
//! **A leaf passed off as a node.** A tree whose leaves are as long as two hashes lets a node be claimed as a leaf. The
//! distributor's leaves have 84 bytes, and the others are hashed twice.
//!
//! **An approval without end.** Here a redemption approves exactly what it takes, and only where the request would not pass without.
//!
//! **A yes that is no answer.** Contracts with a fallback answer any call; a call to an address without code succeeds with nothing.
//! Here an answer has to have the shape of its return type, to the bit, or it is a gap.
//!
//! **Logs left out.** An endpoint that leaves out a log shows a redemption as paid that was not, or hides one. Here what was
//! requested has to equal what waits, can be claimed and was claimed, by the contract's own figures;
//! where it does not, the history says by how much.
//!
//! **A proof that does not say what it is about.** The key of a storage proof comes from the question, never from the answer.
//!
//! **A stale price.** A feed answers with its last figure for ever. Each figure here carries the time it was published; one
//! from after its own block, one without a time, and one of zero or less are refused.
