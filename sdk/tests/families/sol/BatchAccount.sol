// What an account delegates to (EIP-7702): the published batch executor of OpenZeppelin, as it is.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC7821} from "@openzeppelin/contracts/account/extensions/draft-ERC7821.sol";

contract BatchAccount is ERC7821 {}
