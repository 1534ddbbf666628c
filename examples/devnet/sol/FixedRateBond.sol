// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A bond with a fixed coupon, whose terms are stated as ERC-7092 describes
/// @notice Whole bonds only. Its terms are read by that standard's functions; it moves as any ERC-20, not by the standard's own
/// transfers with data. Coupons are paid by distributors, one for each payment.
contract FixedRateBond is ERC20 {
    /// @notice What a bond promises; dates are in seconds since 1970.
    struct Terms {
        string isin;
        address currency;
        uint256 denomination;
        uint256 issueVolume;
        uint256 couponRate;
        uint256 issueDate;
        uint256 maturityDate;
    }

    /// @notice Caller is not the paying agent.
    error NotAgent(address caller);
    /// @notice More than the volume of the issue.
    error BeyondVolume(uint256 principal, uint256 issueVolume);

    /// @notice The account that issues the bonds and pays the coupons.
    address public immutable agent;
    /// @notice The kind of coupon: fixed.
    uint8 public constant couponType = 1;
    /// @notice Coupons in a year.
    uint256 public constant couponFrequency = 2;
    /// @notice The day-count convention. The standard fixes no numbers: here 4 stands for 30/360.
    uint8 public constant dayCountBasis = 4;
    /// @notice The token in which face and interest are paid; amounts of money here are in its units.
    address public immutable currency;
    /// @notice The face of one bond.
    uint256 public immutable denomination;
    /// @notice The face of the whole issue.
    uint256 public immutable issueVolume;
    /// @notice The coupon rate of a year, in basis points.
    uint256 public immutable couponRate;
    uint256 public immutable issueDate;
    uint256 public immutable maturityDate;
    /// @notice The security's number by ISO 6166.
    string public isin;

    constructor(string memory name_, string memory symbol_, address agent_, Terms memory terms) ERC20(name_, symbol_) {
        agent = agent_;
        isin = terms.isin;
        currency = terms.currency;
        denomination = terms.denomination;
        issueVolume = terms.issueVolume;
        couponRate = terms.couponRate;
        issueDate = terms.issueDate;
        maturityDate = terms.maturityDate;
    }

    /// @notice Bonds cannot be divided.
    function decimals() public pure override returns (uint8) {
        return 0;
    }

    /// @notice The token in which interest is paid.
    function currencyOfCoupon() external view returns (address) {
        return currency;
    }

    /// @notice The face that an account holds.
    function principalOf(address account) external view returns (uint256) {
        return balanceOf(account) * denomination;
    }

    /// @notice Issues bonds, up to the volume of the issue.
    function issue(address to, uint256 bonds) external {
        if (msg.sender != agent) revert NotAgent(msg.sender);
        uint256 principal = (totalSupply() + bonds) * denomination;
        if (principal > issueVolume) revert BeyondVolume(principal, issueVolume);
        _mint(to, bonds);
    }
}
