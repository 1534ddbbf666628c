//! The bundled descriptors, and which of them hold for a contract.

use alloy_primitives::{Address, FixedBytes};
use serde::Serialize;

use super::ClearSigned;
use super::apply::Container;
use super::descriptor::Descriptor;
use super::error::{ApplyError, DescriptorError};
use crate::abi::dynamic::Signature;
use crate::compliance::Family;
use crate::keys::TypedData;
use crate::tx::{KnownTokens, Role};

/// A standard or a token family whose functions are described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Standard {
    /// Backed and xStocks: shares, and transfers signed for a relay.
    Backed,
    /// Carbon credits that are retired.
    Carbon,
    /// Security tokens with partitions and operators: ERC-1400, ERC-1594, ERC-1410.
    Erc1400,
    /// ERC-20.
    Erc20,
    /// Permissions by signature: ERC-2612.
    Erc2612,
    /// Transfers by signature: ERC-3009.
    Erc3009,
    /// T-REX: batches, standing permissions.
    Erc3643,
    /// Vaults: ERC-4626.
    Erc4626,
    /// Vaults with requests: ERC-7540, their cancellation (ERC-7887) and operators by signature (ERC-7741).
    Erc7540,
    /// What an issuer may do by ERC-7943.
    Erc7943,
    /// Maple's queue of redemptions.
    Maple,
    /// Merkle distributors: Uniswap's, 1inch's, Merkl's.
    MerkleDistributor,
    /// Ondo's older hub of requests.
    OndoHub,
    /// Ondo's managers that subscribe and redeem.
    OndoManager,
    /// Ondo's wrapped tokens that rebase.
    OndoRebasing,
    /// Securitize's off-ramp.
    SecuritizeOffRamp,
    /// tokenize.it's distributions by balances at a snapshot.
    SnapshotDistribution,
    /// Superstate's tokens.
    Superstate,
    /// Superstate's contracts that redeem at once.
    SuperstateRedemption,
}

/// What gives others power over what one holds, or takes part in giving it.
const POWERS: [&str; 10] = [
    "approve(address,uint256)",
    "increaseAllowance(address,uint256)",
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)",
    "permit(address,address,uint256,uint256,bytes)",
    "setOperator(address,bool)",
    "authorizeOperator(address,address,bool,bytes32,uint256,bytes)",
    "authorizeOperator(address)",
    "authorizeOperatorByPartition(bytes32,address)",
    "setAllowanceForAll(bool,address[])",
    "enableDefaultAllowance()",
];

/// A call that no effect is made of, in the words of its descriptor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Whose words.
    pub standard: Standard,
    /// The function, as `setOperator(address,bool)`.
    pub function: String,
    /// What it says.
    pub call: ClearSigned,
    /// Whether it gives others power over what an account holds.
    pub gives_power: bool,
}

impl Standard {
    /// Every one.
    pub const ALL: [Self; 19] = [
        Self::Backed,
        Self::Carbon,
        Self::Erc1400,
        Self::Erc20,
        Self::Erc2612,
        Self::Erc3009,
        Self::Erc3643,
        Self::Erc4626,
        Self::Erc7540,
        Self::Erc7943,
        Self::Maple,
        Self::MerkleDistributor,
        Self::OndoHub,
        Self::OndoManager,
        Self::OndoRebasing,
        Self::SecuritizeOffRamp,
        Self::SnapshotDistribution,
        Self::Superstate,
        Self::SuperstateRedemption,
    ];

