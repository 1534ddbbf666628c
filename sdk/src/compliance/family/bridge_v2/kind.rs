//! What kind a rule is. Getters tell some apart; the others show by how they answer made-up questions about accounts that nobody has.

use alloy_primitives::{Address, U256};

use crate::abi::bridge_v2::IBridgeRule::{
    REF_CURRENCYCall, USER_VALID_FLAG_TOCall, addressLockThresholdCall, allFrozenUntilCall, complianceRegistryCall,
    isTransferValidCall,
};
use crate::compliance::detection::{ANOTHER, SOMEONE};
use crate::compliance::findings::Findings;
use crate::evidence::Gap;

use super::Listed;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    GlobalFreeze {
        until: U256,
    },
    UserFreeze {
        registry: Address,
    },
    /// A registration, with a level or an attribute: of the sender, the receiver or both.
    Registered {
        registry: Address,
    },
    UserValid {
        registry: Address,
    },
    /// Hard or soft limits in a currency.
    Limits,
    Max,
    Min,
    AddressLock {
        threshold: U256,
    },
    Vesting,
    YesNo,
    Unknown,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::GlobalFreeze { .. } => "Bridge v2 global freeze",
            Self::UserFreeze { .. } => "Bridge v2 user freeze",
            Self::Registered { .. } => "Bridge v2 registration",
            Self::UserValid { .. } => "Bridge v2 valid user",
            Self::Limits => "Bridge v2 transfer limits",
            Self::Max => "Bridge v2 maximum",
            Self::Min => "Bridge v2 minimum",
            Self::AddressLock { .. } => "Bridge v2 locked balance",
            Self::Vesting => "Bridge v2 vesting",
            Self::YesNo => "Bridge v2 switch",
            Self::Unknown => "Bridge v2 rule",
        }
    }
}

/// A status and a reason, as a rule answered; `None` where it did not.
type Sample = Option<(u64, u64)>;

/// The kind; `None` where a question is still open.
pub(super) fn of(findings: &mut Findings<'_>, listed: Listed) -> Option<Kind> {
    let (contract, token, account) = (listed.contract, findings.token, findings.from);
    let until = findings.ask(contract, &allFrozenUntilCall {});
    let threshold = findings.ask(contract, &addressLockThresholdCall { token, account });
    let flag = findings.ask(contract, &USER_VALID_FLAG_TOCall {});
    let currency = findings.ask(contract, &REF_CURRENCYCall {});
    let registry = findings.ask(contract, &complianceRegistryCall {});
    let mut sample = |amount: u64, parameter: U256| {
        let amount = U256::from(amount);
        let asked =
            findings.ask(contract, &isTransferValidCall { token, from: SOMEONE, to: ANOTHER, amount, parameter });
        asked.map(|answer| (answer.status.saturating_to(), answer.reason.saturating_to()))
    };
    let one = U256::from(1);
    let samples = [sample(1, U256::ZERO), sample(0, one), sample(2, one), sample(1, U256::MAX)];
    let open = |findings: &mut Findings<'_>, gap: Option<&Gap>| {
        let open = gap.filter(|gap| matches!(gap, Gap::Pending { .. } | Gap::Declined { .. })).cloned();
        open.map(|gap| findings.unread(gap)).is_some()
    };
    let gaps = [until.as_ref().err(), threshold.as_ref().err(), flag.as_ref().err(), currency.as_ref().err()];
    let gaps = gaps.into_iter().chain([registry.as_ref().err()]).chain(samples.iter().map(|it| it.as_ref().err()));
    for gap in gaps.collect::<Vec<_>>() {
        if open(findings, gap) {
            return None;
        }
    }
    let samples = samples.map(Result::ok);
    Some(match (until, threshold, flag, currency, registry) {
        (Ok(until), ..) => Kind::GlobalFreeze { until },
        (_, Ok(threshold), ..) => Kind::AddressLock { threshold },
        (_, _, Ok(_), _, Ok(registry)) => Kind::UserValid { registry },
        (_, _, _, Ok(_), _) => Kind::Limits,
        (.., Ok(registry)) => of_accounts(samples, registry),
        _ => of_numbers(samples),
    })
}

/// Nobody is registered in these questions: a freeze may overlook that (parameter 1), a registration never does.
fn of_accounts(samples: [Sample; 4], registry: Address) -> Kind {
    match samples {
        [Some((0, 2)), Some((1.., _)), ..] => Kind::UserFreeze { registry },
        [Some((0, 1)), Some((0, 1)), ..] => Kind::Registered { registry },
        _ => Kind::Unknown,
    }
}

/// 1 under parameter 0, 0 under 1, 2 under 1, 1 under the largest.
const fn of_numbers(samples: [Sample; 4]) -> Kind {
    match samples {
        [Some((0, 1)), Some((1.., _)), Some((0, 1)), Some((1.., _))] => Kind::Max,
        [Some((1.., _)), Some((0, 1)), Some((1.., _)), Some((0, 1))] => Kind::Min,
        [Some((0, 1)), Some((1.., _)), Some((1.., _)), Some((1.., _))] => Kind::YesNo,
        [Some((1.., _)), Some((1.., _)), Some((1.., _)), Some((0, 2))] => Kind::Vesting,
        _ => Kind::Unknown,
    }
}
