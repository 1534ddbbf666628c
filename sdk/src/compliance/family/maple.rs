//! Maple's and Syrup's pools: the pool asks its manager about every call, and the manager asks a permission manager about both ends of
//! a transfer. Whoever calls `transferFrom` is not looked at.
//!
//! A pool is private (only who is on its list), open to lenders with certain permissions (by function, or for the whole pool), or public.
//! Shares that wait for redemption have left the holder's balance already.
//!
//! Followed: `pool-v2` (managers with a permission manager, since December 2023), `pool-permission-manager`, `globals-v2`. Pools
//! of before that have no permission manager and are not recognised.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall as _, SolValue as _};

use crate::abi::maple::IGlobals::isFunctionPausedCall;
use crate::abi::maple::IPool::managerCall;
use crate::abi::maple::IPoolManager::{canCallCall, globalsCall, poolCall, poolPermissionManagerCall};
use crate::abi::maple::IPoolPermissionManager::{hasPermissionCall, permissionLevelsCall};
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Presence, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// Only who is on the list of the pool may hold its shares.
const PRIVATE: U256 = U256::ZERO;

/// What a call to the pool is judged by.
struct Gate {
    manager: Address,
    permissions: Address,
    function: B256,
}

/// The manager's word that it manages this very pool, and a permission manager that answers.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (named, manager) = prober.names(&managerCall {});
    let Some(manager) = manager else { return judge(&[("manager", named)], &[]) };
    let pool = prober.contract;
    let managed = prober.asks_at(manager, &poolCall {}, |managed| *managed == pool);
    let permissions = prober.value(manager, &poolPermissionManagerCall {}).filter(|address| !address.is_zero());
    let named_permissions = prober.asks_at(manager, &poolPermissionManagerCall {}, |address| !address.is_zero());
    let apart = [("manager", named), ("pool of the manager", managed), ("its permission manager", named_permissions)];
    let Some(permissions) = permissions else { return judge(&apart, &[]) };
    let call = hasPermissionCall { poolManager: manager, lender: SOMEONE, functionId: function(false) };
    let answers = prober.asks_at(permissions, &call, |_| true);
    judge(&apart, &[("hasPermission of the permission manager", answers)])
}

/// The manager's name for a function of the pool.
fn function(by_spender: bool) -> B256 {
    let name: &[u8] = if by_spender { b"P:transferFrom" } else { b"P:transfer" };
    B256::right_padding_from(name)
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let (from, to, amount) = (findings.from, findings.to, findings.amount.raw());
    let manager = findings.ask(findings.token, &managerCall {});
    let Some(manager) = findings.known(manager) else { return };
    let function = function(findings.spender.is_some());
    let data = match findings.spender {
        None => (to, amount).abi_encode_params(),
        Some(_) => (from, to, amount).abi_encode_params(),
    };
    let call = canCallCall { functionId: function, caller: findings.caller(), data: data.into() };
    let answer = findings.ask(manager, &call);
    let permissions = findings.ask(manager, &poolPermissionManagerCall {});
    let Some(answer) = findings.known(answer) else { return };
    if answer.canCall {
        return;
    }
    let known = findings.restrictions.len();
    if let Some(permissions) = findings.known(permissions) {
        check_permissions(findings, &Gate { manager, permissions, function });
    }
    check_pause(findings, manager);
    if findings.restrictions.len() == known {
        refuse_unexplained(findings, manager, &call, &answer.errorMessage);
    }
}

/// The manager stops at the first broken rule; whose permission is missing is asked one by one.
fn check_permissions(findings: &mut Findings<'_>, gate: &Gate) {
    let level = findings.ask(gate.permissions, &permissionLevelsCall { poolManager: gate.manager });
    let private = level.is_ok_and(|level| level == PRIVATE);
    let ends = [
        (Party::Sender, findings.from, RestrictionCode::SenderNotAllowed),
        (Party::Receiver, findings.to, RestrictionCode::ReceiverNotAllowed),
    ];
    for (party, lender, code) in ends {
        if party == Party::Receiver && findings.to == findings.from {
            continue;
        }
        let who = party.in_words();
        let (message, action) = match private {
            true => (
                format!("The pool is private, and {who} is not on its list of lenders."),
                format!("Ask the pool's delegate to put {who} on the list."),
            ),
            false => (
                format!("The pool demands a permission that {who} does not have."),
                format!("Ask the pool's operator which checks {who} has to pass to get the permission."),
            ),
        };
        let call = hasPermissionCall { poolManager: gate.manager, lender, functionId: gate.function };
        let remedy = Remedy::by(Lifter::Issuer, action);
        let (contract, rule) = (gate.permissions, "Maple permission");
        flag::check(findings, &call, Flag { contract, rule, breaks: false, code, party, message, remedy });
    }
}

fn check_pause(findings: &mut Findings<'_>, manager: Address) {
    let globals = findings.ask(manager, &globalsCall {});
    let Some(globals) = findings.known(globals) else { return };
    let call = isFunctionPausedCall { contract_: manager, sig: canCallCall::SELECTOR.into() };
    let paused = Flag {
        contract: globals,
        rule: "Maple pause",
        breaks: true,
        code: RestrictionCode::Paused,
        party: Party::Token,
        message: "Maple has paused this pool.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until Maple unpauses the pool."),
    };
    flag::check(findings, &call, paused);
}

fn refuse_unexplained(findings: &mut Findings<'_>, manager: Address, call: &canCallCall, words: &str) {
    findings.refuse(Restriction {
        code: RestrictionCode::HookRefuses,
        party: Party::Token,
        rule: Rule::new(manager, "Maple pool manager"),
        read: Witness::of(manager, call, words),
        message: format!("The pool's manager refuses, in its own words: {words}."),
        remedy: Remedy::by(Lifter::Issuer, "Ask the pool's delegate what the manager demands."),
    });
}
