//! Standing approvals (4.2): spenders whom the issuer lets move everybody's tokens, unless a holder opts out.
//!
//! The token's `allowance` counts them, so the rule about allowances needs nothing more. They are listed because the holder has signed none.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent as _;

use crate::abi::erc20::IERC20::allowanceCall;
use crate::abi::erc165::{self, IERC165::supportsInterfaceCall};
use crate::abi::erc3643::IToken::DefaultAllowance;
use crate::compliance::Rule;
use crate::compliance::StandingApproval;
use crate::compliance::findings::Findings;
use crate::evidence::{Gap, LogFilter};

/// Looks for them where the token declares the interface that came with them.
pub(super) fn read(findings: &mut Findings<'_>) {
    let token = findings.token;
    let declared = findings.ask(token, &supportsInterfaceCall { interfaceId: erc165::ERC3643 });
    match declared {
        Ok(true) => {}
        Ok(false) | Err(Gap::Reverted { .. } | Gap::Malformed { .. } | Gap::Pending { .. }) => return,
        // It cannot be told whether there are any.
        Err(Gap::Declined { .. }) => return findings.standing_approvals = None,
    }
    let topics = vec![Some(DefaultAllowance::SIGNATURE_HASH)];
    let granted = findings.logs(LogFilter { address: token, topics, signature: DefaultAllowance::SIGNATURE });
    // No rule depends on it: where the node gives no logs, the list stays unknown.
    let Ok(granted) = granted else { return findings.standing_approvals = None };
    let mut spenders: Vec<Address> = Vec::new();
    for record in granted {
        let Ok((spender, _)) = DefaultAllowance::abi_decode_data(&record.data) else {
            return findings.standing_approvals = None;
        };
        if !spenders.contains(&spender) {
            spenders.push(spender);
        }
    }
    let asked: Vec<_> = spenders
        .into_iter()
        .map(|spender| (spender, findings.ask(token, &allowanceCall { owner: findings.from, spender })))
        .collect();
    let mut found = Vec::new();
    for (spender, allowance) in asked {
        match allowance {
            // What was taken back, and what the holder has opted out of, is not without limit any more.
            Ok(allowance) if allowance == U256::MAX => {
                found.push(StandingApproval { rule: Rule::new(token, "T-REX default allowance"), spender });
            }
            Ok(_) => {}
            Err(_) => return findings.standing_approvals = None,
        }
    }
    findings.standing_approvals = Some(found);
}
