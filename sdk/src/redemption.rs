//! Row 5. The ways out.
//!
//! [`plan`] says which routes a holder has now, what each pays by the contract's own word, what it takes and what could refuse
//! it. [`requests`] follows an asynchronous redemption from the chain alone, so a restored wallet sees the same.
//!
//! Steps are plain data; turning one into a transaction is the room above.

mod burn;
mod certificate;
mod erc4626;
mod erc7540;
mod error;
mod history;
mod lines;
mod logs;
mod obstacle;
mod plan;
mod price;
mod queue;
mod redeemer;
mod replay;
mod requests;
mod retirement;
mod settled;
mod step;
mod transfer;

pub use certificate::{Certificate, CertificateError, CertificateField};
pub use error::RedemptionError;
pub use history::{Balance, Claim, Fulfilment, History, RequestState, Requested, Return};
pub use lines::RequestLine;
pub use obstacle::Obstacle;
pub use plan::{Limit, Payout, RedemptionPlan, Route, RoutePlan, Timing, plan, plan_described};
pub use price::price;
pub use queue::{QueueBook, QueuePlace, QueuedRequest, queue};
pub(crate) use redeemer::{call as redeemer_call, signature as redeemer_signature};
pub use requests::{RequestBook, RequestTotals, requests};
pub use settled::{Course, CutOff, course, cut_off};
pub use step::Step;
pub use transfer::recognised;
