// Another wallet in the page: a provider (EIP-1193) that announces itself (EIP-6963) and hands every question to the demo chain,
// whose unlocked accounts sign for real. What is asked of it passes through here and is kept.
import { Interface } from "ethers";
import { eventually } from "./browser.mjs";
import { balance, call, contracts, read } from "./chain.mjs";
import { carryOut, sendAs } from "./executor.mjs";

/** Of anvil's own phrase: the fund's issuer, and an account that holds nothing of the fund. */
const [FUND_ISSUER, FREE] = [1, 11];

const fund = new Interface(["function mint(address,uint256)", "function registerIdentity(address,address,uint16)"]);

/** Runs in the page, before its own scripts. */
function announceWallet() {
  const listeners = new Map();
  const provider = {
    async request({ method, params }) {
      const { result, error } = JSON.parse(await window.askOtherWallet(JSON.stringify({ method, params })));
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    },
    on: (event, heard) => listeners.set(event, [...(listeners.get(event) ?? []), heard]),
    removeListener: (event, heard) => listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== heard)),
  };
  window.otherWalletSays = (event, value) => (listeners.get(event) ?? []).forEach((heard) => heard(value));
  const info = { uuid: "350670db-19fa-4704-a166-e52e178b59d2", name: "Unlocked", icon: "data:image/svg+xml,", rdns: "org.example.unlocked" };
  const announce = () =>
    dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  addEventListener("eip6963:requestProvider", announce);
  announce();
}

export class OtherWallet {
  /** What was asked, oldest first. */
  asked = [];
  /** A refusal for the next transaction: `{ code, message }`. */
  refusal = null;
  /** What it says of several calls as one (EIP-5792): `supported`, `ready`; where this is null it does not know the questions. */
  atomic = null;
  /** What it says of a batch in place of the truth. */
  said = null;
  /** The transactions of its batches, by the names that it gave these. */
  #batches = new Map();
  /** What it makes of a transaction before it signs it. */
  touch = (transaction) => transaction;

  constructor(page, account, chain) {
    this.page = page;
    this.account = account;
    this.chain = chain;
  }

  /** Puts a wallet with this account into the page. */
  static async into(page, account) {
    const wallet = new OtherWallet(page, account, await call("eth_chainId"));
    // In every page of this profile: a site's window shows another one.
    await page.context().exposeFunction("askOtherWallet", (text) => wallet.#answer(JSON.parse(text)));
    await page.context().addInitScript(announceWallet);
    return wallet;
  }

  /** The transactions that it was asked to send. */
  get transactions() {
    return this.asked.filter(({ method }) => method === "eth_sendTransaction").map(({ params }) => params[0]);
  }

  /** The batches that it was asked to carry out. */
  get batches() {
    return this.asked.filter(({ method }) => method === "wallet_sendCalls").map(({ params }) => params[0]);
  }

  /** Its user goes to another chain in it. */
  async goTo(chain) {
    this.chain = chain;
    await this.page.evaluate((id) => window.otherWalletSays("chainChanged", id), chain);
  }

  async #answer({ method, params }) {
    this.asked.push({ method, params });
    try {
      return JSON.stringify({ result: await this.#act(method, params) });
    } catch ({ message, code }) {
      return JSON.stringify({ error: { message, code } });
    }
  }

  async #act(method, params) {
    switch (method) {
      case "eth_requestAccounts":
      case "eth_accounts":
        return [this.account];
      case "eth_chainId":
        return this.chain;
      case "wallet_switchEthereumChain":
        this.chain = params[0].chainId;
        return null;
      case "eth_sendTransaction":
        this.#refuse();
        return sendAs(this.account, this.touch(params[0]));
      case "personal_sign":
      case "eth_signTypedData_v4":
        this.#refuse();
        return call(method, ...params);
      default:
        return this.#actOnBatch(method, params);
    }
  }

  async #actOnBatch(method, [what]) {
    if (this.atomic === null || !method.startsWith("wallet_")) throw Object.assign(new Error(`${method} is not there`), { code: 4200 });
    switch (method) {
      case "wallet_getCapabilities":
        return { [this.chain]: { atomic: { status: this.atomic } } };
      case "wallet_sendCalls": {
        this.#refuse();
        const id = `unlocked ${this.#batches.size + 1}`;
        this.#batches.set(id, await carryOut(this.account, what.calls));
        return { id };
      }
      case "wallet_getCallsStatus":
        return { version: "2.0.0", id: what, chainId: this.chain, ...(this.said ?? (await this.#status(what))) };
      default:
        throw Object.assign(new Error(`${method} is not there`), { code: 4200 });
    }
  }

  async #status(id) {
    if (!this.#batches.has(id)) throw Object.assign(new Error(`no batch is called ${id}`), { code: 5730 });
    const receipt = await call("eth_getTransactionReceipt", this.#batches.get(id));
    if (!receipt) return { status: 100, atomic: true };
    return { status: receipt.status === "0x1" ? 200 : 500, atomic: true, receipts: [receipt] };
  }

  /** Its user says no, once. */
  #refuse() {
    const { refusal } = this;
    this.refusal = null;
    if (refusal) throw refusal;
  }
}

/** Connects the account of another wallet and opens it. */
export async function connect({ page, wallet }, account) {
  const other = await OtherWallet.into(page, account);
  await wallet.visit("/welcome/connect");
  await wallet.button("Ask Unlocked").click();
  await wallet.button("Connect it").click();
  await wallet.isOpen();
  return other;
}

/** Sends from an unlocked account, and waits until it is done. */
export async function sendFrom(from, to, name, ...args) {
  const hash = await call("eth_sendTransaction", { from, to, data: fund.encodeFunctionData(name, args) });
  const receipt = await eventually(`${name} is in a block`, () => call("eth_getTransactionReceipt", hash));
  if (receipt.status !== "0x1") throw new Error(`${name} was refused`);
}

const holders = new Map();

/**
 * An account whose key anvil has, with 20 shares of the fund: the issuer enters it under Alice's identity and mints what is missing, once for
 * each test file.
 * @param {number} index Which of anvil's accounts: one that no other test file uses.
 */
export async function unlockedHolder(index = FREE) {
  if (!holders.has(index)) holders.set(index, provide(index));
  return holders.get(index);
}

async function provide(index) {
  const accounts = await call("eth_accounts");
  const [issuer, account] = [accounts[FUND_ISSUER], accounts[index]];
  if (!(await read(contracts.identityRegistry, "contains", account))) {
    await sendFrom(issuer, contracts.identityRegistry, "registerIdentity", account, contracts.identities.alice, 276);
  }
  const missing = 20n * 10n ** 18n - (await balance(contracts.fund, account));
  if (missing > 0n) await sendFrom(issuer, contracts.fund, "mint", account, missing);
  return account;
}
