//! The probes themselves, and what each interface asks of them.

use alloy_primitives::{Address, FixedBytes, U256};
use alloy_sol_types::sol;

use crate::abi::erc20::IERC20;
use crate::abi::erc165::{self, IERC165::supportsInterfaceCall};
use crate::abi::erc1404::IERC1404;
use crate::abi::erc3643::{IIdentityRegistry, IModularCompliance, IToken};
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::IERC7540Redeem;
use crate::abi::fiat_token::IFiatToken;
use crate::evidence::{Fact, Gap, Gathering, Reads};

use super::{Interfaces, Presence};

sol! {
    /// A function that no contract has: who answers it answers anything.
    function assayNeverImplementedProbe() external view returns (bytes32);
}

/// Accounts that nobody uses.
const SOMEONE: Address = Address::repeat_byte(0xa5);
const ANOTHER: Address = Address::repeat_byte(0x5a);
/// ERC-165 itself.
const ERC165: FixedBytes<4> = FixedBytes([0x01, 0xff, 0xc9, 0xa7]);

/// What one probe showed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// The read could not be made.
    Open(String),
}

/// A probe by the name of what it asks.
type Probe = (&'static str, Answer);

/// Asks, and keeps what the answers rest on.
struct Prober<'a> {
    reads: &'a mut Reads,
    gathering: Gathering,
    contract: Address,
}

impl Prober<'_> {
    /// `Yes` where the contract answers in the right shape and the answer is plausible.
    fn probe<T>(&mut self, asked: Result<Fact<T>, Gap>, plausible: impl FnOnce(&T) -> bool) -> Answer {
        match self.gathering.note(asked) {
            Ok(value) if plausible(&value) => Answer::Yes,
            Ok(_) | Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Answer::No,
            Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Answer::Open(gap.to_string()),
        }
    }

    fn asks<C: alloy_sol_types::SolCall>(&mut self, call: &C, plausible: impl FnOnce(&C::Return) -> bool) -> Answer {
        let asked = self.reads.ask(self.contract, call);
        self.probe(asked, plausible)
    }

    fn supports(&mut self, interface: FixedBytes<4>) -> Answer {
        self.asks(&supportsInterfaceCall { interfaceId: interface }, |yes| *yes)
    }
}

pub(super) fn detect(reads: &mut Reads, contract: Address) -> Result<Fact<Interfaces>, Gap> {
    let mut prober = Prober { reads, gathering: Gathering::default(), contract };
    let permissive = prober.asks(&assayNeverImplementedProbeCall {}, |_| true);
    let declares = declarations(&mut prober);
    let found = Interfaces {
        erc20: erc20(&mut prober),
        erc3643: erc3643(&mut prober, &declares.erc3643),
        erc1404: erc1404(&mut prober),
        erc4626: erc4626(&mut prober),
        erc7540: erc7540(&mut prober, &declares.erc7540),
        fiat_token: fiat_token(&mut prober),
    };
    let found = match permissive {
        Answer::No => found,
        Answer::Yes => doubted(&found, "the contract answers even a function that does not exist"),
        Answer::Open(why) => doubted(&found, &why),
    };
    prober.gathering.conclude(found)
}

/// What a contract declares by ERC-165: only where it also denies the identifier that nothing may support.
struct Declarations {
    erc3643: Answer,
    erc7540: Answer,
}

fn declarations(prober: &mut Prober<'_>) -> Declarations {
    let itself = prober.supports(ERC165);
    let anything = prober.supports(erc165::NEVER);
    let erc3643 = prober.supports(erc165::ERC3643);
    let operator = prober.supports(erc165::ERC7540_OPERATOR);
    let redeem = prober.supports(erc165::ERC7540_REDEEM);
    let credible = all(&[itself, negated(anything)]);
    Declarations { erc3643: all(&[credible.clone(), erc3643]), erc7540: all(&[credible, operator, redeem]) }
}

fn erc20(prober: &mut Prober<'_>) -> Presence {
    let supply = prober.asks(&IERC20::totalSupplyCall {}, |_| true);
    let balance = prober.asks(&IERC20::balanceOfCall { account: SOMEONE }, |_| true);
    let allowance = prober.asks(&IERC20::allowanceCall { owner: SOMEONE, spender: ANOTHER }, |_| true);
    judge(&[("totalSupply", supply), ("balanceOf", balance)], &[("allowance", allowance)])
}

