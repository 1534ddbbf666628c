// Several calls as one, on the real chain: the batch executor of OpenZeppelin (ERC-7821), to which an account delegates (EIP-7702).
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { AbiCoder, HDNodeWallet, Interface, ZeroAddress, toQuantity } from "ethers";
import { eventually } from "./browser.mjs";
import { call } from "./chain.mjs";
import { demo } from "./env.mjs";

const executor = new Interface(["function execute(bytes32 mode, bytes executionData) payable"]);
/** ERC-7821's plain batch. */
const PLAIN = `0x01${"00".repeat(31)}`;
/** More than any batch of these tests uses: what it delegates to is not there yet when gas would be estimated. */
const GAS = toQuantity(3_000_000);
/** anvil's own phrase. */
const OFFICES = "test test test test test test test test test test test junk";

let deployed;

/** The executor's address: compiled from its published source, deployed once for each test file. */
function deploy() {
  deployed ??= (async () => {
    const root = resolve(import.meta.dirname, "../../..");
    const output = execFileSync("node", ["sdk/tests/families/compile.mjs", "BatchAccount.sol"], { cwd: root, encoding: "utf8" });
    const [from] = await call("eth_accounts");
    const hash = await call("eth_sendTransaction", { from, data: JSON.parse(output).BatchAccount, gas: GAS });
    return (await mined(hash)).contractAddress;
  })();
  return deployed;
}

const mined = (hash) => eventually(`${hash} is in a block`, () => call("eth_getTransactionReceipt", hash));

/** The key of an account of the demo: an investor's, or one of anvil's own. */
function keyOf(account) {
  const is = (key) => key.address.toLowerCase() === account.toLowerCase();
  const offices = Array.from({ length: 20 }, (_, index) => HDNodeWallet.fromPhrase(OFFICES, undefined, `m/44'/60'/0'/0/${index}`));
  const investors = Object.values(demo().investors).map(({ phrase, path }) => HDNodeWallet.fromPhrase(phrase, undefined, path));
  const key = [...offices, ...investors].find(is);
  if (!key) throw new Error(`nobody has the key of ${account}`);
  return key;
}

/** A transaction of the account to itself that also puts it under this code. */
async function delegated(account, code, data) {
  const nonce = Number(await call("eth_getTransactionCount", account, "latest"));
  // The account's own transaction comes first, then its delegation.
  const signed = keyOf(account).authorizeSync({ address: code, nonce: nonce + 1, chainId: demo().chainId });
  const entry = {
    chainId: toQuantity(signed.chainId), address: code, nonce: toQuantity(signed.nonce),
    yParity: toQuantity(signed.signature.yParity), r: toQuantity(signed.signature.r), s: toQuantity(signed.signature.s),
  };
  return sendAs(account, { from: account, to: account, data, gas: GAS, type: "0x4", authorizationList: [entry] });
}

/** Has the chain sign and send: with the key, where it has that; otherwise as only a local chain does, under a signature of nobody. */
export async function sendAs(account, transaction) {
  const unlocked = (await call("eth_accounts")).some((one) => one.toLowerCase() === account.toLowerCase());
  if (unlocked) return call("eth_sendTransaction", transaction);
  await call("anvil_impersonateAccount", account);
  try {
    return await call("eth_sendTransaction", transaction);
  } finally {
    await call("anvil_stopImpersonatingAccount", account);
  }
}

/** Carries out calls as one, and returns the transaction's hash. */
export async function carryOut(account, calls) {
  const packed = AbiCoder.defaultAbiCoder().encode(["tuple(address,uint256,bytes)[]"], [calls.map(({ to, data, value = 0 }) => [to, value, data])]);
  return delegated(account, await deploy(), executor.encodeFunctionData("execute", [PLAIN, packed]));
}

/** Takes the account out from under the executor's code again. */
export async function release(account) {
  await mined(await delegated(account, ZeroAddress, "0x"));
  if ((await call("eth_getCode", account, "latest")) !== "0x") throw new Error(`${account} still has code`);
}
