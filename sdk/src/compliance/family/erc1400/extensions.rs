//! The extensions of `UniversalToken`, found by ERC-1820: the token's validator, and contracts that holders have named to be asked.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolCall as _;

use crate::abi::erc20::IERC20::{transferCall, transferFromCall};
use crate::abi::erc1400::ERC1820_REGISTRY;
use crate::abi::erc1400::IERC1820Registry::getInterfaceImplementerCall;
use crate::abi::erc1400::ITokensRecipient::canReceiveCall;
use crate::abi::erc1400::ITokensSender::canTransferCall;
use crate::abi::erc1400::ITokensValidator::{
    canValidateCall, granularityByPartitionCall, isAllowlistedCall, isBlocklistedCall, pausedCall,
    retrieveTokenSetupCall, retrieveTokenSetupReturn, spendableBalanceOfByPartitionCall,
};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};
use crate::evidence::Gap;

/// Who has a say; the zero address where nobody has.
pub(super) struct Extensions {
    validator: Result<Address, Gap>,
    sender: Result<Address, Gap>,
    recipient: Result<Address, Gap>,
}

/// The token's validator, and how it is set up.
pub(super) struct Validator {
    contract: Address,
    /// `None` for a validator of another make.
    setup: Option<retrieveTokenSetupReturn>,
}

impl Extensions {
    pub(super) fn ask(findings: &mut Findings<'_>) -> Self {
        let (token, from, to) = (findings.token, findings.from, findings.to);
        let mut named = |account, name: &str| {
            let call = getInterfaceImplementerCall { account, interfaceHash: keccak256(name) };
            findings.ask(ERC1820_REGISTRY, &call)
        };
        Self {
            validator: named(token, "ERC1400TokensValidator"),
            sender: named(from, "ERC1400TokensSender"),
            recipient: named(to, "ERC1400TokensRecipient"),
        }
    }

    /// The rules of the shipped validator that do not depend on the amount: pause and lists.
    pub(super) fn check_validator(&self, findings: &mut Findings<'_>) -> Option<Validator> {
        let named = findings.known(self.validator.clone());
        let contract = named.filter(|contract| !contract.is_zero())?;
        let token = findings.token;
        let paused = findings.ask(contract, &pausedCall { token });
        let setup = match findings.ask(contract, &retrieveTokenSetupCall { token }) {
            Ok(setup) => Some(setup),
            Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => None,
            Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
                findings.unread(gap);
                return None;
            }
        };
        if let Some(setup) = &setup {
            check_lists(findings, contract, setup);
            if findings.known(paused) == Some(true) {
                let read = Witness::of(contract, &pausedCall { token }, true);
                findings.refuse(Restriction {
                    code: RestrictionCode::Paused,
                    party: Party::Token,
                    rule: Rule::new(contract, "ERC-1400 validator pause"),
                    read,
                    message: "The issuer has paused all transfers of this token.".to_owned(),
                    remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer unpauses the token."),
                });
            }
        }
        Some(Validator { contract, setup })
    }

    /// Everybody who is asked about each piece that moves. These views need not say the same as what runs in the transfer.
    pub(super) fn check_pieces(
        &self,
        findings: &mut Findings<'_>,
        validator: Option<&Validator>,
        pieces: &[(B256, U256)],
    ) {
        let payload = payload(findings);
        let (token, operator, from, to) = (findings.token, findings.caller(), findings.from, findings.to);
        let none = Bytes::new;
        if let Some(contract) = validator.filter(|it| it.setup.is_none()).map(|it| it.contract) {
            let hook = Hook { contract, party: Party::Token, rule: "ERC-1400 validator" };
            hook.check(findings, pieces, |partition, value| canValidateCall {
                token,
                payload: payload.clone(),
                partition,
                operator,
                from,
                to,
                value,
                data: none(),
                operatorData: none(),
            });
        }
        if let Some(contract) = findings.known(self.sender.clone()).filter(|contract| !contract.is_zero()) {
            let hook = Hook { contract, party: Party::Sender, rule: "ERC-1400 sender's contract" };
            hook.check(findings, pieces, |partition, value| canTransferCall {
                payload: payload.clone(),
                partition,
                operator,
                from,
                to,
                value,
                data: none(),
                operatorData: none(),
            });
        }
        if let Some(contract) = findings.known(self.recipient.clone()).filter(|contract| !contract.is_zero()) {
            let hook = Hook { contract, party: Party::Receiver, rule: "ERC-1400 receiver's contract" };
            hook.check(findings, pieces, |partition, value| canReceiveCall {
                payload: payload.clone(),
                partition,
                operator,
                from,
                to,
                value,
                data: none(),
                operatorData: none(),
            });
        }
    }
}

