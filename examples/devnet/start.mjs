// Starts the chain from its saved state, brings it to the present and keeps it running until it is told to stop.
import { fstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatUnits } from "viem/utils";
import { CACHE, buildCache, expected, openCache } from "./cache.mjs";
import { offices } from "./chain/accounts.mjs";
import { CHAIN_ID, startAnvil } from "./chain/anvil.mjs";
import { Session } from "./chain/session.mjs";
import { openDesk } from "./desk.mjs";
import { documents } from "./files/documents.mjs";
import { writeFiles } from "./files/write.mjs";
import { attestReserves } from "./present/attestation.mjs";
import { anchorEpoch } from "./present/epoch.mjs";
import { bringToPresent } from "./present/months.mjs";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A number from the command line within bounds, or a clear refusal. */
function number(name, text, most) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw new Error(`--${name} has to be a whole number up to ${most}, got ${text}`);
  return value;
}

/** A deployment to load: the saved one, or a new one if that is missing, stale or damaged. */
async function savedState(log) {
  const found = openCache();
  if (!found.why) return found;
  log(`${found.why}: deploying from scratch`);
  const { block, head } = await buildCache();
  const want = expected();
  if (want.head !== head) log(`note: block ${block} has hash ${head}, expected.json says ${want.head}`);
  const built = openCache();
  if (built.why) throw new Error(`the state was deployed but cannot be opened: ${built.why}`);
  return built;
}

async function load({ port, history }, log) {
  const { state, deployment } = await savedState(log);
  const anvil = await startAnvil({ port, load: state, history });
  const session = new Session(anvil.rpc);
  // Nobody reads what it says of each request.
  await session.call("anvil_setLoggingEnabled", false);
  const { hash } = await session.head();
  if (hash === deployment.head) return { anvil, session, deployment };
  await anvil.stop();
  throw new Error(`the saved state has head ${hash} and not ${deployment.head}: run node devnet.mjs rebuild`);
}

/** Signs what the vault's keeper says of today: the figure of the reserve feed. */
async function attest(session, { gold }, now) {
  const [, reserves] = await session.read(gold.reserves, "latestRoundData");
  return attestReserves(offices.goldAttester, {
    token: gold.token.address,
    reserves,
    decimals: 18,
    unit: "troy ounce",
    asOf: now - HOUR,
    expires: now + 35 * DAY,
    documentHash: documents.gold.keccak256,
  });
}

/** Starts and runs the chain; the promise ends only by an error. Options are the command line's, as text. */
export async function start({ port, tick, desk, history, log }) {
  const began = Date.now();
  const options = {
    port: number("port", port, 65_535),
    tick: number("tick", tick, HOUR),
    desk: desk === "off" ? undefined : number("desk", desk, DAY),
    history: history === undefined ? undefined : number("history", history, 1_000_000),
  };
  const running = { closers: [], stopping: false };
  stopWhenTold(running);
  const { anvil, session, deployment } = await load(options, log);
  running.anvil = anvil;
  anvil.ended.then(() => {
    if (running.stopping) return;
    log("anvil ended by itself");
    process.exit(1);
  });
  const now = Math.floor(Date.now() / 1000);
  const payments = await bringToPresent(session, deployment.contracts, now);
  const attestation = await attest(session, deployment.contracts, now);
  deployment.contracts.gold.register = await anchorEpoch(session);
  const files = join(CACHE, "live", String(anvil.port));
  running.closers.push(() => rmSync(files, { recursive: true, force: true }));
  writeFiles(files, { deployment, payments, attestation, rpc: anvil.rpc, time: new Date(now * 1000) });
  if (options.desk !== undefined) {
    const { vault } = deployment.contracts.fund;
    running.closers.push(await openDesk(new Session(anvil.rpc), { vault, delay: options.desk * 1000, log }));
  }
  if (options.tick > 0) {
    const timer = setInterval(() => session.call("evm_mine").catch((error) => log(error.message)), options.tick * 1000);
    running.closers.push(() => clearInterval(timer));
  }
  const ounces = formatUnits(BigInt(attestation.message.reserves), 18);
  log(`the chain is at the present: ${payments.rents.length} months of rent, ${ounces} ounces of gold attested`);
  const ready = { rpc: anvil.rpc, chainId: CHAIN_ID, files, ready_ms: Date.now() - began };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** Ends with the signal, or with the parent that holds our input. Before anvil is known, its exit hook ends it. */
function stopWhenTold(running) {
  const stop = async () => {
    if (running.stopping) return;
    running.stopping = true;
    running.closers.forEach((close) => close());
    await running.anvil?.stop();
    process.exit(0);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  // Only a pipe or a socket has a parent at its other end; a terminal and /dev/null do not.
  const input = fstatSync(0, { throwIfNoEntry: false });
  if (input?.isFIFO() || input?.isSocket()) {
    process.stdin.resume();
    process.stdin.once("end", stop);
    process.stdin.once("error", stop);
  }
}
