//! From calldata to effects.

use alloy_consensus::TxEip1559;
use alloy_primitives::{Address, B256, Bytes, FixedBytes, U256};
use alloy_sol_types::SolCall;

use super::effect::{Counted, Effect, Misunderstanding, Party, Redemption};
use crate::abi::account_distributor::IAccountDistributor;
use crate::abi::cumulative_merkle_drop::ICumulativeMerkleDrop;
use crate::abi::cumulative_merkle_drop_128::ICumulativeMerkleDrop128;
use crate::abi::erc20::IERC20;
use crate::abi::erc1726::IDividendPayingToken;
use crate::abi::erc2222::{IFundsDistributionToken, IFundsToken};
use crate::abi::erc4626::IERC4626;
use crate::abi::erc7540::IERC7540Redeem;
use crate::abi::merkl::IMerklDistributor;
use crate::abi::merkle_distributor::IMerkleDistributor;
use crate::abi::retirement::IRetirement;
use crate::abi::snapshot_distribution::ISnapshotDistribution;
use crate::redemption::Certificate;
use crate::tx::clear_signing::{ApplyError, ClearSigned, Container, describe};
use crate::tx::{Known, KnownTokens, Role};
use crate::units::ChainId;

/// What was read.
pub(in crate::tx) struct Decoded {
    pub(in crate::tx) function: Option<&'static str>,
    pub(in crate::tx) effects: Vec<Effect>,
    /// The call in the words of a descriptor.
    pub(in crate::tx) described: Option<ClearSigned>,
}

/// Where a call is seen from.
struct Scene<'a> {
    from: Address,
    to: Address,
    chain: ChainId,
    known: &'a KnownTokens,
}

/// An approval above this means "everything": no supply reaches half of what 256 bits hold.
pub(in crate::tx) const UNLIMITED: U256 = U256::from_limbs([u64::MAX, u64::MAX, u64::MAX, u64::MAX >> 1]);

pub(super) fn creation(tx: &TxEip1559) -> Decoded {
    let effects = vec![not_understood(Misunderstanding::CreatesContract, &tx.input)];
    Decoded { function: None, effects, described: None }
}

pub(in crate::tx) fn call(from: Address, to: Address, tx: &TxEip1559, known: &KnownTokens) -> Decoded {
    let scene = Scene { from, to, chain: ChainId(tx.chain_id), known };
    let mut effects = Vec::new();
    if !tx.value.is_zero() {
        effects.push(Effect::NativeSent { to: scene.party(to), wei: tx.value });
    }
    if tx.input.is_empty() {
        if effects.is_empty() {
            effects.push(not_understood(Misunderstanding::NothingToDo, &tx.input));
        }
        return Decoded { function: None, effects, described: None };
    }
    let described = describe(scene.container(tx.value), &tx.input, known);
    match scene.function(&tx.input) {
        Ok((function, effect)) => {
            effects.push(effect);
            Decoded { function: Some(function), effects, described: described.ok().map(|described| described.call) }
        }
        Err(Misunderstanding::UnknownFunction) => match described {
            Ok(described) => {
                let call = described.call.clone();
                effects.push(Effect::Described(Box::new(described)));
                Decoded { function: None, effects, described: Some(call) }
            }
            Err(error) => {
                effects.push(not_understood(unfit(&error), &tx.input));
                Decoded { function: None, effects, described: None }
            }
        },
        Err(why) => {
            effects.push(not_understood(why, &tx.input));
            Decoded { function: None, effects, described: None }
        }
    }
}

/// Why a call has no description.
const fn unfit(error: &ApplyError) -> Misunderstanding {
    match error {
        ApplyError::NotDescribed | ApplyError::OtherContract | ApplyError::NoContainer => {
            Misunderstanding::UnknownFunction
        }
        ApplyError::Malformed(_) | ApplyError::Trailing { .. } => Misunderstanding::MalformedArguments,
        ApplyError::NoSuchField { .. }
        | ApplyError::WrongType { .. }
        | ApplyError::NotInList { .. }
        | ApplyError::UnevenLists { .. } => Misunderstanding::NotAsDescribed,
    }
}

fn not_understood(why: Misunderstanding, data: &Bytes) -> Effect {
    Effect::NotUnderstood { why, selector: data.first_chunk::<4>().map(FixedBytes::from), data: data.clone() }
}

/// The arguments of a call, only where they are exactly what encoding them gives: nothing after them, no loose padding, no
/// offsets that point elsewhere.
pub(in crate::tx) fn exact<C: SolCall>(data: &[u8]) -> Result<(&'static str, C), Misunderstanding> {
    let call = C::abi_decode_validate(data).map_err(|_| Misunderstanding::MalformedArguments)?;
    if call.abi_encode() != data {
        return Err(Misunderstanding::MalformedArguments);
    }
    Ok((C::SIGNATURE, call))
}

