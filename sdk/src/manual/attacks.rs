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
//! **Liabilities that cancel out.** A tree of balances whose nodes bind only the sum of both children lets an issuer move value between
//! them; one that allows a balance below zero lets it hide what it owes. Here a node binds both sums, none is below zero, none
//! wraps around, and the root binds the depth of the tree. One leaf shown to two holders with the same balance does not hold for
//! either: it binds the holder and the place.
//!
//! **A signer list that comes with the signatures.** Whoever makes the package makes the list. Here signers, thresholds and
//! guardian sets are part of the question.
//!
//! **Bytes that no signature covers.** A version or a header outside of what is signed can be changed by anybody on the way. Here they have one
//! value, or nothing depends on them.
//!
//! **One attester counted twice.** Here attesters are counted by address, and one who states something else is named instead of outvoted.
//!
//! **An approval without end.** Here a redemption approves exactly what it takes, and only where the request would not pass without.
//!
//! **A yes that is no answer.** Contracts with a fallback answer any call; a call to an address without code succeeds with nothing.
//! Here an answer has to have the shape of its return type, to the bit, or it is a gap.
//!
//! **Logs left out.** An endpoint that leaves out a log shows a redemption as paid that was not, or hides one. Here what was
//! requested has to equal what waits, can be claimed, was claimed and was given back, by the contract's own figures;
//! where it does not, the history says by how much.
//!
//! **A proof that does not say what it is about.** The key of a storage proof comes from the question, never from the answer.
//!
//! **A stale price.** A feed answers with its last figure for ever. Each figure here carries the time it was published; one
//! from after its own block, one without a time, and one of zero or less are refused.
//!
//! **A vault torn in two.** The tab is closed, the disk is full, the machine stops in the middle of a write, and the only copy of
//! the keys is half of one. Here two generations of a vault lie side by side; a write touches only the older one, and the newest whole one
//! is opened.
//!
//! **A guess at the password.** Whoever has the file can guess as fast as hardware allows: Argon2id makes each guess cost 64 MiB and
//! more. Whoever sits at the keyboard has to wait after three wrong ones, in every tab and after every reload.
//!
//! **A passkey that encrypts with what everybody can read.** A user handle or a credential's id is no secret. Here only the output of
//! the PRF extension opens a vault, asked for once more after the passkey was made.
//!
//! **A file that takes an hour to open.** Keystores and vaults name their own cost. Here it is bounded before any of it is spent.
//!
//! **A key that stays behind.** Freed memory keeps what was in it. Here secrets are wiped when they are dropped, the worker's allocator
//! wipes all that it frees, and the stack is overwritten after use.
//!
//! **A digest to be signed blindly.** `eth_sign` takes 32 bytes, which may be the hash of a transaction that empties the account. Here
//! no payload is a digest: every one is whole, and its digest is worked out by whoever signs. 32 bytes as a message get the
//! prefix of EIP-191.
//!
//! **Typed data that is not shown as it is hashed.** A field that the type does not declare is shown and not signed; a name with a
//! comma in it makes one type read as another. Here the digest is worked out from the values that are shown, in one reading,
//! and what its type does not declare is refused. A document for another chain is refused; one whose domain names no chain is
//! signed, and says that it names none.
//!
//! **An account handed over in one signature.** An authorization of EIP-7702 puts foreign code in charge of the whole account.
//! Here it is a kind of payload of its own, for one chain alone: one for chain 0, valid everywhere, is not signed.
//!
//! **A signature with two spellings.** s and its mirror, 65 bytes and 64: who takes the bytes for a mark of what was already used
//! is fooled. Here the upper half of s is refused; the compact form is read, and the documentation says what the bytes are no
//! proof of.
//!
//! **A contract that vouches for anything, or never answers.** Here only the exact magic value counts, to the bit; a contract that
//! burns its gas gives *cannot tell*; and whether a contract vouches now or only after a call to a factory is told apart.
//!
//! **Another wallet that sends something else.** It shows what it likes, signs what it likes, and answers with any hash. Here the
//! transaction behind the hash is read back: its bytes have to hash to it, its signature has to be the account's, and chain,
//! receiver, value and data have to be the reviewed ones. Gas, fees, nonce and envelope are its own choice, and are told. That comes
//! after the fact: what was sent wrongly is said, not prevented. Its list of accounts is never evidence of anything.
