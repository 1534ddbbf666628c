// Sends transactions and reads contracts. Every transaction is checked: a revert is an error here, with its data.
import { decodeErrorResult, decodeFunctionResult, encodeDeployData, encodeFunctionData, getAddress } from "viem/utils";
import { artifact, link } from "./artifacts.mjs";
import { CHAIN_ID } from "./anvil.mjs";
import { connect, quantity } from "./rpc.mjs";

const GAS = 12_000_000n;
const FEES = { maxFeePerGas: 4_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n };

/** A contract at an address. */
export const at = (name, address) => ({ name, address: getAddress(address), abi: artifact(name).abi });

/** A revert in words: the contract's own error where the interface names it, else what the endpoint said. */
function reason(error, abi) {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi, data: error.data });
    return errorName === "Error" ? args[0] : `${errorName}(${args.join(", ")})`;
  } catch {
    return error.message;
  }
}

/** One conversation with a chain. Accounts sign here, so it works with any key, unlocked or not. */
export class Session {
  #nonces = new Map();

  constructor(rpc) {
    this.rpc = rpc;
    this.call = connect(rpc);
  }

  /** Deploys an artifact; `libraries` maps a library's name to its address. */
  async deploy(account, name, args = [], libraries = {}) {
    const found = artifact(name);
    let { bytecode } = found;
    for (const [library, address] of Object.entries(libraries)) bytecode = link(found, library, address);
    const receipt = await this.transact(account, { data: encodeDeployData({ abi: found.abi, bytecode, args }) }, name);
    return at(name, receipt.contractAddress);
  }

  /** Calls a function in a transaction. */
  write(account, contract, functionName, args = []) {
    const data = encodeFunctionData({ abi: contract.abi, functionName, args });
    return this.transact(account, { to: contract.address, data }, `${contract.name}.${functionName}`, contract.abi);
  }

  /** Calls a function without a transaction. */
  async read(contract, functionName, args = [], from) {
    const data = encodeFunctionData({ abi: contract.abi, functionName, args });
    const result = await this.call("eth_call", { to: contract.address, data, ...(from && { from }) }, "latest");
    return decodeFunctionResult({ abi: contract.abi, functionName, data: result });
  }

  /** What a call would revert with: the raw data, or `null` if it passes. */
  async refusal(from, contract, functionName, args = []) {
    const data = encodeFunctionData({ abi: contract.abi, functionName, args });
    try {
      await this.call("eth_call", { from, to: contract.address, data }, "latest");
      return null;
    } catch (error) {
      if (error.data === undefined) throw error;
      return error.data;
    }
  }

  /** Signs and sends; returns the transaction's hash at once. */
  async send(account, { to, data, value = 0n, gas = GAS }) {
    const key = account.address;
    const nonce = this.#nonces.get(key) ?? Number(await this.call("eth_getTransactionCount", key, "pending"));
    const transaction = { type: "eip1559", chainId: CHAIN_ID, nonce, to, data, value, gas, ...FEES };
    const hash = await this.call("eth_sendRawTransaction", await account.signTransaction(transaction));
    this.#nonces.set(key, nonce + 1);
    return hash;
  }

  /** Sends and waits for the receipt. */
  async transact(account, transaction, what = "transaction", abi = []) {
    const receipt = await this.receipt(await this.send(account, transaction));
    if (receipt.status === "0x1") return receipt;
    const again = { from: account.address, to: transaction.to, data: transaction.data };
    const replay = this.call("eth_call", again, "latest");
    const why = await replay.then(() => "no reason found", (error) => reason(error, abi));
    throw new Error(`${what} reverted: ${why}`);
  }

  /** Waits for a receipt: anvil answers a transaction before its block is in. */
  async receipt(hash) {
    for (let tries = 0; tries < 400; tries += 1) {
      const receipt = await this.call("eth_getTransactionReceipt", hash);
      if (receipt) return receipt;
      await new Promise((resolve) => setTimeout(resolve, tries < 20 ? 1 : 25));
    }
    throw new Error(`no receipt for ${hash} within ten seconds`);
  }

  /** Forgets the counted nonces, for when others may have sent from the same accounts. */
  forgetNonces() {
    this.#nonces.clear();
  }

  /** The newest block, without its transactions. */
  head() {
    return this.call("eth_getBlockByNumber", "latest", false);
  }

  /** Mines one block at the given time, in seconds. */
  async mineAt(time) {
    await this.call("evm_setNextBlockTimestamp", quantity(time));
    await this.call("evm_mine");
  }
}
