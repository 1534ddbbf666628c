// Finds, starts and stops anvil. Loopback only.
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The chain's id. */
export const CHAIN_ID = 31337;
/** Time of the first block: 2026-01-01 00:00:00 UTC, in seconds. */
export const GENESIS = 1767225600;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const packaged = join(root, "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of anvil: the one npm installed, else the one on PATH. */
export function findAnvil() {
  if (process.platform === "linux" && process.arch === "x64" && runnable(packaged)) return packaged;
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(Boolean).map((folder) => join(folder, "anvil"));
  const found = onPath.find(runnable);
  if (found) return found;
  throw new Error(
    "anvil was not found: run `npm ci` here (Linux x64), or put Foundry's anvil 1.7.1 on PATH",
  );
}

/**
 * Starts anvil and waits until it listens.
 * @param {{ port?: number, load?: string, dump?: string, history?: number }} options `load` and `dump` are state files; `history`: how
 *   many last blocks keep their state, in memory alone (without it anvil writes each block's state to the disk).
 * @returns {Promise<{ rpc: string, port: number, stop(): Promise<void>, ended: Promise<void> }>}
 */
export function startAnvil({ port = 0, load, dump, history } = {}) {
  const args = ["--host", "127.0.0.1", "--port", String(port), "--chain-id", String(CHAIN_ID)];
  args.push("-a", "20", "--timestamp", String(GENESIS));
  if (load) args.push("--load-state", load);
  if (dump) args.push("--dump-state", dump);
  if (history !== undefined) args.push("--prune-history", String(history));
  // anvil leaves the states that it wrote behind: here they go with it.
  const states = mkdtempSync(join(tmpdir(), "assay-anvil-"));
  const sweep = () => rmSync(states, { recursive: true, force: true });
  args.push("--cache-path", states);
  const child = spawn(findAnvil(), args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", () => {
    sweep();
    resolve();
  }));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  };
  process.once("exit", () => {
    child.kill("SIGKILL");
    sweep();
  });
  return new Promise((resolve, reject) => {
    let output = "";
    let errors = "";
    const listening = (chunk) => {
      output += chunk;
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(output);
      if (!found) return;
      child.stdout.off("data", listening);
      child.stdout.resume();
      resolve({ rpc: `http://127.0.0.1:${found[1]}`, port: Number(found[1]), stop, ended });
    };
    child.stdout.on("data", listening);
    child.stderr.on("data", (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    child.once("error", (error) => reject(new Error(`anvil could not be started: ${error.message}`)));
    child.once("exit", (code) => reject(new Error(whyEnded(code, port, errors))));
  });
}

function whyEnded(code, port, errors) {
  if (/address already in use/i.test(errors)) {
    return `port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port`;
  }
  const said = errors.trim().split("\n").pop() ?? "";
  return `anvil ended with code ${code} before it listened${said ? `: ${said}` : ""}`;
}