impl Scene<'_> {
    const fn container(&self, value: U256) -> Container {
        Container { chain: self.chain, from: self.from, to: self.to, value }
    }

    fn function(&self, data: &[u8]) -> Result<(&'static str, Effect), Misunderstanding> {
        let selector = data.first_chunk::<4>().ok_or(Misunderstanding::UnknownFunction)?;
        match *selector {
            IERC20::transferCall::SELECTOR => {
                let (name, call) = exact::<IERC20::transferCall>(data)?;
                Ok((name, self.sent(&call)))
            }
            IERC20::approveCall::SELECTOR => {
                let (name, call) = exact::<IERC20::approveCall>(data)?;
                Ok((name, self.approval(&call)))
            }
            IERC7540Redeem::requestRedeemCall::SELECTOR => {
                let (name, call) = exact::<IERC7540Redeem::requestRedeemCall>(data)?;
                let (owner, controller) = (self.party(call.owner), self.party(call.controller));
                Ok((name, Effect::RedemptionRequested { shares: self.counted(call.shares), owner, controller }))
            }
            IERC4626::redeemCall::SELECTOR => {
                let (name, call) = exact::<IERC4626::redeemCall>(data)?;
                let (owner, receiver) = (self.party(call.owner), self.party(call.receiver));
                let shares = self.counted(call.shares);
                Ok((name, Effect::Redeemed { shares, owner, receiver, kind: self.redemption() }))
            }
            IFundsToken::updateFundsReceivedCall::SELECTOR => {
                let (name, _) = exact::<IFundsToken::updateFundsReceivedCall>(data)?;
                Ok((name, Effect::FundsBooked { token: self.party(self.to) }))
            }
            IFundsDistributionToken::withdrawFundsCall::SELECTOR => {
                let (name, _) = exact::<IFundsDistributionToken::withdrawFundsCall>(data)?;
                Ok((name, Effect::DividendWithdrawn { token: self.party(self.to) }))
            }
            IDividendPayingToken::withdrawDividendCall::SELECTOR => {
                let (name, _) = exact::<IDividendPayingToken::withdrawDividendCall>(data)?;
                Ok((name, Effect::DividendWithdrawn { token: self.party(self.to) }))
            }
            IRetirement::retireCall::SELECTOR => {
                let (name, call) = exact::<IRetirement::retireCall>(data)?;
                Ok((name, Effect::Retired { amount: self.counted(call.amount) }))
            }
            IRetirement::retireAndMintCertificateCall::SELECTOR => self.certified(data),
            _ => self.claim(*selector, data),
        }
    }

    /// The claims of distributors.
    fn claim(&self, selector: [u8; 4], data: &[u8]) -> Result<(&'static str, Effect), Misunderstanding> {
        match selector {
            IMerkleDistributor::claimCall::SELECTOR => {
                let (name, call) = exact::<IMerkleDistributor::claimCall>(data)?;
                let (amount, account) = (self.counted(call.amount), self.party(call.account));
                let (index, proof) = (Some(call.index), call.merkleProof);
                Ok((name, Effect::DistributionClaimed { amount, account, index, proof }))
            }
            IAccountDistributor::claimCall::SELECTOR => {
                let (name, call) = exact::<IAccountDistributor::claimCall>(data)?;
                let (amount, account) = (self.counted(call.amount), self.party(call.account));
                Ok((name, Effect::DistributionClaimed { amount, account, index: None, proof: call.merkleProof }))
            }
            ICumulativeMerkleDrop::claimCall::SELECTOR => {
                let (name, call) = exact::<ICumulativeMerkleDrop::claimCall>(data)?;
                let (cumulative, account) = (self.counted(call.cumulativeAmount), self.party(call.account));
                let (salt, root, proof) = (None, Some(call.expectedMerkleRoot), call.merkleProof);
                Ok((name, Effect::CumulativeClaimed { cumulative, account, salt, root, proof }))
            }
            ICumulativeMerkleDrop128::claimCall::SELECTOR => self.cumulative_128(data),
            IMerklDistributor::claimCall::SELECTOR => self.merkl(data),
            // Many contracts have a function of these types, each meaning another thing by them.
            ISnapshotDistribution::claimCall::SELECTOR
                if self.contract().is_some_and(|contract| contract.role == Role::SnapshotDistributor) =>
            {
                let (name, call) = exact::<ISnapshotDistribution::claimCall>(data)?;
                let (least, recipient) = (self.counted(call.minPayout), self.party(call.recipient));
                Ok((name, Effect::PayoutClaimed { least, recipient }))
            }
            _ => Err(Misunderstanding::UnknownFunction),
        }
    }

    /// A claim in hashes of 16 bytes, shown as they stand in words.
    fn cumulative_128(&self, data: &[u8]) -> Result<(&'static str, Effect), Misunderstanding> {
        let (name, call) = exact::<ICumulativeMerkleDrop128::claimCall>(data)?;
        // The contract would read on behind a node that ends early.
        let (nodes, []) = call.merkleProof.as_chunks::<16>() else {
            return Err(Misunderstanding::MalformedArguments);
        };
        let proof = nodes.iter().map(|node| B256::right_padding_from(node)).collect();
        let (cumulative, account) = (self.counted(call.cumulativeAmount), self.party(call.account));
        let (salt, root) = (Some(call.salt), Some(B256::right_padding_from(call.expectedMerkleRoot.as_slice())));
        Ok((name, Effect::CumulativeClaimed { cumulative, account, salt, root, proof }))
    }

    /// A retirement with a certificate. Words that this software would not write are left to the descriptor.
    fn certified(&self, data: &[u8]) -> Result<(&'static str, Effect), Misunderstanding> {
        let (name, call) = exact::<IRetirement::retireAndMintCertificateCall>(data)?;
        let (amount, beneficiary) = (self.counted(call.amount), self.party(call.beneficiary));
        let certificate = Certificate::try_from(call).map_err(|_| Misunderstanding::UnknownFunction)?;
        Ok((name, Effect::RetiredWithCertificate { amount, beneficiary, certificate: Box::new(certificate) }))
    }

    /// One claim of one token; several at once are left to the descriptor.
    fn merkl(&self, data: &[u8]) -> Result<(&'static str, Effect), Misunderstanding> {
        let (name, call) = exact::<IMerklDistributor::claimCall>(data)?;
        let ([user], [token], [amount]) = (&*call.users, &*call.tokens, &*call.amounts) else {
            return Err(Misunderstanding::UnknownFunction);
        };
        let Ok([proof]) = <[_; 1]>::try_from(call.proofs) else {
            return Err(Misunderstanding::NotAsDescribed);
        };
        // The distributor pays many tokens: the one that is named counts.
        let cumulative = Counted::of(*token, *amount, self.known.contract(self.chain, *token));
        let account = self.party(*user);
        Ok((name, Effect::CumulativeClaimed { cumulative, account, salt: None, root: None, proof }))
    }

    /// A transfer to a token that burns what it is sent is a redemption, and a transfer to the issuer's address another.
    fn sent(&self, call: &IERC20::transferCall) -> Effect {
        let (amount, to) = (self.counted(call.amount), self.party(call.to));
        let role = self.known.contract(self.chain, call.to).map(|known| known.role);
        match role {
            Some(Role::Burned) if call.to == self.to => Effect::RedeemedOffChain { amount, to },
            Some(Role::Issuer) => Effect::RedeemedOffChain { amount, to },
            Some(
                Role::Burned
                | Role::Token
                | Role::Unlisted
                | Role::Vault
                | Role::AsyncVault
                | Role::Distributor
                | Role::SnapshotDistributor
                | Role::Credits
                | Role::Redeemer,
            )
            | None => Effect::Sent { amount, to },
        }
    }

    fn approval(&self, call: &IERC20::approveCall) -> Effect {
        let spender = self.party(call.spender);
        if call.amount.is_zero() {
            return Effect::Revoked { token: self.party(self.to), spender };
        }
        Effect::Granted { amount: self.counted(call.amount), spender, unlimited: call.amount > UNLIMITED }
    }

    fn redemption(&self) -> Redemption {
        match self.contract().map(|contract| contract.role) {
            Some(Role::Vault) => Redemption::Instant,
            Some(Role::AsyncVault) => Redemption::Claim,
            Some(
                Role::Token
                | Role::Unlisted
                | Role::Distributor
                | Role::SnapshotDistributor
                | Role::Credits
                | Role::Burned
                | Role::Redeemer
                | Role::Issuer,
            )
            | None => Redemption::Unknown,
        }
    }

    fn contract(&self) -> Option<&Known> {
        self.known.contract(self.chain, self.to)
    }

    fn counted<U>(&self, raw: U256) -> Counted<U> {
        Counted::of(self.to, raw, self.contract())
    }

    fn party(&self, address: Address) -> Party {
        Party::of(address, self.from, self.chain, self.known)
    }
}
