//! Row 5. Whether a transfer will pass, and if not, every reason why.
//!
//! [`check_transfer`] reads what each rule of the token looks at, says which are broken, who can lift them and how much
//! would pass; and compares all that with a simulation of the real call at the same block. Where the two disagree the verdict is
//! [`Verdict::Unknown`] with both shown.

mod approval;
mod assessment;
mod batch;
mod call;
mod check;
mod detection;
mod family;
mod findings;
mod flag;
mod frozen_part;
mod headroom;
mod holder;
mod listed;
mod movement;
mod non_empty;
mod restriction;
mod sanctions;
mod shares;
mod signed;
mod simulation;
mod vault;
mod verdict;

pub use approval::{ApprovalAssessment, ApprovalQuery, PermitTerms, check_approval, check_permit};
pub use assessment::{Assessment, CheckError, Notice, NoticeCode, StandingApproval, TransferFee, TransferQuery};
pub use batch::{BatchAssessment, BatchQuery, check_batch, check_receivers};
pub use call::CallAssessment;
pub use check::check_transfer;
pub use family::{Families, Family, Found, Presence, families};
pub use headroom::{Bound, Headroom, Limit, Most, NextChange};
pub use holder::{Standing, check_holder};
pub use movement::{Change, Moved, Movement};
pub use non_empty::NonEmpty;
pub use restriction::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
pub use signed::{AuthorizationTerms, SignedAssessment, check_authorization, check_permit2};
pub use simulation::{SimulatedRefusal, Simulation};
pub use vault::{VaultAction, VaultQuery, check_vault};
pub use verdict::{Doubt, Gaps, Reasons, Verdict};
