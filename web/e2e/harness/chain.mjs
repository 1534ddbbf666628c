// The chain, asked past the wallet: what the tests hold its screens against.
import { Interface, id as hashOf, zeroPadValue } from "ethers";
import { demo, rpc } from "./env.mjs";

let id = 0;

/** One JSON-RPC call. A refusal is an error with `code` and `data`. */
export async function call(method, ...params) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params });
  const response = await fetch(rpc, { method: "POST", headers: { "content-type": "application/json" }, body });
  const answer = await response.json();
  if (answer.error) throw Object.assign(new Error(`${method}: ${answer.error.message}`), answer.error);
  return answer.result;
}

const abi = new Interface([
  "function balanceOf(address) view returns (uint256)",
  "function transfer(address,uint256) returns (bool)",
  "function approve(address,uint256) returns (bool)",
  "function latestRoundData() view returns (uint80,int256,uint256,uint256,uint80)",
  "function decimals() view returns (uint8)",
  "function convertToAssets(uint256) view returns (uint256)",
  "function paused() view returns (bool)",
  "function contains(address) view returns (bool)",
  "function isFrozen(address) view returns (bool)",
  "function isClaimed(uint256) view returns (bool)",
  "function claim(uint256,address,uint256,bytes32[])",
  "function pendingRedeemRequest(uint256,address) view returns (uint256)",
  "function claimableRedeemRequest(uint256,address) view returns (uint256)",
  "function allowance(address,address) view returns (uint256)",
  "function totalSupply() view returns (uint256)",
  "function owed() view returns (uint256)",
  "function mint(address,uint256) returns (bool)",
  "function cancelRedeemRequest(uint256,address)",
  "function claimCancelRedeemRequest(uint256,address,address)",
  "function claimableCancelRedeemRequest(uint256,address) view returns (uint256)",
  "function redeem(uint256,address,address) returns (uint256)",
  "function calculateUsdcOut(uint256) view returns (uint256,uint256)",
  "function setOperator(address,bool) returns (bool)",
  "function isOperator(address,address) view returns (bool)",
  "function retirements() view returns (uint256)",
  "function certificates(uint256) view returns (address,string,address,string,string,uint256)",
  "function withdrawableFundsOf(address) view returns (uint256)",
  "function requestRedeem(uint256,address,address) returns (uint256)",
  "function nonces(address) view returns (uint256)",
  "function blacklist(address)",
  "function unBlacklist(address)",
]);

/** Reads a function of a contract. */
export async function read(to, name, ...args) {
  const data = await call("eth_call", { to, data: abi.encodeFunctionData(name, args) }, "latest");
  const values = abi.decodeFunctionResult(name, data);
  return values.length === 1 ? values[0] : values;
}

/** Sends a call from any account, as only a local chain lets one do. Gives its receipt. */
export async function send(from, to, name, ...args) {
  await call("anvil_impersonateAccount", from);
  // What is changed by force is in no block before the next, and until then no proof of the newest one holds: only where it is needed.
  if (BigInt(await call("eth_getBalance", from, "latest")) < 10n ** 18n) await call("anvil_setBalance", from, "0x8ac7230489e80000");
  const data = abi.encodeFunctionData(name, args);
  const hash = await call("eth_sendTransaction", { from, to, data });
  let receipt = null;
  for (let tries = 0; receipt === null && tries < 50; tries += 1) {
    receipt = await call("eth_getTransactionReceipt", hash);
    if (receipt === null) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await call("anvil_stopImpersonatingAccount", from);
  if (receipt?.status !== "0x1") throw new Error(`${name} of ${from}: ${JSON.stringify(receipt)}`);
  return receipt;
}

/** What the chain says to a call from someone: `null` if it passes, else its refusal in words. */
export async function refusal(from, to, name, ...args) {
  try {
    await call("eth_call", { from, to, data: abi.encodeFunctionData(name, args) }, "latest");
    return null;
  } catch (error) {
    if (error.code === undefined) throw error;
    return error.message;
  }
}

/** The investors' addresses by name. */
export const people = Object.fromEntries(Object.entries(demo().investors).map(([name, { address }]) => [name, address]));

/** The contracts of the demo. */
export const contracts = demo().contracts;

export const balance = (token, who) => read(token, "balanceOf", who);

/** The most that one investor may hold of the fund, raw: the module tells it in its events only. */
export async function largestHolding() {
  const topics = [hashOf("MaxBalanceSet(address,uint256)"), zeroPadValue(contracts.compliance, 32)];
  const logs = await call("eth_getLogs", { address: contracts.modules.MaxBalanceModule, topics, fromBlock: "0x0", toBlock: "latest" });
  return BigInt(logs.at(-1).topics[2]);
}

/** Raw units as a decimal number with every digit, without grouping. */
export function decimal(raw, decimals) {
  const text = raw.toString().padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals);
  const fraction = text.slice(text.length - decimals).replace(/0+$/, "");
  return fraction ? `${whole}.${fraction}` : whole;
}

/** A decimal number as the wallet sets it, in groups of three. */
export function grouped(text) {
  const [whole, fraction] = text.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${groups}.${fraction}` : groups;
}

/** Digits after the point cut to `most`, and padded with zeros up to `least`; never rounded. */
export function cut(text, most, least = 0) {
  const [whole, fraction = ""] = text.split(".");
  const kept = fraction.slice(0, most).padEnd(least, "0");
  return kept ? `${whole}.${kept}` : whole;
}
