//! How a figure comes to be known, and how well.
//!
//! A [`Fact`](crate::evidence::Fact) is a value, the block it belongs to and its
//! [`Evidence`](crate::evidence::Evidence), and cannot be had without the other two. There are three levels:
//!
//! | level | it rests on |
//! | --- | --- |
//! | claimed | one endpoint |
//! | attested | a named signer, or several independent endpoints that agree |
//! | proven | a Merkle proof or a checkpoint, with nothing weaker beside it |
//!
//! Evidence is a set of sources, and its level is that of the weakest. Deriving a fact joins the sets, so a
//! total is known as well as its worst part, and no arithmetic makes anything better known.
//!
//! A Merkle proof is one source *beside* that of its root. A rent payment proven under a root that an endpoint claims is
//! therefore claimed: the proof guards against the published file, not against the endpoint.
//!
//! A call is proven by running it here over what was proven of the state ([`Client::proving`](crate::client::Client::proving)): every
//! account, slot and code that it reads follows from the block's state root, or its result is not used. Where that cannot be had the answer
//! is the endpoint's word, and one of its sources says why: [`Unproven`](crate::evidence::Unproven). An endpoint whose answer differs from
//! the run contradicts itself, and its answer is withheld.
//!
//! Facts of two blocks do not combine: [`zip`](crate::evidence::Fact::zip) refuses them. Two places mix moments because that is their
//! subject, and their results name both: income over a window (each result carries its
//! [`Window`](crate::yields::Window)), and an attestation dated by time against a supply dated by block.
//!
//! A function that decides takes a [`Reads`](crate::evidence::Reads) ledger, asks it, and is run again after what was wanted has been
//! fetched. It sees no endpoint and no clock, so its answer follows from the ledger alone and can be repeated from a
//! recording. A read that stays without an answer is a [`Gap`](crate::evidence::Gap), and what depends on it is unknown: never zero, never
//! allowed.
