//! ERC-165: which interfaces a contract says it has.

use alloy_primitives::FixedBytes;
use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC165 {
        function supportsInterface(bytes4 interfaceId) external view returns (bool);
    }
}

/// ERC-165 itself.
pub const ITSELF: FixedBytes<4> = FixedBytes([0x01, 0xff, 0xc9, 0xa7]);
/// ERC-1155: tokens of many kinds in one contract.
pub const ERC1155: FixedBytes<4> = FixedBytes([0xd9, 0xb6, 0x7a, 0x26]);
/// ERC-20. Rarely declared; an ERC-1450 token must not.
pub const ERC20: FixedBytes<4> = FixedBytes([0x36, 0x37, 0x2b, 0x07]);
/// ERC-1404: the XOR of its selectors.
pub const ERC1404: FixedBytes<4> = FixedBytes([0xab, 0x84, 0xa5, 0xc8]);
/// ERC-1450, as its text states it.
pub const ERC1450: FixedBytes<4> = FixedBytes([0xaf, 0x17, 0x5d, 0xee]);
/// ERC-3643 as T-REX 4.2 declares it; earlier versions declare nothing.
pub const ERC3643: FixedBytes<4> = FixedBytes([0xb9, 0x7d, 0x94, 0x4c]);
/// ERC-7540 operators, mandatory in that standard.
pub const ERC7540_OPERATOR: FixedBytes<4> = FixedBytes([0xe3, 0xbc, 0x4e, 0x65]);
/// ERC-7540 asynchronous redemption.
pub const ERC7540_REDEEM: FixedBytes<4> = FixedBytes([0x62, 0x0e, 0xe8, 0xe4]);
/// ERC-7575 vault with a share token of its own.
pub const ERC7575_VAULT: FixedBytes<4> = FixedBytes([0x2f, 0x0a, 0x18, 0xc5]);
/// ERC-7575 share token: its one function, `vault(address)`.
pub const ERC7575_SHARE: FixedBytes<4> = FixedBytes([0xf8, 0x15, 0xc0, 0x3d]);
/// ERC-7887: redemption requests that can be cancelled.
pub const ERC7887_REDEEM: FixedBytes<4> = FixedBytes([0xe7, 0x6c, 0xff, 0xc7]);
/// ERC-1594 as Hedera's Asset Tokenization Studio declares it, its initialiser included.
pub const HEDERA_ERC1594: FixedBytes<4> = FixedBytes([0xbc, 0x2b, 0xed, 0xad]);
/// What no contract may claim to support.
pub const NEVER: FixedBytes<4> = FixedBytes([0xff, 0xff, 0xff, 0xff]);