    /// The descriptor of its functions, as JSON.
    #[must_use]
    pub const fn json(self) -> &'static str {
        match self {
            Self::Backed => include_str!("descriptors/backed.json"),
            Self::Carbon => include_str!("descriptors/carbon.json"),
            Self::Erc1400 => include_str!("descriptors/erc1400.json"),
            Self::Erc20 => include_str!("descriptors/erc20.json"),
            Self::Erc2612 => include_str!("descriptors/erc2612.json"),
            Self::Erc3009 => include_str!("descriptors/erc3009.json"),
            Self::Erc3643 => include_str!("descriptors/erc3643.json"),
            Self::Erc4626 => include_str!("descriptors/erc4626.json"),
            Self::Erc7540 => include_str!("descriptors/erc7540.json"),
            Self::Erc7943 => include_str!("descriptors/erc7943.json"),
            Self::Maple => include_str!("descriptors/maple.json"),
            Self::MerkleDistributor => include_str!("descriptors/merkle-distributor.json"),
            Self::OndoHub => include_str!("descriptors/ondo-hub.json"),
            Self::OndoManager => include_str!("descriptors/ondo-manager.json"),
            Self::OndoRebasing => include_str!("descriptors/ondo-rebasing.json"),
            Self::SecuritizeOffRamp => include_str!("descriptors/securitize-off-ramp.json"),
            Self::SnapshotDistribution => include_str!("descriptors/snapshot-distribution.json"),
            Self::Superstate => include_str!("descriptors/superstate.json"),
            Self::SuperstateRedemption => include_str!("descriptors/superstate-redemption.json"),
        }
    }

    /// The descriptor of the messages that are signed for it, as JSON.
    #[must_use]
    pub const fn messages_json(self) -> Option<&'static str> {
        match self {
            Self::Backed => Some(include_str!("descriptors/backed-messages.json")),
            Self::Erc2612 => Some(include_str!("descriptors/erc2612-messages.json")),
            Self::Erc3009 => Some(include_str!("descriptors/erc3009-messages.json")),
            Self::Carbon
            | Self::Erc1400
            | Self::Erc20
            | Self::Erc3643
            | Self::Erc4626
            | Self::Erc7540
            | Self::Erc7943
            | Self::Maple
            | Self::MerkleDistributor
            | Self::OndoHub
            | Self::OndoManager
            | Self::OndoRebasing
            | Self::SecuritizeOffRamp
            | Self::SnapshotDistribution
            | Self::Superstate
            | Self::SuperstateRedemption => None,
        }
    }

    /// What is described of a token of this family beyond ERC-20. A family that adds no functions for holders adds nothing here.
    #[must_use]
    pub const fn of_family(family: Family) -> &'static [Self] {
        match family {
            Family::Erc20
            | Family::Erc1404
            | Family::Erc1450
            | Family::Erc7518
            | Family::Cmtat
            | Family::Securitize
            | Family::OndoGlobalMarkets
            | Family::Centrifuge
            | Family::TetherDollar
            | Family::TetherGold
            | Family::Franklin
            | Family::Usdm
            | Family::BridgeV2
            | Family::Ace => &[],
            Family::Erc4626 => &[Self::Erc4626],
            Family::Erc7540 => &[Self::Erc7540],
            Family::Erc3643 => &[Self::Erc3643],
            Family::Erc1400 => &[Self::Erc1400],
            Family::HederaAts => &[Self::Erc1400, Self::Erc3643],
            Family::Erc7943 => &[Self::Erc7943],
            Family::OndoOusg | Family::OndoUsdy => &[Self::OndoRebasing],
            Family::Superstate => &[Self::Superstate],
            Family::Maple => &[Self::Maple, Self::Erc4626],
            Family::PaxosGold | Family::FiatToken => &[Self::Erc3009],
            Family::Backed => &[Self::Backed],
        }
    }

    /// What is described of a contract by its role.
    pub(in crate::tx) const fn of_role(role: Role) -> &'static [Self] {
        match role {
            Role::Token | Role::Burned | Role::Unlisted => &[Self::Erc20, Self::Erc2612],
            Role::Vault => &[Self::Erc4626, Self::Erc20, Self::Erc2612],
            Role::AsyncVault => &[Self::Erc7540, Self::Erc20, Self::Erc2612],
            Role::Distributor => &[Self::MerkleDistributor],
            Role::SnapshotDistributor => &[Self::SnapshotDistribution],
            Role::Redeemer | Role::Issuer => &[],
            Role::Credits => &[Self::Carbon, Self::Erc20, Self::Erc2612],
        }
    }

    /// The descriptor of its functions.
    ///
    /// # Errors
    /// [`DescriptorError`], which the tests rule out.
    pub fn descriptor(self) -> Result<Descriptor, DescriptorError> {
        Descriptor::parse(self.json())
    }
}

/// Shows a call by the first descriptor that holds for the contract and describes the function.
///
/// # Errors
/// [`ApplyError::NotDescribed`] where none does.
pub(in crate::tx) fn describe(
    container: Container,
    calldata: &[u8],
    known: &KnownTokens,
) -> Result<Described, ApplyError> {
    for standard in known.standards(container.chain, container.to) {
        let Ok(descriptor) = standard.descriptor() else { continue };
        let constants = known.constants(container.to);
        match descriptor.apply_with(container, calldata, known, constants) {
            Ok(call) => {
                let function = function(&descriptor, calldata).ok_or(ApplyError::NotDescribed)?;
                let gives_power = POWERS.contains(&function.as_str());
                return Ok(Described { standard, function, call, gives_power });
            }
            Err(ApplyError::NotDescribed) => {}
            Err(error) => return Err(error),
        }
    }
    Err(ApplyError::NotDescribed)
}

fn function(descriptor: &Descriptor, calldata: &[u8]) -> Option<String> {
    let format = descriptor.format(FixedBytes(*calldata.first_chunk::<4>()?))?;
    Some(Signature::parse(&format.key).ok()?.canonical())
}

impl ClearSigned {
    /// Shows a message (EIP-712) by the bundled descriptors that hold for the contract that it is for.
    ///
    /// # Errors
    /// [`ApplyError::NotDescribed`] where none does.
    pub fn of_message(message: &TypedData, signer: Address, known: &KnownTokens) -> Result<Self, ApplyError> {
        let (chain, contract) = message.chain().zip(message.verifying_contract()).ok_or(ApplyError::NoContainer)?;
        for standard in known.standards(chain, contract) {
            let Some(json) = standard.messages_json() else { continue };
            let Ok(descriptor) = Descriptor::parse(json) else { continue };
            match descriptor.apply_to_message(message, signer, known) {
                Err(ApplyError::NotDescribed) => {}
                shown => return shown,
            }
        }
        Err(ApplyError::NotDescribed)
    }
}
