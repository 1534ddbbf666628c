//! The numbers we chose, each with its reason.
//!
//! | what | value | why |
//! | --- | --- | --- |
//! | year | 31,556,952 s | the mean Gregorian year; figures per year name it |
//! | shortest window stated per year | 1 day | below that, rounding and one block more or less decide the figure |
//! | shares that a price is asked for | 1,000,000 | six digits more than the price of one share |
//! | approval for a redemption | exactly the amount | an unused allowance is a standing risk |
//! | least that a redeemer may pay | what its preview said | a worse price is refused by the contract, not paid |
//! | receiver of a redemption | the holder | another receiver is a transfer, and has to be asked for as one |
//! | hashes in a distribution's proof | at most 64 | no tree is deeper, and a long file costs nothing to refuse |
//! | depth of a tree of liabilities | at most 40 | a million million holders; bounds a proof to 2 KB |
//! | an attester's clock ahead of ours | 5 minutes | clocks differ; a statement about tomorrow is none |
//! | order of requests with one id | oldest first | the contract keeps only sums; the allotment is ours and the sums are its own |
//! | an answer of an endpoint | at most 16 MiB within 20 s | the log of a busy token passes, a runaway answer does not |
//! | a password's key, at least | Argon2id, 64 MiB, 3 passes | RFC 9106's second recommendation; more passes where the device has them done within 750 ms |
//! | first account of a phrase | `m/44'/60'/0'/0/0` | BIP-44; what nearly every wallet shows first |
//! | unused addresses that end a search for accounts | 20 | BIP-44's gap limit |
//! | time until the wallet locks itself | 10 minutes | long enough to read a prospectus, short enough for a lunch |
//! | wrong passwords without waiting | 3, then 2, 4, 8 s … 5 minutes | a slip costs nothing, a guess at the keyboard does |
//! | time between checks of the backup | 90 days | paper is lost unnoticed |
//! | a document of typed data | at most 512 KiB, 128 types, 48 levels | ten times what is signed in practice; bounds its time and its stack |
//! | an encoded type of typed data | at most 32 KiB | it is hashed once per type that is used |
//! | an integer of typed data as a JSON number | below 2^53 | above it JavaScript may have rounded it before it was written down |
//! | public inputs of a zero-knowledge proof | fewer than 1,024 | a reserve's circuit has a handful |
//! | height of a tree of private liabilities | at most 32 | four thousand million places, and a range proof over 32 siblings in a tenth of a second |
//! | rounds of proofs for one question | at most 16 | a contract behind a proxy takes three where the endpoint gives no hint |
//! | accounts and slots proven for one question | at most 512 | some four times what a verdict on an ERC-3643 token reads |
//! | gas of calls that are run here | 10 million each, a billion in all | as the endpoint is asked; seconds of work at the worst |
//! | gas for a contract that judges a signature | half of what is left | one that burns it all is found out, and leaves enough to say so |
//!
//! Each of them is a constant in one place, beside the code that uses it.
