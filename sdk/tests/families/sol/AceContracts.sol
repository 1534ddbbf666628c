// Chainlink ACE's own contracts (release 1.0.0, as its package ships them), under names by which the tests deploy them; and a policy of ours.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {PolicyEngine} from "@chainlink/policy-management/core/PolicyEngine.sol";
import {Policy} from "@chainlink/policy-management/core/Policy.sol";
import {IPolicyEngine} from "@chainlink/policy-management/interfaces/IPolicyEngine.sol";
import {ERC20TransferExtractor} from "@chainlink/policy-management/extractors/ERC20TransferExtractor.sol";
import {AllowPolicy} from "@chainlink/policy-management/policies/AllowPolicy.sol";
import {BypassPolicy} from "@chainlink/policy-management/policies/BypassPolicy.sol";
import {IntervalPolicy} from "@chainlink/policy-management/policies/IntervalPolicy.sol";
import {MaxPolicy} from "@chainlink/policy-management/policies/MaxPolicy.sol";
import {OnlyAuthorizedSenderPolicy} from "@chainlink/policy-management/policies/OnlyAuthorizedSenderPolicy.sol";
import {PausePolicy} from "@chainlink/policy-management/policies/PausePolicy.sol";
import {RejectPolicy} from "@chainlink/policy-management/policies/RejectPolicy.sol";
import {VolumePolicy} from "@chainlink/policy-management/policies/VolumePolicy.sol";
import {VolumeRatePolicy} from "@chainlink/policy-management/policies/VolumeRatePolicy.sol";
import {ComplianceTokenERC20} from "@chainlink/ace/packages/tokens/erc-20/src/ComplianceTokenERC20.sol";
import {ComplianceTokenERC3643} from "@chainlink/ace/packages/tokens/erc-3643/src/ComplianceTokenERC3643.sol";

contract Proxy is ERC1967Proxy {
    constructor(address implementation, bytes memory data) ERC1967Proxy(implementation, data) {}
}

contract Engine is PolicyEngine {}

contract Extractor is ERC20TransferExtractor {}

contract TokenErc20 is ComplianceTokenERC20 {}

contract TokenErc3643 is ComplianceTokenERC3643 {}

contract Allow is AllowPolicy {}

contract Bypass is BypassPolicy {}

contract Interval is IntervalPolicy {}

contract Max is MaxPolicy {}

contract Authorized is OnlyAuthorizedSenderPolicy {}

contract Pause is PausePolicy {}

contract Reject is RejectPolicy {}

contract Volume is VolumePolicy {}

contract VolumeRate is VolumeRatePolicy {}

/// A policy that no wallet has met.
contract Homemade is Policy {
    string public constant override typeAndVersion = "HomemadePolicy 1.0.0";
    uint256 public most;

    function setMost(uint256 value) external {
        most = value;
    }

    function run(
        address, address, bytes4, bytes[] calldata parameters, bytes calldata
    ) public view override returns (IPolicyEngine.PolicyResult) {
        if (abi.decode(parameters[0], (uint256)) > most) revert IPolicyEngine.PolicyRejected("too much for this house");
        return IPolicyEngine.PolicyResult.Continue;
    }
}