/// `compliance()` alone means other things elsewhere: both addresses have to be there, and to answer like their kind.
fn erc3643(prober: &mut Prober<'_>, declared: &Answer) -> Presence {
    let registry = prober.reads.ask(prober.contract, &IToken::identityRegistryCall {});
    let compliance = prober.reads.ask(prober.contract, &IToken::complianceCall {});
    let registry_address = registry.as_ref().ok().map(|fact| *fact.value());
    let compliance_address = compliance.as_ref().ok().map(|fact| *fact.value());
    let apart = [
        ("identityRegistry", prober.probe(registry, |address| !address.is_zero())),
        ("compliance", prober.probe(compliance, |address| !address.is_zero())),
    ];
    let (Some(registry), Some(compliance)) = (registry_address, compliance_address) else {
        return judge(&apart, &[]);
    };
    let topics = prober.reads.ask(registry, &IIdentityRegistry::topicsRegistryCall {});
    let topics = prober.probe(topics, |address| !address.is_zero());
    let identity = prober.reads.ask(registry, &IIdentityRegistry::identityCall { userAddress: SOMEONE });
    let identity = prober.probe(identity, |_| true);
    let modules = prober.reads.ask(compliance, &IModularCompliance::getModulesCall {});
    let modules = prober.probe(modules, |_| true);
    let confirming = [
        ("topicsRegistry of the registry", topics),
        ("identity of the registry", identity),
        ("getModules of the compliance", either(modules, declared.clone())),
    ];
    judge(&apart, &confirming)
}

fn erc1404(prober: &mut Prober<'_>) -> Presence {
    let call = IERC1404::detectTransferRestrictionCall { from: SOMEONE, to: ANOTHER, value: U256::ZERO };
    let detect = prober.asks(&call, |_| true);
    let declared = prober.supports(erc165::ERC1404);
    let message = prober.asks(&IERC1404::messageForTransferRestrictionCall { restrictionCode: 0 }, |_| true);
    judge(&[("detectTransferRestriction", detect)], &[("messageForTransferRestriction", either(message, declared))])
}

fn erc4626(prober: &mut Prober<'_>) -> Presence {
    let asset = prober.asks(&IERC4626::assetCall {}, |address| !address.is_zero());
    let total = prober.asks(&IERC4626::totalAssetsCall {}, |_| true);
    let convert = prober.asks(&IERC4626::convertToAssetsCall { shares: U256::ONE }, |_| true);
    judge(&[("asset", asset), ("totalAssets", total)], &[("convertToAssets", convert)])
}

/// Besides its own functions, the standard demands ERC-165 and that previews revert.
fn erc7540(prober: &mut Prober<'_>, declared: &Answer) -> Presence {
    let controller = SOMEONE;
    let zero = U256::ZERO;
    let pending = prober.asks(&IERC7540Redeem::pendingRedeemRequestCall { requestId: zero, controller }, |_| true);
    let claimable = prober.asks(&IERC7540Redeem::claimableRedeemRequestCall { requestId: zero, controller }, |_| true);
    let operator = prober.asks(&IERC7540Redeem::isOperatorCall { controller, operator: ANOTHER }, |_| true);
    let preview = negated(prober.asks(&IERC4626::previewRedeemCall { shares: U256::ONE }, |_| true));
    judge(
        &[("pendingRedeemRequest", pending), ("claimableRedeemRequest", claimable)],
        &[
            ("isOperator", operator),
            ("a declaration by ERC-165, or previewRedeem refused", either(declared.clone(), preview)),
        ],
    )
}

fn fiat_token(prober: &mut Prober<'_>) -> Presence {
    let listed = prober.asks(&IFiatToken::isBlacklistedCall { account: SOMEONE }, |_| true);
    let paused = prober.asks(&IFiatToken::pausedCall {}, |_| true);
    judge(&[("isBlacklisted", listed)], &[("paused", paused)])
}

/// Absent where one that sets it apart is missing; present where all are there and confirmed.
fn judge(apart: &[Probe], confirming: &[Probe]) -> Presence {
    if apart.iter().any(|(_, answer)| *answer == Answer::No) {
        return Presence::Absent;
    }
    for (_, answer) in apart.iter().chain(confirming) {
        if let Answer::Open(why) = answer {
            return Presence::Unsure { why: why.clone() };
        }
    }
    match confirming.iter().find(|(_, answer)| *answer == Answer::No) {
        Some((missing, _)) => {
            let there: Vec<_> = apart.iter().map(|(name, _)| *name).collect();
            Presence::Unsure { why: format!("it answers {} but not {missing}", there.join(" and ")) }
        }
        None => Presence::Present,
    }
}

fn doubted(found: &Interfaces, why: &str) -> Interfaces {
    let doubt = |presence: &Presence| match presence {
        Presence::Absent => Presence::Absent,
        Presence::Present | Presence::Unsure { .. } => Presence::Unsure { why: why.to_owned() },
    };
    Interfaces {
        erc20: doubt(&found.erc20),
        erc3643: doubt(&found.erc3643),
        erc1404: doubt(&found.erc1404),
        erc4626: doubt(&found.erc4626),
        erc7540: doubt(&found.erc7540),
        fiat_token: doubt(&found.fiat_token),
    }
}

fn negated(answer: Answer) -> Answer {
    match answer {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        Answer::Open(why) => Answer::Open(why),
    }
}

fn all(answers: &[Answer]) -> Answer {
    let open = answers.iter().find(|answer| matches!(answer, Answer::Open(_)));
    match answers.contains(&Answer::No) {
        true => Answer::No,
        false => open.cloned().unwrap_or(Answer::Yes),
    }
}

fn either(left: Answer, right: Answer) -> Answer {
    negated(all(&[negated(left), negated(right)]))
}
