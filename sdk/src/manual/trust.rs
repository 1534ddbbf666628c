//! Who is trusted with what.
//!
//! **An endpoint** is trusted with nothing that a proof can replace, and with everything else. Whatever one endpoint says is
//! *claimed*, and is shown so. It can withhold, delay and lie; what it cannot do is make a claim look like a proof.
//! It learns which accounts and contracts are asked about.
//!
//! **A contract** is trusted to be what its bytecode makes it. What it says of itself (`version()`, `supportsInterface`) is one
//! probe among others, because anybody can write a contract that says yes. A holding is worth what its vault answers, and a
//! vault under the control of one key is worth what that key allows; the SDK reports the answer, not the issuer's honesty.
//!
//! **An attester** is trusted for what was signed, by the address that the asset's descriptor names, until the
//! statement expires. A signature says who spoke, not that it is so.
//!
//! **A descriptor** (the token list's entry) is trusted to name the contracts that belong to an asset. What the contracts say of
//! each other is compared with it wherever they do: a vault that pays another token, or a distributor of
//! another one, than the descriptor names is refused.
//!
//! **A published file** (the tree of a distribution) is trusted with nothing. What it says counts only where it leads to the
//! root that the contract holds. One thing it can do is to leave a holder out; that shows as *no entitlement*.
//!
//! **The block** that everything hangs from is trusted as far as its source: an endpoint's head is *claimed*, one that other endpoints have too
//! is *attested* ([`Client::vouched`](crate::client::Client::vouched)), and no Merkle proof under it is any better known than it is. Whether
//! endpoints are independent is for whoever names them to know; of one host, one counts.
//!
//! Outside all this: a machine that runs other people's code with the user's rights, a browser extension that may read
//! the page, and a user who approves what the review plainly shows.
