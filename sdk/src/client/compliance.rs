//! Questions about what may be done with a token, beside the plain transfer.

use alloy_primitives::Address;

use crate::abi::erc4626::IERC4626::assetCall;
use crate::asset::{Descriptor, Profile, profile};
use crate::chain::Transport;
use crate::compliance::{
    ApprovalAssessment, ApprovalQuery, Assessment, BatchAssessment, BatchQuery, CallAssessment, CheckError,
    PermitTerms, SignedAssessment, Standing, TransferQuery, VaultAction, VaultQuery, check_approval,
    check_authorization, check_batch, check_holder, check_permit, check_permit2, check_receivers, check_transfer,
    check_vault, families,
};
use crate::error::Error;
use crate::evidence::{Fact, Reads};
use crate::tx::TypedMove;
use crate::units::Amount;

use super::Client;

impl<T: Transport> Client<T> {
    /// Whether `spender` may move `amount` from `from` to `to` by an allowance (`transferFrom`), why not, and how much would pass.
    ///
    /// # Errors
    /// As [`Self::check_transfer`].
    pub async fn check_transfer_by(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        (spender, from, to): (Address, Address, Address),
        amount: Amount,
    ) -> Result<Assessment, Error> {
        self.about(reads, descriptor.asset.token, |reads, profile| {
            let query = TransferQuery::new(profile, from, to, amount).by(spender).with_labels(descriptor);
            check_transfer(reads, &query)
        })
        .await
    }

    /// Whether `holder` may hold `amount` more of `token`, whoever it comes from.
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Profile`] or [`Error::Check`].
    pub async fn check_holder(
        &self,
        reads: &mut Reads,
        token: Address,
        holder: Address,
        amount: Amount,
    ) -> Result<Fact<Standing>, Error> {
        self.about(reads, token, |reads, profile| check_holder(reads, &profile, holder, amount)).await
    }

    /// Which of `receivers` could be sent `amount` by `from`, each with its own reasons; in as many round trips as one of them takes.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Profile`].
    pub async fn check_receivers(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        (from, receivers): (Address, &[Address]),
        amount: Amount,
    ) -> Result<Vec<Result<Assessment, CheckError>>, Error> {
        self.about(reads, descriptor.asset.token, |reads, profile| {
            let query = TransferQuery::new(profile, from, from, amount).with_labels(descriptor);
            Ok(check_receivers(reads, &query, receivers))
        })
        .await
    }

    /// Whether `owner` may let `spender` move `amount`, and whether the spender could. With `terms`, the permission is signed instead of
    /// sent (ERC-2612).
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Profile`] or [`Error::Check`].
    pub async fn check_approval(
        &self,
        reads: &mut Reads,
        token: Address,
        (owner, spender): (Address, Address),
        (amount, terms): (Amount, Option<PermitTerms>),
    ) -> Result<ApprovalAssessment, Error> {
        self.about(reads, token, |reads, profile| {
            let query = ApprovalQuery { profile, owner, spender, amount };
            match &terms {
                None => check_approval(reads, &query),
                Some(terms) => check_permit(reads, &query, terms),
            }
        })
        .await
    }

    /// Whether typed data would do to its token what it says, and whether who gets a permission by it could use it.
    ///
    /// # Errors
    /// [`Error::Units`], [`Error::Chain`], [`Error::Profile`] or [`Error::Check`].
    pub async fn check_typed(
        &self,
        reads: &mut Reads,
        descriptor: &Descriptor,
        asked: &TypedMove,
    ) -> Result<SignedAssessment, Error> {
        let (token, raw) = asked.what();
        let amount = Amount::from_raw(raw, descriptor.decimals)?;
        self.about(reads, token, |reads, profile| match *asked {
            TypedMove::Transfer { from, to, ref terms, .. } => {
                let query = TransferQuery::new(profile, from, to, amount).with_labels(descriptor);
                check_authorization(reads, &query, terms)
            }
            TypedMove::Permit { owner, spender, ref terms, .. } => {
                let checked = check_permit(reads, &ApprovalQuery { profile, owner, spender, amount }, terms)?;
                Ok(SignedAssessment { verdict: checked.grant.verdict, usable: Some(checked.usable) })
            }
            TypedMove::Permit2 { owner, spender, deadline, .. } => {
                check_permit2(reads, &ApprovalQuery { profile, owner, spender, amount }, deadline)
            }
        })
        .await
    }

    /// Whether many transfers in one transaction will pass.
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Profile`] or [`Error::Check`].
    pub async fn check_batch(
        &self,
        reads: &mut Reads,
        token: Address,
        from: Address,
        transfers: &[(Address, Amount)],
    ) -> Result<BatchAssessment, Error> {
        self.about(reads, token, |reads, profile| {
            check_batch(reads, &BatchQuery { profile, from, transfers: transfers.to_vec() })
        })
        .await
    }

    /// Whether an action on the ERC-4626 vault `vault`, which holds `asset`, will pass.
    ///
    /// # Errors
    /// [`Error::Chain`], [`Error::Profile`] or [`Error::Check`].
    pub async fn check_vault(
        &self,
        reads: &mut Reads,
        (vault, asset): (Address, Address),
        (owner, receiver): (Address, Address),
        (action, amount): (VaultAction, Amount),
    ) -> Result<CallAssessment, Error> {
        let question = |reads: &mut Reads| {
            let (share, held) = (profile(reads, vault), profile(reads, asset));
            for token in [vault, asset] {
                let _ = families(reads, token);
            }
            let (share, asset) = (share?.into_value(), held?.into_value());
            Ok(check_vault(reads, &VaultQuery { share, asset, action, owner, receiver, amount })?)
        };
        self.settle(reads, question).await?
    }

    /// The token that an ERC-4626 vault holds.
    ///
    /// # Errors
    /// [`Error::Chain`], or [`Error::Gap`] where it is no vault.
    pub async fn asset_of(&self, reads: &mut Reads, vault: Address) -> Result<Address, Error> {
        Ok(self.settle(reads, |reads| reads.ask(vault, &assetCall {})).await??.into_value())
    }

    /// Asks about a token whose profile is not known yet.
    pub(super) async fn about<R>(
        &self,
        reads: &mut Reads,
        token: Address,
        question: impl Fn(&mut Reads, Profile) -> Result<R, CheckError>,
    ) -> Result<R, Error> {
        let question = |reads: &mut Reads| {
            let profile = profile(reads, token);
            // Wanted in any case: so it travels with the profile.
            let _ = families(reads, token);
            Ok::<_, Error>(question(reads, profile?.into_value())?)
        };
        self.settle(reads, question).await?
    }
}
