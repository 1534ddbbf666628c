//! ERC-1400 and its parts: ERC-1594 (transfers with data), ERC-1410 (partitions), and the extensions of `UniversalToken`.

use alloy_primitives::{Address, address};
use alloy_sol_types::sol;

/// The ERC-1820 registry: the same address on every chain that has it.
pub const ERC1820_REGISTRY: Address = address!("1820a4B7618BdE71Dce8cdc73aAB6C95905faD24");

sol! {
    #[derive(Debug)]
    interface IERC1594 {
        function isIssuable() external view returns (bool);
        function canTransfer(address to, uint256 value, bytes calldata data)
            external view returns (bool possible, bytes1 status, bytes32 reason);
        function canTransferFrom(address from, address to, uint256 value, bytes calldata data)
            external view returns (bool possible, bytes1 status, bytes32 reason);
    }

    /// The same functions as the text of EIP-1594 has them: without the boolean.
    #[derive(Debug)]
    interface IERC1594Text {
        function canTransfer(address to, uint256 value, bytes calldata data)
            external view returns (bytes1 status, bytes32 reason);
        function canTransferFrom(address from, address to, uint256 value, bytes calldata data)
            external view returns (bytes1 status, bytes32 reason);
    }

    #[derive(Debug)]
    interface IERC1410 {
        function balanceOfByPartition(bytes32 partition, address tokenHolder) external view returns (uint256);
        function partitionsOf(address tokenHolder) external view returns (bytes32[] memory);
        function isOperator(address operator, address tokenHolder) external view returns (bool);
        function canTransferByPartition(address from, address to, bytes32 partition, uint256 value, bytes calldata data)
            external view returns (bytes1 status, bytes32 reason, bytes32 destination);
    }

    /// ERC-1644.
    #[derive(Debug)]
    interface IERC1644 {
        function isControllable() external view returns (bool);
    }

    #[derive(Debug)]
    interface IUniversalToken {
        function getDefaultPartitions() external view returns (bytes32[] memory);
        function granularity() external view returns (uint256);
    }

    /// `ERC1400TokensValidator`: lists, pause, granularity and holds, each by token.
    #[derive(Debug)]
    interface ITokensValidator {
        function retrieveTokenSetup(address token) external view returns (
            uint8 certificate, bool allowlist, bool blocklist, bool granularity, bool holds, address[] memory controllers
        );
        function paused(address token) external view returns (bool);
        function isAllowlisted(address token, address account) external view returns (bool);
        function isBlocklisted(address token, address account) external view returns (bool);
        function granularityByPartition(address token, bytes32 partition) external view returns (uint256);
        function spendableBalanceOfByPartition(address token, bytes32 partition, address account)
            external view returns (uint256);
        function canValidate(
            address token, bytes calldata payload, bytes32 partition, address operator, address from, address to,
            uint256 value, bytes calldata data, bytes calldata operatorData
        ) external view returns (bool);
    }

    /// A contract by which a sender agrees to each transfer.
    #[derive(Debug)]
    interface ITokensSender {
        function canTransfer(
            bytes calldata payload, bytes32 partition, address operator, address from, address to, uint256 value,
            bytes calldata data, bytes calldata operatorData
        ) external view returns (bool);
    }

    /// A contract by which a receiver agrees to each transfer.
    #[derive(Debug)]
    interface ITokensRecipient {
        function canReceive(
            bytes calldata payload, bytes32 partition, address operator, address from, address to, uint256 value,
            bytes calldata data, bytes calldata operatorData
        ) external view returns (bool);
    }

    /// ERC-1820: who acts for whom, by the hash of an interface's name.
    #[derive(Debug)]
    interface IERC1820Registry {
        function getInterfaceImplementer(address account, bytes32 interfaceHash) external view returns (address);
    }
}
