//! Franklin Templeton's money market fund (BENJI), fifth version: only registered shareholders hold it, and the fund can switch
//! transfers off.
//!
//! Who is registered or frozen is known to a module that the token does not name. But its `transfer` looks at both ends before all else:
//! so each party is asked for by a transfer of nothing to itself, and the words in which that is refused say which of the two it is. Of an
//! account that is not registered it cannot be seen whether it is frozen too. A shareholder may spend no allowance of another
//! shareholder's; who administers the fund may, which cannot be read, and there only the simulation speaks.
//!
//! Followed: `MoneyMarketFund_V5`, as it is found in public indexes of code. Which version is deployed is unverified. Earlier ones had no
//! transfers between shareholders and later ones are unknown: neither is taken for this one.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall as _;

use crate::abi::erc20::IERC20::transferCall;
use crate::abi::franklin::IMoneyMarketFund::{
    getShareHoldingsCall, getVersionCall, isERC20ThirdPartyTransferEnabledCall, isERC20TransferEnabledCall,
    isInstantTransferEnabledCall,
};
use crate::abi::revert::RevertReason;
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Presence, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::{Gap, Read};

/// The version whose rules these are.
const VERSION: u8 = 5;
const UNREGISTERED: &str = "SHAREHOLDER_DOES_NOT_EXIST";
const FROZEN: &str = "ACCOUNT_IS_FROZEN";

/// What the fund says of an account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Good,
    Unregistered,
    Frozen,
}

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let instant = prober.asks(&isInstantTransferEnabledCall {}, |_| true);
    let erc20 = prober.asks(&isERC20TransferEnabledCall {}, |_| true);
    let holdings = prober.asks(&getShareHoldingsCall { account: SOMEONE }, |_| true);
    let version = prober.asks(&getVersionCall {}, |version| *version == VERSION);
    let apart = [("isInstantTransferEnabled", instant), ("isERC20TransferEnabled", erc20)];
    judge(&apart, &[("getShareHoldings", holdings), ("getVersion", version)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let message = "The fund has switched off all transfers between shareholders.";
    check_switch(findings, &isInstantTransferEnabledCall {}, message);
    match findings.spender {
        None => {
            let message = "The fund has switched off transfers that shareholders make themselves.";
            check_switch(findings, &isERC20TransferEnabledCall {}, message);
        }
        Some(_) => {
            let message = "The fund has switched off transfers that others make for a shareholder.";
            check_switch(findings, &isERC20ThirdPartyTransferEnabledCall {}, message);
        }
    }
    check_standing(findings, Party::Sender, findings.from);
    if findings.to != findings.from {
        check_standing(findings, Party::Receiver, findings.to);
    }
    if let Some(spender) = findings.spender.filter(|spender| *spender != findings.from) {
        check_spender(findings, spender);
    }
}

fn check_switch<C: alloy_sol_types::SolCall<Return = bool>>(findings: &mut Findings<'_>, call: &C, message: &str) {
    let off = Flag {
        contract: findings.token,
        rule: "Franklin transfers",
        breaks: false,
        code: RestrictionCode::NotTransferable,
        party: Party::Token,
        message: message.to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the fund allows it again."),
    };
    flag::check(findings, call, off);
}

/// A transfer of nothing to oneself; what it is refused with, if anything.
fn standing(findings: &mut Findings<'_>, account: Address) -> Result<Standing, Gap> {
    let refused = match findings.ask_as(account, findings.token, &to_itself(account)) {
        Ok(_) => return Ok(Standing::Good),
        Err(Gap::Reverted { data, .. }) => RevertReason::decode(&data),
        Err(gap @ (Gap::Malformed { .. } | Gap::Pending { .. } | Gap::Declined { .. })) => return Err(gap),
    };
    let RevertReason::Text(words) = refused else { return Ok(Standing::Good) };
    // The switches are looked at after both ends.
    Ok(match words.as_str() {
        UNREGISTERED => Standing::Unregistered,
        FROZEN => Standing::Frozen,
        _ => Standing::Good,
    })
}

const fn to_itself(account: Address) -> transferCall {
    transferCall { to: account, amount: U256::ZERO }
}

fn check_standing(findings: &mut Findings<'_>, party: Party, account: Address) {
    let asked = standing(findings, account);
    let Some(standing) = findings.known(asked) else { return };
    let (who, sends) = (party.in_words(), party == Party::Sender);
    let (code, words, message, action) = match standing {
        Standing::Good => return,
        Standing::Unregistered => (
            if sends { RestrictionCode::SenderNotRegistered } else { RestrictionCode::ReceiverNotRegistered },
            UNREGISTERED,
            format!("The fund does not know {who} as a shareholder."),
            format!("Ask the fund to register {who}."),
        ),
        Standing::Frozen => (
            if sends { RestrictionCode::SenderFrozen } else { RestrictionCode::ReceiverFrozen },
            FROZEN,
            format!("The fund has frozen the account of {who}."),
            format!("Ask the fund to unfreeze the account of {who}."),
        ),
    };
    findings.refuse(Restriction {
        code,
        party,
        rule: Rule::new(findings.token, "Franklin shareholders"),
        read: witness(findings, account, words),
        message,
        remedy: Remedy::by(Lifter::Issuer, action),
    });
}

/// Shareholders move nobody's shares but their own.
fn check_spender(findings: &mut Findings<'_>, spender: Address) {
    let asked = standing(findings, spender);
    let Some(Standing::Good | Standing::Frozen) = findings.known(asked) else { return };
    findings.refuse(Restriction {
        code: RestrictionCode::CallerNotAllowed,
        party: Party::Caller,
        rule: Rule::new(findings.token, "Franklin transfer policy"),
        read: witness(findings, spender, "a shareholder"),
        message: "Who calls is a shareholder of the fund, and shareholders may move only their own shares.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, "Let the sender make the transfer."),
    });
}

fn witness(findings: &Findings<'_>, account: Address, answer: &str) -> Witness {
    let data = Bytes::from(to_itself(account).abi_encode());
    let read = Read::Call { to: findings.token, from: Some(account), data, signature: transferCall::SIGNATURE };
    Witness { read, answer: answer.to_owned() }
}
