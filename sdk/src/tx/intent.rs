//! What a holder wants.

mod recognised;

use alloy_primitives::{Address, B128, B256, Bytes, U256};
use alloy_sol_types::SolCall;

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
use crate::asset::Redeemer;
use crate::redemption::{Certificate, redeemer_call, redeemer_signature};

/// One thing to do. Amounts and shares are raw units, as the contracts count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Intent {
    /// Send tokens (ERC-20 `transfer`).
    Transfer {
        /// The token.
        token: Address,
        /// Who receives.
        to: Address,
        /// How much.
        amount: U256,
    },
    /// Move tokens that their owner lets the sender move (ERC-20 `transferFrom`).
    TransferFrom {
        /// The token.
        token: Address,
        /// Whose tokens.
        from: Address,
        /// Who receives.
        to: Address,
        /// How much.
        amount: U256,
    },
    /// Let another account spend tokens (ERC-20 `approve`); zero takes the permission back.
    Approve {
        /// The token.
        token: Address,
        /// Who may spend.
        spender: Address,
        /// How much.
        amount: U256,
    },
    /// Ask a vault to redeem shares later (ERC-7540 `requestRedeem`).
    RequestRedeem {
        /// The vault.
        vault: Address,
        /// How many shares.
        shares: U256,
        /// Who may claim the assets once they are there.
        controller: Address,
        /// Whose shares.
        owner: Address,
    },
    /// Redeem shares at once (ERC-4626 `redeem`).
    RedeemShares {
        /// The vault.
        vault: Address,
        /// How many shares.
        shares: U256,
        /// Who receives the assets.
        receiver: Address,
        /// Whose shares.
        owner: Address,
    },
    /// Claim the assets of a request that has become claimable (ERC-7540: the `redeem` of ERC-4626, with the controller in the
    /// place of the owner).
    ClaimRedemption {
        /// The vault.
        vault: Address,
        /// How many shares of the request.
        shares: U256,
        /// Who receives the assets.
        receiver: Address,
        /// Who controls the request.
        controller: Address,
    },
    /// Ask for what still waits of a redemption request back (ERC-7887 `cancelRedeemRequest`).
    CancelRedeemRequest {
        /// The vault.
        vault: Address,
        /// The request's id.
        id: U256,
        /// Who controls the request.
        controller: Address,
    },
    /// Claim the shares of a cancelled request (ERC-7887 `claimCancelRedeemRequest`).
    ClaimCancelRedeemRequest {
        /// The vault.
        vault: Address,
        /// The request's id.
        id: U256,
        /// Who receives the shares.
        receiver: Address,
        /// Who controls the request.
        controller: Address,
    },
    /// Let another account act for the sender at a vault, or stop it (ERC-7540 `setOperator`).
    SetOperator {
        /// The vault.
        vault: Address,
        /// Who may, or may no more.
        operator: Address,
        /// Whether it may.
        approved: bool,
    },
    /// Redeem at a contract of the issuer, which pays the sender.
    RedeemAtIssuer {
        /// Whose kind of contract.
        redeemer: Redeemer,
        /// The contract.
        contract: Address,
        /// How much goes in.
        amount: U256,
        /// The token that is paid.
        asset: Address,
        /// The least that it has to pay; zero where its call has no place for that.
        least: U256,
    },
    /// Ask for a place in the queue of a pool (Maple `requestRedeem`).
    Enqueue {
        /// The pool.
        pool: Address,
        /// How many shares.
        shares: U256,
        /// Whose shares.
        owner: Address,
    },
    /// Take shares out of the queue of a pool (Maple `removeShares`).
    Dequeue {
        /// The pool.
        pool: Address,
        /// How many shares.
        shares: U256,
        /// Whose shares.
        owner: Address,
    },
    /// Burn tokens that the issuer pays for off the chain (`offchainRedeem`).
    BurnForPayout {
        /// The token.
        token: Address,
        /// How much.
        amount: U256,
    },
    /// Claim a share of a distribution (`MerkleDistributor`'s `claim`).
    ClaimDistribution {
        /// The distributor.
        distributor: Address,
        /// The leaf's index.
        index: U256,
        /// Whose claim it is.
        account: Address,
        /// How much.
        amount: U256,
        /// The leaf's Merkle proof.
        proof: Vec<B256>,
    },
    /// The same where each account has one claim without a number (`claim(account, amount, proof)`).
    ClaimOfAccount {
        /// The distributor.
        distributor: Address,
        /// Whose claim it is.
        account: Address,
        /// How much.
        amount: U256,
        /// The leaf's Merkle proof.
        proof: Vec<B256>,
    },
    /// Claim what a balance at a snapshot is paid (tokenize.it's `Distribution`). It is the sender's balance that counts.
    ClaimSnapshot {
        /// The distributor.
        distributor: Address,
        /// Who is paid.
        recipient: Address,
        /// The least that it has to pay: less refuses it.
        least: U256,
    },
    /// Claim all that was granted and not claimed yet (`CumulativeMerkleDrop`'s `claim`).
    ClaimCumulative {
        /// The distributor.
        distributor: Address,
        /// Whose claim it is.
        account: Address,
        /// All that was ever granted.
        cumulative: U256,
        /// The root that the claim is made for: another one refuses it.
        root: B256,
        /// The leaf's Merkle proof.
        proof: Vec<B256>,
    },
    /// The same from a `CumulativeMerkleDrop128`, whose hashes have 16 bytes.
    ClaimCumulative128 {
        /// The distributor.
        distributor: Address,
        /// What the leaf is salted with.
        salt: B128,
        /// Whose claim it is.
        account: Address,
        /// All that was ever granted.
        cumulative: U256,
        /// The root that the claim is made for: another one refuses it.
        root: B128,
        /// The leaf's Merkle proof.
        proof: Vec<B128>,
    },
    /// The same from Merkl's `Distributor`, of one token.
    ClaimMerkl {
        /// The distributor.
        distributor: Address,
        /// Whose claim it is.
        user: Address,
        /// The token that it pays.
        token: Address,
        /// All that was ever granted.
        cumulative: U256,
        /// The leaf's Merkle proof.
        proof: Vec<B256>,
    },
    /// The same of several tokens in one transaction.
    ClaimMerklTokens {
        /// The distributor.
        distributor: Address,
        /// Whose claims they are.
        user: Address,
        /// Each token and what was granted of it.
        grants: Vec<MerklGrant>,
    },
    /// Book funds that came in, so that they become due to the holders (ERC-2222 `updateFundsReceived`).
    BookFunds {
        /// The token.
        token: Address,
    },
    /// Withdraw all that is due to the sender (ERC-2222 `withdrawFunds`).
    WithdrawFunds {
        /// The token.
        token: Address,
    },
    /// Withdraw all that is due to the sender (ERC-1726 `withdrawDividend`).
    WithdrawDividend {
        /// The token.
        token: Address,
    },
    /// Retire carbon credits for good.
    Retire {
        /// The token.
        token: Address,
        /// How much.
        amount: U256,
    },
    /// Retire carbon credits for good, with a certificate of it (Toucan's `retireAndMintCertificate`).
    RetireWithCertificate {
        /// The token.
        token: Address,
        /// How much.
        amount: U256,
        /// What stands on the certificate.
        certificate: Box<Certificate>,
    },
    /// A call as somebody else wrote it, with coin or without. What it does, its review says.
    Call {
        /// The contract, or the account that is sent coin.
        to: Address,
        /// Selector and arguments; empty where only coin is sent.
        data: Bytes,
        /// The coin that goes along, in wei.
        value: U256,
    },
}

