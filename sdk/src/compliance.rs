//! Row 5. Whether a transfer will pass, and if not, every reason why.
//!
//! would pass; and compares all that with a simulation of the real call at the same block. Where the two disagree the verdict is
//! [`Verdict::Unknown`] with both shown.

mod assessment;
mod headroom;
mod non_empty;
mod restriction;
mod simulation;
mod verdict;

pub use assessment::{Assessment, CheckError, TransferFee, TransferQuery};
pub use headroom::{Bound, Headroom, Limit, Most};
pub use non_empty::NonEmpty;
pub use restriction::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
pub use simulation::{SimulatedRefusal, Simulation};
pub use verdict::{Doubt, Gaps, Reasons, Verdict};
