// The issuer's desk: fulfils redemption requests some time after they appear, as a fund's issuer would the next day.
import { getAddress, keccak256, toBytes } from "viem/utils";
import { offices } from "./chain/accounts.mjs";
import { quantity } from "./chain/rpc.mjs";

const REDEEM_REQUEST = keccak256(toBytes("RedeemRequest(address,address,uint256,address,uint256)"));
const LOOK_EVERY = 1_000;

/**
 * Starts the desk.
 * @param {number} delay milliseconds from seeing a request to fulfilling it
 * @param {(line: string) => void} log
 * @returns a function that closes the desk
 */
export async function openDesk(session, { vault, delay, log }) {
  let from = Number((await session.head()).number) + 1;
  const due = new Map();
  let busy = false;

  async function look() {
    const latest = Number(await session.call("eth_blockNumber"));
    // A snapshot may have been reverted: never look above the head, and look again from there.
    from = Math.min(from, latest + 1);
    if (from <= latest) {
      const filter = { address: vault.address, topics: [REDEEM_REQUEST], fromBlock: quantity(from), toBlock: quantity(latest) };
      for (const entry of await session.call("eth_getLogs", filter)) {
        const controller = getAddress(`0x${entry.topics[1].slice(26)}`);
        if (!due.has(controller)) due.set(controller, Date.now() + delay);
      }
      from = latest + 1;
    }
    for (const [controller, time] of due) {
      if (time > Date.now()) continue;
      due.delete(controller);
      await fulfil(controller);
    }
  }

  async function fulfil(controller) {
    if ((await session.read(vault, "pendingRedeemRequest", [0n, controller])) === 0n) return;
    session.forgetNonces();
    await session.write(offices.fundIssuer, vault, "fulfill", [controller]);
    log(`the issuer fulfilled the redemption of ${controller}`);
  }

  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    await look().catch((error) => log(`the issuer's desk: ${error.message}`));
    busy = false;
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}
