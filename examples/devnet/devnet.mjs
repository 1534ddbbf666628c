#!/usr/bin/env node
// The demo chain's one command. `node devnet.mjs` prints how to use it.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CACHE, accept, buildCache, expected } from "./cache.mjs";
import { openIssuers } from "./issuer.mjs";
import { addCoupon, addRent, readDemo } from "./files/write.mjs";
import { start } from "./start.mjs";

const USAGE = `usage:
  node devnet.mjs start [--port 8545] [--tick 5] [--desk 10] [--history 64]
      Starts the chain (port 0: any free one) and prints one line of JSON when it is ready.
      --tick: seconds between empty blocks, 0 for none. --desk: seconds after which redemptions are fulfilled, or off.
      --history: the state of only so many last blocks is kept; without it, of all, some on the disk.
  node devnet.mjs rebuild [--accept]
      Deploys from an empty chain, saves the state and compares the head with expected.json (--accept: writes it).
  node devnet.mjs issuer <verb> [arguments] [--rpc http://127.0.0.1:8545]
      For example: issuer pause fund · issuer freeze gold bob · issuer setReserves 1790.5 · issuer payRent 2026-12 ·
      issuer payDividend 1700 · issuer payCoupon 2027-03 · issuer rebase 0.001 · issuer setLiquidity 5000`;

const log = (line) => process.stderr.write(`${line}\n`);

async function rebuild(values) {
  const began = Date.now();
  const { block, head } = await buildCache();
  log(`deployed ${block} blocks in ${Date.now() - began} ms, head ${head}`);
  if (values.accept) return accept({ block, head });
  const want = expected();
  if (want.block === block && want.head === head) return undefined;
  throw new Error(`the head should have been block ${want.block} with hash ${want.head}: if the change is meant, run rebuild --accept`);
}

async function issuer(verb, args, rpc) {
  const folder = join(CACHE, "live", new URL(rpc).port);
  let demo;
  try {
    demo = readDemo(folder);
  } catch {
    throw new Error(`no demo chain of this folder has been started at ${rpc}`);
  }
  const issuers = openIssuers({ rpc, demo });
  if (!Object.hasOwn(issuers, verb)) throw new Error(`${verb} is not one of ${Object.keys(issuers).join(", ")}`);
  const done = await issuers[verb](...args);
  if (verb === "payRent") addRent(folder, done, demo.contracts);
  if (verb === "payCoupon") addCoupon(folder, done, demo.contracts);
  log(`${verb} ${args.join(" ")}: done`);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "8545" },
      tick: { type: "string", default: "5" },
      desk: { type: "string", default: "10" },
      history: { type: "string" },
      rpc: { type: "string", default: "http://127.0.0.1:8545" },
      accept: { type: "boolean", default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (command === "start") return start({ ...values, log });
  if (command === "rebuild") return rebuild(values);
  if (command === "issuer" && rest.length > 0) return issuer(rest[0], rest.slice(1), values.rpc);
  throw new Error(USAGE);
}

main().catch((error) => {
  log(error.cause?.code === "ECONNREFUSED" ? "nothing listens at that address" : error.message);
  process.exit(1);
});
