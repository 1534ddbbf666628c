//! Row 5. Whether a transfer will pass, and if not, every reason why.
//!
//! [`check_transfer`] reads what each rule of the token looks at, says which are broken, who can lift them and how much
//! would pass; and compares all that with a simulation of the real call at the same block. Where the two disagree the verdict is
//! [`Verdict::Unknown`] with both shown.

mod assessment;
mod check;
mod detection;
mod family;
mod findings;
mod flag;
mod headroom;
mod non_empty;
mod restriction;
mod simulation;
mod verdict;

pub use assessment::{Assessment, CheckError, StandingApproval, TransferFee, TransferQuery};
pub use check::check_transfer;
pub use family::{Families, Family, Found, Presence, families};
pub use headroom::{Bound, Headroom, Limit, Most, NextChange};
pub use non_empty::NonEmpty;
pub use restriction::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
pub use simulation::{SimulatedRefusal, Simulation};
pub use verdict::{Doubt, Gaps, Reasons, Verdict};
