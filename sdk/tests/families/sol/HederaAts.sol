// A model written from the published interface of Hedera's Asset Tokenization Studio (as of 2026-04), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// One answer for each account, which can also fail: an identity registry, a control list or a KYC list outside of the token.
contract AccountList {
    mapping(address => bool) public refused;
    bool public broken;

    function setRefused(address account, bool value) external {
        refused[account] = value;
    }

    function setBroken(bool value) external {
        broken = value;
    }

    function isVerified(address account) external view returns (bool) {
        require(!broken, "out of order");
        return !refused[account];
    }

    function isAuthorized(address account) external view returns (bool) {
        return !refused[account];
    }

    function getKycStatus(address account) external view returns (uint8) {
        return refused[account] ? 0 : 1;
    }
}

/// Refuses pairs, callers (asked with nothing to nobody), and amounts above a limit.
contract ComplianceModel {
    mapping(address => mapping(address => bool)) public refused;
    uint256 public most = type(uint256).max;

    function setRefused(address from, address to, bool value) external {
        refused[from][to] = value;
    }

    function setMost(uint256 value) external {
        most = value;
    }

    function canTransfer(address from, address to, uint256 amount) external view returns (bool) {
        return !refused[from][to] && amount <= most;
    }
}

contract HederaAts {
    error NotAllowedInMultiPartitionMode();
    error PartitionsAreProtectedAndNoRole(address account, bytes32 role);
    error TokenIsPaused();
    error ClearingIsActivated();
    error WalletRecovered();
    error AccountIsBlocked(address account);
    error ComplianceNotAllowed();
    error ComplianceCallFailed();
    error InvalidKycStatus();
    error AddressNotVerified();
    error IdentityRegistryCallFailed();
    error ZeroAddressNotAllowed();
    error InsufficientAllowance(address spender, address from);
    error InvalidPartition(address account, bytes32 partition);
    error InsufficientBalance(address account, uint256 balance, uint256 value, bytes32 partition);

    struct Answer {
        bool ok;
        bytes1 status;
        bytes4 reason;
        bytes details;
    }

    bytes32 private constant DEFAULT_PARTITION = bytes32(uint256(1));
    bytes32 private constant WILD_CARD = keccak256("security.token.standard.role.wildcard");

    string public constant name = "Model bond";
    string public constant symbol = "MBOND";
    uint8 public constant decimals = 6;
    bool public constant isIssuable = true;
    bool public constant isControllable = true;

    bool public isPaused;
    bool public isClearingActivated;
    bool public isMultiPartition;
    bool public arePartitionsProtected;
    bool public getControlListType;
    bool public isInternalKycActivated = true;
    address public identityRegistry;
    address public compliance;
    address public constant onchainID = address(0);
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => bool) public isInControlList;
    mapping(address => bool) public isAddressRecovered;
    mapping(address => uint8) public getKycStatusFor;
    address[] private controlLists;
    address[] private kycLists;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xbc2bedad;
    }

    function version() external pure returns (string memory) {
        return '{"Resolver":"model"}';
    }

    function partitionsOf(address holder) external view returns (bytes32[] memory partitions) {
        partitions = new bytes32[](balanceOf[holder] == 0 ? 0 : 1);
        if (partitions.length == 1) partitions[0] = DEFAULT_PARTITION;
    }

    function balanceOfByPartition(bytes32 partition, address holder) external view returns (uint256) {
        return partition == DEFAULT_PARTITION ? balanceOf[holder] : 0;
    }

    function hasRole(bytes32, address) external pure returns (bool) {
        return false;
    }

    function getExternalControlListsMembers(uint256, uint256) external view returns (address[] memory) {
        return controlLists;
    }

    function isExternallyGranted(address account, uint8 status) public view returns (bool) {
        for (uint256 i = 0; i < kycLists.length; i++) {
            if (AccountList(kycLists[i]).getKycStatus(account) != status) return false;
        }
        return true;
    }

    function setUp(address registry, address rules, address[] calldata lists, address[] calldata kyc) external {
        identityRegistry = registry;
        compliance = rules;
        controlLists = lists;
        kycLists = kyc;
    }

    function setPaused(bool value) external {
        isPaused = value;
    }

    function setClearing(bool value) external {
        isClearingActivated = value;
    }

    function setMultiPartition(bool value) external {
        isMultiPartition = value;
    }

    function setProtected(bool value) external {
        arePartitionsProtected = value;
    }

    function setControlListType(bool white) external {
        getControlListType = white;
    }

    function setInControlList(address account, bool value) external {
        isInControlList[account] = value;
    }

    function setRecovered(address account, bool value) external {
        isAddressRecovered[account] = value;
    }

    function setKyc(address account, uint8 status) external {
        getKycStatusFor[account] = status;
    }

    function issue(address to, uint256 value, bytes calldata) external {
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function canTransfer(address to, uint256 value, bytes calldata) external view returns (bool, bytes1, bytes32) {
        require(!isMultiPartition, NotAllowedInMultiPartitionMode());
        Answer memory it = answer(msg.sender, to, value);
        return (it.ok, it.status, it.reason);
    }

    function canTransferFrom(
        address from, address to, uint256 value, bytes calldata
    ) external view returns (bool, bytes1, bytes32) {
        require(!isMultiPartition, NotAllowedInMultiPartitionMode());
        Answer memory it = answer(from, to, value);
        return (it.ok, it.status, it.reason);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        enter(msg.sender, to, value);
        return move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        enter(from, to, value);
        require(value <= allowance[from][msg.sender], InsufficientAllowance(msg.sender, from));
        allowance[from][msg.sender] -= value;
        return move(from, to, value);
    }

    function move(address from, address to, uint256 value) private returns (bool) {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
        return true;
    }

    function enter(address from, address to, uint256 value) private view {
        require(!isMultiPartition, NotAllowedInMultiPartitionMode());
        require(!arePartitionsProtected, PartitionsAreProtectedAndNoRole(msg.sender, WILD_CARD));
        Answer memory it = answer(from, to, value);
        if (it.ok) return;
        bytes memory data = abi.encodePacked(it.reason, it.details);
        assembly {
            revert(add(data, 0x20), mload(data))
        }
    }

    function answer(address from, address to, uint256 value) private view returns (Answer memory it) {
        if (isPaused) return Answer(false, 0x42, TokenIsPaused.selector, "");
        if (isClearingActivated) return Answer(false, 0x40, ClearingIsActivated.selector, "");
        if (from == address(0) || to == address(0)) return Answer(false, 0x20, ZeroAddressNotAllowed.selector, "");
        if (from != msg.sender) {
            if (!mayTakePart(msg.sender)) return blocked(msg.sender);
            if (isAddressRecovered[msg.sender]) return recovered(msg.sender);
            it = compliant(msg.sender, address(0), 0);
            if (!it.ok) return it;
        }
        if (isAddressRecovered[from]) return recovered(from);
        if (!mayTakePart(from)) return blocked(from);
        if (isAddressRecovered[to]) return recovered(to);
        if (!mayTakePart(to)) return blocked(to);
        it = compliant(from, to, value);
        if (!it.ok) return it;
        it = identified(from);
        if (!it.ok) return it;
        it = identified(to);
        if (!it.ok) return it;
        return funded(from, value);
    }

    function funded(address from, uint256 value) private view returns (Answer memory) {
        if (from != msg.sender && allowance[from][msg.sender] < value) {
            return Answer(
                false, 0x54, InsufficientAllowance.selector,
                abi.encode(msg.sender, from, allowance[from][msg.sender], value, DEFAULT_PARTITION)
            );
        }
        if (balanceOf[from] == 0) {
            return Answer(false, 0x54, InvalidPartition.selector, abi.encode(from, DEFAULT_PARTITION));
        }
        if (balanceOf[from] < value) {
            return Answer(
                false, 0x54, InsufficientBalance.selector, abi.encode(from, balanceOf[from], value, DEFAULT_PARTITION)
            );
        }
        return Answer(true, 0x01, 0, "");
    }

    function mayTakePart(address account) private view returns (bool) {
        if (getControlListType != isInControlList[account]) return false;
        for (uint256 i = 0; i < controlLists.length; i++) {
            if (!AccountList(controlLists[i]).isAuthorized(account)) return false;
        }
        return true;
    }

    function blocked(address account) private pure returns (Answer memory) {
        return Answer(false, 0x10, AccountIsBlocked.selector, abi.encode(account));
    }

    function recovered(address account) private pure returns (Answer memory) {
        return Answer(false, 0x16, WalletRecovered.selector, abi.encode(account));
    }

    function compliant(address from, address to, uint256 value) private view returns (Answer memory) {
        if (compliance == address(0)) return Answer(true, 0x01, 0, "");
        try ComplianceModel(compliance).canTransfer(from, to, value) returns (bool yes) {
            if (yes) return Answer(true, 0x01, 0, "");
            return Answer(false, 0x10, ComplianceNotAllowed.selector, abi.encode(from, to, value));
        } catch (bytes memory data) {
            bytes memory failed = abi.encodePacked(ComplianceCallFailed.selector, data);
            assembly {
                revert(add(failed, 0x20), mload(failed))
            }
        }
    }

    function identified(address account) private view returns (Answer memory) {
        bool known = (!isInternalKycActivated || getKycStatusFor[account] == 1) && isExternallyGranted(account, 1);
        if (!known) return Answer(false, 0x10, InvalidKycStatus.selector, abi.encode(account));
        if (identityRegistry == address(0)) return Answer(true, 0x01, 0, "");
        try AccountList(identityRegistry).isVerified(account) returns (bool yes) {
            if (yes) return Answer(true, 0x01, 0, "");
            return Answer(false, 0x10, AddressNotVerified.selector, abi.encode(account));
        } catch (bytes memory data) {
            bytes memory failed = abi.encodePacked(IdentityRegistryCallFailed.selector, data);
            assembly {
                revert(add(failed, 0x20), mload(failed))
            }
        }
    }
}
