//! ERC-1410 by itself: partitions, and no word about which of them a plain transfer takes.

use alloy_primitives::{B256, Bytes, FixedBytes};

use crate::abi::erc1400::IERC1410::{balanceOfByPartitionCall, canTransferByPartitionCall};
use crate::compliance::findings::Findings;
use crate::compliance::{Doubt, Rule, Witness};

use super::status::{self, Status, Whole};

pub(super) fn check(findings: &mut Findings<'_>, partitions: &[B256]) {
    match partitions {
        // Who is in no partition has nothing: the balance says so.
        [] => {}
        [only] => check_only(findings, *only),
        [_, ..] => {
            let what = "the sender's tokens are in several partitions, and the token does not say which it moves first";
            findings.doubts.push(Doubt::NotUnderstood { what: what.to_owned() });
            findings.unbounded(Rule::new(findings.token, "ERC-1410 partition"));
        }
    }
}

fn check_only(findings: &mut Findings<'_>, partition: B256) {
    let (caller, token, from, to) = (findings.caller(), findings.token, findings.from, findings.to);
    let rule = Rule::new(token, "ERC-1410 partition");
    let balance = findings.ask(token, &balanceOfByPartitionCall { partition, tokenHolder: from });
    let amount = findings.amount.raw();
    let mut ask = |value| {
        let call = canTransferByPartitionCall { from, to, partition, value, data: Bytes::new() };
        let answer = findings.ask_as(caller, token, &call)?;
        let FixedBytes([byte]) = answer.status;
        Ok(Status::of(byte, Witness::of_as(caller, token, &call, format!("status {}", answer.status))))
    };
    let status = ask(amount);
    let whole = balance.ok().map(|balance| Whole { balance, status: ask(balance) });
    if let Some(status) = findings.known(status) {
        status::check(findings, &status, whole, &rule);
    }
}