/// What was granted of one token, as Merkl's tree has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a leaf and its proof")]
pub struct MerklGrant {
    /// The token that it pays.
    pub token: Address,
    /// All that was ever granted.
    pub cumulative: U256,
    /// The leaf's Merkle proof.
    pub proof: Vec<B256>,
}

impl Intent {
    /// The contract to call.
    #[must_use]
    pub const fn to(&self) -> Address {
        match self {
            Self::Transfer { token, .. }
            | Self::TransferFrom { token, .. }
            | Self::Approve { token, .. }
            | Self::BookFunds { token }
            | Self::WithdrawFunds { token }
            | Self::WithdrawDividend { token }
            | Self::BurnForPayout { token, .. }
            | Self::Retire { token, .. }
            | Self::RetireWithCertificate { token, .. } => *token,
            Self::RedeemAtIssuer { contract, .. } => *contract,
            Self::Call { to, .. } => *to,
            Self::Enqueue { pool, .. } | Self::Dequeue { pool, .. } => *pool,
            Self::RequestRedeem { vault, .. }
            | Self::RedeemShares { vault, .. }
            | Self::ClaimRedemption { vault, .. }
            | Self::CancelRedeemRequest { vault, .. }
            | Self::ClaimCancelRedeemRequest { vault, .. }
            | Self::SetOperator { vault, .. } => *vault,
            Self::ClaimDistribution { distributor, .. }
            | Self::ClaimOfAccount { distributor, .. }
            | Self::ClaimSnapshot { distributor, .. }
            | Self::ClaimCumulative128 { distributor, .. }
            | Self::ClaimCumulative { distributor, .. }
            | Self::ClaimMerkl { distributor, .. }
            | Self::ClaimMerklTokens { distributor, .. } => *distributor,
        }
    }

