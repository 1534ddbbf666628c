// Writes outcomes.json: revert data and logs as ethers encodes them. To write it anew, in an empty folder:
//
//     npm install ethers@6 && node <this file> > outcomes.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(pathToFileURL(process.cwd() + "/"));
const { ethers } = require("ethers");
const [a, b, c] = ["11", "22", "33"].map((byte) => "0x" + byte.repeat(20));
const words = [a, b, c];

const errors = [
  "ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "ERC20InvalidReceiver(address receiver)", "ERC20InvalidSender(address sender)",
  "ERC20InvalidApprover(address approver)", "ERC20InvalidSpender(address spender)",
  "EnforcedPause()", "ExpectedPause()", "AccessControlUnauthorizedAccount(address account, bytes32 neededRole)",
  "OwnableUnauthorizedAccount(address account)", "SafeERC20FailedOperation(address token)",
  "ReentrancyGuardReentrantCall()", "AddressEmptyCode(address target)", "FailedCall()",
  "ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max)",
  "ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max)",
  "ERC4626ExceededMaxWithdraw(address owner, uint256 assets, uint256 max)",
  "ERC4626ExceededMaxRedeem(address owner, uint256 shares, uint256 max)",
  "ERC2612ExpiredSignature(uint256 deadline)", "ERC2612InvalidSigner(address signer, address owner)",
  "TransferRestricted(uint8 restrictionCode)", "TransferNotPossible()", "FrozenWallet()", "UnverifiedIdentity()",
  "ComplianceNotFollowed()", "TransferNotApproved(address from, address to, uint256 amount)",
  "InsufficientBalanceTokensLocked(address user, uint256 value, uint256 availableAmount)",
  "MaxBalanceExceeded(address compliance, uint256 value)",
  "MaxBalanceExceeded(address compliance, uint256 value, uint256 max)",
  "InvalidController()", "InvalidOwner()", "RequestRedeemFailed()", "TransferNotAllowed()", "ExceedsMaxRedeem()",
  "CancellationIsPending()", "NoPendingRequest()", "ZeroAmountNotAllowed()", "CannotSetSelfAsOperator()",
  "AlreadyClaimed()", "InvalidProof()", "ClaimWindowFinished()",
];
const value = { address: (i) => words[i], uint256: (i) => 1000n + BigInt(i), uint8: () => 3n, bytes32: () => "0x" + "ab".repeat(32) };
const reverts = errors.map((text) => {
  const face = new ethers.Interface([`error ${text}`]);
  const [fragment] = face.fragments;
  const values = fragment.inputs.map((input, i) => value[input.type](i));
  return { name: fragment.name, data: face.encodeErrorResult(fragment, values),
    arguments: fragment.inputs.map((input, i) => [input.name, String(values[i])]) };
});
const standard = new ethers.Interface(["error Error(string)", "error Panic(uint256)"]);
const texts = ["Transfer not possible", "ERC20: transfer amount exceeds balance", "Grüße"].map((text) =>
  ({ text, data: standard.encodeErrorResult("Error", [text]) }));
const panics = [1, 17, 18, 50, 99].map((code) => ({ code, data: standard.encodeErrorResult("Panic", [code]) }));

const events = [
  ["out", "event Transfer(address indexed from, address indexed to, uint256 value)", [a, b, 5n]],
  ["in", "event Transfer(address indexed from, address indexed to, uint256 value)", [b, a, 6n]],
  ["moved", "event Transfer(address indexed from, address indexed to, uint256 value)", [b, c, 7n]],
  ["nft", "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)", [a, b, 8n]],
  ["approval", "event Approval(address indexed owner, address indexed spender, uint256 value)", [a, b, 9n]],
  ["request", "event RedeemRequest(address indexed controller, address indexed owner, uint256 indexed requestId, address sender, uint256 shares)", [b, a, 41n, a, 10n]],
  ["withdraw", "event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)", [a, b, c, 11n, 12n]],
  ["claimed", "event Claimed(uint256 index, address account, uint256 amount)", [42n, a, 13n]],
  ["retired", "event Retired(address sender, uint256 amount, uint256 eventId)", [a, 14n, 43n]],
].map(([label, text, values]) => {
  const face = new ethers.Interface([text]);
  return { label, ...face.encodeEventLog(face.fragments[0], values) };
});
console.log(JSON.stringify({ origin: `ethers ${ethers.version}; written by outcomes.mjs`, reverts, texts, panics, events }, null, 1));
