//! ERC-7943, the interface of real-world asset tokens: the final text and the drafts before it.

use alloy_primitives::FixedBytes;
use alloy_sol_types::sol;

sol! {
    /// Final, since 2026-03-20.
    #[derive(Debug)]
    interface IERC7943Fungible {
        function canTransfer(address from, address to, uint256 amount) external view returns (bool);
        function canSend(address account) external view returns (bool);
        function canReceive(address account) external view returns (bool);
        function getFrozenTokens(address account) external view returns (uint256);
    }

    /// Draft of 2025-10-29: one question for both ends.
    #[derive(Debug)]
    interface IERC7943Transact {
        function canTransact(address account) external view returns (bool);
    }

    /// Draft of 2025-09-22: the same question by another name.
    #[derive(Debug)]
    interface IERC7943Allowed {
        function isUserAllowed(address user) external view returns (bool);
    }

    /// Draft of 2025-09-11: one interface for all kinds of tokens; fungible ones ignore the number.
    #[derive(Debug)]
    interface IERC7943Single {
        function canTransfer(
            address from,
            address to,
            uint256 tokenId,
            uint256 amount
        ) external view returns (bool);
        function getFrozenTokens(address user, uint256 tokenId) external view returns (uint256);
    }

    /// Not in the standard, but how most tokens say that they are paused.
    #[derive(Debug)]
    interface IPausable {
        function paused() external view returns (bool);
    }
}

/// Fungible tokens, final.
pub const FUNGIBLE: FixedBytes<4> = FixedBytes([0x3e, 0xdb, 0xb4, 0xc4]);
/// Fungible tokens, draft of 2025-10-29.
pub const FUNGIBLE_TRANSACT: FixedBytes<4> = FixedBytes([0x29, 0x38, 0x89, 0x73]);
/// Fungible tokens, draft of 2025-09-22.
pub const FUNGIBLE_ALLOWED: FixedBytes<4> = FixedBytes([0x20, 0xe3, 0x0a, 0x04]);
/// All kinds of tokens, drafts up to 2025-09-11.
pub const SINGLE: FixedBytes<4> = FixedBytes([0xf3, 0x5f, 0xc3, 0xbe]);
/// Unique items: final, and the two drafts.
pub const NON_FUNGIBLE: [FixedBytes<4>; 3] =
    [FixedBytes([0xbf, 0x1e, 0xf5, 0xfe]), FixedBytes([0xa8, 0xfd, 0xc8, 0x49]), FixedBytes([0xa1, 0x26, 0x4b, 0x3e])];
/// Tokens of many kinds: final, and the two drafts.
pub const MULTI_TOKEN: [FixedBytes<4>; 3] =
    [FixedBytes([0x41, 0xc4, 0xfb, 0xad]), FixedBytes([0x56, 0x27, 0xc6, 0x1a]), FixedBytes([0x5f, 0xfc, 0x45, 0x6d])];

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_sol_types::SolCall;

    sol! {
        function forcedTransfer(address from, address to, uint256 amount) external returns (bool);
        function setFrozenTokens(address account, uint256 amount) external returns (bool);
    }

    fn xor(selectors: &[[u8; 4]]) -> FixedBytes<4> {
        selectors.iter().fold(FixedBytes::ZERO, |all, selector| all ^ FixedBytes(*selector))
    }

    /// The texts give the ids; the functions have to add up to them, which a wrong argument would not.
    #[test]
    fn functions_add_up_to_the_ids_of_the_texts() {
        let shared = xor(&[
            IERC7943Fungible::canTransferCall::SELECTOR,
            IERC7943Fungible::getFrozenTokensCall::SELECTOR,
            setFrozenTokensCall::SELECTOR,
            forcedTransferCall::SELECTOR,
        ]);
        let both = xor(&[IERC7943Fungible::canSendCall::SELECTOR, IERC7943Fungible::canReceiveCall::SELECTOR]);
        assert_eq!(shared ^ both, FUNGIBLE);
        assert_eq!(shared ^ xor(&[IERC7943Transact::canTransactCall::SELECTOR]), FUNGIBLE_TRANSACT);
        assert_eq!(shared ^ xor(&[IERC7943Allowed::isUserAllowedCall::SELECTOR]), FUNGIBLE_ALLOWED);
        assert_eq!(IERC7943Single::canTransferCall::SELECTOR, [0xa0, 0x2f, 0xf6, 0x85]);
        assert_eq!(IERC7943Single::getFrozenTokensCall::SELECTOR, [0xff, 0x6e, 0x70, 0x8c]);
    }
}