    /// The chain's own coin that goes along, in wei.
    #[must_use]
    pub const fn value(&self) -> U256 {
        if let Self::Call { value, .. } = self { *value } else { U256::ZERO }
    }

    /// Selector and arguments: for the transaction, and for simulating it.
    #[must_use]
    pub fn data(&self) -> Bytes {
        match self.clone() {
            Self::Transfer { to, amount, .. } => IERC20::transferCall { to, amount }.abi_encode(),
            Self::TransferFrom { from, to, amount, .. } => IERC20::transferFromCall { from, to, amount }.abi_encode(),
            Self::Approve { spender, amount, .. } => IERC20::approveCall { spender, amount }.abi_encode(),
            Self::RequestRedeem { shares, controller, owner, .. } => {
                IERC7540Redeem::requestRedeemCall { shares, controller, owner }.abi_encode()
            }
            Self::RedeemShares { shares, receiver, owner, .. }
            | Self::ClaimRedemption { shares, receiver, controller: owner, .. } => {
                IERC4626::redeemCall { shares, receiver, owner }.abi_encode()
            }
            Self::CancelRedeemRequest { id, controller, .. } => {
                IERC7887Redeem::cancelRedeemRequestCall { requestId: id, controller }.abi_encode()
            }
            Self::ClaimCancelRedeemRequest { id, receiver, controller, .. } => {
                IERC7887Redeem::claimCancelRedeemRequestCall { requestId: id, receiver, controller }.abi_encode()
            }
            Self::SetOperator { operator, approved, .. } => {
                IERC7540Redeem::setOperatorCall { operator, approved }.abi_encode()
            }
            Self::RedeemAtIssuer { redeemer, amount, asset, least, .. } => {
                return redeemer_call(redeemer, amount, asset, least);
            }
            Self::Enqueue { shares, owner, .. } => IPool::requestRedeemCall { shares, owner }.abi_encode(),
            Self::Dequeue { shares, owner, .. } => IPool::removeSharesCall { shares, owner }.abi_encode(),
            Self::BurnForPayout { amount, .. } => ISuperstateToken::offchainRedeemCall { amount }.abi_encode(),
            Self::ClaimDistribution { index, account, amount, proof, .. } => {
                IMerkleDistributor::claimCall { index, account, amount, merkleProof: proof }.abi_encode()
            }
            Self::ClaimOfAccount { account, amount, proof, .. } => {
                IAccountDistributor::claimCall { account, amount, merkleProof: proof }.abi_encode()
            }
            Self::ClaimSnapshot { recipient, least, .. } => {
                ISnapshotDistribution::claimCall { recipient, minPayout: least }.abi_encode()
            }
            Self::ClaimCumulative { account, cumulative, root, proof, .. } => {
                cumulative_claim(account, cumulative, root, proof).abi_encode()
            }
            Self::ClaimCumulative128 { salt, account, cumulative, root, proof, .. } => {
                cumulative_claim_128(salt, account, cumulative, root, &proof).abi_encode()
            }
            Self::ClaimMerkl { user, token, cumulative, proof, .. } => {
                merkl_tokens(user, vec![MerklGrant { token, cumulative, proof }]).abi_encode()
            }
            Self::ClaimMerklTokens { user, grants, .. } => merkl_tokens(user, grants).abi_encode(),
            Self::BookFunds { .. } => IFundsToken::updateFundsReceivedCall {}.abi_encode(),
            Self::WithdrawFunds { .. } => IFundsDistributionToken::withdrawFundsCall {}.abi_encode(),
            Self::WithdrawDividend { .. } => IDividendPayingToken::withdrawDividendCall {}.abi_encode(),
            Self::Retire { amount, .. } => IRetirement::retireCall { amount }.abi_encode(),
            Self::RetireWithCertificate { amount, certificate, .. } => certificate.call(amount).abi_encode(),
            Self::Call { data, .. } => return data,
        }
        .into()
    }