/// The calldata of the real call, which extensions get to see.
fn payload(findings: &Findings<'_>) -> Bytes {
    let (from, to, amount) = (findings.from, findings.to, findings.amount.raw());
    match findings.spender {
        None => transferCall { to, amount }.abi_encode().into(),
        Some(_) => transferFromCall { from, to, amount }.abi_encode().into(),
    }
}

impl Validator {
    /// The step of a partition (zero for none), and what the sender has free of it: `None` where nothing is held, and `Some(None)`
    /// where that cannot be read.
    pub(super) fn part(&self, findings: &mut Findings<'_>, partition: B256) -> (Option<U256>, Option<Option<U256>>) {
        let Some(setup) = &self.setup else { return (Some(U256::ZERO), None) };
        let (token, account) = (findings.token, findings.from);
        let step = setup.granularity.then(|| {
            let step = findings.ask(self.contract, &granularityByPartitionCall { token, partition });
            findings.known(step)
        });
        let free = setup.holds.then(|| {
            let free = findings.ask(self.contract, &spendableBalanceOfByPartitionCall { token, partition, account });
            findings.known(free)
        });
        (step.unwrap_or(Some(U256::ZERO)), free)
    }
}

/// Sender and receiver have to be on the one list and must not be on the other, where these are switched on.
fn check_lists(findings: &mut Findings<'_>, contract: Address, setup: &retrieveTokenSetupReturn) {
    let token = findings.token;
    for (party, account) in findings.parties().into_iter().filter(|(party, _)| *party != Party::Caller) {
        let who = party.in_words();
        let sends = party == Party::Sender;
        let (unlisted, blocked) = match sends {
            true => (RestrictionCode::SenderNotAllowed, RestrictionCode::SenderBlacklisted),
            false => (RestrictionCode::ReceiverNotAllowed, RestrictionCode::ReceiverBlacklisted),
        };
        if setup.allowlist {
            let flag = Flag {
                contract,
                rule: "ERC-1400 allow list",
                breaks: false,
                code: unlisted,
                party,
                message: format!("The issuer has not put {who} on the list of those who may hold the token."),
                remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to put {who} on the list.")),
            };
            flag::check(findings, &isAllowlistedCall { token, account }, flag);
        }
        if setup.blocklist {
            let flag = Flag {
                contract,
                rule: "ERC-1400 block list",
                breaks: true,
                code: blocked,
                party,
                message: format!("The issuer has blocked {who}."),
                remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer to take {who} off the block list.")),
            };
            flag::check(findings, &isBlocklistedCall { token, account }, flag);
        }
    }
}

/// A contract of unknown make that is asked about every piece.
struct Hook {
    contract: Address,
    party: Party,
    rule: &'static str,
}

impl Hook {
    /// Where it agrees, it is still not known up to which amount it would.
    fn check<C: alloy_sol_types::SolCall<Return = bool>>(
        &self,
        findings: &mut Findings<'_>,
        pieces: &[(B256, U256)],
        call: impl Fn(B256, U256) -> C,
    ) {
        let rule = Rule::new(self.contract, self.rule);
        findings.unbounded(rule.clone());
        let calls: Vec<_> = pieces.iter().map(|(partition, value)| call(*partition, *value)).collect();
        let answers: Vec<_> = calls.iter().map(|call| findings.ask_as(findings.token, self.contract, call)).collect();
        let refused = calls.iter().zip(answers).filter_map(|(call, answer)| {
            (findings.known(answer) == Some(false)).then(|| Witness::of_as(findings.token, self.contract, call, false))
        });
        let refused = refused.collect::<Vec<_>>().into_iter().next();
        if let Some(read) = refused {
            let lifter = match self.party {
                Party::Sender => Lifter::Sender,
                Party::Receiver => Lifter::Receiver,
                Party::Token | Party::Collector | Party::Caller | Party::Both => Lifter::Issuer,
            };
            findings.restrictions.push(Restriction {
                code: RestrictionCode::HookRefuses,
                party: self.party,
                rule,
                read,
                message: format!("A contract that speaks for {} refuses the transfer.", self.party.in_words()),
                remedy: Remedy::by(lifter, "Change what that contract accepts, or name another one."),
            });
        }
    }
}
