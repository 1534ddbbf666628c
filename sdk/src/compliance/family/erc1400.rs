//! ERC-1400 and its parts, in the three shapes that are in use.
//!
//! - ConsenSys' `UniversalToken` (as of 2023): plain transfers go through default partitions, and extensions found by
//!   ERC-1820 have a say. Its parts are read one by one: [`universal`].
//! - ERC-1594 (with or without partitions): `canTransfer` answers with one status byte, from the caller's view: [`status`]. Both shapes of
//!   the answer are in use: with a boolean (the reference code) and without (the text).
//! - ERC-1410 alone: `canTransferByPartition`, where the sender has one partition only; with several it is not written which one
//!   a plain transfer takes.
//!
//! A status names one reason even where several rules are broken: the others show once that one is lifted.
//! Whether a `UniversalToken` was migrated for good (`54`) has no getter: only the simulation shows it.

mod extensions;
mod partitions;
mod status;
mod universal;

use alloy_primitives::{B256, Bytes, U256};

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc1400::IERC1410::{balanceOfByPartitionCall, partitionsOfCall};
use crate::abi::erc1400::IERC1594::{canTransferCall, isIssuableCall};
use crate::abi::erc1400::IERC1594Text;
use crate::abi::erc1400::IERC1644::isControllableCall;
use crate::abi::erc1400::IUniversalToken::getDefaultPartitionsCall;
use crate::compliance::Presence;
use crate::compliance::Rule;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, all, either, judge};
use crate::compliance::findings::Findings;
use crate::evidence::Gap;

use status::Whole;

/// Partitions, or `canTransfer` with a status; and what a token of either kind says of its issuer's powers.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let balance = prober.asks(&balanceOfByPartitionCall { partition: B256::ZERO, tokenHolder: SOMEONE }, |_| true);
    let partitions = prober.asks(&partitionsOfCall { tokenHolder: SOMEONE }, |_| true);
    let (to, value, data) = (ANOTHER, U256::ZERO, Bytes::new());
    let with = prober.asks(&canTransferCall { to, value, data: data.clone() }, |_| true);
    let without = prober.asks(&IERC1594Text::canTransferCall { to, value, data }, |_| true);
    let issuable = prober.asks(&isIssuableCall {}, |_| true);
    let controllable = prober.asks(&isControllableCall {}, |_| true);
    let shape = either(all(&[balance, partitions]), either(with, without));
    judge(&[("partitions or canTransfer", shape)], &[("isIssuable", either(issuable, controllable))])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (token, from) = (findings.token, findings.from);
    let defaults = findings.ask(token, &getDefaultPartitionsCall {});
    let partitions = findings.ask(token, &partitionsOfCall { tokenHolder: from });
    let balance = findings.ask(token, &balanceOfCall { account: from });
    let status = status::transfer(findings, findings.amount.raw());
    match (defaults, status, partitions) {
        (Ok(defaults), ..) => universal::check(findings, &defaults),
        // Not fetched yet, or declined, is not the same as not there.
        (Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })), ..)
        | (_, Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })), _)
        | (_, Err(_), Err(gap)) => findings.unread(gap),
        (_, Ok(status), _) => {
            let whole = balance.ok().map(|balance| Whole { balance, status: status::transfer(findings, balance) });
            status::check(findings, &status, whole, &Rule::new(token, "ERC-1594 canTransfer"));
        }
        (_, Err(_), Ok(partitions)) => partitions::check(findings, &partitions),
    }
}
