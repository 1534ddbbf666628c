//! Hedera's Asset Tokenization Studio (as of 2026-04): a diamond with the faces of ERC-1400 and ERC-3643, and rules of its own.
//!
//! In the order of the contract, without stopping at the first: mode and protection of partitions, pause, clearing; for the caller, the
//! sender and the receiver: recovered wallets and control lists, the token's own and others that it asks; the compliance contract; KYC
//! and the identity registry for both ends (T-REX looks at the receiver only). A registry or a compliance contract that is not set is not asked.
//! In the end `canTransfer` is asked too: it names the error that the transfer would raise, for what is not read here.
//!
//! Balances are without what is locked, held, in clearing or frozen: the contract takes that off. Not looked at: who has the role
//! of a protected partition's participant is spared the caller's checks.

mod answer;
mod parties;

use alloy_primitives::keccak256;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc165;
use crate::abi::hedera_ats::IHederaAts::{
    arePartitionsProtectedCall, getControlListTypeCall, hasRoleCall, isClearingActivatedCall, isMultiPartitionCall,
    isPausedCall,
};
use crate::compliance::Presence;
use crate::compliance::detection::{Prober, either, judge};
use crate::compliance::family::erc20;
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// The role of who may transfer although partitions are protected: this name's hash.
const WILD_CARD_ROLE: &str = "security.token.standard.role.wildcard";

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let mode = prober.asks(&isMultiPartitionCall {}, |_| true);
    let list = prober.asks(&getControlListTypeCall {}, |_| true);
    let clearing = prober.asks(&isClearingActivatedCall {}, |_| true);
    let declared = prober.declares(erc165::HEDERA_ERC1594);
    let apart = [("isMultiPartition", mode), ("getControlListType", list)];
    judge(&apart, &[("isClearingActivated", either(clearing, declared))])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let balance = findings.ask(findings.token, &balanceOfCall { account: findings.from });
    check_modes(findings);
    let balance = findings.known(balance);
    parties::check(findings, balance);
    if let Some(balance) = balance {
        erc20::limit(findings, balance);
    }
    answer::check(findings, balance);
}

fn check_modes(findings: &mut Findings<'_>) {
    let (token, caller) = (findings.token, findings.caller());
    flag::check_pause(findings, &isPausedCall {}, "ATS pause");
    let clearing = Flag {
        contract: token,
        rule: "ATS clearing",
        breaks: true,
        code: RestrictionCode::NotApproved,
        party: Party::Token,
        message: "Every transfer of this token has to be cleared first.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to have the transfer cleared."),
    };
    flag::check(findings, &isClearingActivatedCall {}, clearing);
    let partitions = Flag {
        contract: token,
        rule: "ATS partitions",
        breaks: true,
        code: RestrictionCode::NotTransferable,
        party: Party::Token,
        message: "The token is split into partitions, and plain transfers of it are off.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer how to transfer within a partition."),
    };
    flag::check(findings, &isMultiPartitionCall {}, partitions);
    let protected = findings.ask(token, &arePartitionsProtectedCall {});
    let spared = findings.ask(token, &hasRoleCall { role: keccak256(WILD_CARD_ROLE), account: caller });
    let (protected, spared) = (findings.known(protected), findings.known(spared));
    if (protected, spared) == (Some(true), Some(false)) {
        findings.refuse(Restriction {
            code: RestrictionCode::CallerNotAllowed,
            party: if findings.spender.is_some() { Party::Caller } else { Party::Sender },
            rule: Rule::new(token, "ATS protected partitions"),
            read: Witness::of(token, &arePartitionsProtectedCall {}, true),
            message: "Transfers of this token need the issuer's agent, who checks a signature of the holder."
                .to_owned(),
            remedy: Remedy::by(Lifter::Issuer, "Ask the issuer's agent to make the transfer with your signature."),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::b256;

    #[test]
    fn the_role_is_that_of_the_contracts_constants() {
        let published = b256!("96658f163b67573bbf1e3f9e9330b199b3ac2f6ec0139ea95f622e20a5df2f46");
        assert_eq!(keccak256(WILD_CARD_ROLE), published);
    }
}
