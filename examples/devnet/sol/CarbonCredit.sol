// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Carbon credits of one project and vintage, one token a tonne of CO2
/// @notice Retiring has the outward shape of Toucan's TCO2: `retire`, `retireFrom`, `retireAndMintCertificate` and the event `Retired`.
/// A retired tonne is burned and counted for the account it was retired for; it never comes back. A certificate is a record here, where
/// Toucan's is a token of its own.
contract CarbonCredit is ERC20 {
    /// @notice Caller is not the issuer.
    error NotIssuer(address caller);
    /// @notice Nothing to retire.
    error ZeroAmount();

    /// @param sender The account whose tonnes were retired.
    /// @param amount Tonnes, with 18 decimals.
    /// @param eventId Running number of the retirement, from 1.
    event Retired(address sender, uint256 amount, uint256 eventId);
    /// @param tokenId Number of the certificate: that of its retirement.
    event CertificateMinted(uint256 tokenId);

    /// @notice What stands on a certificate.
    struct Certificate {
        address retiringEntity;
        string retiringEntityString;
        address beneficiary;
        string beneficiaryString;
        string retirementMessage;
        uint256 amount;
    }

    /// @notice The account that may issue.
    address public immutable issuer;
    /// @notice Number of this project and vintage in the registry.
    uint256 public immutable projectVintageTokenId;
    /// @notice Tonnes retired for an account so far.
    mapping(address account => uint256) public retiredBy;
    /// @notice Tonnes retired in all.
    uint256 public totalRetired;
    /// @notice How many retirements there have been.
    uint256 public retirements;
    /// @notice Certificates by the number of their retirement.
    mapping(uint256 tokenId => Certificate) public certificates;

    string private projectId;
    string private vintageName;

    constructor(
        string memory name_,
        string memory symbol_,
        address issuer_,
        uint256 vintageTokenId,
        string memory projectId_,
        string memory vintageName_
    ) ERC20(name_, symbol_) {
        issuer = issuer_;
        projectVintageTokenId = vintageTokenId;
        projectId = projectId_;
        vintageName = vintageName_;
    }

    /// @notice The registry's names of the project and of its vintage.
    function getGlobalProjectVintageIdentifiers() external view returns (string memory, string memory) {
        return (projectId, vintageName);
    }

    /// @notice Issues tonnes that the registry has verified.
    function issue(address to, uint256 amount) external {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        _mint(to, amount);
    }

    /// @notice Retires the caller's own tonnes.
    /// @return eventId Number of this retirement.
    function retire(uint256 amount) external returns (uint256 eventId) {
        return _retire(msg.sender, amount);
    }

    /// @notice Retires tonnes of `account`, using up the caller's allowance.
    /// @return eventId Number of this retirement.
    function retireFrom(address account, uint256 amount) external returns (uint256 eventId) {
        _spendAllowance(account, msg.sender, amount);
        return _retire(account, amount);
    }

    /// @notice Retires the caller's own tonnes, with a certificate that says by whom, for whom and why.
    function retireAndMintCertificate(
        string calldata retiringEntityString,
        address beneficiary,
        string calldata beneficiaryString,
        string calldata retirementMessage,
        uint256 amount
    ) external {
        uint256 tokenId = _retire(msg.sender, amount);
        certificates[tokenId] =
            Certificate(msg.sender, retiringEntityString, beneficiary, beneficiaryString, retirementMessage, amount);
        emit CertificateMinted(tokenId);
    }

    function _retire(address account, uint256 amount) private returns (uint256 eventId) {
        if (amount == 0) revert ZeroAmount();
        _burn(account, amount);
        retiredBy[account] += amount;
        totalRetired += amount;
        eventId = ++retirements;
        emit Retired(account, amount, eventId);
    }
}