    /// The function that is called, as `transfer(address,uint256)`. Empty of a call that somebody else wrote.
    #[must_use]
    pub const fn signature(&self) -> &'static str {
        match self {
            Self::Transfer { .. } => IERC20::transferCall::SIGNATURE,
            Self::TransferFrom { .. } => IERC20::transferFromCall::SIGNATURE,
            Self::Approve { .. } => IERC20::approveCall::SIGNATURE,
            Self::RequestRedeem { .. } => IERC7540Redeem::requestRedeemCall::SIGNATURE,
            Self::RedeemShares { .. } | Self::ClaimRedemption { .. } => IERC4626::redeemCall::SIGNATURE,
            Self::CancelRedeemRequest { .. } => IERC7887Redeem::cancelRedeemRequestCall::SIGNATURE,
            Self::ClaimCancelRedeemRequest { .. } => IERC7887Redeem::claimCancelRedeemRequestCall::SIGNATURE,
            Self::SetOperator { .. } => IERC7540Redeem::setOperatorCall::SIGNATURE,
            Self::RedeemAtIssuer { redeemer, .. } => redeemer_signature(*redeemer),
            Self::Enqueue { .. } => IPool::requestRedeemCall::SIGNATURE,
            Self::Dequeue { .. } => IPool::removeSharesCall::SIGNATURE,
            Self::BurnForPayout { .. } => ISuperstateToken::offchainRedeemCall::SIGNATURE,
            Self::ClaimDistribution { .. } => IMerkleDistributor::claimCall::SIGNATURE,
            Self::ClaimOfAccount { .. } => IAccountDistributor::claimCall::SIGNATURE,
            Self::ClaimSnapshot { .. } => ISnapshotDistribution::claimCall::SIGNATURE,
            Self::ClaimCumulative { .. } => ICumulativeMerkleDrop::claimCall::SIGNATURE,
            Self::ClaimCumulative128 { .. } => ICumulativeMerkleDrop128::claimCall::SIGNATURE,
            Self::ClaimMerkl { .. } | Self::ClaimMerklTokens { .. } => IMerklDistributor::claimCall::SIGNATURE,
            Self::BookFunds { .. } => IFundsToken::updateFundsReceivedCall::SIGNATURE,
            Self::WithdrawFunds { .. } => IFundsDistributionToken::withdrawFundsCall::SIGNATURE,
            Self::WithdrawDividend { .. } => IDividendPayingToken::withdrawDividendCall::SIGNATURE,
            Self::Retire { .. } => IRetirement::retireCall::SIGNATURE,
            Self::RetireWithCertificate { .. } => IRetirement::retireAndMintCertificateCall::SIGNATURE,
            Self::Call { .. } => "",
        }
    }
}

const fn cumulative_claim(
    account: Address,
    cumulative: U256,
    root: B256,
    proof: Vec<B256>,
) -> ICumulativeMerkleDrop::claimCall {
    ICumulativeMerkleDrop::claimCall {
        account,
        cumulativeAmount: cumulative,
        expectedMerkleRoot: root,
        merkleProof: proof,
    }
}

fn cumulative_claim_128(
    salt: B128,
    account: Address,
    cumulative: U256,
    root: B128,
    proof: &[B128],
) -> ICumulativeMerkleDrop128::claimCall {
    ICumulativeMerkleDrop128::claimCall {
        salt,
        account,
        cumulativeAmount: cumulative,
        expectedMerkleRoot: root,
        merkleProof: proof.iter().flat_map(|node| node.0).collect(),
    }
}

fn merkl_tokens(user: Address, grants: Vec<MerklGrant>) -> IMerklDistributor::claimCall {
    let (mut users, mut tokens, mut amounts, mut proofs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for MerklGrant { token, cumulative, proof } in grants {
        users.push(user);
        tokens.push(token);
        amounts.push(cumulative);
        proofs.push(proof);
    }
    IMerklDistributor::claimCall { users, tokens, amounts, proofs }
}
