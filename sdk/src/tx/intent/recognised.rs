//! From somebody else's call to what is wanted with it.

use alloy_primitives::{Address, B128, Bytes, U256};
use alloy_sol_types::SolCall;

use super::{Intent, MerklGrant};
use crate::abi::account_distributor::IAccountDistributor;
use crate::abi::cumulative_merkle_drop::ICumulativeMerkleDrop;
use crate::abi::cumulative_merkle_drop_128::ICumulativeMerkleDrop128;
use crate::abi::erc20::IERC20;
use crate::abi::erc1726::IDividendPayingToken;
use crate::abi::erc2222::{IFundsDistributionToken, IFundsToken};
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::{IERC7540Redeem, IERC7887Redeem};
use crate::abi::maple::IPool;
use crate::abi::merkl::IMerklDistributor;
use crate::abi::merkle_distributor::IMerkleDistributor;
use crate::abi::retirement::IRetirement;
use crate::abi::snapshot_distribution::ISnapshotDistribution;
use crate::abi::superstate::ISuperstateToken;
use crate::redemption::Certificate;
use crate::tx::review::exact;
use crate::tx::{KnownTokens, Role};

impl Intent {
    /// What a call is meant to do, where it is exactly one that this crate builds: the same bytes, and no coin with it. Otherwise it is
    /// the call itself ([`Intent::Call`]). Functions that mean different things at different contracts are told apart by `known`.
    ///
    /// What is checked of such an intent before it is signed is then checked of the call, whoever wrote it.
    #[must_use]
    pub fn of_call(to: Address, data: Bytes, value: U256, known: &KnownTokens) -> Self {
        if value.is_zero()
            && let Some(intent) = recognised(to, &data, known)
            && intent.data() == data
        {
            return intent;
        }
        Self::Call { to, data, value }
    }
}

fn recognised(to: Address, data: &[u8], known: &KnownTokens) -> Option<Intent> {
    match *data.first_chunk::<4>()? {
        IERC20::transferCall::SELECTOR => {
            let IERC20::transferCall { to: receiver, amount } = read(data)?;
            Some(Intent::Transfer { token: to, to: receiver, amount })
        }
        IERC20::transferFromCall::SELECTOR => {
            let IERC20::transferFromCall { from, to: receiver, amount } = read(data)?;
            Some(Intent::TransferFrom { token: to, from, to: receiver, amount })
        }
        IERC20::approveCall::SELECTOR => {
            let IERC20::approveCall { spender, amount } = read(data)?;
            Some(Intent::Approve { token: to, spender, amount })
        }
        ISuperstateToken::offchainRedeemCall::SELECTOR => {
            let ISuperstateToken::offchainRedeemCall { amount } = read(data)?;
            Some(Intent::BurnForPayout { token: to, amount })
        }
        IFundsToken::updateFundsReceivedCall::SELECTOR => Some(Intent::BookFunds { token: to }),
        IFundsDistributionToken::withdrawFundsCall::SELECTOR => Some(Intent::WithdrawFunds { token: to }),
        IDividendPayingToken::withdrawDividendCall::SELECTOR => Some(Intent::WithdrawDividend { token: to }),
        IRetirement::retireCall::SELECTOR => {
            let IRetirement::retireCall { amount } = read(data)?;
            Some(Intent::Retire { token: to, amount })
        }
        IRetirement::retireAndMintCertificateCall::SELECTOR => {
            let call: IRetirement::retireAndMintCertificateCall = read(data)?;
            let amount = call.amount;
            let certificate = Box::new(Certificate::try_from(call).ok()?);
            Some(Intent::RetireWithCertificate { token: to, amount, certificate })
        }
        _ => redemption(to, data, known).or_else(|| claim(to, data, known)),
    }
}

