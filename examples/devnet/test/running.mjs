// A running chain for tests, started as a user starts it, and the files it wrote.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { encodeErrorResult, parseAbi } from "viem/utils";
import { Session } from "../chain/session.mjs";
import { openIssuers } from "../issuer.mjs";

const program = join(dirname(fileURLToPath(import.meta.url)), "..", "devnet.mjs");

/** Runs the program and waits for its ready line, or for its end: `{ ready?, code?, log, child }`. */
export function run(args, env = {}) {
  const child = spawn(process.execPath, [program, ...args], { stdio: "pipe", env: { ...process.env, ...env } });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const ready = new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  return Promise.race([
    ready.then((line) => ({ ready: JSON.parse(line), log: () => log, child, ended })),
    ended.then((code) => ({ code, log: () => log, child, ended })),
  ]);
}

/** Starts a chain of its own for one test file. */
export async function startChain() {
  const { ready, log, child, ended } = await run(["start", "--port", "0", "--tick", "0", "--desk", "1"]);
  if (!ready) throw new Error(`the chain did not start: ${log()}`);
  const file = (name) => JSON.parse(readFileSync(join(ready.files, name), "utf8"));
  const session = new Session(ready.rpc);
  const demo = file("demo.json");
  const list = file("tokenlist.json");
  const token = (symbol) => list.tokens.find((entry) => entry.symbol === symbol);
  const stop = () => {
    child.stdin.end();
    return ended;
  };
  return { ...ready, session, demo, list, file, token, stop, issuers: openIssuers({ rpc: ready.rpc, demo }) };
}

/** The bytes of `Error(string)`. */
export const errorString = (message) =>
  encodeErrorResult({ abi: parseAbi(["error Error(string)"]), errorName: "Error", args: [message] });

/** The bytes of a custom error given by its signature. */
export function customError(signature, args) {
  const abi = parseAbi([`error ${signature}`]);
  return encodeErrorResult({ abi, errorName: abi[0].name, args });
}
