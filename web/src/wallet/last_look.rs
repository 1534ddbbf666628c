//! The last look before a signature, at the newest block: whether a transfer passes by its token's rules, whether a claim is due.

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::Verdict;
use assay_sdk::evidence::Reads;
use assay_sdk::tx::Intent;
use assay_sdk::units::{Amount, AssetId, BlockRef};

use crate::components::ErrorText;
use crate::problem;
use crate::route::YieldWindow;
use crate::services::chain::ChainRoom;
use crate::state::income::{Payment, payments};

use super::Wallet;
use super::review::Checked;

impl Wallet {
    /// The last look before the signature, with what was read for it; `None` for what is not looked at; an error where it would be refused
    /// or that cannot be told. A call that somebody else wrote is looked at as what it is meant to do, whatever coin goes with it.
    pub(super) async fn check(&self, intent: &Intent, asset: AssetId) -> Result<Option<(Checked, Reads)>, ErrorText> {
        let meant = if let Intent::Call { to, data, .. } = intent {
            Intent::of_call(*to, data.clone(), U256::ZERO, &self.known_tokens())
        } else {
            intent.clone()
        };
        if let Intent::Transfer { token, to, amount } = meant {
            return self.verdict(token, (None, self.holder, to), amount).await.map(Some);
        }
        if let Intent::TransferFrom { token, from, to, amount } = meant {
            return self.verdict(token, (Some(self.holder), from, to), amount).await.map(Some);
        }
        // Of a distributor that no list names nothing is known, and the review says so.
        if is_claim(&meant) && self.is_listed(&asset) {
            return self.still_due(&meant, asset).await.map(Some);
        }
        Ok(None)
    }

    fn is_listed(&self, asset: &AssetId) -> bool {
        self.ready().is_some_and(|(room, _)| room.asset(asset).is_ok())
    }

    /// Whether a claim is due at the newest block: its proof leads to the contract's root, it was not claimed, and the contract can pay.
    async fn still_due(&self, intent: &Intent, asset: AssetId) -> Result<(Checked, Reads), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let mut reads = room.ledger().await.map_err(|error| problem::of_chain(&error))?;
        let payments = self.payments_now(&room, &mut reads, &[asset]).await?;
        let due = due(&payments, intent, reads.at()).ok_or_else(problem::not_due)?;
        Ok((due, reads))
    }

    /// The payments of these assets at the moment of `reads`.
    pub(super) async fn payments_now(
        &self,
        room: &ChainRoom,
        reads: &mut Reads,
        assets: &[AssetId],
    ) -> Result<Vec<Payment>, ErrorText> {
        let of_chain = |error| problem::of_chain(&error);
        let window = YieldWindow::default().length();
        let yields = room.yields(reads, assets, self.holder, window).await.map_err(of_chain)?;
        let mut found = Vec::new();
        for (asset, (report, _)) in assets.iter().zip(&yields) {
            found.extend(payments(room.asset(asset).map_err(of_chain)?, report));
        }
        Ok(found)
    }

    /// Whether tokens may go from one account to another at the newest block, moved by their owner or by a spender that is allowed to. A
    /// token that no list describes is asked all the same, by what its contract says of itself.
    pub(super) async fn verdict(
        &self,
        token: Address,
        parties: (Option<Address>, Address, Address),
        amount: U256,
    ) -> Result<(Checked, Reads), ErrorText> {
        let (room, _) = self.ready().ok_or_else(problem::not_ready)?;
        let of_chain = |error| problem::of_chain(&error);
        let mut reads = room.ledger().await.map_err(of_chain)?;
        let descriptor = room.descriptor(&mut reads, token).await.map_err(of_chain)?;
        let amount = Amount::from_raw(amount, descriptor.decimals).map_err(|error| problem::of_chain(&error.into()))?;
        let checked = room.check_move(&mut reads, &descriptor, parties, amount).await;
        let verdict = checked.map_err(of_chain)?.verdict;
        match verdict.value() {
            Verdict::Allow(_) => Ok((Checked::Allowed(verdict.at()), reads)),
            refused @ (Verdict::Deny(_) | Verdict::Unknown(_)) => Err(problem::refused(refused)),
        }
    }
}

const fn is_claim(intent: &Intent) -> bool {
    matches!(
        intent,
        Intent::ClaimDistribution { .. }
            | Intent::ClaimOfAccount { .. }
            | Intent::ClaimSnapshot { .. }
            | Intent::ClaimCumulative { .. }
            | Intent::ClaimCumulative128 { .. }
            | Intent::ClaimMerkl { .. }
            | Intent::BookFunds { .. }
            | Intent::WithdrawFunds { .. }
            | Intent::WithdrawDividend { .. }
    )
}

/// What a claim comes to by the payments of its asset; `None` where it is not due.
pub(super) fn due(payments: &[Payment], intent: &Intent, at: BlockRef) -> Option<Checked> {
    let Payment { line, amount } = payments.iter().find(|payment| payment.line.steps.contains(intent))?;
    let pays = line.standing.is_ready() && !matches!(intent, Intent::BookFunds { .. });
    let amount = amount.as_ref().map(|amount| *amount.value()).filter(|_| pays);
    Some(Checked::Due { at, token: line.token, amount })
}
