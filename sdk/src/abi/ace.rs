//! Chainlink ACE: tokens that ask a policy engine about each call.

use alloy_sol_types::sol;

sol! {
    /// A call as the engine sees it: `data` is without the selector.
    #[derive(Debug)]
    struct Payload {
        bytes4 selector;
        address sender;
        bytes data;
        bytes context;
    }

    /// A value taken out of a call, by the hash of its name.
    #[derive(Debug)]
    struct Parameter {
        bytes32 name;
        bytes value;
    }

    #[derive(Debug)]
    interface IPolicyProtected {
        function getPolicyEngine() external view returns (address);
        function getContext() external view returns (bytes memory);
    }

    /// Who calls is the protected token. Reverts where a policy refuses.
    #[derive(Debug)]
    interface IPolicyEngine {
        function typeAndVersion() external view returns (string memory);
        function check(Payload calldata payload) external view;
        function getPolicies(address target, bytes4 selector) external view returns (address[] memory);
        function getExtractor(bytes4 selector) external view returns (address);
        function getPolicyMapper(address policy) external view returns (address);

        error PolicyRejected(string rejectReason);
        error PolicyRunRejected(address policy, string rejectReason, Payload payload);
        error PolicyRunError(address policy, bytes errorReason, Payload payload);
    }

    /// The errors as the releases before 1.0.0 have them.
    #[derive(Debug)]
    interface IPolicyEngineBefore1 {
        error PolicyRunRejected(bytes4 selector, address policy, string rejectReason);
        error PolicyRunError(bytes4 selector, address policy, bytes errorReason);
    }

    #[derive(Debug)]
    interface IExtractor {
        function extract(Payload calldata payload) external view returns (Parameter[] memory);
    }

    #[derive(Debug)]
    interface IMapper {
        function map(Parameter[] calldata extractedParameters) external view returns (bytes[] memory);
    }

    /// Any policy, and what the shipped ones tell of themselves.
    #[derive(Debug)]
    interface IPolicy {
        function typeAndVersion() external view returns (string memory);
        function run(
            address caller, address subject, bytes4 selector, bytes[] calldata parameters, bytes calldata context
        ) external view returns (uint8);
        function getMax() external view returns (uint256);
        function getMin() external view returns (uint256);
        function getMaxAmount() external view returns (uint256);
        function getTimePeriodDuration() external view returns (uint256);
        function getStartSlot() external view returns (uint256);
        function getEndSlot() external view returns (uint256);
        function getCycleParameters() external view returns (uint256 slotDuration, uint256 cycleSize, uint256 cycleOffset);
    }

    /// What the two shipped tokens freeze by themselves.
    #[derive(Debug)]
    interface IComplianceToken {
        function frozenBalanceOf(address account) external view returns (uint256);
        function paused() external view returns (bool);
        function isFrozen(address account) external view returns (bool);
        function getFrozenTokens(address account) external view returns (uint256);
    }
}