/// The calls of vaults and pools.
fn redemption(to: Address, data: &[u8], known: &KnownTokens) -> Option<Intent> {
    let is_async = known.contract(known.chain(), to).is_some_and(|contract| contract.role == Role::AsyncVault);
    match *data.first_chunk::<4>()? {
        IERC7540Redeem::requestRedeemCall::SELECTOR => {
            let IERC7540Redeem::requestRedeemCall { shares, controller, owner } = read(data)?;
            Some(Intent::RequestRedeem { vault: to, shares, controller, owner })
        }
        IERC4626::redeemCall::SELECTOR => {
            let IERC4626::redeemCall { shares, receiver, owner } = read(data)?;
            Some(if is_async {
                Intent::ClaimRedemption { vault: to, shares, receiver, controller: owner }
            } else {
                Intent::RedeemShares { vault: to, shares, receiver, owner }
            })
        }
        IERC7887Redeem::cancelRedeemRequestCall::SELECTOR => {
            let IERC7887Redeem::cancelRedeemRequestCall { requestId: id, controller } = read(data)?;
            Some(Intent::CancelRedeemRequest { vault: to, id, controller })
        }
        IERC7887Redeem::claimCancelRedeemRequestCall::SELECTOR => {
            let IERC7887Redeem::claimCancelRedeemRequestCall { requestId: id, receiver, controller } = read(data)?;
            Some(Intent::ClaimCancelRedeemRequest { vault: to, id, receiver, controller })
        }
        IERC7540Redeem::setOperatorCall::SELECTOR => {
            let IERC7540Redeem::setOperatorCall { operator, approved } = read(data)?;
            Some(Intent::SetOperator { vault: to, operator, approved })
        }
        IPool::requestRedeemCall::SELECTOR => {
            let IPool::requestRedeemCall { shares, owner } = read(data)?;
            Some(Intent::Enqueue { pool: to, shares, owner })
        }
        IPool::removeSharesCall::SELECTOR => {
            let IPool::removeSharesCall { shares, owner } = read(data)?;
            Some(Intent::Dequeue { pool: to, shares, owner })
        }
        _ => None,
    }
}

/// The calls of distributors.
fn claim(to: Address, data: &[u8], known: &KnownTokens) -> Option<Intent> {
    let pays_snapshots =
        known.contract(known.chain(), to).is_some_and(|contract| contract.role == Role::SnapshotDistributor);
    match *data.first_chunk::<4>()? {
        IMerkleDistributor::claimCall::SELECTOR => {
            let IMerkleDistributor::claimCall { index, account, amount, merkleProof: proof } = read(data)?;
            Some(Intent::ClaimDistribution { distributor: to, index, account, amount, proof })
        }
        IAccountDistributor::claimCall::SELECTOR => {
            let IAccountDistributor::claimCall { account, amount, merkleProof: proof } = read(data)?;
            Some(Intent::ClaimOfAccount { distributor: to, account, amount, proof })
        }
        // Many contracts have a function of these types, each meaning another thing by them.
        ISnapshotDistribution::claimCall::SELECTOR if pays_snapshots => {
            let ISnapshotDistribution::claimCall { recipient, minPayout: least } = read(data)?;
            Some(Intent::ClaimSnapshot { distributor: to, recipient, least })
        }
        ICumulativeMerkleDrop::claimCall::SELECTOR => {
            let call: ICumulativeMerkleDrop::claimCall = read(data)?;
            Some(Intent::ClaimCumulative {
                distributor: to,
                account: call.account,
                cumulative: call.cumulativeAmount,
                root: call.expectedMerkleRoot,
                proof: call.merkleProof,
            })
        }
        ICumulativeMerkleDrop128::claimCall::SELECTOR => {
            let call: ICumulativeMerkleDrop128::claimCall = read(data)?;
            let (nodes, []) = call.merkleProof.as_chunks::<16>() else { return None };
            Some(Intent::ClaimCumulative128 {
                distributor: to,
                salt: call.salt,
                account: call.account,
                cumulative: call.cumulativeAmount,
                root: call.expectedMerkleRoot,
                proof: nodes.iter().map(B128::from).collect(),
            })
        }
        IMerklDistributor::claimCall::SELECTOR => merkl(to, read(data)?),
        _ => None,
    }
}

/// The claims of one account; those of several are no intent of one.
fn merkl(to: Address, call: IMerklDistributor::claimCall) -> Option<Intent> {
    let IMerklDistributor::claimCall { users, tokens, amounts, proofs } = call;
    let user = *users.first()?;
    let even = [tokens.len(), amounts.len(), proofs.len()].iter().all(|length| *length == users.len());
    if !even || users.iter().any(|other| *other != user) {
        return None;
    }
    let grant = |((token, cumulative), proof)| MerklGrant { token, cumulative, proof };
    let mut grants: Vec<MerklGrant> = tokens.into_iter().zip(amounts).zip(proofs).map(grant).collect();
    if grants.len() > 1 {
        return Some(Intent::ClaimMerklTokens { distributor: to, user, grants });
    }
    let MerklGrant { token, cumulative, proof } = grants.pop()?;
    Some(Intent::ClaimMerkl { distributor: to, user, token, cumulative, proof })
}

fn read<C: SolCall>(data: &[u8]) -> Option<C> {
    exact(data).ok().map(|(_, call)| call)
}
