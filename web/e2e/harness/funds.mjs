// Money for an account that a test has just made: coins for fees and some of the demo's cash.
import { Interface, toQuantity } from "ethers";
import { call, contracts, people } from "./chain.mjs";

const cash = new Interface(["function transfer(address,uint256)"]);

/** Sends nothing from an account to itself under a nonce: as another wallet with the same key cancels what waits. */
export async function cancel(account, nonce) {
  await call("anvil_impersonateAccount", account);
  await call("eth_sendTransaction", { from: account, to: account, value: "0x0", nonce: toQuantity(nonce) });
  await call("anvil_stopImpersonatingAccount", account);
}

/** Gives an account a coin and so many raw units of Demo Dollar, out of Alice's. */
export async function fund(address, units) {
  await call("anvil_setBalance", address, toQuantity(10n ** 18n));
  await call("anvil_impersonateAccount", people.alice);
  const data = cash.encodeFunctionData("transfer", [address, units]);
  await call("eth_sendTransaction", { from: people.alice, to: contracts.cash, data });
  await call("anvil_stopImpersonatingAccount", people.alice);
}
